//! For workers written in Rust: the flow over the runtime's own `fetch`. Needs the feature `web`, and exists on
//! `wasm32-unknown-unknown` alone.
//!
//! [`FetchHost`] is the [`Host`](crate::flow::Host) of whatever runs the module: workerd, Deno, Bun, Node or another
//! runtime with `fetch`, `AbortController`, `setTimeout` and `crypto`. [`to_js`] and [`from_js`] carry values over.
//!
//! A panic of the worker's own code ends its whole WebAssembly instance, and with it every call under way; this crate
//! does not panic.

mod clock;
mod host;
mod pages;
mod reading;
mod values;

pub use host::{FetchHost, REPLY_LIMIT};
pub use pages::{
    CheckoutPages, Failure, FailureKind, Language, NoOrder, Page, PageSettings, Paths, Report, Shop, Wish,
};
pub use values::{from_js, input, to_js};
