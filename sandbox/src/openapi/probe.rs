//! The schema of a body, from what the sandbox says to bodies in which one field is wrong.

use crate::operations::Route;
use crate::reading::SEEN;
use crate::signature::Signed;
use crate::version::Version;
use crate::{Config, Request, Sandbox, Settings};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const CHANNEL: &str = "1234567890";
const SECRET: &str = "worthless";

pub(super) struct Probe {
    sandbox: Sandbox,
    path: String,
    version: Version,
    named: BTreeSet<String>,
}

impl Probe {
    pub(super) fn new(route: &Route, version: Version) -> Probe {
        let strict = json!({ "numbersAsTexts": false, "unreadableEnums": false });
        let config = Config {
            channel_id: CHANNEL.to_owned(),
            channel_secret: SECRET.to_owned(),
            merchant_name: "Shop".to_owned(),
            seed: "openapi".to_owned(),
            public_origin: None,
            settings: serde_json::from_value::<Settings>(strict).unwrap(),
        };
        let path = route.path.replace("{transactionId}", "7").replace("{regKey}", "RK7").replace("{orderId}", "ORD");
        let path = format!("/{}/{path}", version.name());
        Probe { sandbox: Sandbox::new(config).unwrap(), path, version, named: BTreeSet::new() }
    }

    /// The note of a body; empty if its form is good.
    fn ask(&mut self, body: &str) -> String {
        let mut request = Request {
            method: "POST".to_owned(),
            path: self.path.clone(),
            body: body.as_bytes().to_vec(),
            ..Request::default()
        };
        let mut headers =
            vec![("content-type", "application/json".to_owned()), ("x-line-channelid", CHANNEL.to_owned())];
        if self.version == Version::V2 {
            headers.push(("x-line-channelsecret", SECRET.to_owned()));
        } else {
            let signature = Signed::of(&request, "nonce").sign(SECRET).unwrap();
            headers.push(("x-line-authorization-nonce", "nonce".to_owned()));
            headers.push(("x-line-authorization", signature));
        }
        headers.push(("x-sandbox-explain", "1".to_owned()));
        request.headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let answer = self.sandbox.handle(&request, 1_778_123_045_000);
        let refused = answer.body.contains("\"2101\"") || answer.body.contains("\"2102\"");
        if refused { answer.headers[0].1.clone() } else { String::new() }
    }

    /// Whether a body's form is good.
    pub(super) fn is_taken(&mut self, body: &str) -> bool {
        self.ask(body).is_empty()
    }

    pub(super) fn schema(&mut self, bodies: &[Value]) -> Value {
        SEEN.with_borrow_mut(BTreeSet::clear);
        for body in bodies {
            assert!(self.is_taken(&body.to_string()), "{} {body}", self.path);
        }
        let schema = self.object("", bodies);
        let seen = SEEN.with_borrow(Clone::clone);
        let missing: Vec<_> = seen.difference(&self.named).collect();
        assert!(missing.is_empty(), "{}: no fixture with every field has {missing:?}", self.path);
        schema
    }

    /// What the sandbox says if the field at this place has this value, or is not there; of every body that has its
    /// parent.
    fn with(&mut self, pointer: &str, bodies: &[Value], value: Option<&Value>) -> Vec<String> {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut notes = Vec::new();
        for body in bodies {
            let mut body = body.clone();
            let Some(Value::Object(fields)) = body.pointer_mut(parent) else { continue };
            match value {
                Some(value) => fields.insert(name.to_owned(), value.clone()),
                None => fields.remove(name),
            };
            notes.push(self.ask(&body.to_string()));
        }
        notes
    }

    fn object(&mut self, pointer: &str, bodies: &[Value]) -> Value {
        let objects = bodies.iter().filter_map(|body| body.pointer(pointer)?.as_object());
        let names: BTreeSet<String> = objects.flat_map(|object| object.keys().cloned()).collect();
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in names {
            let here = format!("{pointer}/{name}");
            if !SEEN.with_borrow(|seen| seen.contains(&plain(&here))) {
                // The sandbox does not read it.
                continue;
            }
            self.named.insert(plain(&here));
            let missing = format!("{name}: missing");
            if self.with(&here, bodies, None).iter().all(|note| note.contains(&missing)) {
                required.push(name.clone());
            }
            let owners: Vec<Value> = bodies.iter().filter(|body| body.pointer(&here).is_some()).cloned().collect();
            let needed = required.contains(&name);
            let schema = self.field(&here, &owners, needed);
            properties.insert(name, schema);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    fn field(&mut self, here: &str, owners: &[Value], needed: bool) -> Value {
        let say = |probe: &mut Probe, value: Value| -> String {
            probe.with(here, owners, Some(&value)).into_iter().next().unwrap_or_default()
        };
        let note = say(self, json!({ "?": 1 }));
        if note.contains("not a boolean") {
            return json!({ "type": "boolean" });
        }
        if note.contains("not a number") {
            let whole = say(self, json!(0.5)).contains("whole number");
            return json!({ "type": if whole { "integer" } else { "number" } });
        }
        if note.contains("not a list") {
            let inside = format!("{here}/0");
            let objects = owners.iter().any(|body| body.pointer(&inside).is_some_and(Value::is_object));
            let items = if objects { self.object(&inside, owners) } else { json!({ "type": "string" }) };
            let schema = json!({ "type": "array", "items": items });
            let nonempty = say(self, json!([])).contains("missing or empty");
            return if nonempty { with(schema, "minItems", json!(1)) } else { schema };
        }
        if !note.contains("not a text") {
            return self.object(here, owners);
        }
        let mut schema = json!({ "type": "string" });
        let note = say(self, json!("?"));
        if let Some((_, choices)) = note.split_once("not one of ") {
            schema["enum"] = json!(choices.split(", ").collect::<Vec<_>>());
            return schema;
        }
        let note = say(self, json!("x".repeat(5000)));
        if let Some((_, limit)) = note.split_once("longer than ") {
            let (most, unit) = limit.split_once(' ').unwrap();
            schema["maxLength"] = json!(most.parse::<u64>().unwrap());
            if unit.starts_with("bytes") {
                schema["description"] = json!("the length is in bytes of UTF-8");
            }
        }
        if needed { with(schema, "minLength", json!(1)) } else { schema }
    }
}

fn with(mut schema: Value, name: &str, value: Value) -> Value {
    schema[name] = value;
    schema
}

/// `/packages/0/id` is read as `packages[0].id`.
fn plain(pointer: &str) -> String {
    pointer.trim_start_matches('/').split('/').filter(|part| *part != "0").collect::<Vec<_>>().join(".")
}
