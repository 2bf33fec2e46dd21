//! reserve: `PackagesReserve` and what is in it.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::Package;
use super::reserve_options::ReserveOptions;
use crate::id::OrderId;
use crate::money::{Amount, Currency};
use crate::typed::requests;

/// Where the buyer returns to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedirectUrls {
    /// The merchant's Android package. At most 4000 characters.
    pub app_package_name: Option<String>,
    /// Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval. LINE Pay appends `orderId` and
    /// `transactionId`. Required unless the type is NONE. https, or (CLIENT) a link into your app such as
    /// `myapp://paid`. At most 500 characters.
    pub confirm_url: Option<String>,
    /// `CLIENT` (default), `SERVER`, or `NONE`: nobody is called, poll statusCheck.
    pub confirm_url_type: Option<String>,
    /// Where the buyer goes after cancelling. Required unless the type is NONE. https, or a link into your app. At most
    /// 500 characters.
    pub cancel_url: Option<String>,
}

requests! {
    RedirectUrls {
        ? "appPackageName": app_package_name,
        ? "confirmUrl": confirm_url,
        ? "confirmUrlType": confirm_url_type,
        ? "cancelUrl": cancel_url,
    }
}

/// Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
///
/// `amount` is the sum of the packages' amounts; in v3 also of their user fees and the shipping fee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackagesReserve {
    /// The total to pay, above 0. 0 with `payType: "PREAPPROVED"` only registers the buyer.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// The merchant's order number. Use a fresh one for each attempt. At most 100 characters.
    pub order_id: OrderId,
    /// Groups of products, for example one for each seller; one at least.
    pub packages: Vec<Package>,
    /// Where the buyer returns to.
    pub redirect_urls: RedirectUrls,
    /// Further settings.
    pub options: Option<ReserveOptions>,
}

requests! {
    PackagesReserve {
        = "amount": amount,
        = "currency": currency,
        = "orderId": order_id,
        = "packages": packages,
        = "redirectUrls": redirect_urls,
        ? "options": options,
    }
}
