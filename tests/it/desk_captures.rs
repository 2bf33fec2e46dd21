//! A capture that is asked for again, over the same sum or another.

use crate::support::desk::{none, refusal, said};
use crate::support::kept::{KeptShop, all};
use crate::support::shop::network::Trouble;
use linepay_edge::id::TransactionId;
use serde_json::json;

/// A shop with one order that is paid, in all versions: captured, or only authorised.
fn paid(capture: bool) -> impl Iterator<Item = (KeptShop, TransactionId)> {
    all().filter(move |kept| kept.shop.capture == capture).map(|kept| {
        let transaction = kept.approved("ORD-1", 360);
        kept.visit("ORD-1", transaction);
        (kept, transaction)
    })
}

/// A capture has no key: whoever wants another sum hears which one was taken, and not that all is well.
#[test]
fn a_capture_over_another_sum_than_was_taken_is_refused_with_that_sum() {
    for (kept, transaction) in paid(false) {
        let order = kept.ask("capture", "ORD-1", json!({ "amount": 300 })).unwrap();
        assert_eq!((&order["payment"]["amount"], &order["payment"]["authorized"]), (&json!(300), &json!(360)));
        for wish in [none(), json!({ "amount": 360 }), json!({ "amount": 60 })] {
            let error = kept.ask("capture", "ORD-1", wish.clone()).unwrap_err();
            assert!(error.to_string().contains("300 TWD is captured"), "{error}");
            assert_eq!(said(Err(error)), refusal("ILLEGAL_STEP", "captured"), "{wish}");
        }
        kept.ask("capture", "ORD-1", json!({ "amount": 300 })).unwrap();
        assert_eq!(kept.shop.held()[0].captured, 300, "{transaction}");
        assert_eq!(kept.shop.network.count("capture"), 1);
    }
    for (kept, _) in paid(true).chain(paid(false)) {
        // All of it, again and again, by either name.
        for wish in [none(), json!({ "amount": 360 }), none()] {
            let order = kept.ask("capture", "ORD-1", wish).unwrap();
            assert_eq!((&order["payment"]["amount"], order["payment"].get("authorized")), (&json!(360), None));
        }
        assert_eq!(said(kept.ask("capture", "ORD-1", json!({ "amount": 1 }))), refusal("ILLEGAL_STEP", "captured"));
    }
    // Somebody has taken a part of it in LINE Pay's own console, and the ledger does not know yet.
    for (kept, transaction) in paid(false) {
        let part = json!({ "amount": 100, "currency": "TWD" });
        assert!(kept.shop.take("capture", &transaction.to_string(), &part));
        let error = kept.ask("capture", "ORD-1", none()).unwrap_err();
        assert!(error.to_string().contains("100 TWD is captured"), "{error}");
    }
}

/// While a part is being captured, and nobody knows yet, whoever wants all of it does not hear that this is under way.
#[test]
fn all_is_another_capture_than_a_part_that_is_in_hand() {
    for (kept, _) in paid(false) {
        kept.shop.network.script::<60>(std::array::from_fn(|n| {
            if n == 0 { ("capture", Trouble::HangBefore) } else { ("paymentCheck", Trouble::HangBefore) }
        }));
        kept.ask("capture", "ORD-1", json!({ "amount": 300 })).unwrap_err();
        assert_eq!(said(kept.ask("capture", "ORD-1", none())), refusal("UNDER_WAY", "under-way"));
    }
}
