//! reserve: registers a payment and returns the page where the buyer approves it.

use serde::{Deserialize, Serialize};

use super::parts::{check_amount, check_text};
use crate::envelope::{Envelope, lenient};
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::url::{Url, query_value};
use crate::version::{PerVersion, Version};

/// Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.
///
/// Lengths are bytes of UTF-8, as LINE Pay counts in v2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReserveRequest {
    /// Shown on the payment page; at most 4000 bytes.
    pub product_name: String,
    /// A picture of about 84 × 84 pixels, https; at most 500 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_image_url: Option<String>,
    /// The total to pay, above 0; TWD and JPY without decimals.
    pub amount: Amount,
    /// The currency of the merchant's contract.
    pub currency: Currency,
    /// LINE member id of the payer; at most 50 bytes. Leave it out unless LINE asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mid: Option<String>,
    /// Code scanned from the buyer's My Code, valid 5 minutes; at most 12 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_time_key: Option<String>,
    /// Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval; at most 500
    /// bytes. LINE Pay appends `transactionId`, so it must not hold one already.
    pub confirm_url: String,
    /// `CLIENT` (default): the buyer's browser comes to confirmUrl; `SERVER`: LINE Pay's server does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"CLIENT\" | \"SERVER\""))]
    pub confirm_url_type: Option<String>,
    /// CLIENT only: show a guidance page when the browser at confirm is another one. Default false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_confirm_url_browser: Option<bool>,
    /// Where the buyer goes after cancelling; at most 500 bytes, used as it is.
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
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = "\"ja\" | \"ko\" | \"en\" | \"zh-Hans\" | \"zh-Hant\" | \"th\"")
    )]
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

/// The reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReserveReply {
    /// The transaction: 19 digits, as text. Store it with the order.
    pub transaction_id: TransactionId,
    /// Where the buyer approves.
    pub payment_url: PaymentUrl,
    /// 12 digits that the buyer may type in the LINE app instead of scanning.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub payment_access_token: Option<String>,
}

/// The payment page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PaymentUrl {
    /// For a browser; the sandbox supports only this one.
    pub web: String,
    /// A `line://` link that opens the LINE app.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub app: Option<String>,
}

const LANGUAGES: &[&str] = &["ja", "ko", "en", "zh-Hans", "zh-Hant", "th"];

impl Operation for ReserveRequest {
    type Reply = ReserveReply;

    const NAME: &'static str = "reserve";
    const CHANGES: Changes = Changes::Reservation;
    const ROUTES: PerVersion<Route> = PerVersion::same(Route {
            method: Method::Post,
            path: "/payments/request",
            read_timeout: 20_000,
        });

    fn read(_version: Version, fields: &mut Fields<'_>) -> ReserveRequest {
        ReserveRequest {
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

    fn check(&self, rules: Rules, issues: &mut Issues) {
        check_text("productName", &self.product_name, 4000, issues);
        check_amount("amount", self.amount, self.currency, issues);
        check_text(
            "orderId",
            self.order_id.as_str(),
            OrderId::MAX_BYTES,
            issues,
        );
        let texts = [
            ("mid", &self.mid, 50),
            ("oneTimeKey", &self.one_time_key, 12),
            ("packageName", &self.package_name, 4000),
            ("deliveryPlacePhone", &self.delivery_place_phone, 100),
        ];
        for (name, text, max) in texts {
            if let Some(text) = text {
                check_text(name, text, max, issues);
            }
        }
        check_url("confirmUrl", &self.confirm_url, rules, issues);
        if query_value(&self.confirm_url, "transactionId").is_some() {
            issues.push(
                "confirmUrl",
                "reserved-parameter",
                "must not hold transactionId: LINE Pay appends it",
            );
        }
        for (name, url) in [
            ("cancelUrl", &self.cancel_url),
            ("productImageUrl", &self.product_image_url),
        ] {
            if let Some(url) = url {
                check_url(name, url, rules, issues);
            }
        }
        check_one_of(
            "confirmUrlType",
            self.confirm_url_type.as_deref(),
            &["CLIENT", "SERVER"],
            issues,
        );
        check_one_of(
            "payType",
            self.pay_type.as_deref(),
            &["NORMAL", "PREAPPROVED"],
            issues,
        );
        check_one_of("langCd", self.lang_cd.as_deref(), LANGUAGES, issues);
        if let Some(extras) = &self.extras {
            extras.check(issues);
        }
    }

    fn parts(&self, _version: Version) -> Parts {
        Parts {
            body: serde_json::to_string(self).ok(),
            ..Parts::default()
        }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<ReserveReply, Unread> {
        Ok(envelope.info()?)
    }

    fn fits(reply: &ReserveReply, _expected: &Expected) -> Result<(), Mismatch> {
        match Url::read(&reply.payment_url.web) {
            Some(url) if url.is_safe() => Ok(()),
            _ => Err(Mismatch::new(
                "paymentUrl.web",
                "an https URL",
                &reply.payment_url.web,
            )),
        }
    }
}

impl Extras {
    fn check(&self, issues: &mut Issues) {
        if let Some(name) = &self.branch_name {
            check_text("extras.branchName", name, 200, issues);
        }
        for (index, friends) in self.add_friends.iter().flatten().enumerate() {
            let path = format!("extras.addFriends[{index}]");
            check_one_of(
                &format!("{path}.type"),
                Some(&friends.kind),
                &["LINE_AT"],
                issues,
            );
            if friends.id_list.is_empty() {
                issues.push(
                    format!("{path}.idList"),
                    "not-empty",
                    "must hold one account at least",
                );
            }
        }
    }
}

fn check_url(path: &str, text: &str, rules: Rules, issues: &mut Issues) {
    check_text(path, text, 500, issues);
    match Url::read(text) {
        Some(url) if url.secure || (url.is_loopback() && rules.loopback) => {}
        Some(_) => issues.push(
            path,
            "https",
            "must be https; http is for a shop on this machine that calls a LINE Pay sandbox on this machine",
        ),
        None => issues.push(
            path,
            "url",
            "must be an absolute https URL of plain ASCII, without user name or spaces; percent-encode other characters",
        ),
    }
}

fn check_one_of(path: &str, text: Option<&str>, allowed: &[&str], issues: &mut Issues) {
    if text.is_some_and(|text| !allowed.contains(&text)) {
        issues.push(
            path,
            "one-of",
            format!("must be one of {}", allowed.join(", ")),
        );
    }
}
