//! Settings that the control route changes.

use super::Settings;
use crate::plain::plain;
use serde_json::{Map, Value};

impl Settings {
    /// These settings with the given ones in place: a JSON object of any of them.
    pub(crate) fn with(&self, changes: &[u8]) -> Result<Settings, String> {
        let not_an_object = || "settings are a JSON object".to_owned();
        let changes: Map<String, Value> = serde_json::from_slice(changes).map_err(|_| not_an_object())?;
        let Ok(Value::Object(mut all)) = serde_json::to_value(self) else {
            return Err(not_an_object());
        };
        for (name, value) in changes {
            if all.insert(name.clone(), value).is_none() {
                // The words list the names that there are.
                let said = read(all, &name).err().unwrap_or_default();
                return Err(format!("{name}: {said}"));
            }
            read(all.clone(), &name).map_err(|error| format!("{name}: {error}"))?;
        }
        read(all, "")
    }
}

fn read(all: Map<String, Value>, at: &str) -> Result<Settings, String> {
    serde_json::from_value(Value::Object(all)).map_err(|error| plain(&error, at))
}
