//! The plan of one order's life: what it is, who does what and when, and what may go wrong. It follows from a seed.

use crate::charges;
use crate::dense;
use crate::fault::{Fault, Faults};
use crate::kind::Kind;
use crate::random::Random;
use crate::taken;
use linepay_edge::Version;
use serde_json::{Value, json};

pub(crate) const SECOND: u64 = 1_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
pub(crate) const HOUR: u64 = 60 * MINUTE;

/// What somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// The buyer wants to pay, over these terms.
    Pay(usize),
    /// The buyer decides at LINE Pay on what that act reserved: `approve`, `cancel` or `decline`.
    Decide(usize, &'static str),
    /// The buyer comes back to confirmUrl.
    Visit(usize),
    /// The buyer comes back to cancelUrl.
    Cancel(usize),
    /// A page that only asks.
    Status,
    /// A sweep that nobody expects: two may run at once.
    Sweep,
    /// Somebody of the shop takes the money, or a part of it.
    Capture(Option<u32>),
    /// Somebody of the shop sets it free.
    Void,
    /// Somebody of the shop gives it back, or a part of it, under this key.
    Refund(&'static str, Option<u32>),
    /// The shop abandons the order.
    Abandon,
    /// A person looks what became of a step that nobody can find out about, and says it.
    Resolve,
    /// Another program of the shop takes a payment of the order, past the ledger.
    Elsewhere,
    /// Somebody opens confirmUrl with the transaction of another order.
    Foreign,
    /// The shop charges the order over these terms, by this key of a buyer.
    Charge(usize, usize),
    /// The buyer ends the first key in the LINE app.
    EndKey,
}

/// What a payment would be made over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub(crate) version: Version,
    pub(crate) amount: u32,
}

/// The plan of one life.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub(crate) seed: u64,
    pub(crate) quotes: [Quote; 2],
    pub(crate) capture: bool,
    pub(crate) preapproved: bool,
    /// Is it charged by regKey?
    pub(crate) charged: bool,
    /// May it be reserved under another orderId?
    pub(crate) suffixes: bool,
    /// What the sandbox is set to.
    pub(crate) settings: Value,
    pub(crate) faults: Faults,
    /// How often an exchange goes wrong, in thousandths.
    pub(crate) rate: u64,
    /// Does anybody sweep before the faults end?
    pub(crate) swept: bool,
    /// The longest that an ordinary exchange takes, in milliseconds.
    pub(crate) latency: u64,
    /// In the order of their numbers, not of their times.
    pub(crate) acts: Vec<(u64, Act)>,
}

impl Life {
    /// The life with this seed, of one kind where one is asked for.
    pub(crate) fn of(seed: u64, kind: Option<Kind>) -> Life {
        let mut random = Random::of(seed, 1);
        let dense = random.percent(25);
        let drawn = random.pick(&Kind::DENSE);
        let charged = kind.is_none() && Random::of(seed, 6).percent(charges::OFTEN);
        let taken = kind.is_none() && Random::of(seed, 8).percent(taken::OFTEN);
        let rare = Random::of(seed, 9).percent(dense::OFTEN).then(|| Random::of(seed, 10).pick(&Kind::RARE));
        let rare = if charged { Some(Kind::Charge) } else { taken.then_some(Kind::Taken).or(rare) };
        let kind = kind.or(rare).or(dense.then_some(drawn));
        let is = |other: Kind| kind == Some(other);
        let mut version = random.pick(&Version::ALL);
        for (of, wanted) in [
            (Kind::V2, Version::V2),
            (Kind::V3, Version::V3),
            (Kind::V4, Version::V4),
            (Kind::Again, Version::V2),
            (Kind::Registered, Version::V3),
        ] {
            if is(of) {
                version = wanted;
            }
        }
        let charged = is(Kind::Charge);
        let zero = (random.percent(if is(Kind::Windows) { 20 } else { 8 }) || is(Kind::Zero) || is(Kind::Registered))
            && !charged;
        let preapproved = (random.percent(20) || zero || is(Kind::Preapproved)) && !charged;
        let capture = (random.percent(60) && !is(Kind::Authorise)) || zero;
        let amount = if zero { 0 } else { 360 };
        let other = Quote {
            version: if random.percent(15) { random.pick(&Version::ALL) } else { version },
            amount: if zero { 0 } else { random.pick(&[500, 360, 240]) },
        };
        let settings = settings(&mut random, version == Version::V2 || other.version == Version::V2);
        let calm = random.percent(8) || is(Kind::Calm);
        let (chance, rate) = (random.pick(&[15, 40, 70]), random.pick(&[10, 30, 80, 200, 350]));
        let mut faults = Faults::default();
        for fault in Fault::ALL {
            if random.percent(chance) && !calm {
                faults = faults.with(fault);
            }
        }
        let (swept, latency) = (random.percent(70), random.pick(&[5, 80, 80, 2_000]));
        let mut life = Life {
            seed,
            quotes: [Quote { version, amount }, other],
            capture,
            preapproved,
            charged,
            suffixes: false,
            settings,
            faults,
            rate: if calm { 0 } else { rate },
            swept,
            latency,
            acts: Vec::new(),
        };
        life.order_ids(is(Kind::Taken));
        if charged {
            life.charges(&mut random);
        } else if is(Kind::Taken) {
            life.taken(&mut random);
        } else if !life.dense(&mut random, kind) {
            life.plan(&mut random, kind);
        }
        life
    }

    fn plan(&mut self, random: &mut Random, kind: Option<Kind>) {
        let other = random.percent(30) || kind == Some(Kind::Terms);
        let pays = if other { random.between(2, 3) } else { random.pick(&[1, 1, 2, 3]) };
        let crowd = random.percent(40);
        let mut at = 0;
        for number in 0..pays {
            let pay = self.acts.len();
            let terms = usize::from(other && number > 0 && random.percent(70));
            self.acts.push((at, Act::Pay(terms)));
            let decided = at + random.spread(SECOND, if crowd { 20 * SECOND } else { 19 * MINUTE });
            self.buyer(random, pay, decided);
            at += if crowd { random.spread(1, 30 * SECOND) } else { random.spread(100, 30 * MINUTE) };
        }
        for _ in 0..random.below(3) {
            let when = random.spread(SECOND, 2 * HOUR);
            let act = if random.percent(40) { Act::Status } else { Act::Sweep };
            self.acts.push((when, act));
        }
        if random.percent(3) {
            self.acts.push((random.spread(SECOND, HOUR), Act::Foreign));
        }
        if random.percent(55) || matches!(kind, Some(Kind::Operator | Kind::Authorise)) {
            self.operator(random, crowd);
        }
    }

    pub(crate) fn buyer(&mut self, random: &mut Random, pay: usize, at: u64) {
        let early = |random: &mut Random| at.saturating_sub(random.spread(1, 5 * MINUTE));
        if random.percent(12) {
            self.acts.push((early(random), Act::Visit(pay)));
        }
        let decision = random.pick(&["approve"; 8]);
        let decision = match random.below(10) {
            0 => "cancel",
            1 => "decline",
            2 => return,
            _ => decision,
        };
        self.acts.push((at, Act::Decide(pay, decision)));
        // Comes back, or stays away.
        let back = at + random.spread(200, 2 * MINUTE);
        if decision == "approve" {
            for number in 0..random.pick(&[0, 1, 1, 1, 1, 2, 2, 3]) {
                let close = number == 0 || random.percent(60);
                let later = random.spread(1, if close { 4 * SECOND } else { HOUR });
                self.acts.push((back + later, Act::Visit(pay)));
            }
        }
        if decision == "cancel" || random.percent(12) {
            self.acts.push((back + random.spread(1, MINUTE), Act::Cancel(pay)));
            if random.percent(20) {
                self.acts.push((back + random.spread(MINUTE, 10 * MINUTE), Act::Visit(pay)));
            }
        }
    }

    pub(crate) fn operator(&mut self, random: &mut Random, crowd: bool) {
        let begin = if crowd { random.spread(2 * SECOND, 2 * MINUTE) } else { random.spread(MINUTE, 3 * HOUR) };
        let parts = [60, 60, 45, 35];
        let mut at = begin;
        for _ in 0..random.between(1, 5) {
            let act = match random.below(if self.capture { 8 } else { 12 }) {
                0..=2 => Act::Refund(random.pick(&["r1", "r1", "r2"]), Some(random.pick(&parts))),
                3 | 4 => Act::Refund(random.pick(&["all", "all", "r1"]), None),
                5 => Act::Abandon,
                6 | 7 => Act::Resolve,
                8 | 9 => Act::Capture(random.pick(&[None, None, Some(200)])),
                _ => Act::Void,
            };
            self.acts.push((at, act));
            at += if crowd { random.spread(1, 5 * SECOND) } else { random.spread(100, 2 * HOUR) };
        }
        if random.percent(50) {
            self.acts.push((at + random.spread(MINUTE, 9 * HOUR), Act::Resolve));
        }
    }

    /// When the last act begins.
    pub(crate) fn last(&self) -> u64 {
        self.acts.iter().map(|(at, _)| *at).max().unwrap_or_default()
    }
}

/// Readings of LINE Pay's documents that the sandbox leaves open.
fn settings(random: &mut Random, v2: bool) -> Value {
    let mut set = json!({ "orderIdPatterns": false });
    let mut odd = |name: &str, values: &[Value]| {
        if random.percent(25) {
            set[name] = values[random.below(values.len() as u64) as usize].clone();
        }
    };
    odd("confirmRepeated", &[json!("1152")]);
    odd("confirmCancelled", &[json!("1180")]);
    odd("confirmFailed", &[json!("1169")]);
    odd("confirmLapsed", &[json!("1180")]);
    odd("confirmExpired", &[json!("1159")]);
    odd("captureRepeated", &[json!("1179")]);
    odd("captureVoided", &[json!("1179")]);
    odd("refundRepeatedWithAmount", &[json!("1164")]);
    odd("refundIdAsText", &[json!(true)]);
    odd("freeRows", &[json!(false)]);
    odd("confirmPackages", &[json!(false)]);
    odd("confirmWindowSeconds", &[json!(3_600), json!(300)]);
    odd("paidOrderBlocksConfirm", &[json!(true)]);
    if v2 {
        odd("prematureConfirmKills", &[json!(true)]);
    }
    set
}
