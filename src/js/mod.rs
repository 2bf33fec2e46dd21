//! The boundary: texts in, texts out. It decides nothing about payments, waits for nothing and holds nothing of
//! JavaScript's. What ends well is `R` and JSON, what does not `E` and the fields of `ErrorReport`.
//!
//! Two modules are made of it: the client's, and without the feature `client` the validator's, which can use no secret.

mod convert;
#[cfg(feature = "client")]
mod exports;
mod payment;
#[cfg(feature = "client")]
mod task;
mod validate;

#[cfg(feature = "client")]
pub use exports::{check_config, mask, resume, start};
pub use payment::{legal_steps, payment_state};
pub use validate::validate_reply;
