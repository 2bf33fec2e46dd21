//! What LINE Pay does beside answering with a code: some codes end a regKey, some an authorisation.
//! A fault that gives such a code has the same consequence.

use crate::code::Code;
use crate::operations::Call;
use crate::reg_key::Ended;
use crate::state::State;
use crate::version::Version;
use crate::world::World;

pub(crate) fn of(call: &Call<'_>, world: &mut World, operation: &str, code: Code) {
    match operation {
        "preApproval" if discards_reg_key(call.version, code) => {
            world.end_reg_key(call.parameter, Ended::Discarded);
        }
        "capture" if cancels_authorization(code) => {
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

/// Answers of a charge after which the buyer has to register again.
fn discards_reg_key(version: Version, code: Code) -> bool {
    match version {
        Version::V2 => matches!(code.0, 1281..=1287 | 1290..=1294),
        Version::V3 | Version::V4 => matches!(code.0, 1141 | 1282..=1287 | 1290..=1295),
    }
}

/// Answers of capture after which LINE Pay has cancelled the transaction.
fn cancels_authorization(code: Code) -> bool {
    matches!(code.0, 1199 | 1280..=1298)
}
