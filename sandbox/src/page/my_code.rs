//! The page of My Codes: what the buyer holds out at the counter (line-pay-api 12).

use crate::clock::{self, Millis};
use crate::merchant::Config;
use crate::payment::Method;
use crate::wire::{Answer, Request};
use crate::world::World;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    method: Method,
}

/// A new code, good once and for a few minutes.
pub(super) fn show(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    let Ok(wanted) = serde_json::from_slice::<Wanted>(&request.body) else {
        return Answer::error(400, "method: CREDIT_CARD, BALANCE, POINT or DISCOUNT");
    };
    // As long as in the contract's country.
    let digits = match world.settings().currency.as_str() {
        "TWD" => 18,
        "JPY" => 19,
        _ => 12,
    };
    let (code, until) = world.show_one_time_key(&config.seed, digits, wanted.method);
    // The page's own clock may be another one.
    let seconds = until.saturating_sub(now) / 1000;
    let until = clock::iso(until);
    let shown = json!({ "oneTimeKey": code, "method": wanted.method, "expiresAt": until, "secondsLeft": seconds });
    Answer::json(200, &shown)
}
