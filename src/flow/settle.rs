//! From "what happened?" to a known outcome, by asking LINE Pay. Asking never
//! moves money; a confirm happens at most once for a reservation in a visit, and only after asking.

use super::client::Client;
use super::host::Host;
use super::patience::{BUDGET, PAUSES};
use crate::error::{Code, Error};
use crate::id::{OrderId, TransactionId};
use crate::json::Json;
use crate::money::Amount;
use crate::operations::{AUTH_CHECK, CONFIRM, PAYMENT_CHECK};
use crate::order::{
    Asked, CheckoutVerdict, Got, Order, Payment, Refused, Reservation, Sent, Standing, State, Verdict, capture_differs,
    foreign, is_of_another_order, later, lost_key, misdirected, other_sum, perhaps_registered, proves_authorization,
    refused, refused_state, shipping_fee, stand,
};
use crate::payment::PaymentRow;
use crate::return_code::Is;
use crate::row::Row;
use crate::version::Version;
use crate::wire::Expected;

/// One reservation on its way to its end.
pub(super) struct Attempt<'a> {
    /// The terms it was reserved on, as far as the visit knows.
    pub(super) order: &'a Order,
    pub(super) transaction: TransactionId,
    /// The shipping fee that the callback names.
    pub(super) fee: Option<Amount>,
    /// What earlier visits are known to have sent.
    pub(super) sent: Sent,
    pub(super) known: &'a [Reservation],
    pub(super) asked: &'a Asked,
}

/// What came of it.
pub(super) struct Attempted {
    pub(super) verdict: Verdict,
    /// What is known of its confirm now, where it is not what the verdict tells paid.
    pub(super) sent: Sent,
    /// LINE Pay says that this reservation is over, and no payment of the order is recorded: another one may be
    /// confirmed.
    pub(super) over: bool,
    /// Another visit may confirm it again.
    pub(super) again: bool,
}

impl Attempted {
    #[inline(never)]
    pub(super) fn of(verdict: Verdict, sent: Sent) -> Attempted {
        Attempted { verdict, sent, over: false, again: true }
    }

    /// The transaction paid another order: nothing of it is this one's to wait for.
    pub(super) fn of_another_order(verdict: Verdict) -> Attempted {
        Attempted { over: verdict.state == State::Foreign, ..Attempted::of(verdict, Sent::Never) }
    }
}

/// What is asked about.
pub(super) enum Asking<'a> {
    /// An order that LINE Pay knows by these ids.
    Order(&'a [&'a OrderId]),
    Transaction(TransactionId),
}

impl<H: Host> Client<'_, H> {
    /// Where an order stands, without changing anything.
    pub(super) async fn standing_of(&self, order: &Order, known: &[Reservation], asked: &Asked) -> Verdict {
        match self.look_up(order, known, asked).await {
            Ok(Standing::Known(verdict)) => verdict,
            Ok(Standing::NotFound) => CheckoutVerdict::of(State::Unpaid),
            Err(error) => self.unasked(&error, asked),
        }
    }

    /// Confirms a reservation of an order that LINE Pay does not yet know as paid, and finds out
    /// what became of it whatever happens to the answer.
    pub(super) async fn confirm(&self, attempt: &Attempt<'_>, fee: Option<Amount>) -> Attempted {
        let (order, transaction) = (attempt.order, attempt.transaction);
        let fee = fee.or(attempt.fee);
        let sum = match (order.shipping, fee) {
            (Some(terms), Some(fee)) => match order.with_fee(fee) {
                Some(sum) => sum,
                None => return Attempted::of(shipping_fee(fee, terms, attempt.asked), attempt.sent),
            },
            _ => order.amount,
        };
        let known = Expected { order_ids: vec![order.order_id.clone()], ..Expected::default() };
        let request: [(&str, &dyn Json); 3] =
            [("transactionId", &transaction), ("amount", &sum), ("currency", &order.currency)];
        let error = match self.ask(&CONFIRM, &request, &known).await {
            Ok(reply) => return Attempted::of(self.confirmed(attempt, sum, &reply.row()).await, attempt.sent),
            Err(error) => error,
        };
        if is_of_another_order(&error) {
            let got = Got {
                order_id: error.mismatch().map(|mismatch| mismatch.got.as_str().into()),
                transaction_id: Some(transaction),
                ..Got::default()
            };
            return Attempted::of(misdirected(&error, got, attempt.asked), attempt.sent);
        }
        if error.is_ours() {
            let verdict = CheckoutVerdict::because(State::Error, &error).and(refused(&error, attempt.asked));
            return Attempted::of(verdict, attempt.sent);
        }
        match refused_state(&error) {
            Some(Refused::As(state)) => {
                self.over(attempt, CheckoutVerdict::because(state, &error), state == State::Gone).await
            }
            Some(Refused::OtherSum) => {
                self.over(attempt, other_sum(&error, transaction, sum, attempt.asked), false).await
            }
            Some(Refused::Mend) => {
                let verdict = CheckoutVerdict::because(State::Error, &error).and(refused(&error, attempt.asked));
                self.over(attempt, verdict, false).await
            }
            None => {
                let sent = Sent::Unknown(self.host.now() / 1_000);
                self.settle(&Attempt { sent, ..*attempt }, &error).await
            }
        }
    }

    /// The payment that the answer to confirm proves. Where the answer and the quote disagree on whether the money is
    /// taken, the payment's own row is asked for; without one the answer says no more than that the money is set aside.
    async fn confirmed(&self, attempt: &Attempt<'_>, sum: Amount, reply: &Row<'_>) -> Verdict {
        let (order, asked) = (attempt.order, attempt.asked);
        let expires: Option<String> = reply.lenient("authorizationExpireDate");
        let held = proves_authorization(expires.as_deref(), self.host.now());
        let believed = held != order.capture;
        let payment = Payment::confirmed(attempt.transaction, order, sum, believed && order.capture, reply);
        let reg_key = payment.reg_key.clone();
        let state = if payment.captured { State::Paid } else { State::Authorized };
        let mut verdict = CheckoutVerdict::with_payment(state, payment);
        if !believed {
            match self.look_up(order, attempt.known, asked).await {
                Ok(Standing::Known(found)) if found.is_paid_by(attempt.transaction) => verdict = found,
                _ if order.capture => verdict = verdict.and(capture_differs(attempt.transaction, false, asked)),
                _ => {}
            }
            if verdict.state == State::Paid && !order.capture {
                verdict = verdict.and(capture_differs(attempt.transaction, true, asked));
            }
            if let Some(payment) = &mut verdict.payment {
                payment.reg_key = reg_key;
            }
        }
        without_key(verdict, attempt, None)
    }

    /// LINE Pay says that nothing moved by this confirm, or that there is nothing to confirm. Another tab's confirm may
    /// have landed meanwhile: it is asked once more before a page says anything. `finally`: LINE Pay said it of the
    /// reservation, not of one copy of its confirm.
    pub(super) async fn over(&self, attempt: &Attempt<'_>, mut verdict: Verdict, finally: bool) -> Attempted {
        let once = |verdict: Verdict, sent| Attempted { again: false, ..Attempted::of(verdict, sent) };
        match self.look_up(attempt.order, attempt.known, attempt.asked).await {
            Ok(Standing::Known(known)) => once(known, attempt.sent),
            Ok(Standing::NotFound) if finally => Attempted { over: true, ..Attempted::of(verdict, Sent::Never) },
            Ok(Standing::NotFound) if attempt.sent == Sent::Never => Attempted::of(verdict, attempt.sent),
            // An earlier confirm of it is without an answer, and may still arrive.
            Ok(Standing::NotFound) => {
                verdict.state = State::Pending;
                once(verdict, attempt.sent)
            }
            Err(error) => once(self.unasked(&error, attempt.asked), attempt.sent),
        }
    }

    /// The answer to a confirm is lost or says "look": ask until LINE Pay knows.
    pub(super) async fn settle(&self, attempt: &Attempt<'_>, error: &Error) -> Attempted {
        let lapsed = error.says(Is::Lapsed);
        let started = self.host.now();
        let mut empty: u32 = 0;
        for (round, pause) in [0].into_iter().chain(PAUSES).enumerate() {
            self.host.sleep(pause).await;
            match self.look_up(attempt.order, attempt.known, attempt.asked).await {
                Ok(Standing::Known(verdict)) => {
                    return Attempted::of(without_key(verdict, attempt, Some(error)), attempt.sent);
                }
                Ok(Standing::NotFound) => empty = empty.saturating_add(1),
                Err(_) => {}
            }
            // Details may be late by one answer: two are needed to believe that there is nothing.
            if lapsed && empty > 1 {
                let verdict = CheckoutVerdict::because(State::Gone, error);
                return Attempted { over: true, ..Attempted::of(verdict, Sent::Never) };
            }
            // A transaction that paid another order explains "already done" as well.
            if round == 0
                && let Ok(Some(verdict)) = self.owner_of(attempt, error).await
            {
                return Attempted::of_another_order(verdict);
            }
            if self.host.now().saturating_sub(started) > BUDGET {
                break;
            }
        }
        // Of a payment LINE Pay will know more later; a registration over nothing it may never list.
        if attempt.order.amount == Amount::ZERO && error.says(Is::DoneBefore) {
            let problem = perhaps_registered(error, attempt.transaction, attempt.asked);
            return Attempted::of(CheckoutVerdict::because(State::Unclear, error).and(problem), attempt.sent);
        }
        Attempted::of(CheckoutVerdict::because(State::Pending, error), attempt.sent)
    }

    /// The verdict if the transaction paid another order: before, where LINE Pay, a refund or an
    /// authorisation that is over says so; else, for all that is known, by the confirm whose answer is lost.
    pub(super) async fn owner_of(&self, attempt: &Attempt<'_>, error: &Error) -> Result<Option<Verdict>, Error> {
        let rows = self.rows_of(&Asking::Transaction(attempt.transaction)).await?;
        let other = rows.into_iter().find(|row| row.order_id != attempt.order.order_id);
        Ok(other.map(|row| {
            let before = error.says(Is::DoneBefore) || !row.refunds.is_empty() || !row.holds();
            let got = Got::row(&row);
            if before { foreign(got, attempt.asked) } else { misdirected(error, got, attempt.asked) }
        }))
    }

    pub(super) async fn look_up(&self, order: &Order, known: &[Reservation], asked: &Asked) -> Result<Standing, Error> {
        let rows = self.rows_of(&Asking::Order(&[&order.order_id])).await?;
        Ok(stand(rows, order, known, asked))
    }

    /// The rows of an order or a transaction. What is only authorised is found by the payment details in v3 and v4, and
    /// by a question of its own in v2, which comes first: a capture between the two then shows twice, never not at all.
    /// Each id is asked for by itself: what LINE Pay answers where it knows some of several is documented nowhere.
    pub(super) async fn rows_of(&self, asking: &Asking<'_>) -> Result<Vec<PaymentRow>, Error> {
        let mut rows = Vec::new();
        for at in 0_usize.. {
            let id: (&str, &dyn Json) = match asking {
                Asking::Order(ids) => match ids.get(at) {
                    Some(id) => ("orderId", *id),
                    None => break,
                },
                Asking::Transaction(transaction) if at == 0 => ("transactionId", transaction),
                Asking::Transaction(_) => break,
            };
            for operation in [&AUTH_CHECK, &PAYMENT_CHECK] {
                if operation == &AUTH_CHECK && self.config.version() != Version::V2 {
                    continue;
                }
                match self.ask(operation, &[id], &Expected::default()).await {
                    Ok(reply) => rows.append(&mut PaymentRow::of(&reply)),
                    // "Not found" (1150) is an answer.
                    Err(error) if error.code() == Code::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(rows)
    }

    /// What is known where LINE Pay did not answer.
    pub(super) fn unasked(&self, error: &Error, asked: &Asked) -> Verdict {
        if later(error) {
            return CheckoutVerdict::because(State::Pending, error);
        }
        CheckoutVerdict::because(State::Unclear, error).and(refused(error, asked))
    }
}

/// Adds the problem of a lost regKey where the reservation has made the payment and no key came with it.
fn without_key(verdict: Verdict, attempt: &Attempt<'_>, error: Option<&Error>) -> Verdict {
    let made = matches!(verdict.state, State::Paid | State::Authorized) && verdict.is_paid_by(attempt.transaction);
    let payment = verdict.payment.as_ref().filter(|payment| payment.reg_key.is_none());
    let Some(payment) = payment.filter(|_| made && attempt.order.preapproved) else {
        return verdict;
    };
    let problem = lost_key(payment, attempt.asked, error.is_none(), error);
    verdict.and(problem)
}
