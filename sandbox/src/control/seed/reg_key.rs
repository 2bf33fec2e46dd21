//! A regKey that was there before the first call.

use super::super::problems::{Problems, below};
use super::super::register::{Registration, issue};
use crate::clock::Millis;
use crate::merchant::Config;
use crate::payment::Method;
use crate::world::World;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedRegKey {
    /// Drawn if left out.
    reg_key: Option<String>,
    method: Option<Method>,
    /// How long ago it was issued.
    #[serde(default)]
    ago_seconds: u64,
    /// Where it stands in the seed.
    #[serde(skip)]
    path: String,
}

impl SeedRegKey {
    pub(super) fn read(value: &Value, path: &str, problems: &mut Problems) -> Option<SeedRegKey> {
        let reg_key: SeedRegKey = problems.read(value, path, &json!({}))?;
        let fits = |key: &String| (1..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if reg_key.reg_key.as_ref().is_some_and(|key| !fits(key)) {
            problems.add(below(path, "regKey"), "1 to 64 of A-Z, a-z and 0-9, as in RK1A2B3C4D5E6F7");
        }
        Some(SeedRegKey { path: below(path, "regKey"), ..reg_key })
    }

    /// The key where one is given, and the path of it.
    pub(super) fn fixed(&self) -> Option<(&str, &str)> {
        Some((&self.path, self.reg_key.as_deref()?))
    }

    pub(super) fn plant(self, config: &Config, world: &mut World, now: Millis) -> String {
        let at = now.saturating_sub(self.ago_seconds.saturating_mul(1000));
        issue(config, world, &Registration { method: self.method, reg_key: self.reg_key }, at)
    }
}
