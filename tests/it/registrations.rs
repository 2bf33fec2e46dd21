//! A payment of nothing: `payType: "PREAPPROVED"` with amount 0 registers the buyer, and only a regKey comes of it. And
//! a reservation with a code that was scanned from the buyer's app, which needs no page.

use crate::support::answer::{ID, accept_reply, fails, reply_to, row, success, with};
use crate::support::asked::{Asks, ask, broken_in, least, least_packages, package};
use crate::support::canned::Canned;
use crate::support::shop::run::block_on;
use crate::support::shop::{START, Shop, config, config_of, input, order, settings};
use linepay_edge::error::Retry;
use linepay_edge::flow::{Checkout, Client};
use linepay_edge::money::Amount;
use linepay_edge::payment::{Asked, PaymentLife, PaymentState, Source, Step};
use linepay_edge::typed::{
    ConfirmReply, ConfirmRequest, PaymentCheckRequest, RefundRequest, ReserveReply, ReserveRequest,
};
use linepay_edge::{Code, Error, Expected, Outcome, Typed, Version, accept};
use serde_json::{Value, json};

/// Of nothing, in the body of a version.
fn registration(version: Version, pay_type: &str) -> Value {
    if version == Version::V2 {
        return with(with(least(), "amount", json!(0)), "payType", json!(pay_type));
    }
    let mut request = with(least_packages(), "amount", json!(0));
    request["packages"] = json!([package("1", 0)]);
    request["options"] = json!({ "payment": { "payType": pay_type } });
    request
}

#[test]
fn only_a_registration_may_cost_nothing() {
    for version in Version::ALL {
        let any = ask("reserve", version, input(&registration(version, "PREAPPROVED"))).unwrap();
        let body = any.prepare(&config_of(version), "n").body().unwrap().to_owned();
        assert!(body.contains("\"amount\":0,"), "{body}");
        assert_eq!(broken_in(version, "reserve", &registration(version, "NORMAL")), ["amount positive"]);
        for below in [json!(-1), json!(-0.01)] {
            let request = with(registration(version, "PREAPPROVED"), "amount", below);
            assert_eq!(broken_in(version, "reserve", &request)[0], "amount positive");
        }
        let payment = json!({ "transactionId": ID, "amount": 0, "currency": "TWD" });
        let any = ask("confirm", version, input(&payment)).unwrap();
        let body = any.prepare(&config_of(version), "n").body().unwrap().to_owned();
        assert_eq!(body, r#"{"amount":0,"currency":"TWD"}"#);
        // Nothing else is done with nothing.
        assert_eq!(broken_in(version, "capture", &payment), ["amount positive"]);
        assert_eq!(
            broken_in(version, "refund", &json!({ "transactionId": ID, "refundAmount": 0 })),
            ["refundAmount positive"]
        );
        let charge = json!({ "regKey": "RK1", "productName": "tea", "amount": 0, "currency": "TWD", "orderId": "O" });
        assert_eq!(broken_in(version, "preApproval", &charge), ["amount positive"]);
    }
}

fn confirmed(amount: &str, info: &Value) -> Result<ConfirmReply, Error> {
    let asked = ConfirmRequest::new(ID.parse().unwrap(), amount.parse().unwrap(), "TWD".parse().unwrap());
    let asked = asked.request(Version::V3).unwrap();
    accept::<ConfirmRequest>(Version::V3, &asked.expects(&Expected::default()), 200, &success(info))
}

#[test]
fn a_registration_is_confirmed_without_a_list_of_what_was_paid() {
    let base = json!({ "transactionId": ID, "orderId": "ORD-1", "regKey": "RK0123456789ABC" });
    for info in [base.clone(), with(base.clone(), "payInfo", json!([])), with(base.clone(), "payInfo", json!(null))] {
        let reply = confirmed("0", &info).unwrap();
        assert_eq!((reply.pay_info.len(), reply.reg_key.unwrap().as_str()), (0, "RK0123456789ABC"), "{info}");
        // Where something was to be paid, nothing is not it.
        let (code, outcome, _) = fails(confirmed("360", &info));
        assert_eq!((code, outcome), (Code::Mismatch, Outcome::Executed), "{info}");
    }
    assert!(confirmed("0", &with(base.clone(), "payInfo", json!([{ "amount": 0 }]))).is_ok());
    let (code, outcome, _) = fails(confirmed("0", &with(base, "payInfo", json!([{ "amount": 1 }]))));
    assert_eq!((code, outcome), (Code::Mismatch, Outcome::Executed));
    // Without a key it is no registration, and of a payment the list is always there.
    for amount in ["0", "360"] {
        let (code, outcome, _) = fails(confirmed(amount, &json!({ "transactionId": ID, "orderId": "ORD-1" })));
        assert_eq!((code, outcome), (Code::MalformedReply, Outcome::Executed));
    }
}

#[test]
fn what_is_only_registered_can_be_charged_and_ended_and_nothing_else() {
    let mut request = registration(Version::V3, "PREAPPROVED");
    request["options"]["payment"]["capture"] = json!(false);
    assert!(ask("reserve", Version::V3, input(&request)).is_ok());
    let learn = |life: &mut PaymentLife, operation: &str, request: Option<&Value>, info: &Value| {
        let expected = Expected::default();
        let reply = accept_reply(operation, Version::V3, &expected, 200, &success(info));
        let asked = request.map(|request| Asked::of(operation, Version::V3, input(request)).unwrap());
        life.learn(Source { request: asked.as_ref(), reply: &reply.unwrap() });
    };
    let page = json!({ "web": "https://sandbox-web-pay.line.me/x" });
    let mut life = PaymentLife::default();
    learn(&mut life, "reserve", Some(&request), &json!({ "transactionId": ID, "paymentUrl": page }));
    assert!(life.allows(Step::Confirm, Some("0".parse().unwrap()), START).is_ok());
    assert_eq!(life.allows(Step::Confirm, Some("1".parse().unwrap()), START).unwrap_err().rule, "amount");
    let reply = json!({ "transactionId": ID, "orderId": "ORD-1", "regKey": "RK0123456789ABC", "payInfo": [],
        "authorizationExpireDate": "2027-01-01T00:00:00Z" });
    learn(&mut life, "confirm", None, &reply);
    let registered = |life: &PaymentLife| {
        assert_eq!((life.state, life.state.as_str()), (PaymentState::Registered, "registered"));
        assert_eq!(life.legal_steps(START), [Step::PreApproval, Step::RegKeyExpire]);
        assert_eq!((life.captured, life.refundable), Default::default());
        let refund = life.allows(Step::Refund, None, START).unwrap_err();
        assert!(refund.message.contains("nothing was charged"), "{}", refund.message);
    };
    registered(&life);
    // A row of it may have no sum, or a sum of 0.
    for pay_info in [json!([]), json!([{ "method": "CREDIT_CARD", "amount": 0 }])] {
        learn(&mut life, "paymentCheck", None, &json!([with(row(), "payInfo", pay_info)]));
        registered(&life);
    }
    // A row without a sum alone is no proof of it.
    let mut unknown = PaymentLife::default();
    learn(&mut unknown, "paymentCheck", None, &json!([with(row(), "payInfo", json!([]))]));
    assert_eq!(unknown.state, PaymentState::Captured);
    // And what was kept by the merchant reads as it was.
    let kept = serde_json::to_value(&life).unwrap();
    assert_eq!(PaymentLife::read(input(&kept), "refund").unwrap(), life);
}

/// LINE Pay's side: the buyer is registered, nothing is taken, and the key can be charged.
#[test]
fn a_registration_goes_through_and_its_key_is_charged() {
    for version in Version::ALL {
        let shop = Shop::of(version);
        let reserved = shop.call("reserve", &registration(version, "PREAPPROVED")).unwrap();
        let reserved = reply_to::<ReserveRequest>(&reserved);
        let id = reserved.transaction_id.to_string();
        assert_eq!(shop.control("POST", &format!("transactions/{id}/approve"), &Value::Null).0, 200);
        let payment = json!({ "transactionId": id, "amount": 0, "currency": "TWD" });
        let confirmed = reply_to::<ConfirmRequest>(&shop.call("confirm", &payment).unwrap());
        let key = confirmed.reg_key.unwrap();
        assert_eq!(shop.keys()[0].key, key.as_str(), "{version}");
        let charge = json!({ "regKey": key.as_str(), "productName": "tea", "amount": 90, "currency": "TWD",
            "orderId": "SUB-1" });
        assert!(shop.call("preApproval", &charge).is_ok(), "{version}");
        let held: Vec<_> = shop.held().into_iter().filter(|row| row.order == "SUB-1").collect();
        assert_eq!((held.len(), held[0].captured.clone()), (1, json!(90)), "{version}");
    }
}

#[test]
fn a_query_for_nothing_fits_a_row_of_nothing_only() {
    let asked = PaymentCheckRequest::of_order(&"ORD-1".into()).request(Version::V3).unwrap();
    let nothing = Expected { amount: Some("0".parse().unwrap()), ..Expected::default() };
    for (pay_info, fits) in [(json!([]), true), (json!([{ "amount": 0 }]), true), (json!([{ "amount": 360 }]), false)] {
        let text = success(&json!([with(row(), "payInfo", pay_info)]));
        let reply = accept::<PaymentCheckRequest>(Version::V3, &asked.expects(&nothing), 200, &text);
        assert_eq!(reply.is_ok(), fits, "{text}");
    }
    let paid = Expected { amount: Some("360".parse().unwrap()), ..Expected::default() };
    let text = success(&json!([with(row(), "payInfo", json!([]))]));
    assert!(accept::<PaymentCheckRequest>(Version::V3, &asked.expects(&paid), 200, &text).is_err());
}

fn reserved(request: &Value, info: &Value) -> Result<ReserveReply, Error> {
    let any = ask("reserve", Version::V2, input(request)).unwrap();
    let (host, config) = (Canned::new(Ok((200, &success(info)))), config());
    let answer = block_on(Client::new(&config, &host).call(&any, &Expected::default()))?;
    Ok(reply_to::<ReserveRequest>(&answer.reply))
}

#[test]
fn a_scanned_code_needs_no_payment_page() {
    let without = json!({ "transactionId": 2026050712345678910_u64, "paymentAccessToken": "401122334455" });
    for digits in [12, 18, 19] {
        let scanned = with(least(), "oneTimeKey", json!("7".repeat(digits)));
        let reply = reserved(&scanned, &without).unwrap();
        assert_eq!((reply.transaction_id.to_string().as_str(), reply.payment_url), (ID, None));
        assert_eq!(reply.payment_access_token.as_deref(), Some("401122334455"));
        let page = json!({ "web": "https://sandbox-web-pay.line.me/x" });
        let reply = reserved(&scanned, &with(without.clone(), "paymentUrl", page)).unwrap();
        assert_eq!(reply.payment_url.unwrap().web, "https://sandbox-web-pay.line.me/x");
        // Half a page is none, and no unsafe one passes.
        assert_eq!(fails(reserved(&scanned, &with(without.clone(), "paymentUrl", json!({})))).0, Code::MalformedReply);
        let evil = json!({ "web": "javascript:alert(1)" });
        assert_eq!(fails(reserved(&scanned, &with(without.clone(), "paymentUrl", evil))).0, Code::Mismatch);
    }
    assert_eq!(
        broken_in(Version::V2, "reserve", &with(least(), "oneTimeKey", json!("7".repeat(20)))),
        ["oneTimeKey max-bytes"]
    );
    // Where nothing was scanned the buyer has nowhere to go.
    let error = reserved(&least(), &without).unwrap_err();
    assert_eq!((error.code(), error.outcome(), error.retry()), (Code::Mismatch, Outcome::Executed, Retry::Again));
    assert_eq!(error.mismatch().unwrap().field, "paymentUrl");
    for version in [Version::V3, Version::V4] {
        let any = ask("reserve", version, input(&least_packages())).unwrap();
        assert_eq!(fails(any.accept(version, &Expected::default(), 200, &success(&without))).0, Code::Mismatch);
    }
    // Without the request nobody knows what was scanned.
    let judged = accept::<ReserveRequest>(Version::V2, &Expected::default(), 200, &success(&without));
    assert_eq!(judged.unwrap().transaction_id.to_string(), ID);
}

#[test]
fn the_checkout_sends_nobody_to_a_page_that_is_not_there() {
    let without = success(&json!({ "transactionId": 5 }));
    let (host, config, settings) = (Canned::new(Ok((200, &without))), config(), settings());
    let checkout = Checkout::new(&config, &host, &settings).unwrap();
    let scanned = with(order("ORD-1", 360), "oneTimeKey", json!("123456789012"));
    for quote in [order("ORD-1", 360), scanned] {
        let error = block_on(checkout.reserve(input(&quote), None)).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::Mismatch, Outcome::Executed));
    }
}

/// Where the currency is known, a refund of half a dollar of Taiwan is not sent; LINE Pay would refuse it with 1124.
#[test]
fn a_refund_is_as_fine_as_the_currency_that_the_caller_knows() {
    let refund = |amount: f64| RefundRequest {
        transaction_id: ID.parse().unwrap(),
        refund_amount: Some(Amount::from_number(amount).unwrap()),
    };
    let done = success(&json!({ "refundTransactionId": 2026050712345679911_u64 }));
    let config = config_of(Version::V3);
    for (currency, amount, fine) in
        [("TWD", 0.5, false), ("JPY", 9.99, false), ("TWD", 10.0, true), ("THB", 9.99, true), ("USD", 0.5, true)]
    {
        let known = Expected { currency: Some(currency.parse().unwrap()), ..Expected::default() };
        let life = PaymentLife { currency: Some(currency.to_owned()), ..PaymentLife::default() };
        for by_life in [false, true] {
            let (host, refund) = (Canned::new(Ok((200, &done))), refund(amount));
            let client = Client::new(&config, &host);
            let answer = if by_life {
                block_on(client.send_step(&refund, &Expected::default(), &life))
            } else {
                block_on(client.send(&refund, &known))
            };
            assert_eq!((answer.is_ok(), host.sent.get()), (fine, usize::from(fine)), "{currency} {amount}");
            let Err(error) = answer else { continue };
            assert_eq!((error.code(), error.outcome()), (Code::InvalidRequest, Outcome::NotExecuted));
            let issue = &error.issues()[0];
            assert_eq!((issue.path.as_str(), issue.rule), ("refundAmount", "decimals"));
            assert_eq!(issue.return_code.as_ref().unwrap().as_str(), "1124");
        }
    }
    // Of an unknown currency nothing can be said; nor does everything that is left have decimals.
    let odd = PaymentLife { currency: Some("EUR".to_owned()), ..PaymentLife::default() };
    let twd = Expected { currency: Some("TWD".parse().unwrap()), ..Expected::default() };
    let all = RefundRequest { transaction_id: ID.parse().unwrap(), refund_amount: None };
    let host = Canned::new(Ok((200, &done)));
    let client = Client::new(&config, &host);
    assert!(block_on(client.send(&refund(0.5), &Expected::default())).is_ok());
    assert!(block_on(client.send_step(&refund(0.5), &Expected::default(), &odd)).is_ok());
    let reply = block_on(client.send(&all, &twd)).unwrap();
    assert_eq!(reply.refund_transaction_id.to_string(), "2026050712345679911");
}
