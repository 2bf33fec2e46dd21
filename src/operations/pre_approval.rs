//! pre-approval: charges a regKey, without the buyer (line-pay-api 3.8, 4.8).

use super::pay_info::PAY_INFO;
use crate::outcome::Changes;
use crate::wire::{Adds, Answers, Kind, Object, Operation, Step, Sum, field};

/// Charges a regKey.
pub static PRE_APPROVAL: Operation =
    Operation::post("preApproval", "/payments/preapprovedPay/{regKey}/payment", &REQUEST, Answers::Info(&REPLY))
        .doc(
            "Charges a buyer through a regKey, at once.\n\nAfter a lost answer there is no transaction to ask for \
             yet: ask paymentCheck by `orderId` (in v2 with `capture: false` authCheck, for payment details do not \
             list what is only authorised) before charging again.",
        )
        .told_in(&["3.8", "4.8"])
        .changes(Changes::Payment)
        .step(Step::PreApproval, None)
        // The official minimum is 20 s; older documents said 40 s.
        .within(40_000);

static REQUEST: Object = Object::new(
    "PreApprovalRequest",
    &[
        field("regKey", Kind::RegKey).secret().doc("The key that confirm returned."),
        field("productName", Kind::Shown(4000)).doc("What is paid for."),
        field("amount", Kind::Amount(Sum::Positive)).repeats().doc("The total, above 0."),
        field("currency", Kind::Currency).doc("The currency of the merchant's contract."),
        field("orderId", Kind::OrderId).doc("The merchant's order number, a fresh one for each charge."),
        field("capture", Kind::Boolean)
            .optional()
            .doc("true (default): charge; false: authorise only, then capture or void."),
    ],
);

static REPLY: Object = Object::new(
    "PreApprovalReply",
    &[
        field("transactionId", Kind::TransactionId).doc("Its transaction."),
        field("transactionDate", Kind::AnyText).lenient().doc("When, ISO 8601 in UTC."),
        field("orderId", Kind::OrderId).optional().repeats().doc("The merchant's order; LINE Pay often leaves it out."),
        field("payInfo", Kind::List(&PAY_INFO, None))
            .optional()
            .adds(Adds::UpIfAny)
            .doc("How it was paid; LINE Pay often leaves it out."),
        field("authorizationExpireDate", Kind::AnyText)
            .lenient()
            .doc("For `capture: false`: after this LINE Pay voids the authorisation."),
        field("paymentProvider", Kind::AnyText).lenient().doc("v4: `TSP` or `EPI`; absent means `TSP`."),
    ],
)
.doc("The payment that was made.");
