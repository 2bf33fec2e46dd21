//! One simulated life of a shop: reservations, decisions, visits, captures, voids, refunds, hours and
//! kills in an order that a seed mixes, in the version and with the capture that it picks.

mod keys;
mod truth;

use super::shop::network::Weather;
use super::shop::random::Random;
use super::shop::run::kill_after;
use super::shop::{MINUTE, Reserved, SECRET, Shop, config_of};
use keys::Keys;
use linepay_edge::Version;
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, Reserving, State, VisitKind};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const ORDERS: [&str; 2] = ["ORD-A", "訂單-B"];
const LIFETIME: u64 = 7_200_000;
const ROUND_TRIP: u64 = 50;
/// An authorisation has lapsed by then.
const MONTH: u64 = 31 * 24 * 60 * MINUTE;

/// One simulated life.
pub(crate) struct Life {
    pub(crate) seed: u64,
    pub(crate) random: Random,
    pub(crate) shop: Shop,
    pub(crate) amounts: [u32; 2],
    pub(crate) blocks: bool,
    pub(crate) reserved: Vec<(Reserved, u64)>,
    pub(crate) jar: BTreeMap<String, String>,
    /// Orders of which the browser was told what became of a confirm.
    marked: BTreeSet<String>,
    pub(crate) seen: Vec<String>,
    /// Orders that were paid through the token of another.
    misled: Vec<String>,
    keys: Keys,
}

/// One visit that a buyer, or a cheat, makes.
pub(crate) struct Plan {
    pub(crate) kind: VisitKind,
    /// Whose signed order: an index of `Life::reserved`.
    pub(crate) token: usize,
    /// Whose transaction.
    pub(crate) transaction: usize,
    pub(crate) cookies: bool,
}

impl Life {
    pub(crate) fn begin(seed: u64) -> Life {
        let mut random = Random::new(seed);
        let blocks = random.percent(30);
        let sandbox = json!({
            "paidOrderBlocksConfirm": blocks,
            "prematureConfirmKills": random.percent(30),
            "confirmRepeated": random.pick(&["1172", "1152"]),
            "refundAmountSign": random.pick(&["positive", "negative"]),
            "refundAmountSignV3": random.pick(&["positive", "negative"]),
            "regKeyDays": 20,
        });
        let second = if random.percent(60) { 360 } else { 420 };
        // All six kinds of shop take turns, so that none depends on chance.
        let (version, capture) = (Version::ALL[seed as usize % 3], seed % 6 < 3);
        let shop = Shop { config: config_of(version), capture, ..Shop::with(sandbox, seed) };
        Life {
            seed,
            random,
            shop,
            amounts: [360, second],
            blocks,
            reserved: Vec::new(),
            jar: BTreeMap::new(),
            marked: BTreeSet::new(),
            seen: Vec::new(),
            misled: Vec::new(),
            keys: Keys::default(),
        }
    }

    /// A life whose orders also issue regKeys.
    pub(crate) fn preapproved(seed: u64) -> Life {
        let mut life = Life::begin(seed);
        life.shop.preapproved = true;
        life
    }

    pub(crate) fn version(&self) -> Version {
        self.shop.config.version()
    }

    /// `v3` or `v3 capture:false`.
    pub(crate) fn kind(&self) -> String {
        format!("{}{}", self.version(), if self.shop.capture { "" } else { " capture:false" })
    }

    pub(crate) fn cookies(&self) -> String {
        let pairs = self.jar.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn weather(&mut self) -> Weather {
        match self.random.below(3) {
            0 => Weather::Quiet,
            1 => Weather::Storm(20),
            _ => Weather::Storm(60),
        }
    }

    /// Four reservations of one order at most.
    pub(crate) fn reserve(&mut self, which: usize) {
        let of_this = self.reserved.iter();
        if of_this.filter(|(other, _)| other.order == ORDERS[which]).count() >= 4 {
            return;
        }
        let weather = self.weather();
        self.shop.network.set_weather(weather);
        let quote = self.shop.quote(ORDERS[which], self.amounts[which]);
        let at = self.shop.network.time();
        let held = self.shop.held();
        let result = self.shop.pay(&quote);
        self.shop.network.set_weather(Weather::Quiet);
        match result {
            Ok(Reserving::Standing(verdict)) => {
                let token = self.reserved.iter().position(|(other, _)| other.order == ORDERS[which]).unwrap();
                let plan = Plan { kind: VisitKind::Cancel, token, transaction: token, cookies: false };
                let (expected, _) = self.oracle(&plan, &held, at);
                assert_eq!(verdict.state, expected, "seed {}: paid again", self.seed);
                self.true_to(&verdict, &plan, &held, &held);
                self.keeps_secret(&format!("{verdict:?}"));
                self.seen.push(format!("paid-again {}", self.kind()));
            }
            Ok(Reserving::Reserved(reserved)) => {
                let reserved = self.shop.seen_by_buyer(&reserved);
                let (name, value) = reserved.cookie.split_once('=').unwrap();
                self.jar.insert(name.to_owned(), value.to_owned());
                self.reserved.push((reserved, at));
            }
            Err(error) => self.keeps_secret(&format!("{error} {error:?} {:?}", error.report())),
        }
    }

    pub(crate) fn plan(&mut self) -> Option<Plan> {
        let count = self.reserved.len();
        (count > 0).then(|| {
            let token = self.random.below(count);
            let kinds =
                [VisitKind::Confirm, VisitKind::Confirm, VisitKind::Confirm, VisitKind::Cancel, VisitKind::Status];
            Plan {
                kind: self.random.pick(&kinds),
                token,
                transaction: if self.random.percent(30) { self.random.below(count) } else { token },
                cookies: self.random.percent(50),
            }
        })
    }

    pub(crate) fn url(&self, plan: &Plan) -> String {
        let (token, transaction) = (&self.reserved[plan.token].0, &self.reserved[plan.transaction].0);
        match plan.kind {
            VisitKind::Confirm => token.confirm_with(&transaction.transaction),
            VisitKind::Cancel => token.cancel.clone(),
            VisitKind::Status => token.status.clone(),
        }
    }

    pub(crate) fn visit(&mut self, plan: &Plan, weather: Weather, steps: usize) -> Option<CheckoutVerdict> {
        let quiet = weather == Weather::Quiet;
        let (before, then) = (self.shop.held(), self.shop.network.time());
        let confirms = self.shop.network.count("confirm");
        let cookies = plan.cookies.then(|| self.cookies());
        self.shop.network.set_weather(weather);
        let url = self.url(plan);
        let visiting = self.shop.visit_async(plan.kind, &url, cookies.as_deref());
        let verdict = kill_after(steps, visiting);
        self.shop.network.set_weather(Weather::Quiet);

        let (after, now) = (self.shop.held(), self.shop.network.time());
        let confirms = self.shop.network.count("confirm") - confirms;
        let (expected, confirming) = self.oracle(plan, &before, then);
        // Hours of waiting may end the token's time, or the reservation's, in the middle of a visit.
        let (later, _) = self.oracle(plan, &before, now);
        let seed = self.seed;
        // The browser may know of a confirm without an answer, which then comes first.
        let remembers = self.remembers(plan);
        let most = if remembers { self.reserved.len() } else { usize::from(confirming) };
        assert!(confirms <= most, "seed {seed}: {confirms} confirms, expected {expected:?}");
        self.moved_only(plan, &before, &after);
        self.charged_once(&after);
        let verdict = verdict?;
        let state = verdict.state;
        self.seen.push(format!("{state:?} {}", self.kind()));
        self.keeps_secret(&format!("{verdict:?} {}", serde_json::to_string(&verdict).unwrap()));
        self.true_to(&verdict, plan, &before, &after);
        self.true_to_key(&verdict, plan, quiet, &before, &after);
        if let Some((name, value)) = verdict.set_cookie.as_deref().filter(|_| plan.cookies).map(cookie) {
            self.jar.insert(name, value);
            self.marked.insert(self.reserved[plan.token].0.order.clone());
        }
        if remembers {
            let done = if self.shop.capture { State::Paid } else { State::Authorized };
            let known = [expected, later, State::Pending, done];
            assert!(known.contains(&state), "seed {seed}: {state:?}, expected {expected:?}");
        } else if quiet {
            assert_eq!(state, expected, "seed {seed}: a quiet visit");
            assert_eq!(confirms, usize::from(confirming), "seed {seed}: {state:?}");
        } else {
            let lapsed =
                state == State::Gone && after.iter().any(|row| row.state == "EXPIRED" && !before.contains(row));
            // When the answer is lost, it cannot be told whether the other order was paid just now.
            let misled = state == State::Misdirected && expected == State::Foreign && confirming;
            let known = [expected, later, State::Pending].contains(&state) || lapsed || misled;
            assert!(known, "seed {seed}: {state:?} in a storm, expected {expected:?}");
        }
        Some(verdict)
    }

    pub(crate) fn keeps_secret(&self, text: &str) {
        assert!(!text.contains(SECRET), "seed {}: {text}", self.seed);
    }

    pub(crate) fn act(&mut self) {
        match self.random.below(10) {
            0 => {
                let which = self.random.below(2);
                self.reserve(which);
            }
            1..=3 if !self.reserved.is_empty() => {
                let index = self.random.below(self.reserved.len());
                let decision = self.random.pick(&["approve", "approve", "approve", "cancel", "decline"]);
                self.shop.decide(&self.reserved[index].0, decision);
            }
            4 => {
                let minutes = self.random.pick(&[0, 1, 5, 15, 130]);
                let much_later = !self.shop.capture && self.random.percent(15);
                self.shop.network.advance(if much_later { MONTH } else { minutes * MINUTE });
            }
            // What is only authorised comes to a refund by a longer way.
            5 if self.random.percent(if self.shop.capture { 30 } else { 90 }) => self.refund(),
            6 if !self.shop.capture => self.end_authorization(),
            _ => {
                let Some(plan) = self.plan() else { return };
                let weather = self.weather();
                let steps = if self.random.percent(20) { self.random.below(12) } else { 10_000 };
                self.visit(&plan, weather, steps);
            }
        }
    }

    /// The merchant gives some of it back, or all.
    pub(crate) fn refund(&mut self) {
        let captured = self.shop.captured();
        if captured.is_empty() {
            return;
        }
        let body = if self.random.percent(50) { json!({}) } else { json!({ "refundAmount": 100 }) };
        self.shop.refund(&captured[0], &body);
    }

    /// The merchant takes what is authorised, a part of it, or lets it go.
    fn end_authorization(&mut self) {
        let held = self.shop.held();
        let Some(row) = held.iter().find(|row| row.state == "AUTHORIZED") else { return };
        let (step, body) = match self.random.below(3) {
            0 => ("capture", json!({ "amount": row.amount, "currency": "TWD" })),
            1 => ("capture", json!({ "amount": 50, "currency": "TWD" })),
            _ => ("void", json!({})),
        };
        assert!(self.shop.take(step, &row.transaction, &body), "seed {}: {step}", self.seed);
    }

    /// With the network quiet, everything approved ends in its receipt.
    pub(crate) fn end(&mut self) {
        for index in 0..self.reserved.len() {
            let held = self.shop.held();
            let (reserved, at) = &self.reserved[index];
            let mine = || held.iter().filter(|row| row.order == reserved.order);
            let over = mine().any(|row| row.was_confirmed() && !row.has_left());
            let holds = self.counted(&reserved.order, &held).iter().any(|row| row.has_left());
            let approved = mine().any(|row| row.transaction == reserved.transaction && row.state == "AUTHENTICATED");
            let open = self.shop.network.time() < at + LIFETIME;
            if holds || (approved && open && !over) {
                let plan = Plan { kind: VisitKind::Confirm, token: index, transaction: index, cookies: false };
                let verdict = self.visit(&plan, Weather::Quiet, 10_000).unwrap();
                let done = if self.shop.capture { State::Paid } else { State::Authorized };
                let good = [done, State::Paid, State::Refunded, State::CapturedLess];
                assert!(good.contains(&verdict.state), "seed {}: {:?}", self.seed, verdict.state);
                let order = verdict.order_id.as_ref().unwrap().as_str();
                let twice = self.counted(order, &held).iter().filter(|row| row.has_left()).count() > 1;
                let told = verdict.problems.iter().map(|problem| problem.kind);
                let told = told.filter(|kind| *kind != ProblemKind::CapturedLess);
                assert_eq!(
                    told.collect::<Vec<_>>(),
                    vec![ProblemKind::PaidTwice; usize::from(twice)],
                    "seed {}",
                    self.seed
                );
            }
        }
        for event in self.shop.network.events() {
            self.keeps_secret(&event);
        }
    }
}

/// Name and value of a `Set-Cookie` header.
fn cookie(header: &str) -> (String, String) {
    let (name, value) = header.split(';').next().unwrap().split_once('=').unwrap();
    (name.to_owned(), value.to_owned())
}
