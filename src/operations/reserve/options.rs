//! `options` of reserve in v3 and v4.

use serde::Serialize;

use super::address::Address;
use super::checks::{check_accounts, check_one_of, check_optional_url};
use crate::at::{At, at};
use crate::error::Issues;
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::Rules;
use crate::operations::parts::{check_optional_shown, check_optional_text, check_part, check_text};
use crate::rule::Rule;
use crate::version::Version;

mod reg_pay;

pub use reg_pay::RegPayRequest;

/// Further settings of a reservation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReserveOptions {
    /// How it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentOptions>,
    /// How it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<DisplayOptions>,
    /// v3 only: shipping. From older documents of LINE Pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingOptions>,
    /// v3 only: official accounts to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_service: Option<FamilyService>,
    /// Branch and promotions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<ExtraOptions>,
    /// Promotions that count for this payment (Taiwan).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<EventOption>>,
    /// v4 only, with PREAPPROVED: the terms of the automatic payment, shown to the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reg_pay_request: Option<RegPayRequest>,
}

/// How it is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PaymentOptions {
    /// true (default): confirm also captures; false: it only authorises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<bool>,
    /// `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"NORMAL\" | \"PREAPPROVED\""))]
    pub pay_type: Option<String>,
}

/// How it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DisplayOptions {
    /// Language of the payment page; `en` without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"en\" | \"ja\" | \"ko\" | \"th\" | \"zh_TW\" | \"zh_CN\""))]
    pub locale: Option<String>,
    /// CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_confirm_url_browser: Option<bool>,
}

/// Shipping, v3.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ShippingOptions {
    /// `NO_SHIPPING` (default), `FIXED_ADDRESS` with `address`, or `SHIPPING` with `feeInquiryUrl`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"NO_SHIPPING\" | \"FIXED_ADDRESS\" | \"SHIPPING\""))]
    pub kind: Option<String>,
    /// The shipping fee, part of the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_amount: Option<Amount>,
    /// The merchant's API that answers with shipping methods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_inquiry_url: Option<String>,
    /// `CONDITION`: ask again when the address changes; `FIXED`: do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"CONDITION\" | \"FIXED\""))]
    pub fee_inquiry_type: Option<String>,
    /// Where to, for FIXED_ADDRESS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

/// Official accounts to add, v3.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FamilyService {
    /// The accounts.
    pub add_friends: Vec<AddFriendsV3>,
}

/// A list of official accounts, v3.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AddFriendsV3 {
    /// `lineAt`.
    #[serde(rename = "type")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"lineAt\""))]
    pub kind: String,
    /// The accounts' ids, each beginning with `@`.
    pub id_list: Vec<String>,
}

/// Branch and promotions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ExtraOptions {
    /// Shop or branch shown to the buyer; at most 200 characters, the first 100 are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_name: Option<String>,
    /// The branch's number; at most 32 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_id: Option<String>,
    /// Taiwan: what points may not pay and earn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_restriction: Option<PromotionRestriction>,
}

/// What points may not pay and earn (Taiwan).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PromotionRestriction {
    /// The amount that points and discounts may not pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_limit: Option<Amount>,
    /// The amount for which no points are given.
    pub reward_limit: Amount,
}

/// A promotion; exactly one of `totalAmount` and `productQuantity` is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EventOption {
    /// The promotion's code; at most 30 characters.
    pub code: String,
    /// For a promotion by rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<Amount>,
    /// For a promotion by a fixed sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_quantity: Option<u32>,
}

const LOCALES: &[&str] = &["en", "ja", "ko", "th", "zh_TW", "zh_CN"];

impl ReserveOptions {
    pub(super) fn read(version: Version, fields: &mut Fields<'_>) -> ReserveOptions {
        let v3 = version == Version::V3;
        ReserveOptions {
            payment: fields.object("payment", |fields| PaymentOptions {
                capture: fields.boolean("capture"),
                pay_type: fields.text("payType"),
            }),
            display: fields.object("display", |fields| DisplayOptions {
                locale: fields.text("locale"),
                check_confirm_url_browser: fields.boolean("checkConfirmUrlBrowser"),
            }),
            shipping: if v3 { fields.object("shipping", ShippingOptions::read) } else { None },
            family_service: if v3 { fields.object("familyService", FamilyService::read) } else { None },
            extra: fields.object("extra", |fields| ExtraOptions {
                branch_name: fields.text("branchName"),
                branch_id: fields.text("branchId"),
                promotion_restriction: fields.object("promotionRestriction", PromotionRestriction::read),
            }),
            events: fields.objects("events", |fields| EventOption {
                code: fields.required_text("code"),
                total_amount: fields.amount("totalAmount"),
                product_quantity: fields.count("productQuantity"),
            }),
            reg_pay_request: if v3 { None } else { fields.object("regPayRequest", RegPayRequest::read) },
        }
    }

    pub(super) fn check(&self, rules: Rules, currency: Currency, issues: &mut Issues) {
        let options = at("options");
        if let Some(payment) = &self.payment {
            let allowed = &["NORMAL", "PREAPPROVED"];
            check_one_of(options.field("payment").field("payType"), payment.pay_type.as_deref(), allowed, issues);
        }
        if let Some(display) = &self.display {
            check_one_of(options.field("display").field("locale"), display.locale.as_deref(), LOCALES, issues);
        }
        if let Some(shipping) = &self.shipping {
            shipping.check(&options.field("shipping"), rules, currency, issues);
        }
        let family = options.field("familyService");
        let list = family.field("addFriends");
        for (index, friends) in self.family_service.iter().flat_map(|service| &service.add_friends).enumerate() {
            let at = list.item(index);
            check_one_of(at.field("type"), Some(&friends.kind), &["lineAt"], issues);
            check_accounts(at.field("idList"), &friends.id_list, issues);
        }
        if let Some(extra) = &self.extra {
            let at = options.field("extra");
            check_optional_shown(at.field("branchName"), extra.branch_name.as_deref(), rules.limit(200), issues);
            check_optional_text(at.field("branchId"), extra.branch_id.as_deref(), rules.limit(32), issues);
        }
        let list = options.field("events");
        for (index, event) in self.events.iter().flatten().enumerate() {
            let at = list.item(index);
            check_text(at.field("code"), &event.code, rules.limit(30), issues);
            if event.total_amount.is_some() == event.product_quantity.is_some() {
                issues.push(at, Rule::ExactlyOne);
            }
        }
        if let Some(terms) = &self.reg_pay_request {
            terms.check(&options.field("regPayRequest"), currency, issues);
        }
    }
}

impl ShippingOptions {
    fn read(fields: &mut Fields<'_>) -> ShippingOptions {
        ShippingOptions {
            kind: fields.text("type"),
            fee_amount: fields.amount("feeAmount"),
            fee_inquiry_url: fields.text("feeInquiryUrl"),
            fee_inquiry_type: fields.text("feeInquiryType"),
            address: fields.object("address", Address::read),
        }
    }

    fn check(&self, at: &At<'_>, rules: Rules, currency: Currency, issues: &mut Issues) {
        let kind = self.kind.as_deref();
        check_one_of(at.field("type"), kind, &["NO_SHIPPING", "FIXED_ADDRESS", "SHIPPING"], issues);
        let inquiry = self.fee_inquiry_type.as_deref();
        check_one_of(at.field("feeInquiryType"), inquiry, &["CONDITION", "FIXED"], issues);
        check_part(at.field("feeAmount"), self.fee_amount.unwrap_or_default(), currency, issues);
        if self.fee_inquiry_url.is_none() && kind == Some("SHIPPING") {
            issues.push(at.field("feeInquiryUrl"), Rule::RequiredWith { kind: "SHIPPING" });
        }
        check_optional_url(at.field("feeInquiryUrl"), self.fee_inquiry_url.as_deref(), rules, issues);
        if kind == Some("FIXED_ADDRESS") && self.address.is_none() {
            issues.push(at.field("address"), Rule::RequiredWith { kind: "FIXED_ADDRESS" });
        }
    }
}

impl FamilyService {
    fn read(fields: &mut Fields<'_>) -> FamilyService {
        FamilyService {
            add_friends: fields.required_objects("addFriends", |friends| AddFriendsV3 {
                kind: friends.required_text("type"),
                id_list: friends.texts("idList"),
            }),
        }
    }
}

impl PromotionRestriction {
    pub(crate) fn read(fields: &mut Fields<'_>) -> PromotionRestriction {
        PromotionRestriction {
            use_limit: fields.amount("useLimit"),
            reward_limit: fields.required_amount("rewardLimit"),
        }
    }
}
