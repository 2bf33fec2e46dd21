//! Lives of payments, told reply by reply: what is known after each of them.

use crate::support::answer::{ID, success};
use crate::support::shop::input;
use linepay_edge::error::Retry;
use linepay_edge::payment::{Asked, PaymentLife};
use linepay_edge::{Code, Version};
use serde_json::{Value, json};

const KEY: &str = "RK0A1B2C3D4E5F6";
const DATE: &str = "2026-06-06T03:04:05Z";

/// The replies of one payment, each with what is known after it.
struct Story {
    version: Version,
    sources: Vec<Value>,
    known: Value,
}

impl Story {
    fn new(version: Version) -> Story {
        let known = json!({ "state": "unknown", "captured": 0, "refunded": 0, "refundable": 0 });
        Story { version, sources: Vec::new(), known }
    }

    fn life(&self) -> PaymentLife {
        PaymentLife::of(self.version.as_str(), &json!(self.sources).to_string()).unwrap()
    }

    /// `changes` is what is known now and was not before; `null` what is not known any more.
    fn then(&mut self, operation: &str, text: &str, request: Option<Value>, changes: Value) {
        let mut source = json!({ "operation": operation, "text": text });
        if let Some(request) = request {
            source["request"] = request;
        }
        self.sources.push(source);
        let known = self.known.as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => known.remove(name),
                value => known.insert(name.clone(), value.clone()),
            };
        }
        assert_eq!(json!(self.life()), self.known, "after {} replies, {operation}: {text}", self.sources.len());
    }

    fn info(&mut self, operation: &str, info: Value, changes: Value) {
        self.then(operation, &success(&info), None, changes);
    }

    fn code(&mut self, operation: &str, code: &str, changes: Value) {
        let text = json!({ "returnCode": code, "returnMessage": "-" }).to_string();
        self.then(operation, &text, None, changes);
    }
}

fn reserve(capture: bool, pay_type: &str, amount: u32) -> Value {
    json!({ "amount": amount, "currency": "TWD", "orderId": "ORD-1", "packages": [],
        "options": { "payment": { "capture": capture, "payType": pay_type } } })
}

fn page() -> Value {
    json!({ "transactionId": ID, "paymentUrl": { "web": "https://web-pay.line.me/x" } })
}

fn parts(amount: i32) -> Value {
    json!([{ "method": "BALANCE", "amount": amount }])
}

fn row(id: &str, kind: &str, amount: i32) -> Value {
    json!({ "transactionId": id, "transactionType": kind, "orderId": "ORD-1", "currency": "TWD",
        "payInfo": parts(amount) })
}

#[test]
fn authorised_captured_in_part_and_given_back_in_two_parts() {
    let mut story = Story::new(Version::V3);
    let known = json!({ "state": "reserved", "transactionId": ID, "orderId": "ORD-1", "currency": "TWD", "amount": 360,
        "captures": false });
    story.then("reserve", &success(&page()), Some(reserve(false, "NORMAL", 360)), known);
    story.code("statusCheck", "0000", json!({ "state": "waiting" }));
    story.code("statusCheck", "0110", json!({ "state": "approved" }));
    let paid =
        json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": parts(350), "authorizationExpireDate": DATE });
    // What LINE Pay says of the sum outweighs what was asked.
    story.info("confirm", paid, json!({ "state": "authorized", "amount": 350, "authorizationExpireDate": DATE }));
    for late in ["0000", "0110", "0123"] {
        story.code("statusCheck", late, json!({}));
    }
    let capture = json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": parts(300) });
    let captured = json!({ "state": "captured", "captured": 300, "refundable": 300, "authorizationExpireDate": null });
    story.info("capture", capture, captured);
    let refund = success(&json!({ "refundTransactionId": "7" }));
    let part = json!({ "transactionId": ID, "refundAmount": 100 });
    let partly = json!({ "state": "partly-refunded", "refunded": 100, "refundable": 200 });
    story.then("refund", &refund, Some(part), partly);
    story.then("refund", &refund, None, json!({ "state": "refunded", "refunded": 300, "refundable": 0 }));
}

/// Where the replies before it were not kept.
#[test]
fn a_capture_alone_says_which_payment_it_was() {
    let mut story = Story::new(Version::V3);
    let capture = json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": parts(300) });
    let known = json!({ "state": "captured", "transactionId": ID, "orderId": "ORD-1", "captured": 300,
        "refundable": 300 });
    story.info("capture", capture, known);
}

#[test]
fn given_up_by_the_buyer_or_voided_by_the_merchant() {
    for (code, state) in [("0121", "cancelled"), ("0122", "failed")] {
        let mut story = Story::new(Version::V3);
        let known = json!({ "state": "reserved", "transactionId": ID });
        story.info("reserve", page(), known);
        story.code("statusCheck", code, json!({ "state": state }));
        // What has ended does not begin again.
        story.code("statusCheck", "0000", json!({}));
        story.code("statusCheck", "0110", json!({}));
    }
    // A date of expiry says that it is authorised, where the request is not known.
    let mut story = Story::new(Version::V2);
    let paid =
        json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": parts(360), "authorizationExpireDate": DATE });
    let known = json!({ "state": "authorized", "transactionId": ID, "orderId": "ORD-1", "amount": 360,
        "authorizationExpireDate": DATE });
    story.info("confirm", paid, known);
    story.code("void", "0000", json!({ "state": "voided" }));
    // Without one it is taken.
    let mut story = Story::new(Version::V2);
    let paid = json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": parts(360) });
    let known = json!({ "state": "captured", "transactionId": ID, "orderId": "ORD-1", "amount": 360, "captured": 360,
        "refundable": 360 });
    story.info("confirm", paid, known);
}

#[test]
fn registered_for_nothing_charged_and_ended() {
    let mut story = Story::new(Version::V3);
    let known = json!({ "state": "reserved", "transactionId": ID, "orderId": "ORD-1", "currency": "TWD", "amount": 0,
        "captures": true });
    story.then("reserve", &success(&page()), Some(reserve(true, "PREAPPROVED", 0)), known);
    let paid = json!({ "transactionId": ID, "orderId": "ORD-1", "payInfo": [], "regKey": KEY });
    story.info("confirm", paid, json!({ "state": "registered", "regKey": KEY, "regKeyUsable": true }));
    // Its row may have no sum, or one of 0.
    let mut bare = row(ID, "PAYMENT", 0);
    story.info("paymentCheck", json!([bare]), json!({}));
    bare["payInfo"] = json!([]);
    story.info("paymentCheck", json!([bare]), json!({}));
    // A refusal ends the key if it is about the key, and if it says so.
    story.code("refund", "1193", json!({}));
    story.code("preApproval", "1142", json!({}));
    story.code("preApproval", "1193", json!({ "regKeyUsable": false }));
    story.code("regKeyCheck", "0000", json!({ "regKeyUsable": true }));
    story.code("regKeyCheck", "1190", json!({ "regKeyUsable": false }));
    let charge = |capture: bool| {
        Some(json!({ "regKey": KEY, "productName": "Tea", "amount": 150, "currency": "TWD", "orderId": "ORD-2",
            "capture": capture }))
    };
    let charged = json!({ "state": "captured", "transactionId": "8", "orderId": "ORD-2", "amount": 150, "captured": 150,
        "refundable": 150, "captures": true, "regKeyUsable": true });
    story.then("preApproval", &success(&json!({ "transactionId": "8" })), charge(true), charged);
    let held = json!({ "state": "authorized", "transactionId": "9", "captures": false, "captured": 0, "refundable": 0,
        "authorizationExpireDate": DATE });
    let text = success(&json!({ "transactionId": "9", "authorizationExpireDate": DATE }));
    story.then("preApproval", &text, charge(false), held);
    // Of a charge whose request is not known only the key goes on.
    let bare = json!({ "state": "captured", "transactionId": "10", "orderId": null, "currency": null, "amount": null,
        "captures": null, "authorizationExpireDate": null });
    story.info("preApproval", json!({ "transactionId": "10" }), bare);
    story.code("regKeyExpire", "0000", json!({ "regKeyUsable": false }));
}

#[test]
fn found_among_other_rows() {
    let refund = |id: &str, of: &str, amount: i32| {
        let mut refund = row(id, "PARTIAL_REFUND", amount);
        refund["originalTransactionId"] = json!(of);
        refund
    };
    let mut own = row(ID, "PAYMENT", 360);
    own["refundList"] = json!([{ "refundTransactionId": "6", "refundAmount": -100 }]);
    let mut related = row("11", "PAYMENT", 50);
    related["originalTransactionId"] = json!(ID);
    let mut story = Story::new(Version::V3);
    story.info("reserve", page(), json!({ "state": "reserved", "transactionId": ID }));
    // Another payment of the order, its refund, this one's refund once more and another of it.
    let rows = json!([
        row("5", "PAYMENT", 10),
        own,
        related,
        refund("6", ID, -100),
        refund("7", "5", -10),
        refund("8", ID, -20)
    ]);
    let known = json!({ "state": "partly-refunded", "orderId": "ORD-1", "currency": "TWD", "captured": 360,
        "refunded": 120, "refundable": 240 });
    story.info("paymentCheck", rows, known);
    // No row of this payment, no news.
    story.info("paymentCheck", json!([row("5", "PAYMENT", 10)]), json!({}));
    // More than was taken: nothing is left.
    let whole = json!([own_with(-400)]);
    story.info("paymentCheck", whole, json!({ "state": "refunded", "refunded": 400, "refundable": 0 }));
    // Beyond what can be counted.
    let mut beyond = own_with(0);
    let huge = json!({ "refundTransactionId": "6", "refundAmount": 9_999_999_999_999_i64 });
    let other = json!({ "refundTransactionId": "7", "refundAmount": 9_999_999_999_999_i64 });
    beyond["refundList"] = json!([huge, other]);
    story.info("paymentCheck", json!([beyond]), json!({ "refunded": 360 }));
}

fn own_with(refunded: i32) -> Value {
    let mut own = row(ID, "PAYMENT", 360);
    own["refundList"] = json!([{ "refundTransactionId": "6", "refundAmount": refunded }]);
    own
}

#[test]
fn listed_as_authorised_and_as_over() {
    let mut held = row(ID, "PAYMENT", 360);
    held["payStatus"] = json!("AUTHORIZATION");
    held["authorizationExpireDate"] = json!(DATE);
    let mut story = Story::new(Version::V2);
    let known = json!({ "state": "authorized", "transactionId": ID, "orderId": "ORD-1", "currency": "TWD",
        "amount": 360, "authorizationExpireDate": DATE });
    story.info("authCheck", json!([held]), known);
    // A list without a sum takes none away.
    held["payInfo"] = json!([]);
    story.info("authCheck", json!([held]), json!({}));
    for (status, state) in [("VOIDED_AUTHORIZATION", "voided"), ("EXPIRED_AUTHORIZATION", "lapsed")] {
        held["payStatus"] = json!(status);
        story.info("authCheck", json!([held]), json!({ "state": state }));
    }
    // A word that nobody knows yet decides nothing.
    held["payStatus"] = json!("SOMETHING_NEW");
    story.info("authCheck", json!([held]), json!({}));
    held = row(ID, "PAYMENT", 300);
    held["payStatus"] = json!("CAPTURE");
    let taken = json!({ "state": "captured", "captured": 300, "refundable": 300, "authorizationExpireDate": null });
    story.version = Version::V3;
    story.sources.clear();
    story.known =
        json!({ "state": "captured", "transactionId": ID, "orderId": "ORD-1", "currency": "TWD", "refunded": 0 });
    story.info("paymentCheck", json!([held]), taken);
}

#[test]
fn a_life_is_read_as_it_is_written_and_nothing_else_is() {
    let written = json!({ "state": "partly-refunded", "transactionId": ID, "orderId": "ORD-1", "currency": "TWD",
        "amount": 360, "captured": 300, "refunded": 100, "refundable": 200, "authorizationExpireDate": DATE,
        "regKey": KEY, "captures": false, "regKeyUsable": true });
    let text = written.to_string();
    let life = PaymentLife::read(linepay_edge::input::Input::of(&text), "refund").unwrap();
    assert_eq!(json!(life), written);
    for (name, value, rule) in [
        ("state", json!("paid"), "payment.state"),
        ("stat", json!("x"), "payment.stat"),
        ("transactionId", json!([ID, "5"]), "payment.transactionId"),
    ] {
        let mut wrong = written.clone();
        wrong[name] = value;
        let text = wrong.to_string();
        let error = PaymentLife::read(linepay_edge::input::Input::of(&text), "refund").unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
        assert_eq!(error.issues().iter().map(|issue| issue.path.as_str()).collect::<Vec<_>>(), [rule]);
    }
}

#[test]
fn a_source_of_no_operation_is_a_mistake_that_is_not_repeated() {
    let source = json!({ "operation": "pay", "text": success(&json!({})) });
    // Which fields its request may have nobody can say.
    let asked = json!({ "operation": "pay", "text": success(&json!({})), "request": { "amount": 5, "sum": 6 } });
    for source in [source, asked] {
        let error = PaymentLife::of("v2", &json!([source]).to_string()).unwrap_err();
        assert_eq!((error.code(), error.retry()), (Code::Unsupported, Retry::Never));
    }
    let missing = PaymentLife::of("v2", "null").unwrap_err();
    assert_eq!(missing.issues()[0].path, "sources");
}

#[test]
fn what_was_asked_is_read_whole() {
    let read = |operation: &str, request: Value| Asked::of(operation, Version::V2, input(&request));
    let part = read("refund", json!({ "transactionId": ID, "refundAmount": 5 })).unwrap();
    assert_eq!(part.amount.unwrap().to_string(), "5");
    assert_eq!(read("refund", json!({ "transactionId": ID })).unwrap().amount, None);
    // Either would count as a refund of everything.
    for wrong in [json!({ "refundAmount": null }), json!({ "refundAmont": 5 })] {
        assert_eq!(read("refund", wrong).unwrap_err().code(), Code::InvalidRequest);
    }
    // v4 has no shipping.
    let options = |version| Asked::of("reserve", version, input(&json!({ "options": { "shipping": {} } })));
    assert!(options(Version::V3).is_ok() && options(Version::V4).is_err());
    let captures = |request: Value| read("preApproval", request).unwrap().captures;
    assert_eq!([captures(json!({})), captures(json!({ "capture": false }))], [true, false]);
}
