//! Why a call was answered as it was, where the operation itself did not say.

use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::Code;
use crate::operations::{Call, Route};
use crate::payment::Payment;
use crate::state::State;
use crate::world::World;

/// In words, for a refusal without a note.
pub(crate) fn reason(call: &Call<'_>, world: &World, route: &Route, code: Code) -> String {
    let message = code.message().trim_end_matches('.');
    if route.path.contains("{transactionId}") {
        let id = call.parameter.parse().ok();
        let known = id.and_then(|id| Some(format!("the payment {}", of(world.payment(id)?, call.now))));
        let told = known.unwrap_or_else(|| match id {
            Some(id) => unknown(world, id),
            None => format!("this sandbox has no payment {}", call.parameter),
        });
        return format!("{message}: {told}");
    }
    if route.path.contains("{regKey}") {
        return match world.reg_key(call.parameter) {
            Some(key) => match key.ended(world.settings(), call.now) {
                Some(ended) => format!("{message}: the regKey ended ({})", ended.name()),
                None => format!("{message}: the regKey can be used"),
            },
            None => format!("{message}: this sandbox has no regKey {}", call.parameter),
        };
    }
    message.to_owned()
}

/// How a payment stands: `of order ORD-1 is PARTLY_REFUNDED, 100 TWD, 60 captured, 20 refunded`.
pub(crate) fn of(payment: &Payment, now: Millis) -> String {
    let state = payment.state(now);
    let moved = match state {
        State::Captured | State::PartlyRefunded | State::Refunded => {
            let captured = payment.captured();
            let refunded = payment.refunded().unwrap_or(Amount::ZERO);
            format!(", {captured} captured, {refunded} refunded")
        }
        _ => String::new(),
    };
    format!("of order {} is {}, {} {}{moved}", payment.order_id, state.name(), payment.amount, payment.currency)
}

/// Of an id that no payment has.
pub(crate) fn unknown(world: &World, id: u64) -> String {
    match world.rounded(id) {
        Some(payment) => format!(
            "{id} is {} rounded to a floating-point number: read ids as texts or as integers of 64 bits",
            payment.transaction_id
        ),
        None => format!("this sandbox has no payment {id}"),
    }
}

/// A note as a header's value: one line of ASCII.
pub(crate) fn in_a_header(note: Option<&str>, notes: &[String]) -> String {
    const MOST: usize = 2000;
    let all: Vec<&str> = note.into_iter().chain(notes.iter().map(String::as_str)).collect();
    let text = if all.is_empty() { "nothing to note".to_owned() } else { all.join(" | ") };
    text.chars().take(MOST).fold(String::new(), |mut line, letter| {
        match letter {
            ' '..='~' => line.push(letter),
            _ => line.extend(letter.escape_unicode()),
        }
        line
    })
}
