//! auth-check (v2): what was authorised and never captured.

use super::look_up::Asked;
use super::row::{Part, Row};
use super::{Call, Outcome};
use crate::world::World;

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let asked = Asked::read(call, world)?;
    asked.find(world, call.now, |payment, refund| {
        let row = Row::of_payment(call, world, payment)?;
        let open = refund.is_none() && row.is_authorization();
        open.then(|| row.only(Part::Transaction).unnamed())
    })
}
