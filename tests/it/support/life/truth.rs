//! What LINE Pay really holds, and what a verdict may say about it.

use super::super::shop::Held;
use super::{LIFETIME, Life, ORDERS, Plan, ROUND_TRIP};
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};
use linepay_edge::money::Amount;

impl Life {
    /// The payments of an order, by transaction as its page counts them.
    pub(super) fn counted<'a>(&self, order: &str, held: &'a [Held]) -> Vec<&'a Held> {
        let confirmed = held.iter().filter(|row| row.order == order && row.was_confirmed());
        let mut rows: Vec<&Held> = confirmed.collect();
        rows.sort_by_key(|row| row.transaction.parse::<u64>().unwrap());
        rows
    }

    /// What a visit through a quiet network has to come to, and whether it has to confirm.
    pub(super) fn oracle(&self, plan: &Plan, held: &[Held], now: u64) -> (State, bool) {
        let (token, reserved_at) = &self.reserved[plan.token];
        let rows = self.counted(&token.order, held);
        // What holds money comes first, else what was taken, else the first says how it ended.
        let live = rows.iter().find(|row| row.has_left());
        if let Some(row) = live.or(rows.iter().find(|row| row.was_paid())).or(rows.first()) {
            // A link to the status page knows its own reservation; the others are known by cookies.
            let known = plan.cookies || (plan.kind == VisitKind::Status && row.transaction == token.transaction);
            let state = match row.state.as_str() {
                _ if live.is_some() && row.is_part() && !known => State::CapturedLess,
                "CAPTURED" => State::Paid,
                "AUTHORIZED" => State::Authorized,
                "VOIDED" | "LAPSED" => State::Released,
                _ => State::Refunded,
            };
            return (state, false);
        }
        if plan.kind != VisitKind::Confirm {
            return (State::Unpaid, false);
        }
        let other = &self.reserved[plan.transaction].0;
        if plan.cookies && other.order != token.order {
            return (State::Foreign, false);
        }
        // By then the questions that come first have taken their time.
        let questions = if self.version() == Version::V2 { 2 } else { 1 };
        if (now + questions * ROUND_TRIP) / 1000 >= (reserved_at + LIFETIME) / 1000 {
            return (State::Expired, false);
        }
        let row = held.iter().find(|row| row.transaction == other.transaction).unwrap();
        let sum = held.iter().find(|row| row.transaction == token.transaction).unwrap();
        let order_paid = held.iter().any(|paid| paid.order == row.order && paid.was_confirmed());
        let state = match row.state.as_str() {
            "RESERVED" => State::NotApproved,
            // The transaction of another order whose sibling is paid: 1172, and nothing explains it.
            "AUTHENTICATED" if self.blocks && order_paid => State::Pending,
            "AUTHENTICATED" if row.amount != sum.amount => State::Foreign,
            "AUTHENTICATED" if row.order != token.order => State::Misdirected,
            "AUTHENTICATED" if self.shop.capture => State::Paid,
            "AUTHENTICATED" => State::Authorized,
            _ if row.was_confirmed() => State::Foreign,
            "FAILED" if self.version() != Version::V2 => State::Declined,
            _ => State::Gone,
        };
        // v3 and v4 ask first whether the buyer has approved.
        (state, self.version() == Version::V2 || row.state == "AUTHENTICATED")
    }

    /// A visit moves no other money than that of its own transaction, or of one whose confirm it knows to be without an
    /// answer.
    pub(super) fn moved_only(&mut self, plan: &Plan, before: &[Held], after: &[Held]) {
        let other = &self.reserved[plan.transaction].0;
        let moved = |row: &&Held| row.is_held() && !before.contains(row);
        for row in after.iter().filter(moved) {
            let finished = self.remembers(plan) && row.order == self.reserved[plan.token].0.order;
            assert!(row.transaction == other.transaction || finished, "seed {}", self.seed);
            assert_eq!(row.is_paid(), self.shop.capture, "seed {}: {row:?}", self.seed);
            if other.order != self.reserved[plan.token].0.order {
                self.misled.push(other.order.clone());
            }
        }
    }

    /// May the browser remember what became of a confirm of this order?
    pub(super) fn remembers(&self, plan: &Plan) -> bool {
        plan.cookies && self.marked.contains(&self.reserved[plan.token].0.order)
    }

    /// No order is paid twice, one after the other. Only a transaction brought with another order's
    /// token gets past the question whether its own order is paid; no token can name it.
    pub(super) fn charged_once(&self, held: &[Held]) {
        for id in ORDERS {
            let most = 1 + self.misled.iter().filter(|order| *order == id).count();
            let paid = held.iter().filter(|row| row.order == id && row.is_held());
            assert!(paid.count() <= most, "seed {}: {id} was charged twice", self.seed);
        }
    }

    /// What a verdict claims must hold, whatever the network did.
    pub(super) fn true_to(&self, verdict: &CheckoutVerdict, plan: &Plan, before: &[Held], after: &[Held]) {
        let seed = self.seed;
        let order = &self.reserved[plan.token].0.order;
        assert_eq!(verdict.order_id.as_ref().map(ToString::to_string).as_ref(), Some(order), "seed {seed}");
        let moved = after.iter().any(|row| row.is_held() && !before.contains(row));
        let sum = |amount: Amount| serde_json::to_value(amount).unwrap();
        // The payment that the verdict names, as LINE Pay holds it.
        let named = verdict.payment.as_ref().map(|payment| {
            assert_eq!(payment.key, payment.transaction_id);
            let id = payment.transaction_id.to_string();
            let row = after.iter().find(|row| row.transaction == id && row.order == *order);
            (payment, row.unwrap_or_else(|| panic!("seed {seed}: a payment of another order")))
        });
        match verdict.state {
            State::Paid => {
                let (payment, row) = named.unwrap();
                assert!(row.is_paid() && payment.captured, "seed {seed}: said to be paid");
                assert_eq!(sum(payment.amount), row.captured, "seed {seed}: what was taken");
            }
            State::Authorized => {
                let (payment, row) = named.unwrap();
                assert!(row.state == "AUTHORIZED" && !payment.captured, "seed {seed}: said to be authorised");
                assert_eq!(sum(payment.amount), row.amount, "seed {seed}: what is set aside");
                assert!(payment.authorization_expire_date.is_some(), "seed {seed}");
            }
            State::Misdirected => {
                assert_eq!(verdict.problems[0].kind, ProblemKind::OtherOrder, "seed {seed}");
                let id = &self.reserved[plan.transaction].0.transaction;
                let mut paid = after.iter().filter(|row| row.transaction == *id && row.is_held());
                assert!(paid.next().is_some_and(|row| row.order != *order), "seed {seed}: money moved nowhere");
            }
            State::Pending => {}
            state => {
                assert!(!moved, "seed {seed}: {state:?}, but money moved");
                let over = named.is_none_or(|(_, row)| row.was_confirmed() && !row.is_held());
                assert!(over, "seed {seed}: {state:?}, but money is held");
            }
        }
    }
}
