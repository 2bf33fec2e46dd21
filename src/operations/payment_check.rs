//! payment-check: asks for captured payments and refunds (line-pay-api 3.6, 4.6).

use super::ids::{ORDER_IDS, TRANSACTION_IDS, one_kind_of_id};
use super::order_rows::{EVENT_ROW, MERCHANT_REFERENCE, PACKAGE_ROW, SHIPPING};
use super::pay_info::PAY_INFO;
use crate::version::Version;
use crate::wire::{Adds, Answers, Kind, Need, Object, Operation, field};

/// Asks for payments.
pub static PAYMENT_CHECK: Operation = Operation::get(
    "paymentCheck",
    "/payments",
    &REQUEST,
    Answers::Rows { reply: &REPLY, row: &PAYMENT_ROW, name: "payments", keep: None },
)
.doc(
    "Asks for payments by their transactions or by their orders: 1 to 100 ids of one kind.\n\nOnly what was paid is \
     found: a reservation that was never confirmed is a `NOT_FOUND` (1150), and so is in v2 what is only \
     authorised: ask authCheck for that.",
)
.told_in(&["3.6", "4.6"]);

static REQUEST: Object = Object::new(
    "PaymentCheckRequest",
    &[
        TRANSACTION_IDS.doc("Transactions of payments or of refunds, as text or as BigInts."),
        ORDER_IDS,
        field("fields", Kind::OneOf(&["ALL", "TRANSACTION", "ORDER"]))
            .optional()
            .only(&[Version::V3])
            .doc("Which half of the data to return; all without it."),
    ],
)
.rule(one_kind_of_id);

static REPLY: Object = Object::new(
    "PaymentCheckReply",
    &[field("payments", Kind::List(&PAYMENT_ROW, None)).doc("One row for each payment or refund that was found.")],
)
.doc("What was found.");

/// One payment or refund.
pub(super) static PAYMENT_ROW: Object = Object::new(
    "PaymentRow",
    &[
        field("transactionId", Kind::TransactionId).repeats().doc("Its transaction."),
        field("transactionDate", Kind::AnyText).lenient().doc("When, ISO 8601 in UTC."),
        // Whether its sum is compared hangs on it.
        field("transactionType", Kind::AnyText)
            .optional()
            .doc("`PAYMENT`, `PAYMENT_REFUND` or `PARTIAL_REFUND`; others may come. Absent with `fields: \"ORDER\"`."),
        field("productName", Kind::AnyText).lenient().doc("The product's name."),
        field("merchantName", Kind::AnyText).lenient().doc("The merchant's name."),
        field("currency", Kind::Currency).repeats().doc("ISO 4217."),
        field("orderId", Kind::OrderId).repeats().doc("The merchant's order."),
        field("payInfo", Kind::List(&PAY_INFO, None))
            .need(Need::List)
            .adds(Adds::UpIfPayment)
            .doc("How it was paid; the parts add up to the amount. Absent when LINE Pay does not say."),
        field("authorizationExpireDate", Kind::AnyText)
            .lenient()
            .doc("When an authorisation lapses; some answers repeat the payment's date here."),
        field("refundList", Kind::List(&REFUND_ROW, None))
            .need(Need::List)
            .doc("The refunds of this payment; absent when there are none."),
        // Whether money was taken hangs on it: illegible must not pass for absent, which in v2 means taken.
        field("payStatus", Kind::AnyText)
            .optional()
            .doc("`CAPTURE` (v3, v4), `AUTHORIZATION`, `VOIDED_AUTHORIZATION` or `EXPIRED_AUTHORIZATION`."),
        field("paymentProvider", Kind::AnyText).lenient().doc("v4: `TSP` or `EPI`; absent means `TSP`."),
        field("packages", Kind::List(&PACKAGE_ROW, None)).lenient().doc("v3 and v4: the packages that were ordered."),
        field("shipping", Kind::Object(&SHIPPING)).lenient().doc("v3: the shipping that was chosen."),
        field("events", Kind::List(&EVENT_ROW, None)).lenient().doc("Taiwan, v3 and v4: the promotions that counted."),
        field("merchantReference", Kind::Object(&MERCHANT_REFERENCE))
            .lenient()
            .doc("Taiwan: the buyer's cards with the merchant."),
        field("originalTransactionId", Kind::TransactionId)
            .lenient()
            .doc("For a refund's row: the payment that was refunded."),
    ],
)
.doc("One payment or refund.");

static REFUND_ROW: Object = Object::new(
    "RefundRow",
    &[
        field("refundTransactionId", Kind::TransactionId).doc("The refund's own transaction."),
        field("transactionType", Kind::AnyText).lenient().doc("`PAYMENT_REFUND` or `PARTIAL_REFUND`."),
        field("refundAmount", Kind::ANY_AMOUNT)
            .doc("What was given back. Its sign differs between servers: count its absolute value."),
        field("refundTransactionDate", Kind::AnyText).lenient().doc("When, ISO 8601 in UTC."),
    ],
)
.doc("One refund of a payment.");
