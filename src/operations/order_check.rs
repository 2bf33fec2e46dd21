//! orders/{orderId}/check: how does an order of the offline API stand? v2 and v4 (line-pay-api 12).

use super::pay_info::PAY_INFO;
use crate::version::Version;
use crate::wire::{Adds, Answers, Kind, Object, Operation, field};

/// Asks how an order stands.
pub static ORDER_CHECK: Operation = Operation::get(
    "orderCheck",
    "/payments/orders/{orderId}/check",
    &REQUEST,
    Answers::Info(&REPLY),
)
.only(&[Version::V2, Version::V4])
.doc(
    "Asks how a payment stands that was made at the counter (offline API).\n\nAfter a lost answer ask every 3 to \
             5 seconds (v4: every second), for 20 minutes at most. `NOT_FOUND` right after the call may be too early.",
)
.told_in(&["12"]);

static REQUEST: Object =
    Object::new("OrderCheckRequest", &[field("orderId", Kind::OrderId).doc("The merchant's order number.")]);

static REPLY: Object = Object::new(
    "OrderCheckReply",
    &[
        field("status", Kind::AnyText).doc(
            "`COMPLETE`: paid; `AUTH_READY`: authorised, not captured; `REFUND`: given back; `CANCEL` and `FAIL`: not \
             paid, for good. Others may come and mean that it is not settled yet.",
        ),
        field("transactionId", Kind::TransactionId).lenient().repeats().doc("The payment's transaction."),
        field("orderId", Kind::OrderId).optional().repeats().doc("The merchant's order."),
        field("transactionDate", Kind::AnyText).lenient().doc("When, ISO 8601 in UTC."),
        field("payInfo", Kind::List(&PAY_INFO, None))
            .optional()
            .adds(Adds::UpIfAny)
            .doc("How it was paid; the parts add up to the amount."),
        field("authorizationExpireDate", Kind::AnyText)
            .lenient()
            .doc("For `AUTH_READY`: after this LINE Pay voids the authorisation."),
    ],
)
.doc("How the order stands.");
