//! Faults that wait for their calls.

use super::World;
use super::records::Record;
use crate::clock::Millis;
use crate::faults::Fault;
use crate::id;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A fault that a test armed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Armed {
    fault: Fault,
    /// Which one it was; tells two random ones apart.
    number: u64,
    /// Calls that it was for, spoilt or not.
    seen: u64,
    until: Option<Millis>,
}

/// All of them, and which orders have used up what they asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Faults {
    armed: Vec<Armed>,
    count: u64,
    used: VecDeque<(String, u64)>,
}

/// So many orders are remembered.
const KEPT: usize = 1000;

impl World {
    pub(crate) fn faults(&self) -> Vec<&Fault> {
        self.faults.armed.iter().map(|armed| &armed.fault).collect()
    }

    pub(crate) fn has_faults(&self) -> bool {
        !self.faults.armed.is_empty()
    }

    pub(crate) fn arm(&mut self, fault: Fault, now: Millis) {
        let until = fault.for_seconds.map(|seconds| now.saturating_add(seconds.saturating_mul(1000)));
        let fault = Fault { times: fault.limit(), ..fault };
        self.faults.count = self.faults.count.saturating_add(1);
        self.faults.armed.push(Armed { fault, number: self.faults.count, seen: 0, until });
        self.touched.insert(Record::Faults);
    }

    pub(crate) fn disarm(&mut self) {
        self.faults.armed.clear();
        self.touched.insert(Record::Faults);
    }

    /// Forgets faults whose time is over.
    pub(crate) fn end_faults(&mut self, now: Millis) {
        let before = self.faults.armed.len();
        self.faults.armed.retain(|armed| armed.until.is_none_or(|until| now < until));
        if self.faults.armed.len() != before {
            self.touched.insert(Record::Faults);
        }
    }

    /// The oldest fault that is for a call, used up once.
    pub(crate) fn take_fault(
        &mut self,
        seed: &str,
        operation: &str,
        is_query: bool,
        order: Option<&str>,
    ) -> Option<Fault> {
        let mut found = None;
        for (place, armed) in self.faults.armed.iter_mut().enumerate() {
            if !armed.fault.is_for(operation, is_query, order) {
                continue;
            }
            self.touched.insert(Record::Faults);
            armed.seen = armed.seen.saturating_add(1);
            let own = format!("{seed} {}", armed.number);
            let hit = |rate: f64| id::fraction(armed.fault.seed.as_deref().unwrap_or(&own), armed.seen) < rate;
            if armed.fault.rate.is_none_or(hit) {
                found = Some(place);
                break;
            }
        }
        let place = found?;
        let armed = self.faults.armed.get_mut(place)?;
        armed.fault.times = armed.fault.times.map(|times| times.saturating_sub(1));
        let taken = armed.fault.clone();
        if taken.times == Some(0) {
            self.faults.armed.remove(place);
        }
        Some(taken)
    }

    /// Whether what an order asks for of an operation is left, used up once.
    pub(crate) fn use_pattern(&mut self, operation: &str, order: &str, limit: Option<u64>) -> bool {
        let key = format!("{operation} {order}");
        let used = &mut self.faults.used;
        let place = used.iter().position(|(known, _)| *known == key);
        let count = place.and_then(|place| used.remove(place)).map_or(0, |(_, count)| count);
        let left = limit.is_none_or(|limit| count < limit);
        used.push_back((key, if left { count.saturating_add(1) } else { count }));
        if used.len() > KEPT {
            used.pop_front();
        }
        self.touched.insert(Record::Faults);
        left
    }
}
