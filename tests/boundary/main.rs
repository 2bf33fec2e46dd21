//! The module as the package meets it, in Node and in a browser: one file a group of exports. `page` is the package's
//! side.
#![cfg(all(feature = "client", target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod calls;
mod checkout;
mod page;
mod payment;
mod tasks;
mod validate;
