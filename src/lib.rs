//! LINE Pay for edge workers.
//!
//! It checks every request, signs it, believes only replies that fit, reads no number through a float, and brings every
//! payment to a known end: each [`Error`] says in its [`Outcome`] what became of the money. It speaks v2, v3 and v4 of
//! LINE Pay's API.
//!
//! **To make calls**, give a [`flow::Client`] a [`Config`] and a [`flow::Host`], which is how it reaches the network.
//! On workerd, Deno, Bun and Node the feature `web` brings one over the runtime's own `fetch`; in a test it is a few
//! lines.
//!
//! ```
//! use linepay_edge::flow::{Client, Host};
//! use linepay_edge::typed::{ConfirmReply, ConfirmRequest};
//! use linepay_edge::{Config, Error, Expected, Outcome};
//!
//! /// Confirms what the buyer has approved. `None`: the answer is lost, and only paymentCheck knows what happened.
//! async fn confirm(config: &Config, host: &impl Host, asked: ConfirmRequest) -> Result<Option<ConfirmReply>, Error> {
//!     let known = Expected { order_ids: vec!["ORD-1".into()], ..Expected::default() };
//!     match Client::new(config, host).send(&asked, &known).await {
//!         Ok(reply) => Ok(Some(reply)),
//!         Err(error) if error.outcome() == Outcome::Unknown => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//! ```
//!
//! **To take orders**, use a [`flow::Checkout`]: it reserves, and brings every visit of the buyer to a verdict
//! without a database. With the feature `web`, `web::CheckoutPages` answers the requests of a whole checkout, pages
//! included; the folder `examples/rust-worker` is a shop made of it.
//!
//! **Without a network**, [`prepare`] makes a request and [`accept`] judges a reply: pure functions, and everything
//! outside of [`flow`] is made of such.
//!
//! ```
//! use linepay_edge::typed::ConfirmRequest;
//! use linepay_edge::{Config, Credentials, Environment, Expected, Typed, Version, accept, prepare};
//!
//! let config = Config::new(
//!     Credentials::new("1234567890", "0123456789abcdef0123456789abcdef")?,
//!     Version::V2,
//!     Environment::Sandbox,
//! );
//! let confirm = ConfirmRequest::new("2026050712345678910".parse()?, "360".parse()?, "TWD".parse()?);
//! let asked = confirm.request(&config)?;
//! let request = prepare(&config, &asked, "a-nonce")?;
//! assert_eq!(request.url(), "https://sandbox-api-pay.line.me/v2/payments/2026050712345678910/confirm");
//!
//! let text = r#"{"returnCode":"0000","returnMessage":"success","info":{"transactionId":2026050712345678910,
//!   "orderId":"ORD-1","payInfo":[{"method":"CREDIT_CARD","amount":360}]}}"#;
//! let reply = accept::<ConfirmRequest>(Version::V2, &asked.expects(&Expected::default()), 200, text)?;
//! assert_eq!(reply.order_id.as_str(), "ORD-1");
//! # Ok::<(), linepay_edge::Error>(())
//! ```
//!
//! | feature | brings |
//! |---|---|
//! | `client` (default) | [`Config`], [`prepare`] and [`flow`]; without it, replies are judged but nothing is signed |
//! | `typed` (default) | requests and replies as types: the module `typed`, and [`accept`] |
//! | `serde` | reading [`Config`], ids and sums with serde, errors as JSON. Replies can be written by every build |
//! | `web` | `web`, on wasm32 alone: the runtime's `fetch`, the checkout's pages, values to and from JavaScript |
//! | `catalogue` | the return codes in prose |
//! | `removable` | for the simulation: safeguards of an order's life that can be taken away |
//! | `module` | the allocator of the npm package's modules; a worker in Rust has its own |
//!
//! Amounts are in units of the currency, as LINE Pay writes them, and hundredths inside: [`money::Amount`]. Times are
//! milliseconds since 1970. What is known of LINE Pay's API, and how surely, stands in the repository's
//! `docs/line-pay-api.md`; a comment such as "line-pay-api 3.1" cites it.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
#![cfg_attr(not(feature = "client"), allow(rustdoc::broken_intra_doc_links, reason = "pages that it leaves out"))]

pub mod at;
#[cfg(feature = "client")]
pub mod config;
pub mod envelope;
pub mod error;
pub mod id;
pub mod input;
mod issue;
pub mod json;
pub mod money;
pub mod operations;
pub mod outcome;
pub mod payment;
pub mod return_code;
pub mod row;
pub mod rule;
mod text;
#[cfg(feature = "typed")]
pub mod typed;
pub mod url;
pub mod version;
pub mod wire;

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
pub mod order;
#[cfg(feature = "client")]
mod prepare;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;

#[cfg(feature = "client")]
pub use config::{Config, Credentials, Environment};
pub use error::{Code, Error, Outcome};
#[cfg(feature = "client")]
pub use prepare::{HttpRequest, prepare};
#[cfg(feature = "typed")]
pub use typed::{Typed, accept};
pub use version::Version;
pub use wire::{Expected, Operation, Reply, Request};
