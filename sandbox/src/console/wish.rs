//! Which payments are asked for, and in which order.

use crate::amount::Amount;
use crate::clock::{self, Millis};
use crate::payment::Payment;
use crate::query;
use crate::state::State;
use std::cmp::Ordering;

/// So many rows are given at once.
const MOST: usize = 500;
const DAY: Millis = 86_400_000;

/// Each state once, in the order of a payment's life.
const STATES: [State; 12] = [
    State::Reserved,
    State::Authenticated,
    State::Authorized,
    State::Captured,
    State::PartlyRefunded,
    State::Refunded,
    State::Voided,
    State::Lapsed,
    State::Cancelled,
    State::Failed,
    State::Unanswered,
    State::Expired,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Date,
    Order,
    Amount,
    State,
    /// The end of the time to capture.
    Until,
}

impl Sort {
    /// One sort for all orders, and not inlined: it stands in a sort's code many times over.
    #[inline(never)]
    fn compare(self, one: &Payment, other: &Payment, now: Millis) -> Ordering {
        let order = match self {
            Sort::Date => one.reserved_at.cmp(&other.reserved_at),
            Sort::Order => one.order_id.cmp(&other.order_id),
            Sort::Amount => one.amount.cmp(&other.amount),
            Sort::State => place(one, now).cmp(&place(other, now)),
            Sort::Until => one.authorized_until.cmp(&other.authorized_until),
        };
        order.then(one.transaction_id.cmp(&other.transaction_id))
    }
}

/// What a query asks for.
#[derive(Debug)]
pub(super) struct Wish {
    /// In small letters; each is in the orderId, an id, or the product's name.
    words: Vec<String>,
    states: Vec<State>,
    from: Option<Millis>,
    before: Option<Millis>,
    least: Option<Amount>,
    most: Option<Amount>,
    pub(super) sort: Sort,
    pub(super) falling: bool,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

impl Wish {
    /// `q=words&state=CAPTURED,VOIDED&from=2026-05-07&to=2026-05-08&least=1&most=9&sort=-amount&offset=0&limit=100`;
    /// each may be left out. Dates are whole days of UTC unless they have a time; `to` is the last one.
    pub(super) fn read(query: &str) -> Result<Wish, String> {
        let mut wish = Wish {
            words: Vec::new(),
            states: Vec::new(),
            from: None,
            before: None,
            least: None,
            most: None,
            sort: Sort::Date,
            falling: true,
            offset: 0,
            limit: 100,
        };
        let pairs = query::pairs(query).ok_or("the query cannot be read")?;
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            let wrong = |what: &str| format!("{name}: {what}");
            match name.as_str() {
                "q" => wish.words = value.split_whitespace().map(str::to_lowercase).collect(),
                "state" => {
                    for one in value.split(',') {
                        let before = wish.states.len();
                        wish.states.extend(STATES.iter().filter(|state| state.name() == one));
                        if wish.states.len() == before {
                            return Err(wrong("a state such as CAPTURED, or several with commas between them"));
                        }
                    }
                }
                "from" => wish.from = Some(clock::read(&value).ok_or_else(|| wrong("a date such as 2026-05-07"))?),
                "to" => {
                    let at = clock::read(&value).ok_or_else(|| wrong("a date such as 2026-05-07"))?;
                    wish.before = Some(at.saturating_add(if value.contains('T') { 1 } else { DAY }));
                }
                "least" => wish.least = Some(Amount::read(&value).map_err(|_| wrong("a sum"))?),
                "most" => wish.most = Some(Amount::read(&value).map_err(|_| wrong("a sum"))?),
                "sort" => {
                    wish.falling = value.starts_with('-');
                    wish.sort = match value.trim_start_matches('-') {
                        "date" => Sort::Date,
                        "order" => Sort::Order,
                        "amount" => Sort::Amount,
                        "state" => Sort::State,
                        "until" => Sort::Until,
                        _ => {
                            return Err(wrong(
                                "date, order, amount, state or until, with - before it to turn it round",
                            ));
                        }
                    };
                }
                "offset" => wish.offset = value.parse().map_err(|_| wrong("a whole number"))?,
                "limit" => wish.limit = value.parse::<usize>().map_err(|_| wrong("a whole number"))?.min(MOST),
                _ => return Err(wrong("is none of q, state, from, to, least, most, sort, offset and limit")),
            }
        }
        Ok(wish)
    }

    /// Whether it is about every payment, in the order of their dates.
    pub(super) fn is_all_by_date(&self) -> bool {
        let bounds = self.from.is_none() && self.before.is_none() && self.least.is_none() && self.most.is_none();
        bounds && self.words.is_empty() && self.states.is_empty() && self.sort == Sort::Date
    }

    /// The payments that it is about, in its order.
    pub(super) fn find<'a>(&self, payments: impl Iterator<Item = &'a Payment>, now: Millis) -> Vec<&'a Payment> {
        let mut found = self.all(payments, now);
        self.sort(&mut found, now);
        found
    }

    /// The page of them that it asks for, and how many there are in all. Only what can still be on the page is kept:
    /// most payments are compared once, with the last that would be on it.
    pub(super) fn page<'a>(
        &self,
        payments: impl Iterator<Item = &'a Payment>,
        now: Millis,
    ) -> (usize, Vec<&'a Payment>) {
        let end = self.offset.saturating_add(self.limit);
        let room = end.saturating_mul(2).max(MOST);
        let (mut all, mut kept, mut last) = (0_usize, Vec::new(), None);
        let mut text = String::new();
        for payment in payments.filter(|payment| self.is_about(payment, now, &mut text)) {
            all = all.saturating_add(1);
            if last.is_some_and(|last| self.compare(payment, last, now) == Ordering::Greater) {
                continue;
            }
            kept.push(payment);
            if kept.len() > room {
                let (_, at, _) = kept.select_nth_unstable_by(end, |one, other| self.compare(one, other, now));
                last = Some(*at);
                kept.truncate(end);
            }
        }
        self.sort(&mut kept, now);
        (all, kept.into_iter().skip(self.offset).take(self.limit).collect())
    }

    fn all<'a>(&self, payments: impl Iterator<Item = &'a Payment>, now: Millis) -> Vec<&'a Payment> {
        let mut text = String::new();
        payments.filter(|payment| self.is_about(payment, now, &mut text)).collect()
    }

    fn sort(&self, found: &mut [&Payment], now: Millis) {
        found.sort_unstable_by(|one, other| self.compare(one, other, now));
    }

    #[inline(never)]
    fn compare(&self, one: &Payment, other: &Payment, now: Millis) -> Ordering {
        let order = self.sort.compare(one, other, now);
        if self.falling { order.reverse() } else { order }
    }

    /// `text` is room to write in, the same for all payments.
    fn is_about(&self, payment: &Payment, now: Millis, text: &mut String) -> bool {
        let within = self.from.is_none_or(|from| payment.reserved_at >= from)
            && self.before.is_none_or(|before| payment.reserved_at < before)
            && self.least.is_none_or(|least| payment.amount >= least)
            && self.most.is_none_or(|most| payment.amount <= most)
            && (self.states.is_empty() || self.states.contains(&payment.state(now)));
        if !within || self.words.is_empty() {
            return within;
        }
        self.words.iter().all(|word| {
            is_in(word, &payment.order_id, text)
                || is_in(word, &payment.product_name, text)
                || is_part_of(word, payment.transaction_id)
                || payment.refunds.iter().any(|refund| is_part_of(word, refund.transaction_id))
        })
    }
}

/// Whether a word in small letters stands in a text in any. Most are ASCII, where nothing is written for it: that is
/// most of a search's time. `room` is for the others.
fn is_in(word: &str, text: &str, room: &mut String) -> bool {
    if word.is_ascii() {
        return word.is_empty()
            || text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    }
    if text.is_ascii() {
        return false;
    }
    room.clear();
    room.extend(text.chars().flat_map(char::to_lowercase));
    room.contains(word)
}

/// Whether a word is a part of an id.
fn is_part_of(word: &str, id: u64) -> bool {
    // As many digits as an id may have; most words have letters.
    word.len() <= 20 && word.bytes().all(|byte| byte.is_ascii_digit()) && id.to_string().contains(word)
}

fn place(payment: &Payment, now: Millis) -> Option<usize> {
    let state = payment.state(now);
    STATES.iter().position(|known| *known == state)
}
