//! Requests: any tree of values as the request of any operation. What is taken is sent with exactly the values that
//! were given, in a form that LINE Pay's side reads; what is refused is refused with reasons that repeat no secret.

use crate::edit::{PLANTED, edited};
use crate::line::decoded;
use crate::raw::Raw;
use crate::same::{given, same, texts};
use crate::tree::Tree;
use crate::{driver::Random, fixture};
use arbitrary::Unstructured;
use linepay_edge::input::Input;
use linepay_edge::operations::{NAMES, find};
use linepay_edge::{
    Code, Config, Credentials, Environment, Error, HttpRequest, Outcome, Request as Asked, Version, prepare,
};
use linepay_sandbox::{Answer, Request, Sandbox, Settings};
use serde_json::Value;

const CHANNEL: &str = "1234567890";
const SECRET: &str = "fedcba98765432100123456789abcdef";
/// Ends the JSON text; changes of the tree follow.
const EDITS: u8 = 0x1e;

/// `operation version` (and `local` for an API on this machine), the request as JSON text, and changes of it.
pub fn check(data: &[u8]) {
    let (text, edits) = data.iter().position(|byte| *byte == EDITS).map_or((data, &[][..]), |end| data.split_at(end));
    let text = String::from_utf8_lossy(text);
    let (head, json) = text.split_once('\n').unwrap_or(("", &text));
    let Some(tree) = Tree::read(json) else { return };
    let tree = edited(tree, &mut Unstructured::new(edits.get(1..).unwrap_or_default()));
    let head: Vec<&str> = head.split(' ').collect();
    let operation = NAMES.iter().find(|name| head.first() == Some(name)).unwrap_or(&NAMES[json.len() % NAMES.len()]);
    let version = head.get(1).and_then(|word| word.parse().ok()).unwrap_or(Version::ALL[json.len() % 3]);
    judge(operation, &config(version, head.contains(&"local")), &tree);
}

/// Every fixture's request as it is, and with changes.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = Random::new(3);
    let mut seeds = Vec::new();
    for fixture in fixture::all() {
        let fixture::Fixture { operation, version, request, .. } = fixture;
        if let Some(currency) = request.get("currency").and_then(Value::as_str) {
            let other = |other| request.to_string().replace(&format!("{currency:?}"), &format!("{other:?}"));
            seeds.extend(["JPY", "USD"].map(|name| format!("{operation} {version}\n{}", other(name)).into_bytes()));
        }
        let plain = format!("{operation} {version}\n{request}\u{1e}").into_bytes();
        // The bodies of reserve have by far the most to spoil.
        let lengths: &[usize] = if operation == "reserve" { &[0, 3, 3, 3, 4, 4, 6, 6, 9, 30] } else { &[0, 4, 9] };
        for &length in lengths {
            seeds.push([&plain[..], &(0..length).map(|_| random.number() as u8).collect::<Vec<_>>()].concat());
        }
    }
    seeds
}

fn config(version: Version, local: bool) -> Config {
    let credentials = Credentials::new(CHANNEL, SECRET).expect("good credentials");
    let config = Config::new(credentials, version, Environment::Sandbox);
    if local { config.with_base_url("http://127.0.0.1:8080").expect("a good address") } else { config }
}

fn judge(operation: &'static str, config: &Config, tree: &Tree) {
    let text = tree.text();
    let known = find(operation).expect("it is one of the names");
    let asked = match Asked::read(known, config.rules(), Input::of(&text), None) {
        Ok(asked) => asked,
        Err(error) if error.code() == Code::Unsupported => {
            assert!(known.route(config.version()).is_none(), "what can be asked can be sent: {error}");
            return;
        }
        Err(error) => return refused(operation, tree, &error),
    };
    let request = prepare(config, &asked, "a-nonce").expect("it was read for this configuration");
    printed(&asked, &request, tree);
    let sent = received(&request);
    well_formed(config, &request, &sent);
    says(operation, config.version(), tree, &sent);
    taken(operation, tree, &sent);
}

/// Reasons, at most fifty, each with its place, and no text of the caller's in them.
fn refused(operation: &str, tree: &Tree, error: &Error) {
    assert_eq!((error.code(), error.outcome()), (Code::InvalidRequest, Outcome::NotExecuted));
    assert_eq!(error.operation(), Some(operation));
    let issues = error.issues();
    assert!((1..=50).contains(&issues.len()), "{} issues", issues.len());
    for (index, issue) in issues.iter().enumerate() {
        assert!(!issue.rule.is_empty() && !issue.message.is_empty(), "{issue:?}");
        assert!(issues.iter().take(index).all(|earlier| earlier.path != issue.path), "twice: {issue:?}");
    }
    let report = serde_json::to_string(&error.report()).expect("an error can be written");
    let names = longest_name(tree);
    assert!(report.len() < 60_000 + 120 * 6 * names, "{} bytes of error", report.len());
    if !names_hold(tree, PLANTED) {
        for text in [report, error.to_string(), format!("{error:?}")] {
            assert!(!text.contains(PLANTED), "{text}");
        }
    }
}

/// Neither the secret nor a regKey is printed.
fn printed(asked: &Asked, request: &HttpRequest, tree: &Tree) {
    // libFuzzer sees the secret in comparisons and may give it as an order id; then it is no longer the client's.
    if !format!("{tree:?}").contains(SECRET) {
        let text = format!("{request:?} {}", request.url());
        assert!(!text.contains(SECRET), "{text}");
        assert!(!request.body().unwrap_or_default().contains(SECRET));
    }
    if let Some((_, Tree::Text(key))) = given(tree).iter().find(|(name, _)| *name == "regKey") {
        let elsewhere = given(tree).iter().any(|(name, value)| *name != "regKey" && format!("{value:?}").contains(key));
        assert!(elsewhere || key.len() < 8 || !format!("{asked:?}").contains(key), "{asked:?}");
    }
}

/// As the host's `fetch` would put it on the wire.
fn received(request: &HttpRequest) -> Request {
    let (scheme, rest) = request.url().split_once("://").expect("an absolute URL");
    let (host, target) = rest.split_once('/').expect("a path");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Request {
        method: request.method().as_str().to_owned(),
        path: format!("/{path}"),
        query: query.to_owned(),
        headers: request.headers().iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        body: request.body().unwrap_or_default().as_bytes().to_vec(),
        peer: "203.0.113.7".to_owned(),
        origin: format!("{scheme}://{host}"),
        ..Request::default()
    }
}

fn well_formed(config: &Config, request: &HttpRequest, sent: &Request) {
    assert_eq!(sent.origin, config.base_url(), "it goes to LINE Pay");
    assert!(sent.path.starts_with(&format!("/{}/payments", config.version())), "{}", sent.path);
    assert!(!sent.path.split('/').any(|segment| matches!(segment, "." | "..")), "{}", sent.path);
    assert!(sent.path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte)), "{}", sent.path);
    assert!(
        sent.query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%=&".contains(&byte)),
        "{}",
        sent.query
    );
    for (name, value) in request.headers() {
        assert!(!value.is_empty() && value.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{name}: {value}");
        assert!(config.version() == Version::V2 || !value.contains(SECRET), "{name} holds the secret");
    }
    assert_eq!(sent.method == "GET", sent.body.is_empty(), "a body belongs to POST");
    assert!(request.timeout() >= 10_000);
}

/// The wire says what the caller gave: in the path, in the query and in the body.
fn says(operation: &str, version: Version, tree: &Tree, sent: &Request) {
    let given = given(tree);
    let field = |name: &str| given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
    let declared = find(operation).and_then(|operation| operation.route(version)).expect("it could be asked").path;
    let mut in_path = "";
    for (place, segment) in declared.split('/').zip(sent.path.split('/').skip(1)).skip(1) {
        match place.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => {
                assert_eq!(decoded(segment), texts(field(name)).concat(), "{}", sent.path);
                in_path = name;
            }
            None => assert_eq!(place, segment, "{}", sent.path),
        }
    }
    assert_eq!(sent.path.split('/').count(), declared.split('/').count() + 1, "{}", sent.path);
    if sent.method == "GET" {
        let pairs = sent.query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').expect("a name and a value"));
        let said: Vec<_> = pairs.map(|(name, value)| (name, decoded(value))).collect();
        let mut meant = Vec::new();
        for name in ["transactionId", "orderId", "fields"] {
            if name != in_path {
                meant.extend(texts(field(name)).into_iter().map(|text| (name, text)));
            }
        }
        if let Some(Tree::Boolean(value)) = field("creditCardAuth") {
            meant.push(("creditCardAuth", value.to_string()));
        }
        assert_eq!(said, meant);
        return;
    }
    let body = given.iter().filter(|(name, _)| *name != in_path);
    let body = Tree::Object(body.map(|(name, value)| ((*name).to_owned(), (*value).clone())).collect());
    let text = std::str::from_utf8(&sent.body).expect("a body is UTF-8");
    // JSON escapes these; U+0080 to U+009F in an address are text to it, and to LINE Pay.
    assert!(!text.chars().any(|character| character < ' '), "{text}");
    assert!(same(&body, &Raw::read(text).expect("a body is JSON")), "{body:?} is not {text}");
}

/// LINE Pay's side takes the signature, the syntax and every field; it only does not know the payment.
fn taken(operation: &str, tree: &Tree, sent: &Request) {
    const WRONG: [&str; 11] = ["1104", "1105", "1106", "1124", "1178", "1183", "1184", "2101", "2102", "2103", "2104"];
    let given = given(tree);
    let field = |name: &str| given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
    let currency = texts(field("currency")).into_iter().next().unwrap_or_else(|| "TWD".to_owned());
    let one_time_keys = texts(field("oneTimeKey"));
    let mut sandbox = Sandbox::new(linepay_sandbox::Config {
        channel_id: CHANNEL.to_owned(),
        channel_secret: SECRET.to_owned(),
        merchant_name: "Sample Shop".to_owned(),
        seed: "fuzz".to_owned(),
        public_origin: None,
        settings: Settings { currency, one_time_keys, ..Settings::default() },
    })
    .expect("a good configuration");
    let answer = sandbox.handle(sent, 1_778_123_045_000);
    let Answer { status: 200, body, .. } = &answer else { panic!("HTTP {} {}", answer.status, answer.body) };
    let reply: Value = serde_json::from_str(body).expect("an answer is JSON");
    let code = reply["returnCode"].as_str().expect("a code");
    assert!(!WRONG.contains(&code), "{operation}: {body} for {}", sent.body.escape_ascii());
    if operation == "reserve" {
        assert_eq!(code, "0000", "{body} for {}", sent.body.escape_ascii());
        let list = Request {
            method: "GET".to_owned(),
            path: "/_sandbox/transactions".to_owned(),
            headers: vec![("X-Sandbox-Control".to_owned(), "1".to_owned())],
            ..Request::default()
        };
        let list = Raw::read(&sandbox.handle(&list, 1_778_123_045_000).body).expect("a list is JSON");
        let row = &list.get("transactions").expect("rows").list()[0];
        assert_eq!(row.get("orderId").and_then(Raw::text), texts(field("orderId")).first().map(String::as_str));
        assert!(same(field("amount").expect("it has an amount"), row.get("amount").expect("a sum")));
    }
}

fn longest_name(tree: &Tree) -> usize {
    match tree {
        Tree::List(items) => items.iter().map(longest_name).max().unwrap_or(0),
        Tree::Object(entries) => {
            entries.iter().map(|(name, value)| name.len().max(longest_name(value))).max().unwrap_or(0)
        }
        _ => 0,
    }
}

fn names_hold(tree: &Tree, text: &str) -> bool {
    match tree {
        Tree::List(items) => items.iter().any(|item| names_hold(item, text)),
        Tree::Object(entries) => entries.iter().any(|(name, value)| name.contains(text) || names_hold(value, text)),
        _ => false,
    }
}
