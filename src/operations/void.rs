//! void: sets free the money that an authorisation holds (line-pay-api 3.4, 4.5).

use crate::outcome::Changes;
use crate::wire::{Answers, Kind, Object, Operation, Step, field};

/// Sets free what is authorised.
pub static VOID: Operation =
    Operation::post("void", "/payments/authorizations/{transactionId}/void", &REQUEST, Answers::Nothing(&REPLY))
        .doc("Voids an authorisation that has not been captured. A captured payment is refunded instead.")
        .told_in(&["3.4", "4.5"])
        .changes(Changes::Payment)
        .step(Step::Void, None);

static REQUEST: Object = Object::new(
    "VoidRequest",
    &[field("transactionId", Kind::TransactionId).doc("The authorised payment's transaction, as text or as a BigInt.")],
);

static REPLY: Object = Object::new("VoidReply", &[]).doc("The authorisation is voided. LINE Pay says nothing more.");
