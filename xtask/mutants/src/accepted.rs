//! Survivors that are known, each with the reason why no test can or has to notice it.

use crate::find::Mutant;
use serde::Deserialize;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    pub file: String,
    pub within: String,
    pub was: String,
    pub becomes: String,
    pub because: String,
}

impl Accepted {
    pub fn read(file: &Path) -> Result<Vec<Accepted>, String> {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| told(&error))?;
        let all: Vec<Accepted> = serde_json::from_str(&text).map_err(|error| told(&error))?;
        match all.iter().find(|row| row.because.trim().len() < 10) {
            Some(row) => Err(told(&format!("{} in {}: give the reason", row.was, row.within))),
            None => Ok(all),
        }
    }

    pub fn is(&self, mutant: &Mutant) -> bool {
        let of = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.file == mutant.file
            && self.within == mutant.within
            && of(&self.was) == mutant.was
            && of(&self.becomes) == mutant.becomes
    }
}
