//! What a test may set. Points that no document settles are here too, marked *unverified*; the
//! default is the reading that the most or the best sources support.

use crate::allow::AllowList;
use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::Code;
use crate::version::Version;
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
    /// Whether the contract has `capture: false`; otherwise it answers 2103.
    pub allow_separate_capture: bool,
    /// Whether the contract has `payType: PREAPPROVED`; otherwise it answers 1194.
    pub allow_preapproved: bool,
    /// My Codes that v2's reserve takes, each once; others answer 1133.
    pub one_time_keys: Vec<String>,
    /// v3 and v4: a nonce that came before answers 1106. *Unverified.*
    pub reject_reused_nonce: bool,
    /// Time for the buyer to approve.
    pub approval_window_seconds: u64,
    /// Time for confirm after the approval. *Unverified.*
    pub confirm_window_seconds: u64,
    /// Time for the capture after confirm; then the authorisation lapses. *Unverified.*
    pub authorization_days: u64,
    /// Life of a regKey after its last payment. *Unverified.*
    pub reg_key_days: u64,
    /// Time for refunds after the capture; contract dependent. *Unverified.*
    pub refund_window_days: u64,
    /// v2's confirmUrl gets `orderId` besides `transactionId`. *Unverified.*
    pub append_order_id: bool,
    /// v3 and v4: cancelUrl gets `orderId` and `transactionId` (LINE Pay: in some cases). *Unverified.*
    pub append_to_cancel_url: bool,
    /// v3: `packages` in confirm's reply (documents: yes; often missing in live answers).
    pub confirm_packages: bool,
    /// v4: `paymentProvider`; `null` leaves it out.
    pub payment_provider: Option<Provider>,
    /// v3 and v4: the buyer's mobile barcode in `merchantReference` (Taiwan); `null` leaves it out.
    pub mobile_carrier: Option<String>,
    /// `maskedCreditCardNumber` in confirm's reply (only for merchants that asked for it).
    pub masked_card_number: bool,
    /// v2: sign of `refundList[].refundAmount`; its guides show positive sums.
    pub refund_amount_sign: Sign,
    /// v3 and v4: the same; negative in live answers.
    pub refund_amount_sign_v3: Sign,
    /// Sign of `payInfo[].amount` in a refund's own row. *Unverified.*
    pub refund_row_sign: Sign,
    /// A query with both kinds of ids. *Unverified.*
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
    /// confirm or capture with another currency than reserved. *Unverified.*
    pub confirm_other_currency: Code,
    /// check-status of a request that was approved and not confirmed in time. *Unverified.*
    pub status_expired: Code,
    /// capture of a captured payment: 1155 or 1179. *Unverified.*
    pub capture_repeated: Code,
    /// capture of a voided authorisation: 1155 or 1179. *Unverified.*
    pub capture_voided: Code,
    /// capture of a lapsed authorisation: 1179 or 1180. *Unverified.*
    pub capture_lapsed: Code,
    /// void of a captured payment. *Unverified.*
    pub void_captured: Code,
    /// void of a lapsed authorisation. *Unverified.*
    pub void_lapsed: Code,
    /// refund of an authorisation: 1155 or 1179. *Unverified.*
    pub refund_authorized: Code,
    /// refund of a voided authorisation. *Unverified.*
    pub refund_voided: Code,
    /// refund of a lapsed authorisation. *Unverified.*
    pub refund_lapsed: Code,
    /// Use of a regKey that a failed charge ended: 1193 or 1190. *Unverified.*
    pub reg_key_discarded: Code,
    /// Use of a regKey that the buyer ended: 1141 (official text) or 1193.
    pub reg_key_ended_by_buyer: Code,
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

/// Who carries the payment (v4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Provider {
    /// A third-party payment provider.
    Tsp,
    /// An electronic payment institution.
    Epi,
}

/// What a query finds when asked for transaction ids and order ids at once.
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
            allow_separate_capture: true,
            allow_preapproved: true,
            one_time_keys: Vec::new(),
            reject_reused_nonce: false,
            approval_window_seconds: 20 * 60,
            confirm_window_seconds: 20 * 60,
            authorization_days: 30,
            reg_key_days: 180,
            refund_window_days: 30,
            append_order_id: false,
            append_to_cancel_url: false,
            confirm_packages: true,
            payment_provider: Some(Provider::Tsp),
            mobile_carrier: None,
            masked_card_number: true,
            refund_amount_sign: Sign::Positive,
            refund_amount_sign_v3: Sign::Negative,
            refund_row_sign: Sign::Negative,
            mixed_query: Mixed::Union,
            confirm_unknown: Code(1150),
            confirm_repeated: Code(1172),
            confirm_cancelled: Code(1159),
            confirm_failed: Code(1159),
            confirm_lapsed: Code(1159),
            confirm_expired: Code(1180),
            confirm_other_currency: Code(1153),
            status_expired: Code(121),
            capture_repeated: Code(1155),
            capture_voided: Code(1155),
            capture_lapsed: Code(1179),
            void_captured: Code(1155),
            void_lapsed: Code(1155),
            refund_authorized: Code(1155),
            refund_voided: Code(1155),
            refund_lapsed: Code(1155),
            reg_key_discarded: Code(1193),
            reg_key_ended_by_buyer: Code(1141),
            refund_repeated_with_amount: Code(1165),
        }
    }
}

const DAY: Millis = 86_400_000;

impl Settings {
    pub(crate) fn authorization_life(&self) -> Millis {
        self.authorization_days.saturating_mul(DAY)
    }

    pub(crate) fn reg_key_life(&self) -> Millis {
        self.reg_key_days.saturating_mul(DAY)
    }

    pub(crate) fn refund_window(&self) -> Millis {
        self.refund_window_days.saturating_mul(DAY)
    }

    pub(crate) fn sign(&self, version: Version) -> Sign {
        match version {
            Version::V2 => self.refund_amount_sign,
            Version::V3 | Version::V4 => self.refund_amount_sign_v3,
        }
    }

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
