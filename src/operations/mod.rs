//! LINE Pay's operations: one file each, a page of LINE Pay's documents as data, and the list of them.

use crate::error::{Code, Error};
use crate::outcome::{Outcome, Retry};
use crate::text::{concat, join};
use crate::wire::Operation;

mod auth_check;
mod capture;
mod confirm;
mod extras;
mod ids;
mod one_time_key_pay;
mod order_check;
mod order_rows;
mod packages;
mod pay_info;
mod payment_check;
mod pre_approval;
mod refund;
mod reg_key_check;
mod reg_key_expire;
mod reserve;
mod status_check;
mod void;

macro_rules! operations {
    ($($constant:ident: $module:ident;)*) => {
        $(pub use $module::$constant;)*

        /// Every operation, in the order of the documentation.
        pub static ALL: &[&Operation] = &[$(&$constant),*];

        /// The operations' names, as in JavaScript.
        pub const NAMES: &[&str] = &[$($constant.name),*];
    };
}

operations! {
    RESERVE: reserve;
    STATUS_CHECK: status_check;
    CONFIRM: confirm;
    CAPTURE: capture;
    VOID: void;
    AUTH_CHECK: auth_check;
    PAYMENT_CHECK: payment_check;
    REFUND: refund;
    REG_KEY_CHECK: reg_key_check;
    PRE_APPROVAL: pre_approval;
    REG_KEY_EXPIRE: reg_key_expire;
    ONE_TIME_KEY_PAY: one_time_key_pay;
    ORDER_CHECK: order_check;
}

/// The operation of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Operation> {
    ALL.iter().copied().find(|operation| operation.name == name)
}

/// The error for a name that is none of theirs.
pub(crate) fn no_operation() -> Error {
    let message = concat(&["there is no operation of that name; there are ", &join(NAMES, ", ")]);
    Error::new(Code::Unsupported, Outcome::NotExecuted, Retry::Never, message)
}
