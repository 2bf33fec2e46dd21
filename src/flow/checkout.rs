//! An order from quote to paid: the reservation, and every visit to the pages
//! that LINE Pay sends the buyer to.

use serde::Serialize;

use super::client::Client;
use super::host::Host;
use super::settings::Settings;
use super::ticket::Ticket;
use super::token::{Signer, cookie_prefix};
use crate::config::Config;
use crate::error::{Code, Error, Issues, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::input::{Fields, Input};
use crate::operation::{Expected, Operation};
use crate::operations::{PaymentUrl, ReserveReply, ReserveRequest};
use crate::order::{Asked, CheckoutVerdict, Order, Reservation, Sent, ShippingTerms, State};
use crate::return_code::Is;
use crate::rule::Rule;
use crate::url::{Url, query_value};
use crate::version::Version;

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
    pub payment_url: PaymentUrl,
    /// 12 digits for the LINE app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_access_token: Option<String>,
    /// Where the order's standing can be asked.
    pub status_url: String,
    /// The whole value of a `Set-Cookie` header.
    pub set_cookie: String,
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
        let signer =
            Signer::new(config, &format!("{}{}", settings.origin, settings.confirm_path), &settings.signing_keys)?;
        Ok(Checkout { client: Client::new(config, host), settings, signer })
    }

    /// Reserves an order that the merchant quoted. The order's fields are those of reserve
    /// without `confirmUrl`, `confirmUrlType` and `cancelUrl` (v3 and v4: without `redirectUrls`); with v3's
    /// `options.shipping` of the type SHIPPING besides `maxShippingFeeAmount`, the highest fee that the buyer may
    /// choose. An order that LINE Pay already has a payment of is not reserved: where it stands is answered instead.
    ///
    /// # Errors
    /// Everything that can go wrong; no money moves here.
    pub async fn reserve(&self, order: Input) -> Result<Reserving, Error> {
        let (request, order) = self.request_of(order)?;
        let token = request.urls().0.and_then(|url| query_value(url, TOKEN)).unwrap_or_default();
        let reply: ReserveReply = match self.client.ask(request, &Expected::default()).await {
            Ok(reply) => reply,
            Err(error) => return self.standing_instead(&order, &token, error).await,
        };
        let payment_url = self.payment_page(&reply)?;
        let reservation = Reservation { transaction: reply.transaction_id, order, sent: Sent::Never, proved: true };
        let status_url = self.url(&self.settings.status_path, &token, Some(&reservation));
        Ok(Reserving::Reserved(Box::new(CheckoutReserved {
            set_cookie: self.cookie(&reservation),
            order_id: reservation.order.order_id,
            transaction_id: reply.transaction_id,
            payment_url,
            payment_access_token: reply.payment_access_token,
            status_url,
        })))
    }

    /// LINE Pay refuses to reserve an order that is paid, or being paid: then the buyer sees how it stands.
    async fn standing_instead(&self, order: &Order, token: &str, error: Error) -> Result<Reserving, Error> {
        if !error.says(Is::AnotherPayment) {
            return Err(error);
        }
        let verdict = self.client.standing_of(order, &[], &asked(order, None)).await;
        if matches!(verdict.state, State::Unpaid | State::Pending | State::Unclear) {
            return Err(error);
        }
        let status_url = Some(self.url(&self.settings.status_path, token, None));
        let transaction_id = verdict.payment.as_ref().map(|payment| payment.transaction_id);
        let order_id = Some(order.order_id.clone());
        Ok(Reserving::Standing(Box::new(CheckoutVerdict { order_id, transaction_id, status_url, ..verdict })))
    }

    fn request_of(&self, order: Input) -> Result<(ReserveRequest, Order), Error> {
        let version = self.client.config.version();
        let rules = self.client.config.rules();
        let mut issues = Issues::of(version, ReserveRequest::NAME);
        let mut fields = Fields::of(order, "", &mut issues);
        let own = ["confirmUrl", "confirmUrlType", "cancelUrl", "redirectUrls"];
        fields.refuse(&own, Rule::SetByCheckout);
        if version == Version::V2 {
            // Read like any field; its real value needs the order first.
            fields.set("confirmUrl", &self.settings.origin);
        }
        let most = if version == Version::V3 { fields.amount("maxShippingFeeAmount") } else { None };
        let mut request = ReserveRequest::read(version, &mut fields);
        fields.hide(&own);
        if most.is_some() && request.chosen_shipping().is_none() {
            fields.issue("maxShippingFeeAmount", Rule::WithShipping);
        }
        fields.finish();
        request.set_urls(self.settings.origin.clone(), self.settings.origin.clone());
        request.check(rules, &mut issues);
        issues.or(Code::InvalidRequest, Some(ReserveRequest::NAME), ())?;

        let now = self.client.host.now() / 1000;
        let order = Order {
            order_id: request.order_id().clone(),
            amount: request.amount(),
            currency: request.currency(),
            capture: request.captures(),
            preapproved: request.issues_reg_key(),
            shipping: request.chosen_shipping().map(|quoted| ShippingTerms { quoted, most: most.unwrap_or(quoted) }),
        };
        let ticket = Ticket { order, expires: now.saturating_add(u64::from(self.settings.lifetime)) };
        let token = self.signer.seal_ticket(&ticket).unwrap_or_default();
        let [confirm, cancel] =
            [&self.settings.confirm_path, &self.settings.cancel_path].map(|path| self.url(path, &token, None));
        check_length(version, &ticket.order.order_id, &confirm, &cancel)?;
        request.set_urls(confirm, cancel);
        Ok((request, ticket.order))
    }

    /// The buyer is only ever sent to the environment's own payment page. Of a scanned code there may be none.
    fn payment_page(&self, reply: &ReserveReply) -> Result<PaymentUrl, Error> {
        let expected = self.client.config.payment_origin().unwrap_or_default();
        let page = reply.payment_url.as_ref();
        if let Some(page) = page.filter(|page| self.client.config.is_payment_page(&page.web)) {
            return Ok(page.clone());
        }
        let got = page.and_then(|page| Url::read(&page.web)).map_or("", |url| url.origin);
        let message = format!("the payment page is not on {expected}: the buyer is not sent there; no money moved");
        let mut error = Error::new(Code::Mismatch, Outcome::Executed, Retry::Never, message);
        error.0.operation = Some(ReserveRequest::NAME);
        error.0.mismatch = Some(crate::error::Mismatch::new("paymentUrl", expected, got));
        Err(error.mask(self.client.config.credentials.secret()))
    }

    pub(super) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https://")
    }

    /// A `Set-Cookie` header that tells what is known of a reservation.
    pub(super) fn cookie(&self, reservation: &Reservation) -> String {
        let secure = self.is_secure();
        format!(
            "{}{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
            cookie_prefix(&reservation.order.order_id, secure),
            reservation.transaction,
            self.signer.seal_reservation(reservation).unwrap_or_default(),
            self.settings.lifetime,
            if secure { "; Secure" } else { "" }
        )
    }

    /// One of the shop's pages, with the signed order and what is known of a reservation.
    pub(super) fn url(&self, path: &str, token: &str, reservation: Option<&Reservation>) -> String {
        let known = reservation.and_then(|reservation| self.signer.seal_reservation(reservation));
        let known = known.map(|text| format!("&{RESERVATION}={text}")).unwrap_or_default();
        format!("{}{path}?{TOKEN}={token}{known}", self.settings.origin)
    }
}

/// What the shop asked for, as it stands in reports.
pub(super) fn asked(order: &Order, transaction_id: Option<TransactionId>) -> Asked {
    Asked { order_id: order.order_id.clone(), transaction_id, amount: order.amount, currency: order.currency }
}

/// Both URLs must be as short as LINE Pay wants them; the order id is what can give way.
fn check_length(version: Version, order_id: &OrderId, confirm: &str, cancel: &str) -> Result<(), Error> {
    let mut issues = Issues::of(version, ReserveRequest::NAME);
    let bytes = order_id.as_str().len();
    for (name, length) in [("confirmUrl", confirm.len()), ("cancelUrl", cancel.len())] {
        if let Some(over) = length.checked_sub(MAX_URL).filter(|over| *over > 0) {
            // Base64 makes four characters of three bytes.
            let left = bytes.saturating_sub(over.saturating_mul(3).div_ceil(4));
            issues.push(name, Rule::CheckoutUrl { length, max: MAX_URL, left, bytes });
        }
    }
    issues.or(Code::InvalidRequest, Some(ReserveRequest::NAME), ())
}
