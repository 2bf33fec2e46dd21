//! What is for workers in Rust, as such a worker meets it, in Node. Needs the feature `web`.
#![cfg(all(feature = "web", target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod host;
mod pages;
mod support;
mod values;
