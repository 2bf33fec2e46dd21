//! The record of one regKey: the buyer's consent to charges without a page.

use crate::clock::Millis;
use crate::code::Code;
use crate::payment::Method;
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

/// A key that confirm of a PREAPPROVED request issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegKey {
    pub(crate) key: String,
    /// The transaction whose confirm issued it.
    pub(crate) issued_by: u64,
    /// What is charged.
    pub(crate) method: Method,
    /// For charges that name no product (v4).
    pub(crate) product_name: String,
    pub(crate) issued_at: Millis,
    /// Its last payment, the issuing one included: its life counts from there.
    pub(crate) used_at: Millis,
    pub(crate) ended: Option<Ended>,
}

/// Why a key is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Ended {
    /// The merchant expired it.
    Merchant,
    /// The buyer ended it in the LINE app.
    Buyer,
    /// A charge failed for good.
    Discarded,
    /// It was not used for too long. Never stored: time makes it.
    #[serde(skip_deserializing)]
    Time,
}

impl Ended {
    /// As it is told in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Ended::Merchant => "expired by the merchant",
            Ended::Buyer => "ended by the buyer",
            Ended::Discarded => "discarded after a failed charge",
            Ended::Time => "not used for too long",
        }
    }
}

impl RegKey {
    pub(crate) fn ends_at(&self, settings: &Settings) -> Millis {
        self.used_at.saturating_add(settings.reg_key_life())
    }

    /// Why it is no more at this moment.
    pub(crate) fn ended(&self, settings: &Settings, now: Millis) -> Option<Ended> {
        let too_late = now >= self.ends_at(settings);
        self.ended.or(too_late.then_some(Ended::Time))
    }

    /// The code of any use of it.
    pub(crate) fn refusal(&self, settings: &Settings, now: Millis) -> Option<Code> {
        self.ended(settings, now).map(|ended| match ended {
            Ended::Merchant | Ended::Time => Code::of(1193),
            Ended::Buyer => settings.reg_key_ended_by_buyer,
            Ended::Discarded => settings.reg_key_discarded,
        })
    }
}
