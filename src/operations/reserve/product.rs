//! The body of reserve in v2: one product.

use serde::Serialize;

use super::checks::{
    check_accounts, check_callback, check_one_of, check_optional_return_url, check_optional_url, check_return_url,
};
use crate::at::at;
use crate::error::Issues;
use crate::id::OrderId;
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::Rules;
use crate::operations::parts::{check_optional_shown, check_optional_text, check_order_id, check_shown, check_total};

/// Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
///
/// Lengths are bytes of UTF-8, as LINE Pay counts in v2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ProductReserve {
    /// Shown on the payment page; at most 4000 bytes.
    pub product_name: String,
    /// A picture of about 84 × 84 pixels, https; at most 500 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_image_url: Option<String>,
    /// The total to pay, above 0; TWD and JPY without decimals. 0 with `payType: "PREAPPROVED"` only registers the
    /// buyer.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// LINE member id of the payer; at most 50 bytes. Leave it out unless LINE asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mid: Option<String>,
    /// Code scanned from the buyer's My Code, valid 5 minutes: 18 digits in Taiwan, 19 in Japan, 12 elsewhere. With it
    /// the reply may have no `paymentUrl`: the buyer approves in the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_time_key: Option<String>,
    /// Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval; at most 500
    /// bytes. LINE Pay appends `transactionId`, so it must not hold one already. https, or (CLIENT) a link into
    /// your app such as `myapp://paid`.
    pub confirm_url: String,
    /// `CLIENT` (default): the buyer's browser comes to confirmUrl; `SERVER`: LINE Pay's server does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"CLIENT\" | \"SERVER\""))]
    pub confirm_url_type: Option<String>,
    /// CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_confirm_url_browser: Option<bool>,
    /// Where the buyer goes after cancelling; at most 500 bytes, used as it is. https, or a link into your app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_url: Option<String>,
    /// The merchant's Android package, against phishing on app switch; at most 4000 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_name: Option<String>,
    /// The merchant's order number; at most 100 bytes. Use a fresh one for each attempt.
    pub order_id: OrderId,
    /// The receiver's phone, used for risk checks; at most 100 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_place_phone: Option<String>,
    /// `NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"NORMAL\" | \"PREAPPROVED\""))]
    pub pay_type: Option<String>,
    /// Language of the payment page; without it the buyer's browser decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"ja\" | \"ko\" | \"en\" | \"zh-Hans\" | \"zh-Hant\" | \"th\""))]
    pub lang_cd: Option<String>,
    /// true (default): confirm also captures; false: it only authorises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<bool>,
    /// Further settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extras: Option<Extras>,
}

/// Further settings of a reservation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Extras {
    /// Official accounts that are offered to the buyer for adding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_friends: Option<Vec<AddFriends>>,
    /// Shop or branch shown to the buyer; at most 200 bytes, the first 100 characters are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_name: Option<String>,
}

/// A list of official accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AddFriends {
    /// `LINE_AT`.
    #[serde(rename = "type")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"LINE_AT\""))]
    pub kind: String,
    /// The accounts' ids, each beginning with `@`.
    pub id_list: Vec<String>,
}

const LANGUAGES: &[&str] = &["ja", "ko", "en", "zh-Hans", "zh-Hant", "th"];

impl ProductReserve {
    pub(super) fn read(fields: &mut Fields<'_>) -> ProductReserve {
        ProductReserve {
            product_name: fields.required_text("productName"),
            product_image_url: fields.text("productImageUrl"),
            amount: fields.required_amount("amount"),
            currency: fields.required_currency("currency"),
            mid: fields.text("mid"),
            one_time_key: fields.text("oneTimeKey"),
            confirm_url: fields.required_text("confirmUrl"),
            confirm_url_type: fields.text("confirmUrlType"),
            check_confirm_url_browser: fields.boolean("checkConfirmUrlBrowser"),
            cancel_url: fields.text("cancelUrl"),
            package_name: fields.text("packageName"),
            order_id: fields.required_text("orderId").into(),
            delivery_place_phone: fields.text("deliveryPlacePhone"),
            pay_type: fields.text("payType"),
            lang_cd: fields.text("langCd"),
            capture: fields.boolean("capture"),
            extras: fields.object("extras", |extras| Extras {
                add_friends: extras.objects("addFriends", |friends| AddFriends {
                    kind: friends.required_text("type"),
                    id_list: friends.texts("idList"),
                }),
                branch_name: extras.text("branchName"),
            }),
        }
    }

    pub(super) fn check(&self, rules: Rules, issues: &mut Issues) {
        check_shown(at("productName"), &self.product_name, rules.limit(4000), issues);
        let registers = self.pay_type.as_deref() == Some("PREAPPROVED");
        check_total(at("amount"), self.amount, self.currency, registers, issues);
        check_order_id(at("orderId"), &self.order_id, rules, issues);
        let texts = [
            ("mid", &self.mid, 50),
            ("oneTimeKey", &self.one_time_key, 19),
            ("packageName", &self.package_name, 4000),
            ("deliveryPlacePhone", &self.delivery_place_phone, 100),
        ];
        for (name, text, max) in texts {
            check_optional_text(at(name), text.as_deref(), rules.limit(max), issues);
        }
        let server = self.confirm_url_type.as_deref() == Some("SERVER");
        check_return_url(at("confirmUrl"), &self.confirm_url, server, rules, issues);
        check_callback(at("confirmUrl"), &self.confirm_url, issues);
        check_optional_return_url(at("cancelUrl"), self.cancel_url.as_deref(), rules, issues);
        check_optional_url(at("productImageUrl"), self.product_image_url.as_deref(), rules, issues);
        check_one_of(at("confirmUrlType"), self.confirm_url_type.as_deref(), &["CLIENT", "SERVER"], issues);
        check_one_of(at("payType"), self.pay_type.as_deref(), &["NORMAL", "PREAPPROVED"], issues);
        check_one_of(at("langCd"), self.lang_cd.as_deref(), LANGUAGES, issues);
        if let Some(extras) = &self.extras {
            extras.check(rules, issues);
        }
    }
}

impl Extras {
    fn check(&self, rules: Rules, issues: &mut Issues) {
        let extras = at("extras");
        let name = self.branch_name.as_deref();
        check_optional_shown(extras.field("branchName"), name, rules.limit(200), issues);
        let list = extras.field("addFriends");
        for (index, friends) in self.add_friends.iter().flatten().enumerate() {
            let at = list.item(index);
            check_one_of(at.field("type"), Some(&friends.kind), &["LINE_AT"], issues);
            check_accounts(at.field("idList"), &friends.id_list, issues);
        }
    }
}
