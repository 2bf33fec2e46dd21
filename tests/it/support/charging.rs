//! Shops that charge by regKey, over a ledger.

use super::kept::{KeptShop, all};
use linepay_edge::Error;
use serde_json::{Value, json};

/// In all versions, captured and only authorised: a shop and what it wants charged.
pub(crate) fn charging() -> impl Iterator<Item = (KeptShop, Value)> {
    all().map(|kept| {
        let (status, key) = kept.shop.control("POST", "reg-keys", &Value::Null);
        assert_eq!(status, 200, "{key}");
        let wish = json!({
            "orderId": "SUB-1", "regKey": key["regKey"], "productName": "Tea of June", "amount": 150, "currency": "TWD",
            "capture": kept.shop.capture,
        });
        (kept, wish)
    })
}

pub(crate) fn charge(kept: &KeptShop, wish: &Value) -> Result<Value, Error> {
    kept.ask("charge", "SUB-1", wish.clone())
}

/// Its payments whose money is taken or set aside; the registration has one of its own.
pub(crate) fn holding(kept: &KeptShop) -> Vec<String> {
    let held = kept.shop.held().into_iter();
    held.filter(|row| row.is_held() && row.order == "SUB-1").map(|row| row.transaction).collect()
}

pub(crate) fn sends(kept: &KeptShop) -> usize {
    kept.shop.network.count("preApproval")
}

/// As often as it takes: the same wish, with time between, and the sweep.
pub(crate) fn in_the_end(kept: &KeptShop, wish: &Value, minutes: u64) -> Result<Value, Error> {
    kept.settle(minutes);
    charge(kept, wish)
}
