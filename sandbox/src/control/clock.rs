//! The sandbox's clock: read, set, moved on, run fast or stopped, with what ends by it.

use super::read;
use crate::clock::{self, Millis};
use crate::wire::Answer;
use crate::world::{Lapse, World};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Turn {
    advance_seconds: Option<u64>,
    set: Option<String>,
    speed: Option<u64>,
    /// Nothing is done: what would end by it is told.
    #[serde(default)]
    preview: bool,
}

/// So much of what ends is told.
const MOST: usize = 100;
const FASTEST: u64 = 1_000_000;

/// With what ends next.
pub(super) fn told(world: &World, now: Millis) -> Answer {
    view(world, now, world.speed(), world.lapses(now, Millis::MAX, MOST))
}

pub(super) fn put(world: &mut World, body: &[u8], now: Millis) -> Result<Answer, String> {
    const NOTHING: &str = "advanceSeconds: a whole number of seconds, 0 or more; set: a time; speed: a whole number";
    let turn: Turn = read(body, &json!({ "advanceSeconds": 60 }))
        .map_err(|error| format!("{NOTHING}; reset puts the clock to the host's ({error})"))?;
    let at = match (turn.advance_seconds, turn.set.as_deref()) {
        (Some(_), Some(_)) => return Err("set: not together with advanceSeconds".to_owned()),
        (Some(seconds), None) => now.saturating_add(seconds.saturating_mul(1000)),
        (None, Some(text)) => clock::read(text).ok_or("set: a time such as 2026-05-07T03:04:05Z, or a date")?,
        (None, None) if turn.speed.is_some() => now,
        (None, None) => return Err(NOTHING.to_owned()),
    };
    let speed = turn.speed.unwrap_or_else(|| world.speed());
    if speed > FASTEST {
        return Err(format!("speed: from 0 (the clock stands) to {FASTEST} times as fast"));
    }
    let lapses = world.lapses(now, at, MOST);
    if !turn.preview {
        world.put_clock(at, speed).map_err(|last| {
            let last = clock::iso(last);
            format!("set: something happened at {last} already, and the clock does not go behind that: reset first")
        })?;
    }
    Ok(view(world, at, speed, lapses))
}

fn view(world: &World, now: Millis, speed: u64, (all, lapses): (usize, Vec<Lapse>)) -> Answer {
    let lapses: Vec<Value> = lapses
        .into_iter()
        .filter_map(|lapse| {
            let mut told = serde_json::to_value(&lapse).ok()?;
            told.as_object_mut()?.insert("at".to_owned(), Value::String(clock::iso(lapse.at)));
            Some(told)
        })
        .collect();
    let ahead = world.seconds_ahead(now);
    let now = clock::iso(now);
    Answer::json(
        200,
        &json!({ "now": now, "aheadSeconds": ahead, "speed": speed, "lapses": lapses, "more": all > MOST }),
    )
}
