//! LINE Pay's operations, one file each, and the table of them.

use serde::Serialize;

use crate::error::{Code, Error, Issues, Outcome, Retry};
use crate::input::{Fields, Input};
use crate::money::Amount;
#[cfg(feature = "client")]
use crate::money::Currency;
use crate::operation::{Changes, Expected, Operation, Route, Rules, accept};
use crate::payment::Step;
use crate::version::Version;

mod auth_check;
mod capture;
mod confirm;
mod details;
mod parts;
mod payment_check;
mod pre_approval;
mod refund;
mod reg_key_check;
mod reg_key_expire;
mod reserve;
mod status_check;
mod void;

pub use auth_check::{AuthCheckReply, AuthCheckRequest};
pub use capture::{CaptureExtra, CaptureOptions, CaptureReply, CaptureRequest};
pub use confirm::{ConfirmReply, ConfirmRequest};
pub use details::{AffiliateCard, EventRow, MerchantReference, PackageRow, ProductRow, Shipping};
pub use parts::PayInfo;
pub use payment_check::{PaymentCheckReply, PaymentCheckRequest, PaymentRow, RefundRow};
pub use pre_approval::{PreApprovalReply, PreApprovalRequest};
pub(crate) use refund::read_refund_amount;
pub use refund::{RefundReply, RefundRequest};
pub use reg_key_check::{RegKeyCheckReply, RegKeyCheckRequest};
pub use reg_key_expire::{RegKeyExpireReply, RegKeyExpireRequest};
pub use reserve::*;
pub use status_check::{ChosenShipping, RequestStatus, StatusCheckReply, StatusCheckRequest};
pub use void::{VoidReply, VoidRequest};

/// The table: one row for each operation. Dispatch by name follows from it.
macro_rules! table {
    ($($variant:ident: $request:ident => $reply:ident),* $(,)?) => {
        /// The operations' names, as in JavaScript.
        pub const NAMES: &[&str] = &[$($request::NAME),*];

        /// Where LINE Pay has the operation called `name` in `version`, or what answers it there.
        #[must_use]
        pub fn route(name: &str, version: Version) -> Option<Route> {
            match name {
                $($request::NAME => $request::ROUTES.get(version),)*
                _ => None,
            }
        }

        /// What the operation called `name` changes; nothing for a name that is none.
        #[must_use]
        pub fn changes(name: &str) -> Changes {
            match name {
                $($request::NAME => $request::CHANGES,)*
                _ => Changes::Nothing,
            }
        }

        /// Any operation. The flow is compiled once for it, not once for each.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "requests live for one call; a box would cost more than it saves")]
        pub enum Any {
            $(#[doc = concat!("`", stringify!($request), "`")] $variant($request)),*
        }

        /// The reply of any operation.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        #[allow(clippy::large_enum_variant, reason = "a reply lives for one call; a box would cost more than it saves")]
        pub enum AnyReply {
            $(#[doc = concat!("`", stringify!($reply), "`")] $variant($reply)),*
        }

        impl Any {
            /// Reads the request of the operation called `name`.
            ///
            /// # Errors
            /// [`Code::InvalidRequest`] with everything that is wrong with it,
            /// or [`Code::Unsupported`] for a name that is no operation.
            pub fn read(name: &str, rules: impl Into<Rules>, input: Input) -> Result<Any, Error> {
                let rules = rules.into();
                let version = rules.version;
                let name = NAMES.iter().copied().find(|known| *known == name).ok_or_else(no_operation)?;
                let mut issues = Issues::of(version, name);
                let mut fields = Fields::of(input, "", &mut issues);
                let any = match name {
                    $($request::NAME => Any::$variant($request::read(version, &mut fields)),)*
                    _ => return Err(no_operation()),
                };
                fields.finish();
                // The rules are checked here as well, so that shape and rules come in one list.
                any.check(rules, &mut issues);
                issues.or(Code::InvalidRequest, Some(name), any)
            }

            fn check(&self, rules: Rules, issues: &mut Issues) {
                match self {
                    $(Any::$variant(request) => request.check(rules, issues)),*
                }
            }

            /// Checks what hangs on the currency that the caller knows of the payment.
            ///
            /// # Errors
            /// [`Code::InvalidRequest`] with every broken rule.
            #[cfg(feature = "client")]
            pub fn check_currency(&self, version: Version, currency: Currency) -> Result<(), Error> {
                let mut issues = Issues::of(version, self.name());
                match self {
                    $(Any::$variant(request) => request.check_currency(currency, &mut issues)),*
                }
                issues.or(Code::InvalidRequest, Some(self.name()), ())
            }

            /// The operation's name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Any::$variant(_) => $request::NAME),*
                }
            }

            /// What it changes.
            #[must_use]
            pub fn changes(&self) -> Changes {
                match self {
                    $(Any::$variant(_) => $request::CHANGES),*
                }
            }

            /// What is gone for good with a lost reply, and what to do then.
            #[must_use]
            pub fn lost(&self) -> Option<&'static str> {
                match self {
                    $(Any::$variant(_) => $request::LOST),*
                }
            }

            /// The step that it takes in the life of a payment, with its amount.
            #[must_use]
            pub fn step(&self) -> Option<(Step, Option<Amount>)> {
                match self {
                    $(Any::$variant(request) => request.step()),*
                }
            }

            /// Its request for the network; see [`crate::prepare`].
            ///
            /// # Errors
            /// As [`crate::prepare`].
            #[cfg(feature = "client")]
            pub fn prepare(&self, config: &crate::Config, nonce: &str) -> Result<crate::HttpRequest, Error> {
                match self {
                    $(Any::$variant(request) => crate::prepare(config, request, nonce)),*
                }
            }

            /// Its reply, believed only if it fits; see [`accept`].
            ///
            /// # Errors
            /// As [`accept`].
            pub fn accept(
                &self,
                version: Version,
                known: &Expected,
                status: u16,
                text: &str,
            ) -> Result<AnyReply, Error> {
                match self {
                    $(Any::$variant(request) => {
                        accept::<$request>(version, &request.expects(known), status, text).map(AnyReply::$variant)
                    })*
                }
            }
        }

        /// The reply of the operation called `name`, from its text alone; see [`accept`].
        ///
        /// # Errors
        /// As [`accept`], or [`Code::Unsupported`] for a name that is no operation.
        pub fn accept_reply(
            name: &str,
            version: Version,
            known: &Expected,
            status: u16,
            text: &str,
        ) -> Result<AnyReply, Error> {
            match name {
                $($request::NAME => accept::<$request>(version, known, status, text).map(AnyReply::$variant),)*
                _ => Err(no_operation()),
            }
        }

        $(
            impl From<$request> for Any {
                fn from(request: $request) -> Any {
                    Any::$variant(request)
                }
            }

            impl TryFrom<AnyReply> for $reply {
                type Error = AnyReply;

                fn try_from(reply: AnyReply) -> Result<$reply, AnyReply> {
                    match reply {
                        AnyReply::$variant(reply) => Ok(reply),
                        other => Err(other),
                    }
                }
            }
        )*
    };
}

/// Has LINE Pay the operation called `name` in `version`, or does another of its calls answer it?
#[must_use]
pub fn is_available(name: &str, version: Version) -> bool {
    route(name, version).is_some()
}

fn no_operation() -> Error {
    let message = format!("there is no operation of that name; there are {}", NAMES.join(", "));
    Error::new(Code::Unsupported, Outcome::NotExecuted, Retry::Never, message)
}

table! {
    Reserve: ReserveRequest => ReserveReply,
    StatusCheck: StatusCheckRequest => StatusCheckReply,
    Confirm: ConfirmRequest => ConfirmReply,
    Capture: CaptureRequest => CaptureReply,
    Void: VoidRequest => VoidReply,
    AuthCheck: AuthCheckRequest => AuthCheckReply,
    PaymentCheck: PaymentCheckRequest => PaymentCheckReply,
    Refund: RefundRequest => RefundReply,
    RegKeyCheck: RegKeyCheckRequest => RegKeyCheckReply,
    PreApproval: PreApprovalRequest => PreApprovalReply,
    RegKeyExpire: RegKeyExpireRequest => RegKeyExpireReply,
}
