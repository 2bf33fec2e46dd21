//! The boundary: JavaScript values in, JavaScript values out. It decides nothing
//! about payments. Errors leave as plain objects with the fields of `ErrorReport`.

mod convert;
mod exports;
mod host;

pub use exports::{call, check_config, checkout_reserve, checkout_visit, legal_steps, payment_state};
pub use host::JsHost;
