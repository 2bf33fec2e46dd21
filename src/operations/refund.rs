//! refund: gives a captured payment back, in part or in whole (line-pay-api 3.7, 4.7).

use crate::outcome::Changes;
use crate::rule::Rule;
use crate::wire::{Answers, Kind, Need, Object, Operation, Step, Sum, field};

/// Gives a captured payment back.
pub static REFUND: Operation =
    Operation::post("refund", "/payments/{transactionId}/refund", &REQUEST, Answers::Info(&REPLY))
        .doc(
            "Refunds a captured payment, in part or in whole.\n\nAfter a lost answer ask paymentCheck for its \
             `refundList` before refunding again: repeating a partial refund blindly can refund twice.",
        )
        .told_in(&["3.7", "4.7"])
        .changes(Changes::Payment)
        .step(Step::Refund, Some("refundAmount"));

static REQUEST: Object = Object::new(
    "RefundRequest",
    &[
        field("transactionId", Kind::TransactionId)
            .doc("The payment's transaction (never that of an earlier refund), as text or as a BigInt."),
        // Leaving the key out means everything, so that must not happen by accident.
        field("refundAmount", Kind::Amount(Sum::Refund)).need(Need::Explicit(&Rule::ExplicitRefund)).doc(
            "What to give back, above 0. Leave the key out to refund everything that is left. Its decimals are \
             checked before anything is sent where the currency is known: from `expected.currency` or `payment`.",
        ),
    ],
);

static REPLY: Object = Object::new(
    "RefundReply",
    &[
        field("refundTransactionId", Kind::TransactionId)
            .is_new()
            .doc("The refund's own transaction; later refunds still name the payment's."),
        field("refundTransactionDate", Kind::AnyText).lenient().doc("When, ISO 8601 in UTC."),
    ],
)
.doc("The refund that was made.");
