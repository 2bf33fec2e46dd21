//! reserve: `ProductReserve` and what is in it.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::AddFriends;
use crate::id::OrderId;
use crate::money::{Amount, Currency};
use crate::typed::requests;

/// Further settings of a reservation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Official accounts that are offered to the buyer for adding.
    pub add_friends: Option<Vec<AddFriends>>,
    /// Shop or branch shown to the buyer; the first 100 characters are shown. At most 200 bytes.
    pub branch_name: Option<String>,
}

requests! {
    Extras {
        ? "addFriends": add_friends,
        ? "branchName": branch_name,
    }
}

/// Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
///
/// Lengths are bytes of UTF-8, as LINE Pay counts in v2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductReserve {
    /// Shown on the payment page. At most 4000 bytes.
    pub product_name: String,
    /// A picture of about 84 × 84 pixels, https. At most 500 bytes.
    pub product_image_url: Option<String>,
    /// The total to pay, above 0; TWD and JPY without decimals. 0 with `payType: "PREAPPROVED"` only registers the
    /// buyer.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// LINE member id of the payer. Leave it out unless LINE asked for it. At most 50 bytes.
    pub mid: Option<String>,
    /// Code scanned from the buyer's My Code, valid 5 minutes: 18 digits in Taiwan, 19 in Japan, 12 elsewhere. With it
    /// the reply may have no `paymentUrl`: the buyer approves in the app. At most 19 bytes.
    pub one_time_key: Option<String>,
    /// Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval. LINE Pay appends `transactionId`, so
    /// it must not hold one already. https, or (CLIENT) a link into your app such as `myapp://paid`. At most 500 bytes.
    pub confirm_url: String,
    /// `CLIENT` (default): the buyer's browser comes to confirmUrl; `SERVER`: LINE Pay's server does.
    pub confirm_url_type: Option<String>,
    /// CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
    pub check_confirm_url_browser: Option<bool>,
    /// Where the buyer goes after cancelling; used as it is. https, or a link into your app. At most 500 bytes.
    pub cancel_url: Option<String>,
    /// The merchant's Android package, against phishing on app switch. At most 4000 bytes.
    pub package_name: Option<String>,
    /// The merchant's order number. Use a fresh one for each attempt. At most 100 bytes.
    pub order_id: OrderId,
    /// The receiver's phone, used for risk checks. At most 100 bytes.
    pub delivery_place_phone: Option<String>,
    /// `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
    pub pay_type: Option<String>,
    /// Language of the payment page; without it the buyer's browser decides. One of `ja`, `ko`, `en`, `zh-Hans`,
    /// `zh-Hant`, `th`.
    pub lang_cd: Option<String>,
    /// true (default): confirm also captures; false: it only authorises.
    pub capture: Option<bool>,
    /// Further settings.
    pub extras: Option<Extras>,
}

requests! {
    ProductReserve {
        = "productName": product_name,
        ? "productImageUrl": product_image_url,
        = "amount": amount,
        = "currency": currency,
        ? "mid": mid,
        ? "oneTimeKey": one_time_key,
        = "confirmUrl": confirm_url,
        ? "confirmUrlType": confirm_url_type,
        ? "checkConfirmUrlBrowser": check_confirm_url_browser,
        ? "cancelUrl": cancel_url,
        ? "packageName": package_name,
        = "orderId": order_id,
        ? "deliveryPlacePhone": delivery_place_phone,
        ? "payType": pay_type,
        ? "langCd": lang_cd,
        ? "capture": capture,
        ? "extras": extras,
    }
}
