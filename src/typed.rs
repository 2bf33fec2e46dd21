//! LINE Pay's requests and replies as types of Rust.
//!
//! They are for callers in Rust alone: a request is written as JSON and read like any other caller's, so every rule
//! that holds for JavaScript holds here, and a reply is read from what [`Operation::accept`] has believed. All of them
//! but [`ReserveRequest`] and [`RequestStatus`] are generated from the declarations in [`crate::operations`].

#[cfg(feature = "client")]
mod client;
mod generated;
mod reserve_request;
mod status;

pub use generated::*;
pub use reserve_request::ReserveRequest;
pub use status::RequestStatus;

use crate::error::Error;
use crate::id::{OrderId, TransactionId};
use crate::input::Input;
use crate::json::{Json, Out};
use crate::money::{Amount, Currency};
use crate::row::Field;
use crate::version::Version;
use crate::wire::{Expected, Operation, Request, Rules};

/// A request of one operation, as a type.
pub trait Typed: Json {
    /// What a successful reply to it holds.
    type Reply: Field;

    /// Its operation.
    const OPERATION: &'static Operation;

    /// The request for [`prepare`](crate::prepare), every rule checked. Give the configuration, or a version: then
    /// URLs on this machine pass.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`](crate::Code::InvalidRequest) with everything that is wrong with it, or
    /// [`Code::Unsupported`](crate::Code::Unsupported) in a version that does not have the operation.
    fn request(&self, rules: impl Into<Rules>) -> Result<Request, Error> {
        self.request_in(None, rules)
    }

    /// As [`Typed::request`], where the caller knows the payment's currency and the request does not name it: a
    /// refund's decimals are checked by it.
    ///
    /// # Errors
    /// As [`Typed::request`].
    fn request_in(&self, currency: Option<Currency>, rules: impl Into<Rules>) -> Result<Request, Error> {
        let mut out = Out::marked();
        self.write(&mut out);
        Request::read(Self::OPERATION, rules, Input::of(&out.finish()), currency)
    }
}

/// Reads the text of a reply and believes it only if it fits; see [`Operation::accept`]. What is expected is told by
/// [`Request::expects`].
///
/// # Errors
/// As [`Operation::accept`].
pub fn accept<T: Typed>(version: Version, expected: &Expected, status: u16, text: &str) -> Result<T::Reply, Error> {
    let reply = T::OPERATION.accept(version, expected, status, text)?;
    T::Reply::read(reply.text()).ok_or_else(|| T::OPERATION.malformed(text))
}

/// How requests are written: see [`crate::json::json`].
macro_rules! requests {
    ($type:ident { $($kind:tt $name:literal: $field:ident),* $(,)? }) => {
        $crate::json::json! { $type { $($kind $name: $field),* } }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "not every object has fields")]
                let mut map = serializer.serialize_map(None)?;
                $($crate::typed::requests!(@ $kind map $name self.$field);)*
                serde::ser::SerializeMap::end(map)
            }
        }
    };
    (@ = $map:ident $name:literal $value:expr) => {
        serde::ser::SerializeMap::serialize_entry(&mut $map, $name, &$value)?
    };
    (@ ? $map:ident $name:literal $value:expr) => {
        if let Some(value) = &$value {
            serde::ser::SerializeMap::serialize_entry(&mut $map, $name, value)?;
        }
    };
    (@ * $map:ident $name:literal $value:expr) => {
        if !$value.is_empty() {
            serde::ser::SerializeMap::serialize_entry(&mut $map, $name, &$value)?;
        }
    };
}
use requests;

/// How replies are written and read.
macro_rules! replies {
    ($type:ident { $($kind:tt $name:literal: $field:ident),* $(,)? }) => {
        $crate::typed::requests! { $type { $($kind $name: $field),* } }

        impl $crate::row::Field for $type {
            fn read(text: &str) -> Option<$type> {
                #[allow(unused_variables, reason = "not every object has fields")]
                let row = $crate::row::Row::of(text)?;
                Some($type { $($field: $crate::typed::replies!(@ $kind row $name)),* })
            }
        }
    };
    (@ = $row:ident $name:literal) => { $row.need($name)? };
    (@ ? $row:ident $name:literal) => { $row.maybe($name)? };
    (@ * $row:ident $name:literal) => { $row.maybe($name)?.unwrap_or_default() };
}
use replies;

/// Which reply a request has.
macro_rules! operation {
    ($($request:ident => $reply:ident, $operation:ident;)*) => {$(
        impl $crate::typed::Typed for $request {
            type Reply = $reply;

            const OPERATION: &'static $crate::wire::Operation = &operations::$operation;
        }
    )*};
}
use operation;

impl ConfirmRequest {
    /// A confirm of what was reserved.
    #[must_use]
    pub const fn new(transaction_id: TransactionId, amount: Amount, currency: Currency) -> ConfirmRequest {
        ConfirmRequest { transaction_id, amount, currency }
    }
}

macro_rules! by_one_id {
    ($($request:ident)*) => {$(
        impl $request {
            /// Asks for one order.
            #[must_use]
            pub fn of_order(order_id: &OrderId) -> $request {
                $request { order_id: vec![order_id.clone()], ..$request::default() }
            }

            /// Asks for one transaction.
            #[must_use]
            pub fn of_transaction(transaction_id: TransactionId) -> $request {
                $request { transaction_id: vec![transaction_id], ..$request::default() }
            }
        }
    )*};
}

by_one_id! { PaymentCheckRequest AuthCheckRequest }

impl PaymentRow {
    /// What was paid; `None` when the row does not say.
    #[must_use]
    pub fn paid(&self) -> Option<Amount> {
        if self.pay_info.is_empty() { None } else { Amount::sum(self.pay_info.iter().map(|part| part.amount)) }
    }

    /// What was given back so far; `None` when it leaves the range.
    #[must_use]
    pub fn refunded(&self) -> Option<Amount> {
        Amount::sum(self.refund_list.iter().map(|refund| refund.refund_amount.absolute()))
    }
}

crate::payment::row_words! { PaymentRow }
