//! The payment server addresses, as the merchant center lists them.

use crate::clock;
use crate::wire::Answer;
use crate::world::World;
use serde_json::{Value, json};

pub(super) fn answer(world: &World) -> Answer {
    let list = world.settings().allow.clone().map(|list| {
        let texts: Vec<String> = list.into();
        let view = |text: String| json!({ "at": world.listed_at(&text).map(clock::iso), "address": text });
        texts.into_iter().map(view).collect::<Vec<Value>>()
    });
    Answer::json(200, &json!({ "addresses": list }))
}
