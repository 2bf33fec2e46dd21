//! The boundary: JavaScript values in, JavaScript values out. It decides nothing
//! about payments. Errors leave as plain objects with the fields of `ErrorReport`.
//!
//! Two modules are made of it: the client's, and without the feature `client` the validator's, which can use no secret.

mod convert;
#[cfg(feature = "client")]
mod exports;
#[cfg(feature = "client")]
mod host;
mod payment;
mod validate;

#[cfg(feature = "client")]
pub use exports::{call, check_config, checkout_reserve, checkout_visit};
#[cfg(feature = "client")]
pub use host::JsHost;
pub use payment::{legal_steps, payment_state};
pub use validate::validate_reply;
