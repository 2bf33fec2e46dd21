//! confirm: makes the payment, after the buyer has approved it.

use serde::Serialize;

use super::details::{MerchantReference, PackageRow, Shipping};
use super::parts::{PayInfo, check_currency, check_total, sum_fits};
use crate::at::at;
use crate::envelope::{Envelope, Malformed};
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, RegKey, TransactionId};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::payment::Step;
use crate::row::rows;
use crate::version::{PerVersion, Version};

/// Confirms a reservation that the buyer has approved.
///
/// Never use it to find out whether the buyer has approved: a premature confirm
/// is refused with 1169 and may end the reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmRequest {
    /// The transaction that reserve returned, as text or as a BigInt.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "TransactionId | bigint"))]
    pub transaction_id: TransactionId,
    /// The reserved amount, exactly; a different one is refused with 1153. 0 is for a reservation that only registers
    /// the buyer (`payType: "PREAPPROVED"`, amount 0).
    pub amount: Amount,
    /// The reserved currency.
    pub currency: Currency,
}

impl ConfirmRequest {
    /// Confirms `transaction_id` for `amount`.
    #[must_use]
    pub const fn new(transaction_id: TransactionId, amount: Amount, currency: Currency) -> ConfirmRequest {
        ConfirmRequest { transaction_id, amount, currency }
    }
}

/// The payment that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmReply {
    /// The transaction, as asked.
    pub transaction_id: TransactionId,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How it was paid; the parts add up to the amount. Empty where nothing was charged: a registration with amount 0.
    pub pay_info: Vec<PayInfo>,
    /// For `capture: false`: after this LINE Pay voids the authorisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// For `payType: "PREAPPROVED"`: the key for automatic payments. No query returns it again: if this reply
    /// is lost, let the buyer register again, or refund the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reg_key: Option<RegKey>,
    /// v3: the packages that were paid; often left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Vec<PackageRow>>,
    /// v3: the shipping that the buyer chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// Taiwan: the buyer's cards with the merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_reference: Option<MerchantReference>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
}

rows! {
    ConfirmReply: |row| ConfirmReply {
        transaction_id: row.need("transactionId")?,
        order_id: row.need("orderId")?,
        pay_info: row.list("payInfo")?,
        authorization_expire_date: row.lenient("authorizationExpireDate"),
        reg_key: row.lenient("regKey"),
        packages: row.lenient("packages"),
        shipping: row.lenient("shipping"),
        merchant_reference: row.lenient("merchantReference"),
        payment_provider: row.lenient("paymentProvider"),
    };
}

#[derive(Serialize)]
struct Body {
    amount: Amount,
    currency: Currency,
}

impl Operation for ConfirmRequest {
    type Reply = ConfirmReply;

    const NAME: &'static str = "confirm";
    const CHANGES: Changes = Changes::Payment;
    const LOST: Option<&'static str> = Some(
        "a PREAPPROVED reservation's regKey comes in this reply alone and no query returns it: if the payment proves \
         to be made and you have no regKey, let the buyer register again, or refund it",
    );
    const ROUTES: PerVersion<Route> =
        PerVersion::same(Route { method: Method::Post, path: "/payments/{}/confirm", read_timeout: 40_000 });

    fn read(_version: Version, fields: &mut Fields<'_>) -> ConfirmRequest {
        ConfirmRequest {
            transaction_id: fields.required_transaction_id("transactionId"),
            amount: fields.required_amount("amount"),
            currency: fields.required_currency("currency"),
        }
    }

    fn check(&self, rules: Rules, issues: &mut Issues) {
        check_currency(self.currency, rules, issues);
        // Whether it is a registration only the reservation knows.
        check_total(at("amount"), self.amount, self.currency, true, issues);
    }

    fn step(&self) -> Option<(Step, Option<Amount>)> {
        Some((Step::Confirm, Some(self.amount)))
    }

    fn parts(&self, _version: Version) -> Parts {
        let body = Body { amount: self.amount, currency: self.currency };
        Parts { segment: self.transaction_id.to_string(), body: serde_json::to_string(&body).ok(), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        Expected { transaction_ids: vec![self.transaction_id], amount: Some(self.amount), ..Expected::default() }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<ConfirmReply, Unread> {
        let reply: ConfirmReply = envelope.info()?;
        // A registration without a charge has none; of a payment it is always there.
        let listed = envelope.row().and_then(|row| row.find("payInfo")).flatten().is_some();
        if listed || reply.reg_key.is_some() { Ok(reply) } else { Err(Malformed::Info.into()) }
    }

    fn fits(reply: &ConfirmReply, expected: &Expected) -> Result<(), Mismatch> {
        expected.order(&reply.order_id)?;
        expected.transaction("transactionId", reply.transaction_id)?;
        sum_fits(&reply.pay_info, expected.amount)
    }
}
