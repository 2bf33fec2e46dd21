//! regKeys.

use super::World;
use super::records::Record;
use crate::clock::Millis;
use crate::id;
use crate::reg_key::{Ended, RegKey};

impl World {
    /// An unused regKey.
    pub(crate) fn draw_reg_key(&mut self, seed: &str) -> String {
        loop {
            let key = id::reg_key(seed, self.draw());
            if !self.reg_keys.contains_key(&key) {
                return key;
            }
        }
    }

    pub(crate) fn reg_key(&self, key: &str) -> Option<&RegKey> {
        self.reg_keys.get(key)
    }

    pub(crate) fn reg_keys(&self) -> impl Iterator<Item = &RegKey> {
        self.reg_keys.values()
    }

    pub(crate) fn add_reg_key(&mut self, reg_key: RegKey) {
        self.touched.insert(Record::RegKey(reg_key.key.clone()));
        self.reg_keys.insert(reg_key.key.clone(), reg_key);
    }

    /// A payment with the key: its life counts from now.
    pub(crate) fn use_reg_key(&mut self, key: &str, now: Millis) {
        if let Some(reg_key) = self.reg_keys.get_mut(key) {
            reg_key.used_at = now;
            self.touched.insert(Record::RegKey(key.to_owned()));
        }
    }

    /// Ends a key that has not ended in another way.
    pub(crate) fn end_reg_key(&mut self, key: &str, why: Ended) {
        if let Some(reg_key) = self.reg_keys.get_mut(key) {
            reg_key.ended.get_or_insert(why);
            self.touched.insert(Record::RegKey(key.to_owned()));
        }
    }
}
