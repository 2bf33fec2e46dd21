//! What a test may set. Points that no document settles are here too, marked *unverified*; the
//! default is the reading that the most or the best sources support.

use crate::allow::AllowList;
use crate::amount::Amount;
use crate::code::Code;
use serde::{Deserialize, Serialize};

/// The sandbox's switches. JSON names are in camelCase; README.md lists them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Payment server addresses; `null`: every address may call (as LINE Pay's own sandbox does for sandbox accounts).
    pub allow: Option<AllowList>,
    /// Every call answers 1105.
    pub merchant_disabled: bool,
    /// The contract's currency; others answer 1178.
    pub currency: String,
    /// Reservations below it answer 1183.
    pub minimum_amount: Option<Amount>,
    /// Reservations above it answer 1184.
    pub maximum_amount: Option<Amount>,
    /// confirm answers 1172 when another transaction of the same orderId is paid. *Unverified.*
    pub paid_order_blocks_confirm: bool,
    /// reserve answers 1172 for an orderId that any earlier reservation used, paid or not. *Unverified.*
    pub strict_order_id: bool,
    /// A confirm before the buyer approved ends the reservation (seen once).
    pub premature_confirm_kills: bool,
    /// Time for the buyer to approve.
    pub approval_window_seconds: u64,
    /// Time for confirm after the approval. *Unverified.*
    pub confirm_window_seconds: u64,
    /// Time for refunds after the capture; contract dependent. *Unverified.*
    pub refund_window_days: u64,
    /// v2's confirmUrl gets `orderId` besides `transactionId`. *Unverified.*
    pub append_order_id: bool,
    /// `maskedCreditCardNumber` in confirm's reply (only for merchants that asked for it).
    pub masked_card_number: bool,
    /// Sign of `refundList[].refundAmount`: positive in v2's guides, negative in live v3 answers.
    pub refund_amount_sign: Sign,
    /// Sign of `payInfo[].amount` in a refund's own row. *Unverified.*
    pub refund_row_sign: Sign,
    /// payment-check with both kinds of ids. *Unverified.*
    pub mixed_query: Mixed,
    /// confirm of a transaction that never was: 1150 or 1159. *Unverified.*
    pub confirm_unknown: Code,
    /// confirm of a paid transaction: 1172 (live) or 1152 (documents).
    pub confirm_repeated: Code,
    /// confirm after the buyer cancelled: 1159 or 1180. *Unverified.*
    pub confirm_cancelled: Code,
    /// confirm after the payment failed: 1159 or 1169. *Unverified.*
    pub confirm_failed: Code,
    /// confirm of a reservation that lapsed before the buyer approved: 1159 or 1180. *Unverified.*
    pub confirm_lapsed: Code,
    /// confirm too long after the approval: 1180 or 1159. *Unverified.*
    pub confirm_expired: Code,
    /// confirm with another currency than reserved. *Unverified.*
    pub confirm_other_currency: Code,
    /// A refund with an explicit amount when nothing is left: 1165 or 1164 (both seen live).
    pub refund_repeated_with_amount: Code,
}

/// Which sign a refunded sum carries on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sign {
    /// `100`
    Positive,
    /// `-100`
    Negative,
}

impl Sign {
    pub(crate) fn of(self, amount: Amount) -> Amount {
        match self {
            Sign::Positive => amount,
            Sign::Negative => amount.negated(),
        }
    }
}

/// What payment-check finds when asked for transaction ids and order ids at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mixed {
    /// Rows that match either.
    Union,
    /// Rows that match both.
    Intersection,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            allow: None,
            merchant_disabled: false,
            currency: "TWD".to_owned(),
            minimum_amount: None,
            maximum_amount: None,
            paid_order_blocks_confirm: false,
            strict_order_id: false,
            premature_confirm_kills: false,
            approval_window_seconds: 20 * 60,
            confirm_window_seconds: 20 * 60,
            refund_window_days: 30,
            append_order_id: false,
            masked_card_number: true,
            refund_amount_sign: Sign::Positive,
            refund_row_sign: Sign::Negative,
            mixed_query: Mixed::Union,
            confirm_unknown: Code(1150),
            confirm_repeated: Code(1172),
            confirm_cancelled: Code(1159),
            confirm_failed: Code(1159),
            confirm_lapsed: Code(1159),
            confirm_expired: Code(1180),
            confirm_other_currency: Code(1153),
            refund_repeated_with_amount: Code(1165),
        }
    }
}

impl Settings {
    /// These settings with the given ones in place: a JSON object of any of them.
    pub(crate) fn with(&self, changes: &[u8]) -> Result<Settings, String> {
        let not_an_object = || "settings are a JSON object".to_owned();
        let changes: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(changes).map_err(|_| not_an_object())?;
        let Ok(serde_json::Value::Object(mut all)) = serde_json::to_value(self) else {
            return Err(not_an_object());
        };
        all.extend(changes);
        serde_json::from_value(serde_json::Value::Object(all)).map_err(|error| error.to_string())
    }
}
