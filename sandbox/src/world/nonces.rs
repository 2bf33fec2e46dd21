//! Nonces that came before, for the setting that refuses them.

use super::World;
use super::records::Record;
use crate::id;

/// So many are remembered.
const KEPT: usize = 1000;

impl World {
    /// Whether an authentic nonce is new; remembers it.
    pub(crate) fn is_new_nonce(&mut self, nonce: &str) -> bool {
        let digest = id::digest(nonce);
        if self.nonces.contains(&digest) {
            return false;
        }
        self.nonces.push_back(digest);
        if self.nonces.len() > KEPT {
            self.nonces.pop_front();
        }
        self.touched.insert(Record::Nonces);
        true
    }
}
