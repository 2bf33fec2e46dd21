//! The fixtures in tests/wire, read from the merchant's side: the client writes their requests and
//! believes their replies.

use crate::support::shop::network::as_received;
use crate::support::shop::{config, config_of, input};
use linepay_edge::operations::{Any, AnyReply, NAMES, accept_reply};
use linepay_edge::payment::{Asked, PaymentLife, Source};
use linepay_edge::{Code, Error, Expected, Outcome, Version};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

struct Fixture {
    file: String,
    operation: &'static str,
    content: Value,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire")
}

/// `paymentCheck` is in `payment_check/`.
fn folder(operation: &str) -> String {
    let parts = operation
        .chars()
        .map(|c| if c.is_ascii_uppercase() { format!("_{}", c.to_ascii_lowercase()) } else { c.to_string() });
    parts.collect()
}

fn fixtures() -> Vec<Fixture> {
    let mut found = Vec::new();
    for operation in NAMES {
        let folder = root().join(folder(operation));
        let files = std::fs::read_dir(&folder)
            .unwrap_or_else(|_| panic!("{operation} has no fixtures in {}", folder.display()));
        for file in files {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            found.push(Fixture {
                file: path.display().to_string(),
                operation,
                content: serde_json::from_str(&text).unwrap(),
            });
        }
    }
    found
}

impl Fixture {
    fn text(&self, pointer: &str) -> &str {
        self.content.pointer(pointer).unwrap().as_str().unwrap_or("")
    }

    fn body(&self) -> Value {
        match self.text("/request/body") {
            "" => json!({}),
            text => sound(serde_json::from_str(text).unwrap()),
        }
    }

    /// What a caller would have given for the fixture's request.
    fn given(&self) -> Value {
        let mut request = self.body();
        let segments: Vec<_> = self.text("/request/path").split('/').collect();
        let digits = |segment: &&&str| segment.bytes().all(|byte| byte.is_ascii_digit()) && !segment.is_empty();
        match segments.as_slice() {
            [_, _, "payments", "preapprovedPay", key, _] => request["regKey"] = json!(key),
            other => {
                if let Some(id) = other.iter().find(digits) {
                    request["transactionId"] = json!(id);
                }
            }
        }
        for pair in self.text("/request/query").split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            match name {
                "creditCardAuth" => request[name] = json!(value == "true"),
                "fields" => request[name] = json!(value),
                _ => {}
            }
            if matches!(name, "creditCardAuth" | "fields") {
                continue;
            }
            if request[name].is_null() {
                request[name] = json!([]);
            }
            request[name].as_array_mut().unwrap().push(json!(value));
        }
        request
    }

    fn read(&self) -> Result<Any, Error> {
        Any::read(self.operation, self.version(), input(&self.given()))
    }

    fn version(&self) -> Version {
        self.text("/version").parse().unwrap()
    }

    /// What the merchant knows, as `expected` of a JavaScript caller.
    fn known(&self) -> Value {
        let given = &self.content["given"];
        let mut known = json!({});
        for name in ["orderId", "amount", "currency"] {
            // Less was captured than the situation's order was worth.
            let captured_less = name == "amount" && self.file.contains("partly-captured");
            if !given[name].is_null() && !captured_less {
                known[name] = given[name].clone();
            }
        }
        known
    }

    fn accept(&self, any: &Any, known: &Value) -> Result<AnyReply, Error> {
        let known = Expected::read(input(known), self.operation).unwrap();
        let status = self.content["status"].as_u64().unwrap();
        any.accept(self.version(), &known, status.try_into().unwrap(), self.text("/reply"))
    }
}

/// A reservation that any reply of reserve may answer.
fn reservation(version: Version) -> Any {
    let request = json!({
        "orderId": "x", "amount": 1, "currency": "TWD", "productName": "Tea", "confirmUrl": "https://shop.example.com/",
    });
    let packages = json!({
        "orderId": "x", "amount": 1, "currency": "TWD", "redirectUrls": { "confirmUrlType": "NONE" },
        "packages": [{ "id": "1", "amount": 1, "products": [{ "name": "Tea", "quantity": 1, "price": 1 }] }],
    });
    let request = if version == Version::V2 { request } else { packages };
    Any::read("reserve", version, input(&request)).unwrap()
}

/// Booleans as booleans and sums as numbers: the deck quotes both.
fn sound(mut body: Value) -> Value {
    for (name, value) in body.as_object_mut().unwrap() {
        let Some(text) = value.as_str() else { continue };
        match (name.as_str(), text) {
            ("capture" | "checkConfirmUrlBrowser", "true" | "false") => *value = json!(text == "true"),
            ("amount" | "refundAmount", _) => *value = serde_json::from_str(text).unwrap(),
            _ => {}
        }
    }
    body
}

/// Requests that this client never sends; LINE Pay's answer to them is known all the same.
const NEVER_SENT: [(&str, &str, &str); 8] = [
    ("confirm/v2-id-too-large.json", "transactionId", "transaction-id"),
    ("confirm/v3-id-too-large.json", "transactionId", "transaction-id"),
    ("confirm/v4-id-too-large.json", "transactionId", "transaction-id"),
    ("payment_check/v2-too-many-ids.json", "orderId", "max-ids"),
    ("payment_check/v3-no-ids.json", "transactionId", "required"),
    ("payment_check/v4-no-ids.json", "transactionId", "required"),
    ("reserve/v3-sums.json", "packages[0].amount", "sum"),
    ("reserve/v4-sums.json", "packages[0].amount", "sum"),
];

fn never_sent(fixture: &Fixture) -> Option<(&'static str, &'static str)> {
    let mut rows = NEVER_SENT.iter();
    rows.find(|row| fixture.file.ends_with(row.0)).map(|row| (row.1, row.2))
}

/// Runs of 17 digits and more: ids.
fn ids(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 17).map(str::to_owned).collect()
}

#[test]
fn every_operation_has_fixtures_and_every_folder_an_operation() {
    let fixtures = fixtures();
    for operation in NAMES {
        let count = fixtures.iter().filter(|fixture| fixture.operation == *operation).count();
        assert!(count > 0, "{operation} has no fixture");
    }
    let names: BTreeSet<_> = NAMES.iter().map(|name| folder(name)).collect();
    for entry in std::fs::read_dir(root()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(!entry.path().is_dir() || names.contains(&name), "{name} is no operation");
    }
}

#[test]
fn the_client_writes_the_requests() {
    let (mut signed, mut refused) = (0, 0);
    for fixture in fixtures() {
        let file = &fixture.file;
        if let Some((path, rule)) = never_sent(&fixture) {
            let error = fixture.read().expect_err(file);
            assert_eq!(error.code(), Code::InvalidRequest);
            let issues: Vec<_> = error.issues().iter().map(|issue| (&*issue.path, issue.rule)).collect();
            assert_eq!(issues, [(path, rule)], "{file}");
            let reply: Value = serde_json::from_str(fixture.text("/reply")).unwrap();
            let told = error.issues()[0].return_code.as_ref().map(|code| code.as_str());
            assert_eq!(told, reply["returnCode"].as_str(), "{file}: the issue tells LINE Pay's answer");
            refused += 1;
            continue;
        }
        let nonce = fixture.content.pointer("/request/nonce").and_then(Value::as_str).unwrap_or("nonce");
        let request = fixture.read().expect(file).prepare(&config_of(fixture.version()), nonce).expect(file);
        let sent = as_received(&request);
        assert_eq!(sent.origin, "https://sandbox-api-pay.line.me");
        assert_eq!(sent.method, fixture.text("/request/method"), "{file}");
        assert_eq!(sent.path, fixture.text("/request/path"), "{file}");
        assert_eq!(sent.query, fixture.text("/request/query"), "{file}");
        let body = (!sent.body.is_empty()).then(|| serde_json::from_slice::<Value>(&sent.body).unwrap());
        let expected = (sent.method == "POST").then(|| fixture.body());
        assert_eq!(body, expected, "{file}");
        let signature =
            |name: &str| request.headers().iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        if request.body().unwrap_or_default() == fixture.text("/request/body") {
            let expected = fixture.content.pointer("/request/authorization").and_then(Value::as_str);
            assert_eq!(signature("X-LINE-Authorization"), expected, "{file}");
            signed += usize::from(expected.is_some());
        }
    }
    assert_eq!(refused, NEVER_SENT.len(), "every row of the list has its fixture");
    assert!(signed > 20, "{signed} signatures were compared");
}

#[test]
fn the_client_believes_the_replies() {
    let mut refusals = 0;
    for fixture in fixtures() {
        let file = &fixture.file;
        // The reply's meaning does not hang on a request that could not be made.
        let stand_in = json!({ "transactionId": "1", "amount": 1, "currency": "TWD" });
        let any = fixture.read().unwrap_or_else(|_| match fixture.operation {
            "confirm" => Any::read("confirm", fixture.version(), input(&stand_in)).unwrap(),
            "reserve" => reservation(fixture.version()),
            name => Any::read(name, fixture.version(), input(&json!({ "orderId": "x" }))).unwrap(),
        });
        let reply: Value = serde_json::from_str(fixture.text("/reply")).unwrap();
        let code = reply["returnCode"].as_str().unwrap();
        let result = fixture.accept(&any, &fixture.known());
        let status = fixture.operation == "statusCheck" && code.starts_with('0');
        if status {
            result.expect(file);
        } else if code == "0000" {
            let text = serde_json::to_string(&result.expect(file)).unwrap();
            assert_eq!(ids(&text), ids(fixture.text("/reply")), "{file}");
            for id in ids(&text) {
                assert!(text.contains(&format!("\"{id}\"")), "{file}: ids are text");
            }
        } else {
            refusals += 1;
            let error = result.expect_err(file);
            let kind = if code == "1150" { Code::NotFound } else { Code::Refused };
            assert_eq!(error.code(), kind, "{file}");
            assert_eq!(error.return_code().unwrap().as_str(), code, "{file}");
            assert_eq!(error.operation(), Some(fixture.operation), "{file}");
            assert_eq!(error.raw(), Some(fixture.text("/reply")), "{file}");
            let asks = matches!(code, "1152" | "1159" | "1165" | "1172" | "1179" | "1198" | "1199" | "9000");
            let query = fixture.text("/request/method") == "GET";
            let unknown = asks && !query && fixture.operation != "reserve";
            let outcome = if unknown { Outcome::Unknown } else { Outcome::NotExecuted };
            assert_eq!(error.outcome(), outcome, "{file}");
        }
    }
    assert!(refusals >= 10, "{refusals} refusals");
}

/// v3 and v4 have no authCheck: the replies of paymentCheck answer it, without what is captured.
#[test]
fn auth_check_of_v3_and_v4_is_answered_by_the_rows_that_are_not_captured() {
    let (mut found, mut nothing) = (0, 0);
    let later = |fixture: &Fixture| fixture.operation == "paymentCheck" && fixture.version() != Version::V2;
    for fixture in fixtures().into_iter().filter(later) {
        let (file, text) = (&fixture.file, fixture.text("/reply"));
        let result = accept_reply("authCheck", fixture.version(), &Expected::default(), 200, text);
        let reply: Value = serde_json::from_str(text).unwrap();
        let rows = reply["info"].as_array().map(Vec::as_slice).unwrap_or_default();
        let open = rows.iter().filter(|row| row["payStatus"].as_str().is_some_and(|status| status != "CAPTURE"));
        let open: Vec<_> = open.map(|row| row["transactionId"].to_string()).collect();
        if open.is_empty() {
            let error = result.expect_err(file);
            let code = reply["returnCode"].as_str().filter(|code| *code != "0000");
            let kind = if matches!(code, None | Some("1150")) { Code::NotFound } else { Code::Refused };
            assert_eq!((error.code(), error.outcome()), (kind, Outcome::NotExecuted), "{file}");
            assert_eq!(error.return_code().map(|code| code.as_str()), code, "{file}: no code is invented");
            nothing += usize::from(code.is_none());
            continue;
        }
        let reply = serde_json::to_value(result.expect(file)).unwrap();
        let ids = reply["authorizations"].as_array().unwrap().iter().map(|row| row["transactionId"].as_str().unwrap());
        assert_eq!(ids.collect::<Vec<_>>(), open, "{file}");
        found += 1;
    }
    assert!(found >= 4 && nothing >= 4, "{found} with authorisations, {nothing} with none");
}

#[test]
fn a_reply_of_another_order_or_sum_is_not_believed() {
    for fixture in fixtures() {
        let Ok(any) = fixture.read() else { continue };
        if !fixture.text("/reply").contains("\"payInfo\"") {
            continue;
        }
        let outcome = match fixture.operation {
            "confirm" | "capture" | "preApproval" => Outcome::Executed,
            _ => Outcome::NotExecuted,
        };
        // In confirm and in a query by order the request's own values count first.
        let own = |name| fixture.given().get(name).is_some();
        let refund_row = fixture.file.ends_with("by-refund-id.json");
        for (name, wrong, field) in [
            ("orderId", json!("another"), "orderId"),
            ("amount", json!(361), "payInfo"),
            ("currency", json!("USD"), "currency"),
        ] {
            // only the rows of a query name a currency; a refund's row repeats what was given back.
            let query = fixture.text("/request/method") == "GET";
            let silent = (name == "currency" && !query) || (name == "amount" && refund_row);
            let mut known = fixture.known();
            known[name] = wrong;
            let result = fixture.accept(&any, &known);
            if own(name) || silent {
                result.expect(&fixture.file);
                continue;
            }
            let error = result.expect_err(&fixture.file);
            assert_eq!((error.code(), error.outcome()), (Code::Mismatch, outcome), "{}", fixture.file);
            assert_eq!(error.mismatch().unwrap().field, field, "{}", fixture.file);
        }
    }
}

#[test]
fn the_bytes_of_a_query_are_those_of_the_deck() {
    let deck = fixtures().into_iter().find(|fixture| fixture.file.ends_with("payment_check/v2-deck.json"));
    let request = deck.unwrap().read().unwrap().prepare(&config(), "nonce").unwrap();
    let url = "https://sandbox-api-pay.line.me/v2/payments?transactionId=2016020510824221610";
    assert_eq!((request.url(), request.body()), (url, None));
    let names: Vec<_> = request.headers().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Content-Type", "X-LINE-ChannelId", "X-LINE-ChannelSecret"]);
}

/// What a payment's state learns of a request is read without the request's own reader, which the validator does not
/// have.
#[test]
fn a_request_tells_a_payments_state_the_same_as_the_whole_request_does() {
    let mut told = 0;
    for fixture in fixtures() {
        let file = &fixture.file;
        let (Ok(any), Ok(reply)) = (fixture.read(), accept_reply_of(&fixture)) else { continue };
        let source =
            json!([{ "operation": fixture.operation, "text": fixture.text("/reply"), "request": fixture.given() }]);
        let read = PaymentLife::of(fixture.version().as_str(), input(&source)).expect(file);
        let mut learnt = PaymentLife::default();
        learnt.learn(Source { request: Some(&Asked::from(&any)), reply: &reply });
        assert_eq!(read, learnt, "{file}");
        told += usize::from(Asked::from(&any) != Asked::default());
        let mut wrong = source;
        wrong[0]["request"]["refundAmont"] = json!(1);
        let depends = matches!(fixture.operation, "reserve" | "refund" | "preApproval");
        assert_eq!(PaymentLife::of(fixture.version().as_str(), input(&wrong)).is_err(), depends, "{file}");
    }
    assert!(told > 20, "{told} requests told something");
}

fn accept_reply_of(fixture: &Fixture) -> Result<AnyReply, Error> {
    accept_reply(fixture.operation, fixture.version(), &Expected::default(), 200, fixture.text("/reply"))
}
