//! reserve: registers a payment and returns the page where the buyer approves it.
//! v2 takes one product; v3 and v4 take packages of products.

use serde::Serialize;

use crate::envelope::Envelope;
use crate::error::{Issues, Mismatch};
use crate::id::{OrderId, TransactionId};
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operation::{Changes, Expected, Method, Operation, Parts, Route, Rules, Unread};
use crate::row::rows;
use crate::rule::Rule;
use crate::url::{Url, is_app_link};
use crate::version::{PerVersion, Version};

mod address;
mod checks;
mod options;
mod packages;
mod product;

pub use address::{Address, Recipient};
pub use options::{
    AddFriendsV3, DisplayOptions, EventOption, ExtraOptions, FamilyService, PaymentOptions, PromotionRestriction,
    RegPayRequest, ReserveOptions, ShippingOptions,
};
pub use packages::{Package, PackagesReserve, Product, RedirectUrls};
pub use product::{AddFriends, Extras, ProductReserve};

/// Reserves a payment, in the body of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "a request lives for one call; a box would cost more than it saves")]
pub enum ReserveRequest {
    /// v2.
    Product(ProductReserve),
    /// v3 and v4.
    Packages(PackagesReserve),
}

impl ReserveRequest {
    /// The merchant's order.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        match self {
            ReserveRequest::Product(body) => &body.order_id,
            ReserveRequest::Packages(body) => &body.order_id,
        }
    }

    /// The total.
    #[must_use]
    pub fn amount(&self) -> Amount {
        match self {
            ReserveRequest::Product(body) => body.amount,
            ReserveRequest::Packages(body) => body.amount,
        }
    }

    /// Its currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        match self {
            ReserveRequest::Product(body) => body.currency,
            ReserveRequest::Packages(body) => body.currency,
        }
    }

    /// Does confirm also capture?
    #[must_use]
    pub fn captures(&self) -> bool {
        let capture = match self {
            ReserveRequest::Product(body) => body.capture,
            ReserveRequest::Packages(body) => {
                body.options.as_ref().and_then(|options| options.payment.as_ref()).and_then(|payment| payment.capture)
            }
        };
        capture != Some(false)
    }

    /// Does confirm also issue a regKey (`payType: "PREAPPROVED"`)?
    #[must_use]
    pub fn issues_reg_key(&self) -> bool {
        let pay_type = match self {
            ReserveRequest::Product(body) => body.pay_type.as_deref(),
            ReserveRequest::Packages(body) => {
                let payment = body.options.as_ref().and_then(|options| options.payment.as_ref());
                payment.and_then(|payment| payment.pay_type.as_deref())
            }
        };
        pay_type == Some("PREAPPROVED")
    }

    /// The shipping fee that the total holds until the buyer chooses another (v3's `options.shipping` of the type
    /// SHIPPING).
    #[must_use]
    pub fn chosen_shipping(&self) -> Option<Amount> {
        let ReserveRequest::Packages(body) = self else { return None };
        let shipping = body.options.as_ref()?.shipping.as_ref()?;
        (shipping.kind.as_deref() == Some("SHIPPING")).then(|| shipping.fee_amount.unwrap_or_default())
    }

    /// The page that the buyer returns to, and the one after cancelling.
    #[must_use]
    pub fn urls(&self) -> (Option<&str>, Option<&str>) {
        match self {
            ReserveRequest::Product(body) => (Some(&body.confirm_url), body.cancel_url.as_deref()),
            ReserveRequest::Packages(body) => {
                (body.redirect_urls.confirm_url.as_deref(), body.redirect_urls.cancel_url.as_deref())
            }
        }
    }

    /// Sets both pages.
    pub fn set_urls(&mut self, confirm: String, cancel: String) {
        match self {
            ReserveRequest::Product(body) => {
                body.confirm_url = confirm;
                body.cancel_url = Some(cancel);
            }
            ReserveRequest::Packages(body) => {
                body.redirect_urls.confirm_url = Some(confirm);
                body.redirect_urls.cancel_url = Some(cancel);
            }
        }
    }
}

/// The reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ReserveReply {
    /// The transaction: 19 digits, as text. Store it with the order.
    pub transaction_id: TransactionId,
    /// Where the buyer approves. It is there unless a `oneTimeKey` was sent (v2): then the buyer approves in the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_url: Option<PaymentUrl>,
    /// 12 digits that the buyer may type in the LINE app instead of scanning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_access_token: Option<String>,
}

/// The payment page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct PaymentUrl {
    /// For a browser; the sandbox supports only this one. Pass it on as it is, and escape its `&` in HTML.
    pub web: String,
    /// A `line://` link that opens the LINE app. One of another form is left out: it is in `raw`, and `web` is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
}

rows! {
    ReserveReply: |row| ReserveReply {
        transaction_id: row.need("transactionId")?,
        payment_url: row.maybe("paymentUrl")?,
        payment_access_token: row.lenient("paymentAccessToken"),
    };
    PaymentUrl: |row| PaymentUrl {
        web: row.need("web")?,
        app: row.lenient("app").filter(|app: &String| opens_line(app)),
    };
}

/// Pages put it into a link, where another scheme could run a script.
fn opens_line(app: &str) -> bool {
    app.starts_with("line://") && is_app_link(app)
}

impl Operation for ReserveRequest {
    type Reply = ReserveReply;

    const NAME: &'static str = "reserve";
    const CHANGES: Changes = Changes::Reservation;
    const ROUTES: PerVersion<Route> =
        PerVersion::same(Route { method: Method::Post, path: "/payments/request", read_timeout: 20_000 });

    fn read(version: Version, fields: &mut Fields<'_>) -> ReserveRequest {
        match version {
            Version::V2 => {
                fields.refuse(&["packages"], Rule::PackagesInV2);
                ReserveRequest::Product(ProductReserve::read(fields))
            }
            Version::V3 | Version::V4 => {
                fields.refuse(&["productName"], Rule::ProductAfterV2);
                ReserveRequest::Packages(PackagesReserve::read(version, fields))
            }
        }
    }

    fn check(&self, rules: Rules, issues: &mut Issues) {
        match (self, rules.version) {
            (ReserveRequest::Product(body), Version::V2) => body.check(rules, issues),
            (ReserveRequest::Packages(body), Version::V3 | Version::V4) => body.check(rules, issues),
            (ReserveRequest::Product(_), _) => {
                issues.push("packages", Rule::ProductAfterV2);
            }
            (ReserveRequest::Packages(_), _) => {
                issues.push("productName", Rule::PackagesInV2);
            }
        }
    }

    fn parts(&self, _version: Version) -> Parts {
        Parts { body: serde_json::to_string(self).ok(), ..Parts::default() }
    }

    fn expected(&self) -> Expected {
        let scanned = matches!(self, ReserveRequest::Product(body) if body.one_time_key.is_some());
        Expected { payment_page: !scanned, ..Expected::default() }
    }

    fn reply(_version: Version, envelope: &Envelope<'_>) -> Result<ReserveReply, Unread> {
        Ok(envelope.info()?)
    }

    fn fits(reply: &ReserveReply, expected: &Expected) -> Result<(), Mismatch> {
        match &reply.payment_url {
            None if expected.payment_page => Err(Mismatch::new("paymentUrl", "a payment page", "nothing")),
            Some(page) if !Url::read(&page.web).is_some_and(|url| url.is_safe()) => {
                Err(Mismatch::new("paymentUrl.web", "an https URL", &page.web))
            }
            _ => Ok(()),
        }
    }
}
