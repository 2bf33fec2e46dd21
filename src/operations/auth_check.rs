//! authorization-check: asks for authorisations (line-pay-api 3.5, 4.6). v3 and v4 list them among the payment details.

use super::ids::{ORDER_IDS, TRANSACTION_IDS, one_kind_of_id};
use super::payment_check::PAYMENT_ROW;
use crate::row::Row;
use crate::version::Version;
use crate::wire::{Answers, Keep, Kind, Object, Operation, field};

/// Asks for authorisations.
pub static AUTH_CHECK: Operation = Operation::get(
    "authCheck",
    "/payments",
    &REQUEST,
    Answers::Rows { reply: &REPLY, row: &PAYMENT_ROW, name: "authorizations", keep: Some(is_authorization) },
)
.in_v2("/payments/authorizations")
.doc(
    "Asks for payments that are authorised and not captured: 1 to 100 ids of one kind.\n\nCaptured payments are \
     found by paymentCheck instead. v3 and v4 have no such call: there it is answered from the payment details. \
     Where there is none, it is a `NOT_FOUND`.",
)
.told_in(&["3.5", "4.6"]);

static REQUEST: Object =
    Object::new("AuthCheckRequest", &[TRANSACTION_IDS.doc("Transactions, as text or as BigInts."), ORDER_IDS])
        .rule(one_kind_of_id);

static REPLY: Object = Object::new(
    "AuthCheckReply",
    &[field("authorizations", Kind::List(&PAYMENT_ROW, None))
        .doc("One row for each authorisation; `payStatus` says whether it still holds.")],
)
.doc("What was found.");

/// In v2 every row is one, and says how it stands: one that does not would pass for one of payment-check, money taken.
fn is_authorization(version: Version, row: &Row<'_>) -> Keep {
    match row.lenient::<String>("payStatus").as_deref() {
        None if version == Version::V2 => Keep::Malformed,
        Some(status) if version == Version::V2 || status != "CAPTURE" => Keep::Yes,
        _ => Keep::No,
    }
}
