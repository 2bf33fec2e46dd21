//! How to reach a known outcome through an unreliable network.
//!
//! Everything here is generic over a [`Host`], so the same code runs over a
//! JavaScript `fetch` and, in tests, over a sandbox in the same process.

mod approval;
mod checkout;
mod client;
mod desk;
mod host;
mod jar;
mod kept;
mod ledger;
mod orders;
mod patience;
mod settings;
mod settle;
mod ticket;
mod token;
mod visit;

pub use checkout::{Checkout, CheckoutReserved, Reserving};
pub use client::{Answer, Client};
pub use desk::Handled;
pub use host::{Host, HttpReply, LinePayEvent, Lost};
pub use ledger::{Hooks, Kept, Ledger, LedgerRead, LedgerWrite, Told};
pub use orders::{KEY, Looked, Orders};
pub use settings::Settings;
pub use ticket::Ticket;
pub use visit::{Visit, VisitKind};

pub use crate::order::{
    Advice, Asked, CheckoutVerdict, Extra, Got, Order, Payment, Problem, ProblemKind, Reservation, Sent, ShippingTerms,
    State,
};
