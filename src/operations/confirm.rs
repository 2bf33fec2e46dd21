//! confirm: makes the payment, after the buyer has approved it (line-pay-api 3.2, 4.3).

use super::order_rows::{MERCHANT_REFERENCE, PACKAGE_ROW, SHIPPING};
use super::pay_info::PAY_INFO;
use crate::outcome::Changes;
use crate::wire::{Adds, Answers, Kind, Need, Object, Operation, Step, Sum, field};

/// Makes the payment of a reservation.
pub static CONFIRM: Operation =
    Operation::post("confirm", "/payments/{transactionId}/confirm", &REQUEST, Answers::Info(&REPLY))
        .doc(
            "Confirms a reservation that the buyer has approved: charges the buyer, or authorises with `capture: \
             false`. The amount is that of the reservation, from your own records and never from a page.\n\nNever \
             use it to find out whether the buyer has approved: a premature confirm is refused with 1169 and may \
             end the reservation.\n\nOn an error with outcome `unknown`, ask paymentCheck before anything else (in \
             v2 with `capture: false`, authCheck). The `regKey` of a `PREAPPROVED` reservation comes in this reply \
             alone and no query returns it: if it is lost and the payment is made, let the buyer register again, or \
             refund.",
        )
        .told_in(&["3.2", "4.3"])
        .changes(Changes::Payment)
        .step(Step::Confirm, Some("amount"))
        .within(40_000)
        .lost(
            "a PREAPPROVED reservation's regKey comes in this reply alone and no query returns it: if the payment \
             proves to be made and you have no regKey, let the buyer register again, or refund it",
        );

static REQUEST: Object = Object::new(
    "ConfirmRequest",
    &[
        field("transactionId", Kind::TransactionId)
            .doc("The transaction that reserve returned, as text or as a BigInt."),
        field("amount", Kind::Amount(Sum::Reserved)).repeats().doc(
            "The reserved amount, exactly; a different one is refused with 1153. 0 is for a reservation that only \
             registers the buyer (`payType: \"PREAPPROVED\"`, amount 0).",
        ),
        field("currency", Kind::Currency).doc("The reserved currency."),
    ],
);

static REPLY: Object = Object::new(
    "ConfirmReply",
    &[
        field("transactionId", Kind::TransactionId).repeats().doc("The transaction, as asked."),
        field("orderId", Kind::OrderId).repeats().doc("The merchant's order."),
        field("payInfo", Kind::List(&PAY_INFO, None)).need(Need::ListUnless("regKey")).adds(Adds::Up).doc(
            "How it was paid; the parts add up to the amount. Empty where nothing was charged: a registration with \
             amount 0.",
        ),
        field("authorizationExpireDate", Kind::AnyText)
            .lenient()
            .doc("For `capture: false`: after this LINE Pay voids the authorisation."),
        field("regKey", Kind::RegKey).lenient().doc(
            "For `payType: \"PREAPPROVED\"`: the key for automatic payments. No query returns it again: if this \
             reply is lost, let the buyer register again, or refund the payment.",
        ),
        field("packages", Kind::List(&PACKAGE_ROW, None))
            .lenient()
            .doc("v3: the packages that were paid; often left out."),
        field("shipping", Kind::Object(&SHIPPING)).lenient().doc("v3: the shipping that the buyer chose."),
        field("merchantReference", Kind::Object(&MERCHANT_REFERENCE))
            .lenient()
            .doc("Taiwan: the buyer's cards with the merchant."),
        field("paymentProvider", Kind::AnyText).lenient().doc("v4: `TSP` or `EPI`; absent means `TSP`."),
    ],
)
.doc("The payment that was made.");
