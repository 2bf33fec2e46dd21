//! What the one who has written something is told to do or to say.

use super::books::id;
use super::settings::PLAIN;
use super::single::{order, writer};
use crate::order::life::{Change, Found, Next, Outcome, Rest, TroubleKind, written};

#[test]
fn each_write_is_followed_by_what_it_was_for() {
    let record = order(&PLAIN, 1);
    let outcome = |outcome| Change::Outcome { transaction: id(1), outcome: Box::new(outcome), extras: Vec::new() };
    let reserved = Change::Reserved(Box::new(record.reservations[0].clone()));
    for (change, next) in [
        (reserved, Next::Link(id(1))),
        (Change::Returned(id(1)), Next::Rest(Rest::NotApproved)),
        (outcome(Outcome::Open { trouble: None }), Next::Rest(Rest::NotApproved)),
        (outcome(Outcome::Dead), Next::Rest(Rest::Over)),
        (outcome(Outcome::Stuck(TroubleKind::Unknown)), Next::Rest(Rest::Stuck)),
        (outcome(Outcome::Done { found: None, refund: None }), Next::Rest(Rest::Settled)),
        (outcome(Outcome::Refused { found: None }), Next::Rest(Rest::Settled)),
        (Change::Trouble(TroubleKind::ShippingFee, id(1)), Next::Rest(Rest::ShippingFee)),
        (Change::Trouble(TroubleKind::Unknown, id(1)), Next::Rest(Rest::Stuck)),
        (Change::Attempt("key".to_owned()), Next::Tell("key".to_owned())),
        (Change::Withdrawn(id(1)), Next::Rest(Rest::Settled)),
        (Change::Seen(Box::new(Found::registered())), Next::Rest(Rest::Settled)),
        (Change::Abandon, Next::Rest(Rest::Settled)),
        // There is nothing in hand.
        (Change::TakeOver, Next::Rest(Rest::Settled)),
    ] {
        assert_eq!(written(&record, &change, &writer(1)), next, "{change:?}");
    }
}
