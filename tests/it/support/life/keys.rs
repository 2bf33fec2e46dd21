//! What the merchant does with a regKey, through any weather: charges it, checks it, ends it. A charge whose answer is
//! lost is asked for by its order, and made again under the same orderId only if LINE Pay knows none.

use super::super::answer::reply_to;
use super::super::shop::Held;
use super::super::shop::network::Weather;
use super::{Life, Plan};
use linepay_edge::flow::{CheckoutVerdict, ProblemKind, State};
use linepay_edge::payment::PaymentRow;
use linepay_edge::typed::PreApprovalRequest;
use linepay_edge::{Code, Error, Outcome, Reply, Version};
use serde_json::{Value, json};

/// A charge that the merchant wants to make, once.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    order: String,
    key: String,
    amount: u32,
    capture: bool,
}

/// What the merchant has to do with keys.
#[derive(Default)]
pub(crate) struct Keys {
    /// What `onPaid` brought: each transaction with the key that it issued.
    pub(crate) known: Vec<(String, String)>,
    /// Those of them that a visit without cookies brought, so that the buyer's browser cannot know.
    elsewhere: Vec<String>,
    /// Transactions whose key was told to be lost.
    told: Vec<String>,
    /// Charges whose end is not known yet.
    open: Vec<Charge>,
    orders: usize,
}

impl Life {
    /// The key of a payment is right, comes with the confirm alone, and its loss is told where it is certain.
    pub(super) fn true_to_key(
        &mut self,
        verdict: &CheckoutVerdict,
        plan: &Plan,
        quiet: bool,
        before: &[Held],
        after: &[Held],
    ) {
        let seed = self.seed;
        let lost: Vec<_> = verdict.problems.iter().filter(|problem| problem.kind == ProblemKind::RegKeyLost).collect();
        let key = verdict.payment.as_ref().and_then(|payment| payment.reg_key.as_ref());
        if !self.shop.preapproved {
            assert!(key.is_none() && lost.is_empty(), "seed {seed}: a key of a payment that has none");
            return;
        }
        if !matches!(verdict.state, State::Paid | State::Authorized) {
            assert!(key.is_none() && lost.is_empty(), "seed {seed}: {:?}", verdict.state);
            return;
        }
        let id = verdict.payment.as_ref().unwrap().transaction_id.to_string();
        let held = |rows: &[Held]| rows.iter().any(|row| row.transaction == id && row.is_held());
        let made_now = held(after) && !held(before);
        match key {
            Some(key) => {
                let issued = self.shop.keys().into_iter().find(|issued| issued.issued_by == id).unwrap();
                assert_eq!(key.as_str(), issued.key, "seed {seed}");
                assert!(made_now && lost.is_empty(), "seed {seed}: only the confirm itself brings it");
                if !plan.cookies {
                    self.keys.elsewhere.push(id.clone());
                }
                self.keys.known.push((id, issued.key));
                self.seen.push(self.about("key"));
            }
            None if made_now => {
                assert!(!quiet, "seed {seed}: nothing was lost");
                assert_eq!(lost.len(), 1, "seed {seed}: the key is lost and nobody says so");
                self.seen.push(self.about("key lost"));
                self.keys.told.push(id);
            }
            // An earlier visit's confirm has no answer, and this browser knows it.
            None if !lost.is_empty() => {
                assert!(plan.cookies || !quiet, "seed {seed}: a reload is no loss");
                let delivered = self.keys.known.iter().any(|(known, _)| *known == id);
                assert!(!delivered || self.keys.elsewhere.contains(&id) || !quiet, "seed {seed}: it was not lost");
                assert!(!self.keys.told.contains(&id) || !quiet, "seed {seed}: told twice");
                self.seen.push(self.about("key lost later"));
                self.keys.told.push(id);
            }
            None => {}
        }
    }

    pub(crate) fn act_on_key(&mut self) {
        if self.keys.known.is_empty() {
            return;
        }
        let (_, key) = self.keys.known[self.random.below(self.keys.known.len())].clone();
        match self.random.below(20) {
            0 => {
                self.shop.control("POST", &format!("reg-keys/{key}/end"), &Value::Null);
            }
            1 | 2 => self.expire(&key),
            3..=6 => self.check(&key),
            _ if !self.keys.open.is_empty() && self.random.percent(60) => {
                let charge = self.keys.open.remove(0);
                self.settle(charge);
            }
            _ => {
                self.keys.orders += 1;
                let order = format!("SUB-{}", self.keys.orders);
                let (amount, capture) = (self.random.pick(&[60, 100, 360]), self.random.percent(60));
                self.charge(Charge { order, key, amount, capture });
            }
        }
    }

    /// With the network quiet, every charge ends made once or not at all, and LINE Pay has none beside those.
    pub(crate) fn end_charges(&mut self) {
        for charge in std::mem::take(&mut self.keys.open) {
            self.ask(&charge, Weather::Quiet).expect("a quiet network answers");
        }
        for number in 1..=self.keys.orders {
            self.charged(&format!("SUB-{number}"));
        }
    }

    /// The payment of a charge, of which there is one at most.
    fn charged(&self, order: &str) -> Option<Held> {
        let mut rows = self.shop.held().into_iter().filter(|row| row.order == order);
        let row = rows.next();
        assert_eq!(rows.next(), None, "seed {}: {order} was charged twice", self.seed);
        row
    }

    fn usable(&self, key: &str) -> bool {
        self.shop.keys().into_iter().find(|held| held.key == key).unwrap().usable
    }

    fn in_weather(&mut self, weather: Weather, operation: &str, request: &Value) -> Result<Reply, Error> {
        self.shop.network.set_weather(weather);
        let result = self.shop.call(operation, request);
        self.shop.network.set_weather(Weather::Quiet);
        if let Err(error) = &result {
            self.keeps_secret(&format!("{error} {error:?} {:?}", error.report()));
        }
        result
    }

    fn charge(&mut self, charge: Charge) {
        let (before, usable) = (self.charged(&charge.order), self.usable(&charge.key));
        let weather = self.weather();
        let request = json!({ "regKey": charge.key, "productName": "每月茶", "amount": charge.amount, "currency": "TWD",
            "orderId": charge.order, "capture": charge.capture });
        let result = self.in_weather(weather, "preApproval", &request);
        let (now, seed) = (self.charged(&charge.order), self.seed);
        match result {
            Ok(reply) => {
                let reply = reply_to::<PreApprovalRequest>(&reply);
                let row = now.unwrap();
                assert!(before.is_none() && usable, "seed {seed}: {charge:?}");
                assert_eq!(reply.transaction_id.to_string(), row.transaction, "seed {seed}");
                self.fits(&charge, &row);
                self.seen.push(self.about("charged"));
            }
            Err(error) => {
                // What the client is sure of is true.
                let moved = now != before;
                match error.outcome() {
                    Outcome::NotExecuted => assert!(!moved, "seed {seed}: {error}"),
                    Outcome::Executed => assert!(moved, "seed {seed}: {error}"),
                    Outcome::Unknown => {}
                }
                match error.return_code().map(ToString::to_string).as_deref() {
                    Some("1141" | "1193") => {
                        assert!(!usable, "seed {seed}: {error}");
                        self.seen.push(self.about("refused"));
                    }
                    _ if error.outcome() == Outcome::Unknown => {
                        self.seen.push(self.about(if moved { "lost and made" } else { "lost and not made" }));
                        self.keys.open.push(charge);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Asks what became of a charge; made again if LINE Pay knows nothing of it.
    fn settle(&mut self, charge: Charge) {
        let weather = self.weather();
        match self.ask(&charge, weather) {
            Some(true) => self.seen.push(self.about("found")),
            Some(false) => self.charge(charge),
            None => self.keys.open.push(charge),
        }
    }

    /// Whether the charge was made; `None` where nobody answers. What is answered is held against the truth.
    fn ask(&mut self, charge: &Charge, weather: Weather) -> Option<bool> {
        let request = json!({ "orderId": charge.order });
        // What is only authorised v2 tells elsewhere.
        let both = self.version() == Version::V2;
        let questions: &[&str] = if both { &["paymentCheck", "authCheck"] } else { &["paymentCheck"] };
        for question in questions {
            let rows = match self.in_weather(weather.clone(), question, &request) {
                Ok(reply) => {
                    assert_eq!(reply.operation().name, *question);
                    PaymentRow::of(&reply)
                }
                Err(error) if error.code() == Code::NotFound => continue,
                Err(_) => return None,
            };
            let row = self.charged(&charge.order).unwrap();
            assert_eq!(rows[0].transaction_id.to_string(), row.transaction, "seed {}", self.seed);
            self.fits(charge, &row);
            return Some(true);
        }
        assert_eq!(self.charged(&charge.order), None, "seed {}: it was made, and is not found", self.seed);
        Some(false)
    }

    /// The charge is what was asked for, whatever the merchant has done with it since.
    fn fits(&self, charge: &Charge, row: &Held) {
        assert!(row.was_confirmed() && row.amount == json!(charge.amount), "seed {}: {charge:?} {row:?}", self.seed);
        let authorized = matches!(row.state.as_str(), "AUTHORIZED" | "VOIDED" | "LAPSED");
        assert!(!(authorized && charge.capture), "seed {}: {charge:?} {row:?}", self.seed);
    }

    fn check(&mut self, key: &str) {
        let weather = self.weather();
        let result = self.in_weather(weather, "regKeyCheck", &json!({ "regKey": key }));
        let usable = self.usable(key);
        match result {
            Ok(_) => assert!(usable, "seed {}: said to be usable", self.seed),
            Err(error) => {
                assert_eq!(error.outcome(), Outcome::NotExecuted, "seed {}: a question changes nothing", self.seed);
                let ended = error.return_code().is_some_and(|code| matches!(code.as_str(), "1141" | "1190" | "1193"));
                assert!(!(ended && usable), "seed {}: {error}", self.seed);
            }
        }
        self.seen.push(self.about("checked"));
    }

    fn expire(&mut self, key: &str) {
        let before = self.usable(key);
        let weather = self.weather();
        let result = self.in_weather(weather, "regKeyExpire", &json!({ "regKey": key }));
        let (after, seed) = (self.usable(key), self.seed);
        match result {
            Ok(_) => assert!(before && !after, "seed {seed}"),
            Err(error) => match error.outcome() {
                Outcome::NotExecuted => assert_eq!(before, after, "seed {seed}: {error}"),
                Outcome::Executed => assert!(!after, "seed {seed}: {error}"),
                Outcome::Unknown => {
                    assert!(self.shop.call("regKeyCheck", &json!({ "regKey": key })).is_ok() == after, "seed {seed}");
                    self.seen.push(self.about("end lost"));
                }
            },
        }
        self.seen.push(self.about("ended"));
    }

    /// An entry of `seen`.
    fn about(&self, what: &str) -> String {
        format!("{} {}", what.replace(' ', "-"), self.kind())
    }
}
