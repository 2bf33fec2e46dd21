//! regKey-expire: the merchant ends a regKey.

use super::{Call, Outcome, Success};
use crate::code::Code;
use crate::reg_key::Ended;
use crate::settings::NullBody;
use crate::version::Version;
use crate::world::World;

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    call.optional_body(world.settings().null_body != NullBody::Refuse)?;
    match call.reg_key(world) {
        Ok(_) => {}
        // v2 lists no other code for a key that has ended already.
        Err(refusal) if call.version == Version::V2 && refusal.code != Code::NO_REG_KEY => {
            return Err(Code::of(1193).into());
        }
        Err(refusal) => return Err(refusal),
    }
    world.end_reg_key(call.parameter, Ended::Merchant);
    Ok(Success::plain())
}
