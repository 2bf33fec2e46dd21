//! check-status (v3, v4): how a payment request stands. The return code is the answer.

use super::{Call, Outcome, Success};
use crate::amount::Amount;
use crate::code::Code;
use crate::state::{Step, Verdict};
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chosen<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    method_id: Option<&'a str>,
    fee_amount: Amount,
}

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.transaction_id()?;
    // A charge by regKey was never a request of a buyer.
    let payment = world.payment(id).filter(|payment| payment.reserve_id.is_some()).ok_or(Code::of(1159))?;
    let code = match payment.state(call.now).judge(Step::Ask, world.settings()) {
        Verdict::Refuse(code) => code,
        Verdict::Go(_) | Verdict::Stay | Verdict::Closed => return Err(Code::INTERNAL.into()),
    };
    let shipping = payment
        .shipping
        .as_ref()
        .filter(|_| code == Code::AUTHENTICATED && payment.buyer_chooses_shipping && call.version == Version::V3);
    let told = match shipping {
        None => Success::plain(),
        Some(shipping) => Success::with(&serde_json::json!({ "shipping": Chosen {
            method_id: shipping.method_id.as_deref(),
            fee_amount: shipping.fee_amount,
        } }))?,
    };
    Ok(Success { code, message: (code == Code::SUCCESS).then_some("reserved transaction."), ..told })
}
