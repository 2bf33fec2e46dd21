//! Buyers by script, and whom LINE Pay's server calls because of them.

use super::World;
use super::records::Record;
use crate::clock::Millis;
use crate::script::{Act, Plan};

impl World {
    /// The act of the next reservation's buyer.
    pub(crate) fn next_act(&mut self) -> Option<Act> {
        let script = &self.settings().buyer;
        let last = script.len().checked_sub(1)?;
        let act = script.get(self.meta.acts.min(last)).cloned();
        self.meta.acts = self.meta.acts.saturating_add(1);
        self.touched.insert(Record::Meta);
        act
    }

    /// The next plan whose time has come.
    pub(crate) fn next_plan(&mut self, now: Millis) -> Option<(u64, Plan)> {
        let (at, id) = self.plans.first().copied().filter(|(at, _)| *at <= now)?;
        self.plans.remove(&(at, id));
        let plan = self.change(id).and_then(|payment| payment.plan.take())?;
        Some((id, plan))
    }

    pub(crate) fn call_back(&mut self, address: String) {
        self.callbacks.push(address);
    }

    /// The addresses that are to be called now, each once.
    pub(crate) fn callbacks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.callbacks)
    }
}
