//! The fixtures in tests/wire, read from the merchant's side: the client writes their requests and
//! believes their replies.

use crate::support::answer::{accept_reply, json_of, reply_to};
use crate::support::asked::{Asks, ask};
use crate::support::fixture::{Fixture, fixtures, folder, root};
use crate::support::shop::network::as_received;
use crate::support::shop::{config, config_of, input};
use linepay_edge::id::OrderId;
use linepay_edge::json::Json;
use linepay_edge::money::Amount;
use linepay_edge::operations::{ALL, NAMES};
use linepay_edge::payment::{Asked, PaymentLife, Source};
use linepay_edge::{Code, Error, Expected, Outcome, Reply, Request, Typed, Version, operations, typed};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A reservation that any reply of reserve may answer.
fn reservation(version: Version) -> Request {
    let request = json!({
        "orderId": "x", "amount": 1, "currency": "TWD", "productName": "Tea", "confirmUrl": "https://shop.example.com/",
    });
    let packages = json!({
        "orderId": "x", "amount": 1, "currency": "TWD", "redirectUrls": { "confirmUrlType": "NONE" },
        "packages": [{ "id": "1", "amount": 1, "products": [{ "name": "Tea", "quantity": 1, "price": 1 }] }],
    });
    let request = if version == Version::V2 { request } else { packages };
    ask("reserve", version, input(&request)).unwrap()
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
    for operation in ALL {
        for version in Version::ALL.into_iter().filter(|version| operation.route(*version).is_some()) {
            // It has no call of its own there: those of paymentCheck answer it.
            if operation.name == "authCheck" && version != Version::V2 {
                continue;
            }
            let of = fixtures.iter().filter(|one| one.operation == operation.name && one.version() == version);
            let (good, bad): (Vec<_>, Vec<_>) = of.partition(|fixture| fixture.text("/reply").contains("\"0000\""));
            assert!(!good.is_empty(), "{operation:?} in {version} has no fixture of a success");
            assert!(!bad.is_empty(), "{operation:?} in {version} has no fixture of a refusal");
        }
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
        let request = fixture.read().expect(file).prepare(&config_of(fixture.version()), nonce);
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
            "confirm" => ask("confirm", fixture.version(), input(&stand_in)).unwrap(),
            "reserve" => reservation(fixture.version()),
            name => ask(name, fixture.version(), input(&json!({ "orderId": "x" }))).unwrap(),
        });
        let reply: Value = serde_json::from_str(fixture.text("/reply")).unwrap();
        let code = reply["returnCode"].as_str().unwrap();
        let result = fixture.accept(&any, &fixture.known());
        let status = fixture.operation == "statusCheck" && code.starts_with('0');
        if status {
            result.expect(file);
        } else if code == "0000" {
            let text = result.expect(file).text().to_owned();
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
        let reply = json_of(&result.expect(file));
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
        let query = fixture.text("/request/method") == "GET";
        let outcome = if query { Outcome::NotExecuted } else { Outcome::Executed };
        // In confirm and in a query by order the request's own values count first.
        let own = |name| fixture.given().get(name).is_some();
        let refund_row = fixture.file.ends_with("by-refund-id.json");
        for (name, wrong, field) in [
            ("orderId", json!("another"), "orderId"),
            ("amount", json!(361), "payInfo"),
            ("currency", json!("USD"), "currency"),
        ] {
            // only the rows of a query name a currency; a refund's row repeats what was given back.
            let silent = (name == "currency" && !fixture.text("/reply").contains("\"currency\""))
                || (name == "amount" && refund_row);
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
    let request = deck.unwrap().read().unwrap().prepare(&config(), "nonce");
    let url = "https://sandbox-api-pay.line.me/v2/payments?transactionId=2016020510824221610";
    assert_eq!((request.url(), request.body()), (url, None));
    let names: Vec<_> = request.headers().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Content-Type", "X-LINE-ChannelId", "X-LINE-ChannelSecret"]);
}

/// What a payment's state learns of a request is the part of it on which that state depends.
#[test]
fn a_request_tells_a_payments_state_the_same_as_the_whole_request_does() {
    let mut told = 0;
    for fixture in fixtures() {
        let file = &fixture.file;
        let (Ok(_), Ok(reply)) = (fixture.read(), accept_reply_of(&fixture)) else { continue };
        let asked = asked(&fixture);
        let source =
            json!([{ "operation": fixture.operation, "text": fixture.text("/reply"), "request": fixture.given() }]);
        let read = PaymentLife::of(fixture.version().as_str(), &source.to_string()).expect(file);
        let mut learnt = PaymentLife::default();
        learnt.learn(Source { request: Some(&asked), reply: &reply });
        assert_eq!(read, learnt, "{file}");
        told += usize::from(asked != Asked::default());
        let mut wrong = source;
        wrong[0]["request"]["refundAmont"] = json!(1);
        let depends = matches!(fixture.operation, "reserve" | "refund" | "preApproval");
        assert_eq!(PaymentLife::of(fixture.version().as_str(), &wrong.to_string()).is_err(), depends, "{file}");
    }
    assert!(told > 20, "{told} requests told something");
}

/// The reply as a type of Rust, and written anew: by the crate, and by serde.
fn anew<T: Typed>(reply: &Reply) -> [String; 2]
where
    T::Reply: Json + serde::Serialize,
{
    let typed = reply_to::<T>(reply);
    [typed.json(), serde_json::to_string(&typed).unwrap()]
}

macro_rules! by_operation {
    ($($request:ident => $reply:ident, $operation:ident;)*) => {
        /// The same, as the type of the reply's operation.
        fn anew_of(reply: &Reply) -> [String; 2] {
            match reply.operation() {
                $(operation if *operation == operations::$operation => anew::<typed::$request>(reply),)*
                operation => panic!("{operation:?} has no types"),
            }
        }
    };
}
linepay_edge::each_typed!(by_operation);

#[test]
fn a_reply_as_a_type_says_the_same_as_the_reply() {
    let mut read = BTreeSet::new();
    for fixture in fixtures() {
        let Ok(reply) = accept_reply_of(&fixture) else { continue };
        let anew = anew_of(&reply);
        assert_eq!(anew[0], reply.text(), "{}", fixture.file);
        assert_eq!(serde_json::from_str::<Value>(&anew[1]).unwrap(), json_of(&reply), "{}", fixture.file);
        read.insert(fixture.operation);
    }
    assert_eq!(read.len(), NAMES.len(), "{read:?}");
}

fn asked(fixture: &Fixture) -> Asked {
    let given = fixture.given();
    let sum = |name: &str| given[name].as_f64().and_then(Amount::from_number);
    match fixture.operation {
        "reserve" | "preApproval" => {
            let capture =
                if given["capture"].is_null() { &given["options"]["payment"]["capture"] } else { &given["capture"] };
            Asked {
                order_id: given["orderId"].as_str().map(OrderId::from),
                amount: sum("amount"),
                currency: given["currency"].as_str().map(|currency| currency.parse().unwrap()),
                captures: *capture != json!(false),
                reg_key: given["regKey"].as_str().map(|key| key.to_owned().into()),
            }
        }
        "refund" => Asked { amount: sum("refundAmount"), ..Asked::default() },
        _ => Asked::default(),
    }
}

fn accept_reply_of(fixture: &Fixture) -> Result<Reply, Error> {
    accept_reply(fixture.operation, fixture.version(), &Expected::default(), 200, fixture.text("/reply"))
}
