//! What a reply must repeat.

#[cfg(feature = "catalogue")]
use super::{Kind, Object, Sum, field};
use crate::error::{Code, Error, Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::{Fields, Input};
use crate::money::{Amount, Currency};

/// What a reply must repeat. It merges what the request carries with what the
/// caller knows about the payment; an empty list or `None` expects nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The payment's transaction, or any of several that were asked about.
    pub transaction_ids: Vec<TransactionId>,
    /// The merchant's order, or any of several that were asked about.
    pub order_ids: Vec<OrderId>,
    /// The whole sum.
    pub amount: Option<Amount>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// A page where the buyer approves: of every reservation but one with a code that was scanned from the buyer's app.
    pub payment_page: bool,
}

impl Expected {
    /// These expectations, completed by `other` where they are silent.
    #[must_use]
    pub fn or(mut self, other: &Expected) -> Expected {
        if self.transaction_ids.is_empty() {
            self.transaction_ids.clone_from(&other.transaction_ids);
        }
        if self.order_ids.is_empty() {
            self.order_ids.clone_from(&other.order_ids);
        }
        self.amount = self.amount.or(other.amount);
        self.currency = self.currency.or(other.currency);
        self.payment_page |= other.payment_page;
        self
    }

    /// Reads the `expected` of a JavaScript caller.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] with every broken rule.
    pub fn read(input: Input<'_>, operation: &'static str) -> Result<Expected, Error> {
        if input == Input::Nothing {
            return Ok(Expected::default());
        }
        let mut issues = Issues::default();
        let mut fields = Fields::of(input, "expected", &mut issues);
        fields.refuse_nothing(&["transactionId", "orderId", "amount", "currency"]);
        let expected = Expected {
            transaction_ids: fields.transaction_ids("transactionId", true),
            order_ids: fields.texts("orderId").into_iter().map(OrderId::from).collect(),
            amount: fields.amount("amount"),
            currency: fields.currency("currency"),
            payment_page: false,
        };
        fields.finish();
        issues.or(Code::InvalidRequest, Some(operation), expected)
    }
}

/// What a caller may give of it.
#[cfg(feature = "catalogue")]
pub static EXPECTED: Object = Object::new(
    "Expected",
    &[
        field("transactionId", Kind::TransactionIds)
            .optional()
            .doc("The payment's transaction, or any of several that were asked about."),
        field("orderId", Kind::OrderIds)
            .optional()
            .doc("The merchant's order, or any of several that were asked about."),
        field("amount", Kind::Amount(Sum::Shown)).optional().doc("The whole sum."),
        field("currency", Kind::Currency).optional().doc("Its currency."),
    ],
)
.doc(
    "What a reply must repeat. It merges what the request carries with what the caller knows about the payment; what \
     is left out expects nothing.",
);

/// Is `got` one of those that were asked for? Where none was, anything is.
pub(super) fn among<T: PartialEq>(field: &str, asked: &[T], got: &T, text: fn(&T) -> String) -> Option<Mismatch> {
    if asked.is_empty() || asked.contains(got) {
        return None;
    }
    let mut names = String::new();
    for id in asked {
        names.push_str(if names.is_empty() { "" } else { " or " });
        names.push_str(&text(id));
    }
    Some(Mismatch::new(field, &names, &text(got)))
}
