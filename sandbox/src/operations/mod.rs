//! LINE Pay's operations, one file each. A row each: their table of paths is below.

mod auth_check;
mod capture;
mod confirm;
mod contract;
mod look_up;
mod one_time_key_pay;
mod order_check;
mod order_parts;
mod packages;
mod pay_info;
mod payment_check;
mod pre_approval;
mod refund;
mod reg_key_check;
mod reg_key_expire;
mod reserve;
mod row;
mod status_check;
mod void;

pub(crate) use confirm::issue_reg_key;

use crate::body::Fields;
use crate::clock::Millis;
use crate::code::{Code, Detail, Refusal};
use crate::merchant::Config;
use crate::query;
use crate::reading::Reading;
use crate::reg_key::RegKey;
use crate::settings::Provider;
use crate::version::Version;
use crate::wire::Request;
use crate::world::World;
use serde::Serialize;

/// An operation under its path, for the versions that have it.
pub(crate) struct Route {
    pub(crate) versions: &'static [Version],
    pub(crate) method: &'static str,
    /// After the version; `{…}` stands for any one segment.
    pub(crate) path: &'static str,
    /// The name in faults and in the log.
    pub(crate) operation: &'static str,
    pub(crate) run: Run,
    /// What it does, in the contract that the package carries.
    #[cfg(test)]
    pub(crate) summary: &'static str,
}

macro_rules! operations {
    ($($module:ident: $operation:literal $method:ident $path:literal in $($version:ident)*
        => $summary:literal;)*) => {
        /// Which operation answers which path.
        pub(crate) const ROUTES: &[Route] = &[$(Route {
            versions: &[$(Version::$version),*],
            method: stringify!($method),
            path: $path,
            operation: $operation,
            run: $module::run,
            #[cfg(test)]
            summary: $summary,
        }),*];
    };
}

// `cargo xtask build` reads this table too: the types in TypeScript and README's table follow from it.
operations! {
    reserve: "reserve" POST "payments/request" in V2 V3 V4
        => "Reserve a payment (v3, v4: request)";
    status_check: "statusCheck" GET "payments/requests/{transactionId}/check" in V3 V4
        => "How far the buyer has come";
    confirm: "confirm" POST "payments/{transactionId}/confirm" in V2 V3 V4
        => "Take the money of an approved payment, or authorise it";
    capture: "capture" POST "payments/authorizations/{transactionId}/capture" in V2 V3 V4
        => "Take what was authorised";
    void: "void" POST "payments/authorizations/{transactionId}/void" in V2 V3 V4
        => "Let go what was authorised";
    auth_check: "authCheck" GET "payments/authorizations" in V2
        => "Details of authorisations";
    payment_check: "paymentCheck" GET "payments" in V2 V3 V4
        => "Details of payments and refunds";
    refund: "refund" POST "payments/{transactionId}/refund" in V2 V3 V4
        => "Give back all of a payment, or a part";
    reg_key_check: "regKeyCheck" GET "payments/preapprovedPay/{regKey}/check" in V2 V3 V4
        => "Whether a regKey can be charged";
    pre_approval: "preApproval" POST "payments/preapprovedPay/{regKey}/payment" in V2 V3 V4
        => "Charge a regKey";
    reg_key_expire: "regKeyExpire" POST "payments/preapprovedPay/{regKey}/expire" in V2 V3 V4
        => "End a regKey";
    one_time_key_pay: "oneTimeKeyPay" POST "payments/oneTimeKeys/pay" in V2 V4
        => "Charge the code that a buyer shows at the counter";
    order_check: "orderCheck" GET "payments/orders/{orderId}/check" in V2 V4
        => "How a payment at the counter stands";
}

/// `info` of a reply, as JSON text.
pub(crate) type Info = String;

/// What an operation did.
#[derive(Debug)]
pub(crate) struct Success {
    /// 0000, and for check-status the code that is the state.
    pub(crate) code: Code,
    /// In place of the code's own text.
    pub(crate) message: Option<&'static str>,
    pub(crate) info: Option<Info>,
}

pub(crate) type Outcome = Result<Success, Refusal>;

/// One operation.
pub(crate) type Run = fn(&Call<'_>, &mut World) -> Outcome;

/// One authenticated call.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) request: &'a Request,
    pub(crate) version: Version,
    pub(crate) reading: &'a Reading,
    /// What stands in the path for `{…}`.
    pub(crate) parameter: &'a str,
    pub(crate) now: Millis,
}

impl<'a> Call<'a> {
    /// The transaction id in the path.
    pub(crate) fn transaction_id(&self) -> Result<u64, Refusal> {
        transaction_id(self.parameter).ok_or_else(|| Refusal {
            detail: Some(Detail {
                unrecognized_path_variable: "transactionId",
                required_type: "Number",
                cause: format!("For input string: \"{}\"", self.parameter),
            }),
            ..Refusal::noted(2101, "the transaction id in the path is not a number up to 2^63-1")
        })
    }

    /// The order's number in the path.
    pub(crate) fn order_id(&self) -> Result<String, Refusal> {
        query::decoded(&self.parameter.replace('+', "%2B"))
            .ok_or_else(|| Refusal::noted(2101, "the orderId in the path is not percent-encoded UTF-8"))
    }

    /// The regKey in the path, if it can be used now.
    fn reg_key<'w>(&self, world: &'w World) -> Result<&'w RegKey, Refusal> {
        let reg_key = world.reg_key(self.parameter).ok_or(Code::of(1190))?;
        match reg_key.refusal(world.settings(), self.now) {
            Some(code) => Err(code.into()),
            None => Ok(reg_key),
        }
    }

    /// Whether a new payment may have this orderId (else 1172).
    fn unused(&self, world: &World, order_id: &str) -> Result<(), Refusal> {
        let Some(other) = world.order_user(order_id, self.now) else { return Ok(()) };
        let (id, how) = (other.transaction_id, other.told(self.now));
        Err(Refusal::noted(1172, format!("the orderId was used before: transactionId {id}, {how}")))
    }

    /// A body that must be there.
    fn body(&self) -> Result<Fields<'a>, Refusal> {
        Fields::read(&self.request.body, self.reading)
    }

    /// A body that may be left out; where `null` is a way to say so, it is taken.
    fn optional_body(&self, null: bool) -> Result<Fields<'a>, Refusal> {
        Fields::read_optional(&self.request.body, self.reading, null)
    }

    /// v4's `paymentProvider`.
    fn provider(&self, world: &World) -> Option<Provider> {
        match self.version {
            Version::V2 | Version::V3 => None,
            Version::V4 => world.settings().payment_provider,
        }
    }
}

/// Reads an id as a Java long without a sign.
fn transaction_id(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|id| digits && *id <= i64::MAX.unsigned_abs())
}

impl Success {
    /// 0000 without `info`.
    fn plain() -> Success {
        Success { code: Code::SUCCESS, message: None, info: None }
    }

    /// 0000 with `info`.
    fn with(info: &impl Serialize) -> Outcome {
        Ok(Success { info: Some(serde_json::to_string(info).map_err(|_| Code::INTERNAL)?), ..Success::plain() })
    }
}
