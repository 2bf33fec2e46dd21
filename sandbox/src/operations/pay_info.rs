//! `payInfo`: how a sum, or a part of one, was paid. The simulator's buyer pays by one method.

use crate::amount::Amount;
use crate::payment::{Method, Payment};
use crate::settings::Settings;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PayInfo {
    method: Method,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_card_nickname: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_card_brand: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    masked_credit_card_number: Option<&'static str>,
}

/// What the simulator shows for its card.
const CARD: &str = "************1111";

impl PayInfo {
    /// As queries tell it.
    pub(super) fn of(payment: &Payment, amount: Amount) -> [PayInfo; 1] {
        [PayInfo {
            method: payment.method(),
            amount,
            credit_card_nickname: None,
            credit_card_brand: None,
            masked_credit_card_number: None,
        }]
    }

    /// As confirm tells it: with what is known of the card.
    pub(super) fn confirmed(payment: &Payment, settings: &Settings) -> [PayInfo; 1] {
        let card = payment.method() == Method::CreditCard;
        PayInfo::of(payment, payment.amount).map(|info| PayInfo {
            credit_card_nickname: (card && payment.preapproved).then_some(""),
            credit_card_brand: (card && payment.preapproved).then_some("VISA"),
            masked_credit_card_number: (card && settings.masked_card_number).then_some(CARD),
            ..info
        })
    }
}
