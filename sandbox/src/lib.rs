//! LINE Pay's server side, so that a merchant's integration can be run, tested and broken on one
//! machine: no account, no network.
//!
//! The crate is a pure state machine. [`Sandbox::handle`] takes one HTTP request and the host's
//! time and gives back the answer, how to deliver it (at once, never, broken off) and the records
//! that changed. The host keeps those records and gives them back to [`Sandbox::load`] after a
//! restart. There is no clock, no randomness and no I/O in here.
//!
//! It shares nothing with the client of this repository: wire types and rules are written from
//! LINE Pay's documents and published transcripts alone. What these leave open is a setting
//! ([`Settings`]).

#![deny(rust_2018_idioms)]
#![cfg_attr(not(test), deny(clippy::string_slice, clippy::arithmetic_side_effects, clippy::unreachable))]
// A test that meets what it did not expect is to stop there.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing))]

mod allow;
mod amount;
mod api;
mod auth;
mod body;
mod buyer;
mod callback;
mod clock;
mod code;
mod compared;
mod consequences;
mod console;
mod control;
mod faults;
mod goods;
mod id;
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod js;
mod late;
mod log;
mod merchant;
mod method;
mod object;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod openapi;
mod operations;
mod page;
mod payment;
mod plain;
mod query;
mod reading;
mod reg_key;
mod routes;
mod sandbox;
mod script;
mod settings;
mod signature;
mod state;
mod subject;
mod sum;
mod version;
mod why;
mod wire;
mod world;
mod worlds;

pub use allow::AllowList;
pub use amount::{Amount, AmountError};
pub use code::Code;
pub use merchant::{Config, StartError};
pub use sandbox::Sandbox;
pub use script::Act;
pub use settings::{Mixed, NoPayInfo, NullBody, Provider, Settings, Sign};
pub use wire::{Answer, Asked, Change, Delivery, Request};
