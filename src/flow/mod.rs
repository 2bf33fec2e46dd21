//! How to reach a known outcome through an unreliable network.
//!
//! Everything here is generic over a [`Host`], so the same code runs over a
//! JavaScript `fetch` and, in tests, over a sandbox in the same process.

mod checkout;
mod client;
mod host;
mod problems;
mod settings;
mod settle;
mod token;
mod verdict;

pub use checkout::{Checkout, CheckoutReserved, Visit, VisitKind};
pub use client::{Answer, Client};
pub use host::{Host, HttpReply, LinePayEvent, Lost};
pub use settings::Settings;
pub use token::{Order, Ticket};
pub use verdict::{Asked, CheckoutVerdict, Got, Payment, Problem, ProblemKind, State};
