//! Buyers by script act.

use crate::clock::Millis;
use crate::page::{self, Action, Approval};
use crate::script::Deed;
use crate::world::World;

/// Buyers whose time has come act, each at its time, unless somebody has decided before.
pub(crate) fn act(world: &mut World, now: Millis) {
    while let Some((id, plan)) = world.next_plan(now) {
        let action = match plan.act.action {
            Deed::Approve => Action::Approve,
            Deed::Cancel => Action::Cancel,
            Deed::Decline => Action::Decline,
            Deed::Abandon => continue,
        };
        let approval = Approval { method: plan.act.method, methods: plan.act.methods, ..Approval::default() };
        if let Ok(Some(callback)) = page::decide(world, id, action, approval, plan.at) {
            world.call_back(callback);
        }
    }
}
