//! Many lives, on several threads. What comes out depends on the seed alone, not on the threads.

use crate::cover::Cover;
use crate::kind::Kind;
use crate::run::Number;
use crate::world::Mask;
use linepay_edge::order::life::Rule;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// So many lives are taken at a time.
const BLOCK: u64 = 100;
/// So many bad ones are kept.
const KEPT: usize = 20;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crowd {
    pub(crate) seed: u64,
    pub(crate) orders: u64,
    pub(crate) kind: Option<Kind>,
    pub(crate) without: Option<Rule>,
    pub(crate) until: Option<Instant>,
    pub(crate) threads: usize,
    /// Stop where the first bad life was found.
    pub(crate) first: bool,
    /// Say how far it is.
    pub(crate) told: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) orders: u64,
    /// The same for the same lives, in any order.
    pub(crate) hash: u64,
    pub(crate) ends: BTreeMap<&'static str, u64>,
    pub(crate) cover: Cover,
    pub(crate) faults: u64,
    /// How many were bad, and the first of them.
    pub(crate) bad: u64,
    pub(crate) broken: BTreeMap<u64, (&'static str, String)>,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.orders += other.orders;
        self.hash = self.hash.wrapping_add(other.hash);
        for (end, count) in other.ends {
            *self.ends.entry(end).or_default() += count;
        }
        self.cover.add(&other.cover);
        self.faults += other.faults;
        self.bad += other.bad;
        self.broken.extend(other.broken);
        while self.broken.len() > KEPT {
            self.broken.pop_last();
        }
    }
}

impl Crowd {
    pub(crate) fn run(&self) -> Sum {
        let (next, done, stop) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(u64::MAX));
        let sum = Mutex::new(Sum::default());
        let start = Instant::now();
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads)
                .map(|_| {
                    scope.spawn(|| {
                        Rule::without(self.without);
                        loop {
                            let begin = next.fetch_add(BLOCK, Ordering::Relaxed);
                            let over = self.until.is_some_and(|until| Instant::now() >= until);
                            if begin >= self.orders.min(stop.load(Ordering::Relaxed)) || over {
                                break;
                            }
                            let part = self.block(begin);
                            if self.first && part.bad > 0 {
                                stop.fetch_min(begin, Ordering::Relaxed);
                            }
                            done.fetch_add(part.orders, Ordering::Relaxed);
                            sum.lock().unwrap_or_else(std::sync::PoisonError::into_inner).add(part);
                        }
                    })
                })
                .collect();
            let mut told = Instant::now();
            while self.told && workers.iter().any(|worker| !worker.is_finished()) {
                std::thread::sleep(Duration::from_millis(50));
                if told.elapsed() > Duration::from_secs(10) {
                    told = Instant::now();
                    let orders = done.load(Ordering::Relaxed);
                    let speed = orders as f64 / start.elapsed().as_secs_f64();
                    eprintln!("{orders} of {} orders, {speed:.0} a second", self.orders);
                }
            }
        });
        sum.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn block(&self, begin: u64) -> Sum {
        let mut sum = Sum::default();
        for order in begin..(begin + BLOCK).min(self.orders) {
            let lived = Number { seed: self.seed, order, kind: self.kind }.live(&Mask::default(), false);
            sum.orders += 1;
            sum.hash = sum.hash.wrapping_add(lived.hash);
            *sum.ends.entry(lived.end).or_default() += 1;
            sum.cover.add(&lived.cover);
            sum.faults += lived.happened.len() as u64;
            if let Some(broken) = lived.broken {
                sum.bad += 1;
                sum.broken.insert(order, broken);
                if self.first {
                    break;
                }
            }
        }
        sum
    }
}
