//! Orders that are charged by regKey: their lives, and what must hold of them.

use crate::books::Held;
use crate::dense::LEASE;
use crate::fault::Fault;
use crate::life::{Act, HOUR, Life, MINUTE, SECOND};
use crate::random::Random;
use crate::world::{ORDER, World};
use linepay_edge::flow::Looked;
use linepay_edge::order::life::{ChargeWish, ChargedBy, Record, Rest};
use linepay_edge::wire::Step;
use linepay_sandbox::Request;

/// How many of a hundred lives are of this kind.
pub(crate) const OFTEN: u64 = 12;

/// What goes wrong together.
const TOGETHER: [&[Fault]; 8] = [
    &[Fault::Late],
    &[Fault::Late, Fault::Refused],
    &[Fault::Late, Fault::Refused, Fault::LostReply],
    &[Fault::Twice],
    &[Fault::Twice, Fault::Refused],
    &[Fault::LostReply, Fault::StaleCall, Fault::Refused],
    &[Fault::HangBefore, Fault::Crash],
    &[Fault::WriteLate, Fault::Pause, Fault::Crash],
];

impl Life {
    pub(crate) fn charges(&mut self, random: &mut Random) {
        if random.percent(20) {
            return self.second_copies(random);
        }
        let page = random.percent(15);
        if page && random.percent(50) {
            // The card is declined, and the buyer is sent to a page.
            self.only(random, &[&[Fault::Refused]]);
        } else if random.percent(40) {
            self.only(random, &TOGETHER);
        }
        let crowd = random.percent(50);
        let mut at = 0;
        for number in 0..random.pick(&[1, 1, 2, 2, 3, 4]) {
            let other = |random: &mut Random, percent| usize::from(number > 0 && random.percent(percent));
            let act = Act::Charge(other(random, 12), other(random, 6));
            self.acts.push((at, act));
            at += if crowd { random.spread(1, 30 * SECOND) } else { random.spread(100, 8 * HOUR) };
        }
        if random.percent(12) {
            self.acts.push((random.spread(1, HOUR), Act::EndKey));
        }
        if page {
            let (pay, at) = (self.acts.len(), random.spread(1, HOUR));
            self.acts.push((at, Act::Pay(0)));
            let decided = at + random.spread(SECOND, 15 * MINUTE);
            self.buyer(random, pay, decided);
        }
        for _ in 0..random.below(3) {
            self.acts.push((random.spread(SECOND, 9 * HOUR), Act::Sweep));
        }
        if random.percent(40) {
            self.operator(random, crowd);
        }
    }
}

impl Life {
    /// Asked for again and again, each time when nobody has it in hand any more: an earlier copy may still arrive.
    fn second_copies(&mut self, random: &mut Random) {
        self.only(random, &[&[Fault::Late, Fault::Refused]]);
        self.rate = 600;
        let mut at = 0;
        for _ in 0..random.between(2, 4) {
            self.acts.push((at, Act::Charge(0, 0)));
            at += LEASE + random.spread(1, MINUTE);
        }
    }
}

/// What callers were told.
#[derive(Default)]
pub(crate) struct Charged {
    /// That it is paid, and that it is refused.
    pub(crate) said: [bool; 2],
    /// A wish that nothing stands against has been heard.
    wanted: bool,
}

impl World<'_> {
    /// The keys that a buyer has registered.
    pub(crate) fn register(&self) {
        let make = || self.books.control("POST", "reg-keys", "", self.now()).expect("a regKey");
        let keys = if self.life.charged { 2 } else { 0 };
        let keys = (0..keys).map(|_| make()["regKey"].as_str().expect("a text").to_owned());
        *self.keys.borrow_mut() = keys.collect();
    }

    pub(crate) fn wish(&self, terms: usize, key: usize) -> ChargeWish {
        let reg_key = self.keys.borrow()[key].clone().into();
        let terms = self.terms(self.life.quotes[terms]);
        ChargeWish { terms, by: ChargedBy { reg_key, product_name: "茶具 6 月".to_owned() } }
    }

    pub(crate) fn ends_key(&self) {
        let key = self.keys.borrow().first().cloned().unwrap_or_default();
        self.books.control("POST", &format!("reg-keys/{key}/end"), "", self.now());
        self.tell("the buyer ends the key", String::new);
    }

    /// No key of a charge is where people or logs are.
    pub(crate) fn keeps_the_key(&self, place: &'static str, text: &str) {
        if self.keys.borrow().iter().any(|key| text.contains(key)) {
            self.breaks("K: the regKey of a charge is shown", || format!("in {place}: {text}"));
        }
    }

    /// A charge leaves.
    pub(crate) fn charge_leaves(&self, request: &Request) {
        let record = self.record();
        let work = record.as_ref().and_then(|record| record.work.as_ref());
        let mine = work.filter(|work| work.step.step == Step::PreApproval);
        let Some((record, work)) = record.as_ref().zip(mine) else {
            return self.breaks("P0: a charge leaves that is not written down", String::new);
        };
        if work.until <= self.store_now() {
            self.breaks("P0: a charge leaves when its time is up", String::new);
        }
        let Some(charge) = &record.charge else {
            return self.breaks("P0: a charge leaves that is not written down", String::new);
        };
        if record.payment.is_some() || charge.refused.is_some() {
            self.breaks("C1: a charge leaves though LINE Pay has answered one", || format!("{charge:?}"));
        }
        let sent: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let key = charge.by.as_ref().map(|by| by.reg_key.as_str()).unwrap_or_default();
        let amount = record.terms.order.amount.to_string();
        if sent["orderId"] != ORDER || sent["amount"].as_u64() != amount.parse().ok() || !request.path.contains(key) {
            self.breaks("C2: another charge leaves than the one that is written down", || sent.to_string());
        }
    }

    /// Somebody who wanted a charge has an answer.
    pub(crate) fn charge_ends(&self, looked: &Looked) {
        let Some(record) = &looked.record else { return };
        self.keeps_the_key("a view", &self.view(record));
        let mut charged = self.charged.borrow_mut();
        charged.wanted |= !matches!(looked.rest, Rest::KeyTaken | Rest::OtherWay);
        if matches!(looked.rest, Rest::KeyTaken | Rest::OtherWay | Rest::UnderWay | Rest::Later) {
            return;
        }
        let refused = record.charge.as_ref().is_some_and(|charge| charge.refused.is_some());
        charged.said[0] |= record.payment.is_some();
        charged.said[1] |= refused && record.work.is_none();
        let [paid, refused] = charged.said;
        drop(charged);
        if paid && refused && record.payment.is_none() {
            self.breaks("C3: a charge that was paid is refused now", || self.view(record));
        }
    }

    /// At the end: what was said is what the books say.
    pub(crate) fn charge_is_known(&self, paid: &[&Held], record: &Record) {
        let Some(charge) = &record.charge else { return };
        if record.work.is_none() && charge.by.is_some() {
            self.breaks("K: the regKey of a charge is kept after its outcome", || self.view(record));
        }
        let [said_paid, said_refused] = self.charged.borrow().said;
        let twice = self.happened.borrow().iter().any(|(_, _, fault)| *fault == Fault::Twice);
        if said_paid && paid.is_empty() || said_refused && !paid.is_empty() && !twice {
            self.breaks("C3: a charge's outcome that was told is not the books'", || format!("{paid:?}"));
        }
        let ended = self.life.acts.iter().any(|(_, act)| matches!(act, Act::EndKey | Act::Abandon));
        let quiet = self.happened.borrow().is_empty() && !ended && self.charged.borrow().wanted;
        if quiet && paid.is_empty() {
            self.breaks("L4: a charge that nothing stood against is not made", || self.view(record));
        }
    }
}
