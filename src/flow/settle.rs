//! From "what happened?" to a known outcome, by asking LINE Pay. Asking never
//! moves money; a confirm happens at most once in a visit, and only after asking.

use super::client::Client;
use super::host::Host;
use super::problems::{foreign, misdirected, paid_twice, refused, without_reg_key};
use super::token::Order;
use super::verdict::{Asked, CheckoutVerdict, Got, Payment, Problem, ProblemKind, State};
use crate::error::{Code, Error, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::operation::{Expected, Operation};
use crate::operations::{
    AuthCheckReply, AuthCheckRequest, ConfirmReply, ConfirmRequest, PaymentCheckReply, PaymentCheckRequest, PaymentRow,
    RequestStatus, StatusCheckReply, StatusCheckRequest,
};
use crate::return_code::{Class, ReturnCode};
use crate::version::Version;

/// How long to wait before each further question after a confirm whose answer is unclear.
const PAUSES: [u32; 3] = [500, 1_500, 3_000];

/// For how long a visit goes on asking, in milliseconds. A worker's `waitUntil` ends at 30 s.
const BUDGET: u64 = 15_000;

/// What LINE Pay says about an order.
enum Standing {
    /// It has payments; the verdict says what they come to.
    Known(Box<CheckoutVerdict>),
    /// No payment of this order is recorded (1150).
    NotFound,
}

/// What is asked about.
enum Asking<'a> {
    Order(&'a OrderId),
    Transaction(TransactionId),
}

impl<H: Host> Client<'_, H> {
    /// Where an order stands, without changing anything.
    pub(super) async fn standing_of(&self, order: &Order, asked: &Asked) -> CheckoutVerdict {
        match self.look_up(order, asked).await {
            Ok(Standing::Known(verdict)) => *verdict,
            Ok(Standing::NotFound) => CheckoutVerdict::of(State::Unpaid),
            Err(error) => self.unasked(&error, asked),
        }
    }

    /// Confirms an order that LINE Pay does not yet know as paid, and finds out
    /// what became of it whatever happens to the answer.
    pub(super) async fn confirm(&self, order: &Order, transaction: TransactionId, asked: &Asked) -> CheckoutVerdict {
        let request = ConfirmRequest::new(transaction, order.amount, order.currency);
        let known = Expected { order_ids: vec![order.order_id.clone()], ..Expected::default() };
        let error = match self.ask::<_, ConfirmReply>(request, &known).await {
            Ok(reply) => {
                let state = if order.capture { State::Paid } else { State::Authorized };
                let verdict = CheckoutVerdict::with_payment(state, Payment::confirmed(order, reply));
                return without_reg_key(verdict, order, transaction, asked, None);
            }
            Err(error) => error,
        };
        match error.code() {
            Code::Mismatch if error.mismatch().is_some_and(|mismatch| mismatch.field == "orderId") => {
                let got = Got {
                    order_id: error.mismatch().map(|mismatch| mismatch.got.as_str().into()),
                    transaction_id: Some(transaction),
                    ..Got::default()
                };
                misdirected(&error, got, asked)
            }
            Code::Refused | Code::NotFound if error.outcome() == Outcome::NotExecuted => {
                self.refused(&error, transaction, asked)
            }
            _ if is_ours(&error) => CheckoutVerdict::because(State::Error, &error).and(refused(&error, asked)),
            _ => self.settle(order, transaction, asked, &error).await,
        }
    }

    /// The answer to a confirm is lost or says "look": ask until LINE Pay knows.
    async fn settle(&self, order: &Order, transaction: TransactionId, asked: &Asked, error: &Error) -> CheckoutVerdict {
        let lapsed = error.return_code().is_some_and(|code| code.as_str() == "1159");
        let started = self.host.now();
        for (round, pause) in [0].into_iter().chain(PAUSES).enumerate() {
            self.host.sleep(pause).await;
            match self.look_up(order, asked).await {
                Ok(Standing::Known(verdict)) => {
                    return without_reg_key(*verdict, order, transaction, asked, Some(error));
                }
                Ok(Standing::NotFound) if lapsed => {
                    return CheckoutVerdict::because(State::Gone, error);
                }
                Ok(Standing::NotFound) | Err(_) => {}
            }
            // A transaction that paid another order explains "already done" as well.
            if round == 0
                && let Some(verdict) = self.owner_of(order, transaction, asked, error).await
            {
                return verdict;
            }
            // The buyer is waiting, and the page asks again by itself.
            if self.host.now().saturating_sub(started) > BUDGET {
                break;
            }
        }
        CheckoutVerdict::because(State::Pending, error)
    }

    /// The verdict if `transaction` paid another order: before, where LINE Pay, a refund or an
    /// authorisation that is over says so; else, for all that is known, by the confirm whose answer is lost.
    async fn owner_of(
        &self,
        order: &Order,
        transaction: TransactionId,
        asked: &Asked,
        error: &Error,
    ) -> Option<CheckoutVerdict> {
        let mut rows = self.rows_of(Asking::Transaction(transaction), true).await.ok()?;
        if rows.is_empty() && self.config.version() == Version::V2 {
            rows = self.rows_of(Asking::Transaction(transaction), false).await.ok()?;
        }
        let row = rows.into_iter().find(|row| row.order_id != order.order_id)?;
        // 0123 comes from statusCheck: no confirm was sent.
        let repeated = error.return_code().is_some_and(|code| matches!(code.as_str(), "0123" | "1152" | "1172"));
        let before = repeated || !row.refund_list.is_empty() || !row.holds();
        let got = Got::row(&row);
        Some(if before { foreign(got, asked) } else { misdirected(error, got, asked) })
    }

    /// Where the order stands. An order that is only authorised is found by the
    /// payment details in v3 and v4, and by a question of its own in v2.
    async fn look_up(&self, order: &Order, asked: &Asked) -> Result<Standing, Error> {
        let rows = self.rows_of(Asking::Order(&order.order_id), true).await?;
        match judge(rows, order, asked) {
            Standing::NotFound if self.config.version() == Version::V2 && !order.capture => {
                let rows = self.rows_of(Asking::Order(&order.order_id), false).await?;
                Ok(judge(rows, order, asked))
            }
            standing => Ok(standing),
        }
    }

    /// The rows of an order or a transaction: from the payment details, or the authorisations.
    async fn rows_of(&self, asking: Asking<'_>, details: bool) -> Result<Vec<PaymentRow>, Error> {
        let (transaction_id, order_id) = match asking {
            Asking::Order(order_id) => (vec![], vec![order_id.clone()]),
            Asking::Transaction(transaction) => (vec![transaction], vec![]),
        };
        let known = Expected::default();
        let rows = if details {
            let request = PaymentCheckRequest { transaction_id, order_id, fields: None };
            self.ask(request, &known).await.map(|reply: PaymentCheckReply| reply.payments)
        } else {
            let request = AuthCheckRequest { transaction_id, order_id };
            self.ask(request, &known).await.map(|reply: AuthCheckReply| reply.authorizations)
        };
        match rows {
            Err(error) if error.code() == Code::NotFound => Ok(Vec::new()),
            rows => rows,
        }
    }

    /// Has the buyer approved? v3 and v4 can say so without the risk of a premature
    /// confirm; `None` when confirm may go ahead.
    pub(super) async fn not_ready(
        &self,
        order: &Order,
        transaction: TransactionId,
        asked: &Asked,
    ) -> Option<CheckoutVerdict> {
        let request = StatusCheckRequest { transaction_id: transaction };
        let error = match self.ask(request, &Expected::default()).await {
            Ok(StatusCheckReply { status, return_code, .. }) => match status {
                RequestStatus::Approved => return None,
                RequestStatus::Waiting => return Some(CheckoutVerdict::of(State::NotApproved)),
                RequestStatus::Cancelled => return Some(CheckoutVerdict::of(State::Gone)),
                RequestStatus::Failed => return Some(CheckoutVerdict::of(State::Declined)),
                RequestStatus::Completed => {
                    let message = "LINE Pay says that this transaction is already complete";
                    let mut error = Error::new(Code::Refused, Outcome::Unknown, Retry::AskFirst, message);
                    error.0.operation = Some(StatusCheckRequest::NAME);
                    error.0.return_code = ReturnCode::new(&return_code);
                    error
                }
            },
            Err(error) if error.code() == Code::Unsupported => return None,
            Err(error) if error.return_code().is_some_and(|code| code.as_str() == "1159") => {
                return Some(CheckoutVerdict::because(State::Gone, &error));
            }
            Err(error) => return Some(self.unasked(&error, asked)),
        };
        Some(self.settle(order, transaction, asked, &error).await)
    }

    /// LINE Pay says that nothing moved, and why.
    fn refused(&self, error: &Error, transaction: TransactionId, asked: &Asked) -> CheckoutVerdict {
        let code = error.return_code();
        match code.map(|code| code.as_str()) {
            Some("1153") => {
                let got = Got { transaction_id: Some(transaction), ..Got::default() };
                CheckoutVerdict { error: Some(error.report()), ..foreign(got, asked) }
            }
            Some("1169") => CheckoutVerdict::because(State::NotApproved, error),
            Some("1150" | "1180") => CheckoutVerdict::because(State::Gone, error),
            _ => match code.and_then(|code| code.class()) {
                Some(Class::User | Class::Retry) => CheckoutVerdict::because(State::Declined, error),
                _ => CheckoutVerdict::because(State::Error, error).and(refused(error, asked)),
            },
        }
    }

    /// A question that LINE Pay did not answer says nothing about the money: it is asked again,
    /// or the merchant has to mend something first.
    fn unasked(&self, error: &Error, asked: &Asked) -> CheckoutVerdict {
        let fix = error.return_code().and_then(|code| code.class()) == Some(Class::Fix);
        if fix || is_ours(error) || error.code() == Code::Mismatch {
            return CheckoutVerdict::because(State::Unclear, error).and(refused(error, asked));
        }
        CheckoutVerdict::because(State::Pending, error)
    }
}

/// What the rows of an order come to. Of several payments the earliest that is
/// whole counts, so that every visit names the same one.
fn judge(rows: Vec<PaymentRow>, order: &Order, asked: &Asked) -> Standing {
    // A row of a kind that is not known may well be a payment: no confirm may follow from it.
    let unknown = rows.iter().any(|row| !row.is_payment() && !row.is_refund());
    let (mut payments, others): (Vec<PaymentRow>, Vec<PaymentRow>) = rows.into_iter().partition(PaymentRow::is_payment);
    for payment in &mut payments {
        payment.take_refunds(&others);
    }
    payments
        .sort_unstable_by(|a, b| (&a.transaction_date, a.transaction_id).cmp(&(&b.transaction_date, b.transaction_id)));
    let whole = |row: &PaymentRow| row.holds() && row.refunded().is_some_and(|sum| !sum.is_positive());
    let fits = |row: &PaymentRow| {
        let paid = row.paid().filter(|sum| sum.is_positive());
        // Of an order that was authorised first, the merchant may have captured less.
        let less = !order.capture && row.is_captured() && paid.is_some_and(|sum| sum < order.amount);
        (paid == Some(order.amount) || less) && row.currency == order.currency.as_str()
    };

    let mut live = payments.iter().filter(|row| whole(row));
    let first = live.clone().find(|row| fits(row)).cloned();
    let verdict = match (first, live.clone().next(), payments.first()) {
        (Some(row), _, _) => {
            let other = live.find(|other| other.transaction_id != row.transaction_id);
            let twice = other.map(|other| paid_twice(&row, other, asked));
            let state = if row.is_captured() { State::Paid } else { State::Authorized };
            let verdict = CheckoutVerdict::with_payment(state, Payment::found(order, row));
            twice.into_iter().fold(verdict, CheckoutVerdict::and)
        }
        (None, Some(row), _) => CheckoutVerdict::of(State::Mismatch).and(Problem {
            kind: ProblemKind::AmountDiffers,
            message: "the order was paid with another sum or currency than quoted; look at it by hand".to_owned(),
            asked: asked.clone(),
            got: Got::row(row),
            error: None,
        }),
        (None, None, Some(row)) => {
            let state = if row.is_captured() { State::Refunded } else { State::Released };
            CheckoutVerdict::with_payment(state, Payment::found(order, row.clone()))
        }
        (None, None, None) if unknown => CheckoutVerdict::of(State::Pending),
        (None, None, None) => return Standing::NotFound,
    };
    Standing::Known(Box::new(verdict))
}

/// Found wrong on this side; nothing was sent.
fn is_ours(error: &Error) -> bool {
    matches!(error.code(), Code::InvalidRequest | Code::InvalidConfiguration | Code::Unsupported)
}
