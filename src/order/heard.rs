//! What LINE Pay's answer to a confirm says of the order.

use super::verdict::State;
use crate::error::{Code, Error, Outcome};
use crate::payment::time::milliseconds;
use crate::return_code::{Class, Is, ReturnCode};

/// How much later than now, in milliseconds, an authorisation's end has to be. Captured payments may carry the date
/// too, then their own (line-pay-api 3.6), and clocks differ.
const AHEAD: u64 = 10 * 60 * 1_000;

/// Does a reply's `authorizationExpireDate` prove that the money is only set aside?
pub(crate) fn proves_authorization(date: Option<&str>, now: u64) -> bool {
    date.and_then(milliseconds).is_some_and(|end| end > now.saturating_add(AHEAD))
}

/// Why a confirm was refused, and nothing moved by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The order's state follows from it.
    As(State),
    /// The transaction was reserved over another sum (1153).
    OtherSum,
    /// The merchant has to mend something.
    Mend,
}

/// What a refusal of a confirm means; `None` where the answer does not say that nothing moved.
pub(crate) fn refused_state(error: &Error) -> Option<Refused> {
    let refusal = matches!(error.code(), Code::Refused | Code::NotFound);
    if !refusal || error.outcome() != Outcome::NotExecuted {
        return None;
    }
    Some(match error.return_code().and_then(ReturnCode::class) {
        _ if error.says(Is::OtherAmount) => Refused::OtherSum,
        _ if error.says(Is::NotApproved) => Refused::As(State::NotApproved),
        _ if error.says(Is::Gone) => Refused::As(State::Gone),
        Some(Class::User | Class::Retry) => Refused::As(State::Declined),
        _ => Refused::Mend,
    })
}

/// Was the confirm carried out for another order?
pub(crate) fn is_of_another_order(error: &Error) -> bool {
    error.code() == Code::Mismatch && error.mismatch().is_some_and(|mismatch| mismatch.field == "orderId")
}

/// A question that LINE Pay did not answer says nothing about the money: will it be answered later, or has the merchant
/// to mend something first?
pub(crate) fn later(error: &Error) -> bool {
    let fix = error.return_code().and_then(|code| code.class()) == Some(Class::Fix);
    !fix && !error.is_ours() && error.code() != Code::Mismatch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Retry;

    fn error(code: Code, return_code: &str) -> Error {
        let mut error = Error::new(code, Outcome::NotExecuted, Retry::Again, "x");
        error.0.return_code = ReturnCode::new(return_code);
        error
    }

    #[test]
    fn an_authorisation_is_proved_by_an_end_well_ahead_and_by_nothing_else() {
        // 2026-05-07T03:04:05Z
        let now = 1_778_123_045_000;
        for date in ["2026-06-06T03:04:05Z", "2026-05-07T03:24:05Z"] {
            assert!(proves_authorization(Some(date), now), "{date}");
        }
        for date in ["2026-05-07T03:04:05Z", "2026-05-07T03:09:05Z", "2026-04-06T03:04:05Z", "soon", ""] {
            assert!(!proves_authorization(Some(date), now), "{date}");
        }
        assert!(!proves_authorization(None, now));
        // Ten minutes, and a millisecond.
        let end = Some("2026-05-07T03:14:05Z");
        assert!(!proves_authorization(end, now) && proves_authorization(end, now - 1));
    }

    #[test]
    fn only_another_order_in_the_answer_means_that_another_order_was_charged() {
        let about = |field: &str| {
            let mut error = error(Code::Mismatch, "");
            error.0.mismatch = Some(crate::error::Mismatch::new(field, "1", "2"));
            error
        };
        assert!(is_of_another_order(&about("orderId")));
        assert!(!is_of_another_order(&about("payInfo")) && !is_of_another_order(&about("transactionId")));
        assert!(!is_of_another_order(&error(Code::Refused, "1153")));
        let mut refused = about("orderId");
        refused.0.code = Code::Refused;
        assert!(!is_of_another_order(&refused));
    }

    #[test]
    fn only_a_refusal_that_moved_nothing_gives_the_order_a_state() {
        let not_approved = Some(Refused::As(State::NotApproved));
        for code in [Code::Refused, Code::NotFound] {
            assert_eq!(refused_state(&error(code, "1169")), not_approved);
        }
        assert_eq!(refused_state(&error(Code::Gateway, "1169")), None);
        let mut unknown = error(Code::Refused, "1169");
        unknown.0.outcome = Outcome::Unknown;
        assert_eq!(refused_state(&unknown), None);
    }

    /// A page that says "ask again later" of what will never change by itself would have the buyer wait for ever.
    #[test]
    fn only_what_may_change_by_itself_is_asked_again_later() {
        for code in [Code::Network, Code::Timeout, Code::Gateway, Code::MalformedReply, Code::ReplyTooLarge] {
            assert!(later(&error(code, "")), "{code:?}");
        }
        assert!(later(&error(Code::Refused, "9000")));
        for code in [Code::InvalidRequest, Code::InvalidConfiguration, Code::Unsupported, Code::Mismatch] {
            assert!(!later(&error(code, "")), "{code:?}");
        }
        assert!(!later(&error(Code::Refused, "1106")));
    }
}
