//! check payment request status: has the buyer approved? v3 and v4 (line-pay-api 4.2).

use crate::return_code::ReturnCode;
use crate::version::Version;
use crate::wire::{Answers, Kind, Object, Operation, field};

/// Asks whether the buyer has approved.
pub static STATUS_CHECK: Operation = Operation::get(
    "statusCheck",
    "/payments/requests/{transactionId}/check",
    &REQUEST,
    Answers::Status {
        reply: &REPLY,
        codes: &[
            (ReturnCode::SUCCESS, WORDS[0]),
            (ReturnCode::APPROVED, WORDS[1]),
            (ReturnCode::CANCELLED, WORDS[2]),
            (ReturnCode::FAILED, WORDS[3]),
            (ReturnCode::COMPLETED, WORDS[4]),
        ],
    },
)
.only(&[Version::V3, Version::V4])
.doc("Asks whether the buyer has approved a reservation. Wait a second at least between two questions.")
.told_in(&["4.2"]);

/// What the codes mean: not approved yet; approved, so that confirm may be called; cancelled, or the time was up;
/// failed; confirmed. The last three are final.
const WORDS: [&str; 5] = ["waiting", "approved", "cancelled", "failed", "completed"];

static REQUEST: Object = Object::new(
    "StatusCheckRequest",
    &[field("transactionId", Kind::TransactionId)
        .doc("The transaction that reserve returned, as text or as a BigInt.")],
);

static REPLY: Object = Object::new(
    "StatusCheckReply",
    &[
        field("status", Kind::OneOf(&WORDS)).doc("Where the reservation stands."),
        field("returnCode", Kind::AnyText).doc("LINE Pay's return code: 0000, 0110, 0121, 0122 or 0123."),
        field("shipping", Kind::Object(&CHOSEN_SHIPPING)).lenient().doc(
            "With `options.shipping`: the method that the buyer chose, whose fee belongs to the amount of confirm.",
        ),
    ],
)
.doc("The answer: LINE Pay gives it as the return code.");

static CHOSEN_SHIPPING: Object = Object::new(
    "ChosenShipping",
    &[
        field("methodId", Kind::AnyText).lenient().doc("The method's id."),
        field("feeAmount", Kind::ANY_AMOUNT).lenient().doc("Its fee."),
    ],
)
.doc("The shipping method that the buyer chose.");
