//! Fuzz targets. Each is a plain function over bytes that panics when a promise of the client is broken: libFuzzer
//! drives it for long (`cargo xtask fuzz`), a seeded driver for seconds on stable Rust (`cargo xtask test`).
//!
//! What is judged here is judged by other means than the client's own: sums and ids are read anew out of the text,
//! signatures and bodies are taken by the sandbox, which shares nothing with the client.

pub mod driver;
pub mod fixture;
pub mod replies;
pub mod requests;
pub mod tokens;

mod edit;
mod judge;
mod line;
mod raw;
mod same;
mod spoil;
mod tree;

/// One target: its name, its check and the inputs to begin with.
pub struct Target {
    /// As in `cargo xtask fuzz NAME`.
    pub name: &'static str,
    /// Panics when a promise is broken.
    pub check: fn(&[u8]),
    /// Inputs to begin with, made of the fixtures.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: [Target; 3] = [
    Target { name: "replies", check: replies::check, seeds: replies::seeds },
    Target { name: "tokens", check: tokens::check, seeds: tokens::seeds },
    Target { name: "requests", check: requests::check, seeds: requests::seeds },
];
