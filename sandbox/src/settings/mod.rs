//! What a test may set. Points that no document settles are here too, marked *unverified*; the
//! default is the reading that the most or the best sources support.

mod change;
mod kinds;

pub use kinds::{Mixed, NoPayInfo, NullBody, Provider, Sign};

use crate::allow::AllowList;
use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::Code;
use crate::script::Act;
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
    #[serde(deserialize_with = "kinds::currency")]
    pub currency: String,
    /// A buyer by script: each reservation takes the next act, and the last one stays. Empty: a human, or the control
    /// route.
    pub buyer: Vec<Act>,
    /// An orderId that begins with `SBX-` asks for what it names: `SBX-CONFIRM-1199-42`.
    pub order_id_patterns: bool,
    /// Every answer of the API has its note as the header `X-Sandbox-Note`; otherwise those to calls with
    /// `x-sandbox-explain`.
    pub explain: bool,
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
    /// A payment of 0 with `PREAPPROVED` issues a regKey (two SDKs say so); otherwise it answers 1183.
    pub free_registration: bool,
    /// `payInfo` of such a payment. *Unverified.*
    pub free_pay_info: NoPayInfo,
    /// Whether the queries tell of such a payment. *Unverified.*
    pub free_rows: bool,
    /// My Codes that are good, each for one call; others answer 1133.
    pub one_time_keys: Vec<String>,
    /// v2: `paymentUrl` in the reply to a reserve with `oneTimeKey`; one SDK knows it without.
    pub one_time_key_url: bool,
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
    /// v3: these packages with their products and without a name (live answers); otherwise as the documents have it.
    pub confirm_products: bool,
    /// `refundTransactionId` in refund's reply as a text (seen live); otherwise a number.
    pub refund_id_as_text: bool,
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
    /// `100.0` and `1e2` answer 1124 in a currency without decimals where money moves (live: confirm and refund, JPY).
    pub plain_sums: bool,
    /// v2: an unknown value of an enumeration cannot be read (2102; a foreign suite); otherwise 2101, a currency 1178.
    pub unreadable_enums: bool,
    /// v2: a value of another type cannot be read either (2102); otherwise 2101. *Unverified.*
    pub unreadable_types: bool,
    /// A number where a text belongs is taken as its text (a plugin in use); otherwise 2101.
    pub numbers_as_texts: bool,
    /// v3 and v4: a text where a number or a boolean belongs is taken as that (a plugin in use); otherwise 2101.
    pub texts_as_numbers: bool,
    /// `transactionId[]=` and `transactionId[0]=` count in queries, `orderId` alike; otherwise they are ignored.
    pub bracketed_ids: bool,
    /// Ids joined by commas count in queries. *Unverified.*
    pub joined_ids: bool,
    /// An empty `orderId=` or `transactionId=` beside other ids counts as left out. *Unverified.*
    pub empty_ids: bool,
    /// POST without a body needs no `Content-Type`; otherwise 1106. *Unverified.*
    pub untyped_posts: bool,
    /// A body `null` where it may be left out. *Unverified.*
    pub null_body: NullBody,
    /// v2: `productImageUrl` may be http; otherwise 2101 (documents: https in the sandbox).
    pub http_images: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            allow: None,
            merchant_disabled: false,
            currency: "TWD".to_owned(),
            buyer: Vec::new(),
            order_id_patterns: true,
            explain: false,
            minimum_amount: None,
            maximum_amount: None,
            paid_order_blocks_confirm: false,
            strict_order_id: false,
            premature_confirm_kills: false,
            allow_separate_capture: true,
            allow_preapproved: true,
            free_registration: true,
            free_pay_info: NoPayInfo::Empty,
            free_rows: true,
            one_time_keys: Vec::new(),
            one_time_key_url: true,
            reject_reused_nonce: false,
            approval_window_seconds: 20 * 60,
            confirm_window_seconds: 20 * 60,
            authorization_days: 30,
            reg_key_days: 180,
            refund_window_days: 30,
            append_order_id: false,
            append_to_cancel_url: false,
            confirm_packages: true,
            confirm_products: true,
            refund_id_as_text: false,
            payment_provider: Some(Provider::Tsp),
            mobile_carrier: None,
            masked_card_number: true,
            refund_amount_sign: Sign::Positive,
            refund_amount_sign_v3: Sign::Negative,
            refund_row_sign: Sign::Negative,
            mixed_query: Mixed::Union,
            confirm_unknown: Code::of(1150),
            confirm_repeated: Code::of(1172),
            confirm_cancelled: Code::of(1159),
            confirm_failed: Code::of(1159),
            confirm_lapsed: Code::of(1159),
            confirm_expired: Code::of(1180),
            confirm_other_currency: Code::of(1153),
            status_expired: Code::of(121),
            capture_repeated: Code::of(1155),
            capture_voided: Code::of(1155),
            capture_lapsed: Code::of(1179),
            void_captured: Code::of(1155),
            void_lapsed: Code::of(1155),
            refund_authorized: Code::of(1155),
            refund_voided: Code::of(1155),
            refund_lapsed: Code::of(1155),
            reg_key_discarded: Code::of(1193),
            reg_key_ended_by_buyer: Code::of(1141),
            refund_repeated_with_amount: Code::of(1165),
            plain_sums: true,
            unreadable_enums: true,
            unreadable_types: false,
            numbers_as_texts: true,
            texts_as_numbers: true,
            bracketed_ids: true,
            joined_ids: true,
            empty_ids: true,
            untyped_posts: true,
            null_body: NullBody::ExceptRefund,
            http_images: true,
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
}
