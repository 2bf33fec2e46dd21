//! A page as the buyer sees it.

use std::fmt::Write;

use super::words::{Language, Words, amount, date, label, method, reason, style};
use crate::flow::{CheckoutVerdict, Payment};
use crate::row::Field;
use crate::typed::PayInfo;

/// A page about a payment. All of it is plain text: escape it in HTML.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What it is about: `paid`, `authorized`, `released`, `registering`, `refunded`, `partly-refunded`, `pending`,
    /// `not-approved`, `unpaid`, `cancelled`, `expired`, `declined`, `gone`, `foreign`, `misdirected`, `mismatch`,
    /// `captured-less`, `invalid-token`, `error`, `unclear`, `charged`, `unavailable`, `not-found`, `method`,
    /// `cross-site`, `too-large` or `not-understood`.
    pub name: &'static str,
    /// The language of its texts.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What is known of the money. Never that nothing was charged: a confirm may be under way in another browser.
    pub money: String,
    /// What the buyer should do.
    pub next: String,
    /// The sum, on a receipt.
    pub sum: Option<String>,
    /// Names and values: of a receipt, or of what a buyer can tell the shop.
    pub facts: Vec<(String, String)>,
    /// Where "check again" leads.
    pub again: Option<String>,
    /// Where "back to the shop" leads.
    pub shop: String,
    /// The shop's name.
    pub shop_name: Option<String>,
}

impl Page {
    pub(super) fn of(name: &'static str, language: Language) -> Page {
        let Words { title, money, next, .. } = Words::of(name, language);
        let [title, money, next] = [title, money, next].map(str::to_owned);
        let (sum, facts, again, shop, shop_name) = (None, Vec::new(), None, "/".to_owned(), None);
        Page { name, language, title, money, next, sum, facts, again, shop, shop_name }
    }

    /// With a payment's receipt.
    pub(super) fn with_receipt(mut self, payment: &Payment) -> Page {
        let language = self.language;
        let shown = |sum| amount(sum, payment.currency.as_str(), language);
        let mut fact = |name, value| self.facts.push((label(name, language).to_owned(), value));
        fact("order", payment.order_id.as_str().to_owned());
        fact("transaction", payment.transaction_id.to_string());
        for part in Vec::<PayInfo>::read(payment.pay_info.as_str()).unwrap_or_default() {
            let how = method(part.method.as_deref().unwrap_or_default(), language);
            fact("method", format!("{how} {}", shown(part.amount)));
        }
        if let Some(refunded) = payment.refunded {
            fact("refunded", shown(refunded));
        }
        // The answer to confirm alone tells no date: that payment was made just now.
        let now = matches!(self.name, "paid" | "authorized" | "registering");
        if payment.transaction_date.is_some() || now {
            fact("date", date(payment.transaction_date.as_deref(), payment.currency, language));
        }
        self.sum = Some(shown(payment.amount));
        self
    }

    /// With what a buyer without a receipt can tell the shop.
    pub(super) fn with_support(mut self, verdict: &CheckoutVerdict) -> Page {
        let language = self.language;
        let mut fact = |name, value: Option<String>| {
            self.facts.extend(value.map(|value| (label(name, language).to_owned(), value)));
        };
        let order = verdict.order_id.as_ref().map(|id| id.as_str().to_owned());
        let got = verdict.problems.first().map(|problem| &problem.got);
        let charged = got.and_then(|got| got.order_id.as_ref()).map(|id| id.as_str().to_owned());
        let transaction = verdict.transaction_id.or_else(|| got?.transaction_id);
        let sum = got.and_then(|got| Some(amount(got.amount?, got.currency.as_deref()?, language)));
        let code = verdict.error.as_ref().and_then(|error| error.return_code.clone());
        fact("chargedOrder", charged.filter(|charged| Some(charged) != order.as_ref()));
        fact("order", order);
        fact("transaction", transaction.map(|id| id.to_string()));
        fact("amount", sum);
        fact("reason", code.as_deref().and_then(|code| reason(code, language)).map(str::to_owned));
        fact("code", code);
        self
    }

    /// The checkout's own page: a whole HTML document without script, for a phone first.
    #[must_use]
    pub fn html(&self) -> String {
        let (title, tone) = (escaped(&self.title), tone(self.name));
        let name = self.shop_name.as_deref().map(escaped);
        let mut html = format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <meta name=\"robots\" content=\"noindex\"><title>{title}{}</title><style>{}</style></head>\
             <body><main class=\"{tone}\">",
            self.language.as_str(),
            name.as_ref().map(|name| format!(" · {name}")).unwrap_or_default(),
            style(),
        );
        // Writing to a text does not fail.
        if let Some(name) = name {
            let _ = write!(html, "<p class=\"shop\">{name}</p>");
        }
        let _ = write!(html, "<h1>{title}</h1>");
        if let Some(sum) = &self.sum {
            let _ = write!(html, "<p class=\"sum\">{}</p>", escaped(sum));
        }
        let _ = write!(html, "<p role=\"status\">{}</p><p>{}</p>", escaped(&self.money), escaped(&self.next));
        if !self.facts.is_empty() {
            html.push_str("<dl>");
            for (name, value) in &self.facts {
                let _ = write!(html, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value));
            }
            html.push_str("</dl>");
        }
        let links = [("again", self.again.as_deref()), ("back", Some(&*self.shop))];
        html.push_str("<nav>");
        for (name, url) in links.into_iter().filter_map(|(name, url)| Some((name, url?))) {
            let _ = write!(html, "<a href=\"{}\">{}</a>", escaped(url), label(name, self.language));
        }
        html.push_str("</nav></main></body></html>");
        html
    }
}

fn tone(page: &str) -> &'static str {
    match page {
        "paid" | "authorized" | "registering" => "good",
        "pending" | "not-approved" | "unclear" => "wait",
        "misdirected" | "mismatch" | "captured-less" | "charged" | "declined" => "bad",
        _ => "",
    }
}

/// Text for an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            plain => escaped.push(plain),
        }
    }
    escaped
}
