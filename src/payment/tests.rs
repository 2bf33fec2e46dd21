use super::*;
use crate::id::NotATransactionId;
use crate::json::Out;

fn amount(units: i64) -> Amount {
    Amount::from_hundredths(units * 100).unwrap_or_default()
}

fn authorised() -> PaymentLife {
    PaymentLife {
        state: Authorized,
        amount: Some(amount(360)),
        authorization_expire_date: Some("2026-06-06T03:04:05Z".to_owned()),
        ..PaymentLife::default()
    }
}

const MAY: u64 = 1_778_123_045_000;
const JUNE: u64 = MAY + 30 * 24 * 3_600_000;
const JULY: u64 = 1_783_000_000_000;

fn rule(result: Result<(), Illegal>) -> Option<&'static str> {
    result.err().map(|illegal| illegal.rule)
}

#[test]
fn an_authorisation_is_captured_once_and_never_for_more() {
    let mut life = authorised();
    assert_eq!(life.legal_steps(MAY), [Step::Capture, Step::Void]);
    assert_eq!(rule(life.allows(Step::Capture, Some(amount(360)), MAY)), None);
    assert_eq!(rule(life.allows(Step::Capture, Some(amount(361)), MAY)), Some("amount"));
    assert_eq!(rule(life.allows(Step::Capture, Some(Amount::ZERO), MAY)), Some("amount"));
    life.take(Some(amount(300)));
    assert_eq!(rule(life.allows(Step::Capture, Some(amount(60)), MAY)), Some("state"));
    assert_eq!(rule(life.allows(Step::Void, None, MAY)), Some("state"));
}

#[test]
fn an_authorisation_lapses_at_its_date() {
    let life = authorised();
    assert_eq!((life.state_at(JUNE - 1), life.state_at(JUNE)), (Authorized, Lapsed));
    assert_eq!(life.state_at(JULY), Lapsed);
    assert_eq!(life.legal_steps(JULY), []);
    assert_eq!(rule(life.allows(Step::Capture, Some(amount(360)), JULY)), Some("state"));
}

#[test]
fn refunds_end_at_what_is_left() {
    let mut life = PaymentLife::default();
    life.take(Some(amount(360)));
    assert_eq!(rule(life.allows(Step::Refund, Some(amount(361)), MAY)), Some("amount"));
    life.refunded = amount(100);
    life.settle_refunds();
    assert_eq!((life.state, life.refundable), (PartlyRefunded, amount(260)));
    assert_eq!(rule(life.allows(Step::Refund, Some(amount(261)), MAY)), Some("amount"));
    life.refunded = amount(360);
    life.settle_refunds();
    assert_eq!((life.state, life.legal_steps(MAY)), (Refunded, vec![]));
}

#[test]
fn a_refund_that_is_listed_as_a_row_of_its_own_counts() {
    let text = r#"{"returnCode":"0000","info":[
        {"transactionId":5,"transactionType":"PAYMENT","orderId":"A","currency":"TWD","payInfo":[{"amount":360}]},
        {"transactionId":6,"transactionType":"PARTIAL_REFUND","orderId":"A","currency":"TWD",
         "payInfo":[{"amount":-100}],"originalTransactionId":5}]}"#;
    let mut sources = Out::default();
    sources.raw("[");
    sources.object(|out| {
        out.field("operation", "paymentCheck");
        out.field("text", text);
    });
    sources.raw("]");
    let life = PaymentLife::of("v3", &sources.finish()).unwrap_or_default();
    assert_eq!((life.state, life.refundable), (PartlyRefunded, amount(260)));
    assert_eq!(rule(life.allows(Step::Refund, Some(amount(261)), MAY)), Some("amount"));
}

#[test]
fn a_confirm_waits_for_the_buyer_where_the_status_is_known() {
    let life = |state| PaymentLife { state, amount: Some(amount(360)), ..PaymentLife::default() };
    assert_eq!(rule(life(Waiting).allows(Step::Confirm, None, MAY)), Some("state"));
    assert_eq!(rule(life(Reserved).allows(Step::Confirm, None, MAY)), None);
    assert_eq!(rule(life(Approved).allows(Step::Confirm, Some(amount(360)), MAY)), None);
    assert_eq!(rule(life(Approved).allows(Step::Confirm, Some(amount(359)), MAY)), Some("amount"));
}

#[test]
fn a_reg_key_that_has_ended_is_not_charged() {
    let mut life = PaymentLife { reg_key: Some("RK0A1B2C3D4E5F6".to_owned().into()), ..PaymentLife::default() };
    life.take(Some(amount(1)));
    assert_eq!(rule(life.allows(Step::PreApproval, None, MAY)), None);
    if let Some(code) = crate::return_code::ReturnCode::new("1193") {
        life.learn_refusal("preApproval", crate::version::Version::V3, &code);
    }
    assert_eq!(rule(life.allows(Step::PreApproval, None, MAY)), Some("reg-key"));
}

#[test]
fn every_state_is_reached_and_named_once() {
    for state in PaymentState::ALL.into_iter().filter(|state| !matches!(state, Unknown | Reserved | Waiting)) {
        assert!(TABLE.iter().any(|(_, _, to)| *to == state), "{}", state.as_str());
        assert_eq!(serde_json::to_value(state).ok(), Some(state.as_str().into()));
    }
    assert!(mermaid().contains("authorized --> captured: capture"));
}

#[test]
fn an_unknown_payment_forbids_nothing() -> Result<(), NotATransactionId> {
    let life = PaymentLife { transaction_id: Some("2026050712345678910".parse()?), ..PaymentLife::default() };
    assert_eq!(life.legal_steps(MAY), Step::ALL);
    Ok(())
}

#[test]
fn the_error_of_a_step_says_its_bound_and_that_it_is_not_repeated() {
    let mut life = PaymentLife::default();
    life.take(Some(amount(360)));
    let refund = life.check(Step::Refund, Some(amount(361)), MAY).err().map(|error| {
        assert_eq!((error.code(), error.retry(), error.operation()), (Code::IllegalStep, Retry::Never, Some("refund")));
        error.to_string()
    });
    assert!(refund.is_some_and(|text| text.contains("may be at most 360, not 361")));
    let reserved = PaymentLife { state: Approved, amount: Some(amount(360)), ..PaymentLife::default() };
    let confirm = reserved.check(Step::Confirm, Some(amount(359)), MAY).err().map(|error| error.to_string());
    assert!(confirm.is_some_and(|text| text.contains("must be exactly 360, not 359")));
}
