//! The shop's hooks: what they are told, and how they fail.

use crate::fault::Fault;
use crate::process::Process;
use linepay_edge::flow::{Hooks, Payment, Told};
use linepay_edge::order::life::Lapse;

impl Hooks for Process<'_, '_> {
    /// Each order has its own word, by its transaction; and now and then none.
    async fn expiring(&self, payment: &Payment, limit: u64) -> Option<Lapse> {
        let world = self.world;
        world.keeps_the_secret("a hook", &format!("{payment:?}"));
        let fault = world.fault(&self.task, &Fault::HOOKS, 150);
        let end = world.now() + if fault == Some(Fault::HookHangs) { limit } else { self.way().min(limit - 1) };
        self.step("expiring").await;
        world.until(end).await;
        self.step("expiring").await;
        let said = payment.transaction_id.to_string().bytes().last().unwrap_or_default() % 3;
        world.tell("expiring", || format!("{said} {fault:?}"));
        Lapse::ALL.get(usize::from(said)).copied().filter(|_| fault.is_none())
    }

    async fn tell(&self, told: &Told, limit: u64) -> Option<bool> {
        let world = self.world;
        world.keeps_the_secret("a hook", &format!("{told:?}"));
        world.keeps_the_key("a hook", &format!("{told:?} {:?}", told.payment.reg_key.as_ref().map(|key| key.as_str())));
        world.tell("hook", || told.key.clone());
        let call = world.called(told);
        let fault = world.fault(&self.task, &Fault::HOOKS, 150);
        if let Some(fault) = fault {
            world.covers(fault, told.event.as_str());
            world.tell(fault.name(), || told.key.clone());
        }
        let time = match fault {
            Some(Fault::HookHangs) => limit,
            _ => self.way().min(limit - 1),
        };
        // A process that ends meanwhile is not heard of; the call goes on to its end.
        let end = world.now() + time;
        world.calls_until(call, end);
        // The shop has it whatever becomes of the process meanwhile.
        let took = !matches!(fault, Some(Fault::HookThrows | Fault::HookHangs));
        if took {
            world.took(told);
        }
        self.step(told.event.as_str()).await;
        world.until(end).await;
        self.step(told.event.as_str()).await;
        match fault {
            Some(Fault::HookHangs) => None,
            Some(_) => Some(false),
            None => Some(true),
        }
    }
}
