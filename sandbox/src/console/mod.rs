//! What the merchant console shows. Payments are found, sorted and cut into pages here, so that a browser never holds
//! all of them.

mod act;
mod addresses;
mod calls;
mod deposits;
mod history;
mod list;
mod notices;
mod payment;
mod wish;

pub(crate) use act::act;

use crate::clock::{self, Millis};
use crate::merchant::Config;
use crate::wire::{Answer, Request};
use crate::world::World;
use serde_json::json;
use wish::Wish;

/// The reading calls below `/_sandbox/console/`. `None`: there is no such call.
pub(crate) fn answer(
    config: &Config,
    world: &World,
    request: &Request,
    path: &[&str],
    now: Millis,
) -> Option<Result<Answer, String>> {
    let wish = || Wish::read(&request.query);
    Some(match (request.method.as_str(), path) {
        ("GET", ["overview"]) => Ok(overview(config, world, now)),
        ("GET", ["transactions"]) => wish().map(|wish| list::answer(world, &wish, now)),
        ("GET", ["transactions", id]) => Ok(payment::answer(world, id, now)),
        ("GET", ["calls"]) => calls::answer(world, &request.query),
        ("GET", ["addresses"]) => Ok(addresses::answer(world)),
        ("GET", ["notices"]) => notices::answer(world, &request.query, now),
        ("GET", ["deposits"]) => deposits::answer(world, &request.query),
        ("GET", ["history", language @ ("en" | "zh-Hant")]) => {
            wish().map(|wish| history::answer(world, &wish, *language == "en", now))
        }
        // Not for a link: what it tells is a secret.
        ("POST", ["keys"]) => {
            Ok(Answer::json(200, &json!({ "channelId": config.channel_id, "channelSecret": config.channel_secret })))
        }
        _ => return None,
    })
}

/// Whose console it is, and whether something new has happened.
fn overview(config: &Config, world: &World, now: Millis) -> Answer {
    Answer::json(
        200,
        &json!({
            "merchantName": config.merchant_name,
            "channelId": config.channel_id,
            "currency": world.settings().currency,
            "now": clock::iso(now),
            "calls": world.next_call().saturating_sub(1),
        }),
    )
}
