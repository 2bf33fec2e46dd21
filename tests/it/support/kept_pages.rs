//! The checkout's pages over a ledger, as a buyer walks through them.

use super::kept::KeptShop;
use super::shop::run::block_on;
use super::shop::{Reserved, input, shops};
use linepay_edge::Error;
use linepay_edge::flow::{Checkout, CheckoutVerdict, ProblemKind, Reserving, State, Visit, VisitKind};
use linepay_edge::id::TransactionId;
use serde_json::{Value, json};

impl KeptShop {
    pub(crate) fn checkout(&self) -> Checkout<'_, KeptShop> {
        Checkout::new(&self.shop.config, self, &self.shop.settings).unwrap()
    }

    /// A wish to pay.
    pub(crate) fn wish(&self, quote: &Value) -> Result<Reserving, Error> {
        self.wish_with(quote, None)
    }

    /// The same from a browser with cookies.
    pub(crate) fn wish_with(&self, quote: &Value, cookies: Option<&str>) -> Result<Reserving, Error> {
        block_on(async { self.checkout().reserve_kept(input(quote), cookies).await })
    }

    /// A wish to pay that gets a link.
    pub(crate) fn link(&self, id: &str, amount: u32) -> Reserved {
        let reserving = self.wish(&self.shop.quote(id, amount)).unwrap();
        self.shop.seen_by_buyer(&reserving.reserved().expect("a link"))
    }

    /// The same, and the buyer has approved.
    pub(crate) fn linked(&self, id: &str, amount: u32) -> Reserved {
        let reserved = self.link(id, amount);
        assert!(self.shop.decide(&reserved, "approve"));
        reserved
    }

    pub(crate) fn page(&self, kind: VisitKind, url: &str) -> CheckoutVerdict {
        let visit = Visit { kind, url: url.to_owned(), cookies: None };
        block_on(async { self.checkout().visit_kept(&visit, &|_| ()).await })
    }

    pub(crate) fn back(&self, reserved: &Reserved) -> CheckoutVerdict {
        self.page(VisitKind::Confirm, &reserved.confirm)
    }

    /// The state of an order whose money is taken, or set aside.
    pub(crate) fn paid_state(&self) -> State {
        if self.shop.capture { State::Paid } else { State::Authorized }
    }

    /// Somebody changes the record by hand, or another release has written it so.
    pub(crate) fn edit(&self, id: &str, change: impl FnOnce(&mut Value)) {
        let mut record: Value = serde_json::from_str(&self.ledger.text(id).unwrap()).unwrap();
        change(&mut record);
        self.ledger.put(id, &record.to_string());
    }
}

pub(crate) fn id_of(reserved: &Reserved) -> TransactionId {
    reserved.transaction.parse().unwrap()
}

/// A wish to pay for an order that gets no link.
pub(crate) fn standing(kept: &KeptShop, id: &str, amount: u32) -> CheckoutVerdict {
    match kept.wish(&kept.shop.quote(id, amount)).unwrap() {
        Reserving::Standing(verdict) => *verdict,
        Reserving::Reserved(reserved) => panic!("reserved once more: {reserved:?}"),
    }
}

pub(crate) fn in_all_versions() -> impl Iterator<Item = KeptShop> {
    shops(json!({})).map(KeptShop::of)
}

pub(crate) fn kinds(verdict: &CheckoutVerdict) -> Vec<ProblemKind> {
    verdict.problems.iter().map(|problem| problem.kind).collect()
}

/// The transaction of the payment that a page shows; empty: it shows none.
pub(crate) fn payer(verdict: &CheckoutVerdict) -> String {
    verdict.payment.as_ref().map(|payment| payment.transaction_id.to_string()).unwrap_or_default()
}

pub(crate) fn code_of(verdict: &CheckoutVerdict) -> Option<String> {
    verdict.error.as_ref().map(|error| serde_json::to_value(error).unwrap()["code"].as_str().unwrap().to_owned())
}
