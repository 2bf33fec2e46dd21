//! An order from quote to paid: the reservation, and every visit to the pages
//! that LINE Pay sends the buyer to.

use serde::Serialize;

use super::client::Client;
use super::host::Host;
use super::problems::foreign;
use super::settings::Settings;
use super::token::{Order, Signer, Ticket, cookie_prefix};
use super::verdict::{Asked, CheckoutVerdict, Got, State};
use crate::config::Config;
use crate::error::{Code, Error, Issues, Outcome, Retry};
use crate::id::{OrderId, TransactionId};
use crate::input::{Fields, Input};
use crate::operation::{Expected, Operation};
use crate::operations::{PaymentUrl, ReserveReply, ReserveRequest};
use crate::rule::Rule;
use crate::url::{Url, query_value};
use crate::version::Version;

/// The query parameter that carries the signed order.
const TOKEN: &str = "order";
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

/// Which page was visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitKind {
    /// confirmUrl: may confirm.
    Confirm,
    /// cancelUrl: only asks.
    Cancel,
    /// The status page: only asks.
    Status,
}

/// A visit to one of the shop's payment pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which page.
    pub kind: VisitKind,
    /// The request's whole URL.
    pub url: String,
    /// The request's `Cookie` header.
    pub cookies: Option<String>,
}

/// Takes orders for one shop.
pub struct Checkout<'a, H> {
    client: Client<'a, H>,
    settings: &'a Settings,
    signer: Signer,
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
    /// without `confirmUrl`, `confirmUrlType` and `cancelUrl` (v3 and v4: without `redirectUrls`).
    ///
    /// # Errors
    /// Everything that can go wrong; no money moves here.
    pub async fn reserve(&self, order: Input) -> Result<CheckoutReserved, Error> {
        let request = self.request_of(order)?;
        let order_id = request.order_id().clone();
        let token = request.urls().0.and_then(|url| query_value(url, TOKEN)).unwrap_or_default();
        let reply: ReserveReply = self.client.ask(request, &Expected::default()).await?;
        self.check_payment_page(&reply)?;

        let cookie = self.signer.seal_transaction(&order_id, reply.transaction_id).unwrap_or_default();
        let secure = self.is_secure();
        Ok(CheckoutReserved {
            set_cookie: format!(
                "{}{}={cookie}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
                cookie_prefix(&order_id, secure),
                reply.transaction_id,
                self.settings.lifetime,
                if secure { "; Secure" } else { "" }
            ),
            order_id,
            transaction_id: reply.transaction_id,
            payment_url: reply.payment_url,
            payment_access_token: reply.payment_access_token,
            status_url: self.url(&self.settings.status_path, &token),
        })
    }

    /// Brings a visit to its verdict. Only a visit to the confirm page may
    /// confirm, once, and only after LINE Pay said that the order is not paid.
    pub async fn visit(&self, visit: &Visit) -> CheckoutVerdict {
        let token = query_value(&visit.url, TOKEN).unwrap_or_default();
        let Some(ticket) = self.signer.open_ticket(&token) else {
            let message = "the signed order in the URL is missing, altered, or of another shop";
            let error = Error::new(Code::InvalidToken, Outcome::NotExecuted, Retry::Never, message);
            return CheckoutVerdict::because(State::InvalidToken, &error);
        };
        let order = &ticket.order;
        let transaction_id: Option<TransactionId> =
            query_value(&visit.url, "transactionId").and_then(|text| text.parse().ok());
        let asked =
            Asked { order_id: order.order_id.clone(), transaction_id, amount: order.amount, currency: order.currency };
        let verdict = match transaction_id {
            Some(transaction) if visit.kind == VisitKind::Confirm => {
                self.confirm(&ticket, transaction, &asked, visit.cookies.as_deref()).await
            }
            _ => self.client.standing_of(order, &asked).await,
        };
        CheckoutVerdict {
            order_id: Some(order.order_id.clone()),
            transaction_id: verdict.payment.as_ref().map(|payment| payment.transaction_id).or(transaction_id),
            status_url: Some(self.url(&self.settings.status_path, &token)),
            confirm_url: transaction_id
                .filter(|_| visit.kind == VisitKind::Confirm)
                .map(|id| format!("{}&transactionId={id}", self.url(&self.settings.confirm_path, &token))),
            ..verdict
        }
    }

    async fn confirm(
        &self,
        ticket: &Ticket,
        transaction: TransactionId,
        asked: &Asked,
        cookies: Option<&str>,
    ) -> CheckoutVerdict {
        let standing = self.client.standing_of(&ticket.order, asked).await;
        if standing.state != State::Unpaid {
            return standing;
        }
        let reserved = self.reserved_here(&ticket.order.order_id, cookies);
        if !reserved.is_empty() && !reserved.contains(&transaction) {
            return foreign(Got { transaction_id: Some(transaction), ..Got::default() }, asked);
        }
        if self.client.host.now() / 1000 >= ticket.expires {
            return CheckoutVerdict::of(State::Expired);
        }
        if let Some(verdict) = self.client.not_ready(&ticket.order, transaction, asked).await {
            return verdict;
        }
        self.client.confirm(&ticket.order, transaction, asked).await
    }

    fn request_of(&self, order: Input) -> Result<ReserveRequest, Error> {
        let version = self.client.config.version();
        let rules = self.client.config.rules();
        let mut issues = Issues::of(version, ReserveRequest::NAME);
        let mut fields = Fields::of(order, "", &mut issues);
        for name in ["confirmUrl", "confirmUrlType", "cancelUrl", "redirectUrls"] {
            if fields.present(name).is_some() {
                fields.issue(name, Rule::SetByCheckout);
            }
        }
        if version == Version::V2 {
            // Read like any field; its real value needs the order first.
            fields.set("confirmUrl", &self.settings.origin);
        }
        let mut request = ReserveRequest::read(version, &mut fields);
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
        };
        let ticket = Ticket { order, expires: now.saturating_add(u64::from(self.settings.lifetime)) };
        let token = self.signer.seal_ticket(&ticket).unwrap_or_default();
        let [confirm, cancel] =
            [&self.settings.confirm_path, &self.settings.cancel_path].map(|path| self.url(path, &token));
        check_length(version, &ticket.order.order_id, &confirm, &cancel)?;
        request.set_urls(confirm, cancel);
        Ok(request)
    }

    /// The buyer is only ever sent to the environment's own payment page.
    fn check_payment_page(&self, reply: &ReserveReply) -> Result<(), Error> {
        let expected = self.client.config.payment_origin().unwrap_or_default();
        let got = Url::read(&reply.payment_url.web).map_or("", |url| url.origin);
        let app_ok = reply.payment_url.app.as_ref().is_none_or(|app| app.starts_with("line://"));
        if got.eq_ignore_ascii_case(expected) && app_ok {
            return Ok(());
        }
        let message = format!("the payment page is not on {expected}: the buyer is not sent there; no money moved");
        let mut error = Error::new(Code::Mismatch, Outcome::Executed, Retry::Never, message);
        error.0.operation = Some(ReserveRequest::NAME);
        error.0.mismatch = Some(crate::error::Mismatch::new("paymentUrl", expected, got));
        Err(error.mask(self.client.config.credentials.secret()))
    }

    /// The transactions that this browser reserved for the order; none when it says nothing.
    fn reserved_here(&self, order_id: &OrderId, cookies: Option<&str>) -> Vec<TransactionId> {
        let prefix = cookie_prefix(order_id, self.is_secure());
        let pairs = cookies.unwrap_or_default().split(';').filter_map(|pair| pair.trim().split_once('='));
        let values = pairs.filter(|(name, _)| name.starts_with(&prefix)).map(|(_, value)| value);
        values.filter_map(|value| self.signer.open_transaction(order_id, value)).collect()
    }

    fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https://")
    }

    fn url(&self, path: &str, token: &str) -> String {
        format!("{}{path}?{TOKEN}={token}", self.settings.origin)
    }
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
