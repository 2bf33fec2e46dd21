//! The API: from a request to an answer in LINE Pay's envelope, in the order of checks that its answers show.

use crate::auth;
use crate::clock::{self, Millis};
use crate::code::{Code, Detail, Refusal};
use crate::consequences;
use crate::faults::{Fault, Kind, When};
use crate::late::Late;
use crate::log::Entry;
use crate::merchant::Config;
use crate::operations::{Call, Info, Outcome};
use crate::reading::Reading;
use crate::routes::{self, Found};
use crate::wire::{Answer, JSON, Request, TEXT};
use crate::world::{Back, World};
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
            let reading = Reading::new(version, world.settings());
            let call = Call { config, request, version, reading: &reading, parameter, now };
            let answer = run(&call, world, route, &mut entry);
            entry.notes = reading.notes();
            answer
        }
    };
    entry.finish(&answer, &config.channel_secret);
    world.record(entry);
    answer
}

fn run(call: &Call<'_>, world: &mut World, route: &routes::Route, entry: &mut Entry) -> Answer {
    if let Err(refusal) = auth::check(call, world) {
        return envelope(Err(refusal), entry);
    }
    let Some(fault) = world.take_fault(route.operation) else {
        return envelope((route.run)(call, world), entry);
    };
    entry.fault = Some(fault.name());
    match fault.kind {
        Kind::Late => {
            world.send_late(Late::new(call.request, entry.number, fault.arrival(call.now)));
            return fault.spoil(envelope(Err(Code::INTERNAL.into()), entry));
        }
        Kind::Twice => {
            world.send_late(Late::new(call.request, entry.number, fault.arrival(call.now)));
            return envelope((route.run)(call, world), entry);
        }
        Kind::Stale => return envelope(look_back(call, world, route, &fault), entry),
        _ => {}
    }
    let mut result = match fault.when {
        When::Before => Err(Code::INTERNAL.into()),
        When::After => (route.run)(call, world),
    };
    if let (Kind::Code, Some(code)) = (fault.kind, fault.code) {
        consequences::of(call, world, route.operation, code);
        result = Err(code.into());
    }
    fault.spoil(envelope(result, entry))
}

/// A query that answers with what was.
fn look_back(call: &Call<'_>, world: &World, route: &routes::Route, fault: &Fault) -> Outcome {
    let (then, back) = match fault.seconds {
        Some(seconds) => {
            let then = call.now.saturating_sub(seconds.saturating_mul(1000));
            (then, Back::Until(then))
        }
        None => (call.now, Back::Calls(fault.calls.unwrap_or(1))),
    };
    (route.run)(&Call { now: then, ..*call }, &mut world.back(back))
}

/// Requests that have arrived by now take effect, each at its time; nobody waits for their answers any more.
pub(crate) fn land(config: &Config, world: &mut World, now: Millis) {
    while let Some(late) = world.arrived(now) {
        let (due, call) = (late.due, late.call);
        let request = late.into_request();
        let Found::Route { route, version, parameter } = routes::find(&request.method, &request.path) else {
            continue;
        };
        let mut entry = Entry::new(&request, &config.channel_secret, world.next_call(), clock::iso(due));
        entry.operation = Some(route.operation.to_owned());
        entry.fault = Some("late".to_owned());
        let reading = Reading::new(version, world.settings());
        reading.note(format!("the request of call {call} arrives; its answer reaches nobody"));
        let call = Call { config, request: &request, version, reading: &reading, parameter, now: due };
        let answer = envelope((route.run)(&call, world), &mut entry);
        entry.notes = reading.notes();
        entry.finish(&answer, &config.channel_secret);
        world.record(entry);
        world.keep_past(due);
    }
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
