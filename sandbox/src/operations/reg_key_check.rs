//! regKey-check: whether a regKey can be charged. `creditCardAuth=true` also tries the card, which always answers here.

use super::{Call, Outcome, Success};
use crate::code::Refusal;
use crate::query;
use crate::world::World;

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let pairs = query::pairs(&call.request.query)
        .ok_or_else(|| Refusal::noted(2101, "the query is not percent-encoded UTF-8"))?;
    let wrong =
        |(name, value): &(String, String)| name == "creditCardAuth" && !matches!(value.as_str(), "true" | "false");
    if pairs.iter().any(wrong) {
        return Err(Refusal::noted(2101, "creditCardAuth: not a boolean"));
    }
    call.reg_key(world)?;
    Ok(Success::plain())
}
