//! One life, from its first act to its end.

use crate::acts;
use crate::cover::Cover;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::life::{HOUR, Life};
use crate::random::mix;
use crate::world::{Event, Mask, World};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

/// Names of tasks that are no act of the plan.
const SWEEPS: u64 = 1_000;
const PERSON: u64 = 900_000;
/// So many events at most. A life has some hundreds.
const EVENTS: usize = 60_000;
/// Within so many sweeps after the last fault an order is at its end, or somebody is told.
const CALM_SWEEPS: u64 = 90;

/// Which life.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    pub(crate) seed: u64,
    pub(crate) order: u64,
    pub(crate) kind: Option<Kind>,
}

/// What came of a life.
pub(crate) struct Lived {
    pub(crate) hash: u64,
    pub(crate) broken: Option<(&'static str, String)>,
    pub(crate) cover: Cover,
    pub(crate) happened: Vec<(u64, u32, Fault)>,
    pub(crate) lines: Vec<String>,
    /// How it ended: for the table.
    pub(crate) end: &'static str,
}

impl Number {
    pub(crate) fn life(self) -> Life {
        Life::of(mix(self.seed, self.order), self.kind)
    }

    pub(crate) fn live(self, mask: &Mask, told: bool) -> Lived {
        live(&self.life(), mask, told, |_| {})
    }

    /// The same, with something changed before the end is judged: for the tests of the judges.
    #[cfg(test)]
    pub(crate) fn forged(self, forge: impl Fn(&World<'_>)) -> Option<&'static str> {
        live(&self.life(), &Mask::default(), false, forge).broken.map(|(property, _)| property)
    }
}

type Task<'w> = Option<Pin<Box<dyn Future<Output = ()> + 'w>>>;

fn live(life: &Life, mask: &Mask, told: bool, before_end: impl Fn(&World<'_>)) -> Lived {
    let world = World::new(life, mask, told);
    let mut tasks: Vec<Task<'_>> = Vec::new();
    let mut persons = 0;
    let mut calm_sweeps = 0;
    for events in 0.. {
        if events > EVENTS {
            world.breaks("L1: it never ends", String::new);
        }
        if world.seen.borrow().broken.is_some() {
            break;
        }
        let Some(event) = world.next() else {
            // Nothing is due: the end, or a step that waits for a person.
            let stuck = world.record().is_some_and(|record| record.work.is_some_and(|work| work.stuck));
            if stuck && persons < 3 {
                persons += 1;
                world.at(world.now() + 7 * HOUR, Event::Begin(usize::MAX));
                continue;
            }
            break;
        };
        let task = match event {
            Event::Arrive(number) => {
                world.arrives(number);
                continue;
            }
            Event::Write(number) => {
                world.written(number);
                continue;
            }
            Event::Wake(task) => task,
            Event::Begin(usize::MAX) => {
                tasks.push(Some(Box::pin(acts::resolve(&world, PERSON + persons))));
                tasks.len() - 1
            }
            Event::Begin(number) => {
                world.tell("begins", || format!("{number}: {:?}", life.acts[number].1));
                tasks.push(Some(Box::pin(acts::act(&world, number))));
                tasks.len() - 1
            }
            Event::Cron(number) => {
                if !world.takes_cron(number) {
                    continue;
                }
                let Some(wake_at) = world.store.wake_at.get() else { continue };
                if wake_at > world.store_now() {
                    world.sweep_at(wake_at);
                    continue;
                }
                calm_sweeps += u64::from(world.is_calm());
                if calm_sweeps > CALM_SWEEPS {
                    unfinished(&world);
                    break;
                }
                let name = SWEEPS + world.sweeps.get();
                world.sweeps.set(world.sweeps.get() + 1);
                world.tell("sweeps", || name.to_string());
                // One that ends without a write leaves the order due.
                world.sweep_at(world.store_now() + 60_000);
                tasks.push(Some(Box::pin(acts::sweep(&world, name))));
                tasks.len() - 1
            }
        };
        poll(&world, &mut tasks, task);
    }
    drop(tasks);
    before_end(&world);
    let closed = world.store.wake_at.get().is_none();
    if world.seen.borrow().broken.is_none() {
        world.ends(closed);
    }
    let end = match world.record() {
        None => "nothing",
        Some(record) if record.payment.is_some() => "paid",
        Some(_) if closed => "closed",
        Some(_) => "open",
    };
    let happened = world.happened.take();
    let lines = world.lines.as_ref().map(std::cell::RefCell::take).unwrap_or_default();
    Lived {
        hash: world.hash.get(),
        broken: world.seen.borrow_mut().broken.take(),
        cover: world.cover.take(),
        happened,
        lines,
        end,
    }
}

fn poll(world: &World<'_>, tasks: &mut [Task<'_>], number: usize) {
    let Some(task) = &mut tasks[number] else { return };
    let mut context = Context::from_waker(Waker::noop());
    if task.as_mut().poll(&mut context).is_ready() {
        tasks[number] = None;
        return;
    }
    match world.woken() {
        Some(time) => world.at(time, Event::Wake(number)),
        None => tasks[number] = None,
    }
}

/// Too many sweeps: it is fine only if somebody was told.
fn unfinished(world: &World<'_>) {
    let told = world.record().is_some_and(|record| !record.problems.is_empty());
    if !told {
        let how = || world.record().map_or_else(String::new, |record| world.view(&record));
        world.breaks("L1: an order comes to no end, and nobody is told", how);
    }
}
