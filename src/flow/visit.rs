//! A visit to one of the pages that LINE Pay or the shop sends the buyer to, brought to its verdict.

use super::checkout::{Checkout, RESERVATION, TOKEN, asked};
use super::host::Host;
use super::jar::{pairs, prefix};
use super::settle::{Attempt, Attempted};
use super::ticket::Ticket;
use super::token::Opened;
use crate::error::{Code, Error, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::money::Amount;
use crate::order::{
    Asked, CheckoutVerdict, Got, Order, ProblemKind, Reservation, Sent, State, Verdict, amount_differs, foreign,
    lost_key, outdated_link, unknown_key,
};
use crate::text::concat;
use crate::url::query_value;
use crate::version::Version;

/// Which page was visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitKind {
    /// confirmUrl: may confirm.
    Confirm,
    /// cancelUrl: only asks.
    Cancel,
    /// The status page: only asks.
    Status,
}

/// A visit to one of the shop's payment pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which page.
    pub kind: VisitKind,
    /// The request's whole URL.
    pub url: String,
    /// The request's `Cookie` header.
    pub cookies: Option<String>,
}

impl Visit {
    fn header(&self) -> &str {
        self.cookies.as_deref().unwrap_or_default()
    }
}

/// What a visit brings along.
struct Scene<'v> {
    visit: &'v Visit,
    token: &'v str,
    /// The terms of the transaction, as far as they are known; else those of the token.
    order: Order,
    /// Seconds since 1970, after which the order is not confirmed.
    expires: u64,
    transaction: Option<TransactionId>,
    known: Vec<Reservation>,
    asked: Asked,
}

impl Scene<'_> {
    fn sent(&self, transaction: TransactionId) -> Sent {
        let known = self.known.iter().find(|reservation| reservation.transaction == transaction);
        known.map_or(Sent::Never, |reservation| reservation.sent)
    }

    /// A registration over nothing that this browser saw complete. LINE Pay may list none. It pays no order over a sum.
    fn registered(&self) -> Option<Verdict> {
        let mut known = self.known.iter().filter(|known| known.proved && known.sent == Sent::Done);
        let done = known.find(|reservation| reservation.order.amount == Amount::ZERO)?;
        let verdict = CheckoutVerdict::registered(&done.order, done.transaction);
        if self.order.amount == Amount::ZERO {
            return Some(verdict);
        }
        let got = verdict.payment.as_ref().map(Got::payment).unwrap_or_default();
        Some(CheckoutVerdict::of(State::Mismatch).and(amount_differs(got, &self.asked)))
    }

    /// What is known of a reservation after the visit. Terms that nothing proves do not stand against those of its own
    /// link.
    fn reservation(&self, transaction: TransactionId, sent: Sent) -> Reservation {
        let known = self.known.iter().find(|reservation| reservation.transaction == transaction);
        match known.filter(|known| known.proved || self.transaction != Some(transaction)) {
            Some(known) => Reservation { sent, ..known.clone() },
            None => Reservation { transaction, order: self.order.clone(), sent, proved: false },
        }
    }

    /// Nothing is confirmed here: either for this reason, or while a confirm of the order may still arrive for none
    /// that is known.
    fn unconfirmed(&self, mut verdict: Verdict, transaction: TransactionId, now: u64) -> Attempted {
        let sent = self.sent(transaction);
        if self.known.iter().any(|reservation| reservation.is_unsettled(now)) {
            verdict.state = State::Pending;
            return Attempted { again: false, ..Attempted::of(verdict, sent) };
        }
        Attempted::of(verdict, sent)
    }
}

impl<H: Host> Checkout<'_, H> {
    /// Brings a visit to its verdict. Only a visit to the confirm page may
    /// confirm, and only after LINE Pay said that the order is not paid.
    pub async fn visit(&self, visit: &Visit) -> CheckoutVerdict {
        let token = query_value(&visit.url, TOKEN).unwrap_or_default();
        let (ticket, outdated) = match self.signer.open_ticket(&token) {
            Opened::Good(ticket) => (ticket, false),
            Opened::Outdated(ticket) => (ticket, true),
            Opened::UnknownKey(ticket) => return *invalid_token().and(unknown_key(&asked(&ticket.order, None))),
            Opened::Nothing => return *invalid_token(),
        };
        let scene = self.scene(ticket, visit, &token);
        let mut standing = self.client.standing_of(&scene.order, &scene.known, &scene.asked).await;
        if let Some(registered) = scene.registered().filter(|_| standing.state == State::Unpaid) {
            standing = registered;
        }
        let confirms = visit.kind == VisitKind::Confirm && standing.state == State::Unpaid;
        let (attempted, transaction) = match scene.transaction.filter(|_| confirms) {
            None => (Attempted::of(standing, Sent::Never), None),
            Some(transaction) if outdated => {
                let verdict = CheckoutVerdict::of(State::Expired).and(outdated_link(&scene.asked));
                let now = self.client.host.now() / 1_000;
                (scene.unconfirmed(verdict, transaction, now), Some(transaction))
            }
            Some(transaction) => self.confirm(&scene, transaction).await,
        };
        *self.conclude(&scene, attempted, transaction)
    }

    fn scene<'v>(&self, ticket: Ticket, visit: &'v Visit, token: &'v str) -> Scene<'v> {
        let transaction: Option<TransactionId> =
            query_value(&visit.url, "transactionId").and_then(|text| text.parse().ok());
        let known = self.known(&ticket.order, visit);
        // A transaction is confirmed on the terms that it was reserved on.
        let own = known.iter().find(|known| known.proved && Some(known.transaction) == transaction);
        let order = own.map_or(&ticket.order, |reservation| &reservation.order).clone();
        let asked = asked(&order, transaction);
        Scene { visit, token, order, expires: ticket.expires, transaction, known, asked }
    }

    /// The order's reservations that cookies and the link name, each as far on as any of them knows.
    fn known(&self, order: &Order, visit: &Visit) -> Vec<Reservation> {
        let prefix = prefix(&order.order_id, self.is_secure());
        let cookies = pairs(visit.header()).filter(|(name, _)| name.starts_with(&prefix));
        let texts = cookies.map(|(_, value)| value.to_owned()).chain(query_value(&visit.url, RESERVATION));
        let mut known: Vec<Reservation> = Vec::new();
        let reservations = texts.filter_map(|text| self.signer.open_reservation(&text));
        for reservation in reservations.filter(|reservation| reservation.order.order_id == order.order_id) {
            match known.iter_mut().find(|known| known.transaction == reservation.transaction) {
                Some(known) => {
                    let sent = known.sent.max(reservation.sent);
                    if reservation.proved {
                        *known = reservation;
                    }
                    known.sent = sent;
                }
                None => known.push(reservation),
            }
        }
        known
    }

    /// Confirms the transaction that the visit brought, or finishes the confirm of another one that may have been
    /// carried out.
    async fn confirm(&self, scene: &Scene<'_>, transaction: TransactionId) -> (Attempted, Option<TransactionId>) {
        let now = self.client.host.now() / 1_000;
        let others = scene.known.iter().filter(|other| other.transaction != transaction && other.is_unsettled(now));
        for other in others {
            let attempted = self.attempt(scene, other.transaction, None).await;
            if !attempted.over {
                return (attempted, Some(other.transaction));
            }
        }
        let sent = scene.sent(transaction);
        let attempted = if let Some(order_id) = self.owner_elsewhere(scene, transaction) {
            let got = Got { order_id: Some(order_id), transaction_id: Some(transaction), ..Got::default() };
            Attempted::of(foreign(got, &scene.asked), sent)
        } else if now >= scene.expires {
            scene.unconfirmed(CheckoutVerdict::of(State::Expired), transaction, now)
        } else {
            let fee = query_value(&scene.visit.url, "shippingFeeAmount").and_then(|text| text.parse().ok());
            self.attempt(scene, transaction, fee).await
        };
        (attempted, Some(transaction))
    }

    /// Confirms a reservation on its own terms.
    async fn attempt(&self, scene: &Scene<'_>, transaction: TransactionId, fee: Option<Amount>) -> Attempted {
        let reservation = scene.reservation(transaction, scene.sent(transaction));
        let attempt = Attempt {
            order: &reservation.order,
            transaction,
            fee,
            sent: reservation.sent,
            known: &scene.known,
            asked: &asked(&reservation.order, Some(transaction)),
        };
        match self.client.approval(&attempt).await {
            Ok(fee) => self.client.confirm(&attempt, fee).await,
            Err(attempted) => attempted,
        }
    }

    /// The other order of a transaction, where this browser or LINE Pay's callback names one. Its absence proves
    /// nothing: the reservation may have been made in another browser, and v2 brings no order.
    fn owner_elsewhere(&self, scene: &Scene<'_>, transaction: TransactionId) -> Option<OrderId> {
        let own = &scene.order.order_id;
        if scene.known.iter().any(|known| known.proved && known.transaction == transaction) {
            return None;
        }
        let ending = concat(&[".", &transaction.text()]);
        let named = pairs(scene.visit.header()).filter(|(name, _)| name.ends_with(&ending));
        let mut reservations = named.filter_map(|(_, value)| self.signer.open_reservation(value));
        let elsewhere = reservations.find(|known| known.transaction == transaction && known.order.order_id != *own);
        let called = || query_value(&scene.visit.url, "orderId").map(OrderId::from);
        // Whether a plus in the callback is one or a blank hangs on how LINE Pay writes it there.
        let plain = |byte| if byte == b'+' { b' ' } else { byte };
        let other = |id: &OrderId| !id.as_str().bytes().map(plain).eq(own.as_str().bytes().map(plain));
        let called = || called().filter(|id| self.client.config.version() != Version::V2 && other(id));
        elsewhere.map(|reservation| reservation.order.order_id).or_else(called)
    }

    /// The verdict with what the shop, the browser and the next visit need to know besides. `transaction` is the one
    /// whose confirm was looked after.
    fn conclude(&self, scene: &Scene<'_>, attempted: Attempted, transaction: Option<TransactionId>) -> Verdict {
        let mut verdict = attempted.verdict;
        let paid_by = verdict.payment.as_ref().map(|payment| payment.transaction_id);
        // A confirm without an answer has made this payment: the key that came with it never arrived.
        let held = verdict.payment.as_ref().filter(|_| matches!(verdict.state, State::Paid | State::Authorized));
        let lost = held.filter(|payment| {
            let unanswered = matches!(scene.sent(payment.transaction_id), Sent::Unknown(_));
            let told = verdict.problems.iter().any(|problem| problem.kind == ProblemKind::RegKeyLost);
            let order = scene.reservation(payment.transaction_id, Sent::Never).order;
            order.preapproved && payment.reg_key.is_none() && unanswered && !told
        });
        if let Some(problem) = lost.map(|payment| lost_key(payment, &scene.asked, false, None)) {
            verdict.problems.push(problem);
        }

        let about = transaction.or(paid_by).or(scene.transaction);
        let reservation = about.map(|id| {
            let settled = paid_by == Some(id) && (transaction == Some(id) || scene.sent(id) != Sent::Never);
            let sent = if settled { Sent::Done } else { transaction.map_or(scene.sent(id), |_| attempted.sent) };
            let reservation = scene.reservation(id, sent);
            if settled && !reservation.proved {
                // A payment over the sum that it was held against proves those terms.
                let order = transaction.map_or_else(|| scene.order.clone(), |id| scene.reservation(id, sent).order);
                return Reservation { order, proved: true, ..reservation };
            }
            reservation
        });
        let known = reservation.as_ref().filter(|known| known.sent != Sent::Never || scene.known.contains(known));
        let changed = reservation.as_ref().filter(|known| known.sent != scene.sent(known.transaction));
        let confirms = scene.visit.kind == VisitKind::Confirm && attempted.again;
        let confirm_url = about.filter(|_| confirms).map(|id| {
            let unanswered = known.filter(|known| matches!(known.sent, Sent::Unknown(_)));
            let url = self.url(&self.settings.confirm_path, scene.token, unanswered);
            concat(&[&url, "&transactionId=", &id.text()])
        });
        verdict.order_id = Some(scene.order.order_id.clone());
        verdict.transaction_id = paid_by.or(scene.transaction);
        verdict.status_url = Some(self.url(&self.settings.status_path, scene.token, known));
        verdict.confirm_url = confirm_url;
        if let Some(changed) = changed {
            let (set_cookie, clear_cookies) = self.cookies(changed, scene.visit.header());
            (verdict.set_cookie, verdict.clear_cookies) = (Some(set_cookie), clear_cookies);
        }
        verdict
    }
}

pub(super) fn invalid_token() -> Verdict {
    let message = "the signed order in the URL is missing, altered, or of another shop";
    let error = Error::new(Code::InvalidToken, Outcome::NotExecuted, Retry::Never, message);
    CheckoutVerdict::because(State::InvalidToken, &error)
}
