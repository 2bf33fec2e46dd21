//! An authorisation that nobody captures: the shop is told before its end, and its word is carried out once.

use crate::support::kept::{KeptShop, all};
use crate::support::shop::MINUTE;
use crate::support::shop::network::Trouble;
use crate::support::shop::run::kill_after;
use linepay_edge::id::TransactionId;
use linepay_edge::order::life::Lapse;
use serde_json::json;
use std::collections::BTreeSet;

/// An order whose money is only set aside, in all versions.
fn authorised() -> impl Iterator<Item = (KeptShop, TransactionId)> {
    all().filter(|kept| !kept.shop.capture).map(|kept| {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        (kept, transaction)
    })
}

const HOUR: u64 = 60 * MINUTE;

/// Passes the time, and sweeps whatever is due, so many hours long.
fn pass(kept: &KeptShop, hours: u64) {
    let end = kept.ledger_now() + hours * HOUR;
    kept.settle(hours * 60);
    kept.shop.network.advance(end.saturating_sub(kept.ledger_now()));
}

/// The sandbox's authorisations last thirty days; the shop is told three days before their end, once.
#[test]
fn an_authorisation_near_its_end_is_told_in_time_and_once() {
    for (kept, transaction) in authorised() {
        pass(&kept, 26 * 24);
        assert!(kept.warned.borrow().is_empty());
        pass(&kept, 2 * 24);
        let warned: Vec<_> = kept.warned.borrow().iter().map(|payment| payment.transaction_id).collect();
        assert_eq!(warned, [transaction]);
        assert_eq!(kept.record("ORD-1").payment.unwrap().lapse, Some(Lapse::Leave));
        assert_eq!(kept.shop.holding().len(), 1, "nothing is done without the shop's word");
        pass(&kept, 3 * 24);
        assert_eq!(kept.warned.borrow().len(), 1);
        assert_eq!(kept.told().last().unwrap(), &format!("released:{transaction}"), "and its end is told");
    }
}

#[test]
fn it_is_captured_or_voided_where_the_shop_says_so_once() {
    for lapse in [Lapse::Capture, Lapse::Void] {
        for (kept, _) in authorised() {
            kept.lapse.set(Some(lapse));
            pass(&kept, 28 * 24);
            let (captures, voids) = (kept.shop.network.count("capture"), kept.shop.network.count("void"));
            let captured = lapse == Lapse::Capture;
            assert_eq!((captures, voids), (usize::from(captured), usize::from(!captured)));
            let order = kept.ask("get", "ORD-1", json!({})).unwrap();
            assert_eq!(order["payment"]["money"], if captured { "captured" } else { "released" });
            assert_eq!(kept.ledger.wake_at("ORD-1"), None);
        }
    }
}

/// One that LINE Pay refuses is a person's business, and not tried again and again.
#[test]
fn a_capture_near_the_end_that_is_refused_is_told_and_not_repeated() {
    for (kept, _) in authorised() {
        kept.lapse.set(Some(Lapse::Capture));
        kept.shop.network.script([("capture", Trouble::CodeBefore("1124"))]);
        pass(&kept, 28 * 24);
        assert_eq!((kept.shop.network.count("capture"), kept.warned.borrow().len()), (1, 1));
        assert_eq!(kept.record("ORD-1").problems.len(), 1);
    }
}

/// A shop that does not answer is asked again, each hour; what was captured or abandoned is nobody's news.
#[test]
fn a_shop_that_does_not_answer_is_asked_again() {
    for (kept, _) in authorised() {
        kept.lapse.set(None);
        pass(&kept, 27 * 24 + 5);
        let asked = kept.warned.borrow().len();
        assert!((3..=6).contains(&asked), "{asked} times in five hours");
        kept.lapse.set(Some(Lapse::Leave));
        pass(&kept, 5);
        assert_eq!(kept.warned.borrow().len(), asked + 1);
    }
    for (kept, _) in authorised() {
        kept.ask("capture", "ORD-1", json!({})).unwrap();
        kept.settle(40 * 24 * 60);
        assert!(kept.warned.borrow().is_empty());
    }
}

/// Killed after any of its steps, the shop's word is carried out once.
#[test]
fn a_worker_that_dies_near_the_end_leaves_nothing_undone() {
    for steps in 0..30 {
        for (kept, _) in authorised() {
            kept.lapse.set(Some(Lapse::Void));
            pass(&kept, 26 * 24);
            kept.shop.network.advance(30 * HOUR);
            let _ = kill_after(steps, kept.orders().sweep(&"ORD-1".into()));
            pass(&kept, 3);
            // A hook that was cut off is called again, by the same key.
            let told: BTreeSet<_> = kept.told().into_iter().filter(|key| key.starts_with("released")).collect();
            assert_eq!((kept.shop.holding().len(), told.len()), (0, 1), "{steps} {:?}", kept.record("ORD-1"));
        }
    }
}
