//! What somebody of the shop is told who asks something of an order.

use linepay_edge::{Error, Outcome};
use serde_json::{Value, json};

/// No options.
pub(crate) fn none() -> Value {
    json!({})
}

/// What an error says: its code, the first rule and what became of the money.
pub(crate) fn said(result: Result<Value, Error>) -> (String, String, Outcome) {
    let error = result.unwrap_err();
    let rule = error.issues().first().map(|issue| issue.rule.to_string()).unwrap_or_default();
    (error.code().as_str().to_owned(), rule, error.outcome())
}

pub(crate) fn refusal(code: &str, rule: &str) -> (String, String, Outcome) {
    (code.to_owned(), rule.to_owned(), Outcome::NotExecuted)
}
