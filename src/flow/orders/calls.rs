//! What a process asks of LINE Pay and of the shop, and what the answers say.

use super::walk::Walk;
use crate::config::Config;
use crate::error::{Code, Error, Outcome, Retry};
use crate::flow::client::Client;
use crate::flow::host::Host;
use crate::flow::ledger::{Hooks, Ledger, Told};
use crate::flow::settle::Asking;
use crate::id::{OrderId, TransactionId};
use crate::json::Json;
use crate::operations::{CAPTURE, CONFIRM, REFUND, STATUS_CHECK, VOID};
use crate::order::Order;
use crate::order::life::{Answer, Event, Heard, Move, Question, Record, Status, Why};
use crate::return_code::Is;
use crate::row::Row;
use crate::wire::{Expected, Reply, Step};

impl<H: Host + Ledger + Hooks> Walk<'_, '_, H> {
    /// The quote behind a transaction, and a configuration of the version that it was reserved in: a transaction is
    /// known in all of them, but each has its own questions.
    fn terms(&self, transaction: TransactionId) -> Option<(Order, Config)> {
        let record = self.record.as_ref()?;
        let terms = record.reservation(transaction).map_or(&record.terms, |held| &held.terms);
        let config = Config { version: terms.version, ..self.orders.config.clone() };
        Some((terms.order.clone(), config))
    }

    pub(super) async fn ask(&mut self, question: &Question) -> Answer {
        let found = match question {
            Question::Status { transaction, .. } => self.status(*transaction).await,
            Question::Rows { transaction, why, second } => {
                if *second {
                    self.orders.host.sleep(self.orders.limits.details).await;
                }
                self.rows(*transaction, *why).await
            }
        };
        found.unwrap_or_else(|error| {
            self.error = Some(error);
            Answer::None
        })
    }

    async fn status(&self, transaction: TransactionId) -> Result<Answer, Error> {
        let Some((_, config)) = self.terms(transaction) else { return Ok(Answer::None) };
        let client = Client::new(&config, self.orders.host);
        let status = match client.ask(&STATUS_CHECK, &[("transactionId", &transaction)], &Expected::default()).await {
            Ok(reply) => status_of(&reply.row()),
            Err(error) if error.says(Is::Lapsed) => Status::Over,
            Err(error) => return Err(error),
        };
        Ok(Answer::Status(status))
    }

    async fn rows(&self, transaction: TransactionId, why: Why) -> Result<Answer, Error> {
        let Some((order, config)) = self.terms(transaction) else { return Ok(Answer::None) };
        let client = Client::new(&config, self.orders.host);
        let mut rows = client.rows_of(&Asking::Order(&order.order_id)).await?;
        // "Done before" may speak of another order's payment by this transaction.
        if why == Why::DoneBefore && !rows.iter().any(|row| row.transaction_id == transaction) {
            rows.append(&mut client.rows_of(&Asking::Transaction(transaction)).await?);
        }
        Ok(Answer::Rows(rows))
    }

    pub(super) async fn send(&mut self, step: &Move) -> Answer {
        let Some((order, config)) = self.terms(step.transaction) else { return Answer::None };
        let client = Client::new(&config, self.orders.host);
        let answer = request(&client, step, &order).await;
        let heard = match step.step {
            Step::Confirm => {
                let sum = step.amount.unwrap_or(order.amount);
                Heard::confirm(&answer, &order, sum, self.orders.host.now())
            }
            _ => Heard::other(&answer),
        };
        self.error = answer.err();
        Answer::Step(heard)
    }

    pub(super) async fn tell(&mut self, key: &str) -> Answer {
        let record = self.record.as_ref();
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

async fn request<H: Host>(client: &Client<'_, H>, step: &Move, order: &Order) -> Result<Reply, Error> {
    let transaction: (&str, &dyn Json) = ("transactionId", &step.transaction);
    let sum = step.amount.unwrap_or(order.amount);
    let known = |order_id: &OrderId| Expected { order_ids: vec![order_id.clone()], ..Expected::default() };
    let (amount, currency): ((&str, &dyn Json), (&str, &dyn Json)) = (("amount", &sum), ("currency", &order.currency));
    match step.step {
        Step::Confirm => client.ask(&CONFIRM, &[transaction, amount, currency], &known(&order.order_id)).await,
        Step::Capture => client.ask(&CAPTURE, &[transaction, amount, currency], &known(&order.order_id)).await,
        Step::Void => client.ask(&VOID, &[transaction], &Expected::default()).await,
        Step::Refund => {
            let part = step.amount;
            let of = Expected { currency: Some(order.currency), ..Expected::default() };
            match &part {
                Some(part) => client.ask(&REFUND, &[transaction, ("refundAmount", part)], &of).await,
                None => client.ask(&REFUND, &[transaction], &of).await,
            }
        }
        Step::PreApproval | Step::RegKeyExpire => Err(unsupported()),
    }
}

/// No record holds such a step.
fn unsupported() -> Error {
    Error::new(Code::Unsupported, Outcome::NotExecuted, Retry::Never, "an order has no such step")
}
