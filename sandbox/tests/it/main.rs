//! Every native test of the sandbox: one file a subject. `shop` is the merchant's side.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod acceptance;
mod access;
mod asked;
mod authorizations;
mod buyer;
mod callbacks;
mod clock;
mod console;
mod faults;
mod foreign;
mod hostile;
mod junk;
mod later;
mod many;
mod notes;
mod observed;
mod observed_answers;
mod packages;
mod pages;
mod pop_up;
mod records;
mod reg_keys;
mod reservations;
mod rules;
mod shop;
mod signed;
mod stories;
mod told;
mod wire;
mod worlds;
