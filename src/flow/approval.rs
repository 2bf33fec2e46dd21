//! Has the buyer approved? v3 and v4 can say so without the risk of a premature confirm.

use super::client::Client;
use super::host::Host;
use super::settle::{Attempt, Attempted};
use crate::error::{Code, Error, Outcome, Retry};
use crate::money::Amount;
use crate::operation::{Expected, Operation};
use crate::operations::{RequestStatus, StatusCheckReply, StatusCheckRequest};
use crate::order::{CheckoutVerdict, Sent, State};
use crate::return_code::{Is, ReturnCode};

impl<H: Host> Client<'_, H> {
    /// The shipping fee that the buyer chose, if LINE Pay names one, when confirm may go ahead.
    ///
    /// # Errors
    /// What the reservation comes to, when there is nothing to confirm.
    pub(super) async fn approval(&self, attempt: &Attempt<'_>) -> Result<Option<Amount>, Box<Attempted>> {
        let request = StatusCheckRequest { transaction_id: attempt.transaction };
        let reply: StatusCheckReply = match self.ask(request, &Expected::default()).await {
            Ok(reply) => reply,
            // v2 has no such question.
            Err(error) if error.code() == Code::Unsupported => return Ok(None),
            Err(error) if error.says(Is::Lapsed) => {
                let gone = CheckoutVerdict::because(State::Gone, &error);
                return Err(Box::new(self.over(attempt, gone, true).await));
            }
            Err(error) => return Err(Box::new(Attempted::of(self.unasked(&error, attempt.asked), attempt.sent))),
        };
        let over = |state, ended| self.over(attempt, CheckoutVerdict::of(state), ended);
        Err(Box::new(match reply.status {
            RequestStatus::Approved => return Ok(reply.shipping.and_then(|shipping| shipping.fee_amount)),
            RequestStatus::Waiting => over(State::NotApproved, false).await,
            RequestStatus::Cancelled => over(State::Gone, true).await,
            RequestStatus::Failed => over(State::Declined, true).await,
            // LINE Pay may list no registration over nothing. What it lists of the transaction may be another order's.
            RequestStatus::Completed if attempt.order.amount == Amount::ZERO => {
                match self.owner_of(attempt, &completed(&reply)).await {
                    Ok(Some(verdict)) => Attempted::of_another_order(verdict),
                    Ok(None) => {
                        Attempted::of(CheckoutVerdict::registered(attempt.order, attempt.transaction), Sent::Done)
                    }
                    Err(error) => Attempted::of(self.unasked(&error, attempt.asked), attempt.sent),
                }
            }
            RequestStatus::Completed => {
                let done = Attempt { sent: attempt.sent.max(Sent::Done), ..*attempt };
                self.settle(&done, &completed(&reply)).await
            }
        }))
    }
}

fn completed(reply: &StatusCheckReply) -> Error {
    let message = "LINE Pay says that this transaction is already complete";
    let mut error = Error::new(Code::Refused, Outcome::Unknown, Retry::AskFirst, message);
    error.0.operation = Some(StatusCheckRequest::NAME);
    error.0.return_code = ReturnCode::new(&reply.return_code);
    error
}
