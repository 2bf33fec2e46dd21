//! confirm: takes the money of a reservation that the buyer approved.

use super::{Call, Info, PayInfo, info};
use crate::body::Fields;
use crate::code::{Code, Refusal};
use crate::payment::Method;
use crate::state::{State, Step, Verdict};
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    transaction_id: u64,
    order_id: &'a str,
    pay_info: [PayInfo; 1],
}

/// What the simulator shows for its card.
const CARD: &str = "************1111";

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Result<Option<Info>, Refusal> {
    let id = call.transaction_id()?;
    let body = Fields::read(&call.request.body)?;
    let sum = body.required_sum("amount")?;
    let currency = body.required("currency", 3)?;
    let amount = sum.in_currency(&currency, 1153)?;

    let settings = world.settings();
    let payment = world.payment(id).ok_or(settings.confirm_unknown)?;
    let state = match payment.state(call.now).judge(Step::Confirm, settings) {
        Verdict::Go(state) => state,
        Verdict::Refuse(code) => {
            if code == Code(1169) && settings.premature_confirm_kills {
                world.change(id).ok_or(Code(9000))?.state = State::Failed;
            }
            return Err(code.into());
        }
        Verdict::Stay | Verdict::Closed => return Err(Refusal::new(9000)),
    };
    let other_is_paid = || {
        let mut others = world.by_order_id(&payment.order_id);
        others.any(|other| other.transaction_id != id && other.state(call.now).is_paid())
    };
    if settings.paid_order_blocks_confirm && other_is_paid() {
        return Err(Refusal::noted(
            1172,
            "another transaction of the same orderId is paid",
        ));
    }
    if currency != payment.currency {
        return Err(settings.confirm_other_currency.into());
    }
    if amount != payment.amount {
        return Err(Refusal::new(1153));
    }
    let method = payment.method.unwrap_or(Method::CreditCard);
    let masked = (method == Method::CreditCard && settings.masked_card_number).then_some(CARD);
    let reply = info(&Reply {
        transaction_id: id,
        order_id: &payment.order_id,
        pay_info: [PayInfo {
            method,
            amount: payment.amount,
            masked_credit_card_number: masked,
        }],
    })?;
    let payment = world.change(id).ok_or(Code(9000))?;
    payment.state = state;
    payment.captured_at = Some(call.now);
    Ok(reply)
}
