//! Orders whose orderId LINE Pay calls taken, which may then be reserved under another one: their lives, and what must
//! hold of them.

use crate::books::as_received;
use crate::dense::LEASE;
use crate::fault::Fault;
use crate::life::{Act, Life, MINUTE, SECOND};
use crate::process::Process;
use crate::random::Random;
use crate::world::{ORDER, World};
use linepay_edge::flow::Looked;
use linepay_edge::input::Input;
use linepay_edge::{Config, Error, Request};
use serde_json::{Value, json};

/// How many of a hundred lives are of this kind.
pub(crate) const OFTEN: u64 = 8;

/// What goes wrong together: reserves whose answers are lost, and then much else.
const TOGETHER: [&[Fault]; 7] = [
    &[Fault::LostReply],
    &[Fault::LostReply, Fault::StaleCall],
    &[Fault::HangAfter, Fault::Crash],
    &[Fault::Truncated, Fault::StaleTime, Fault::Pause],
    &[Fault::GatewayAfter, Fault::CodeAfter, Fault::Late],
    &[Fault::LostReply, Fault::Late, Fault::Refused],
    &[Fault::WriteLost, Fault::WriteUnheard, Fault::LostReply],
];

/// Is it the order's own orderId, or that with a suffix?
pub(crate) fn is_of_order(id: &str) -> bool {
    id == ORDER || id.strip_prefix(ORDER).is_some_and(|rest| rest.starts_with('-'))
}

impl Life {
    /// What LINE Pay does with an orderId that is reserved twice, and whether the shop takes another one then.
    pub(crate) fn order_ids(&mut self, taken: bool) {
        let mut random = Random::of(self.seed, 7);
        let strict = (random.percent(15) || taken) && !self.charged;
        self.suffixes = (random.percent(if strict { 80 } else { 15 }) || taken) && !self.charged;
        if strict {
            self.settings["strictOrderId"] = json!(true);
        }
    }

    /// Several wishes to pay, of which the first ones are lost or over; or the order is paid past the ledger.
    pub(crate) fn taken(&mut self, random: &mut Random) {
        self.only(random, &TOGETHER);
        if random.percent(25) {
            self.settings["strictOrderId"] = json!(random.percent(50));
            // Of a registration over nothing LINE Pay may list no row: it moves no money, and is made once more.
            self.quotes[0].amount = 360;
            self.acts.push((0, Act::Elsewhere));
            let mut at = MINUTE;
            for _ in 0..random.between(1, 3) {
                let pay = self.acts.len();
                self.acts.push((at, Act::Pay(0)));
                self.acts.push((at + 20 * SECOND, Act::Decide(pay, "approve")));
                self.acts.push((at + 30 * SECOND, Act::Visit(pay)));
                at += random.spread(MINUTE, 20 * MINUTE);
            }
            return;
        }
        if random.percent(20) {
            self.rate = 0;
        }
        let crowd = random.percent(50);
        let (mut at, mut paid) = (0, Vec::new());
        for number in 0..random.between(2, 4) {
            let pay = self.acts.len();
            paid.push(pay);
            self.acts.push((at, Act::Pay(usize::from(number > 0 && random.percent(30)))));
            if random.percent(40) {
                self.acts.push((at + random.spread(SECOND, MINUTE), Act::Cancel(pay)));
            }
            if random.percent(70) {
                self.acts.push((at + random.spread(SECOND, 2 * MINUTE), Act::Decide(pay, "approve")));
            }
            at += if crowd { random.spread(1, 20 * SECOND) } else { random.spread(MINUTE, 40 * MINUTE) };
        }
        for _ in 0..random.between(1, 4) {
            self.acts.push((at, Act::Visit(random.pick(&paid))));
            at += if random.percent(50) { LEASE + random.spread(SECOND, MINUTE) } else { random.spread(1, MINUTE) };
        }
        if random.percent(40) {
            self.operator(random, crowd);
        }
    }
}

impl World<'_> {
    /// Another program of the shop takes a payment of the order, and tells no ledger.
    pub(crate) fn pays_elsewhere(&self) {
        let quote = self.life.quotes[0];
        let config = self.config(quote.version);
        let reserved = self.by_hand(&config, "reserve", &self.request(quote, ORDER));
        let id = reserved["info"]["transactionId"].to_string();
        self.books.control("POST", &format!("transactions/{id}/approve"), "", self.now());
        let fields = json!({ "transactionId": id, "amount": quote.amount, "currency": "TWD" });
        let confirmed = self.by_hand(&config, "confirm", &fields.to_string());
        self.tell("pays elsewhere", || format!("{id}: {}", confirmed["returnCode"]));
        *self.elsewhere.borrow_mut() = id;
    }

    fn by_hand(&self, config: &Config, operation: &str, fields: &str) -> Value {
        let operation = linepay_edge::operations::find(operation).expect("an operation");
        let request = Request::read(operation, config.version(), Input::of(fields), None).expect("it keeps the rules");
        let request = linepay_edge::prepare(config, &request, "by-hand").expect("it can be sent");
        serde_json::from_str(&self.books.receive(&as_received(&request), self.now()).body).expect("JSON")
    }

    /// A reserve leaves.
    pub(crate) fn reserves(&self, body: &[u8]) {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let id = body["orderId"].as_str().unwrap_or_default();
        if id == ORDER {
            return;
        }
        if !is_of_order(id) || !self.life.suffixes {
            self.breaks("P10: a reserve leaves under an orderId that it may not have", || id.to_owned());
        }
        if !self.elsewhere.borrow().is_empty() {
            self.breaks("P10: a reserve leaves under another orderId though the order is paid", || id.to_owned());
        }
    }

    /// A wish to pay has ended.
    pub(crate) fn wish_ends(&self, process: &Process<'_, '_>, looked: &Result<Looked, Error>) {
        let taken = looked.as_ref().err().and_then(Error::return_code).is_some_and(|code| code.as_str() == "1172");
        let well = !self.happened.borrow().iter().any(|(task, ..)| *task == process.task.name);
        let paid = || self.books.held(self.now()).iter().any(crate::books::Held::was_confirmed);
        if taken && well && self.life.suffixes && !paid() {
            self.breaks("L5: an order that nobody has paid cannot be paid", String::new);
        }
    }
}
