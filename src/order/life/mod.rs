//! The life of an order that a ledger remembers: one record, and what may be done with it next. Pure: no call, no
//! clock, no randomness.
//!
//! Whoever has something to do with an order reads its [`Record`] and asks [`plan`] what is [`Next`]. What has to be
//! written comes out of [`apply`]; [`written`] and [`reread`] say what follows a write, [`answered`] what follows an
//! answer of LINE Pay or of a hook. So a step of an order is a chain of `Next`, each of which may be the last one that
//! this process lives to do: whoever comes later reads the record and goes on.
//!
//! [`Rule`] lists the safeguards. The tests walk through every life of an order within small bounds, with lost and late
//! answers, crashes, and a ledger whose answers are lost, and find each safeguard's absence.

mod after;
mod change;
mod charge;
mod diagram;
mod effect;
mod heard;
mod ids;
mod judge;
mod limits;
mod next;
mod outcome;
mod paid;
mod plan;
mod read;
mod record;
mod rules;
mod shown;
mod text;
mod told;
mod work;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use after::{reread, written};
pub use change::{Change, Writer, apply};
pub use charge::{Charge, ChargeWish, ChargedBy};
pub use diagram::{TABLE, mermaid};
pub use heard::Heard;
pub use ids::{asks_taken, order_ids, suffixed};
pub use judge::answered;
pub use limits::Limits;
pub use next::{Act, Answer, Next, Question, Rest, Status, Who, Why};
pub use outcome::Outcome;
pub use paid::{Found, KeyState, Lapse, Money, Paid, Refund, RefundState};
pub use plan::{is_key, plan, reserved};
pub use read::Unreadable;
pub use record::{Noted, Record, Reservation, ReservationState, ShopBinding, Terms, Trouble, TroubleKind, WriteId};
pub use rules::Rule;
pub use work::{Delivery, Event, Move, Work};
