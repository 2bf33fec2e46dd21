//! LINE Pay's operations, one file each. The table of paths is in [`crate::routes`].

pub(crate) mod confirm;
pub(crate) mod payment_check;
pub(crate) mod refund;
pub(crate) mod reserve;

use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::{Detail, Refusal};
use crate::merchant::Config;
use crate::payment::Method;
use crate::wire::Request;
use crate::world::World;
use serde::Serialize;
use serde_json::value::RawValue;

/// `info` of a reply, as JSON text.
pub(crate) type Info = Box<RawValue>;

/// One operation: `Ok(None)` is a success without `info`.
pub(crate) type Run = fn(&Call<'_>, &mut World) -> Result<Option<Info>, Refusal>;

/// One authenticated call.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) request: &'a Request,
    pub(crate) version: &'a str,
    /// What stands in the path for `{…}`.
    pub(crate) parameter: &'a str,
    pub(crate) now: Millis,
}

impl Call<'_> {
    /// The transaction id in the path.
    pub(crate) fn transaction_id(&self) -> Result<u64, Refusal> {
        transaction_id(self.parameter).ok_or_else(|| Refusal {
            detail: Some(Detail {
                unrecognized_path_variable: "transactionId",
                required_type: "Number",
                cause: format!("For input string: \"{}\"", self.parameter),
            }),
            ..Refusal::noted(
                2101,
                "the transaction id in the path is not a number up to 2^63-1",
            )
        })
    }
}

/// Reads an id as a Java long without a sign.
fn transaction_id(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|id| digits && *id <= i64::MAX.unsigned_abs())
}

/// How a sum, or a part of one, was paid.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PayInfo {
    method: Method,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    masked_credit_card_number: Option<&'static str>,
}

fn info(value: &impl Serialize) -> Result<Option<Info>, Refusal> {
    serde_json::value::to_raw_value(value)
        .map(Some)
        .map_err(|_| Refusal::new(9000))
}
