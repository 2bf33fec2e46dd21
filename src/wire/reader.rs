//! Reads the fields of a request by their declarations, and writes them on the way.

use super::expected::Expected;
use super::field::{Field, Need};
use super::kind::{Kind, Sum};
use super::object::Object;
use super::request::Rules;
use super::text;
use crate::id::OrderId;
use crate::input::{Fields, Input};
use crate::json::Out;
use crate::money::{Amount, Currency};
use crate::rule::Rule;
use crate::text::{concat, digits};
use crate::url::push_encoded;
use crate::version::Version;

/// v4 is Taiwan's: it has no yen (line-pay-api 9).
pub(super) fn is_refused(currency: Currency, version: Version) -> bool {
    currency == Currency::Jpy && version == Version::V4
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Body,
}

pub(super) struct Reader {
    pub(super) rules: Rules,
    /// What amounts are counted in, where that is known and good.
    pub(super) currency: Option<Currency>,
    pub(super) place: Place,
    pub(super) out: Out,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) expected: Expected,
    pub(super) secrets: Vec<String>,
    /// A page is on this machine, without TLS.
    pub(super) local: bool,
}

impl Reader {
    fn put_text(&mut self, name: &str, value: &str) {
        self.put(name, value, true);
    }

    /// Writes a value where it belongs; `quoted` if it is a text in JSON.
    #[inline(never)]
    fn put(&mut self, name: &str, value: &str, quoted: bool) {
        match self.place {
            Place::Path => {
                if let Some((before, rest)) = self.path.split_once('{') {
                    let after = rest.split_once('}').map_or("", |(_, after)| after);
                    let mut segment = String::new();
                    push_encoded(&mut segment, value);
                    self.path = concat(&[before, &segment, after]);
                }
            }
            Place::Query => {
                if !self.query.is_empty() {
                    self.query.push('&');
                }
                self.query.push_str(name);
                self.query.push('=');
                push_encoded(&mut self.query, value);
            }
            Place::Body => {
                self.out.name(name);
                if quoted { self.out.string(value) } else { self.out.raw(value) }
            }
        }
    }

    fn object(&mut self, fields: &mut Fields<'_, '_>, object: &Object) {
        self.out.raw("{");
        for field in object.fields {
            self.field(fields, field);
        }
        self.out.raw("}");
        if let Some(rule) = object.rule {
            rule(fields, self.rules);
        }
    }

    pub(super) fn field(&mut self, fields: &mut Fields<'_, '_>, field: &Field) {
        let name = field.name;
        if !field.is_in(self.rules.version) {
            return;
        }
        if let Need::Refused(why) = field.need {
            fields.refuse(name, *why);
            return;
        }
        fields.known(name);
        let missing = match field.need {
            Need::Required => Some(Rule::Required),
            Need::If(other, is) => {
                (fields.spelt_at(other).as_deref() == Some(is)).then_some(Rule::RequiredWith { kind: is })
            }
            Need::Unless(other, is, rule) => (fields.spelt_at(other).as_deref() != Some(is)).then_some(*rule),
            Need::Explicit(rule) if fields.has(name) => Some(*rule),
            Need::Assumed if fields.is_nothing(name) => {
                let Kind::Object(object) = field.kind else { return };
                fields.take(name);
                fields.nested(name, Input::Object(Vec::new()), |fields| self.object(fields, object));
                return;
            }
            _ => None,
        };
        if fields.is_nothing(name) {
            fields.take(name);
            if let Some(rule) = missing {
                // Of accounts there is another rule.
                let rule = if let Kind::Texts(none) = field.kind { *none } else { rule };
                fields.issue(name, rule);
            }
            return;
        }
        self.value(fields, field, missing.is_some());
    }

    /// One that is there. `needed`: it cannot just be left out.
    fn value(&mut self, fields: &mut Fields<'_, '_>, field: &Field, needed: bool) {
        let (name, rules) = (field.name, self.rules);
        let empty = if needed { Rule::Empty } else { Rule::EmptyOptional };
        let of = |text: &str, rule: Option<Rule<'static>>| if text.is_empty() { Some(empty) } else { rule };
        if field.secret {
            // A short one is no key, and would be found everywhere.
            let is_key = |text: &String| text.len() >= 8 && text.is_ascii();
            self.secrets.extend(fields.given(name).filter(is_key));
        }
        match field.kind {
            Kind::Text(max) => self.text(fields, name, |text| of(text, text::plain(text, max, rules))),
            Kind::Shown(max) => self.text(fields, name, |text| of(text, text::shown(text, max, rules))),
            Kind::AnyText => self.text(fields, name, |_| None),
            Kind::Url | Kind::ReturnUrl => {
                let url = if matches!(field.kind, Kind::Url) { text::url } else { text::return_url };
                self.text(fields, name, |text| of(text, url(text, rules)));
                self.local |= fields.spelt_at(name).is_some_and(|text| text.starts_with("http://"));
            }
            Kind::OneOf(allowed) => {
                self.text(fields, name, |text| (!allowed.contains(&text)).then_some(Rule::OneOf { allowed }));
            }
            Kind::OrderId => {
                self.text(fields, name, |text| text::order_id(text, OrderId::MAX, rules));
                self.expected.order_ids.extend(fields.given(name).map(OrderId::from));
            }
            Kind::RegKey => self.text(fields, name, reg_key),
            Kind::Texts(none) => self.texts(fields, name, *none),
            Kind::OrderIds => {
                for (index, id) in fields.texts(name).into_iter().enumerate() {
                    if let Some(rule) = text::order_id(&id, OrderId::MAX, rules) {
                        fields.item_issue(name, index, None, rule);
                    }
                    self.put_text(name, &id);
                    self.expected.order_ids.push(id.into());
                }
            }
            Kind::TransactionId | Kind::TransactionIds => {
                let ids = fields.transaction_ids(name, matches!(field.kind, Kind::TransactionIds));
                for id in &ids {
                    self.put_text(name, &id.text());
                }
                self.expected.transaction_ids = ids;
            }
            Kind::Amount(sum) => {
                if let Some(amount) = self.amount(fields, name, sum) {
                    self.put(name, &amount.text(), false);
                    if field.repeats {
                        self.expected.amount = Some(amount);
                    }
                }
            }
            Kind::Currency => {
                if let Some(currency) = fields.currency(name) {
                    if is_refused(currency, rules.version) {
                        fields.issue(name, Rule::CurrencyInV4);
                    }
                    self.put_text(name, currency.as_str());
                }
            }
            Kind::Boolean => {
                if let Some(value) = fields.boolean(name) {
                    self.put(name, if value { "true" } else { "false" }, false);
                }
            }
            Kind::Count | Kind::CountFromOne => {
                if let Some(count) = fields.count(name) {
                    if count == 0 && matches!(field.kind, Kind::CountFromOne) {
                        fields.issue(name, Rule::PositiveCount);
                    }
                    self.put(name, &digits(count.into()), false);
                }
            }
            Kind::Object(object) => {
                self.out.name(name);
                fields.object(name, |fields| self.object(fields, object));
            }
            Kind::List(object, none) => {
                self.out.name(name);
                self.out.raw("[");
                let count = fields.objects(name, |fields| {
                    self.out.comma();
                    self.object(fields, object);
                });
                self.out.raw("]");
                if let (Some(0), Some(rule)) = (count, none) {
                    fields.issue(name, *rule);
                }
            }
            // Of replies alone.
            Kind::PaymentPage | Kind::LineLink => {}
        }
    }

    fn text(&mut self, fields: &mut Fields<'_, '_>, name: &'static str, rule: impl Fn(&str) -> Option<Rule<'static>>) {
        if let Some(text) = fields.spelt(name) {
            if let Some(rule) = rule(&text) {
                fields.issue(name, rule);
            }
            self.put_text(name, &text);
        }
    }

    fn texts(&mut self, fields: &mut Fields<'_, '_>, name: &'static str, none: Rule<'static>) {
        let texts = fields.texts(name);
        if texts.is_empty() && !fields.has_issue_below(name) {
            fields.issue(name, none);
        }
        self.out.name(name);
        self.out.list(&texts);
    }

    fn amount(&self, fields: &mut Fields<'_, '_>, name: &'static str, sum: Sum) -> Option<Amount> {
        let amount = fields.amount(name)?;
        let rule = match sum {
            Sum::Positive => (!amount.is_positive()).then_some(Rule::Positive),
            Sum::Refund => (!amount.is_positive()).then_some(Rule::PositiveRefund),
            Sum::Part => (amount < Amount::ZERO).then_some(Rule::NotNegative),
            Sum::Reserved | Sum::Registers(_) => {
                let registers = match sum {
                    Sum::Registers(path) => fields.spelt_at(path).as_deref() == Some("PREAPPROVED"),
                    _ => true,
                };
                let fine = amount.is_positive() || (registers && amount == Amount::ZERO);
                (!fine).then_some(Rule::PositiveOrRegistration)
            }
            Sum::Signed | Sum::Shown => None,
        };
        let finer = |currency: &Currency| sum != Sum::Shown && amount.decimals() > currency.decimals();
        let decimals = || self.currency.filter(finer).map(|currency| Rule::Decimals { currency, amount });
        if let Some(rule) = rule.or_else(decimals) {
            fields.issue(name, rule);
        }
        Some(amount)
    }
}

/// A regKey must be safe in a path.
fn reg_key(text: &str) -> Option<Rule<'static>> {
    let safe = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let rule = if text.is_empty() { Rule::NoRegKey } else { Rule::RegKey };
    (!safe).then_some(rule)
}
