//! One bad request after another: a good one, changed at one place.

use super::super::sample::whole;
use linepay_edge::Version::{V2, V3, V4};
use linepay_edge::wire::Method;
use linepay_edge::{Operation, Version, operations};
use serde_json::{Value, json};

/// A request with everything in it that its version knows, and nothing wrong; ids and keys come from the situation.
pub(crate) fn good(version: Version, operation: &str) -> Value {
    let charge = json!({ "productName": "Tea", "amount": 150, "currency": "TWD", "orderId": "ORD-1" });
    match operation {
        "reserve" if version == V2 => json!({
            "productName": "Tea", "productImageUrl": "https://shop.example.com/tea.png", "amount": 360, "currency": "TWD",
            "mid": "u1", "confirmUrl": "https://shop.example.com/confirm",
            "confirmUrlType": "CLIENT", "checkConfirmUrlBrowser": false, "cancelUrl": "https://shop.example.com/cancel",
            "packageName": "com.example", "orderId": "ORD-1", "deliveryPlacePhone": "0900000000", "payType": "NORMAL",
            "langCd": "en", "capture": true,
            "extras": { "branchName": "Taipei", "addFriends": [{ "type": "LINE_AT", "idList": ["@shop"] }] },
        }),
        "reserve" => {
            let product = json!({ "id": "p", "name": "Tea", "imageUrl": "https://shop.example.com/tea.png", "quantity": 2,
                "price": 180, "originalPrice": 200 });
            let mut request = json!({
                "amount": 360, "currency": "TWD", "orderId": "ORD-1",
                "packages": [{ "id": "1", "amount": 360, "name": "Shop", "products": [product] }],
                "redirectUrls": { "appPackageName": "com.example", "confirmUrl": "https://shop.example.com/ok",
                    "confirmUrlType": "CLIENT", "cancelUrl": "https://shop.example.com/no" },
                "options": {
                    "payment": { "capture": true, "payType": "NORMAL" },
                    "display": { "locale": "en", "checkConfirmUrlBrowser": false },
                    "extra": { "branchName": "Taipei", "branchId": "1",
                        "promotionRestriction": { "useLimit": 1, "rewardLimit": 1 } },
                    "events": [{ "code": "A", "totalAmount": 100 }],
                },
            });
            if version == V3 {
                request["amount"] = json!(400);
                request["packages"][0]["userFee"] = json!(10);
                request["options"]["shipping"] = json!({ "type": "FIXED_ADDRESS", "feeAmount": 30,
                    "feeInquiryType": "FIXED", "address": { "country": "TW", "recipient": { "firstName": "Hana" } } });
                request["options"]["familyService"] =
                    json!({ "addFriends": [{ "type": "lineAt", "idList": ["@shop"] }] });
            } else {
                request["options"]["regPayRequest"] = json!({ "regPayPeriodType": "RECURRING",
                    "recurringPeriod": "YEAR", "recurringMonth": 2, "recurringDay": 29, "productPrice": 100 });
            }
            request
        }
        "confirm" => json!({ "transactionId": null, "amount": 360, "currency": "TWD" }),
        "capture" => json!({ "transactionId": null, "amount": 360, "currency": "TWD" }),
        "refund" => json!({ "transactionId": null, "refundAmount": 100 }),
        "void" | "statusCheck" => json!({ "transactionId": null }),
        "authCheck" | "paymentCheck" => json!({ "transactionId": null }),
        "regKeyCheck" => json!({ "regKey": null, "creditCardAuth": false }),
        "regKeyExpire" => json!({ "regKey": null }),
        "preApproval" => {
            let mut charge = charge;
            charge["regKey"] = Value::Null;
            charge
        }
        _ => whole(operations::find(operation).and_then(|operation| operation.request(version)).unwrap(), version),
    }
}

const ALL: &[Version] = &[V2, V3, V4];
const LATER: &[Version] = &[V3, V4];

/// A change of a good request.
pub(crate) struct Case {
    pub(crate) versions: &'static [Version],
    pub(crate) operation: &'static str,
    /// JSON pointers and what stands there instead.
    pub(crate) changes: Vec<(&'static str, Value)>,
    /// `path rule` of the one issue.
    pub(crate) issue: &'static str,
    /// What LINE Pay would have answered; empty: nothing that is known.
    pub(crate) code: &'static str,
}

fn case(
    versions: &'static [Version],
    operation: &'static str,
    pointer: &'static str,
    value: Value,
    issue: &'static str,
    code: &'static str,
) -> Case {
    Case { versions, operation, changes: vec![(pointer, value)], issue, code }
}

impl Case {
    fn and(mut self, pointer: &'static str, value: Value) -> Case {
        self.changes.push((pointer, value));
        self
    }
}

fn long(length: usize) -> Value {
    json!("x".repeat(length))
}

#[rustfmt::skip]
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = totals();
    cases.extend(bodies());
    cases.extend(later());
    cases.extend(ids());
    cases
}

/// Sums and currencies of every operation that has them.
#[rustfmt::skip]
fn totals() -> Vec<Case> {
    vec![
        case(&[V2], "reserve", "/amount", json!(0), "amount positive", "1183"),
        case(&[V2], "reserve", "/amount", json!(-1), "amount positive", "1183"),
        case(LATER, "reserve", "/amount", json!(0), "amount positive", "1183")
            .and("/packages", json!([{ "id": "1", "amount": 0, "products": [{ "name": "Tea", "quantity": 1, "price": 0 }] }]))
            .and("/options", json!({})),
        case(ALL, "preApproval", "/amount", json!(0), "amount positive", "1183"),
        case(ALL, "capture", "/amount", json!(0), "amount positive", "1183"),
        case(ALL, "confirm", "/amount", json!(-1), "amount positive", "1153"),
        case(ALL, "refund", "/refundAmount", json!(0), "refundAmount positive", "1124"),
        case(ALL, "refund", "/refundAmount", json!(-5), "refundAmount positive", "1124"),
        case(ALL, "refund", "/refundAmount", Value::Null, "refundAmount explicit", ""),
        case(ALL, "reserve", "/amount", json!(3.5), "amount decimals", "1124"),
        case(ALL, "confirm", "/amount", json!(3.5), "amount decimals", "1124"),
        case(ALL, "preApproval", "/amount", json!(3.5), "amount decimals", "1124"),
        case(ALL, "capture", "/amount", json!(3.5), "amount decimals", ""),
        case(ALL, "reserve", "/amount", json!(3.505), "amount amount", "1124"),
        case(ALL, "confirm", "/amount", json!(0.1 + 0.2), "amount amount", "1124"),
        case(ALL, "refund", "/refundAmount", json!(1.005), "refundAmount amount", "1124"),
        case(ALL, "refund", "/refundAmount", json!("1OO"), "refundAmount amount", "2101"),
        case(ALL, "refund", "/refundAmount", json!(""), "refundAmount amount", "2101"),
        case(ALL, "refund", "/refundAmount", json!("1e2"), "refundAmount amount", ""),
        case(ALL, "confirm", "/amount", json!(10_000_000_000_000_u64), "amount amount", ""),
        case(ALL, "confirm", "/amount", json!("十"), "amount amount", "2101"),
        case(ALL, "confirm", "/amount", json!(true), "amount type", "2101"),
        case(ALL, "confirm", "/amount", Value::Null, "amount required", "2101"),
        case(ALL, "reserve", "/amount", Value::Null, "amount required", "2101"),
        case(ALL, "reserve", "/currency", json!("EUR"), "currency currency", "1178"),
        case(ALL, "preApproval", "/currency", json!("EUR"), "currency currency", "1178"),
        case(ALL, "confirm", "/currency", json!("EUR"), "currency currency", ""),
        case(ALL, "capture", "/currency", json!("EUR"), "currency currency", ""),
        case(ALL, "confirm", "/currency", json!("NT$D"), "currency currency", "2101"),
        case(ALL, "reserve", "/currency", json!(""), "currency currency", "2101"),
        case(ALL, "reserve", "/currency", json!("NT"), "currency currency", "1178"),
        case(&[V4], "reserve", "/currency", json!("JPY"), "currency currency", "1178"),
        case(ALL, "capture", "/currency", Value::Null, "currency required", "2101"),
        case(ALL, "confirm", "/currency", json!(5), "currency type", "2101"),
        case(&[V2, V3], "preApproval", "/currency", Value::Null, "currency required", "2101"),
        case(&[V4], "preApproval", "/currency", Value::Null, "currency required", ""),
        case(&[V4], "preApproval", "/productName", json!(""), "productName not-empty", ""),
    ]
}

/// Texts and choices.
#[rustfmt::skip]
fn bodies() -> Vec<Case> {
    vec![
        case(&[V2], "reserve", "/productName", json!(""), "productName not-empty", "2101"),
        case(&[V2], "reserve", "/productName", Value::Null, "productName required", "2101"),
        case(&[V2], "reserve", "/productName", json!(5), "productName type", "2101"),
        case(&[V2], "reserve", "/productName", json!("茶".repeat(1334)), "productName max-bytes", "2101"),
        case(&[V2], "reserve", "/mid", long(51), "mid max-bytes", "2101"),
        case(&[V2], "reserve", "/mid", json!(""), "mid not-empty", ""),
        case(&[V2], "reserve", "/oneTimeKey", long(20), "oneTimeKey max-bytes", "2101"),
        case(&[V2], "reserve", "/packageName", long(4001), "packageName max-bytes", "2101"),
        case(&[V2], "reserve", "/deliveryPlacePhone", long(101), "deliveryPlacePhone max-bytes", "2101"),
        case(ALL, "reserve", "/orderId", json!(""), "orderId not-empty", "2101"),
        case(&[V2], "reserve", "/orderId", long(101), "orderId max-bytes", "2101"),
        case(LATER, "reserve", "/orderId", long(101), "orderId max-length", "2101"),
        // Java's characters are UTF-16 code units; the sandbox counts Unicode's.
        case(LATER, "reserve", "/orderId", json!("𠮷".repeat(50) + "x"), "orderId max-length", "2101"),
        case(ALL, "reserve", "/orderId", json!(" a"), "orderId trimmed", ""),
        case(ALL, "reserve", "/orderId", json!("a\nb"), "orderId no-control-characters", ""),
        case(ALL, "reserve", "/orderId", json!("a\u{fffd}"), "orderId well-formed", ""),
        case(ALL, "reserve", "/orderid", json!("x"), "orderid unknown-field", ""),
        case(ALL, "reserve", "/zzz", json!("x"), "zzz unknown-field", ""),
        case(ALL, "preApproval", "/orderId", Value::Null, "orderId required", "2101"),
        case(ALL, "preApproval", "/orderId", json!("."), "orderId dots", ""),
        case(ALL, "reserve", "/orderId", json!(".."), "orderId dots", ""),
        case(&[V2], "preApproval", "/orderId", long(101), "orderId max-bytes", "2101"),
        case(LATER, "preApproval", "/orderId", long(101), "orderId max-length", "2101"),
        case(&[V2, V3], "preApproval", "/productName", json!(""), "productName not-empty", "2101"),
        case(ALL, "preApproval", "/capture", json!("false"), "capture type", ""),
        case(ALL, "preApproval", "/capture", json!("no"), "capture type", "2101"),
        case(&[V2], "reserve", "/confirmUrl", json!(""), "confirmUrl not-empty", "2101"),
        case(&[V2], "reserve", "/confirmUrl", json!(format!("https://a.example/{}", "x".repeat(483))), "confirmUrl max-bytes", "2101"),
        case(&[V2], "reserve", "/confirmUrl", json!("http://shop.example.com/"), "confirmUrl https", ""),
        case(&[V2], "reserve", "/confirmUrl", json!("/confirm"), "confirmUrl url", ""),
        case(&[V2], "reserve", "/confirmUrl", json!("https://a.example/?transactionId=1"), "confirmUrl reserved-parameter", ""),
        case(&[V2], "reserve", "/cancelUrl", json!(""), "cancelUrl not-empty", ""),
        case(&[V2], "reserve", "/productImageUrl", json!("myapp://x"), "productImageUrl url", ""),
        case(&[V2], "reserve", "/productImageUrl", json!(format!("https://a.example/{}", "x".repeat(483))), "productImageUrl max-bytes", "2101"),
        case(&[V2], "reserve", "/confirmUrlType", json!("NONE"), "confirmUrlType one-of", "2101"),
        case(&[V2], "reserve", "/payType", json!("ONCE"), "payType one-of", "2101"),
        case(&[V2], "reserve", "/langCd", json!("zh-TW"), "langCd one-of", ""),
        case(&[V2], "reserve", "/langCd", json!(5), "langCd type", "2101"),
        case(&[V2], "reserve", "/capture", json!("false"), "capture type", ""),
        case(&[V2], "reserve", "/capture", json!(1), "capture type", "2101"),
        case(&[V2], "reserve", "/extras", json!("x"), "extras type", "2101"),
        case(&[V2], "reserve", "/extras/branchName", long(201), "extras.branchName max-bytes", "2101"),
        case(&[V2], "reserve", "/extras/addFriends", json!({}), "extras.addFriends type", "2101"),
        case(&[V2], "reserve", "/extras/addFriends/0/type", json!("X"), "extras.addFriends[0].type one-of", "2101"),
        case(&[V2], "reserve", "/extras/addFriends/0/type", Value::Null, "extras.addFriends[0].type required", ""),
        case(&[V2], "reserve", "/extras/addFriends/0/idList", json!([]), "extras.addFriends[0].idList not-empty", ""),
        case(&[V2], "reserve", "/extras/addFriends/0/idList", json!([5]), "extras.addFriends[0].idList[0] type", "2101"),
    ]
}

/// The body of v3 and v4.
#[rustfmt::skip]
fn later() -> Vec<Case> {
    let at = |pointer, value, issue, code| case(LATER, "reserve", pointer, value, issue, code);
    let v3 = |pointer, value, issue, code| case(&[V3], "reserve", pointer, value, issue, code);
    let v4 = |pointer, value, issue, code| case(&[V4], "reserve", pointer, value, issue, code);
    let terms = |terms: Value, issue, code| case(&[V4], "reserve", "/options/regPayRequest", terms, issue, code);
    vec![
        at("/packages", Value::Null, "packages required", "2101"),
        at("/packages", json!([]), "packages not-empty", "2101"),
        at("/packages", json!({}), "packages type", "2101"),
        at("/packages/0", json!("x"), "packages[0] type", "2101").and("/amount", json!(1)),
        at("/packages/0/id", json!(""), "packages[0].id not-empty", "2101"),
        at("/packages/0/id", long(51), "packages[0].id max-length", "2101"),
        at("/packages/0/name", long(101), "packages[0].name max-length", "2101"),
        at("/packages/0/amount", json!(361), "packages[0].amount sum", "2101"),
        at("/packages/0/products", json!([]), "packages[0].products not-empty", "2101"),
        at("/packages/0/products/0/id", long(51), "packages[0].products[0].id max-length", "2101"),
        at("/packages/0/products/0/name", json!(""), "packages[0].products[0].name not-empty", "2101"),
        at("/packages/0/products/0/imageUrl", json!(format!("https://a.example/{}", "x".repeat(483))), "packages[0].products[0].imageUrl max-length", "2101"),
        at("/packages/0/products/0/quantity", json!(0), "packages[0].products[0].quantity positive", "2101"),
        at("/packages/0/products/0/quantity", json!(1.5), "packages[0].products[0].quantity whole-number", "2101"),
        at("/packages/0/products/0/quantity", json!(-1), "packages[0].products[0].quantity whole-number", "2101"),
        at("/packages/0/products/0/quantity", json!("2"), "packages[0].products[0].quantity whole-number", ""),
        at("/packages/0/products/0/price", json!(0.5), "packages[0].products[0].price decimals", "1124"),
        at("/packages/0/products/0/price", json!(0.505), "packages[0].products[0].price amount", "1124"),
        at("/packages/0/products/0/price", json!(-1), "packages[0].amount sum", "2101"),
        at("/redirectUrls/confirmUrl", json!("javascript://x"), "redirectUrls.confirmUrl url", ""),
        at("/redirectUrls/confirmUrl", json!("myapp://x"), "redirectUrls.confirmUrl https", "").and("/redirectUrls/confirmUrlType", json!("SERVER")),
        at("/packages/0/products/0/name", json!("a\u{1}"), "packages[0].products[0].name no-control-characters", ""),
        at("/packages/0/products/0/originalPrice", json!(0.5), "packages[0].products[0].originalPrice decimals", "1124"),
        at("/packages/1", json!({ "id": "1", "amount": 1, "products": [{ "name": "Cup", "quantity": 1, "price": 1 }] }), "packages[1].id unique", "2101"),
        at("/amount", json!(1), "amount sum", "2101"),
        // Two things are wrong with it for LINE Pay, the sum and the amount; which it looks at first is not known.
        at("/amount", json!(0), "amount positive", "1183"),
        v3("/packages/0/userFee", json!(0.5), "packages[0].userFee decimals", "1124"),
        at("/redirectUrls/confirmUrl", Value::Null, "redirectUrls.confirmUrl required", "2101"),
        at("/redirectUrls/cancelUrl", json!(""), "redirectUrls.cancelUrl not-empty", "2101"),
        at("/redirectUrls/confirmUrlType", json!("APP"), "redirectUrls.confirmUrlType one-of", "2101"),
        at("/redirectUrls/appPackageName", long(4001), "redirectUrls.appPackageName max-length", "2101"),
        at("/redirectUrls", json!(5), "redirectUrls type", "2101").and("/unused", Value::Null),
        at("/options", json!([]), "options type", "2101").and("/amount", json!(360)).and("/packages/0/userFee", Value::Null),
        at("/options/payment/payType", json!("ONCE"), "options.payment.payType one-of", "2101"),
        at("/options/payment/capture", json!([]), "options.payment.capture type", "2101"),
        at("/options/display/locale", json!("zh-TW"), "options.display.locale one-of", ""),
        at("/options/extra/branchName", long(201), "options.extra.branchName max-length", "2101"),
        at("/options/extra/branchId", long(33), "options.extra.branchId max-length", ""),
        at("/options/extra/promotionRestriction/rewardLimit", Value::Null, "options.extra.promotionRestriction.rewardLimit required", "2101"),
        at("/options/extra/promotionRestriction/useLimit", json!(0.505), "options.extra.promotionRestriction.useLimit amount", ""),
        at("/options/events/0/code", long(31), "options.events[0].code max-length", "2101"),
        at("/options/events/0/productQuantity", json!(1), "options.events[0] exactly-one", "2101"),
        v3("/options/shipping/type", json!("MAIL"), "options.shipping.type one-of", "2101"),
        v3("/options/shipping/type", json!("SHIPPING"), "options.shipping.feeInquiryUrl required", "2101"),
        v3("/options/shipping/address", Value::Null, "options.shipping.address required", "2101"),
        v3("/options/shipping/feeAmount", json!(0.5), "options.shipping.feeAmount decimals", "1124"),
        v3("/options/shipping/feeAmount", json!(-1), "options.shipping.feeAmount positive", ""),
        v3("/options/shipping/feeInquiryType", json!("NO"), "options.shipping.feeInquiryType one-of", "2101"),
        v3("/options/shipping/address/recipient/email", json!(5), "options.shipping.address.recipient.email type", "2101"),
        v3("/options/familyService/addFriends/0/type", json!("LINE_AT"), "options.familyService.addFriends[0].type one-of", "2101"),
        v4("/options/regPayRequest/productPrice", json!(0), "options.regPayRequest.productPrice positive", ""),
        v4("/options/regPayRequest/recurringPeriod", json!("DAY"), "options.regPayRequest.recurringPeriod one-of", "2101")
            .and("/options/regPayRequest/recurringDay", Value::Null).and("/options/regPayRequest/recurringMonth", Value::Null),
        v4("/options/regPayRequest/recurringDay", json!(30), "options.regPayRequest.recurringDay range", "2101"),
        v4("/options/regPayRequest/recurringMonth", json!(13), "options.regPayRequest.recurringMonth range", "2101"),
        terms(json!({ "recurringPeriod": "WEEK", "recurringDay": 1 }), "options.regPayRequest.recurringDay only-with", "2101"),
        terms(json!({ "recurringPeriod": "MONTH", "recurringDayOfWeek": "SUN" }), "options.regPayRequest.recurringDayOfWeek only-with", "2101"),
        terms(json!({ "regPayPeriodType": "RECURRING", "perTransactionLimit": 1 }), "options.regPayRequest.perTransactionLimit only-with", ""),
        terms(json!({ "regPayPeriodType": "NON_RECURRING", "recurringPeriod": "WEEK" }), "options.regPayRequest.recurringPeriod only-with", ""),
    ]
}

/// Ids and regKeys.
#[rustfmt::skip]
fn ids() -> Vec<Case> {
    let many = json!((1..=101).map(|n| n.to_string()).collect::<Vec<_>>());
    let mut cases = vec![
        case(LATER, "statusCheck", "/transactionId", json!("9223372036854775808"), "transactionId transaction-id", "2101"),
        case(ALL, "paymentCheck", "/transactionId", Value::Null, "transactionId required", "2101"),
        case(ALL, "paymentCheck", "/transactionId", many.clone(), "transactionId max-ids", "1177"),
        case(ALL, "paymentCheck", "/orderId", many.clone(), "orderId max-ids", "1177").and("/transactionId", Value::Null),
        case(ALL, "paymentCheck", "/transactionId", json!(["1", "x"]), "transactionId[1] transaction-id", "2101"),
        case(ALL, "paymentCheck", "/transactionId", json!(["1", true]), "transactionId[1] type", "2101"),
        case(ALL, "paymentCheck", "/orderId", json!("a"), "orderId one-kind", "").and("/transactionId", json!("1")),
        case(ALL, "paymentCheck", "/orderId", json!([5]), "orderId[0] type", "").and("/transactionId", Value::Null),
        case(ALL, "paymentCheck", "/orderId", json!(["", "a"]), "orderId[0] not-empty", "").and("/transactionId", Value::Null),
        case(&[V2], "paymentCheck", "/orderId", long(101), "orderId[0] max-bytes", "").and("/transactionId", Value::Null),
        case(&[V3], "paymentCheck", "/fields", json!("all"), "fields one-of", ""),
        case(&[V2], "authCheck", "/transactionId", Value::Null, "transactionId required", "2101"),
        case(ALL, "authCheck", "/transactionId", many, "transactionId max-ids", "1177"),
        case(ALL, "regKeyCheck", "/creditCardAuth", json!("yes"), "creditCardAuth type", "2101"),
        case(ALL, "regKeyCheck", "/creditCardAuth", json!("true"), "creditCardAuth type", ""),
    ];
    let of_a_payment = |operation: &&&Operation| {
        let route = operation.route(V2);
        route.is_some_and(|route| route.method == Method::Post && route.path.contains("{transactionId}"))
    };
    for operation in operations::ALL.iter().filter(of_a_payment).map(|operation| operation.name) {
        cases.extend([
            case(ALL, operation, "/transactionId", json!("9223372036854775808"), "transactionId transaction-id", "2101"),
            case(ALL, operation, "/transactionId", json!("1/../2"), "transactionId transaction-id", "2101"),
            case(ALL, operation, "/transactionId", json!("x"), "transactionId transaction-id", "2101"),
            case(ALL, operation, "/transactionId", json!("0"), "transactionId transaction-id", ""),
            case(ALL, operation, "/transactionId", json!("007"), "transactionId transaction-id", ""),
            case(ALL, operation, "/transactionId", json!(""), "transactionId transaction-id", ""),
            case(ALL, operation, "/transactionId", json!(5), "transactionId type", ""),
            case(ALL, operation, "/transactionId", json!({}), "transactionId type", "2101"),
            case(ALL, operation, "/transactionId", Value::Null, "transactionId required", ""),
        ]);
    }
    for operation in ["regKeyCheck", "regKeyExpire", "preApproval"] {
        cases.extend([
            case(ALL, operation, "/regKey", json!("RK_1"), "regKey reg-key", "1190"),
            case(ALL, operation, "/regKey", json!("../refund"), "regKey reg-key", "1190"),
            case(ALL, operation, "/regKey", long(65), "regKey reg-key", "1190"),
            case(ALL, operation, "/regKey", json!(5), "regKey type", "1190"),
            case(ALL, operation, "/regKey", json!(""), "regKey reg-key", ""),
            case(ALL, operation, "/regKey", Value::Null, "regKey required", ""),
        ]);
    }
    cases
}
