//! The boundary: texts in, texts out. It decides nothing about payments, waits for nothing and holds nothing of
//! JavaScript's. What ends well is `R` and JSON, what does not `E` and the fields of `ErrorReport`.
//!
//! Two modules are made of it: the client's, and without the feature `client` the validator's, which can use no secret.

#[cfg(feature = "module")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

mod convert;
#[cfg(feature = "client")]
mod exports;
mod payment;
#[cfg(feature = "client")]
mod task;
mod validate;

#[cfg(feature = "client")]
pub use exports::ask;
pub use payment::{legal_steps, payment_state};
pub use validate::validate_reply;

/// A sixth of the size of std's, for a sixtieth of a call's time. It uses again what is given back.
#[cfg(feature = "module")]
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();
