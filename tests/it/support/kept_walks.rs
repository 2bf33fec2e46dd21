//! Situations of a remembered order, for the tests of single steps.

use super::kept::KeptShop;
use super::shop::MINUTE;
use super::shop::network::{Trouble, Weather};
use linepay_edge::flow::Looked;
use linepay_edge::id::TransactionId;
use linepay_edge::order::life::{Rest, Who};

const QUESTIONS: [&str; 3] = ["authCheck", "paymentCheck", "statusCheck"];

/// So many questions of every kind are in this trouble.
pub(crate) fn questions(trouble: Trouble, count: usize) -> impl Iterator<Item = (&'static str, Trouble)> {
    QUESTIONS.into_iter().flat_map(move |name| std::iter::repeat_n((name, trouble), count))
}

impl KeptShop {
    pub(crate) fn script(&self, troubles: impl IntoIterator<Item = (&'static str, Trouble)>) {
        self.shop.network.set_weather(Weather::Script(troubles.into_iter().collect()));
    }

    /// What it comes to, and for how many milliseconds it waited besides its exchanges with LINE Pay.
    pub(crate) fn timed<T>(&self, act: impl FnOnce() -> T) -> (T, u64) {
        let (start, sent) = (self.shop.network.time(), self.shop.network.sent().len());
        let ended = act();
        let exchanges = 50 * (self.shop.network.sent().len() - sent) as u64;
        (ended, self.shop.network.time() - start - exchanges)
    }

    /// A visit whose confirm is in this trouble, and that could ask nothing after it; long enough ago for somebody
    /// else to take it over.
    pub(crate) fn left_behind(&self, id: &str, transaction: TransactionId, trouble: Trouble) {
        let hung = ["authCheck", "paymentCheck"].map(|name| std::iter::repeat_n((name, Trouble::HangBefore), 8));
        self.script(hung.into_iter().flatten().chain([("confirm", trouble)]));
        let looked = self.visit(id, transaction);
        assert_eq!(looked.rest, Rest::Later, "{looked:?}");
        self.shop.network.set_weather(Weather::Quiet);
        self.shop.network.advance(2 * MINUTE);
    }

    /// Two reservations over the same terms, both approved: the buyer came back to cancelUrl of the first.
    pub(crate) fn two(&self, id: &str) -> (TransactionId, TransactionId) {
        let first = self.pay(id, 360);
        self.look(id, &Who::Cancel { transaction: first });
        let second = self.pay(id, 360);
        assert_ne!(first, second);
        self.shop.network.advance(MINUTE);
        for transaction in [first, second] {
            self.decide(transaction, "approve");
        }
        (first, second)
    }

    /// How many reads and writes, and requests of an operation, something takes.
    pub(crate) fn counted<T>(&self, operation: &str, act: impl FnOnce() -> T) -> (T, (u64, u64), usize) {
        let (before, asked) = (self.ledger.trips(), self.shop.network.count(operation));
        let ended = act();
        let after = self.ledger.trips();
        (ended, (after.0 - before.0, after.1 - before.1), self.shop.network.count(operation) - asked)
    }
}

/// The transaction of the order's payment.
pub(crate) fn paid_by(looked: &Looked) -> Option<TransactionId> {
    looked.record.as_ref()?.payment.as_ref().map(|paid| paid.transaction)
}
