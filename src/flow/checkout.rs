//! An order from quote to paid: the reservation, and every visit to the pages
//! that LINE Pay sends the buyer to.

use serde::Serialize;

use super::client::Client;
use super::host::Host;
use super::jar::{attributes, excess, prefix};
use super::settings::Settings;
use super::ticket::Ticket;
use super::token::Signer;
use crate::config::Config;
use crate::error::{Code, Error, Issues, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::input::{Fields, Input};
use crate::json::{Json, Out, json};
use crate::money::Amount;
use crate::operations::RESERVE;
use crate::order::{Asked, CheckoutVerdict, Order, Reservation, Sent, ShippingTerms, State};
use crate::return_code::Is;
use crate::row::{JsonText, Row};
use crate::rule::Rule;
use crate::text::{concat, digits};
use crate::url::Url;
use crate::version::Version;
use crate::wire::{Expected, Request, return_url};

/// The query parameter that carries the signed order.
pub(super) const TOKEN: &str = "order";
/// The one that carries what is known of a reservation.
pub(super) const RESERVATION: &str = "reservation";
/// What v2 allows a confirmUrl (line-pay-api 3.1).
const MAX_URL: usize = 500;

/// A reservation for the shop to send the buyer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CheckoutReserved {
    /// The merchant's order.
    pub order_id: OrderId,
    /// The reserved transaction.
    pub transaction_id: TransactionId,
    /// The payment page, on the environment's payment host.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "PaymentUrl"))]
    pub payment_url: JsonText,
    /// 12 digits for the LINE app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_access_token: Option<String>,
    /// Where the order's standing can be asked.
    pub status_url: String,
    /// The whole value of a `Set-Cookie` header.
    pub set_cookie: String,
    /// Those of further ones, which take the oldest of the checkout's cookies away where the browser has many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub clear_cookies: Vec<String>,
}

json! {
    CheckoutReserved {
        = "orderId": order_id,
        = "transactionId": transaction_id,
        = "paymentUrl": payment_url,
        ? "paymentAccessToken": payment_access_token,
        = "statusUrl": status_url,
        = "setCookie": set_cookie,
        * "clearCookies": clear_cookies,
    }
}

/// What came of a wish to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Reserving {
    /// A reservation.
    Reserved(Box<CheckoutReserved>),
    /// None: LINE Pay has a payment of this order already, and this is where it stands.
    Standing(Box<CheckoutVerdict>),
}

impl Json for Reserving {
    fn write(&self, out: &mut Out) {
        match self {
            Reserving::Reserved(reserved) => reserved.write(out),
            Reserving::Standing(verdict) => verdict.write(out),
        }
    }
}

impl Reserving {
    /// The reservation, where there is one.
    #[must_use]
    pub fn reserved(self) -> Option<CheckoutReserved> {
        match self {
            Reserving::Reserved(reserved) => Some(*reserved),
            Reserving::Standing(_) => None,
        }
    }
}

/// Takes orders for one shop.
///
/// ```
/// use linepay_edge::flow::{Checkout, CheckoutVerdict, Host, Settings, State, Visit, VisitKind};
/// use linepay_edge::{Config, Error};
///
/// /// The buyer is back from LINE Pay. A shop that has no pages of `web` shows what the verdict says.
/// async fn back(config: &Config, host: &impl Host, shop: &Settings, url: String) -> Result<CheckoutVerdict, Error> {
///     let visit = Visit { kind: VisitKind::Confirm, url, cookies: None };
///     let verdict = Checkout::new(config, host, shop)?.visit(&visit).await;
///     if let (State::Paid, Some(payment)) = (verdict.state, &verdict.payment) {
///         println!("deliver {} once, recorded under {}", payment.order_id.as_str(), payment.key);
///     }
///     for problem in &verdict.problems {
///         eprintln!("{}", problem.message);
///     }
///     Ok(verdict) // its set_cookie goes to the browser
/// }
/// ```
pub struct Checkout<'a, H> {
    pub(super) client: Client<'a, H>,
    pub(super) settings: &'a Settings,
    pub(super) signer: Signer,
}

impl<'a, H: Host> Checkout<'a, H> {
    /// A checkout.
    ///
    /// # Errors
    /// [`Code::InvalidConfiguration`] for a signing key that is too short, or
    /// when the environment's payment page is not known.
    pub fn new(config: &'a Config, host: &'a H, settings: &'a Settings) -> Result<Checkout<'a, H>, Error> {
        let mut issues = Issues::default();
        if config.payment_origin().is_none() {
            issues.push("paymentOrigin", Rule::RequiredPaymentOrigin);
        }
        issues.or(Code::InvalidConfiguration, None, ())?;
        let confirm_url = concat(&[&settings.origin, &settings.confirm_path]);
        let signer = Signer::new(config, &confirm_url, &settings.signing_keys)?;
        Ok(Checkout { client: Client::new(config, host), settings, signer })
    }

    /// Reserves an order that the merchant quoted. The order's fields are those of reserve
    /// without `confirmUrl`, `confirmUrlType` and `cancelUrl` (v3 and v4: without `redirectUrls`); with v3's
    /// `options.shipping` of the type SHIPPING besides `maxShippingFeeAmount`, the highest fee that the buyer may
    /// choose. An order that LINE Pay already has a payment of is not reserved: where it stands is answered instead.
    /// `cookies` is the request's `Cookie` header.
    ///
    /// # Errors
    /// Everything that can go wrong; no money moves here.
    pub async fn reserve(&self, order: Input<'_>, cookies: Option<&str>) -> Result<Reserving, Error> {
        let Quoted { request, order, token, .. } = self.quoted(order)?;
        let reply = match self.client.call(&request, &Expected::default()).await {
            Ok(answer) => answer.reply,
            Err(error) => return self.standing_instead(&order, &token, error).await,
        };
        let row = reply.row();
        let payment_url = self.payment_page(&row)?;
        let transaction = row.need("transactionId").unwrap_or_default();
        let access = row.lenient("paymentAccessToken");
        Ok(self.reserved(transaction, order, &token, payment_url, access, cookies))
    }

    /// Sends the buyer to the payment page of a reservation on these terms, which no confirm was sent of.
    #[inline(never)]
    pub(super) fn reserved(
        &self,
        transaction: TransactionId,
        order: Order,
        token: &str,
        payment_url: JsonText,
        payment_access_token: Option<String>,
        cookies: Option<&str>,
    ) -> Reserving {
        let reservation = Reservation { transaction, order, sent: Sent::Never, proved: true };
        let (set_cookie, clear_cookies) = self.cookies(&reservation, cookies.unwrap_or_default());
        Reserving::Reserved(Box::new(CheckoutReserved {
            set_cookie,
            clear_cookies,
            status_url: self.url(&self.settings.status_path, token, Some(&reservation)),
            order_id: reservation.order.order_id,
            transaction_id: transaction,
            payment_url,
            payment_access_token,
        }))
    }

    /// LINE Pay refuses to reserve an order that is paid, or being paid: then the buyer sees how it stands.
    pub(super) async fn standing_instead(&self, order: &Order, token: &str, error: Error) -> Result<Reserving, Error> {
        if !error.says(Is::AnotherPayment) {
            return Err(error);
        }
        let mut verdict = self.client.standing_of(order, &[], &asked(order, None)).await;
        if matches!(verdict.state, State::Unpaid | State::Pending | State::Unclear) {
            return Err(error);
        }
        verdict.status_url = Some(self.url(&self.settings.status_path, token, None));
        verdict.transaction_id = verdict.payment.as_ref().map(|payment| payment.transaction_id);
        verdict.order_id = Some(order.order_id.clone());
        Ok(Reserving::Standing(verdict))
    }

    pub(super) fn quoted(&self, order: Input<'_>) -> Result<Quoted, Error> {
        let version = self.client.config.version();
        let rules = self.client.config.rules();
        let mut issues = Issues::of(version, RESERVE.name, RESERVE.changes);
        let mut fields = Fields::of(order, "", &mut issues);
        for name in OWN {
            fields.refuse(name, Rule::SetByCheckout);
        }
        let most = if version == Version::V3 { fields.amount("maxShippingFeeAmount") } else { None };
        let request = Request::of(&RESERVE, rules, &mut fields, None, &OWN);
        let order = terms(&fields, version, most);
        if most.is_some() && order.shipping.is_none() {
            fields.issue("maxShippingFeeAmount", Rule::WithShipping);
        }
        fields.finish();
        if let Some(rule) = return_url(&self.settings.origin, rules) {
            for name in if version == Version::V2 { URLS_V2 } else { URLS } {
                issues.push(name, rule);
            }
        }
        issues.or(Code::InvalidRequest, Some(RESERVE.name), ())?;
        let mut request = request?;

        let now = self.client.host.now() / 1000;
        let ticket = Ticket { order, expires: now.saturating_add(u64::from(self.settings.lifetime)) };
        let token = self.signer.seal_ticket(&ticket).unwrap_or_default();
        let [confirm, cancel] =
            [&self.settings.confirm_path, &self.settings.cancel_path].map(|path| self.url(path, &token, None));
        check_length(version, &ticket.order.order_id, &confirm, &cancel)?;
        request.append(|out| write_urls(version, out, &confirm, &cancel));
        Ok(Quoted { request, order: ticket.order, expires: ticket.expires, token })
    }

    /// The buyer is only ever sent to the environment's own payment page. Of a scanned code there may be none.
    pub(super) fn payment_page(&self, reply: &Row<'_>) -> Result<JsonText, Error> {
        let expected = self.client.config.payment_origin().unwrap_or_default();
        let web = reply.row("paymentUrl").and_then(|page| page.need::<String>("web"));
        if web.as_ref().is_some_and(|web| self.client.config.is_payment_page(web)) {
            return Ok(JsonText::of(reply.find("paymentUrl").flatten().unwrap_or_default()));
        }
        let got = web.as_deref().and_then(Url::read).map_or("", |url| url.origin);
        let message =
            concat(&["the payment page is not on ", expected, ": the buyer is not sent there; no money moved"]);
        let mut error = Error::new(Code::Mismatch, Outcome::Executed, Retry::Never, message);
        error.0.operation = Some(RESERVE.name);
        error.0.mismatch = Some(crate::error::Mismatch::new("paymentUrl", expected, got));
        Err(error.mask(self.client.config.credentials.secret()))
    }

    pub(super) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https://")
    }

    /// A `Set-Cookie` header that tells what is known of a reservation, and those that take old ones away from the
    /// browser that sent this `Cookie` header.
    pub(super) fn cookies(&self, reservation: &Reservation, header: &str) -> (String, Vec<String>) {
        let secure = self.is_secure();
        let name = concat(&[&prefix(&reservation.order.order_id, secure), &reservation.transaction.text()]);
        let value = self.signer.seal_reservation(reservation).unwrap_or_default();
        let attributes = attributes(&digits(self.settings.lifetime.into()), secure);
        (concat(&[&name, "=", &value, &attributes]), excess(header, &name, secure))
    }

    /// One of the shop's pages, with the signed order and what is known of a reservation.
    pub(super) fn url(&self, path: &str, token: &str, reservation: Option<&Reservation>) -> String {
        let known = reservation.and_then(|reservation| self.signer.seal_reservation(reservation));
        let known = known.map(|text| concat(&["&", RESERVATION, "=", &text])).unwrap_or_default();
        concat(&[&self.settings.origin, path, "?", TOKEN, "=", token, &known])
    }
}

/// A wish to pay that keeps every rule.
pub(super) struct Quoted {
    pub(super) request: Request,
    pub(super) order: Order,
    /// When its links stop being good for a confirm, in seconds since 1970.
    pub(super) expires: u64,
    /// The signed order.
    pub(super) token: String,
}

/// The fields that the checkout sets.
const OWN: [&str; 4] = ["confirmUrl", "confirmUrlType", "cancelUrl", "redirectUrls"];

/// The two of them that hold an address of the shop.
const URLS_V2: [&str; 2] = ["confirmUrl", "cancelUrl"];
const URLS: [&str; 2] = ["redirectUrls.confirmUrl", "redirectUrls.cancelUrl"];

/// Where the buyer returns to, as fields of reserve.
fn write_urls(version: Version, out: &mut Out, confirm: &str, cancel: &str) {
    let fields = |out: &mut Out| {
        out.field("confirmUrl", confirm);
        out.field("cancelUrl", cancel);
    };
    if version == Version::V2 {
        fields(out);
    } else {
        out.name("redirectUrls");
        out.object(fields);
    }
}

/// What the order comes to. Of one that breaks a rule nobody asks.
fn terms(fields: &Fields<'_, '_>, version: Version, most: Option<Amount>) -> Order {
    let payment = if version == Version::V2 { "" } else { "options.payment." };
    let at = |name: &str| [payment, name].concat();
    let fee = fields.given_amount("options.shipping.feeAmount").unwrap_or_default();
    let chosen = fields.given("options.shipping.type").as_deref() == Some("SHIPPING");
    Order {
        order_id: fields.given("orderId").unwrap_or_default().into(),
        amount: fields.given_amount("amount").unwrap_or_default(),
        currency: fields.given("currency").and_then(|text| text.parse().ok()).unwrap_or_default(),
        capture: fields.given_boolean(&at("capture")) != Some(false),
        preapproved: fields.given(&at("payType")).as_deref() == Some("PREAPPROVED"),
        shipping: chosen.then(|| ShippingTerms { quoted: fee, most: most.unwrap_or(fee) }),
    }
}

/// What the shop asked for, as it stands in reports.
pub(super) fn asked(order: &Order, transaction_id: Option<TransactionId>) -> Asked {
    Asked { order_id: order.order_id.clone(), transaction_id, amount: order.amount, currency: order.currency }
}

/// Both URLs must be as short as LINE Pay wants them; the order id is what can give way.
fn check_length(version: Version, order_id: &OrderId, confirm: &str, cancel: &str) -> Result<(), Error> {
    let mut issues = Issues::of(version, RESERVE.name, RESERVE.changes);
    let bytes = order_id.as_str().len();
    for (name, length) in [("confirmUrl", confirm.len()), ("cancelUrl", cancel.len())] {
        if let Some(over) = length.checked_sub(MAX_URL).filter(|over| *over > 0) {
            // Base64 makes four characters of three bytes.
            let left = bytes.saturating_sub(over.saturating_mul(3).div_ceil(4));
            issues.push(name, Rule::CheckoutUrl { length, max: MAX_URL, left, bytes });
        }
    }
    issues.or(Code::InvalidRequest, Some(RESERVE.name), ())
}
