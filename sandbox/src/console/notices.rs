//! What happened of which a merchant wants to know.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::payment::Payment;
use crate::query;
use crate::state::State;
use crate::wire::Answer;
use crate::world::World;
use serde::Serialize;
use serde_json::json;
use std::cmp::{Ordering, Reverse};

/// An authorisation that lapses within this time is told of beforehand.
const NEAR: Millis = 3 * 86_400_000;
/// So many are told, the last ones.
const MOST: usize = 300;

const KINDS: [&str; 6] = ["paid", "refunded", "lapsing", "lapsed", "keyEnded", "refusedAddress"];

/// Which notices are asked for.
#[derive(Default)]
struct Wish {
    kind: String,
    from: Option<Millis>,
    /// In small letters; each is in what the notice is about.
    words: Vec<String>,
    /// Whose titles, which the reader's language makes, have the words in them.
    titled: Vec<String>,
}

impl Wish {
    /// `kind=paid&from=2026-05-07&q=words&titled=paid,refunded`; each may be left out.
    fn read(query: &str) -> Result<Wish, String> {
        let mut wish = Wish::default();
        let pairs = query::pairs(query).ok_or("the query cannot be read")?;
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "kind" if KINDS.contains(&value.as_str()) => wish.kind = value,
                "kind" => return Err(format!("kind: one of {}", KINDS.join(", "))),
                "from" => wish.from = Some(clock::read(&value).ok_or("from: a date such as 2026-05-07")?),
                "q" => wish.words = value.split_whitespace().map(str::to_lowercase).collect(),
                "titled" => wish.titled = value.split(',').map(str::to_owned).collect(),
                _ => return Err(format!("{name}: is none of kind, from, q and titled")),
            }
        }
        Ok(wish)
    }

    fn wants(&self, kind: &str, at: Millis, about: impl FnOnce() -> String) -> bool {
        let has = || {
            let about = about().to_lowercase();
            self.words.iter().all(|word| about.contains(word.as_str()))
        };
        (self.kind.is_empty() || self.kind == kind)
            && self.from.is_none_or(|from| from <= at)
            && (self.words.is_empty() || self.titled.iter().any(|one| one == kind) || has())
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Notice<'a> {
    kind: &'static str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    /// A caller's address, a regKey, or when an authorisation lapses.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

impl Notice<'_> {
    /// The newest first: written so, times are in the order of their texts.
    #[inline(never)]
    fn compare(&self, other: &Notice<'_>) -> Ordering {
        other.at.cmp(&self.at)
    }
}

/// What a payment is told for, before it is put into words: of many only the last are.
type Told<'a> = (Millis, &'static str, &'a Payment, Amount, Option<Millis>);

fn of_payments<'a>(world: &'a World, wish: &Wish, now: Millis) -> Vec<Told<'a>> {
    let mut all: Vec<Told<'_>> = Vec::new();
    let about = |payment: &Payment| {
        let Payment { order_id, transaction_id, product_name, .. } = payment;
        format!("{order_id} {transaction_id} {product_name}")
    };
    for payment in world.payments() {
        // A registration of nothing is no payment.
        if let Some(at) = payment.captured_at.filter(|_| payment.captured() > Amount::ZERO) {
            all.push((at, "paid", payment, payment.captured(), None));
        }
        all.extend(payment.refunds.iter().map(|refund| (refund.at, "refunded", payment, refund.amount, None)));
        match (payment.state(now), payment.authorized_until) {
            (State::Authorized, Some(until)) if until.saturating_sub(now) <= NEAR => {
                all.push((until.saturating_sub(NEAR), "lapsing", payment, payment.amount, Some(until)));
            }
            (State::Lapsed, Some(until)) => all.push((until, "lapsed", payment, payment.amount, None)),
            _ => {}
        }
    }
    all.retain(|(at, kind, payment, ..)| wish.wants(kind, *at, || about(payment)));
    // One more than is told: then there are more.
    if all.len() > MOST {
        all.select_nth_unstable_by_key(MOST, |(at, ..)| Reverse(*at));
        all.truncate(MOST.saturating_add(1));
    }
    all
}

pub(super) fn answer(world: &World, query: &str, now: Millis) -> Result<Answer, String> {
    let wish = Wish::read(query)?;
    let told = of_payments(world, &wish, now).into_iter().map(|(at, kind, payment, amount, detail)| Notice {
        kind,
        at: clock::iso(at),
        order_id: Some(&payment.order_id),
        transaction_id: Some(payment.transaction_id.to_string()),
        amount: Some(amount),
        currency: Some(&payment.currency),
        detail: detail.map(clock::iso),
    });
    let mut all: Vec<Notice<'_>> = told.collect();
    for key in world.reg_keys() {
        let settings = world.settings();
        if let Some(ended) = key.ended(settings, now) {
            let at = if key.ended.is_some() { key.used_at } else { key.ends_at(settings) };
            let detail = format!("{} ({})", key.key, ended.name());
            if wish.wants("keyEnded", at, || detail.clone()) {
                all.push(Notice { kind: "keyEnded", at: clock::iso(at), detail: Some(detail), ..Notice::default() });
            }
        }
    }
    for call in world.log() {
        if call.note.as_deref().is_some_and(|note| note.starts_with("the address is not on the list")) {
            if !wish.wants("refusedAddress", clock::read(&call.at).unwrap_or(now), || call.peer.clone()) {
                continue;
            }
            let detail = Some(call.peer.clone());
            all.push(Notice { kind: "refusedAddress", at: call.at.clone(), detail, ..Notice::default() });
        }
    }
    all.sort_unstable_by(Notice::compare);
    let more = all.len() > MOST;
    all.truncate(MOST);
    Ok(Answer::json(200, &json!({ "notices": all, "more": more })))
}
