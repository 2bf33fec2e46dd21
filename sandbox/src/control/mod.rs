//! The control route: what a test or the demo does to the sandbox from outside of the API.

mod clock;
mod problems;
mod register;
mod seed;
mod views;
mod worlds;

use crate::clock::Millis;
use crate::console;
use crate::faults::Fault;
use crate::merchant::Config;
use crate::page::{self, Action, Approval};
use crate::plain::plain;
use crate::reg_key::Ended;
use crate::routes;
use crate::wire::{Answer, Request};
use crate::world::World;
use register::Registration;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use views::{PaymentView, RegKeyView};
pub(crate) use worlds::{answer as answer_about_worlds, is_about_worlds};

pub(crate) fn answer(config: &Config, world: &mut World, request: &Request, now: Millis) -> Answer {
    if let Some(refusal) = refused(config, request) {
        return refusal;
    }
    let segments: Vec<&str> = request.path.split('/').skip(2).collect();
    let result = match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["transactions"]) => {
            let (_, payments) = world.payments_by_date(false, 0, usize::MAX);
            let list: Vec<_> = payments.into_iter().map(|payment| PaymentView::of(world, payment, now)).collect();
            Ok(Answer::json(200, &json!({ "transactions": list })))
        }
        ("POST", ["transactions", id, "approve"]) => decide(world, request, id, Action::Approve, now),
        ("POST", ["transactions", id, "cancel"]) => decide(world, request, id, Action::Cancel, now),
        ("POST", ["transactions", id, "decline"]) => decide(world, request, id, Action::Decline, now),
        ("POST", ["transactions", id, act @ ("refund" | "capture" | "void")]) => {
            console::act(config, world, request, (id, act), now)
        }
        ("GET", ["reg-keys"]) => {
            let list: Vec<_> = world.reg_keys().map(|reg_key| RegKeyView::of(world, reg_key, now)).collect();
            Ok(Answer::json(200, &json!({ "regKeys": list })))
        }
        ("POST", ["reg-keys"]) => optional::<Registration>(&request.body)
            .map(|registration| register::register(config, world, &registration, now)),
        ("POST", ["reg-keys", key, "end"]) => Ok(end(world, key, now)),
        ("GET", ["clock"]) => Ok(clock::told(world, now)),
        ("POST", ["clock"]) => clock::put(world, &request.body, now),
        ("GET", ["faults"]) => {
            world.end_faults(now);
            Ok(faults(world))
        }
        ("POST", ["faults"]) => read::<Fault>(&request.body, &json!({ "operation": "confirm", "kind": "drop" }))
            .and_then(|fault| {
                fault.check(&routes::operations())?;
                world.arm(fault, now);
                Ok(faults(world))
            }),
        ("DELETE", ["faults"]) => {
            world.disarm();
            Ok(faults(world))
        }
        ("GET", ["settings"]) => Ok(Answer::json(200, world.settings())),
        ("PUT", ["settings"]) => world.settings().with(&request.body).map(|settings| {
            world.set(settings);
            Answer::json(200, world.settings())
        }),
        ("GET", ["log"]) => Ok(Answer::json(200, &json!({ "calls": world.log().collect::<Vec<_>>() }))),
        ("POST", ["reset"]) => {
            world.reset();
            Ok(Answer::json(200, &json!({})))
        }
        (_, ["console", path @ ..]) => match console::answer(config, world, request, path, now) {
            Some(result) => result,
            None => return Answer::error(404, "the merchant console has no such call"),
        },
        _ => {
            let calls = "transactions, reg-keys, clock, faults, settings, log, reset, worlds and seed";
            return Answer::error(404, &format!("no such control call; there are {calls}, each below /_sandbox/"));
        }
    };
    result.unwrap_or_else(|error| Answer::error(400, &error))
}

/// Whether nobody but a test can have sent the call.
fn refused(config: &Config, request: &Request) -> Option<Answer> {
    if request.header("x-sandbox-control") != Some("1") || !page::is_own_page(config, request) {
        let error = "control calls need the header x-sandbox-control: 1 and come from no foreign page";
        return Some(Answer::error(403, error));
    }
    (request.body.len() > Request::BODY_LIMIT).then(|| Answer::error(413, "the body is longer than 1 MiB"))
}

/// Reads an object. What is wrong with it is said of the field that does not go with `good`, an object that can be
/// read.
fn read<T: DeserializeOwned>(body: &[u8], good: &Value) -> Result<T, String> {
    let given: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| "the body is not a JSON object".to_owned())?;
    let made = |fields: Map<String, Value>| serde_json::from_value::<T>(Value::Object(fields));
    made(given.clone()).map_err(|error| {
        let wrong = given.into_iter().find_map(|(name, value)| {
            let mut fields = good.as_object().cloned().unwrap_or_default();
            fields.insert(name.clone(), value);
            made(fields).err().map(|error| format!("{name}: {}", plain(&error, &name)))
        });
        wrong.unwrap_or_else(|| plain(&error, ""))
    })
}

/// Reads an object that may be left out.
fn optional<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, String> {
    if body.is_empty() { Ok(T::default()) } else { read(body, &json!({})) }
}

fn faults(world: &World) -> Answer {
    Answer::json(200, &json!({ "faults": world.faults() }))
}

/// The buyer ends a regKey in the LINE app.
fn end(world: &mut World, key: &str, now: Millis) -> Answer {
    world.end_reg_key(key, Ended::Buyer);
    match world.reg_key(key) {
        Some(reg_key) => Answer::json(200, &RegKeyView::of(world, reg_key, now)),
        None => Answer::error(404, "no such regKey"),
    }
}

fn decide(world: &mut World, request: &Request, id: &str, action: Action, now: Millis) -> Result<Answer, String> {
    let approval: Approval = optional(&request.body)?;
    let known = |id: &u64| world.payment(*id).is_some_and(|payment| payment.reserve_id.is_some());
    let Some(id) = id.parse().ok().filter(known) else {
        return Ok(Answer::error(404, "no such transaction"));
    };
    let callback = match page::decide(world, id, action, approval, now) {
        Ok(callback) => callback,
        Err(error) => return Ok(Answer::error(409, error)),
    };
    match world.payment(id) {
        Some(payment) => Ok(Answer {
            callbacks: Vec::from_iter(callback),
            ..Answer::json(200, &PaymentView::of(world, payment, now))
        }),
        None => Ok(Answer::error(404, "no such transaction")),
    }
}
