//! void: lets go what was authorised and not captured.

use super::{Call, Outcome, Success};
use crate::code::Code;
use crate::settings::NullBody;
use crate::state::{Step, Verdict};
use crate::world::World;

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.transaction_id()?;
    call.optional_body(world.settings().null_body != NullBody::Refuse)?;
    let payment = world.payment(id).ok_or(Code::of(1150))?;
    match payment.state(call.now).judge(Step::Void, world.settings()) {
        Verdict::Go(_) => {}
        Verdict::Refuse(code) => return Err(code.into()),
        Verdict::Stay | Verdict::Closed => return Err(Code::INTERNAL.into()),
    }
    world.change(id).ok_or(Code::INTERNAL)?.void(call.now);
    Ok(Success::plain())
}
