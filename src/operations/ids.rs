//! The ids that both questions for payments take.

use crate::input::Fields;
use crate::rule::Rule;
use crate::wire::{Field, Kind, Need, Rules, field};

/// Which transactions.
pub(super) const TRANSACTION_IDS: Field = field("transactionId", Kind::TransactionIds).need(Need::Optional);

/// Which orders.
pub(super) const ORDER_IDS: Field = field("orderId", Kind::OrderIds).need(Need::Optional).doc("The merchant's orders.");

/// One kind of id, 1 to 100 of them.
pub(super) fn one_kind_of_id(fields: &mut Fields<'_, '_>, _rules: Rules) {
    // One may stand in a list's place.
    let single = |name| !fields.is_nothing(name) && !fields.is_list(name);
    let count = |name| fields.given_items(name).len().max(usize::from(single(name)));
    let (transactions, orders) = (count("transactionId"), count("orderId"));
    if transactions == 0 && orders == 0 {
        fields.issue("transactionId", Rule::RequiredId);
    } else if transactions > 0 && orders > 0 {
        fields.issue("orderId", Rule::OneKind);
    } else if transactions.max(orders) > 100 {
        fields.issue(if orders == 0 { "transactionId" } else { "orderId" }, Rule::MaxIds);
    }
}
