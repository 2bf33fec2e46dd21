//! Settings that the control route changes.

use super::Settings;
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
                // Serde's words list the names that there are.
                return Err(read(all).err().unwrap_or(name));
            }
            read(all.clone()).map_err(|error| format!("{name}: {error}"))?;
        }
        read(all)
    }
}

fn read(all: Map<String, Value>) -> Result<Settings, String> {
    serde_json::from_value(Value::Object(all)).map_err(|error| error.to_string())
}
