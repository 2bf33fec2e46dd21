//! Separate capture: authorise, then capture, void or let it lapse; every cell of the reference's table of states.

use crate::shop::{DAY, Shop, code};
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

/// What the queries say: v2's details, auth-check, v3's details.
fn told(shop: &mut Shop, id: u64) -> [String; 3] {
    let query = format!("transactionId={id}");
    let status = |reply: &Value| {
        let row = &reply["info"][0];
        row["payStatus"].as_str().or(row["transactionType"].as_str()).unwrap_or(code(reply)).to_owned()
    };
    [
        status(&shop.get("/v2/payments", &query)),
        status(&shop.authorizations(&query)),
        status(&shop.get("/v3/payments", &query)),
    ]
}

#[test]
fn a_capture_takes_a_part_once_and_lets_the_rest_go() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let id = shop.reserve_as("ORD-1", json!({ "capture": false })).id;
        shop.approve(id);
        let info = shop.confirm(id)["info"].clone();
        assert_eq!(info["authorizationExpireDate"], "2026-06-06T03:04:05Z");
        assert_eq!(told(&mut shop, id), ["1150", "AUTHORIZATION", "AUTHORIZATION"]);
        let row = shop.authorizations("orderId=ORD-1")["info"][0].clone();
        assert_eq!(row["authorizationExpireDate"], "2026-06-06T03:04:05Z");
        assert!(row.get("merchantName").is_none() && row.get("packages").is_none());
        assert_eq!(code(&shop.capture(id, 361)), "1184");
        assert_eq!(code(&shop.capture(id, 0)), "1183");
        assert_eq!(code(&shop.capture(id, -1)), "1183");
        shop.now += 29 * DAY;
        let reply = shop.capture(id, 300);
        assert_eq!(reply["info"]["payInfo"], json!([{ "method": "CREDIT_CARD", "amount": 300 }]));
        assert_eq!(reply["info"]["orderId"], "ORD-1");
        assert_eq!(reply["info"]["paymentProvider"].as_str(), (version == "v4").then_some("TSP"));
        assert_eq!(code(&shop.capture(id, 60)), "1155", "once");
        assert_eq!(code(&shop.void(id)), "1155");
        assert_eq!(told(&mut shop, id), ["PAYMENT", "1150", "CAPTURE"]);
        shop.now += 2 * DAY;
        assert_eq!(told(&mut shop, id), ["PAYMENT", "1150", "CAPTURE"]);
        assert_eq!(code(&shop.refund(id, r#"{"refundAmount":301}"#)), "1164");
        assert_eq!(code(&shop.refund(id, "")), "0000");
        assert_eq!(code(&shop.refund(id, "")), "1165");
        let row = shop.details(&format!("transactionId={id}"))["info"][0].clone();
        assert_eq!(row["payInfo"][0]["amount"], 300);
        assert_eq!(row["refundList"][0]["transactionType"], "PAYMENT_REFUND");
        assert_eq!(code(&shop.capture(id, 60)), "1155");
        assert_eq!(code(&shop.confirm(id)), "1172");
    }
}

#[test]
fn what_is_not_captured_is_voided_or_lapses() {
    for version in VERSIONS {
        let mut shop = Shop::new().in_version(version);
        let (voided, lapsed) = (shop.authorize("ORD-1"), shop.authorize("ORD-2"));
        assert_eq!(code(&shop.refund(voided, "")), "1155");
        assert_eq!(shop.void(voided).get("info"), None);
        shop.now += 30 * DAY;
        shop.restart();
        for (id, status, codes) in [
            (voided, "VOIDED_AUTHORIZATION", ["1172", "1155", "1165", "1155"]),
            (lapsed, "EXPIRED_AUTHORIZATION", ["1172", "1179", "1155", "1155"]),
        ] {
            assert_eq!(told(&mut shop, id), ["1150", status, status]);
            let got = [shop.confirm(id), shop.capture(id, 360), shop.void(id), shop.refund(id, "")];
            assert_eq!(got.each_ref().map(code), codes, "{status}");
        }
        assert_eq!(code(&shop.reserve_with(json!({}))), "1172", "a confirmed order is used up");
        if version != "v2" {
            assert_eq!(code(&shop.status(voided)), "0123");
            assert_eq!(code(&shop.status(lapsed)), "0123");
        }
    }
}

#[test]
fn settings_for_the_cells_that_no_document_settles() {
    let mut shop = Shop::with(json!({ "authorizationDays": 1 })).in_version("v3");
    let (voided, lapsed, held, paid) = (shop.authorize("1"), shop.authorize("2"), shop.authorize("3"), shop.pay("4"));
    shop.void(voided);
    shop.control("PUT", "settings", &json!({ "refundAuthorized": "1179" }));
    assert_eq!(code(&shop.refund(held, "")), "1179");
    shop.now += DAY;
    let all = json!({ "captureVoided": "1170", "refundVoided": "1171", "captureLapsed": "1180",
        "voidLapsed": "1173", "refundLapsed": "1174", "captureRepeated": "1175", "voidCaptured": "1176" });
    shop.control("PUT", "settings", &all);
    let got = [
        shop.capture(voided, 360),
        shop.refund(voided, ""),
        shop.capture(lapsed, 360),
        shop.void(lapsed),
        shop.refund(lapsed, ""),
        shop.capture(paid, 360),
        shop.void(paid),
    ];
    let codes = ["1170", "1171", "1180", "1173", "1174", "1175", "1176"];
    assert_eq!(got.each_ref().map(code), codes);
}

#[test]
fn some_answers_of_capture_cancel_the_authorisation() {
    for (answer, cancelled) in [("1199", true), ("1280", true), ("1298", true), ("1198", false), ("9000", false)] {
        let mut shop = Shop::new();
        let id = shop.authorize("ORD-1");
        let fault = json!({ "operation": "capture", "kind": "code", "code": answer });
        shop.control("POST", "faults", &fault);
        assert_eq!(code(&shop.capture(id, 360)), answer);
        let expected = if cancelled { "VOIDED_AUTHORIZATION" } else { "AUTHORIZATION" };
        assert_eq!(told(&mut shop, id)[1], expected, "{answer}");
    }
}

#[test]
fn auth_check_takes_many_ids() {
    let mut shop = Shop::new();
    let (first, second) = (shop.authorize("1"), shop.authorize("2"));
    let paid = shop.pay("3");
    let query = format!("transactionId={second}&transactionId={paid}&transactionId={first}");
    let rows = shop.authorizations(&query)["info"].clone();
    let ids: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["transactionId"].as_u64().unwrap()).collect();
    assert_eq!(ids, [second, first]);
    let many = |count: usize| vec!["orderId=1"; count].join("&");
    assert_eq!(code(&shop.authorizations(&many(101))), "1177");
    assert_eq!(code(&shop.authorizations(&many(100))), "0000");
    assert_eq!(code(&shop.authorizations("")), "2101");
    let answer = shop.raw("GET", "/v3/payments/authorizations", "orderId=1", b"");
    assert_eq!(answer.status, 404, "v3 has no such query");
}
