//! LINE Pay for edge workers.
//!
//! The crate has three rooms. The **core** (everything but [`flow`] and the
//! boundary) knows LINE Pay's wire contract as pure functions: it takes values
//! and gives values, and touches neither clock nor network. The **flow** drives
//! a payment to a known end through an unreliable network; it is generic over a
//! [`flow::Host`]. The **boundary** (`js`, only on `wasm32`) carries both to
//! JavaScript.
//!
//! ```
//! use linepay_edge::{Config, Credentials, Environment, Expected, Operation, Version, accept, prepare};
//! use linepay_edge::operations::ConfirmRequest;
//!
//! let config = Config::new(
//!     Credentials::new("1234567890", "0123456789abcdef0123456789abcdef")?,
//!     Version::V2,
//!     Environment::Sandbox,
//! );
//! let confirm = ConfirmRequest::new("2026050712345678910".parse()?, "360".parse()?, "TWD".parse()?);
//! let request = prepare(&config, &confirm, "a-nonce")?;
//! assert_eq!(request.url(), "https://sandbox-api-pay.line.me/v2/payments/2026050712345678910/confirm");
//!
//! let text = r#"{"returnCode":"0000","returnMessage":"success","info":{"transactionId":2026050712345678910,
//!   "orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}"#;
//! let reply = accept::<ConfirmRequest>(Version::V2, &confirm.expects(&Expected::default()), 200, text)?;
//! assert_eq!(reply.order_id.as_str(), "ORD-1");
//! # Ok::<(), linepay_edge::Error>(())
//! ```
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod at;
#[cfg(feature = "client")]
pub mod config;
pub mod envelope;
pub mod error;
pub mod id;
pub mod input;
mod issue;
pub mod money;
pub mod operation;
pub mod operations;
pub mod outcome;
pub mod payment;
pub mod return_code;
pub mod row;
pub mod rule;
pub mod url;
pub mod version;

#[cfg(feature = "client")]
mod auth;
#[cfg(feature = "client")]
pub mod flow;
// The npm module's exports: a worker in Rust has its own.
#[cfg(all(target_arch = "wasm32", not(feature = "web")))]
#[doc(hidden)] // Public for its tests alone; JavaScript calls it through wasm-bindgen.
pub mod js;
#[cfg(feature = "client")]
mod mask;
#[cfg(feature = "client")]
mod order;
#[cfg(feature = "client")]
mod prepare;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;

#[cfg(feature = "client")]
pub use config::{Config, Credentials, Environment};
pub use error::{Code, Error, Outcome};
pub use operation::{Expected, Operation, accept};
#[cfg(feature = "client")]
pub use prepare::{HttpRequest, prepare};
pub use version::Version;
