//! The API: from a request to an answer in LINE Pay's envelope, in the order of checks that its answers show.

use crate::auth;
use crate::clock::{self, Millis};
use crate::code::{Detail, Refusal};
use crate::consequences;
use crate::faults::{Kind, When};
use crate::log::Entry;
use crate::merchant::Config;
use crate::operations::{Call, Info, Outcome};
use crate::routes::{self, Found};
use crate::wire::{Answer, JSON, Request, TEXT};
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    return_code: String,
    return_message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    info: Option<Info>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_detail_map: Option<Detail>,
}

pub(crate) fn answer(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    let mut entry = Entry::new(request, &config.channel_secret, world.next_call(), clock::iso(now));
    let answer = match routes::find(&request.method, &request.path) {
        Found::Nothing => {
            entry.note = Some("LINE Pay has no such path".to_owned());
            Answer::new(404, TEXT, "LINE Pay has no such path\n")
        }
        Found::WrongMethod => envelope(Err(Refusal::noted(2104, "the path takes another method")), &mut entry),
        Found::Route { route, version, parameter } => {
            entry.operation = Some(route.operation.to_owned());
            let call = Call { config, request, version, parameter, now };
            run(&call, world, route, &mut entry)
        }
    };
    entry.finish(&answer, &config.channel_secret);
    world.record(entry);
    answer
}

fn run(call: &Call<'_>, world: &mut World, route: &routes::Route, entry: &mut Entry) -> Answer {
    if let Err(refusal) = auth::check(call.config, world, call.request, call.version) {
        return envelope(Err(refusal), entry);
    }
    let Some(fault) = world.take_fault(route.operation) else {
        return envelope((route.run)(call, world), entry);
    };
    entry.fault = Some(format!("{:?} {:?}", fault.kind, fault.when).to_lowercase());
    let mut result = match fault.when {
        When::Before => Err(Refusal::new(9000)),
        When::After => (route.run)(call, world),
    };
    if let (Kind::Code, Some(code)) = (fault.kind, fault.code) {
        consequences::of(call, world, route.operation, code);
        result = Err(code.into());
    }
    fault.spoil(envelope(result, entry))
}

fn envelope(result: Outcome, entry: &mut Entry) -> Answer {
    let (code, message, info, detail) = match result {
        Ok(success) => (success.code, success.message.map(str::to_owned), success.info, None),
        Err(refusal) => {
            entry.note = refusal.note;
            (refusal.code, refusal.message, None, refusal.detail)
        }
    };
    let envelope = Envelope {
        return_code: code.to_string(),
        return_message: message.as_deref().unwrap_or_else(|| code.message()),
        info,
        error_detail_map: detail,
    };
    match serde_json::to_string(&envelope) {
        Ok(body) => Answer::new(200, JSON, body),
        Err(_) => Answer::new(500, TEXT, "the answer could not be written"),
    }
}
