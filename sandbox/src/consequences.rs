//! What LINE Pay does beside answering with a code: some codes end a regKey, some an authorisation.
//! A fault that gives such a code has the same consequence.

use crate::code::{Code, Then};
use crate::operations::Call;
use crate::reg_key::Ended;
use crate::state::State;
use crate::version::Version;
use crate::world::World;

pub(crate) fn of(call: &Call<'_>, world: &mut World, operation: &str, code: Code) {
    match operation {
        "preApproval" if code.does(if call.version == Version::V2 { Then::EndsKeyV2 } else { Then::EndsKey }) => {
            world.end_reg_key(call.parameter, Ended::Discarded);
        }
        "capture" if code.does(Then::EndsAuthorization) => {
            let id = call.transaction_id().ok();
            let open =
                id.filter(|id| world.payment(*id).is_some_and(|payment| payment.state(call.now) == State::Authorized));
            if let Some(payment) = open.and_then(|id| world.change(id)) {
                payment.void(call.now);
            }
        }
        _ => {}
    }
}
