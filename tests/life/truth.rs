//! What LINE Pay really holds, and what a verdict may say about it.

use super::super::shop::Held;
use super::{LIFETIME, Life, ORDERS, Plan, ROUND_TRIP};
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State, VisitKind};

impl Life {
    /// What a visit through a quiet network has to come to, and whether it has to confirm.
    pub(super) fn oracle(&self, plan: &Plan, held: &[Held], now: u64) -> (State, bool) {
        let (token, reserved_at) = &self.reserved[plan.token];
        let of_order = |id: &str, state: &str| held.iter().any(|row| row.order == id && row.state == state);
        if of_order(&token.order, "CAPTURED") {
            return (State::Paid, false);
        }
        if of_order(&token.order, "REFUNDED") || of_order(&token.order, "PARTLY_REFUNDED") {
            return (State::Refunded, false);
        }
        if plan.kind != VisitKind::Confirm {
            return (State::Unpaid, false);
        }
        let other = &self.reserved[plan.transaction].0;
        if plan.cookies && other.order != token.order {
            return (State::Foreign, false);
        }
        // By then the question that comes first has taken its time.
        if (now + ROUND_TRIP) / 1000 >= (reserved_at + LIFETIME) / 1000 {
            return (State::Expired, false);
        }
        let row = held.iter().find(|row| row.transaction == other.transaction).unwrap();
        let sum = held.iter().find(|row| row.transaction == token.transaction).unwrap();
        let order_paid = held.iter().any(|paid| {
            paid.order == row.order && matches!(paid.state.as_str(), "CAPTURED" | "PARTLY_REFUNDED" | "REFUNDED")
        });
        let state = match row.state.as_str() {
            "RESERVED" => State::NotApproved,
            // The transaction of another order whose sibling is paid: 1172, and nothing explains it.
            "AUTHENTICATED" if self.blocks && order_paid => State::Pending,
            "AUTHENTICATED" if row.amount != sum.amount => State::Foreign,
            "AUTHENTICATED" if row.order != token.order => State::Misdirected,
            "AUTHENTICATED" => State::Paid,
            "CAPTURED" | "PARTLY_REFUNDED" | "REFUNDED" => State::Foreign,
            _ => State::Gone,
        };
        (state, true)
    }

    /// A visit moves no other money than that of its own transaction.
    pub(super) fn moved_only(&mut self, plan: &Plan, before: &[Held], after: &[Held]) {
        let other = &self.reserved[plan.transaction].0;
        let moved = |row: &&Held| row.state == "CAPTURED" && !before.contains(row);
        for row in after.iter().filter(moved) {
            assert_eq!(row.transaction, other.transaction, "seed {}", self.seed);
            if other.order != self.reserved[plan.token].0.order {
                self.misled.push(other.order.clone());
            }
        }
    }

    /// No order is paid twice, one after the other. Only a transaction brought with another order's
    /// token gets past the question whether its own order is paid; no token can name it.
    pub(super) fn charged_once(&self, held: &[Held]) {
        for id in ORDERS {
            let most = 1 + self.misled.iter().filter(|order| *order == id).count();
            let paid = held.iter().filter(|row| row.order == id && row.state == "CAPTURED");
            assert!(paid.count() <= most, "seed {}: {id} was charged twice", self.seed);
        }
    }

    /// What a verdict claims must hold, whatever the network did.
    pub(super) fn true_to(&self, verdict: &CheckoutVerdict, plan: &Plan, before: &[Held], after: &[Held]) {
        let seed = self.seed;
        let order = &self.reserved[plan.token].0.order;
        assert_eq!(verdict.order_id.as_ref().map(ToString::to_string).as_ref(), Some(order), "seed {seed}");
        let moved = after.iter().any(|row| row.state == "CAPTURED" && !before.contains(row));
        match verdict.state {
            State::Paid => {
                let payment = verdict.payment.as_ref().unwrap();
                assert_eq!(payment.key, payment.transaction_id);
                let id = payment.transaction_id.to_string();
                let fits = |row: &&Held| {
                    row.transaction == id
                        && row.order == *order
                        && row.state == "CAPTURED"
                        && serde_json::to_value(payment.amount).unwrap() == row.amount
                };
                assert!(after.iter().any(|row| fits(&row)), "seed {seed}: said to be paid");
            }
            State::Misdirected => {
                assert_eq!(verdict.problems[0].kind, ProblemKind::OtherOrder, "seed {seed}");
                let id = &self.reserved[plan.transaction].0.transaction;
                let mut paid = after.iter().filter(|row| row.transaction == *id && row.state == "CAPTURED");
                assert!(paid.next().is_some_and(|row| row.order != *order), "seed {seed}: money moved nowhere");
            }
            State::Pending => {}
            state => assert!(!moved, "seed {seed}: {state:?}, but money moved"),
        }
    }
}
