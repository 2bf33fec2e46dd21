//! regKey-expire: ends a regKey (line-pay-api 3.10, 4.8).

use crate::outcome::Changes;
use crate::wire::{Answers, Kind, Object, Operation, Step, field};

/// Ends a regKey.
pub static REG_KEY_EXPIRE: Operation =
    Operation::post("regKeyExpire", "/payments/preapprovedPay/{regKey}/expire", &REQUEST, Answers::Nothing(&REPLY))
        .doc("Ends a regKey for good: charging it later is refused with 1193.")
        .told_in(&["3.10", "4.8"])
        .changes(Changes::RegKey)
        .ask("the key may have ended; regKeyCheck tells, and no money moved")
        .step(Step::RegKeyExpire, None);

static REQUEST: Object =
    Object::new("RegKeyExpireRequest", &[field("regKey", Kind::RegKey).secret().doc("The key that confirm returned.")]);

static REPLY: Object = Object::new("RegKeyExpireReply", &[]).doc("The key has ended. LINE Pay says nothing more.");
