//! `payInfo`: how a sum, or a part of one, was paid, by one method or by several.

use crate::amount::Amount;
use crate::method::Share;
use crate::payment::{Method, Payment};
use crate::settings::{NoPayInfo, Settings};
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
    /// As queries tell it; nothing for a payment of 0.
    pub(super) fn of(payment: &Payment, shares: Vec<Share>) -> Vec<PayInfo> {
        let info = |share: Share| PayInfo {
            method: share.method,
            amount: share.amount,
            credit_card_nickname: None,
            credit_card_brand: None,
            masked_credit_card_number: None,
        };
        if payment.amount == Amount::ZERO { Vec::new() } else { shares.into_iter().map(info).collect() }
    }

    /// As confirm tells it: with what is known of the card.
    pub(super) fn confirmed(payment: &Payment, settings: &Settings) -> Option<Vec<PayInfo>> {
        let known = |info: PayInfo| {
            let card = info.method == Method::CreditCard;
            PayInfo {
                credit_card_nickname: (card && payment.preapproved).then_some(""),
                credit_card_brand: (card && payment.preapproved).then_some("VISA"),
                masked_credit_card_number: (card && settings.masked_card_number).then_some(CARD),
                ..info
            }
        };
        let infos = PayInfo::of(payment, payment.shares(payment.amount)).into_iter().map(known).collect();
        PayInfo::told(infos, settings)
    }

    /// What is told of a payment of 0 is a setting.
    pub(super) fn told(infos: Vec<PayInfo>, settings: &Settings) -> Option<Vec<PayInfo>> {
        (!infos.is_empty() || settings.free_pay_info == NoPayInfo::Empty).then_some(infos)
    }
}
