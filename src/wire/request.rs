//! The reader of requests. It checks what a caller gave against the operation's declaration, lists everything that is
//! wrong with it, and writes what goes on the wire on the way.

use super::expected::Expected;
use super::operation::{Method, Operation, Step};
use super::reader::{Place, Reader, is_refused};
use super::unsupported;
use crate::error::{Code, Error, Issues};
use crate::input::{Fields, Input};
use crate::json::Out;
use crate::money::{Amount, Currency};
#[cfg(feature = "client")]
use crate::row::Row;
use crate::version::Version;

/// What the rules of a request depend on besides the request.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The version that it is sent to.
    pub version: Version,
    /// The API itself is on this machine, so the shop's pages may be too, without TLS.
    pub loopback: bool,
}

impl From<Version> for Rules {
    /// Where the API is not known: URLs on this machine pass.
    fn from(version: Version) -> Rules {
        Rules { version, loopback: true }
    }
}

/// A request that keeps every rule, written once: what is signed is what is sent.
///
/// It may hold a regKey or a one-time key, so it prints its operation only.
#[derive(Clone, PartialEq)]
pub struct Request {
    pub(crate) operation: &'static Operation,
    /// The version that it was read for.
    pub(crate) version: Version,
    /// It names pages on this machine, which only an API on this machine may be told of.
    pub(crate) local: bool,
    /// The path behind the version, its ids in place.
    pub(crate) path: String,
    /// The query without `?`, percent-encoded; empty for none.
    pub(crate) query: String,
    /// The body's text.
    pub(crate) body: Option<String>,
    /// What the reply must repeat of it.
    pub(crate) expected: Expected,
    /// What no event and no error repeats of it.
    pub(crate) secrets: Vec<String>,
    /// The amount of its step.
    pub(crate) amount: Option<Amount>,
}

impl Request {
    /// Reads the request of `operation`. `known` is the currency of the payment, where the caller knows it and the
    /// request does not name it.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] with everything that is wrong with it, or [`Code::Unsupported`] in a version that does
    /// not have the operation.
    pub fn read(
        operation: &'static Operation,
        rules: impl Into<Rules>,
        input: Input<'_>,
        known: Option<Currency>,
    ) -> Result<Request, Error> {
        let rules = rules.into();
        let mut issues = Issues::of(rules.version, operation.name, operation.changes);
        let mut fields = Fields::of(input, "", &mut issues);
        let request = Request::of(operation, rules, &mut fields, known, &[]);
        fields.finish();
        issues.or(Code::InvalidRequest, Some(operation.name), ())?;
        request
    }

    /// The same from fields of which others read some; what is wrong with them becomes issues. The fields in `without`
    /// are not the caller's to give: see [`Request::append`].
    pub(crate) fn of(
        operation: &'static Operation,
        rules: Rules,
        fields: &mut Fields<'_, '_>,
        known: Option<Currency>,
        without: &[&str],
    ) -> Result<Request, Error> {
        let version = rules.version;
        let (Some(route), Some(object)) = (operation.route(version), operation.request(version)) else {
            fields.pass_over_all();
            return Err(unsupported(operation.name, version));
        };
        let named = fields.spelt_at("currency").and_then(|text| text.parse().ok());
        let currency = if fields.has("currency") { named } else { known };
        let mut reader = Reader {
            rules,
            // Where it is refused itself, sums are not held against it.
            currency: currency.filter(|currency| !is_refused(*currency, version)),
            place: Place::Body,
            out: Out::with_room(if route.method == Method::Get { 0 } else { 256 }),
            path: route.path.to_owned(),
            query: String::new(),
            expected: Expected::default(),
            secrets: Vec::new(),
            local: false,
        };
        reader.out.raw("{");
        let in_path = named_in(route.path);
        for field in object.fields.iter().filter(|field| !without.contains(&field.name)) {
            reader.place = match route.method {
                _ if in_path == field.name => Place::Path,
                Method::Get => Place::Query,
                Method::Post => Place::Body,
            };
            reader.field(fields, field);
        }
        reader.out.raw("}");
        if let Some(rule) = object.rule {
            rule(fields, rules);
        }
        reader.expected.payment_page = operation.page_unless.is_some_and(|name| fields.spelt_at(name).is_none());
        let Reader { out, path, query, expected, secrets, local, .. } = reader;
        let amount = operation.step.and_then(|(_, name)| fields.given_amount(name?));
        let body = (route.method == Method::Post).then(|| out.finish());
        Ok(Request { operation, version, local, path, query, body, expected, secrets, amount })
    }

    /// Adds fields to the body that nobody has to check.
    #[cfg(feature = "client")]
    pub(crate) fn append(&mut self, write: impl FnOnce(&mut Out)) {
        let Some(body) = self.body.take() else { return };
        let mut out = Out::default();
        out.raw(body.strip_suffix('}').unwrap_or(&body));
        write(&mut out);
        out.raw("}");
        self.body = Some(out.finish());
    }

    /// Another text in the place of one that the body surely has.
    #[cfg(feature = "client")]
    pub(crate) fn replace(&mut self, name: &str, text: &str) {
        let body = self.body.take().unwrap_or_default();
        let old = Row::of(&body).and_then(|row| row.find(name)).flatten().unwrap_or_default();
        let place = old.as_ptr().addr().saturating_sub(body.as_ptr().addr());
        let mut out = Out::default();
        out.raw(body.get(..place).unwrap_or_default());
        out.string(text);
        out.raw(body.get(place.saturating_add(old.len())..).unwrap_or_default());
        self.body = Some(out.finish());
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What the reply must repeat: of this request, and of what the caller knows besides.
    #[must_use]
    pub fn expects(&self, known: &Expected) -> Expected {
        self.expected.clone().or(known)
    }

    /// The step that it takes in the life of a payment, with its amount.
    #[must_use]
    pub fn step(&self) -> Option<(Step, Option<Amount>)> {
        self.operation.step.map(|(step, _)| (step, self.amount))
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({})", self.operation.name)
    }
}

/// The field that the path names; nothing if it names none.
fn named_in(path: &str) -> &str {
    path.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or("", |(named, _)| named)
}
