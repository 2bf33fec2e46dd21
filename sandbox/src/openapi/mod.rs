//! The contracts that the package carries: OpenAPI 3.1 for each version and for the control API. They are made of the
//! table of routes, of the fixtures' bodies, and of what this sandbox says to bodies in which one field is wrong.
//!
//! `WRITE_OPENAPI=1 cargo test -p linepay-sandbox --lib openapi` writes them.

mod control;
mod probe;
mod schema;

use crate::operations::{ROUTES, Route};
use crate::version::Version;
use probe::Probe;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Where they are kept.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/openapi")
}

/// Compares a document with the one that is kept, or writes it.
fn settle(name: &str, document: &Value) {
    let path = folder().join(format!("{name}.json"));
    let text = format!("{}\n", serde_json::to_string_pretty(document).unwrap());
    if std::env::var_os("WRITE_OPENAPI").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{} is not what the sandbox does: WRITE_OPENAPI=1 cargo test -p linepay-sandbox --lib openapi",
        path.display()
    );
}

/// The fixtures of an operation in a version: requests that were answered with success.
fn fixtures(operation: &str, version: Version) -> Vec<Value> {
    let folder = operation.chars().fold(String::new(), |mut name, letter| {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
        name
    });
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/wire").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(root).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| serde_json::from_str::<Value>(&std::fs::read_to_string(file).unwrap()).unwrap())
        .filter(|fixture| {
            let reply = fixture["reply"].as_str().unwrap();
            fixture["version"] == version.name()
                && fixture["played"] == true
                && (reply.contains("\"returnCode\":\"0000\"") || reply.contains("\"returnCode\":\"01"))
        })
        .collect()
}

fn parsed(fixture: &Value, text: &str) -> Option<Value> {
    let text = fixture.pointer(text)?.as_str().filter(|text| !text.is_empty())?;
    serde_json::from_str(text).ok()
}

/// What no fixture has: fields that nobody was seen to send, in the place of others.
fn rarer(bodies: &[Value], operation: &str) -> Vec<Value> {
    if operation == "capture" {
        let restriction = json!({ "useLimit": 1, "rewardLimit": 1 });
        let options = json!({ "extra": { "promotionRestriction": restriction } });
        let body = json!({ "amount": 1, "currency": "TWD", "options": options });
        return vec![body];
    }
    let longest = bodies.iter().max_by_key(|body| body.to_string().len());
    let Some(mut body) = longest.filter(|body| body["options"]["events"].is_array()).cloned() else {
        return Vec::new();
    };
    body["options"]["events"][0] = json!({ "code": "A", "productQuantity": 1 });
    for (place, name, value) in [
        ("/options/familyService/addFriends/0", "ids", json!(["@a"])),
        ("/options/shipping/address", "optional", json!("a")),
        ("/options/shipping/address/recipient", "firstNameOptional", json!("a")),
        ("/options/shipping/address/recipient", "lastNameOptional", json!("a")),
    ] {
        if let Some(Value::Object(fields)) = body.pointer_mut(place) {
            fields.insert(name.to_owned(), value);
        }
    }
    let mut other = body.clone();
    other["options"]["events"][0] = json!({ "code": "A", "totalAmount": 1 });
    other["options"]["regPayRequest"] =
        json!({ "regPayPeriodType": "RECURRING", "recurringPeriod": "YEAR", "recurringMonth": 1, "recurringDay": 1 });
    vec![body, other]
}

fn query(route: &Route, version: Version) -> Vec<Value> {
    let many = |name: &str, items: Value| {
        json!({ "name": name, "in": "query", "explode": true, "style": "form",
            "description": "repeated for each; at most 100 in all",
            "schema": { "type": "array", "items": items } })
    };
    match (route.method, route.path.contains('{')) {
        ("GET", false) => {
            let mut all = vec![
                many("transactionId", json!({ "type": "string", "pattern": "^[0-9]{1,19}$" })),
                many("orderId", json!({ "type": "string" })),
            ];
            if version == Version::V3 && route.operation == "paymentCheck" {
                let fields = json!({ "type": "string", "enum": ["ALL", "TRANSACTION", "ORDER"] });
                all.push(json!({ "name": "fields", "in": "query", "schema": fields }));
            }
            all
        }
        ("GET", true) if route.path.contains("{regKey}") => {
            vec![json!({ "name": "creditCardAuth", "in": "query", "schema": { "type": "boolean" } })]
        }
        _ => Vec::new(),
    }
}

fn path_parameters(route: &Route) -> Vec<Value> {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| {
            let schema = match name {
                "transactionId" => json!({ "type": "string", "pattern": "^[0-9]{1,19}$" }),
                _ => json!({ "type": "string" }),
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}

/// Where an answer leads on.
fn links(operation: &str, version: Version) -> Map<String, Value> {
    let own = |targets: &[&str], name: &str, value: &str| {
        let known = |target: &&&str| ROUTES.iter().any(|r| r.operation == **target && r.versions.contains(&version));
        let link = |target: &&str| {
            let link = json!({ "operationId": target, "parameters": { name: value } });
            ((*target).to_owned(), link)
        };
        targets.iter().filter(known).map(link).collect::<Vec<_>>()
    };
    let body = "$response.body#/info/transactionId";
    let path = "$request.path.transactionId";
    let key = "$request.path.regKey";
    let all = match operation {
        "reserve" => own(&["statusCheck", "confirm", "paymentCheck"], "transactionId", body),
        "statusCheck" => own(&["confirm"], "transactionId", path),
        "confirm" => {
            let mut all = own(&["capture", "void", "refund", "paymentCheck"], "transactionId", body);
            let issued = "$response.body#/info/regKey";
            all.extend(own(&["preApproval", "regKeyCheck", "regKeyExpire"], "regKey", issued));
            all
        }
        "capture" => own(&["refund", "paymentCheck"], "transactionId", path),
        "refund" => {
            let refund = "$response.body#/info/refundTransactionId";
            own(&["paymentCheck"], "transactionId", refund)
        }
        "preApproval" => own(&["capture", "void", "refund", "paymentCheck"], "transactionId", body),
        "regKeyCheck" => own(&["preApproval", "regKeyExpire"], "regKey", key),
        _ => Vec::new(),
    };
    all.into_iter().collect()
}

fn operation(route: &Route, version: Version) -> Value {
    let fixtures = fixtures(route.operation, version);
    let replies: Vec<Value> = fixtures.iter().filter_map(|fixture| parsed(fixture, "/reply")).collect();
    let infos: Vec<&Value> = replies.iter().filter_map(|reply| reply.get("info")).collect();
    let mut properties = json!({
        "returnCode": { "type": "string", "pattern": "^[0-9]{4}$", "description": "0000 is success" },
        "returnMessage": { "type": "string" },
    });
    if !infos.is_empty() {
        properties["info"] = schema::infer("info", &infos);
    }
    let answer = json!({ "type": "object", "required": ["returnCode", "returnMessage"], "properties": properties });
    let mut response = json!({
        "description": "success and refusals alike; returnCode tells them apart",
        "headers": { "X-Sandbox-Note": { "$ref": "#/components/headers/Note" } },
        "content": { "application/json": { "schema": answer, "example": replies.first() } },
    });
    let links = links(route.operation, version);
    if !links.is_empty() {
        response["links"] = Value::Object(links);
    }
    let mut parameters = path_parameters(route);
    parameters.extend(query(route, version));
    for name in ["Fault", "Explain"] {
        parameters.push(json!({ "$ref": format!("#/components/parameters/{name}") }));
    }
    let mut operation = json!({
        "operationId": route.operation,
        "summary": route.summary,
        "parameters": parameters,
        "responses": { "200": response },
    });
    let mut bodies: Vec<Value> = fixtures.iter().filter_map(|fixture| parsed(fixture, "/request/body")).collect();
    bodies.extend(rarer(&bodies, route.operation));
    if route.method == "POST" && !bodies.is_empty() {
        let mut probe = Probe::new(route, version);
        let required = !probe.is_taken("");
        let schema = probe.schema(&bodies);
        let example = bodies.iter().min_by_key(|body| body.to_string().len());
        let content = json!({ "application/json": { "schema": schema, "example": example } });
        operation["requestBody"] = json!({ "required": required, "content": content });
    }
    operation
}

fn document(version: Version) -> Value {
    let mut paths = Map::new();
    for route in ROUTES.iter().filter(|route| route.versions.contains(&version)) {
        let path = format!("/{}/{}", version.name(), route.path);
        paths.insert(path, json!({ route.method.to_lowercase(): operation(route, version) }));
    }
    let header =
        |name: &str, text: &str| json!({ "type": "apiKey", "in": "header", "name": name, "description": text });
    let (schemes, required) = if version == Version::V2 {
        let schemes = json!({ "id": header("X-LINE-ChannelId", "ten digits"),
            "secret": header("X-LINE-ChannelSecret", "the channel secret itself") });
        (schemes, json!({ "id": [], "secret": [] }))
    } else {
        let text = "Base64 of HMAC-SHA256, keyed with the channel secret, over the channel secret, the path, the raw \
                    query of a GET or the raw body of a POST, and the nonce";
        let schemes = json!({ "id": header("X-LINE-ChannelId", "ten digits"),
            "nonce": header("X-LINE-Authorization-Nonce", "a text that was not used before, such as a UUID"),
            "signature": header("X-LINE-Authorization", text) });
        (schemes, json!({ "id": [], "nonce": [], "signature": [] }))
    };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("LINE Pay online API {} as linepay-sandbox plays it", version.name()),
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Made of the sandbox's routes and of what it takes and refuses. Not made by LINE Pay. \
                Transaction ids are integers beyond 2^53: read them without a float.",
        },
        "servers": [{ "url": "http://127.0.0.1:8788" }],
        "security": [required],
        "paths": paths,
        "components": {
            "securitySchemes": schemes,
            "parameters": {
                "Fault": { "name": "x-sandbox-fault", "in": "header", "schema": { "type": "string" },
                    "description": "What goes wrong with this call: 1199, hang=5 after, drop, reset, delay=3, late=90. \
                        The sandbox alone knows it." },
                "Explain": { "name": "x-sandbox-explain", "in": "header", "schema": { "type": "string" },
                    "description": "Asks for the header X-Sandbox-Note. The sandbox alone knows it." },
            },
            "headers": { "Note": { "schema": { "type": "string" }, "description": "Why the call was answered so." } },
        },
    })
}

#[test]
fn openapi_documents_are_what_the_sandbox_does() {
    for version in Version::ALL {
        settle(version.name(), &document(version));
    }
    settle("control", &control::document());
}

/// The limits are asked of the sandbox, so a few are said here once more.
#[test]
fn openapi_documents_tell_limits_and_needs() {
    let v3 = document(Version::V3);
    let at = |pointer: &str| v3.pointer(pointer).cloned().unwrap_or_default();
    let body = "/paths/~1v3~1payments~1request/post/requestBody/content/application~1json/schema";
    assert_eq!(at(&format!("{body}/required")), json!(["amount", "currency", "orderId", "packages", "redirectUrls"]));
    assert_eq!(
        at(&format!("{body}/properties/orderId")),
        json!({ "type": "string", "maxLength": 100, "minLength": 1 })
    );
    let product = format!("{body}/properties/packages/items/properties/products/items");
    assert_eq!(at(&format!("{product}/required")), json!(["name", "price", "quantity"]));
    assert_eq!(at(&format!("{product}/properties/quantity/type")), "integer");
    let kind = format!("{body}/properties/redirectUrls/properties/confirmUrlType/enum");
    assert_eq!(at(&kind), json!(["CLIENT", "SERVER", "NONE"]));
    let links = "/paths/~1v3~1payments~1{transactionId}~1confirm/post/responses/200/links";
    assert_eq!(at(&format!("{links}/refund/operationId")), "refund");
    assert_eq!(at("/paths/~1v3~1payments~1{transactionId}~1refund/post/requestBody/required"), false);
    assert_eq!(at("/paths/~1v3~1payments~1{transactionId}~1confirm/post/requestBody/required"), true);
}
