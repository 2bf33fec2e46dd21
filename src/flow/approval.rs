//! Has the buyer approved? v3 and v4 can say so without the risk of a premature confirm.

use super::client::Client;
use super::host::Host;
use super::settle::{Attempt, Attempted};
use crate::error::{Code, Error, Outcome, Retry};
use crate::json::Json;
use crate::money::Amount;
use crate::operations::STATUS_CHECK;
use crate::order::{CheckoutVerdict, Sent, State};
use crate::return_code::{Is, ReturnCode};
use crate::row::Row;
use crate::wire::Expected;

impl<H: Host> Client<'_, H> {
    /// The shipping fee that the buyer chose, if LINE Pay names one, when confirm may go ahead.
    ///
    /// # Errors
    /// What the reservation comes to, when there is nothing to confirm.
    pub(super) async fn approval(&self, attempt: &Attempt<'_>) -> Result<Option<Amount>, Attempted> {
        let request: [(&str, &dyn Json); 1] = [("transactionId", &attempt.transaction)];
        let reply = match self.ask(&STATUS_CHECK, &request, &Expected::default()).await {
            Ok(reply) => reply,
            // v2 has no such question.
            Err(error) if error.code() == Code::Unsupported => return Ok(None),
            Err(error) if error.says(Is::Lapsed) => {
                let gone = CheckoutVerdict::because(State::Gone, &error);
                return Err(self.over(attempt, gone, true).await);
            }
            Err(error) => return Err(Attempted::of(self.unasked(&error, attempt.asked), attempt.sent)),
        };
        let over = |state, ended| self.over(attempt, CheckoutVerdict::of(state), ended);
        let row = reply.row();
        Err(match row.lenient::<String>("status").unwrap_or_default().as_str() {
            "approved" => return Ok(row.row("shipping").and_then(|shipping| shipping.lenient("feeAmount"))),
            "waiting" => over(State::NotApproved, false).await,
            "cancelled" => over(State::Gone, true).await,
            "failed" => over(State::Declined, true).await,
            // LINE Pay may list no registration over nothing. What it lists of the transaction may be another order's.
            "completed" if attempt.order.amount == Amount::ZERO => {
                match self.owner_of(attempt, &completed(&row)).await {
                    Ok(Some(verdict)) => Attempted::of_another_order(verdict),
                    Ok(None) => {
                        Attempted::of(CheckoutVerdict::registered(attempt.order, attempt.transaction), attempt.sent)
                    }
                    Err(error) => Attempted::of(self.unasked(&error, attempt.asked), attempt.sent),
                }
            }
            _ => {
                let done = Attempt { sent: attempt.sent.max(Sent::Done), ..*attempt };
                self.settle(&done, &completed(&row)).await
            }
        })
    }
}

fn completed(reply: &Row<'_>) -> Error {
    let message = "LINE Pay says that this transaction is already complete";
    let mut error = Error::new(Code::Refused, Outcome::Unknown, Retry::AskFirst, message);
    error.0.operation = Some(STATUS_CHECK.name);
    error.0.return_code = reply.lenient::<String>("returnCode").as_deref().and_then(ReturnCode::new);
    error
}
