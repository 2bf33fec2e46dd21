//! What comes to the merchant's account: for each day what was captured, less refunds and fees.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::query;
use crate::sum::has_decimals;
use crate::wire::Answer;
use crate::world::World;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;
/// So many days are told, the last ones.
const MOST: usize = 400;

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    day: String,
    captures: u64,
    captured: Amount,
    refunds: u64,
    refunded: Amount,
    fee: Amount,
    payout: Amount,
}

/// `fee=2.2`: of every capture so many per cent; refunds give no fee back. Days are Taiwan's; sums those of the
/// contract's currency.
pub(super) fn answer(world: &World, query: &str) -> Result<Answer, String> {
    const FEE: &str = "fee: per cent, from 0 to 100, as in 2.2";
    let pairs = query::pairs(query).ok_or("the query cannot be read")?;
    let fee = pairs.iter().find(|(name, _)| name == "fee").map_or("0", |(_, value)| value.as_str());
    let most = Amount::read("100").ok();
    let rate = Amount::read(fee).ok().filter(|rate| *rate >= Amount::ZERO && Some(*rate) <= most).ok_or(FEE)?;
    let currency = &world.settings().currency;
    let whole = !has_decimals(currency);
    let mut days: BTreeMap<u64, Day> = BTreeMap::new();
    let add = |sum: &mut Amount, more: Amount| *sum = sum.plus(more).unwrap_or(Amount::MAX);
    for payment in world.payments().filter(|payment| payment.currency == *currency) {
        if let Some(at) = payment.captured_at {
            let day = days.entry(day_of(at)).or_default();
            day.captures = day.captures.saturating_add(1);
            add(&mut day.captured, payment.captured());
            add(&mut day.fee, payment.captured().percent(rate, whole));
        }
        for refund in &payment.refunds {
            let day = days.entry(day_of(refund.at)).or_default();
            day.refunds = day.refunds.saturating_add(1);
            add(&mut day.refunded, refund.amount);
        }
    }
    let told: Vec<Day> = days
        .into_iter()
        .rev()
        .take(MOST)
        .map(|(number, day)| {
            let date = clock::iso(number.saturating_mul(DAY));
            let out = day.refunded.plus(day.fee).and_then(|out| day.captured.minus(out));
            Day { day: date.get(..10).unwrap_or_default().to_owned(), payout: out.unwrap_or(Amount::ZERO), ..day }
        })
        .collect();
    Ok(Answer::json(200, &json!({ "currency": currency, "days": told })))
}

fn day_of(at: Millis) -> u64 {
    at.saturating_add(8 * HOUR) / DAY
}
