//! The checkout over a ledger: wishes to pay, and the links and pages of an order, held against what LINE Pay has.

use crate::support::kept::{KeptShop, all};
use crate::support::kept_pages::{code_of, id_of, in_all_versions, kinds, payer, standing};
use crate::support::shop::network::{Sent, Trouble, Weather};
use crate::support::shop::run::block_on;
use crate::support::shop::{MINUTE, Shop, input};
use linepay_edge::error::Retry;
use linepay_edge::flow::{CheckoutReserved, ProblemKind, State, VisitKind};
use linepay_edge::{Code, Config, Outcome, Version};
use serde_json::{Value, json};

fn reserved(kept: &KeptShop, id: &str, amount: u32) -> CheckoutReserved {
    kept.wish(&kept.shop.quote(id, amount)).unwrap().reserved().expect("a link")
}

#[test]
fn a_purchase_ends_in_its_receipt_and_every_page_shows_the_same_one() {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        let verdict = kept.back(&link);
        assert_eq!((verdict.state, payer(&verdict)), (kept.paid_state(), link.transaction.clone()));
        assert_eq!((verdict.registering, kinds(&verdict), verdict.error.as_ref()), (None, vec![], None));
        assert_eq!(verdict.order_id.as_ref().unwrap().as_str(), "ORD-1");
        let status = verdict.status_url.clone().unwrap();
        let confirm = verdict.confirm_url.clone().unwrap();
        assert!(confirm.ends_with(&format!("&transactionId={}", link.transaction)), "{confirm}");
        for (kind, url) in [
            (VisitKind::Confirm, &confirm),
            (VisitKind::Status, &status),
            (VisitKind::Status, &link.status),
            (VisitKind::Cancel, &link.cancel),
            (VisitKind::Cancel, &format!("{}&transactionId={}", link.cancel, link.transaction)),
        ] {
            let again = kept.page(kind, url);
            assert_eq!((again.state, payer(&again)), (kept.paid_state(), link.transaction.clone()), "{kind:?} {url}");
            assert_eq!(again.transaction_id, Some(id_of(&link)));
            assert_eq!(again.confirm_url.is_some(), kind == VisitKind::Confirm, "{kind:?}");
        }
        assert_eq!(kept.shop.network.count("confirm"), 1);
        // Who wishes to pay once more is shown it as well.
        let standing = standing(&kept, "ORD-1", 360);
        assert_eq!((standing.state, payer(&standing)), (kept.paid_state(), link.transaction));
        assert_eq!(standing.order_id.unwrap().as_str(), "ORD-1");
        assert_eq!(kept.page(VisitKind::Status, &standing.status_url.unwrap()).state, kept.paid_state());
        assert_eq!(kept.shop.network.count("reserve"), 1);
    }
}

/// The same link again: the code for the LINE app came with LINE Pay's answer and is nowhere kept.
#[test]
fn the_same_wish_gets_the_same_link() {
    for kept in in_all_versions() {
        let (first, again) = (reserved(&kept, "ORD-1", 360), reserved(&kept, "ORD-1", 360));
        assert_eq!((&again.payment_url, again.transaction_id), (&first.payment_url, first.transaction_id));
        assert!(first.payment_access_token.is_some() && again.payment_access_token.is_none());
        assert_eq!(again.order_id.as_str(), "ORD-1");
        assert!(again.set_cookie.contains(&again.transaction_id.to_string()));
        for link in [first, again] {
            assert_eq!(kept.page(VisitKind::Status, &link.status_url).state, State::Unpaid);
        }
        assert_eq!(kept.shop.network.count("reserve"), 1);
    }
}

/// Some stay open until they are over; a ninth would push out one that may still be paid.
#[test]
fn a_ninth_reservation_that_may_be_paid_is_not_made() {
    for kept in in_all_versions() {
        for amount in 1..=8 {
            reserved(&kept, "ORD-1", amount);
        }
        let error = kept.wish(&kept.shop.quote("ORD-1", 9)).unwrap_err();
        assert_eq!((error.code(), error.outcome()), (Code::IllegalStep, Outcome::NotExecuted));
        assert_eq!(error.retry(), Retry::Later, "when some are over");
        assert!(error.to_string().contains("too many reservations"), "{error}");
        assert_eq!(kept.shop.network.count("reserve"), 8);
        assert_eq!(reserved(&kept, "ORD-1", 8).order_id.as_str(), "ORD-1", "the newest is given again");
    }
}

/// Whoever can write to the ledger sends nobody anywhere else.
#[test]
fn a_link_of_the_ledger_that_is_not_line_pays_is_not_given() {
    for kept in in_all_versions() {
        reserved(&kept, "ORD-1", 360);
        kept.edit("ORD-1", |record| {
            record["reservations"][0]["paymentUrl"] = json!({ "web": "https://pay.example.com/" });
        });
        let error = kept.wish(&kept.shop.quote("ORD-1", 360)).unwrap_err();
        assert_eq!((error.code(), error.outcome(), error.retry()), (Code::Ledger, Outcome::NotExecuted, Retry::Never));
        assert!(error.to_string().contains("not sent there"), "{error}");
    }
}

/// A page of the shop puts the link to the app into its own: of what somebody wrote into the ledger only LINE's own
/// scheme gets there, and nothing besides the two links.
#[test]
fn a_link_to_the_app_that_somebody_wrote_into_the_ledger_runs_no_script() {
    for kept in in_all_versions() {
        let given = |url: &Value| {
            kept.edit("ORD-1", |record| record["reservations"][0]["paymentUrl"] = url.clone());
            let reserved = reserved(&kept, "ORD-1", 360);
            serde_json::from_str::<Value>(reserved.payment_url.as_str()).unwrap()
        };
        let known: Value = serde_json::from_str(reserved(&kept, "ORD-1", 360).payment_url.as_str()).unwrap();
        assert_eq!(given(&known), known);
        let web = &known["web"];
        for app in [json!("javascript:alert(1)"), json!("https://pay.example.com/"), json!("line:x"), json!(5)] {
            assert_eq!(given(&json!({ "web": web, "app": app, "next": "x" })), json!({ "web": web }), "{app}");
        }
    }
}

/// Nor does it remember a page that LINE Pay's answer names somewhere else.
#[test]
fn a_payment_page_that_is_elsewhere_is_neither_given_nor_remembered() {
    let given = json!({ "channelId": "1234567890", "channelSecret": "0123456789abcdef0123456789abcdef",
        "version": "v3", "environment": "sandbox", "paymentOrigin": "https://pay.example.com" });
    let config = Config::read(input(&given)).unwrap();
    let kept = KeptShop::of(Shop { config, ..Shop::of(Version::V3) });
    let error = kept.wish(&kept.shop.quote("ORD-1", 360)).unwrap_err();
    assert_eq!(error.code(), Code::Mismatch);
    assert_eq!(kept.ledger.text("ORD-1"), None);
}

/// An order from before the ledger: LINE Pay refuses to reserve it once more, and knows how it stands.
#[test]
fn an_order_that_was_paid_without_the_ledger_is_not_reserved_and_its_payment_is_told() {
    for kept in in_all_versions() {
        let old = kept.shop.paid("ORD-1", 360);
        let standing = standing(&kept, "ORD-1", 360);
        assert_eq!((standing.state, payer(&standing)), (State::Paid, old.transaction.clone()));
        assert_eq!(standing.transaction_id, Some(id_of(&old)));
        assert_eq!(kept.ledger.text("ORD-1"), None);
        let page = kept.page(VisitKind::Status, &old.status);
        assert_eq!((page.state, payer(&page)), (State::Paid, old.transaction), "its old links tell it");
    }
}

/// A link of an order that the ledger does not know is asked about, and its transaction not confirmed.
#[test]
fn a_link_from_before_the_ledger_is_not_confirmed() {
    for kept in in_all_versions() {
        let old = kept.shop.approved("ORD-1", 360);
        for (kind, url) in [(VisitKind::Confirm, &old.confirm), (VisitKind::Status, &old.status)] {
            let verdict = kept.page(kind, url);
            assert_eq!((verdict.state, kinds(&verdict)), (State::Expired, vec![ProblemKind::ForeignTransaction]));
            let named = verdict.problems[0].got.transaction_id.map(|id| id.to_string());
            assert_eq!(named, (kind == VisitKind::Confirm).then(|| old.transaction.clone()));
        }
        assert_eq!(kept.shop.network.count("confirm"), 0);
        // With the ledger's own order of that number it is foreign.
        kept.link("ORD-1", 360);
        let verdict = kept.back(&old);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Foreign, vec![ProblemKind::ForeignTransaction]));
        assert_eq!(kept.shop.network.count("confirm"), 0);
    }
}

/// An orderId may be guessed: whoever writes a link with it must not make the shop ask LINE Pay, nor call hooks.
#[test]
fn a_link_that_no_key_signed_makes_nobody_ask_anything_unless_it_names_the_orders_own_transaction() {
    for kept in in_all_versions() {
        let mut kept = kept;
        let link = kept.linked("ORD-1", 360);
        assert_eq!(kept.back(&link).state, State::Paid);
        kept.shop.settings.signing_keys = vec!["k".repeat(32)];
        // Of another shop with the same order's number, and so as if it were made by hand.
        let forged = KeptShop::of(Shop { settings: kept.shop.settings.clone(), ..Shop::of(Version::V3) });
        let forged = forged.link("ORD-1", 360);
        kept.shop.settings.signing_keys = vec!["n".repeat(32)];
        let calls = kept.shop.network.sent().len();
        let (reads, writes) = kept.ledger.trips();
        for (kind, url) in [
            (VisitKind::Status, forged.status.clone()),
            (VisitKind::Cancel, forged.cancel.clone()),
            (VisitKind::Confirm, forged.confirm_with("x")),
            (VisitKind::Confirm, forged.confirm_with("5")),
        ] {
            let verdict = kept.page(kind, &url);
            assert_eq!((verdict.state, kinds(&verdict)), (State::InvalidToken, vec![ProblemKind::UnknownKey]));
        }
        assert_eq!(kept.shop.network.sent().len(), calls, "LINE Pay is not asked");
        assert_eq!(kept.ledger.trips(), (reads + 1, writes), "only a transaction is looked for");
        assert_eq!(kept.page(VisitKind::Confirm, &forged.confirm_with(&link.transaction)).state, State::Paid);
    }
}

/// Junk is no order. What only has the form of one proves nothing: the record has to know the transaction.
#[test]
fn a_link_that_no_key_of_the_shop_signed_shows_only_what_the_ledger_knows() {
    for kept in in_all_versions() {
        let link = kept.linked("ORD-1", 360);
        let mut kept = kept;
        kept.shop.settings.signing_keys = vec!["k".repeat(32)];
        let other = kept.link("ORD-2", 60);
        kept.shop.settings.signing_keys = vec!["n".repeat(32)];
        for junk in ["https://shop.example.com/pay/confirm", "https://shop.example.com/pay/confirm?order=x"] {
            let verdict = kept.page(VisitKind::Confirm, junk);
            assert_eq!((verdict.state, kinds(&verdict)), (State::InvalidToken, vec![]));
        }
        for (kind, url) in [
            (VisitKind::Status, other.status.clone()),
            (VisitKind::Confirm, other.confirm_with(&link.transaction)),
            (VisitKind::Confirm, other.confirm_with("5")),
        ] {
            let verdict = kept.page(kind, &url);
            assert_eq!((verdict.state, kinds(&verdict)), (State::InvalidToken, vec![ProblemKind::UnknownKey]));
            assert_eq!(verdict.order_id, None, "{url}");
        }
        // The default key's links are of the same shop: its own transaction is confirmed.
        assert_eq!((kept.back(&link).state, kept.shop.network.count("confirm")), (State::Paid, 1));
        assert!(kept.shop.decide(&other, "approve"));
        assert_eq!(kept.back(&other).state, State::Paid, "the ledger knows this transaction of this order");
    }
}

/// What the ledger knew of it a moment ago does not make the link's own words true: LINE Pay is not asked about them.
#[test]
fn a_link_that_no_key_signed_shows_nothing_when_the_ledger_goes_down_meanwhile() {
    for kept in in_all_versions() {
        let mut kept = kept;
        kept.shop.settings.signing_keys = vec!["k".repeat(32)];
        let link = kept.linked("ORD-1", 360);
        assert_eq!(kept.back(&link).state, State::Paid);
        kept.shop.settings.signing_keys = vec!["n".repeat(32)];
        let calls = kept.shop.network.sent().len();
        kept.ledger.ends_at.set(Some(kept.ledger.trips().0 + 2));
        let verdict = kept.back(&link);
        assert_eq!((verdict.state, kinds(&verdict)), (State::InvalidToken, vec![ProblemKind::UnknownKey]));
        assert_eq!(kept.shop.network.sent().len(), calls);
    }
}

#[test]
fn a_buyer_who_cancels_is_shown_an_unpaid_order_and_may_come_back() {
    for kept in in_all_versions() {
        let link = kept.linked("ORD-1", 360);
        let cancelled = format!("{}&transactionId={}", link.cancel, link.transaction);
        for url in [&link.cancel, &cancelled] {
            let verdict = kept.page(VisitKind::Cancel, url);
            assert_eq!((verdict.state, kinds(&verdict)), (State::Unpaid, vec![]));
        }
        assert_eq!(kept.record("ORD-1").reservations[0].state.as_str(), "withdrawn");
        assert_eq!(kept.back(&link).state, State::Paid);
    }
}

/// LINE Pay does not always name the transaction at cancelUrl, and in v2 never: whoever pays again is not sent to the
/// page of the cancelled one.
#[test]
fn a_buyer_who_cancels_without_a_name_and_pays_again_gets_another_link() {
    for kept in in_all_versions() {
        let first = kept.link("ORD-1", 360);
        assert_eq!(kept.page(VisitKind::Cancel, &first.cancel).state, State::Unpaid);
        assert_eq!(kept.record("ORD-1").reservations[0].state.as_str(), "withdrawn");
        let second = kept.link("ORD-1", 360);
        assert_ne!(second.transaction, first.transaction);
        let states = || kept.record("ORD-1").reservations.iter().map(|held| held.state.as_str()).collect::<Vec<_>>();
        // Two that were made at the same instant: nobody knows which one it was.
        kept.edit("ORD-1", |record| record["reservations"][0]["state"] = json!("open"));
        kept.page(VisitKind::Cancel, &second.cancel);
        assert_eq!(states(), ["open", "open"]);
        kept.edit("ORD-1", |record| record["reservations"][0]["state"] = json!("withdrawn"));
        kept.page(VisitKind::Cancel, &second.cancel);
        assert_eq!(states(), ["withdrawn", "withdrawn"], "what was cancelled before is not meant");
        kept.edit("ORD-1", |record| record["reservations"][1]["state"] = json!("open"));
        // The other tab's, over another sum, is not what an old link has cancelled.
        let third = kept.link("ORD-1", 500);
        kept.page(VisitKind::Cancel, &first.cancel);
        assert_eq!(states(), ["superseded", "superseded", "open"]);
        assert!(kept.shop.decide(&third, "approve"));
        assert_eq!(kept.back(&third).state, State::Paid);
    }
}

/// LINE Pay's app and the browser's history keep the first cancel page: opened again, it is about its own reservation.
#[test]
fn an_old_cancel_page_that_is_opened_again_leaves_the_new_reservation_alone() {
    for kept in in_all_versions() {
        let first = kept.link("ORD-1", 360);
        kept.page(VisitKind::Cancel, &first.cancel);
        kept.shop.network.advance(MINUTE);
        let second = kept.link("ORD-1", 360);
        assert_ne!(first.cancel, second.cancel);
        assert_eq!(kept.page(VisitKind::Cancel, &first.cancel).state, State::Unpaid);
        let states = || kept.record("ORD-1").reservations.iter().map(|held| held.state.as_str()).collect::<Vec<_>>();
        assert_eq!(states(), ["withdrawn", "open"]);
        kept.page(VisitKind::Cancel, &second.cancel);
        assert_eq!(states(), ["withdrawn", "withdrawn"], "its own one does");
    }
}

/// An earlier release has not written down with which link a reservation was made: the only one that is open is meant.
#[test]
fn a_cancel_page_of_a_reservation_that_names_no_link_withdraws_it() {
    for kept in in_all_versions() {
        let link = kept.link("ORD-1", 360);
        kept.edit("ORD-1", |record| drop(record["reservations"][0].as_object_mut().unwrap().remove("link").unwrap()));
        kept.shop.network.advance(MINUTE);
        kept.page(VisitKind::Cancel, &link.cancel);
        assert_eq!(kept.record("ORD-1").reservations[0].state.as_str(), "withdrawn");
    }
}

/// A transaction that the order has not reserved is told as such there too.
#[test]
fn a_cancel_page_with_another_transaction_is_foreign() {
    for kept in in_all_versions() {
        let (link, other) = (kept.link("ORD-1", 360), kept.link("ORD-2", 360));
        let url = format!("{}&transactionId={}", link.cancel, other.transaction);
        let verdict = kept.page(VisitKind::Cancel, &url);
        assert_eq!((verdict.state, kinds(&verdict)), (State::Foreign, vec![ProblemKind::ForeignTransaction]));
    }
}

/// The cancel page of an order whose confirm is on its way says so.
#[test]
fn a_cancel_page_is_true_while_a_confirm_is_under_way() {
    for kept in all() {
        let link = kept.linked("ORD-1", 360);
        kept.shop.network.script([("confirm", Trouble::Late(MINUTE))]);
        let waits = kept.back(&link);
        assert_eq!((waits.state, waits.payment.is_some()), (State::Pending, false));
        assert_eq!(code_of(&waits).as_deref(), Some("TIMEOUT"), "{waits:?}");
        let cancelled = format!("{}&transactionId={}", link.cancel, link.transaction);
        let sent = kept.shop.network.sent().len();
        for (kind, url) in [(VisitKind::Cancel, &cancelled), (VisitKind::Status, &link.status)] {
            assert_eq!(kept.page(kind, url).state, State::Pending, "{kind:?}");
        }
        assert_eq!(kept.shop.network.sent().len(), sent, "whoever has it in hand finds out");
        assert_eq!(standing(&kept, "ORD-1", 360).state, State::Pending);
        kept.shop.network.set_weather(Weather::Quiet);
        kept.shop.network.advance(2 * MINUTE);
        assert_eq!(kept.back(&link).state, kept.paid_state());
        assert_eq!(kept.shop.network.count("confirm"), 1);
    }
}

/// The sweep is given keys; what is none of an order is nobody's. What is a person's business is told once.
#[test]
fn a_sweep_by_key_moves_the_order_on_and_tells_what_is_new() {
    for kept in all() {
        let sweep = |key: &str| {
            let problems = block_on(kept.orders().sweep_key(key)).unwrap();
            problems.iter().map(|problem| problem.kind).collect::<Vec<_>>()
        };
        kept.linked("ORD-1", 360);
        // Past v2's time to approve; v3 and v4 can ask before.
        kept.shop.network.advance(if kept.shop.version() == Version::V2 { 20 * MINUTE } else { MINUTE });
        for key in ["ORD-1", "linepay/ORD-2", "other/ORD-1"] {
            assert_eq!(sweep(key), [], "{key}");
        }
        assert_eq!(kept.shop.network.count("confirm"), 0);
        kept.shop.network.script([("confirm", Trouble::CodeBefore("1106"))]);
        assert_eq!(sweep("linepay/ORD-1"), [ProblemKind::Refused]);
        kept.shop.network.script([("confirm", Trouble::CodeBefore("1106"))]);
        assert_eq!(sweep("linepay/ORD-1"), [], "told once");
    }
}

/// Not "nothing is recorded yet": the buyer has nothing to wait for.
#[test]
fn a_request_that_the_buyer_ended_at_line_pay_is_gone_at_once() {
    for decision in ["cancel", "decline"] {
        for kept in in_all_versions() {
            let link = kept.link("ORD-1", 360);
            assert!(kept.shop.decide(&link, decision));
            for _ in 0..2 {
                let verdict = kept.back(&link);
                assert_eq!((verdict.state, kinds(&verdict)), (State::Gone, vec![]), "{decision}");
            }
        }
    }
}

/// A shop that turns its ledger off goes on with the links and cookies that it has given.
#[test]
fn without_the_ledger_the_links_and_cookies_of_an_order_are_good() {
    for kept in in_all_versions() {
        let (dear, cheap) = (kept.link("ORD-1", 9_000), kept.linked("ORD-1", 60));
        let both = format!("{}; {}", dear.cookie, cheap.cookie);
        let verdict = kept.shop.visit(VisitKind::Confirm, &dear.confirm_with(&cheap.transaction), Some(&both));
        let payment = verdict.payment.as_ref().unwrap();
        assert_eq!((verdict.state, payment.amount.to_string()), (State::Paid, "60".to_owned()));
        // Nothing was sent for the one that was never confirmed.
        assert_eq!(kept.shop.network.count("confirm"), 1);
        let about = |sent: &Sent| sent.operation == "statusCheck" && sent.url.contains(&dear.transaction);
        assert!(!kept.shop.network.sent().iter().any(about));
    }
}
