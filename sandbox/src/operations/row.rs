//! One row of a query's answer.

use super::Call;
use super::order_parts::{MerchantReference, PackageView};
use super::pay_info::PayInfo;
use crate::amount::Amount;
use crate::clock;
use crate::goods::{Event, Shipping};
use crate::method::Share;
use crate::payment::{Payment, Refund};
use crate::settings::Provider;
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    pub(super) transaction_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_status: Option<&'static str>,
    product_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_name: Option<&'a str>,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_info: Option<Vec<PayInfo>>,
    pub(super) order_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_expire_date: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refund_list: Vec<RefundRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_transaction_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_provider: Option<Provider>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    packages: Vec<PackageView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping: Option<&'a Shipping>,
    #[serde(skip_serializing_if = "slice_is_empty")]
    events: &'a [Event],
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_reference: Option<MerchantReference<'a>>,
}

fn slice_is_empty(events: &&[Event]) -> bool {
    events.is_empty()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundRow {
    refund_transaction_id: u64,
    transaction_type: &'static str,
    refund_amount: Amount,
    refund_transaction_date: String,
}

/// v3's `fields`: which half of a row.
#[derive(Clone, Copy)]
pub(super) enum Part {
    All,
    Transaction,
    Order,
}

impl<'a> Row<'a> {
    /// A payment that was confirmed.
    pub(super) fn of_payment(call: &Call<'a>, world: &'a World, payment: &'a Payment) -> Option<Row<'a>> {
        let state = payment.state(call.now);
        let settings = world.settings();
        if payment.amount == Amount::ZERO && !settings.free_rows {
            return None;
        }
        let paid = state.is_paid();
        let status = state.authorization().or(paid.then_some("CAPTURE"))?;
        let done_at = payment.authorized_at.or(payment.captured_at)?;
        let date = clock::iso(if paid { payment.captured_at? } else { done_at });
        // Live v3 answers have it for payments that were captured at once, too.
        let at_once = || (call.version == Version::V3).then(|| date.clone());
        let expires = match payment.authorized_until.map(clock::iso) {
            None => at_once(),
            until => until.filter(|_| !paid || call.version != Version::V2),
        };
        let refund_list = payment.refunds.iter().map(|refund| RefundRow {
            refund_transaction_id: refund.transaction_id,
            transaction_type: payment.refund_type(),
            refund_amount: settings.sign(call.version).of(refund.amount),
            refund_transaction_date: clock::iso(refund.at),
        });
        let taken = if paid { payment.captured() } else { payment.amount };
        let packages = payment.packages.iter();
        Some(Row {
            transaction_id: payment.transaction_id,
            transaction_date: Some(date),
            transaction_type: Some("PAYMENT"),
            pay_status: Some(status),
            product_name: &payment.product_name,
            merchant_name: Some(&call.config.merchant_name),
            currency: &payment.currency,
            pay_info: PayInfo::told(PayInfo::of(payment, payment.shares(taken)), settings),
            order_id: &payment.order_id,
            authorization_expire_date: expires,
            refund_list: refund_list.collect(),
            original_transaction_id: None,
            payment_provider: call.provider(world),
            packages: packages.map(|package| PackageView::of(package, call.version)).collect(),
            shipping: payment.shipping.as_ref(),
            events: &payment.events,
            merchant_reference: MerchantReference::of(settings, call.version),
        })
    }

    /// A refund.
    pub(super) fn of_refund(
        call: &Call<'a>,
        world: &'a World,
        payment: &'a Payment,
        refund: &Refund,
    ) -> Option<Row<'a>> {
        let sign = world.settings().refund_row_sign;
        let shares = payment.given_back(refund).into_iter();
        let shares = shares.map(|share| Share { amount: sign.of(share.amount), ..share }).collect();
        Some(Row {
            transaction_id: refund.transaction_id,
            transaction_date: Some(clock::iso(refund.at)),
            transaction_type: Some(payment.refund_type()),
            pay_status: None,
            pay_info: Some(PayInfo::of(payment, shares)),
            authorization_expire_date: None,
            refund_list: Vec::new(),
            original_transaction_id: Some(payment.transaction_id),
            packages: Vec::new(),
            shipping: None,
            events: &[],
            merchant_reference: None,
            ..Row::of_payment(call, world, payment)?
        })
    }

    /// Authorised, and never captured.
    pub(super) fn is_authorization(&self) -> bool {
        self.pay_status.is_some_and(|status| status != "CAPTURE")
    }

    /// The half that was asked for.
    pub(super) fn only(self, part: Part) -> Row<'a> {
        match part {
            Part::All => self,
            Part::Transaction => {
                Row { packages: Vec::new(), shipping: None, events: &[], merchant_reference: None, ..self }
            }
            Part::Order => Row {
                transaction_date: None,
                transaction_type: None,
                pay_status: None,
                pay_info: None,
                authorization_expire_date: None,
                refund_list: Vec::new(),
                ..self
            },
        }
    }

    /// Without the merchant's name, which auth-check does not tell.
    pub(super) fn unnamed(self) -> Row<'a> {
        Row { merchant_name: None, ..self }
    }

    /// Without what v2's payment-check does not know.
    pub(super) fn in_version(self, version: Version) -> Row<'a> {
        if version == Version::V2 { Row { pay_status: None, ..self.only(Part::Transaction) } } else { self }
    }
}
