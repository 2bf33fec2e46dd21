//! Is a reply that the client believed what the text says, and what was asked for? Judged on a second reading of
//! the text, by rules written anew.

use crate::raw::{Raw, hundredths};
use linepay_edge::{Expected, Reply, Version};
use serde_json::Value;

/// What a believed reply is judged by.
pub(crate) struct Judged<'a> {
    pub(crate) version: Version,
    /// The operation's name, and what was asked of it.
    pub(crate) request: Option<(&'static str, &'a Raw)>,
    pub(crate) known: &'a Expected,
    pub(crate) raw: &'a Raw,
}

/// What the request itself says of the payment.
#[derive(Default)]
struct Asked {
    transactions: Vec<String>,
    orders: Vec<String>,
    amount: Option<i128>,
    currency: Option<&'static str>,
}

impl Judged<'_> {
    pub(crate) fn judge(&self, reply: &Reply) {
        let info = self.raw.get("info");
        let written = serde_json::from_str::<Value>(reply.text()).expect("a reply is JSON");
        let asked = self.asked();
        match reply.operation().name {
            "confirm" | "capture" => {
                assert!(derived(&written, info), "{written} is not in the text");
                asked.one(info.expect("it has info"));
            }
            "refund" => {
                assert!(derived(&written, info), "{written} is not in the text");
                let own = info.and_then(|info| info.get("refundTransactionId")).and_then(Raw::id).expect("an id");
                assert!(!asked.transactions.iter().any(|id| id == own), "a refund has an id of its own");
            }
            "reserve" => {
                assert!(derived(&written, info), "{written} is not in the text");
                if let Some(page) = written.get("paymentUrl") {
                    safe(page["web"].as_str().expect("a page is a text"));
                }
            }
            "paymentCheck" => self.rows(&written["payments"], info.expect("it has info").list(), &asked),
            "authCheck" => {
                let open = |row: &&Raw| {
                    self.version == Version::V2
                        || row.get("payStatus").and_then(Raw::text).is_some_and(|status| status != "CAPTURE")
                };
                let rows: Vec<Raw> = info.expect("it has info").list().iter().filter(open).cloned().collect();
                assert!(self.version == Version::V2 || !rows.is_empty(), "nothing was found");
                self.rows(&written["authorizations"], &rows, &asked);
            }
            "statusCheck" => {
                let code = self.raw.get("returnCode").or(self.raw.get("resultCode")).and_then(Raw::id);
                assert_eq!(code.map(|code| format!("{code:0>4}")), written["returnCode"].as_str().map(str::to_owned));
            }
            "void" | "regKeyCheck" | "regKeyExpire" => assert_eq!(written, serde_json::json!({})),
            _ => {
                assert!(derived(&written, info), "{written} is not in the text");
                let info = info.expect("it has info");
                asked.order(info);
                if !info.get("payInfo").map_or(&[][..], Raw::list).is_empty() {
                    asked.sum(info);
                }
            }
        }
    }

    fn rows(&self, written: &Value, rows: &[Raw], asked: &Asked) {
        assert!(derived(written, Some(&Raw::List(rows.to_vec()))), "{written} is not in the text");
        for row in rows {
            asked.transaction(row);
            asked.order(row);
            let currency = row.get("currency").and_then(Raw::text).expect("every row names its currency");
            assert!(asked.currency.is_none_or(|asked| asked == currency), "{currency} was not asked for");
            if row.get("transactionType").and_then(Raw::text) == Some("PAYMENT") {
                asked.sum(row);
            }
        }
    }

    /// The request's own values first, completed by what is known besides.
    fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        if let Some((operation, request)) = self.request {
            let sum = |name: &str| request.get(name).and_then(sum_asked);
            match operation {
                "confirm" | "capture" => {
                    (asked.transactions, asked.amount) = (ids(request, "transactionId"), sum("amount"))
                }
                "void" | "refund" | "statusCheck" => asked.transactions = ids(request, "transactionId"),
                "paymentCheck" | "authCheck" => {
                    asked.transactions = ids(request, "transactionId");
                    asked.orders = ids(request, "orderId");
                }
                "reserve" => {}
                _ => (asked.orders, asked.amount) = (ids(request, "orderId"), sum("amount")),
            }
        }
        if asked.transactions.is_empty() {
            asked.transactions = self.known.transaction_ids.iter().map(ToString::to_string).collect();
        }
        if asked.orders.is_empty() {
            asked.orders = self.known.order_ids.iter().map(ToString::to_string).collect();
        }
        asked.amount = asked.amount.or(self.known.amount.map(|amount| amount.hundredths().into()));
        asked.currency = self.known.currency.map(|currency| currency.as_str());
        asked
    }
}

impl Asked {
    fn one(&self, info: &Raw) {
        self.transaction(info);
        assert!(info.get("orderId").is_some(), "it names its order");
        self.order(info);
        self.sum(info);
    }

    fn transaction(&self, info: &Raw) {
        let id = info.get("transactionId").and_then(Raw::id).expect("it names its transaction");
        assert!(
            self.transactions.is_empty() || self.transactions.iter().any(|asked| asked == id),
            "{id} was not asked for"
        );
    }

    fn order(&self, info: &Raw) {
        if let Some(order) = info.get("orderId") {
            let order = order.text().expect("an order id is text");
            assert!(
                self.orders.is_empty() || self.orders.iter().any(|asked| asked == order),
                "{order} was not asked for"
            );
        }
    }

    fn sum(&self, info: &Raw) {
        let Some(asked) = self.amount else { return };
        let parts = info.get("payInfo").map_or(&[][..], Raw::list);
        let sum: Option<i128> = parts.iter().map(|part| part.get("amount")?.sum()).sum();
        // Of nothing there may be no parts.
        assert!(
            (asked == 0 || !parts.is_empty()) && sum == Some(asked),
            "asked for {asked} hundredths, and {sum:?} came"
        );
    }
}

/// One id of the request or several, given as texts, as numbers or as BigInts.
fn ids(request: &Raw, name: &str) -> Vec<String> {
    let one = |raw: &Raw| raw.id().map(|id| id.strip_prefix("\0n").unwrap_or(id).to_owned());
    match request.get(name) {
        Some(Raw::List(items)) => items.iter().filter_map(one).collect(),
        Some(raw) => one(raw).into_iter().collect(),
        None => Vec::new(),
    }
}

/// A sum of the request in hundredths.
fn sum_asked(raw: &Raw) -> Option<i128> {
    match raw.text().and_then(|text| text.strip_prefix("\0n")) {
        Some(digits) => hundredths(digits),
        None => raw.sum(),
    }
}

/// Is every value of the reply in the text, at the same place and with every digit?
fn derived(reply: &Value, raw: Option<&Raw>) -> bool {
    match (reply, raw) {
        (Value::Object(fields), Some(Raw::Object(raw))) => {
            fields.iter().all(|(name, value)| derived(value, raw.get(name)))
        }
        (Value::Array(items), Some(Raw::List(raw))) => {
            items.len() == raw.len() && items.iter().zip(raw).all(|(item, raw)| derived(item, Some(raw)))
        }
        // LINE Pay leaves empty lists out, or writes null.
        (Value::Array(items), None | Some(Raw::Null)) => items.is_empty(),
        (Value::String(text), Some(Raw::Text(raw))) => text == raw,
        (Value::String(id), Some(Raw::Number(digits))) => id == digits,
        (Value::Number(number), Some(raw)) => {
            let own = hundredths(number.to_string().trim_end_matches(".0"));
            own.is_some() && own == raw.sum()
        }
        _ => false,
    }
}

/// Where a buyer may be sent: https, or this machine.
fn safe(url: &str) {
    let (scheme, rest) = url.split_once("://").expect("an absolute URL");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    assert!(!authority.is_empty() && !authority.contains('@'), "{url}");
    assert!(url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>".contains(&byte)), "{url}");
    let here = authority.starts_with("127.")
        || authority.to_lowercase().starts_with("localhost")
        || authority.starts_with("[::1]");
    assert!(scheme == "https" || (scheme == "http" && here), "{url}");
}
