//! What an order comes to when LINE Pay's rows are odd, and where a buyer may be sent.

use crate::support::answer::reply_to;
use crate::support::canned::Canned;
use crate::support::shop::run::block_on;
use crate::support::shop::{self, CHANNEL, SECRET, Shop, config, input, order, settings};
use linepay_edge::flow::{Checkout, CheckoutVerdict, ProblemKind, State, Visit, VisitKind};
use linepay_edge::row::Field;
use linepay_edge::typed::{PaymentUrl, ReserveRequest};
use linepay_edge::{Code, Config, Credentials, Environment, Outcome, Version};
use serde_json::{Value, json};

fn row(id: u64, date: &str) -> Value {
    json!({ "transactionId": id, "transactionType": "PAYMENT", "transactionDate": date, "currency": "TWD",
        "orderId": "ORD-1", "payInfo": [{ "method": "BALANCE", "amount": 360 }] })
}

fn with(mut row: Value, name: &str, value: Value) -> Value {
    row[name] = value;
    row
}

/// What the status page says where LINE Pay answers with these rows.
fn status(rows: &[Value]) -> CheckoutVerdict {
    let shop = Shop::new();
    let url = shop.reserve("ORD-1", 360).status;
    let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": rows }).to_string();
    let host = Canned::details(&text);
    let checkout = Checkout::new(&shop.config, &host, &shop.settings).unwrap();
    block_on(checkout.visit(&Visit { kind: VisitKind::Status, url, cookies: None }))
}

/// Dates change with a capture; the transaction does not.
#[test]
fn of_several_payments_the_lowest_transaction_counts_on_every_visit_and_all_others_are_named() {
    let rows = [row(9, "2026-05-07T03:04:05Z"), row(5, "2026-05-07T03:04:06Z"), row(7, "2026-05-07T03:04:04Z")];
    for turn in 0..3 {
        let mut rows = rows.to_vec();
        rows.rotate_left(turn);
        let verdict = status(&rows);
        assert_eq!(verdict.state, State::Paid);
        assert_eq!(verdict.payment.unwrap().key.to_string(), "5");
        let [problem] = &verdict.problems[..] else { panic!("{:?}", verdict.problems) };
        assert_eq!(problem.kind, ProblemKind::PaidTwice);
        let advice = "3 payments; 5 counts, so refund 7 (360 TWD left), refund 9 (360 TWD left)";
        assert!(problem.message.contains(advice), "{}", problem.message);
        assert_eq!(problem.got.transaction_id.unwrap().to_string(), "7");
        assert_eq!(problem.extras.len(), 2);
    }
}

#[test]
fn a_payment_counts_only_with_the_quoted_sum_in_the_quoted_currency() {
    let paid = row(5, "2026-05-07T03:04:05Z");
    let parts = json!([{ "method": "CREDIT_CARD", "amount": 300 }, { "method": "DISCOUNT", "amount": 60 }]);
    assert_eq!(status(&[with(paid.clone(), "payInfo", parts)]).state, State::Paid);
    for (name, value) in [
        ("currency", json!("JPY")),
        ("payInfo", json!([{ "amount": 361 }])),
        ("payInfo", json!([])),
        ("payInfo", json!([{ "amount": 36000 }])),
    ] {
        let verdict = status(&[with(paid.clone(), name, value.clone())]);
        assert_eq!(verdict.state, State::Mismatch, "{name} {value}");
        assert!(verdict.payment.is_none());
        assert_eq!(verdict.problems[0].kind, ProblemKind::AmountDiffers);
    }
}

#[test]
fn a_payment_that_was_given_back_whole_does_not_count_and_one_of_which_something_is_left_does() {
    let refund = |sum: i32| json!([{ "refundTransactionId": 8, "refundAmount": sum }]);
    let refunded = |sum| with(row(5, "2026-05-07T03:04:05Z"), "refundList", refund(sum));
    let whole = row(6, "2026-05-08T03:04:05Z");
    let verdict = status(&[refunded(-360), whole.clone()]);
    assert_eq!((verdict.state, verdict.problems.len()), (State::Paid, 0));
    assert_eq!(verdict.payment.unwrap().key.to_string(), "6");
    let verdict = status(&[refunded(-1), whole]);
    assert_eq!((verdict.state, verdict.payment.unwrap().key.to_string()), (State::Refunded, "5".to_owned()));
    assert!(verdict.problems[0].message.contains("refund 6 (360 TWD left)"), "{:?}", verdict.problems);
    let verdict = status(&[refunded(-1)]);
    assert_eq!((verdict.state, verdict.problems.len()), (State::Refunded, 0));
    assert_eq!(verdict.payment.unwrap().refunded.unwrap().to_string(), "1");
}

/// Refunds may come as rows of their own beside the payment's.
#[test]
fn refunds_in_rows_of_their_own_count() {
    let refund = |sum: i32, of: u64| {
        let row = with(row(8, "2026-05-08T03:04:05Z"), "transactionType", json!("PARTIAL_REFUND"));
        let row = with(row, "payInfo", json!([{ "method": "BALANCE", "amount": sum }]));
        with(row, "originalTransactionId", json!(of))
    };
    let paid = row(5, "2026-05-07T03:04:05Z");
    let verdict = status(&[paid.clone(), refund(-60, 5)]);
    assert_eq!((verdict.state, verdict.payment.unwrap().refunded.unwrap().to_string()), (State::Refunded, "60".into()));
    assert_eq!(status(&[paid.clone(), refund(-360, 5)]).state, State::Refunded);
    assert_eq!(status(&[paid, refund(-360, 7)]).state, State::Paid, "another payment's");
    assert_eq!(status(&[refund(-60, 5)]).state, State::Unpaid, "a refund alone is no payment");
}

/// A payment that was taken and given back tells more than an authorisation that is over.
#[test]
fn of_what_is_over_the_captured_payment_is_told() {
    let shop = Shop::of(Version::V3);
    let url = shop.reserve("ORD-1", 360).status;
    let refund = json!([{ "refundTransactionId": 8, "refundAmount": -360 }]);
    let voided = with(row(5, "2026-05-07T03:04:05Z"), "payStatus", json!("VOIDED_AUTHORIZATION"));
    let refunded = with(row(6, "2026-05-07T03:04:05Z"), "refundList", refund);
    let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": [voided, refunded] }).to_string();
    let host = Canned::new(Ok((200, &text)));
    let checkout = Checkout::new(&shop.config, &host, &shop.settings).unwrap();
    let verdict = block_on(checkout.visit(&Visit { kind: VisitKind::Status, url, cookies: None }));
    assert_eq!((verdict.state, verdict.payment.unwrap().key.to_string()), (State::Refunded, "6".to_owned()));
}

/// Only an authorisation can be captured in part: one that was to be captured at once and lists less is for a person.
#[test]
fn less_of_a_payment_that_was_to_be_captured_at_once_is_no_part() {
    let mut shop = Shop::new();
    let now = shop.reserve("ORD-1", 360);
    shop.capture = false;
    let later = shop.reserve("ORD-1", 360);
    let part = json!([{ "method": "BALANCE", "amount": 60 }]);
    let state = |reserved: &shop::Reserved| {
        let listed = with(row(reserved.transaction.parse().unwrap(), "2026-05-07T03:04:05Z"), "payInfo", part.clone());
        let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": [listed] }).to_string();
        let host = Canned::details(&text);
        let checkout = Checkout::new(&shop.config, &host, &shop.settings).unwrap();
        let cookies = Some(reserved.cookie.clone());
        block_on(checkout.visit(&Visit { kind: VisitKind::Status, url: later.status.clone(), cookies })).state
    };
    assert_eq!((state(&later), state(&now)), (State::Paid, State::Mismatch));
}

/// What was captured between two questions is listed as both: it is one payment, and taken.
#[test]
fn a_payment_listed_as_authorised_and_as_captured_is_one_and_captured() {
    let shop = Shop { capture: false, ..Shop::of(Version::V3) };
    let url = shop.reserve("ORD-1", 360).status;
    let listed = |state: &str| with(row(5, "2026-05-07T03:04:05Z"), "payStatus", json!(state));
    let rows = [listed("AUTHORIZATION"), listed("CAPTURE")];
    for rows in [rows.clone(), [rows[1].clone(), rows[0].clone()]] {
        let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": rows }).to_string();
        let host = Canned::new(Ok((200, &text)));
        let checkout = Checkout::new(&shop.config, &host, &shop.settings).unwrap();
        let verdict = block_on(checkout.visit(&Visit { kind: VisitKind::Status, url: url.clone(), cookies: None }));
        assert_eq!((verdict.state, verdict.problems.len()), (State::Paid, 0));
    }
}

/// A row of a kind that nobody knows yet may be a payment: nothing is confirmed beside it, and nothing is said of it.
#[test]
fn a_row_of_an_unknown_kind_keeps_the_order_from_being_confirmed() {
    let shop = Shop::new();
    let reserved = shop.approved("ORD-1", 360);
    let paid = row(5, "2026-05-07T03:04:05Z");
    for rows in [
        [with(paid.clone(), "transactionType", json!("PAYMENT_BY_FACE"))],
        [with(paid.clone(), "transactionType", Value::Null)],
        [with(paid, "payStatus", json!("CAPTURE_PENDING"))],
    ] {
        let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": rows }).to_string();
        let host = Canned::details(&text);
        let checkout = Checkout::new(&shop.config, &host, &shop.settings).unwrap();
        let visit = Visit { kind: VisitKind::Confirm, url: reserved.confirm.clone(), cookies: None };
        assert_eq!(block_on(checkout.visit(&visit)).state, State::Pending);
        assert_eq!(host.sent.get(), 2, "two questions and no confirm");
    }
}

/// Nothing was given back of it either: for a person to look at.
#[test]
fn a_payment_over_nothing_does_not_pay_an_order_over_something() {
    for pay_info in [json!([{ "method": "BALANCE", "amount": 0 }]), json!([])] {
        for capture in [true, false] {
            let mut shop = Shop::new();
            shop.capture = capture;
            let url = shop.reserve("ORD-1", 360).status;
            let rows = [with(row(5, "2026-05-07T03:04:05Z"), "payInfo", pay_info.clone())];
            let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": rows }).to_string();
            let host = Canned::details(&text);
            let checkout = Checkout::new(&shop.config, &host, &shop.settings).unwrap();
            let verdict = block_on(checkout.visit(&Visit { kind: VisitKind::Status, url, cookies: None }));
            assert_eq!((verdict.state, verdict.payment), (State::Mismatch, None), "{pay_info}");
        }
    }
}

/// For support the verdict names the transaction that paid, whichever the visit brought.
#[test]
fn the_verdict_names_the_transaction_that_paid() {
    let shop = Shop::new();
    let (paid, other) = (shop.paid("ORD-1", 360), shop.reserve("ORD-2", 360));
    let verdict = shop.visit(VisitKind::Confirm, &paid.confirm_with(&other.transaction), None);
    assert_eq!(verdict.transaction_id.unwrap().to_string(), paid.transaction);
    let verdict = shop.confirm(&other);
    assert_eq!(verdict.transaction_id.unwrap().to_string(), other.transaction, "nothing paid: what was brought");
}

#[test]
fn a_row_of_another_order_says_nothing_about_this_one() {
    let verdict = status(&[with(row(5, "2026-05-07T03:04:05Z"), "orderId", json!("ORD-2"))]);
    assert_eq!(verdict.state, State::Unclear);
    assert_eq!(verdict.error.unwrap().code, Code::Mismatch);
    assert_eq!(verdict.problems[0].kind, ProblemKind::Refused);
}

#[test]
fn an_order_in_cents_is_paid_in_cents() {
    let shop = Shop::with(json!({ "currency": "USD" }), 1);
    let mut quote = order("ORD-1", 1);
    (quote["amount"], quote["currency"]) = (json!(9.99), json!("USD"));
    let reserved = shop.try_reserve(&quote).unwrap();
    shop.decide(&reserved, "approve");
    for _ in 0..2 {
        let payment = shop.confirm(&reserved).payment.unwrap();
        assert_eq!((payment.amount.to_string(), payment.currency.as_str()), ("9.99".to_owned(), "USD"));
    }
}

fn reserve_with(config: &Config, web: &str, app: Option<&str>) -> Result<PaymentUrl, linepay_edge::Error> {
    let info = json!({ "transactionId": 5, "paymentUrl": { "web": web, "app": app } });
    let text = json!({ "returnCode": "0000", "returnMessage": "OK", "info": info }).to_string();
    let (host, settings) = (Canned::new(Ok((200, &text))), settings());
    let checkout = Checkout::new(config, &host, &settings).unwrap();
    let reserved = block_on(checkout.reserve(input(&order("ORD-1", 360)), None));
    reserved.map(|reserved| PaymentUrl::read(reserved.reserved().unwrap().payment_url.as_str()).unwrap())
}

#[test]
fn the_buyer_is_sent_to_line_pays_own_payment_pages_only() {
    // LINE Pay has more hosts than the one of its documents.
    for web in [
        "https://sandbox-web-pay.line.me/web/payment/wait?transactionReserveId=x&locale=zh-TW_LP",
        "https://web-tw-pay.line.me/R/iab?url=https%3A%2F%2Fweb-pay.line.me%2Fweb%2Fpayment%2FwaitPreLogin",
        "https://web-pay.line.me:443/web/payment/wait",
        "https://Web-Pay.LINE.me/web/payment/wait",
        "https://a.b.line.me",
    ] {
        for environment in [Environment::Sandbox, Environment::Production] {
            let config = Config::new(Credentials::new(CHANNEL, SECRET).unwrap(), Version::V2, environment);
            assert_eq!(reserve_with(&config, web, None).unwrap().web, web, "as it came");
            let relay = config.with_base_url("https://relay.example.com/line").unwrap();
            assert_eq!(reserve_with(&relay, web, None).unwrap().web, web, "a relay has no pages");
        }
    }
    let good = "https://sandbox-web-pay.line.me/web/payment/wait?transactionReserveId=x";
    for web in [
        "https://line.me/x",
        "https://line.me.evil.example/",
        "https://evilline.me/",
        "https://line.me@evil.example/",
        "https://web-pay.line.me@evil.example/",
        "https://user:web-pay.line.me@evil.example/",
        "https://evil.example/https://web-pay.line.me/",
        "https://evil.example?.line.me",
        "https://evil.example#.line.me",
        "https://evil.example\\.line.me/",
        "https://web-pay.line.me\\@evil.example/",
        "https://web-pay.line.me./",
        "https://.line.me/",
        "https://web..line.me/",
        "https://web-pay.line.me:444/",
        "https://web-pay.line.me:0443/",
        "https://web-pay.line.me:80/",
        "https://web-pay.line.me:443:444/",
        "https://sandbox-web-pay.line.me.evil.example/",
        "http://web-pay.line.me/",
        "http://127.0.0.1:8788/",
        "HTTPS://web-pay.line.me/",
        "https:/web-pay.line.me/",
        "https:web-pay.line.me/",
        "//web-pay.line.me/",
        "https://web-pay.line.me\n/",
        "https://web-pay.ｌine.me/",
        "https://[web-pay.line.me]/",
        "javascript:alert(1)//.line.me",
        "",
    ] {
        let error = reserve_with(&config(), web, None).expect_err(web);
        assert_eq!((error.code(), error.outcome()), (Code::Mismatch, Outcome::Executed), "{web}");
        assert_eq!(error.operation(), Some("reserve"));
    }
    // Where the API is on this machine, so is the payment page; and a given origin is exactly the one.
    let local = config().with_base_url("http://127.0.0.1:8788").unwrap();
    let given = Config::read(input(&json!({ "channelId": CHANNEL, "channelSecret": SECRET, "version": "v2",
        "baseUrl": "https://sandbox.example.com", "paymentOrigin": "https://pay.example.com" })))
    .unwrap();
    assert!(reserve_with(&local, "http://127.0.0.1:8788/web/payment/wait", None).is_ok());
    assert!(reserve_with(&given, "https://pay.example.com/web/payment/wait", None).is_ok());
    for config in [&local, &given] {
        for web in [good, "http://127.0.0.1:8789/", "https://pay.example.com:444/", "https://a.pay.example.com/"] {
            let error = reserve_with(config, web, None).expect_err(web);
            assert!(error.code() == Code::Mismatch && error.to_string().contains("no money moved"), "{error}");
        }
    }
}

/// The page for a browser is enough.
#[test]
fn an_app_link_of_another_form_is_left_out() {
    let web = "https://sandbox-web-pay.line.me/web/payment/wait";
    for (app, kept) in [
        ("line://pay/payment/x", true),
        ("https://line.me/R/pay/x", false),
        ("linepay://payment/x", false),
        ("javascript:alert(1)", false),
        ("line://pay\" onclick=\"alert(1)", false),
        ("line:pay", false),
        ("", false),
    ] {
        let page = reserve_with(&config(), web, Some(app)).unwrap();
        assert_eq!(page.app.as_deref(), kept.then_some(app), "{app}");
    }
    let shop = Shop::new();
    let reserved = shop.call("reserve", &with(order("ORD-1", 360), "confirmUrl", json!("https://shop.example.com/")));
    let reply = reply_to::<ReserveRequest>(&reserved.unwrap());
    assert!(reply.payment_url.unwrap().app.unwrap().starts_with("line://"), "the sandbox's own is of the known form");
}

#[test]
fn without_a_known_payment_page_there_is_no_checkout() {
    let credentials = Credentials::new(CHANNEL, SECRET).unwrap();
    let beta = Config::new(credentials, Version::V2, Environment::Beta);
    let (host, settings) = (Canned::new(Ok((200, "{}"))), settings());
    let error = Checkout::new(&beta, &host, &settings).err().unwrap();
    assert_eq!(error.code(), Code::InvalidConfiguration);
    assert_eq!(error.issues()[0].path, "paymentOrigin");
}
