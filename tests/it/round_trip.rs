//! Any valid request says the same to LINE Pay as to the caller: what the client writes, the
//! sandbox reads, and the sandbox was written by somebody else.

use crate::support::answer::reply_to;
use crate::support::asked::ask;
use crate::support::shop::run::block_on;
use crate::support::shop::{Shop, input};
use crate::support::texts::{order_id, text};
use linepay_edge::flow::{Client, State};
use linepay_edge::typed::{ConfirmRequest, PaymentCheckRequest, RefundRequest, ReserveRequest};
use linepay_edge::{Error, Expected, Typed, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A sum in hundredths and its currency.
fn sum() -> impl Strategy<Value = (i64, &'static str)> {
    prop_oneof![
        (1_i64..9_999_999_999_999).prop_map(|units| (units * 100, "TWD")),
        (1_i64..9_999_999_999_999).prop_map(|units| (units * 100, "JPY")),
        (1_i64..999_999_999_999_999).prop_map(|cents| (cents, "USD")),
        (1_i64..100_000).prop_map(|cents| (cents, "THB")),
    ]
}

/// `9.90`: how a person writes it.
fn written(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn send<T: Typed>(shop: &Shop, request: &T) -> Result<T::Reply, Error> {
    let client = Client::new(&shop.config, &shop.network);
    block_on(client.send(request, &Expected::default()))
}

/// The text of a JSON number as hundredths.
fn hundredths(value: &Value) -> i64 {
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    whole.parse::<i64>().unwrap() * 100 + format!("{rest:0<2}").parse::<i64>().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_payment_of_any_order_and_sum_is_the_same_on_both_sides(
        order_id in order_id(char::len_utf8), product in text(4000, char::len_utf8),
        phone in prop::option::of(text(100, char::len_utf8)),
        branch in prop::option::of(text(200, char::len_utf8)), (cents, currency) in sum(), part in 1_i64..100,
    ) {
        let shop = Shop::with(json!({ "currency": currency }), 1);
        let mut order = json!({ "orderId": order_id, "productName": product, "currency": currency,
            "amount": written(cents), "confirmUrl": "https://shop.example.com/c?x=%2F" });
        if let Some(phone) = phone {
            order["deliveryPlacePhone"] = json!(phone);
        }
        if let Some(branch) = branch {
            order["extras"] = json!({ "branchName": branch });
        }
        let request = ask("reserve", Version::V2, input(&order)).unwrap();
        let client = Client::new(&shop.config, &shop.network);
        let reserved = block_on(client.call(&request, &Expected::default())).unwrap().reply;
        let reserved = reply_to::<ReserveRequest>(&reserved);

        let (_, list) = shop.control("GET", "transactions", &Value::Null);
        let row = &list["transactions"][0];
        prop_assert_eq!(&row["transactionId"], &json!(reserved.transaction_id.to_string()));
        prop_assert_eq!(&row["orderId"], &json!(order_id));
        prop_assert_eq!(&row["currency"], currency);
        prop_assert_eq!(hundredths(&row["amount"]), cents);
        let reserve_id = row["reserveId"].as_str().unwrap();
        let sent: Value = serde_json::from_str(&shop.network.last_body("reserve")).unwrap();
        prop_assert!(reserved.payment_url.unwrap().web.ends_with(reserve_id));
        prop_assert_eq!(&sent["productName"], &json!(product));

        let amount = written(cents).parse().unwrap();
        let confirm = ConfirmRequest::new(reserved.transaction_id, amount, currency.parse().unwrap());
        let path = format!("transactions/{}/approve", reserved.transaction_id);
        prop_assert_eq!(shop.control("POST", &path, &Value::Null).0, 200);
        let confirmed = send(&shop, &confirm).unwrap();
        prop_assert_eq!(confirmed.order_id.as_str(), &order_id);

        // The order id survives the query, too.
        let found = send(&shop, &PaymentCheckRequest::of_order(&confirmed.order_id)).unwrap();
        prop_assert_eq!(found.payments[0].paid(), Some(amount));
        prop_assert_eq!(found.payments[0].product_name.as_deref(), Some(product.as_str()));
        prop_assert_eq!(found.payments[0].transaction_id, reserved.transaction_id);

        // A part in the smallest unit of the currency, then the rest.
        let unit = if matches!(currency, "TWD" | "JPY") { 100 } else { 1 };
        let part = (part * unit).min(cents);
        let refund = RefundRequest {
            transaction_id: reserved.transaction_id,
            refund_amount: written(part).parse().ok(),
        };
        send(&shop, &refund).unwrap();
        let query = PaymentCheckRequest::of_transaction(reserved.transaction_id);
        let found = send(&shop, &query).unwrap();
        prop_assert_eq!(found.payments[0].refunded().map(|sum| sum.hundredths()), Some(part));
        if part < cents {
            let rest = RefundRequest { transaction_id: reserved.transaction_id, refund_amount: None };
            send(&shop, &rest).unwrap();
        }
        let (_, list) = shop.control("GET", "transactions", &Value::Null);
        prop_assert_eq!(hundredths(&list["transactions"][0]["refunded"]), cents);
        prop_assert_eq!(&list["transactions"][0]["state"], "REFUNDED");
    }

    #[test]
    fn a_checkout_of_any_order_ends_in_the_receipt_of_that_order(
        order_id in order_id(char::len_utf8), amount in 1_u32..100_000_000,
    ) {
        let shop = Shop::new();
        let reserved = shop.approved(&order_id, amount);
        prop_assert_eq!(&reserved.order, &order_id);
        let verdict = shop.visit(linepay_edge::flow::VisitKind::Confirm, &reserved.confirm, Some(&reserved.cookie));
        prop_assert_eq!(verdict.state, State::Paid);
        let payment = verdict.payment.unwrap();
        prop_assert_eq!(payment.order_id.as_str(), &order_id);
        prop_assert_eq!(payment.amount.to_string(), amount.to_string());
    }

    #[test]
    fn every_number_of_two_decimals_is_read_as_written(cents in -999_999_999_999_999_i64..=999_999_999_999_999) {
        use linepay_edge::money::Amount;
        use linepay_edge::row::Field;
        let amount = Amount::from_hundredths(cents).unwrap();
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        prop_assert_eq!(Amount::from_number(amount.to_number()), Some(amount));
        let json = serde_json::to_string(&amount).unwrap();
        prop_assert_eq!(Amount::read(&json), Some(amount));
        prop_assert_eq!(json, amount.to_string(), "written without trailing zeros");
    }
}
