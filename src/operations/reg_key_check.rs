//! regKey-check: can a regKey still be charged? (line-pay-api 3.9, 4.8)

use crate::wire::{Answers, Kind, Object, Operation, field};

/// Asks whether a regKey can be charged.
pub static REG_KEY_CHECK: Operation = Operation::get(
    "regKeyCheck",
    "/payments/preapprovedPay/{regKey}/check",
    &REQUEST,
    Answers::Nothing(&REPLY),
)
.doc(
    "Asks whether a regKey can be charged.\n\nA key that cannot is refused: 1190 unknown, 1193 expired, 1141 or \
     1154 its card or account.",
)
.told_in(&["3.9", "4.8"]);

static REQUEST: Object = Object::new(
    "RegKeyCheckRequest",
    &[
        field("regKey", Kind::RegKey).secret().doc("The key that confirm returned."),
        field("creditCardAuth", Kind::Boolean).optional().doc(
            "true: also try a minimum authorisation on the card; needs LINE Pay's approval (Taiwan). Default false: \
             only the key's and the buyer's status.",
        ),
    ],
);

static REPLY: Object = Object::new("RegKeyCheckReply", &[]).doc("The key can be charged. LINE Pay says nothing more.");
