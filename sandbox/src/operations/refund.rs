//! refund: gives a captured payment back, in part or what is left of it.

use super::{Call, Outcome, Success};
use crate::amount::Amount;
use crate::clock;
use crate::code::{Code, Refusal};
use crate::id;
use crate::payment::Refund;
use crate::settings::NullBody;
use crate::state::{State, Step, Verdict};
use crate::world::World;
use serde::Serialize;

const AMOUNT: &str = "refundAmount";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    refund_transaction_id: Id,
    refund_transaction_date: String,
}

/// A number; as a text where the setting says so.
#[derive(Serialize)]
#[serde(untagged)]
enum Id {
    Number(u64),
    Text(String),
}

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.transaction_id()?;
    let body = call.optional_body(world.settings().null_body == NullBody::Take)?;
    let sum = body.sum(AMOUNT)?;
    body.names("options");
    // A sum that was meant and not understood moves the most money of all.
    if (body.note_unknown() | body.names(AMOUNT)) && sum.is_none() {
        body.note(AMOUNT, "left out: all that is left is given back");
    }

    let settings = world.settings();
    let Some(payment) = world.payment(id) else {
        return Err(match world.by_refund_id(id) {
            Some(_) => Refusal::noted(1155, "the id of a refund; refund by the payment's id"),
            None => Refusal::new(1150),
        });
    };
    match payment.state(call.now).judge(Step::Refund, settings) {
        Verdict::Go(_) => {}
        Verdict::Refuse(Code::GIVEN_BACK) if sum.is_some() => {
            return Err(settings.refund_repeated_with_amount.into());
        }
        Verdict::Refuse(code) => return Err(code.into()),
        Verdict::Stay | Verdict::Closed => return Err(Code::INTERNAL.into()),
    }
    let amount = match sum {
        Some(sum) => sum.to_move(&payment.currency, 1164, settings.plain_sums)?,
        None => payment.refundable(),
    };
    if amount <= Amount::ZERO {
        let note = if sum.is_some() { "refundAmount: not above 0" } else { "nothing was paid" };
        return Err(Refusal::noted(1124, note));
    }
    let as_text = settings.refund_id_as_text;
    let window = settings.refund_window();
    if payment.captured_at.is_none_or(|at| call.now > at.saturating_add(window)) {
        return Err(Refusal::new(1163));
    }
    let left = payment.refundable();
    let rest = left.minus(amount).filter(|rest| *rest >= Amount::ZERO).ok_or_else(|| {
        Refusal::noted(1164, format!("{AMOUNT}: {amount}; of {} captured {left} are left", payment.captured()))
    })?;

    let refund = Refund {
        transaction_id: world.draw_transaction_id(&call.config.seed, call.now, id::REFUND),
        amount,
        at: call.now,
    };
    let number = refund.transaction_id;
    let reply = Success::with(&Reply {
        refund_transaction_id: if as_text { Id::Text(number.to_string()) } else { Id::Number(number) },
        refund_transaction_date: clock::iso(call.now),
    })?;
    world.add_refund(id, refund);
    world.change(id).ok_or(Code::INTERNAL)?.state =
        if rest == Amount::ZERO { State::Refunded } else { State::PartlyRefunded };
    Ok(reply)
}
