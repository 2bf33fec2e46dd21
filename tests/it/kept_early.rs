//! A page over a ledger that need not wait for the last write: what it says, and what becomes of that write.

use crate::support::kept::{KeptShop, Mishap, all};
use crate::support::kept_pages::{code_of, kinds};
use crate::support::shop::network::Trouble;
use crate::support::shop::random::Random;
use crate::support::shop::run::{block_on, kill_after, together};
use crate::support::shop::{MINUTE, Reserved, Shop};
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, Visit, VisitKind};
use linepay_edge::order::life::Act;
use serde_json::json;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

/// Verdicts that were told early.
type Pages = RefCell<Vec<CheckoutVerdict>>;
type Visiting<'k> = Pin<Box<dyn Future<Output = CheckoutVerdict> + 'k>>;

fn visiting<'k>(kept: &'k KeptShop, kind: VisitKind, url: &str, pages: &'k Pages) -> Visiting<'k> {
    let visit = Visit { kind, url: url.to_owned(), cookies: None };
    Box::pin(async move {
        let early = |verdict: &CheckoutVerdict| pages.borrow_mut().push(verdict.clone());
        kept.checkout().visit_kept(&visit, &early).await
    })
}

/// As far as the page; what is left stays in the future.
fn until_page(visit: &mut Visiting<'_>, pages: &Pages) {
    let mut context = Context::from_waker(Waker::noop());
    while pages.borrow().is_empty() {
        assert!(visit.as_mut().poll(&mut context).is_pending(), "no page before the end");
    }
}

fn is_told(kept: &KeptShop, verdict: &CheckoutVerdict) -> bool {
    verdict.state == kept.paid_state() && verdict.registering.is_none() && verdict.error.is_none()
}

/// In all versions: a buyer's return whose page is known, and whose last write may still fail as `spoil` says.
fn paged(mut each: impl FnMut(&KeptShop, &Reserved, Visiting<'_>)) {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        let pages = Pages::default();
        let mut visit = visiting(&kept, VisitKind::Confirm, &link.confirm, &pages);
        until_page(&mut visit, &pages);
        assert!(is_told(&kept, &pages.borrow()[0]), "{:?}", pages.borrow());
        each(&kept, &link, visit);
    }
}

/// So many calls of the hook, all for the payment.
fn is_told_times(kept: &KeptShop, link: &Reserved, times: usize) {
    assert_eq!(kept.told(), vec![format!("paid:{}", link.transaction); times]);
}

/// One read and two writes before the page, the third behind it. The page is the one that the end would give.
#[test]
fn a_page_waits_for_two_writes_of_a_confirm() {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        kept.edit("ORD-1", |record| {
            record["problems"] = json!([{ "kind": "capture-differs", "transactionId": link.transaction, "since": 1 }]);
        });
        let pages = Pages::default();
        let mut visit = visiting(&kept, VisitKind::Confirm, &link.confirm, &pages);
        let (_, trips, confirms) = kept.counted("confirm", || until_page(&mut visit, &pages));
        // The third one is on its way.
        assert_eq!((trips, confirms, kept.told().len()), ((1, 2), 1, 1));
        assert_eq!(kept.record("ORD-1").outbox.len(), 1, "until then the record does not know");
        let (verdict, trips, _) = kept.counted("confirm", || block_on(visit));
        assert_eq!((trips, kept.record("ORD-1").outbox.len(), kept.told().len()), ((0, 1), 0, 1));
        assert_eq!(kinds(&verdict), [ProblemKind::CaptureDiffers]);
        assert_eq!(pages.into_inner(), [verdict]);
    }
}

/// Only what is certain is said before it is written down.
#[test]
fn of_a_hook_that_throws_or_never_ends_nothing_is_said_early() {
    for (answer, writes) in [(Some(false), 3), (None, 2)] {
        for kept in all() {
            let link = kept.linked("ORD-1", 360);
            kept.hooks.borrow_mut().push_back(answer);
            let pages = Pages::default();
            let visit = visiting(&kept, VisitKind::Confirm, &link.confirm, &pages);
            let (verdict, trips, _) = kept.counted("confirm", || block_on(visit));
            assert_eq!((verdict.state, verdict.registering), (kept.paid_state(), Some(true)), "{answer:?}");
            assert_eq!((pages.borrow().len(), trips), (0, (1, writes)), "{answer:?}");
            // The status page calls it again, and need not wait either.
            kept.shop.network.advance(2 * MINUTE);
            let mut visit = visiting(&kept, VisitKind::Status, &link.status, &pages);
            let (_, trips, _) = kept.counted("confirm", || until_page(&mut visit, &pages));
            assert!(is_told(&kept, &pages.borrow()[0]) && trips == (1, 1), "{answer:?} {trips:?}");
            is_told_times(&kept, &link, 2);
        }
    }
}

/// Nor what LINE Pay says otherwise than the record: that is written down first.
#[test]
fn of_a_write_that_is_no_hook_s_end_nothing_is_said_early() {
    for kept in all().filter(|kept| !kept.shop.capture) {
        let link = kept.linked("ORD-1", 360);
        kept.back(&link);
        let expires = kept.record("ORD-1").payment.unwrap().found.expires;
        kept.edit("ORD-1", |record| record["payment"]["expires"] = json!("2026-01-01T00:00:00Z"));
        let pages = Pages::default();
        let visit = visiting(&kept, VisitKind::Confirm, &link.confirm, &pages);
        let (verdict, trips, _) = kept.counted("confirm", || block_on(visit));
        assert!(is_told(&kept, &verdict), "{verdict:?}");
        assert_eq!((trips, pages.borrow().len()), ((1, 1), 0));
        assert_eq!(kept.record("ORD-1").payment.unwrap().found.expires, expires);
    }
}

/// What is told after something else needs that written down.
#[test]
fn of_two_things_that_are_told_only_the_last_is_left() {
    for kept in all() {
        let kept = KeptShop::of(Shop { preapproved: true, ..kept.shop });
        let link = kept.linked("ORD-1", 360);
        let pages = Pages::default();
        let mut visit = visiting(&kept, VisitKind::Confirm, &link.confirm, &pages);
        let (_, trips, _) = kept.counted("confirm", || until_page(&mut visit, &pages));
        assert_eq!((trips, kept.told().len()), ((1, 4), 2));
        let told = kept.record("ORD-1").outbox;
        assert_eq!(told.iter().map(|entry| entry.event.as_str()).collect::<Vec<_>>(), ["regKey"]);
        assert!(is_told(&kept, &block_on(visit)));
        assert_eq!(pages.borrow().len(), 1);
        assert!(kept.record("ORD-1").outbox.is_empty());
    }
}

/// The worker ends between the page and the last write: the sweep tells it again, with the same key.
#[test]
fn what_is_left_undone_is_told_again_with_the_same_key() {
    paged(|kept, link, visit| {
        drop(visit);
        // While the attempt may still be under way, nobody calls.
        kept.sweep("ORD-1");
        is_told_times(kept, link, 1);
        kept.settle(10);
        is_told_times(kept, link, 2);
        assert!(kept.record("ORD-1").outbox.is_empty());
        assert_eq!(kept.shop.network.count("confirm"), 1);
    });
}

#[test]
fn a_last_write_that_is_lost_is_made_again_or_found_by_reading() {
    for (mishap, writes) in [(Mishap::Lost, 2), (Mishap::Unheard, 1)] {
        paged(|kept, link, visit| {
            kept.ledger.mishaps.borrow_mut().push_back(Some(mishap));
            let (verdict, trips, _) = kept.counted("confirm", || block_on(visit));
            assert!(is_told(kept, &verdict), "{mishap:?}");
            assert_eq!((trips, kept.record("ORD-1").outbox.len()), ((1, writes), 0), "{mishap:?}");
            kept.settle(10);
            is_told_times(kept, link, 1);
        });
    }
}

/// The end says so, for the shop; and the sweep tells it again.
#[test]
fn a_last_write_that_fails_for_good_is_an_error_of_the_ledger() {
    paged(|kept, link, visit| {
        kept.ledger.down.set(true);
        let verdict = block_on(visit);
        assert_eq!((verdict.state, code_of(&verdict).as_deref()), (kept.paid_state(), Some("LEDGER")));
        kept.ledger.down.set(false);
        kept.settle(10);
        is_told_times(kept, link, 2);
    });
}

/// Another tab, or another release, has written in between.
#[test]
fn a_last_write_that_meets_another_record_is_made_over_that() {
    paged(|kept, link, visit| {
        kept.edit("ORD-1", |record| record["abandoned"] = true.into());
        assert!(is_told(kept, &block_on(visit)));
        let record = kept.record("ORD-1");
        assert!(record.outbox.is_empty() && record.abandoned, "{}", record.text());
        is_told_times(kept, link, 1);
    });
}

/// Whoever has the attempt by then says what came of it.
#[test]
fn a_last_write_that_comes_too_late_is_not_made() {
    paged(|kept, link, visit| {
        kept.shop.network.advance(2 * MINUTE);
        kept.hooks.borrow_mut().push_back(None);
        kept.sweep("ORD-1");
        let before = kept.ledger.text("ORD-1");
        block_on(visit);
        assert_eq!(kept.ledger.text("ORD-1"), before, "a hook that may still be running has not taken it");
        kept.settle(10);
        is_told_times(kept, link, 3);
    });
}

/// What the shop wants done right behind the page waits until the hook's end is written down, or its time is over.
#[test]
fn a_step_right_behind_the_page_waits_for_the_last_write() {
    paged(|kept, link, visit| {
        let act = || if kept.shop.capture { Act::Refund { amount: None, key: "r1".to_owned() } } else { Act::Void };
        kept.operate("ORD-1", act());
        assert_eq!(kept.shop.holding(), [link.transaction.as_str()]);
        block_on(visit);
        kept.operate("ORD-1", act());
        assert!(kept.shop.holding().is_empty());
    });
}

#[test]
fn a_crash_at_any_step_before_or_after_the_page_is_made_good_by_the_sweep() {
    let mut after = 0;
    for steps in 0..40 {
        for kept in all() {
            // In v2 the sweep confirms some minutes later than LINE Pay's time for it begins.
            let link = kept.link("ORD-1", 360);
            kept.shop.network.advance(2 * MINUTE);
            assert!(kept.shop.decide(&link, "approve"));
            let pages = Pages::default();
            let killed = kill_after(steps, visiting(&kept, VisitKind::Confirm, &link.confirm, &pages)).is_none();
            let paged = !pages.borrow().is_empty();
            after += usize::from(killed && paged);
            assert!(pages.borrow().iter().all(|verdict| is_told(&kept, verdict)), "{steps}");
            assert!(!paged || kept.told().len() == 1, "{steps}: a page says so before the hook has it");
            assert!(kept.settle(240) || !kept.shop.capture, "{steps}");
            assert_eq!(kept.shop.holding(), [link.transaction.as_str()], "{steps}");
            let told = kept.told().len();
            is_told_times(&kept, &link, told);
            assert!(told >= 1 && told <= 1 + usize::from(killed), "{steps} {told}");
            assert!(kept.record("ORD-1").outbox.is_empty(), "{steps}");
        }
    }
    assert!(after > 10, "{after} crashes between the page and the last write");
}

/// Each page as soon as it can be, with any write lost or unheard.
#[test]
fn two_tabs_with_early_pages_confirm_and_tell_once_and_say_what_is_true() {
    for seed in 0..60 {
        for kept in all() {
            let mut random = Random::new(seed);
            let link = kept.linked("ORD-1", 360);
            if random.percent(50) {
                kept.script([("confirm", Trouble::LoseReply)]);
            }
            let pages = Pages::default();
            let visit = || visiting(&kept, VisitKind::Confirm, &link.confirm, &pages);
            let ends = together([visit(), visit()], &mut random);
            assert!(pages.borrow().iter().all(|verdict| is_told(&kept, verdict)), "{seed}: {pages:?}");
            let fine =
                |verdict: &CheckoutVerdict| verdict.state == kept.paid_state() || verdict.state == State::Pending;
            assert!(ends.iter().all(fine), "{seed}: {ends:?}");
            assert_eq!(kept.shop.network.count("confirm"), 1, "{seed}");
            is_told_times(&kept, &link, 1);
            assert!(kept.record("ORD-1").outbox.is_empty(), "{seed}");
        }
    }
}
