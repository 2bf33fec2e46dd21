//! The checkout over a ledger: a wish to pay, and each visit, as looks at an order that is remembered.

use super::checkout::{Checkout, Quoted, Reserving, TOKEN, asked};
use super::host::Host;
use super::ledger::{Hooks, Ledger};
use super::orders::{KEY, Looked, Orders};
use super::settle::Asking;
use super::ticket::Ticket;
use super::token::Opened;
use super::visit::{Visit, VisitKind, invalid_token};
use crate::error::{Code, Error, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::input::Input;
use crate::order::life::{self, Limits, Money, Record, Rest, Terms, TroubleKind, Who};
use crate::order::{
    CheckoutVerdict, Got, Order, Problem, Refused, Standing, State, Verdict, refused, refused_state, stand,
    unknown_key, unrecorded, unreserved,
};
use crate::text::concat;
use crate::url::query_value;
use crate::wire::Expected;

impl<'a, H: Host + Ledger + Hooks> Checkout<'a, H> {
    fn orders(&self) -> Orders<'a, H> {
        let mut orders = Orders::new(self.client.config, self.client.host, Limits::default());
        orders.suffixes = self.settings.suffix_order_ids;
        orders
    }

    /// As [`Checkout::reserve`], with the order remembered: the same wish again gets the open reservation's link again,
    /// one for an order that is paid or being paid gets how it stands.
    ///
    /// # Errors
    /// Everything that can go wrong, [`Code::Ledger`] included; no money moves here but where a confirm of the order
    /// that somebody began before is finished.
    pub async fn reserve_kept(&self, order: Input<'_>, cookies: Option<&str>) -> Result<Reserving, Error> {
        let Quoted { mut request, order, expires, token } = self.quoted(order)?;
        let terms = Terms { order: order.clone(), version: self.client.config.version() };
        let mut access: Option<String> = None;
        let reserve = async |now: &dyn Fn() -> u64, terms: &Terms| {
            request.replace("orderId", terms.order.order_id.as_str());
            let reply = self.client.call(&request, &Expected::default()).await?.reply;
            self.payment_page(&reply.row())?;
            access = reply.row().lenient("paymentAccessToken");
            let made = life::Reservation::of(&reply, terms.clone(), now());
            let made = made.ok_or_else(|| unreadable("the answer to reserve"))?;
            Ok(life::Reservation { link: Some(expires), ..made })
        };
        match self.orders().pay(&order.order_id, &terms, reserve).await {
            Ok(looked) => self.kept(looked, order, &token, access, cookies),
            Err(error) => self.standing_instead(&order, &token, error).await,
        }
    }

    /// Where a wish to pay has brought the order.
    fn kept(
        &self,
        looked: Looked,
        order: Order,
        token: &str,
        access: Option<String>,
        cookies: Option<&str>,
    ) -> Result<Reserving, Error> {
        let held = looked.link.and_then(|id| looked.record.as_ref()?.reservation(id));
        let Some((held, payment_url)) = held.and_then(|held| Some((held, held.payment_url.clone()?))) else {
            let refused = |retry, why: &str| Err(Error::new(Code::IllegalStep, Outcome::NotExecuted, retry, why));
            match looked.rest {
                Rest::TooMany => {
                    let why = "the order has too many reservations that may still be paid: wait until some are over";
                    return refused(Retry::Later, why);
                }
                Rest::OtherWay => {
                    let why = "the order is charged by regKey: give one that a buyer pays another orderId";
                    return refused(Retry::Never, why);
                }
                _ => {}
            }
            let mut verdict = self.verdict(&looked, &order, None);
            verdict.status_url = Some(self.url(&self.settings.status_path, token, None));
            verdict.order_id = Some(order.order_id);
            return Ok(Reserving::Standing(verdict));
        };
        let Some(payment_url) = self.client.config.kept_links(&payment_url) else {
            let message = "the ledger holds a payment page that is not LINE Pay's: the buyer is not sent there";
            return Err(Error::new(Code::Ledger, Outcome::NotExecuted, Retry::Never, message));
        };
        let order = Order { order_id: order.order_id, ..held.terms.order.clone() };
        Ok(self.reserved(held.transaction, order, token, payment_url, access, cookies))
    }

    /// As [`Checkout::visit`], with the order remembered. Which browser comes, with which cookies, and which key signed
    /// the link decides nothing: what the order has reserved is known.
    ///
    /// `early` is told the verdict before the last write, where that says no more than that a hook took what it was
    /// told: a page need not wait for it.
    pub async fn visit_kept(&self, visit: &Visit, early: &dyn Fn(&CheckoutVerdict)) -> CheckoutVerdict {
        let token = query_value(&visit.url, TOKEN).unwrap_or_default();
        let (ticket, signed) = match self.signer.open_ticket(&token) {
            Opened::Good(ticket) | Opened::Outdated(ticket) => (ticket, true),
            Opened::UnknownKey(ticket) if self.has_reserved(&ticket.order.order_id, visit).await => (ticket, false),
            // Anybody can write such a link: nothing is asked, told or done by it.
            Opened::UnknownKey(ticket) => return *invalid_token().and(unknown_key(&asked(&ticket.order, None))),
            Opened::Nothing => return *invalid_token(),
        };
        let transaction = query_value(&visit.url, "transactionId").and_then(|text| text.parse().ok());
        let order = &ticket.order;
        let who = match (visit.kind, transaction) {
            (VisitKind::Confirm, Some(transaction)) => {
                let fee = query_value(&visit.url, "shippingFeeAmount").and_then(|text| text.parse().ok());
                Some(Who::Visit { transaction, fee })
            }
            (VisitKind::Cancel, named) => match named {
                Some(_) => named,
                None => self.cancelled(&ticket).await,
            }
            .map(|transaction| Who::Cancel { transaction }),
            _ => None,
        };
        let page = |record: &Record| {
            if let Some(mut verdict) = paid(record) {
                add_problems(&mut verdict, record);
                self.at_visit(&mut verdict, visit, transaction, Some(record), &ticket, &token);
                early(&verdict);
            }
        };
        let orders = self.orders().early(&page);
        let looked = match &who {
            Some(who) => Some(orders.look(&order.order_id, who).await),
            None => None,
        };
        let looked = match looked {
            Some(Ok(looked)) if visit.kind == VisitKind::Cancel && looked.has_work_or_payment() => None,
            other => other,
        };
        let looked = match looked {
            Some(looked) => looked,
            None => orders.status(&order.order_id).await,
        };
        let record = looked.as_ref().ok().and_then(|looked| looked.record.as_deref());
        if !signed && record.is_none() {
            // The ledger, which knew the transaction, knows nothing now: nothing proves what the link asks for.
            return *invalid_token().and(unknown_key(&asked(order, None)));
        }
        let asked_for = record.map_or(order, |record| &record.terms.order);
        let mut verdict = match &looked {
            Ok(looked) => {
                let verdict = self.verdict(looked, asked_for, transaction);
                self.checked(verdict, looked, asked_for, transaction).await
            }
            Err(error) => self.without_ledger(error, asked_for, transaction).await,
        };
        self.at_visit(&mut verdict, visit, transaction, record, &ticket, &token);
        *verdict
    }

    /// The reservation that a buyer has cancelled whom LINE Pay sends back without its name: v2 never has one there, v3
    /// and v4 not always. It is the one that was made with this link: an older link, over the same terms or others, is
    /// only shown. Of one that does not say so (an earlier release has written it), it is the one over the link's
    /// terms. If two are open, none is meant.
    async fn cancelled(&self, ticket: &Ticket) -> Option<TransactionId> {
        let terms = Terms { order: ticket.order.clone(), version: self.client.config.version() };
        let record = self.orders().read(&ticket.order.order_id).await.ok()?.record?;
        let own = |held: &life::Reservation| held.link.is_none_or(|link| link == ticket.expires);
        let means = |held: &&life::Reservation| held.state.is_open() && own(held) && held.terms.same(&terms);
        let mut open = record.reservations.iter().filter(means);
        open.next().filter(|_| open.next().is_none()).map(|held| held.transaction)
    }

    /// Is the transaction of this visit one that the ledger knows of the order?
    async fn has_reserved(&self, order_id: &OrderId, visit: &Visit) -> bool {
        let named = query_value(&visit.url, "transactionId").and_then(|text| text.parse().ok());
        let Some(transaction) = named else { return false };
        let looked = self.orders().read(order_id).await.ok();
        looked.and_then(|looked| looked.record).is_some_and(|record| record.reservation(transaction).is_some())
    }

    /// The verdict with what the next visit needs; the token says what the record does.
    fn at_visit(
        &self,
        verdict: &mut CheckoutVerdict,
        visit: &Visit,
        transaction: Option<TransactionId>,
        record: Option<&Record>,
        ticket: &Ticket,
        token: &str,
    ) {
        let order = record.map_or(&ticket.order, |record| &record.terms.order).clone();
        let ticket = Ticket { order, expires: ticket.expires };
        let token = self.signer.seal_ticket(&ticket).unwrap_or_else(|| token.to_owned());
        verdict.confirm_url = transaction
            .filter(|_| visit.kind == VisitKind::Confirm)
            .map(|id| concat(&[&self.url(&self.settings.confirm_path, &token, None), "&transactionId=", &id.text()]));
        verdict.order_id = Some(ticket.order.order_id);
        verdict.transaction_id = verdict.payment.as_ref().map(|payment| payment.transaction_id).or(transaction);
        verdict.status_url = Some(self.url(&self.settings.status_path, &token, None));
    }

    /// Where the order stands by its record.
    fn verdict(&self, looked: &Looked, order: &Order, transaction: Option<TransactionId>) -> Verdict {
        let asked = asked(order, transaction);
        let Some(record) = &looked.record else {
            return CheckoutVerdict::of(State::Expired).and(unreserved(transaction, &asked));
        };
        let error = looked.error.as_ref();
        let because = |state| error.map_or(CheckoutVerdict::of(state), |error| CheckoutVerdict::because(state, error));
        let mut verdict = match paid(record) {
            Some(verdict) => verdict,
            None => match looked.rest {
                // LINE Pay has to be asked, and refuses to be.
                Rest::Later if looked.refused.is_some() => because(State::Unclear),
                Rest::UnderWay | Rest::Late | Rest::Later => because(State::Pending),
                Rest::Stuck if has(record, TroubleKind::OtherOrder) => because(State::Misdirected),
                Rest::Stuck => because(State::Unclear),
                Rest::NotApproved => match error.and_then(refused_state) {
                    Some(Refused::As(state)) => because(state),
                    Some(Refused::OtherSum | Refused::Mend) => because(State::Error),
                    None => CheckoutVerdict::of(State::NotApproved),
                },
                Rest::Foreign => CheckoutVerdict::of(State::Foreign).and(unreserved(transaction, &asked)),
                Rest::Over | Rest::Abandoned => match error.and_then(refused_state) {
                    Some(Refused::As(state)) => because(state),
                    _ => CheckoutVerdict::of(State::Gone),
                },
                Rest::ShippingFee => CheckoutVerdict::of(State::Error),
                _ => CheckoutVerdict::of(State::Unpaid),
            },
        };
        add_problems(&mut verdict, record);
        verdict.problems.extend(looked.refused.iter().map(|error| refused(error, &asked)));
        verdict
    }

    /// A page that says that LINE Pay has recorded no payment says so only after asking.
    async fn checked(
        &self,
        verdict: Verdict,
        looked: &Looked,
        order: &Order,
        transaction: Option<TransactionId>,
    ) -> Verdict {
        if verdict.payment.is_some() || matches!(verdict.state, State::Pending | State::Unclear | State::Mismatch) {
            return verdict;
        }
        let asked = asked(order, transaction);
        let ids = life::order_ids(&order.order_id, looked.record.as_deref());
        let rows = self.client.rows_of(&Asking::Order(&ids)).await;
        let standing = match rows.map(|rows| stand(rows, order, &[], &asked)) {
            Ok(Standing::NotFound) => return verdict,
            Ok(Standing::Known(standing)) => standing,
            Err(error) => return self.client.unasked(&error, &asked),
        };
        let payment = standing.payment.as_ref();
        let Some(record) = &looked.record else { return standing };
        let held = payment.and_then(|payment| record.reservation(payment.transaction_id));
        if held.is_some_and(|held| !held.state.is_over()) {
            // The next look at the order finds it; one that counts as dead is looked at by nobody.
            let mut pending = CheckoutVerdict::of(State::Pending);
            pending.problems = verdict.problems;
            return pending;
        }
        let got = payment.map(Got::payment).unwrap_or_default();
        let message = "the order has a payment that the ledger does not have";
        let error = Error::new(Code::Mismatch, Outcome::Executed, Retry::Never, message);
        let mut standing = CheckoutVerdict::because(State::Error, &error);
        standing.problems = verdict.problems;
        standing.and(unrecorded(got, &asked))
    }

    /// The ledger does not answer: nothing is confirmed, but LINE Pay may know how the order stands.
    async fn without_ledger(&self, error: &Error, order: &Order, transaction: Option<TransactionId>) -> Verdict {
        let standing = self.client.standing_of(order, &[], &asked(order, transaction)).await;
        let shows = matches!(standing.state, State::Paid | State::Authorized | State::Refunded | State::Released);
        let mut verdict = CheckoutVerdict::because(State::Pending, error);
        if shows {
            verdict.state = standing.state;
            verdict.payment = standing.payment;
            verdict.registering = matches!(standing.state, State::Paid | State::Authorized).then_some(true);
        }
        verdict
    }
}

impl<'a, H: Host + Ledger + Hooks> Orders<'a, H> {
    /// Brings the order of a ledger's key one step on, and tells what is a person's business since; nothing where the
    /// key is none of an order.
    ///
    /// # Errors
    /// As [`Orders::sweep`].
    pub async fn sweep_key(&self, key: &str) -> Result<Vec<Problem>, Error> {
        let Some(order_id) = key.strip_prefix(KEY) else { return Ok(Vec::new()) };
        let looked = self.sweep(&order_id.into()).await?;
        Ok(looked.problems())
    }
}

impl Looked {
    /// What is a person's business since this look.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let Some(record) = self.record.as_deref() else { return Vec::new() };
        let refusal = self.refused.iter().map(|error| refused(error, &record.asked(None)));
        self.news.iter().map(|trouble| record.problem(trouble)).chain(refusal).collect()
    }

    fn has_work_or_payment(&self) -> bool {
        self.record.as_ref().is_some_and(|record| record.work.is_some() || record.payment.is_some())
    }
}

fn has(record: &Record, kind: TroubleKind) -> bool {
    record.problems.iter().any(|trouble| trouble.kind == kind)
}

fn add_problems(verdict: &mut CheckoutVerdict, record: &Record) {
    verdict.problems.extend(record.problems.iter().map(|trouble| record.problem(trouble)));
}

/// By the payment that is recorded.
fn paid(record: &Record) -> Option<Verdict> {
    let (paid, mut payment) = (record.payment.as_ref()?, record.shown()?);
    let state = match paid.found.money {
        _ if has(record, TroubleKind::AmountDiffers) => return Some(CheckoutVerdict::of(State::Mismatch)),
        Money::Released => State::Released,
        _ if payment.refunded.is_some() => State::Refunded,
        Money::Authorized => State::Authorized,
        Money::Registered if !payment.captured => State::Authorized,
        Money::Captured | Money::Registered => State::Paid,
    };
    let waits = record.outbox.iter().any(|entry| entry.event == life::Event::Paid);
    // A page has no business with the key.
    payment.reg_key = None;
    let mut verdict = CheckoutVerdict::with_payment(state, payment);
    verdict.registering = (waits && matches!(state, State::Paid | State::Authorized)).then_some(true);
    Some(verdict)
}

fn unreadable(what: &str) -> Error {
    let message = concat(&[what, " names no transaction; no money moved"]);
    Error::new(Code::MalformedReply, Outcome::Unknown, Retry::Again, message)
}
