//! How long things take. Every number is in milliseconds.

const MINUTE: u64 = 60 * 1_000;
const HOUR: u64 = 60 * MINUTE;

/// For clocks that run differently. It is never used for sending.
const SKEW: u64 = 30 * 1_000;

/// How long things take, in milliseconds. The windows are LINE Pay's with a generous margin: one that is believed to
/// be over too early can lose a payment; one that is too long only has the sweep wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// After this a reservation can no longer be approved, by LINE Pay's documents (line-pay-api 8.2). Nothing is dead
    /// by this; in v2 the sweep then tries its first confirm for a buyer who stays away.
    pub approval_documented: u64,
    /// The same with a margin: after this "not approved" means dead.
    pub approval: u64,
    /// After this a reservation can no longer be confirmed. LINE Pay does not tell the exact time.
    pub confirm: u64,
    /// What one call of the ledger may take.
    pub ledger: u64,
    /// What one call of LINE Pay may take: the longest time limit that the client was given.
    pub call: u64,
    /// What a hook of the shop may take.
    pub hook: u64,
    /// "Not done" is taken from a person so long after the last request was written down.
    pub resolve: u64,
    /// So long before its end the shop is told of an authorisation.
    pub notice: u64,
    /// Between two questions for one thing, a transaction's row or its status: LINE Pay's answer may be late by one.
    pub details: u32,
    /// How often the sweep asks whether a buyer has approved, and tries again for the first time.
    pub again: u64,
    /// The longest wait before something is tried again.
    pub longest: u64,
    /// How often an order that waits for a person is looked at.
    pub person: u64,
}

impl Default for Limits {
    #[inline(never)]
    fn default() -> Limits {
        Limits {
            approval_documented: 20 * MINUTE,
            approval: 30 * MINUTE,
            confirm: 2 * HOUR,
            ledger: 5 * 1_000,
            call: 65 * 1_000,
            hook: 30 * 1_000,
            resolve: 6 * HOUR,
            notice: 72 * HOUR,
            details: 3 * 1_000,
            again: 2 * MINUTE,
            longest: HOUR,
            person: 24 * HOUR,
        }
    }
}

impl Limits {
    /// For how long a request may leave, counted on the sender's own clock from before the record was read.
    #[must_use]
    pub const fn sending(&self) -> u64 {
        self.ledger.saturating_mul(2)
    }

    /// When a step that was written down at `now` may be taken over: its request can have left late, and is then given
    /// its whole time.
    pub(super) const fn lease(&self, now: u64) -> u64 {
        now.saturating_add(self.sending()).saturating_add(self.call).saturating_add(SKEW)
    }

    /// The same of a hook.
    pub(super) const fn hook_lease(&self, now: u64) -> u64 {
        now.saturating_add(self.sending()).saturating_add(self.hook).saturating_add(SKEW)
    }

    /// How long to wait before the try after so many.
    pub(super) fn back_off(&self, tries: u32) -> u64 {
        let factor = 1_u64.checked_shl(tries.saturating_sub(1)).unwrap_or(u64::MAX);
        self.again.saturating_mul(factor.max(1)).min(self.longest)
    }
}
