//! What a process asks of LINE Pay and of the shop, and what the answers say.

use super::walk::Walk;
use crate::config::Config;
use crate::error::Error;
use crate::flow::client::Client;
use crate::flow::host::Host;
use crate::flow::ledger::{Hooks, Ledger, Told};
use crate::flow::settle::Asking;
use crate::id::TransactionId;
use crate::input::Input;
use crate::json::Out;
use crate::operations::{CAPTURE, CONFIRM, PRE_APPROVAL, REFUND, STATUS_CHECK, VOID};
use crate::order::life::{Answer, Change, ChargedBy, Event, Heard, Move, Question, Record, Status, Why, order_ids};
use crate::order::{Asked, Order, later};
use crate::return_code::Is;
use crate::row::Row;
use crate::wire::{Expected, Operation, Reply, Request, Step};

impl<H: Host + Ledger + Hooks> Walk<'_, '_, H> {
    /// The quote behind a transaction, and a configuration of the version that it was reserved in: a transaction is
    /// known in all of them, but each has its own questions.
    fn terms(&self, transaction: TransactionId) -> Option<(Order, Box<Config>)> {
        let record = self.record.as_ref()?;
        let terms = record.reservation(transaction).map_or(&record.terms, |held| &held.terms);
        let mut config = Box::new(self.orders.config.clone());
        config.version = terms.version;
        Some((terms.order.clone(), config))
    }

    pub(super) async fn ask(&mut self, question: &Question) -> Answer {
        if question.is_second() {
            self.orders.host.sleep(self.orders.limits.details).await;
        }
        let found = match question {
            Question::Status { transaction, .. } => self.status(*transaction).await,
            Question::Rows { transaction, why, .. } => self.rows(*transaction, *why).await,
        };
        found.unwrap_or_else(|error| {
            if !later(&error) {
                self.refused = Some(error.clone());
            }
            self.error = Some(error);
            Answer::None
        })
    }

    async fn status(&self, transaction: TransactionId) -> Result<Answer, Error> {
        let Some((_, config)) = self.terms(transaction) else { return Ok(Answer::None) };
        let status = match self.call(&config, Call::status(transaction)).await {
            Ok(reply) => status_of(&reply.row()),
            Err(error) if error.says(Is::Lapsed) => Status::Over,
            Err(error) => return Err(error),
        };
        Ok(Answer::Status(status))
    }

    /// The one place where this sends something of its own.
    async fn call(&self, config: &Config, call: Call) -> Result<Reply, Error> {
        let client = Client::new(config, self.orders.host);
        let request = Request::read(call.operation, config.rules(), Input::of(&call.fields), None)?;
        Ok(client.call(&request, &call.known).await?.reply)
    }

    async fn rows(&self, transaction: TransactionId, why: Why) -> Result<Answer, Error> {
        let Some((_, config)) = self.terms(transaction) else { return Ok(Answer::None) };
        let client = Client::new(&config, self.orders.host);
        let mut rows = client.rows_of(&Asking::Order(&order_ids(self.order_id, self.record.as_deref()))).await?;
        // "Done before" may speak of another order's payment by this transaction.
        let found = || rows.iter().any(|row| row.transaction_id == transaction);
        if matches!(why, Why::DoneBefore(_)) && transaction.is_known() && !found() {
            rows.append(&mut client.rows_of(&Asking::Transaction(transaction)).await?);
        }
        Ok(Answer::Rows(rows))
    }

    pub(super) async fn send(&mut self, step: &Move) -> Answer {
        let Some((order, config)) = self.terms(step.transaction) else { return Answer::None };
        let by = self.record.as_ref().and_then(|record| record.charge.as_ref()?.by.as_ref());
        let call = if step.step == Step::PreApproval {
            by.map(|by| Call::charge(by, &order))
        } else {
            Call::step(step, &order)
        };
        let answer = match call {
            Some(call) => self.call(&config, call).await,
            None => return Answer::None,
        };
        let heard = match step.step {
            Step::PreApproval => Heard::charge(&answer, &order, self.clock.estimate(self.orders.host.now())),
            Step::Confirm => {
                let sum = step.amount.unwrap_or(order.amount);
                // By the ledger's clock: an isolate's own may be an hour off.
                Heard::confirm(&answer, &order, sum, self.clock.estimate(self.orders.host.now()))
            }
            _ => Heard::other(&answer),
        };
        self.error = answer.err();
        Answer::Step(heard)
    }

    /// The change that the sweep may make, if it may. The shop is asked before a confirm for a buyer who stays away,
    /// and about an authorisation that ends soon.
    pub(super) async fn may(&self, change: Change) -> Option<Change> {
        let (host, limits) = (self.orders.host, &self.orders.limits);
        let Some(record) = &self.record else { return Some(change) };
        match &change {
            Change::Intent(step) if step.step == Step::Confirm => {
                let asked = record.asked(Some(step.transaction));
                let asked = Asked { amount: step.amount.unwrap_or(asked.amount), ..asked };
                host.may_confirm(&asked, limits.ledger).await.then_some(change)
            }
            Change::Lapsing(_) => host.expiring(&record.shown()?, limits.hook).await.map(Change::Lapsing),
            _ => Some(change),
        }
    }

    pub(super) async fn tell(&mut self, key: &str) -> Answer {
        let record = self.record.as_deref();
        let entry = record.and_then(|record| record.outbox.iter().find(|entry| entry.key == key));
        let Some((event, payment)) = entry.map(|entry| entry.event).zip(record.and_then(|record| record.shown()))
        else {
            return Answer::None;
        };
        let problem = record.filter(|_| event == Event::RegKey).and_then(Record::lost_key);
        let told = Told { event, key: key.to_owned(), payment, problem };
        let taken = self.orders.host.tell(&told, self.orders.limits.hook).await;
        taken.map_or(Answer::None, Answer::Told)
    }
}

fn status_of(row: &Row<'_>) -> Status {
    match row.lenient::<String>("status").unwrap_or_default().as_str() {
        "approved" => Status::Approved(row.row("shipping").and_then(|shipping| shipping.lenient("feeAmount"))),
        "waiting" => Status::Waiting,
        "cancelled" | "failed" => Status::Over,
        _ => Status::Complete,
    }
}

/// What is sent to LINE Pay, and what is known of it besides.
struct Call {
    operation: &'static Operation,
    fields: String,
    known: Expected,
}

impl Call {
    fn status(transaction: TransactionId) -> Call {
        let mut out = Out::default();
        out.object(|out| out.field("transactionId", &transaction));
        Call { operation: &STATUS_CHECK, fields: out.finish(), known: Expected::default() }
    }

    /// As it was written down: the same request each time.
    fn charge(by: &ChargedBy, order: &Order) -> Call {
        let mut out = Out::default();
        out.object(|out| {
            out.field("regKey", &by.reg_key);
            out.field("productName", &by.product_name);
            out.field("amount", &order.amount);
            out.field("currency", &order.currency);
            out.field("orderId", &order.order_id);
            out.field("capture", &order.capture);
        });
        Call { operation: &PRE_APPROVAL, fields: out.finish(), known: Expected::default() }
    }

    /// `None`: no order has such a step.
    fn step(step: &Move, order: &Order) -> Option<Call> {
        let (operation, amount) = match step.step {
            Step::Confirm => (&CONFIRM, "amount"),
            Step::Capture => (&CAPTURE, "amount"),
            Step::Void => (&VOID, ""),
            Step::Refund => (&REFUND, "refundAmount"),
            Step::PreApproval | Step::RegKeyExpire => return None,
        };
        let mut known = Expected { currency: Some(order.currency), ..Expected::default() };
        let mut out = Out::default();
        out.object(|out| {
            out.field("transactionId", &step.transaction);
            out.maybe(amount, step.amount.as_ref());
            if amount == "amount" {
                out.field("currency", &order.currency);
                known.order_ids.push(order.order_id.clone());
            }
        });
        Some(Call { operation, fields: out.finish(), known })
    }
}
