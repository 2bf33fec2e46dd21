//! The API: from a request to an answer in LINE Pay's envelope, in the order of checks that its answers show.

use crate::auth;
use crate::clock::{self, Millis};
use crate::code::{Code, Detail, Refusal};
use crate::consequences;
use crate::faults::{self, Fault, Kind, When};
use crate::late::Late;
use crate::log::Entry;
use crate::merchant::Config;
use crate::operations::{Call, Outcome, Route};
use crate::reading::Reading;
use crate::routes::{self, Found};
use crate::subject;
use crate::why;
use crate::wire::{Answer, Delivery, JSON, Request, TEXT};
use crate::world::{Back, World};
use serde::Serialize;

/// The header by which a call asks for a fault.
const FAULT: &str = "x-sandbox-fault";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    return_code: String,
    return_message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_detail_map: Option<Detail>,
}

pub(crate) fn answer(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    let mut entry = Entry::new(request, &config.channel_secret, world.next_call(), clock::iso(now));
    let mut answer = match routes::find(&request.method, &request.path) {
        Found::Nothing => {
            let near = routes::near(&request.method, &request.path);
            let near = near.map_or_else(String::new, |near| format!("; perhaps {near} was meant"));
            let note = format!("LINE Pay has no such path{near}");
            let answer = Answer::new(404, TEXT, format!("{note}\n"));
            entry.note = Some(note);
            answer
        }
        Found::WrongMethod(method) => {
            envelope(Err(Refusal::noted(2104, format!("the path takes {method}"))), &mut entry)
        }
        Found::Route { route, version, parameter } => {
            entry.operation = Some(route.operation.to_owned());
            let reading = Reading::new(version, world.settings());
            let call = Call { config, request, version, reading: &reading, parameter, now };
            let answer = run(&call, world, route, &mut entry);
            if let Delivery::Again { .. } = answer.delivery {
                // Nothing has happened yet.
                return answer;
            }
            entry.notes = reading.notes();
            answer
        }
    };
    entry.finish(&answer, &config.channel_secret);
    if world.settings().explain || request.header("x-sandbox-explain").is_some() {
        let note = why::in_a_header(entry.note.as_deref(), &entry.notes);
        answer.headers.push(("X-Sandbox-Note", note));
    }
    world.record_answer(entry);
    answer
}

fn run(call: &Call<'_>, world: &mut World, route: &Route, entry: &mut Entry) -> Answer {
    if call.request.held {
        // It passed authentication when it came.
        entry.fault = Some("delay before".to_owned());
        return judged(call, world, route, entry);
    }
    if let Err(refusal) = auth::check(call, world) {
        return envelope(Err(refusal), entry);
    }
    let fault = match fault(call, world, route) {
        Ok(Some(fault)) => fault,
        Ok(None) => return judged(call, world, route, entry),
        Err(error) => {
            let error = format!("{FAULT}: {error}");
            entry.note = Some(error.clone());
            return Answer::new(400, TEXT, error);
        }
    };
    entry.fault = Some(fault.name());
    match (fault.kind, fault.when) {
        (Kind::Late, _) => {
            world.send_late(Late::new(call.request, entry.number, fault.arrival(call.now)));
            return fault.spoil(envelope(Err(Code::INTERNAL.into()), entry));
        }
        (Kind::Twice, _) => {
            world.send_late(Late::new(call.request, entry.number, fault.arrival(call.now)));
            return judged(call, world, route, entry);
        }
        (Kind::Stale, _) => return envelope(look_back(call, world, route, &fault), entry),
        (Kind::Drip, _) => return fault.spoil(judged(call, world, route, entry)),
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

/// As usual, with the reason.
fn judged(call: &Call<'_>, world: &mut World, route: &Route, entry: &mut Entry) -> Answer {
    let result = (route.run)(call, world).map_err(|refusal| match refusal.note {
        Some(_) => refusal,
        None => Refusal { note: Some(why::reason(call, world, route, refusal.code)), ..refusal },
    });
    envelope(result, entry)
}

/// What goes wrong with this call: as it asks for by itself, as a test armed, or as its orderId asks for.
fn fault(call: &Call<'_>, world: &mut World, route: &Route) -> Result<Option<Fault>, String> {
    let (operation, is_query) = (route.operation, route.method == "GET");
    if let Some(text) = call.request.header(FAULT) {
        let fault = Fault { operation: Some(operation.to_owned()), ..faults::of_header(text)? };
        fault.check(&routes::operations())?;
        return Ok(Some(fault));
    }
    world.end_faults(call.now);
    let order = subject::order(call, world, route);
    if let Some(fault) = world.take_fault(&call.config.seed, operation, is_query, order.as_deref()) {
        return Ok(Some(fault));
    }
    let Some(order) = order.filter(|order| faults::is_pattern(order) && world.settings().order_id_patterns) else {
        return Ok(None);
    };
    match faults::pattern(&order, &routes::operations()) {
        Ok(faults) => {
            let own = faults.into_iter().find(|fault| fault.operation.as_deref() == Some(operation));
            Ok(own.filter(|fault| world.use_pattern(operation, &order, fault.limit())))
        }
        Err(error) => {
            call.reading.note(format!("the orderId begins as one that asks for a fault: {error}"));
            Ok(None)
        }
    }
}

/// A query that answers with what was.
fn look_back(call: &Call<'_>, world: &mut World, route: &Route, fault: &Fault) -> Outcome {
    let (then, back) = match fault.seconds {
        Some(seconds) => {
            let then = call.now.saturating_sub(seconds.saturating_mul(1000));
            (then, Back::Until(then))
        }
        None => (call.now, Back::Calls(fault.calls.unwrap_or(1))),
    };
    world.looking(back, |world| (route.run)(&Call { now: then, ..*call }, world))
}

/// Requests that have arrived by now take effect, each at its time; nobody waits for their answers any more.
pub(crate) fn land(config: &Config, world: &mut World, now: Millis) {
    while let Some(late) = world.arrived(now) {
        let (due, call) = (late.due, late.call);
        let request = late.into_request();
        let note = format!("the request of call {call} arrives; its answer reaches nobody");
        if without_authentication(config, world, &request, due, (Some("late"), note)).is_none() {
            continue;
        }
        world.keep_past(due);
    }
}

/// What the merchant does in LINE Pay's merchant console: no call of the API, and yet logged, so that the log tells all
/// that happened. `None`: there is no such operation.
pub(crate) fn by_hand(config: &Config, world: &mut World, request: &Request, now: Millis) -> Option<Answer> {
    without_authentication(config, world, request, now, (None, "done in the merchant console".to_owned()))
}

fn without_authentication(
    config: &Config,
    world: &mut World,
    request: &Request,
    now: Millis,
    (fault, note): (Option<&str>, String),
) -> Option<Answer> {
    let Found::Route { route, version, parameter } = routes::find(&request.method, &request.path) else {
        return None;
    };
    let mut entry = Entry::new(request, &config.channel_secret, world.next_call(), clock::iso(now));
    entry.operation = Some(route.operation.to_owned());
    entry.fault = fault.map(str::to_owned);
    let reading = Reading::new(version, world.settings());
    reading.note(note);
    let call = Call { config, request, version, reading: &reading, parameter, now };
    let answer = envelope((route.run)(&call, world), &mut entry);
    entry.notes = reading.notes();
    entry.finish(&answer, &config.channel_secret);
    world.record(entry);
    Some(answer)
}

fn envelope(result: Outcome, entry: &mut Entry) -> Answer {
    let (code, message, info, detail) = match result {
        Ok(success) => (success.code, success.message.map(str::to_owned), success.info, None),
        Err(refusal) => {
            entry.note = refusal.note;
            entry.signature = refusal.signature;
            (refusal.code, refusal.message, None, refusal.detail)
        }
    };
    let envelope = Envelope {
        return_code: code.to_string(),
        return_message: message.as_deref().unwrap_or_else(|| code.message()),
        error_detail_map: detail,
    };
    match (serde_json::to_string(&envelope), info) {
        (Ok(body), None) => Answer::new(200, JSON, body),
        // It is JSON text already.
        (Ok(body), Some(info)) => {
            let fields = body.strip_suffix('}').unwrap_or(&body);
            Answer::new(200, JSON, [fields, r#","info":"#, &info, "}"].concat())
        }
        (Err(_), _) => Answer::new(500, TEXT, "the answer could not be written"),
    }
}
