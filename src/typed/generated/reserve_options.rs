//! reserve: `ReserveOptions` and what is in it.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use super::parts::{Address, ExtraOptions};
use crate::money::Amount;
use crate::typed::requests;

/// How it is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentOptions {
    /// true (default): confirm also captures; false: it only authorises.
    pub capture: Option<bool>,
    /// `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
    pub pay_type: Option<String>,
}

requests! {
    PaymentOptions {
        ? "capture": capture,
        ? "payType": pay_type,
    }
}

/// How it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisplayOptions {
    /// Language of the payment page; `en` without it. One of `en`, `ja`, `ko`, `th`, `zh_TW`, `zh_CN`.
    pub locale: Option<String>,
    /// CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
    pub check_confirm_url_browser: Option<bool>,
}

requests! {
    DisplayOptions {
        ? "locale": locale,
        ? "checkConfirmUrlBrowser": check_confirm_url_browser,
    }
}

/// Shipping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShippingOptions {
    /// `NO_SHIPPING` (default), `FIXED_ADDRESS` with `address`, or `SHIPPING` with `feeInquiryUrl`.
    pub kind: Option<String>,
    /// The shipping fee, part of the total.
    pub fee_amount: Option<Amount>,
    /// The merchant's API that answers with shipping methods. At most 500 characters.
    pub fee_inquiry_url: Option<String>,
    /// `CONDITION`: ask again when the address changes; `FIXED`: do not.
    pub fee_inquiry_type: Option<String>,
    /// Where to, for FIXED_ADDRESS.
    pub address: Option<Address>,
}

requests! {
    ShippingOptions {
        ? "type": kind,
        ? "feeAmount": fee_amount,
        ? "feeInquiryUrl": fee_inquiry_url,
        ? "feeInquiryType": fee_inquiry_type,
        ? "address": address,
    }
}

/// A list of official accounts, v3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddFriendsV3 {
    /// `lineAt`.
    pub kind: String,
    /// The accounts' ids, each beginning with `@`.
    pub id_list: Vec<String>,
}

requests! {
    AddFriendsV3 {
        = "type": kind,
        = "idList": id_list,
    }
}

/// Official accounts to add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FamilyService {
    /// The accounts.
    pub add_friends: Vec<AddFriendsV3>,
}

requests! {
    FamilyService {
        = "addFriends": add_friends,
    }
}

/// A promotion; exactly one of `totalAmount` and `productQuantity` is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventOption {
    /// The promotion's code. At most 30 characters.
    pub code: String,
    /// For a promotion by rate.
    pub total_amount: Option<Amount>,
    /// For a promotion by a fixed sum.
    pub product_quantity: Option<u32>,
}

requests! {
    EventOption {
        = "code": code,
        ? "totalAmount": total_amount,
        ? "productQuantity": product_quantity,
    }
}

/// The terms of an automatic payment, shown to the buyer (v4, with PREAPPROVED).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegPayRequest {
    /// `RECURRING`: at regular times; `NON_RECURRING`: when needed.
    pub reg_pay_period_type: Option<String>,
    /// With RECURRING: how often. One of `WEEK`, `MONTH`, `YEAR`.
    pub recurring_period: Option<String>,
    /// With MONTH or YEAR: the day of the month, 1 to 31.
    pub recurring_day: Option<u32>,
    /// With WEEK: the day of the week. One of `SUN`, `MON`, `TUE`, `WED`, `THU`, `FRI`, `SAT`.
    pub recurring_day_of_week: Option<String>,
    /// With YEAR: the month, 1 to 12.
    pub recurring_month: Option<u32>,
    /// What one charge costs.
    pub product_price: Option<Amount>,
    /// With NON_RECURRING: the most that one charge may be.
    pub per_transaction_limit: Option<Amount>,
}

requests! {
    RegPayRequest {
        ? "regPayPeriodType": reg_pay_period_type,
        ? "recurringPeriod": recurring_period,
        ? "recurringDay": recurring_day,
        ? "recurringDayOfWeek": recurring_day_of_week,
        ? "recurringMonth": recurring_month,
        ? "productPrice": product_price,
        ? "perTransactionLimit": per_transaction_limit,
    }
}

/// Further settings of a reservation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReserveOptions {
    /// How it is paid.
    pub payment: Option<PaymentOptions>,
    /// How it is shown.
    pub display: Option<DisplayOptions>,
    /// Shipping. From older documents of LINE Pay. Only in v3.
    pub shipping: Option<ShippingOptions>,
    /// Official accounts to add. Only in v3.
    pub family_service: Option<FamilyService>,
    /// Branch and promotions.
    pub extra: Option<ExtraOptions>,
    /// Taiwan: promotions that count for this payment, each by exactly one of `totalAmount` and `productQuantity`.
    pub events: Option<Vec<EventOption>>,
    /// With PREAPPROVED: the terms of the automatic payment, shown to the buyer. Only in v4.
    pub reg_pay_request: Option<RegPayRequest>,
}

requests! {
    ReserveOptions {
        ? "payment": payment,
        ? "display": display,
        ? "shipping": shipping,
        ? "familyService": family_service,
        ? "extra": extra,
        ? "events": events,
        ? "regPayRequest": reg_pay_request,
    }
}
