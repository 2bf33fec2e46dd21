//! A time of its own in which tasks, requests and writes are events: the same seed gives the same order of them.

use crate::books::Books;
use crate::charges::Charged;
use crate::checks::Seen;
use crate::cover::Cover;
use crate::fault::{Fault, Faults};
use crate::hands::Hands;
use crate::life::{HOUR, Life, MINUTE};
use crate::owed::Owed;
use crate::random::{Random, mix};
use crate::store::{Store, Writing};
use crate::wire::Exchange;
use linepay_edge::id::TransactionId;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::task::Poll;

/// 2026-05-07T03:04:05Z
pub(crate) const START: u64 = 1_778_123_045_000;
pub(crate) const ORDER: &str = "ORD-1";

/// What happens at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An act of the plan begins.
    Begin(usize),
    /// A task goes on.
    Wake(usize),
    /// A request arrives at LINE Pay.
    Arrive(usize),
    /// A write arrives at the ledger.
    Write(usize),
    /// Whoever sweeps looks what is due; only the last one counts.
    Cron(u64),
}

/// What is left out of a life, to find out what its end depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mask {
    /// Acts, by number.
    pub(crate) acts: BTreeSet<usize>,
    /// Kinds of faults.
    pub(crate) faults: Faults,
    /// Single faults: of which task the how manyth.
    pub(crate) single: BTreeSet<(u64, u32)>,
}

pub(crate) struct World<'l> {
    pub(crate) life: &'l Life,
    pub(crate) mask: &'l Mask,
    now: Cell<u64>,
    /// When faults end.
    pub(crate) calm_at: u64,
    queue: RefCell<BTreeMap<(u64, u64), Event>>,
    number: Cell<u64>,
    /// When the task that runs goes on.
    wake: Cell<Option<u64>>,
    dying: Cell<bool>,
    pub(crate) books: Books,
    pub(crate) store: Store,
    pub(crate) exchanges: RefCell<Vec<Exchange>>,
    pub(crate) writings: RefCell<Vec<Writing>>,
    /// What an act that wanted to pay was given.
    pub(crate) links: RefCell<BTreeMap<usize, TransactionId>>,
    pub(crate) seen: RefCell<Seen>,
    pub(crate) owed: RefCell<Owed>,
    pub(crate) hands: RefCell<Hands>,
    /// The regKeys that the shop has.
    pub(crate) keys: RefCell<Vec<String>>,
    pub(crate) charged: RefCell<Charged>,
    /// The payment that was made past the ledger.
    pub(crate) elsewhere: RefCell<String>,
    pub(crate) cover: RefCell<Cover>,
    pub(crate) hash: Cell<u64>,
    pub(crate) lines: Option<RefCell<Vec<String>>>,
    /// Faults that happened.
    pub(crate) happened: RefCell<Vec<(u64, u32, Fault)>>,
    cron: Cell<(u64, u64)>,
    pub(crate) sweeps: Cell<u64>,
    pub(crate) down_until: Cell<u64>,
}

impl<'l> World<'l> {
    pub(crate) fn new(life: &'l Life, mask: &'l Mask, told: bool) -> World<'l> {
        let world = World {
            life,
            mask,
            now: Cell::new(START),
            calm_at: START + life.last() + 10 * MINUTE,
            queue: RefCell::default(),
            number: Cell::new(0),
            wake: Cell::new(None),
            dying: Cell::new(false),
            books: Books::new(life),
            store: Store::default(),
            exchanges: RefCell::default(),
            writings: RefCell::default(),
            links: RefCell::default(),
            seen: RefCell::default(),
            owed: RefCell::default(),
            hands: RefCell::default(),
            keys: RefCell::default(),
            charged: RefCell::default(),
            elsewhere: RefCell::default(),
            cover: RefCell::default(),
            hash: Cell::new(0),
            lines: told.then(RefCell::default),
            happened: RefCell::default(),
            cron: Cell::new((0, u64::MAX)),
            sweeps: Cell::new(0),
            down_until: Cell::new(0),
        };
        world.register();
        for (number, (at, _)) in life.acts.iter().enumerate() {
            if !mask.acts.contains(&number) {
                world.at(START + at, Event::Begin(number));
            }
        }
        world
    }

    pub(crate) fn now(&self) -> u64 {
        self.now.get()
    }

    /// The ledger's clock is some minutes off.
    pub(crate) fn store_now(&self) -> u64 {
        self.now() + mix(self.life.seed, 2) % (4 * MINUTE)
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.now() >= self.calm_at
    }

    pub(crate) fn at(&self, time: u64, event: Event) {
        let number = self.number.get();
        self.number.set(number + 1);
        self.queue.borrow_mut().insert((time, number), event);
    }

    /// The next event, and its time has come.
    pub(crate) fn next(&self) -> Option<Event> {
        let ((time, _), event) = self.queue.borrow_mut().pop_first()?;
        self.now.set(time.max(self.now()));
        Some(event)
    }

    /// Somebody has to sweep then: an earlier time replaces a later one.
    pub(crate) fn sweep_at(&self, wake_at: u64) {
        let own = (wake_at + self.now()).saturating_sub(self.store_now()).max(self.now());
        let (number, known) = self.cron.get();
        let random = mix(self.life.seed, 3_000 + number);
        let wait = if self.is_calm() { 0 } else { random % (12 * MINUTE) };
        let least = if self.life.swept { self.now() } else { self.calm_at };
        let at = (own + wait).max(least);
        if at < known {
            self.cron.set((number + 1, at));
            self.at(at, Event::Cron(number + 1));
        }
    }

    /// Is it the sweep that counts? Then the next one has to be asked for.
    pub(crate) fn takes_cron(&self, number: u64) -> bool {
        let (last, _) = self.cron.get();
        if last == number {
            self.cron.set((last, u64::MAX));
        }
        last == number
    }

    /// The task that runs goes on then.
    pub(crate) async fn until(&self, time: u64) {
        let mut asked = false;
        poll_fn(|_| {
            if asked {
                return Poll::Ready(());
            }
            asked = true;
            self.wake.set(Some(time));
            Poll::Pending
        })
        .await;
    }

    /// The process that runs ends here.
    pub(crate) async fn die(&self) {
        self.dying.set(true);
        std::future::pending::<()>().await;
    }

    /// When the task that has just given way goes on; `None`: never.
    pub(crate) fn woken(&self) -> Option<u64> {
        let wake = self.wake.take();
        if self.dying.replace(false) { None } else { wake }
    }

    /// Something happened: for the hash, and for whoever reads.
    pub(crate) fn tell(&self, what: &str, say: impl FnOnce() -> String) {
        let mut hash = mix(self.hash.get(), self.now());
        for byte in what.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.hash.set(hash);
        if let Some(lines) = &self.lines {
            let passed = self.now() - START;
            let text = format!("{:>4}:{:06.3}  {what} {}", passed / MINUTE, passed as f64 % 60e3 / 1e3, say());
            lines.borrow_mut().push(text);
        }
    }

    /// Does one of these happen now, in this task?
    pub(crate) fn fault(&self, task: &Task, of: &[Fault], weight: u64) -> Option<Fault> {
        let number = task.faults.get();
        task.faults.set(number + 1);
        let mut random = task.random.borrow_mut();
        // Only what this life has counts: another one has more of something else.
        let of: Vec<Fault> = of.iter().copied().filter(|fault| self.life.faults.has(*fault)).collect();
        let (is, place, much) = (random.mille(self.life.rate * weight / 100), random.next(), random.next());
        let kind = of.get(place as usize % of.len().max(1)).copied()?;
        let off = !is || self.mask.faults.has(kind) || self.is_calm();
        if off || self.mask.single.contains(&(task.name, number)) {
            return None;
        }
        task.much.set(much);
        self.happened.borrow_mut().push((task.name, number, kind));
        Some(kind)
    }
}

/// What one process draws its chances from.
pub(crate) struct Task {
    pub(crate) name: u64,
    pub(crate) random: RefCell<Random>,
    faults: Cell<u32>,
    much: Cell<u64>,
    /// How far its clock is off, in milliseconds.
    pub(crate) ahead: u64,
}

impl Task {
    pub(crate) fn new(seed: u64, name: u64) -> Task {
        let mut random = Random::of(seed, 10_000 + name);
        let ahead = if random.percent(50) { HOUR } else { random.below(2 * HOUR) };
        Task { name, random: RefCell::new(random), faults: Cell::new(0), much: Cell::new(0), ahead }
    }

    /// How much of the last fault there is, between these.
    pub(crate) fn much(&self, least: u64, most: u64) -> u64 {
        Random::of(self.much.get(), 4).spread(least, most)
    }
}
