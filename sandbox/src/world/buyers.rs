//! Buyers by script, and whom LINE Pay's server calls because of them.

use super::World;
use super::records::Record;
use crate::clock::Millis;
use crate::faults;
use crate::script::{Act, Plan};

impl World {
    /// The act of a reservation's buyer: what its orderId asks for, else the order's own script, else that of all.
    pub(crate) fn next_act(&mut self, order_id: &str) -> Option<Act> {
        if faults::is_pattern(order_id)
            && self.settings().order_id_patterns
            && let Some(act) = faults::buyer_of(order_id)
        {
            return Some(act);
        }
        let script = &self.settings().buyer;
        let own = script.iter().any(|act| act.order_id.as_deref() == Some(order_id)).then_some(order_id);
        let acts: Vec<&Act> = script.iter().filter(|act| act.order_id.as_deref() == own).collect();
        let last = acts.len().checked_sub(1)?;
        let key = own.unwrap_or_default();
        let done = self.meta.acts.get(key).copied().unwrap_or(0);
        let act = acts.get(done.min(last)).map(|act| (*act).clone());
        self.meta.acts.insert(key.to_owned(), done.saturating_add(1));
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
