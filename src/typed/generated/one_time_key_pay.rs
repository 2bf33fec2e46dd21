//! oneTimeKeyPay: the request and the reply.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::{AddFriends, ExtraOptions, Package, PayInfo, PromotionRestriction};
use crate::id::{OrderId, TransactionId};
use crate::money::{Amount, Currency};
use crate::typed::{replies, requests};

/// Branch and promotions, v2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneTimeKeyExtras {
    /// Shop or branch shown to the buyer. At most 200 bytes.
    pub branch_name: Option<String>,
    /// The branch's number. At most 32 bytes.
    pub branch_id: Option<String>,
    /// Official accounts that are offered.
    pub add_friends: Option<Vec<AddFriends>>,
    /// Taiwan: what points may not pay and earn.
    pub promotion_restriction: Option<PromotionRestriction>,
}

requests! {
    OneTimeKeyExtras {
        ? "branchName": branch_name,
        ? "branchId": branch_id,
        ? "addFriends": add_friends,
        ? "promotionRestriction": promotion_restriction,
    }
}

/// Branch and promotions, v4. What it holds is no more than likely: LINE Pay's tables were not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneTimeKeyOptions {
    /// Branch and promotions.
    pub extra: Option<ExtraOptions>,
}

requests! {
    OneTimeKeyOptions {
        ? "extra": extra,
    }
}

/// Charges a buyer at the counter, at once, by the code that the LINE app shows (My Code).
///
/// A code is good for 5 minutes and one payment; a wrong or used one is refused with 1133. After a lost answer the
/// money may be taken: ask orderCheck until the order is settled, and never charge again before. A 1133 to the same
/// code then may mean that the lost call has used it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneTimeKeyPayRequest {
    /// What is paid for. At most 4000 bytes (v3, v4: characters). Only in v2.
    pub product_name: String,
    /// The total, above 0; in v4 the sum of the packages.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// The merchant's order number, a fresh one for each charge. At most 100 bytes (v3, v4: characters).
    pub order_id: OrderId,
    /// The code that was scanned: 18 digits in Taiwan, 19 in Japan, 12 elsewhere. At most 19 bytes (v3, v4:
    /// characters).
    pub one_time_key: String,
    /// true (default): charge; false: authorise only, then capture or void.
    pub capture: Option<bool>,
    /// Groups of products; one at least. Only in v4.
    pub packages: Vec<Package>,
    /// Branch and promotions. Only in v2.
    pub extras: Option<OneTimeKeyExtras>,
    /// Branch and promotions. Only in v4.
    pub options: Option<OneTimeKeyOptions>,
}

requests! {
    OneTimeKeyPayRequest {
        = "productName": product_name,
        = "amount": amount,
        = "currency": currency,
        = "orderId": order_id,
        = "oneTimeKey": one_time_key,
        ? "capture": capture,
        = "packages": packages,
        ? "extras": extras,
        ? "options": options,
    }
}

/// The payment that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeKeyPayReply {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// The merchant's order.
    pub order_id: Option<OrderId>,
    /// When, ISO 8601 in UTC.
    pub transaction_date: Option<String>,
    /// How it was paid; the parts add up to the amount.
    pub pay_info: Option<Vec<PayInfo>>,
    /// v2: what is left on the buyer's account.
    pub balance: Option<Amount>,
    /// For `capture: false`: after this LINE Pay voids the authorisation.
    pub authorization_expire_date: Option<String>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    pub payment_provider: Option<String>,
}

replies! {
    OneTimeKeyPayReply {
        = "transactionId": transaction_id,
        ? "orderId": order_id,
        ? "transactionDate": transaction_date,
        ? "payInfo": pay_info,
        ? "balance": balance,
        ? "authorizationExpireDate": authorization_expire_date,
        ? "paymentProvider": payment_provider,
    }
}
