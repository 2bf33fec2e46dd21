//! The download: every movement of money, as a table for spreadsheets.

use super::wish::Wish;
use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::payment::Payment;
use crate::wire::Answer;
use crate::world::World;

const CSV: &str = "text/csv;charset=UTF-8";
/// Tells spreadsheets that it is UTF-8.
const MARK: char = '\u{feff}';
const ENGLISH: [&str; 9] =
    ["date (UTC)", "type", "order", "transaction", "of transaction", "product", "method", "currency", "amount"];
const CHINESE: [&str; 9] =
    ["日期（UTC）", "類型", "訂單編號", "交易編號", "原交易編號", "商品", "付款方式", "幣別", "金額"];

struct Movement {
    at: Millis,
    kind: &'static str,
    id: u64,
    of: Option<u64>,
    amount: Amount,
}

pub(super) fn answer(world: &World, wish: &Wish, english: bool, now: Millis) -> Answer {
    let mut text = String::from(MARK);
    row(&mut text, if english { ENGLISH } else { CHINESE }.map(str::to_owned));
    for payment in wish.find(world.payments(), now) {
        let method = serde_json::to_value(payment.method).ok();
        let method = method.as_ref().and_then(|method| method.as_str()).unwrap_or_default();
        for one in movements(payment) {
            let cells = [
                clock::iso(one.at),
                one.kind.to_owned(),
                safe(&payment.order_id),
                id(one.id),
                one.of.map(id).unwrap_or_default(),
                safe(&payment.product_name),
                method.to_owned(),
                payment.currency.clone(),
                one.amount.to_string(),
            ];
            row(&mut text, cells);
        }
    }
    Answer::new(200, CSV, text)
}

fn movements(payment: &Payment) -> Vec<Movement> {
    let own = |at, kind, amount| Movement { at, kind, id: payment.transaction_id, of: None, amount };
    let mut all = Vec::new();
    all.extend(payment.authorized_at.map(|at| own(at, "AUTHORIZATION", payment.amount)));
    all.extend(payment.captured_at.map(|at| own(at, "CAPTURE", payment.captured())));
    all.extend(payment.voided_at.map(|at| own(at, "VOID", payment.amount.negated())));
    all.extend(payment.refunds.iter().map(|refund| Movement {
        at: refund.at,
        kind: "REFUND",
        id: refund.transaction_id,
        of: Some(payment.transaction_id),
        amount: refund.amount.negated(),
    }));
    all
}

fn row(text: &mut String, cells: [String; 9]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// A spreadsheet would make a number of an id, and lose its last digits.
fn id(number: u64) -> String {
    format!("'{number}")
}

/// What a spreadsheet would take for a formula is a text.
fn safe(text: &str) -> String {
    const FIRST: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.trim_start_matches(' ').starts_with(FIRST) { format!("'{text}") } else { text.to_owned() }
}
