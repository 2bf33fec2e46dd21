//! The fixtures of `tests/wire`, as a caller of the client would have given and got them.

use crate::line::decoded;
use linepay_edge::operations::{NAMES, find};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// One exchange with LINE Pay.
pub struct Fixture {
    /// `v2-every-field`.
    pub name: String,
    /// `paymentCheck`
    pub operation: &'static str,
    /// `v2`
    pub version: String,
    /// The request as a caller gives it.
    pub request: Value,
    /// What the caller knows besides.
    pub known: Value,
    /// The reply's text.
    pub reply: String,
}

/// All of them, in the order of their paths. None if the folder is not there.
pub fn all() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/wire");
    let mut found = Vec::new();
    for operation in NAMES {
        for path in files(&root.join(snake(operation))) {
            let text = std::fs::read_to_string(&path).expect("a fixture can be read");
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push(read(name, operation, &serde_json::from_str(&text).expect("a fixture is JSON")));
        }
    }
    assert!(found.len() > 100, "tests/wire holds {} fixtures", found.len());
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("every operation has fixtures");
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// `paymentCheck` is in `payment_check/`.
fn snake(operation: &str) -> String {
    let parts = operation.chars().map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.into() });
    parts.collect()
}

fn read(name: String, operation: &'static str, content: &Value) -> Fixture {
    let text = |pointer: &str| content.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
    let given = content["given"].as_object().cloned().unwrap_or_default();
    let version = text("/version").parse().expect("a version");
    let declared = find(operation).and_then(|operation| operation.route(version)).map_or("", |route| route.path);
    let known = ["orderId", "amount", "currency"];
    let known = known.iter().filter_map(|name| Some(((*name).to_owned(), given.get(*name)?.clone())));
    Fixture {
        name,
        operation,
        version: text("/version"),
        request: request(declared, &text("/request/path"), &text("/request/query"), &text("/request/body")),
        known: Value::Object(known.collect()),
        reply: text("/reply"),
    }
}

/// Path, query and body in one object, as the client's callers give it.
fn request(declared: &str, path: &str, query: &str, body: &str) -> Value {
    let mut request: Map<String, Value> = serde_json::from_str(body).unwrap_or_default();
    for (name, value) in &mut request {
        let Some(text) = value.as_str() else { continue };
        // The deck quotes booleans.
        if matches!((name.as_str(), text), ("capture" | "checkConfirmUrlBrowser", "true" | "false")) {
            *value = json!(text == "true");
        }
    }
    // Behind `/v2`.
    for (place, segment) in declared.split('/').zip(path.split('/').skip(1)) {
        if let Some(name) = place.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            request.insert(name.to_owned(), json!(decoded(segment)));
        }
    }
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "creditCardAuth" => _ = request.insert(name.to_owned(), json!(value == "true")),
            "fields" => _ = request.insert(name.to_owned(), json!(value)),
            _ => {
                let ids = request.entry(name).or_insert_with(|| json!([]));
                ids.as_array_mut().expect("ids come in a list").push(json!(value));
            }
        }
    }
    Value::Object(request)
}
