//! What an order comes to, by what LINE Pay says and by what was signed. Pure: no call, no clock, no randomness.
//!
//! The flow asks and sends; here stands what its answers mean. Nothing about money is taken from a token where LINE Pay
//! could say it: state, sum and transaction are those of the reply.

mod heard;
pub mod life;
mod payment;
mod problems;
mod report;
mod standing;
mod terms;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod verdict;

pub(crate) use heard::{Refused, is_of_another_order, later, proves_authorization, refused_state};
pub use payment::Payment;
pub(crate) use problems::{
    amount_differs, capture_differs, foreign, lost_key, misdirected, other_sum, outdated_link, perhaps_registered,
    refused, shipping_fee, unknown_key, unrecorded, unreserved,
};
pub use report::{Advice, Asked, Extra, Got, Problem, ProblemKind};
pub(crate) use standing::{Standing, stand};
use standing::{extra, is_given_back};
pub use terms::{Order, Reservation, Sent, ShippingTerms};
pub(crate) use verdict::Verdict;
pub use verdict::{CheckoutVerdict, State};
