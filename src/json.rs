//! JSON, read and written.
//!
//! What comes in stays the text that it was: one level is taken apart at a time, and what is inside is read when
//! somebody asks for it. So no digit passes through a float, nothing recurses over what a server sends, and a field
//! that no rule depends on costs nothing.

mod decimal;
mod level;
mod out;

pub(crate) use decimal::Decimal;
pub use level::Level;
pub use out::{Json, Out};
pub(crate) use out::{json, json_names};
