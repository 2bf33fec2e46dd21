//! Why a call was answered as it was, where the operation itself did not say.

use crate::code::Code;
use crate::operations::{Call, Route};
use crate::world::World;

/// In words, for a refusal without a note.
pub(crate) fn reason(call: &Call<'_>, world: &World, route: &Route, code: Code) -> String {
    let message = code.message().trim_end_matches('.');
    if route.path.contains("{transactionId}") {
        let id = call.parameter.parse().ok();
        let known = id.and_then(|id| Some(format!("the payment {}", world.payment(id)?.told(call.now))));
        let told = known.unwrap_or_else(|| match id {
            Some(id) => world.unknown(id),
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
