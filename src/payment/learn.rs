//! What each reply tells about a payment.

use super::row::{PaymentRow, sum_of};
use super::{Asked, PaymentLife, PaymentState};
use crate::error::{Code, Error, Issues};
use crate::id::{OrderId, RegKey};
use crate::input::{Fields, Input};
use crate::money::Amount;
use crate::operations::{find, no_operation};
use crate::return_code::ReturnCode;
use crate::row::Row;
use crate::rule::Rule;
use crate::version::Version;
use crate::wire::{Expected, Reply};

/// One thing that is known of a payment: what was asked, if it is known, and what LINE Pay said.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The request, where the reply alone does not say enough (a refund's amount, `capture: false`).
    pub request: Option<&'a Asked>,
    /// The reply.
    pub reply: &'a Reply,
}

impl PaymentLife {
    /// Reads a life that [`PaymentLife`] itself has written, kept by a JavaScript caller.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] with every broken rule.
    pub fn read(input: Input<'_>, operation: &'static str) -> Result<PaymentLife, Error> {
        let mut issues = Issues::default();
        let mut fields = Fields::of(input, "payment", &mut issues);
        let state = fields.required_text("state");
        let life = PaymentLife {
            state: PaymentState::ALL.into_iter().find(|known| known.as_str() == state).unwrap_or_else(|| {
                fields.issue("state", Rule::State);
                PaymentState::default()
            }),
            transaction_id: fields.transaction_ids("transactionId", false).into_iter().next(),
            order_id: fields.text("orderId").map(OrderId::from),
            currency: fields.text("currency"),
            amount: fields.amount("amount"),
            captured: fields.amount("captured").unwrap_or_default(),
            refunded: fields.amount("refunded").unwrap_or_default(),
            refundable: fields.amount("refundable").unwrap_or_default(),
            authorization_expire_date: fields.text("authorizationExpireDate"),
            reg_key: fields.text("regKey").map(RegKey::from),
            captures: fields.boolean("captures"),
            reg_key_usable: fields.boolean("regKeyUsable"),
        };
        fields.finish();
        issues.or(Code::InvalidRequest, Some(operation), life)
    }

    /// What the replies of one payment come to, oldest first. Each source is an object of
    /// `operation`, `text` (the untouched reply, `raw` in a reply or an error) and, where the reply
    /// alone does not say enough (a refund's amount, `capture: false`), `request`.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] for a source of another form, or what is wrong with a reply. A refusal
    /// is none: it may say that a regKey has ended.
    pub fn of(version: &str, sources: &str) -> Result<PaymentLife, Error> {
        let mut issues = Issues::default();
        let version = version.parse().unwrap_or_else(|_| {
            issues.push("version", Rule::Version);
            Version::V2
        });
        let mut read = Vec::new();
        let sources = Input::Object(vec![("sources".into(), sources)]);
        let mut fields = Fields::of(sources, "", &mut issues);
        if fields.is_nothing("sources") {
            fields.issue("sources", Rule::Required);
        }
        fields.objects("sources", |source| {
            let (operation, text) = (source.required_text("operation"), source.foreign_text("text"));
            let request = source.object("request", |fields| Asked::read(&operation, version, fields));
            read.push((operation, text, request));
        });
        issues.or(Code::InvalidRequest, None, ())?;

        let mut life = PaymentLife::default();
        for (name, text, request) in read {
            let operation = find(&name).ok_or_else(no_operation)?;
            match operation.accept(version, &Expected::default(), 200, &text) {
                Ok(reply) => life.learn(Source { request: request.as_ref(), reply: &reply }),
                Err(error) => match error.return_code() {
                    Some(code) => life.learn_refusal(&name, version, code),
                    None => return Err(error),
                },
            }
        }
        Ok(life)
    }

    /// Learns from a reply; later replies outweigh earlier ones.
    pub fn learn(&mut self, source: Source<'_>) {
        let row = source.reply.row();
        match source.reply.operation().name {
            "reserve" => {
                self.state = PaymentState::Reserved;
                self.transaction_id = row.need("transactionId");
                if let Some(request) = source.request {
                    self.learn_request(request);
                }
            }
            "statusCheck" => self.learn_status(&row.lenient::<String>("status").unwrap_or_default()),
            "confirm" => self.learn_confirm(&row),
            "capture" => {
                self.transaction_id = row.need("transactionId");
                self.order_id = row.need("orderId");
                self.take(parts_of(&row));
            }
            "void" => self.state = PaymentState::Voided,
            "refund" => {
                let given = source.request.and_then(|request| request.amount).unwrap_or(self.refundable);
                self.refunded = self.refunded.plus(given).unwrap_or(self.captured);
                self.settle_refunds();
            }
            "paymentCheck" | "authCheck" => self.learn_rows(PaymentRow::of(source.reply)),
            "preApproval" => {
                // Another payment begins; of the one before it only the key goes on.
                *self = PaymentLife {
                    transaction_id: row.need("transactionId"),
                    reg_key: self.reg_key.take(),
                    reg_key_usable: self.reg_key_usable,
                    ..PaymentLife::default()
                };
                if let Some(request) = source.request {
                    self.learn_request(request);
                    self.reg_key.clone_from(&request.reg_key);
                    self.reg_key_usable = Some(true);
                }
                self.conclude(row.lenient("authorizationExpireDate"));
            }
            "regKeyCheck" => self.reg_key_usable = Some(true),
            "regKeyExpire" => self.reg_key_usable = Some(false),
            _ => {}
        }
    }

    /// Learns what a new payment was asked to be.
    fn learn_request(&mut self, request: &Asked) {
        self.order_id.clone_from(&request.order_id);
        self.amount = request.amount;
        self.currency = request.currency.map(|currency| currency.as_str().to_owned());
        self.captures = Some(request.captures);
    }

    /// Learns from a refusal: some codes end a regKey (line-pay-api 7.3).
    pub fn learn_refusal(&mut self, operation: &str, version: Version, code: &ReturnCode) {
        let about_key = matches!(operation, "preApproval" | "regKeyCheck" | "regKeyExpire");
        if about_key && code.ends_reg_key(version) {
            self.reg_key_usable = Some(false);
        }
    }

    fn learn_status(&mut self, status: &str) {
        let begun = matches!(self.state, PaymentState::Unknown | PaymentState::Reserved | PaymentState::Waiting);
        self.state = match status {
            "waiting" if begun => PaymentState::Waiting,
            "approved" if begun => PaymentState::Approved,
            "cancelled" => PaymentState::Cancelled,
            "failed" => PaymentState::Failed,
            // Completed says that it is confirmed, not what became of it since.
            _ => return,
        };
    }

    fn learn_confirm(&mut self, row: &Row<'_>) {
        self.transaction_id = row.need("transactionId");
        self.order_id = row.need("orderId");
        self.amount = parts_of(row);
        if let Some(key) = row.lenient("regKey") {
            self.reg_key = Some(key);
            self.reg_key_usable = Some(true);
        }
        self.conclude(row.lenient("authorizationExpireDate"));
    }

    /// A payment was made: only registered if its sum is 0, authorised if it was asked for so, or if a date of expiry
    /// says so.
    fn conclude(&mut self, expires: Option<String>) {
        if self.amount == Some(Amount::ZERO) {
            self.state = PaymentState::Registered;
            return;
        }
        let authorised = !self.captures.unwrap_or(expires.is_none());
        if authorised {
            self.state = PaymentState::Authorized;
            self.authorization_expire_date = expires;
        } else {
            self.take(self.amount);
        }
    }

    fn learn_rows(&mut self, mut rows: Vec<PaymentRow>) {
        let own = |row: &PaymentRow| {
            row.is_payment() && self.transaction_id.is_none_or(|transaction| transaction == row.transaction_id)
        };
        let Some(place) = rows.iter().position(own) else {
            return;
        };
        let mut row = rows.swap_remove(place);
        row.take_refunds(&rows);
        self.transaction_id = Some(row.transaction_id);
        self.order_id = Some(row.order_id.clone());
        self.currency = Some(row.currency.clone());
        // Such a row may have no sum at all.
        if row.paid.map_or(self.state == PaymentState::Registered, |sum| sum == Amount::ZERO) {
            self.state = PaymentState::Registered;
            return;
        }
        match row.pay_status.as_deref() {
            None | Some("CAPTURE") => {
                self.take(row.paid);
                self.refunded = row.refunded().unwrap_or(self.captured);
                self.settle_refunds();
            }
            Some("AUTHORIZATION") => {
                self.amount = row.paid.or(self.amount);
                self.state = PaymentState::Authorized;
                self.authorization_expire_date.clone_from(&row.authorization_expire_date);
            }
            Some("VOIDED_AUTHORIZATION") => self.state = PaymentState::Voided,
            Some("EXPIRED_AUTHORIZATION") => self.state = PaymentState::Lapsed,
            Some(_) => {}
        }
    }

    pub(super) fn take(&mut self, sum: Option<Amount>) {
        self.captured = sum.unwrap_or_default();
        self.authorization_expire_date = None;
        self.settle_refunds();
    }

    pub(super) fn settle_refunds(&mut self) {
        self.refundable = self.captured.minus(self.refunded).filter(|left| left.is_positive()).unwrap_or_default();
        self.state = if !self.refunded.is_positive() {
            PaymentState::Captured
        } else if self.refundable.is_positive() {
            PaymentState::PartlyRefunded
        } else {
            PaymentState::Refunded
        };
    }
}

/// What the parts of a reply come to; of none it is nothing.
fn parts_of(row: &Row<'_>) -> Option<Amount> {
    let parts = row.rows("payInfo")?;
    if parts.is_empty() { Some(Amount::ZERO) } else { sum_of(&parts) }
}
