//! A shop whose orders a ledger remembers: the real flow over the sandbox and a ledger in memory, each with troubles of
//! its own.

use super::asked::ask;
use super::shop::run::{block_on, step};
use super::shop::{MINUTE, ORIGIN, Shop, input, shops};
use linepay_edge::flow::{
    Asked, Client, Handled, Hooks, Host, HttpReply, Kept, Ledger, LedgerRead, LedgerWrite, LinePayEvent, Looked, Lost,
    Orders, Payment, Told,
};
use linepay_edge::id::{OrderId, TransactionId};
use linepay_edge::order::life::{Act, Lapse, Limits, Record, Reservation, Rest, ShopBinding, Terms, Who};
use linepay_edge::{Environment, Error, Expected, HttpRequest, Version};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};

/// What happens to one write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mishap {
    /// It is not made, and nobody hears so.
    Lost,
    /// It is made, and nobody hears so.
    Unheard,
    /// It is made, and its answer takes so many milliseconds.
    Slow(u64),
    /// It is made, nobody hears so, and the ledger is down from then on.
    Last,
    /// The same, but whoever wrote hears so.
    Heard,
    /// It is not made: somebody else has written the same record just before.
    Overtaken,
}

/// A ledger in memory, on the network's clock.
#[derive(Default)]
pub(crate) struct Memory {
    records: RefCell<BTreeMap<String, (Kept, Option<u64>)>>,
    writes: Cell<u64>,
    reads: Cell<u64>,
    /// For the next writes; `None`: it goes well.
    pub(crate) mishaps: RefCell<VecDeque<Option<Mishap>>>,
    pub(crate) down: Cell<bool>,
    /// It goes down with this read, counted from the first.
    pub(crate) ends_at: Cell<Option<u64>>,
    /// How far its clock is ahead of the shop's, in milliseconds.
    pub(crate) ahead: Cell<i64>,
}

impl Memory {
    /// Reads and writes so far.
    pub(crate) fn trips(&self) -> (u64, u64) {
        (self.reads.get(), self.writes.get())
    }

    /// When an order wants to be looked at; `None`: it is closed, or there is none.
    pub(crate) fn wake_at(&self, order: &str) -> Option<u64> {
        self.records.borrow().get(&format!("linepay/{order}")).and_then(|(_, wake_at)| *wake_at)
    }

    pub(crate) fn text(&self, order: &str) -> Option<String> {
        self.records.borrow().get(&format!("linepay/{order}")).map(|(kept, _)| kept.text.clone())
    }

    pub(crate) fn put(&self, order: &str, text: &str) {
        let kept = Kept { text: text.to_owned(), version: "put".to_owned() };
        self.records.borrow_mut().insert(format!("linepay/{order}"), (kept, Some(0)));
    }

    fn swap(&self, key: &str, if_version: Option<&str>, kept: Kept, wake_at: Option<u64>) -> bool {
        let mut records = self.records.borrow_mut();
        let fits = records.get(key).map(|(old, _)| old.version.as_str()) == if_version;
        if fits {
            records.insert(key.to_owned(), (kept, wake_at));
        }
        fits
    }

    fn due(&self, now: u64) -> Vec<String> {
        let records = self.records.borrow();
        let due = records.iter().filter(|(_, (_, wake_at))| wake_at.is_some_and(|at| at <= now));
        due.map(|(key, _)| key.strip_prefix("linepay/").unwrap().to_owned()).collect()
    }
}

/// A shop with a ledger and hooks.
pub(crate) struct KeptShop {
    pub(crate) shop: Shop,
    pub(crate) ledger: Memory,
    pub(crate) told: RefCell<Vec<Told>>,
    /// What the hooks answer next; then that they took it.
    pub(crate) hooks: RefCell<VecDeque<Option<bool>>>,
    /// The authorisations that it was told to be near their end, and what it says of them.
    pub(crate) warned: RefCell<Vec<Payment>>,
    pub(crate) lapse: Cell<Option<Lapse>>,
    /// Does the shop keep the sweep from confirming?
    pub(crate) keeps: Cell<bool>,
}

impl Host for KeptShop {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        self.shop.network.send(request).await
    }
    fn now(&self) -> u64 {
        self.shop.network.now()
    }
    async fn sleep(&self, milliseconds: u32) {
        self.shop.network.sleep(milliseconds).await;
    }
    fn nonce(&self) -> String {
        self.shop.network.nonce()
    }
    fn event(&self, event: &LinePayEvent) {
        self.shop.network.event(event);
    }
}

impl Ledger for KeptShop {
    async fn read(&self, key: &str, limit: u64) -> Result<LedgerRead, String> {
        step().await;
        self.ledger.reads.set(self.ledger.reads.get() + 1);
        if self.ledger.ends_at.get() == Some(self.ledger.reads.get()) {
            self.ledger.down.set(true);
        }
        if self.ledger.down.get() {
            self.shop.network.advance(limit);
            return Err("the ledger has not answered in time".to_owned());
        }
        let record = self.ledger.records.borrow().get(key).map(|(kept, _)| kept.clone());
        let now = self.ledger_now();
        step().await;
        Ok(LedgerRead { record, now })
    }

    async fn write(
        &self,
        key: &str,
        text: &str,
        if_version: Option<&str>,
        wake_at: Option<u64>,
        limit: u64,
    ) -> LedgerWrite {
        step().await;
        assert!(text.len() < 32 * 1024);
        let number = self.ledger.writes.get() + 1;
        self.ledger.writes.set(number);
        let mishap = self.ledger.mishaps.borrow_mut().pop_front().flatten();
        if self.ledger.down.get() || mishap == Some(Mishap::Lost) {
            self.shop.network.advance(limit);
            return LedgerWrite::Unknown;
        }
        if let (Some(Mishap::Overtaken), Some((kept, _))) = (mishap, self.ledger.records.borrow_mut().get_mut(key)) {
            kept.version = format!("other{number}");
        }
        let version = format!("v{number}");
        let kept = Kept { text: text.to_owned(), version: version.clone() };
        if !self.ledger.swap(key, if_version, kept, wake_at) {
            return LedgerWrite::Conflict;
        }
        self.ledger.down.set(matches!(mishap, Some(Mishap::Last | Mishap::Heard)));
        if matches!(mishap, Some(Mishap::Unheard | Mishap::Last)) {
            return LedgerWrite::Unknown;
        }
        let now = self.ledger_now();
        if let Some(Mishap::Slow(milliseconds)) = mishap {
            self.shop.network.advance(milliseconds);
        }
        step().await;
        LedgerWrite::Done { version, now }
    }
}

impl Hooks for KeptShop {
    async fn tell(&self, told: &Told, limit: u64) -> Option<bool> {
        step().await;
        self.told.borrow_mut().push(told.clone());
        let answer = self.hooks.borrow_mut().pop_front().unwrap_or(Some(true));
        if answer.is_none() {
            self.shop.network.advance(limit);
        }
        step().await;
        answer
    }

    async fn expiring(&self, payment: &Payment, _limit: u64) -> Option<Lapse> {
        step().await;
        self.warned.borrow_mut().push(payment.clone());
        self.lapse.get()
    }

    async fn may_confirm(&self, asked: &Asked, _limit: u64) -> bool {
        step().await;
        assert!(asked.transaction_id.is_some());
        !self.keeps.get()
    }
}

impl KeptShop {
    pub(crate) fn of(shop: Shop) -> KeptShop {
        KeptShop {
            shop,
            ledger: Memory::default(),
            told: RefCell::default(),
            hooks: RefCell::default(),
            warned: RefCell::default(),
            lapse: Cell::new(Some(Lapse::Leave)),
            keeps: Cell::new(false),
        }
    }

    pub(crate) fn ledger_now(&self) -> u64 {
        self.shop.network.time().checked_add_signed(self.ledger.ahead.get()).unwrap()
    }

    pub(crate) fn orders(&self) -> Orders<'_, KeptShop> {
        Orders::new(&self.shop.config, self, Limits::default())
    }

    pub(crate) fn terms(&self, id: &str, amount: u32) -> Terms {
        let order = linepay_edge::flow::Order {
            order_id: id.into(),
            amount: amount.to_string().parse().unwrap(),
            currency: "TWD".parse().unwrap(),
            capture: self.shop.capture,
            preapproved: self.shop.preapproved,
            shipping: None,
        };
        Terms { order, version: self.shop.version() }
    }

    /// A wish to pay.
    pub(crate) async fn pay_async(&self, id: &str, amount: u32) -> Result<Looked, Error> {
        let terms = self.terms(id, amount);
        let reserve = async |now: &dyn Fn() -> u64, terms: &Terms| {
            let mut quote = self.shop.quote(terms.order.order_id.as_str(), amount);
            let urls = json!({
                "confirmUrl": format!("{ORIGIN}/pay/confirm"), "cancelUrl": format!("{ORIGIN}/pay/cancel"),
            });
            if self.shop.version() == Version::V2 {
                for (name, url) in urls.as_object().unwrap() {
                    quote[name] = url.clone();
                }
            } else {
                quote["redirectUrls"] = urls;
            }
            let request = ask("reserve", self.shop.version(), input(&quote)).unwrap();
            let client = Client::new(&self.shop.config, self);
            let reply = client.call(&request, &Expected::default()).await?.reply;
            Ok(Reservation::of(&reply, terms.clone(), now()).unwrap())
        };
        let mut orders = self.orders();
        orders.suffixes = self.shop.settings.suffix_order_ids;
        orders.pay(&id.into(), &terms, reserve).await
    }

    /// The transaction to whose page the buyer is sent.
    pub(crate) fn pay(&self, id: &str, amount: u32) -> TransactionId {
        let looked = block_on(self.pay_async(id, amount)).unwrap();
        looked.link.unwrap_or_else(|| panic!("no link: {looked:?}"))
    }

    pub(crate) fn decide(&self, transaction: TransactionId, decision: &str) {
        let path = format!("transactions/{transaction}/{decision}");
        assert_eq!(self.shop.control("POST", &path, &Value::Null).0, 200);
    }

    /// A reservation that the buyer has approved, some minutes later.
    pub(crate) fn approved(&self, id: &str, amount: u32) -> TransactionId {
        let transaction = self.pay(id, amount);
        self.shop.network.advance(2 * MINUTE);
        self.decide(transaction, "approve");
        transaction
    }

    pub(crate) fn look(&self, id: &str, who: &Who) -> Looked {
        block_on(self.orders().look(&id.into(), who)).unwrap()
    }

    pub(crate) fn visit(&self, id: &str, transaction: TransactionId) -> Looked {
        self.look(id, &Who::Visit { transaction, fee: None })
    }

    pub(crate) fn operate(&self, id: &str, act: Act) -> Looked {
        self.look(id, &Who::Operator(act))
    }

    /// What somebody of the shop asks for, as the package gives it.
    pub(crate) async fn ask_async(&self, word: &str, id: &str, options: Value) -> Result<Handled, Error> {
        self.orders().handle(word, &id.into(), input(&options)).await
    }

    /// What the record says after it, or why it is not done.
    pub(crate) fn ask(&self, word: &str, id: &str, options: Value) -> Result<Value, Error> {
        let handled = block_on(self.ask_async(word, id, options))?;
        match handled.error {
            Some(error) => Err(error),
            None => Ok(handled.order.map_or(Value::Null, |order| serde_json::from_str(order.as_str()).unwrap())),
        }
    }

    pub(crate) fn sweep(&self, id: &str) -> Looked {
        block_on(self.orders().sweep(&OrderId::from(id))).unwrap()
    }

    /// Sweeps what is due, and passes the time until nothing is open; whether that came within so many minutes.
    pub(crate) fn settle(&self, minutes: u64) -> bool {
        let end = self.ledger_now() + minutes * MINUTE;
        loop {
            for order in self.ledger.due(self.ledger_now()) {
                self.sweep(&order);
            }
            let next = self.ledger.records.borrow().values().filter_map(|(_, wake_at)| *wake_at).min();
            let Some(next) = next else { return true };
            let now = self.ledger_now();
            if next > end {
                return false;
            }
            self.shop.network.advance(next.saturating_sub(now).max(1));
        }
    }

    pub(crate) fn record(&self, id: &str) -> Record {
        let shop = ShopBinding { channel_id: super::shop::CHANNEL.to_owned(), environment: Environment::Sandbox };
        Record::read(&self.ledger.text(id).expect("a record"), &shop, &id.into()).unwrap()
    }

    /// What the hooks were told, by key.
    pub(crate) fn told(&self) -> Vec<String> {
        self.told.borrow().iter().map(|told| told.key.clone()).collect()
    }
}

/// In all versions, captured and only authorised.
pub(crate) fn all() -> impl Iterator<Item = KeptShop> {
    let captures = [true, false].into_iter();
    captures.flat_map(move |capture| shops(json!({})).map(move |shop| KeptShop::of(Shop { capture, ..shop })))
}

pub(crate) fn is_paid(looked: &Looked) -> bool {
    looked.rest == Rest::Settled && looked.record.as_ref().is_some_and(|record| record.payment.is_some())
}
