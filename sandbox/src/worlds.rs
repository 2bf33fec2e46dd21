//! The merchants of one sandbox: each world has its own payments, faults, clock, log, settings and keys.

use crate::code::Code;
use crate::id;
use crate::merchant::{Config, StartError};
use crate::settings::Settings;
use crate::wire::{Change, Request};
use crate::world::World;
use std::collections::BTreeMap;

/// A merchant and all that LINE Pay knows of it.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) config: Config,
    pub(crate) world: World,
    /// Of its records' keys.
    prefix: String,
}

impl Site {
    fn new(config: Config, prefix: String) -> Site {
        Site { world: World::new(config.settings.clone()), config, prefix }
    }

    /// The records that changed since the last call; none where nobody keeps them.
    pub(crate) fn changes(&mut self, kept: bool) -> Result<Vec<Change>, StartError> {
        if !kept {
            self.world.forget_changes();
            return Ok(Vec::new());
        }
        let changes = self.world.changes()?.into_iter();
        Ok(changes.map(|Change(key, value)| Change(format!("{}{key}", self.prefix), value)).collect())
    }
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Worlds {
    pub(crate) home: Site,
    /// What answers under the names of LINE Pay's production: it has the same merchant and knows none of its payments.
    production: Site,
    others: BTreeMap<String, Site>,
    by_channel: BTreeMap<String, String>,
    /// How many were made; never goes back, so that no credential is drawn twice.
    made: u64,
    changes: Vec<Change>,
}

/// The world of LINE Pay's production hosts.
pub(crate) const PRODUCTION: &str = "production";
/// The sandbox's own world, by name.
pub(crate) const HOME: &str = "sandbox";
/// So many worlds beside these two.
pub(crate) const MOST: usize = 1000;
const PREFIX: &str = "world/";
const COUNT: &str = "worlds";

/// Why a world is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Name,
    Channel,
    Full,
}

/// What a world is made of; what is left out is drawn.
#[derive(Debug, Default)]
pub(crate) struct Founding {
    pub(crate) name: Option<String>,
    pub(crate) channel_id: Option<String>,
    pub(crate) channel_secret: Option<String>,
    pub(crate) merchant_name: Option<String>,
    pub(crate) settings: Settings,
}

impl Worlds {
    pub(crate) fn new(config: Config) -> Worlds {
        let mut abroad = Config { seed: format!("{} {PRODUCTION}", config.seed), ..config.clone() };
        abroad.settings.confirm_unknown = Code::NO_REQUEST;
        Worlds {
            home: Site::new(config, String::new()),
            production: Site::new(abroad, format!("{PREFIX}{PRODUCTION}/")),
            others: BTreeMap::new(),
            by_channel: BTreeMap::new(),
            made: 0,
            changes: Vec::new(),
        }
    }

    /// The world that a request is for: the one that it names (whether it is there or not), the one of the host's
    /// name, of the payment page, or of the channel id.
    pub(crate) fn name_of(&self, request: &Request) -> String {
        let name = match request.header("x-sandbox-world").or(request.world.as_deref()) {
            Some(name) => name,
            None if request.path.starts_with("/web/") => {
                self.of_page(request.path.rsplit('/').next().unwrap_or_default())
            }
            None => request.header("x-line-channelid").map_or(HOME, |channel| self.of_channel(channel)),
        };
        name.to_owned()
    }

    pub(crate) fn named(&mut self, name: &str) -> Option<&mut Site> {
        match name {
            HOME => Some(&mut self.home),
            PRODUCTION => Some(&mut self.production),
            name => self.others.get_mut(name),
        }
    }

    fn of_channel(&self, channel: &str) -> &str {
        self.by_channel.get(channel).map_or(HOME, String::as_str)
    }

    fn of_page(&self, reserve_id: &str) -> &str {
        let has = |site: &Site| site.world.by_reserve_id(reserve_id).is_some();
        if has(&self.home) {
            return HOME;
        }
        if has(&self.production) {
            return PRODUCTION;
        }
        self.others.iter().find(|(_, site)| has(site)).map_or(HOME, |(name, _)| name.as_str())
    }

    /// Names and worlds, the sandbox's own first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Site)> {
        let fixed = [(HOME, &self.home), (PRODUCTION, &self.production)];
        fixed.into_iter().chain(self.others.iter().map(|(name, site)| (name.as_str(), site)))
    }

    /// Whether a world of this name, or one with this channel id, can be made.
    pub(crate) fn is_free(&self, name: Option<&str>, channel: Option<&str>, wanted: usize) -> Result<(), Taken> {
        let known = |name: &str| self.iter().any(|(other, _)| other == name);
        if name.is_some_and(known) {
            return Err(Taken::Name);
        }
        let known = |channel: &str| channel == self.home.config.channel_id || self.by_channel.contains_key(channel);
        if channel.is_some_and(known) {
            return Err(Taken::Channel);
        }
        if self.others.len().saturating_add(wanted) > MOST { Err(Taken::Full) } else { Ok(()) }
    }

    /// Makes a world; gives its name.
    pub(crate) fn found(&mut self, founding: Founding) -> Result<String, Taken> {
        self.is_free(founding.name.as_deref(), founding.channel_id.as_deref(), 1)?;
        let seed = self.home.config.seed.clone();
        let (name, channel_id) = loop {
            self.made = self.made.saturating_add(1);
            let name = founding.name.clone().unwrap_or_else(|| format!("w{}", self.made));
            let channel = founding.channel_id.clone().unwrap_or_else(|| id::channel(&seed, self.made));
            if self.is_free(Some(&name), Some(&channel), 1).is_ok() {
                break (name, channel);
            }
        };
        let home = &self.home.config;
        let config = Config {
            channel_id,
            channel_secret: founding.channel_secret.unwrap_or_else(|| id::secret(&seed, self.made)),
            merchant_name: founding.merchant_name.unwrap_or_else(|| home.merchant_name.clone()),
            seed: format!("{seed} world {}", self.made),
            public_origin: home.public_origin.clone(),
            settings: founding.settings,
        };
        self.changes.push(Change(COUNT.to_owned(), Some(self.made.to_string())));
        self.changes.push(Change(format!("{PREFIX}{name}"), serde_json::to_string(&config).ok()));
        self.settle(&name, config);
        Ok(name)
    }

    fn settle(&mut self, name: &str, config: Config) {
        self.by_channel.insert(config.channel_id.clone(), name.to_owned());
        self.others.insert(name.to_owned(), Site::new(config, format!("{PREFIX}{name}/")));
    }

    /// Forgets a world, with all that is in it. Whether it was there.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        let Some(mut site) = self.others.remove(name) else {
            return false;
        };
        self.by_channel.remove(&site.config.channel_id);
        self.changes.push(Change(format!("{PREFIX}{name}"), None));
        site.world.reset();
        let gone = site.changes(true).unwrap_or_default().into_iter().map(|Change(key, _)| Change(key, None));
        self.changes.extend(gone);
        true
    }

    /// The records that changed since the last call, of every world that was touched.
    pub(crate) fn changes(&mut self, kept: bool) -> Result<Vec<Change>, StartError> {
        let mut changes = std::mem::take(&mut self.changes);
        if !kept {
            changes.clear();
        }
        for site in [&mut self.home, &mut self.production].into_iter().chain(self.others.values_mut()) {
            changes.extend(site.changes(kept)?);
        }
        Ok(changes)
    }

    /// Takes up records, in any order.
    pub(crate) fn load<K: AsRef<str>, V: AsRef<str>>(
        &mut self,
        records: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), StartError> {
        let mut inside = Vec::new();
        for (key, value) in records {
            let (name, text) = (key.as_ref(), value.as_ref());
            let unreadable = || StartError(format!("record {name} cannot be read"));
            match name.strip_prefix(PREFIX) {
                Some(rest) if rest.contains('/') => inside.push((key, value)),
                Some(world) => {
                    let config = serde_json::from_str(text).map_err(|_| unreadable())?;
                    self.settle(world, config);
                }
                None if name == COUNT => self.made = text.parse().map_err(|_| unreadable())?,
                None => self.home.world.load(name, text)?,
            }
        }
        for (key, value) in &inside {
            let rest = key.as_ref().strip_prefix(PREFIX).and_then(|rest| rest.split_once('/'));
            let site = rest.and_then(|(world, key)| Some((self.named(world)?, key)));
            let Some((site, key)) = site else {
                return Err(StartError(format!("record {} is of no known world", key.as_ref())));
            };
            site.world.load(key, value.as_ref())?;
        }
        Ok(())
    }

    /// Whether it can be a world's name.
    pub(crate) fn is_name(name: &str) -> bool {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        (1..=64).contains(&name.len()) && name.bytes().all(fits)
    }
}
