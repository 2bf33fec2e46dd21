//! What a world begins with: settings, faults, payments and regKeys, all of them or none.

mod payment;
mod reg_key;

use super::problems::{Problems, below};
use crate::clock::Millis;
use crate::faults::Fault;
use crate::routes;
use crate::settings::Settings;
use crate::worlds::{Founding, Site, Worlds};
use payment::SeedPayment;
use reg_key::SeedRegKey;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const NAMES: [&str; 8] =
    ["name", "channelId", "channelSecret", "merchantName", "settings", "faults", "payments", "regKeys"];

/// What was read and found good.
#[derive(Debug, Default)]
pub(super) struct Seed {
    pub(super) founding: Founding,
    faults: Vec<Fault>,
    payments: Vec<SeedPayment>,
    reg_keys: Vec<SeedRegKey>,
}

/// What a seed put into a world: how it is told takes no longer where more is in there already.
pub(super) struct Planted {
    pub(super) payments: Vec<u64>,
    pub(super) reg_keys: Vec<String>,
}

impl Seed {
    /// Reads what a world begins with. `settings` are those that its own are put into.
    pub(super) fn read(value: &Value, path: &str, settings: &Settings, problems: &mut Problems) -> Seed {
        let Value::Object(fields) = value else {
            problems.add(path, "not an object");
            return Seed::default();
        };
        for name in fields.keys().filter(|name| !NAMES.contains(&name.as_str())) {
            problems.add(below(path, name), format!("no field here; there are {}", NAMES.join(", ")));
        }
        let founding = Founding {
            name: text(fields, path, "name", problems, |name| {
                (!Worlds::is_name(name)).then_some("1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'")
            }),
            channel_id: text(fields, path, "channelId", problems, |id| {
                let fits = id.len() == 10 && id.bytes().all(|byte| byte.is_ascii_digit());
                (!fits).then_some("ten digits, as LINE Pay's channel ids have")
            }),
            channel_secret: text(fields, path, "channelSecret", problems, |secret| {
                secret.is_empty().then_some("must not be empty")
            }),
            merchant_name: text(fields, path, "merchantName", problems, |_| None),
            settings: read_settings(fields.get("settings"), &below(path, "settings"), settings, problems),
        };
        let currency = founding.settings.currency.clone();
        let faults = problems.list(fields.get("faults"), &below(path, "faults"));
        let faults = faults.into_iter().filter_map(|(path, value)| fault(value, &path, problems)).collect();
        let payments = problems.list(fields.get("payments"), &below(path, "payments"));
        let payments =
            payments.into_iter().filter_map(|(path, value)| SeedPayment::read(value, &path, &currency, problems));
        let payments: Vec<_> = payments.collect();
        let reg_keys = problems.list(fields.get("regKeys"), &below(path, "regKeys"));
        let reg_keys = reg_keys.into_iter().filter_map(|(path, value)| SeedRegKey::read(value, &path, problems));
        let reg_keys: Vec<_> = reg_keys.collect();
        let mut seen = BTreeSet::new();
        let ids = payments.iter().filter_map(SeedPayment::fixed).map(|(path, id)| (path, id.to_string()));
        let keys = reg_keys.iter().filter_map(SeedRegKey::fixed).map(|(path, key)| (path, key.to_owned()));
        for (path, name) in ids.chain(keys) {
            if !seen.insert(name) {
                problems.add(path, "is there twice");
            }
        }
        Seed { founding, faults, payments, reg_keys }
    }

    /// What would not go into a world that is there already.
    pub(super) fn check(&self, Site { world, .. }: &Site, problems: &mut Problems) {
        for (path, id) in self.payments.iter().filter_map(SeedPayment::fixed) {
            if world.payment(id).is_some() || world.by_refund_id(id).is_some() {
                problems.add(path, "is there already");
            }
        }
        for (path, key) in self.reg_keys.iter().filter_map(SeedRegKey::fixed) {
            if world.reg_key(key).is_some() {
                problems.add(path, "is there already");
            }
        }
    }

    /// Puts all of it into a world, whose settings are set already if it is new; gives what came into it.
    pub(super) fn plant(self, site: &mut Site, now: Millis) -> Planted {
        if *site.world.settings() != self.founding.settings {
            site.world.set(self.founding.settings);
        }
        for fault in self.faults {
            site.world.arm(fault, now);
        }
        let Site { config, world, .. } = site;
        let payments = self.payments.into_iter().map(|payment| payment.plant(config, world, now)).collect();
        let reg_keys = self.reg_keys.into_iter().map(|reg_key| reg_key.plant(config, world, now)).collect();
        // Not with the next call: that may be much later, and it does not wait for a hundred thousand of them.
        world.keep_past(now);
        Planted { payments, reg_keys }
    }
}

fn text(
    fields: &Map<String, Value>,
    path: &str,
    name: &str,
    problems: &mut Problems,
    wrong: impl Fn(&str) -> Option<&'static str>,
) -> Option<String> {
    match fields.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => match wrong(text) {
            None => Some(text.clone()),
            Some(rule) => {
                problems.add(below(path, name), rule);
                None
            }
        },
        Some(_) => {
            problems.add(below(path, name), "not a text");
            None
        }
    }
}

fn read_settings(value: Option<&Value>, path: &str, settings: &Settings, problems: &mut Problems) -> Settings {
    let changes = match value {
        None | Some(Value::Null) => return settings.clone(),
        Some(Value::Object(changes)) => changes,
        Some(_) => {
            problems.add(path, "not an object");
            return settings.clone();
        }
    };
    changes.iter().fold(settings.clone(), |all, (name, value)| {
        let one = json!({ name: value }).to_string();
        all.with(one.as_bytes()).unwrap_or_else(|error| {
            problems.add(below(path, name), error.strip_prefix(&format!("{name}: ")).unwrap_or(&error));
            all
        })
    })
}

fn fault(value: &Value, path: &str, problems: &mut Problems) -> Option<Fault> {
    let fault: Fault = problems.read(value, path, &json!({ "operation": "confirm", "kind": "drop" }))?;
    match fault.check(&routes::operations()) {
        Ok(()) => Some(fault),
        Err(error) => {
            match error.split_once(": ") {
                Some((name, rule)) => problems.add(below(path, name), rule),
                None => problems.add(path, error),
            }
            None
        }
    }
}
