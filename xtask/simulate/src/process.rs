//! One process of the shop: what the flow needs of a host, with a clock of its own, and everything that may go wrong.

use crate::fault::Fault;
use crate::life::{MINUTE, SECOND};
use crate::world::{Task, World};
use linepay_edge::HttpRequest;
use linepay_edge::flow::{Host, HttpReply, LinePayEvent, Lost};
use linepay_edge::order::life::Record;
use std::cell::Cell;

/// How often the process ends or stands still, by the rate of the life, in hundredths.
const OFTEN: u64 = 25;

pub(crate) struct Process<'w, 'l> {
    pub(crate) world: &'w World<'l>,
    pub(crate) task: Task,
    drawn: Cell<u64>,
    /// Does it act for a buyer at confirmUrl, and of which transaction?
    pub(crate) visits: Cell<Option<linepay_edge::id::TransactionId>>,
    pub(crate) sweeps: bool,
    /// Has it answered a page early, and not begun its last write?
    paged: Cell<bool>,
}

impl<'w, 'l> Process<'w, 'l> {
    pub(crate) fn new(world: &'w World<'l>, name: u64, sweeps: bool) -> Process<'w, 'l> {
        let task = Task::new(world.life.seed, name);
        Process { world, task, drawn: Cell::new(0), visits: Cell::new(None), sweeps, paged: Cell::new(false) }
    }

    /// How long an ordinary way takes.
    pub(crate) fn way(&self) -> u64 {
        self.task.random.borrow_mut().spread(1, self.world.life.latency)
    }

    /// The buyer has the page; what is left is a write.
    pub(crate) fn pages(&self, record: &Record) {
        self.world.tell("page", || format!("of {}", self.task.name));
        self.world.says(record);
        self.paged.set(true);
    }

    /// The name of a write where the process can end before it.
    pub(crate) fn writes(&self) -> &'static str {
        if self.paged.replace(false) { "page" } else { "write" }
    }

    /// Where the process can end, or stand still.
    pub(crate) async fn step(&self, operation: &str) {
        let world = self.world;
        match world.fault(&self.task, &[Fault::Crash, Fault::Pause], OFTEN) {
            Some(Fault::Crash) => {
                world.covers(Fault::Crash, operation);
                world.tell("crash", || format!("of {} at {operation}", self.task.name));
                world.die().await;
            }
            Some(_) => {
                world.covers(Fault::Pause, operation);
                let time = self.task.much(SECOND, 5 * MINUTE);
                world.tell("pause", || format!("of {} at {operation}: {time} ms", self.task.name));
                world.until(world.now() + time).await;
            }
            None => {}
        }
    }
}

impl Host for Process<'_, '_> {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Lost> {
        crate::wire::send(self, request).await
    }

    fn now(&self) -> u64 {
        (self.world.now() + self.task.ahead).saturating_sub(crate::life::HOUR)
    }

    async fn sleep(&self, milliseconds: u32) {
        self.world.until(self.world.now() + u64::from(milliseconds)).await;
        self.step("sleep").await;
    }

    fn nonce(&self) -> String {
        let number = self.drawn.get() + 1;
        self.drawn.set(number);
        format!("n{}-{number}", self.task.name)
    }

    fn event(&self, event: &LinePayEvent) {
        self.world.keeps_the_secret("an event", &format!("{event:?}"));
    }
}
