//! capture: takes the money that an authorisation holds (line-pay-api 3.3, 4.4).

use super::extras::PROMOTION_RESTRICTION;
use super::pay_info::PAY_INFO;
use crate::outcome::Changes;
use crate::version::Version;
use crate::wire::{Adds, Answers, Kind, Object, Operation, Step, Sum, field};

/// Takes what is authorised.
pub static CAPTURE: Operation =
    Operation::post("capture", "/payments/authorizations/{transactionId}/capture", &REQUEST, Answers::Info(&REPLY))
        .doc(
            "Captures a payment that was confirmed with `capture: false`.\n\nOnce for each authorisation: with a lower \
     amount the rest is released.",
        )
        .told_in(&["3.3", "4.4"])
        .changes(Changes::Payment)
        .step(Step::Capture, Some("amount"))
        .within(60_000);

static REQUEST: Object = Object::new(
    "CaptureRequest",
    &[
        field("transactionId", Kind::TransactionId)
            .doc("The authorised payment's transaction, as text or as a BigInt."),
        field("amount", Kind::Amount(Sum::Positive))
            .repeats()
            .doc("At most the authorised amount; more is refused with 1184."),
        field("currency", Kind::Currency).doc("The authorised currency."),
        field("options", Kind::Object(&OPTIONS))
            .optional()
            .only(&[Version::V3, Version::V4])
            .doc("Taiwan: what may not be paid with points. From older documents of LINE Pay."),
    ],
);

static OPTIONS: Object =
    Object::new("CaptureOptions", &[field("extra", Kind::Object(&EXTRA)).optional().doc("Further settings.")])
        .doc("Settings of a capture.");

static EXTRA: Object = Object::new(
    "CaptureExtra",
    &[field("promotionRestriction", Kind::Object(&PROMOTION_RESTRICTION))
        .optional()
        .doc("What points may not pay and earn.")],
)
.doc("Further settings of a capture.");

static REPLY: Object = Object::new(
    "CaptureReply",
    &[
        field("transactionId", Kind::TransactionId).repeats().doc("The transaction, as asked."),
        field("orderId", Kind::OrderId).repeats().doc("The merchant's order."),
        field("payInfo", Kind::List(&PAY_INFO, None))
            .adds(Adds::Up)
            .doc("How the captured amount was paid; its split may differ from the one at confirm."),
        field("paymentProvider", Kind::AnyText).lenient().doc("v4: `TSP` or `EPI`; absent means `TSP`."),
    ],
)
.doc("The captured payment.");
