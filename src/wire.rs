//! How LINE Pay's operations are declared, and what reads by the declarations: requests on their way out, replies on
//! their way in. What is declared stands in [`crate::operations`].

mod doc;
mod expected;
mod field;
mod kind;
mod object;
mod operation;
mod reader;
mod reply;
mod request;
mod text;

use crate::error::{Code, Error};
use crate::outcome::{Outcome, Retry};
use crate::text::concat;
use crate::version::Version;

#[cfg(feature = "catalogue")]
pub use expected::EXPECTED;
pub use expected::Expected;
pub use field::{Field, Need, field, refused};
pub use kind::{Adds, Kind, Sum};
pub use object::Object;
pub use operation::{Answers, Keep, Method, Operation, Route, Step};
pub use reply::Reply;
pub use request::{Request, Rules};
#[cfg(feature = "client")]
pub(crate) use text::return_url;

/// `message`, with what a lost reply takes along where the outcome is unknown.
pub(crate) fn with_loss(message: String, outcome: Outcome, lost: Option<&str>) -> String {
    match lost.filter(|_| outcome == Outcome::Unknown) {
        Some(lost) => concat(&[&message, "; ", lost]),
        None => message,
    }
}

/// The error of an operation that LINE Pay does not have in a version.
#[must_use]
pub fn unsupported(operation: &'static str, version: Version) -> Error {
    let message = concat(&["LINE Pay has no ", operation, " in ", version.as_str()]);
    let mut error = Error::new(Code::Unsupported, Outcome::NotExecuted, Retry::Never, message);
    error.0.operation = Some(operation);
    error
}
