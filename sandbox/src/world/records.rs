//! Records in and out.

use super::{Meta, World};
use crate::log::Entry;
use crate::merchant::StartError;
use crate::reg_key::RegKey;
use crate::wire::Change;
use serde::{Serialize, de::DeserializeOwned};

/// Which record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Record {
    Settings,
    Meta,
    Faults,
    Nonces,
    Late,
    Payment(u64),
    RegKey(String),
    Log(u64),
}

impl World {
    /// Takes up one record.
    pub(crate) fn load(&mut self, key: &str, value: &str) -> Result<(), StartError> {
        fn read<T: DeserializeOwned>(key: &str, value: &str) -> Result<T, StartError> {
            serde_json::from_str(value).map_err(|_| StartError(format!("record {key} cannot be read")))
        }
        match key {
            "settings" => self.changed = Some(read(key, value)?),
            "meta" => self.meta = read::<Meta>(key, value)?.of_today(),
            // A list is of a time when faults were not counted; nobody waits for them any more.
            "faults" if value.starts_with('[') => {}
            "faults" => self.faults = read(key, value)?,
            "nonces" => self.nonces = read(key, value)?,
            "late" => self.late = read(key, value)?,
            _ if key.starts_with("regkey/") => {
                let reg_key: RegKey = read(key, value)?;
                self.reg_keys.insert(reg_key.key.clone(), reg_key);
            }
            _ if key.starts_with("payment/") => self.index(read(key, value)?),
            _ if key.starts_with("log/") => {
                let entry: Box<Entry> = read(key, value)?;
                self.log.insert(entry.number, entry);
            }
            _ => return Err(StartError(format!("record {key} is of no known kind"))),
        }
        Ok(())
    }

    /// Nobody keeps the records.
    pub(crate) fn forget_changes(&mut self) {
        self.touched.clear();
    }

    /// The records that changed since the last call.
    pub(crate) fn changes(&mut self) -> Result<Vec<Change>, StartError> {
        fn write<T: Serialize>(key: &str, value: Option<&T>) -> Result<Option<String>, StartError> {
            value
                .map(serde_json::to_string)
                .transpose()
                .map_err(|_| StartError(format!("record {key} cannot be written")))
        }
        std::mem::take(&mut self.touched)
            .into_iter()
            .map(|key| {
                let (name, value) = match key {
                    Record::Settings => ("settings".to_owned(), write("settings", self.changed.as_ref())?),
                    Record::Meta => ("meta".to_owned(), write("meta", Some(&self.meta))?),
                    Record::Faults => ("faults".to_owned(), write("faults", Some(&self.faults))?),
                    // Nobody needs an empty list.
                    Record::Nonces => {
                        ("nonces".to_owned(), write("nonces", Some(&self.nonces).filter(|list| !list.is_empty()))?)
                    }
                    Record::Late => {
                        ("late".to_owned(), write("late", Some(&self.late).filter(|list| !list.is_empty()))?)
                    }
                    Record::RegKey(name) => (format!("regkey/{name}"), write("regkey", self.reg_keys.get(&name))?),
                    Record::Payment(id) => (format!("payment/{id}"), write("payment", self.payments.get(&id))?),
                    Record::Log(number) => (format!("log/{number}"), write("log", self.log.get(&number))?),
                };
                Ok(Change(name, value))
            })
            .collect()
    }
}
