//! What is remembered of a payment, as hooks and pages are given it.

use super::paid::{KeyState, Money};
use super::record::Record;
use crate::money::Amount;
use crate::order::Payment;
use crate::payment::time;
use crate::row::JsonText;

impl Record {
    /// The payment for the shop. It holds the regKey from the write that records it until the shop has it.
    #[must_use]
    pub fn shown(&self) -> Option<Payment> {
        let paid = self.payment.as_ref()?;
        let found = &paid.found;
        let order = self.reservation(paid.transaction).map_or(&self.terms.order, |held| &held.terms.order);
        let registered = found.money == Money::Registered;
        Some(Payment {
            key: paid.transaction,
            order_id: self.order_id.clone(),
            line_pay_order_id: (paid.order_id != self.order_id).then(|| paid.order_id.clone()),
            transaction_id: paid.transaction,
            amount: found.amount,
            currency: found.currency.unwrap_or(order.currency),
            captured: found.money == Money::Captured || (registered && order.capture),
            authorization_expire_date: found.expires.clone(),
            pay_info: found.pay_info.clone().unwrap_or_else(|| JsonText::of("[]")),
            shipping: found.shipping.clone(),
            transaction_date: Some(time::text(paid.at)),
            refunded: Some(paid.refunded()).filter(|sum: &Amount| sum.is_positive()),
            reg_key: match &self.reg_key {
                KeyState::Held(key) => Some(key.clone()),
                _ => None,
            },
        })
    }
}
