//! Who calls, which LINE Pay is called, and how long it may take.

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

use crate::error::{Code, Error, Issues};
use crate::input::{Fields, Input};
use crate::json::Out;
use crate::operations::NAMES;
use crate::row::{JsonText, Row};
use crate::rule::Rule;
use crate::url::{Url, is_line_link};
use crate::version::Version;
use crate::wire::Rules;

/// A secret as the key of signatures. What HMAC makes of it first is a third of a short request's signature, and is
/// made once.
type Key = Hmac<Sha256>;

/// The two link keys of a merchant. They have no `Debug`: the secret must not be printed.
#[derive(Clone)]
pub struct Credentials {
    channel_id: String,
    channel_secret: String,
    key: Option<Key>,
}

impl Eq for Credentials {}

impl PartialEq for Credentials {
    fn eq(&self, other: &Credentials) -> bool {
        (&self.channel_id, &self.channel_secret) == (&other.channel_id, &other.channel_secret)
    }
}

impl Credentials {
    /// Credentials as the merchant centre shows them under "Manage Link Key".
    ///
    /// # Errors
    /// [`Code::InvalidConfiguration`] when one is empty, is not plain visible
    /// ASCII, or when the two look swapped.
    pub fn new(channel_id: &str, channel_secret: &str) -> Result<Credentials, Error> {
        let mut issues = Issues::default();
        check_credentials(channel_id, channel_secret, &mut issues);
        issues.or(Code::InvalidConfiguration, None, Credentials::of(channel_id.to_owned(), channel_secret.to_owned()))
    }

    fn of(channel_id: String, channel_secret: String) -> Credentials {
        let key = Key::new_from_slice(channel_secret.as_bytes()).ok();
        Credentials { channel_id, channel_secret, key }
    }

    /// The channel id: public, ten digits in practice.
    #[must_use]
    pub fn channel_id(&self) -> &str {
        &self.channel_id
    }

    pub(crate) fn secret(&self) -> &str {
        &self.channel_secret
    }

    /// The secret as the key of signatures; there always is one.
    pub(crate) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }
}

fn check_credentials(id: &str, secret: &str, issues: &mut Issues) {
    for (name, value) in [("channelId", id), ("channelSecret", secret)] {
        if value.is_empty() || value.len() > 128 || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            issues.push(name, Rule::Credential);
        }
    }
    let looks_like_secret = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let looks_like_id = secret.len() <= 12 && !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_digit());
    if looks_like_secret || looks_like_id {
        issues.push("channelId", Rule::Swapped);
    }
}

/// Which LINE Pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Environment {
    /// LINE's own beta; answers only inside LINE's network.
    Beta,
    /// The sandbox: no money moves.
    #[default]
    Sandbox,
    /// Real money.
    Production,
}

impl Environment {
    /// All environments.
    pub const ALL: [Environment; 3] = [Environment::Beta, Environment::Sandbox, Environment::Production];

    /// The name in configurations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Environment::Beta => "beta",
            Environment::Sandbox => "sandbox",
            Environment::Production => "production",
        }
    }

    /// The base of the API.
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Environment::Beta => "https://lgw-pay.line-apps-beta.com",
            Environment::Sandbox => "https://sandbox-api-pay.line.me",
            Environment::Production => "https://api-pay.line.me",
        }
    }

    /// Where the buyer's payment page is; not known for beta.
    #[must_use]
    pub const fn payment_origin(self) -> Option<&'static str> {
        match self {
            Environment::Beta => None,
            Environment::Sandbox => Some("https://sandbox-web-pay.line.me"),
            Environment::Production => Some("https://web-pay.line.me"),
        }
    }
}

/// Everything a call needs besides its request.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    pub(crate) credentials: Credentials,
    pub(crate) version: Version,
    pub(crate) environment: Environment,
    pub(crate) base_url: Option<String>,
    pub(crate) payment_origin: Option<String>,
    pub(crate) device_type: Option<String>,
    pub(crate) device_profile_id: Option<String>,
    pub(crate) timeouts: Vec<(&'static str, u32)>,
    /// The API is on this machine.
    pub(crate) loopback: bool,
}

impl Config {
    /// A configuration without extras.
    #[must_use]
    pub fn new(credentials: Credentials, version: Version, environment: Environment) -> Config {
        Config {
            credentials,
            version,
            environment,
            base_url: None,
            payment_origin: None,
            device_type: None,
            device_profile_id: None,
            timeouts: Vec::new(),
            loopback: false,
        }
    }

    /// Calls go to `base_url` instead of the environment's own address: a relay
    /// with a fixed address (which sees the secret in v2), or a sandbox on this machine.
    ///
    /// # Errors
    /// [`Code::InvalidConfiguration`] unless it is https, or http on this machine.
    pub fn with_base_url(mut self, base_url: &str) -> Result<Config, Error> {
        let mut issues = Issues::default();
        self.base_url = base_of(base_url, &mut issues);
        self.loopback = is_loopback(self.base_url());
        issues.or(Code::InvalidConfiguration, None, self)
    }

    /// Reads a configuration that a JavaScript caller gave.
    ///
    /// # Errors
    /// [`Code::InvalidConfiguration`] with every broken rule.
    pub fn read(input: Input<'_>) -> Result<Config, Error> {
        let mut issues = Issues::default();
        let mut fields = Fields::of(input, "", &mut issues);
        let channel_id = fields.required_text("channelId");
        let channel_secret = fields.required_text("channelSecret");
        let version = fields.required_text("version");
        let environment = fields.text("environment");
        let base_url = fields.text("baseUrl");
        let payment_origin = fields.text("paymentOrigin");
        let device_type = fields.text("deviceType");
        let device_profile_id = fields.text("deviceProfileId");
        let timeouts = fields.object("timeouts", read_timeouts).unwrap_or_default();
        // The shim keeps these; here they are what a mistyped name may have meant.
        ["fetch", "onEvent", "dangerouslyAllowBrowser"].into_iter().for_each(|name| fields.known(name));
        fields.finish();

        let version = version.parse().unwrap_or_else(|_| {
            issues.push("version", Rule::Version);
            Version::V2
        });
        let environment = match environment.as_deref() {
            None => Environment::default(),
            Some(text) => Environment::ALL.into_iter().find(|known| known.as_str() == text).unwrap_or_else(|| {
                issues.push("environment", Rule::Environment);
                Environment::default()
            }),
        };
        for (name, value, limit) in [("deviceType", &device_type, 20), ("deviceProfileId", &device_profile_id, 50)] {
            let fine =
                |text: &String| (1..=limit).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
            if value.as_ref().is_some_and(|text| !fine(text)) {
                issues.push(name, Rule::Header { max: limit });
            }
        }
        check_credentials(&channel_id, &channel_secret, &mut issues);
        let base_url = base_url.and_then(|text| base_of(&text, &mut issues));
        let config = Config {
            credentials: Credentials::of(channel_id, channel_secret),
            version,
            environment,
            loopback: base_url.as_deref().is_some_and(is_loopback),
            base_url,
            payment_origin: payment_origin.and_then(|text| origin_of("paymentOrigin", &text, &mut issues)),
            device_type,
            device_profile_id,
            timeouts,
        };
        issues.or(Code::InvalidConfiguration, None, config)
    }

    /// The version that calls are made in.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The base of every call's URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.base_url.as_deref().unwrap_or(self.environment.base_url())
    }

    /// Is the API on this machine?
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// What the rules of a request depend on.
    #[must_use]
    pub fn rules(&self) -> Rules {
        Rules { version: self.version, loopback: self.is_loopback() }
    }

    /// Where the buyer's payment page is: the given origin, else the environment's, and for an API on this machine the
    /// API's own; see [`Config::is_payment_page`].
    #[must_use]
    pub fn payment_origin(&self) -> Option<&str> {
        if let Some(origin) = &self.payment_origin {
            return Some(origin);
        }
        match Url::read(self.base_url()) {
            Some(url) if url.is_loopback() => Some(url.origin),
            _ => self.environment.payment_origin(),
        }
    }
}

impl Config {
    /// May the buyer be sent to `web`? With a given origin, or an API on this machine, it has to be exactly there. LINE
    /// Pay's own pages are on several hosts (line-pay-api 1.1): https on any host below `line.me`.
    #[must_use]
    pub fn is_payment_page(&self, web: &str) -> bool {
        let Some(url) = Url::read(web) else { return false };
        match self.payment_origin() {
            Some(origin) if self.payment_origin.is_some() || self.is_loopback() => {
                url.origin.eq_ignore_ascii_case(origin)
            }
            Some(_) => url.secure && url.is_below("line.me"),
            None => false,
        }
    }

    /// The two links of a `paymentUrl` that a ledger kept, for whoever sees them, buyers and staff: whoever can write
    /// there sends nobody anywhere else, and puts no script into a link. `None`: its page is not LINE Pay's.
    pub(crate) fn kept_links(&self, kept: &JsonText) -> Option<JsonText> {
        let page = Row::of(kept.as_str())?;
        let web = page.need::<String>("web").filter(|web| self.is_payment_page(web))?;
        let app = page.lenient::<String>("app").filter(|app| is_line_link(app));
        let mut out = Out::default();
        out.object(|out| {
            out.field("web", &web);
            out.maybe("app", app.as_ref());
        });
        Some(JsonText::of(&out.finish()))
    }
}

fn read_timeouts(fields: &mut Fields<'_, '_>) -> Vec<(&'static str, u32)> {
    let mut timeouts = Vec::new();
    for name in NAMES {
        match fields.present(name) {
            None | Some(Input::Nothing) => {}
            Some(input) => match input.whole(100..=600_000) {
                Some(limit) => timeouts.push((*name, limit)),
                None => fields.issue(name, Rule::Milliseconds),
            },
        }
    }
    timeouts
}

fn is_loopback(base: &str) -> bool {
    Url::read(base).is_some_and(|url| url.is_loopback())
}

fn base_of(text: &str, issues: &mut Issues) -> Option<String> {
    let trimmed = text.trim_end_matches('/');
    match Url::read(trimmed) {
        Some(url) if url.is_safe() && !url.rest.contains(['?', '#']) => Some(trimmed.to_owned()),
        _ => {
            issues.push("baseUrl", Rule::BaseUrl);
            None
        }
    }
}

/// `text` as an origin: scheme, host and port, nothing behind them.
pub(crate) fn origin_of(name: &str, text: &str, issues: &mut Issues) -> Option<String> {
    match Url::read(text.strip_suffix('/').unwrap_or(text)) {
        Some(url) if url.is_safe() && url.rest.is_empty() => Some(url.origin.to_owned()),
        _ => {
            issues.push(name, Rule::Origin);
            None
        }
    }
}
