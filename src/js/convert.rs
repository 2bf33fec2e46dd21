//! Between the package's texts and the crate's own values.

use crate::error::Error;
use crate::json::Json;
use crate::text::concat;

/// How something ended: `R` and its result, or `E` and what is wrong, each as JSON.
pub(super) fn ended<T: Json>(result: Result<T, Error>) -> String {
    match result {
        Ok(value) => concat(&["R", &value.json()]),
        Err(error) => failed(error),
    }
}

/// `E` and an error.
#[inline(never)]
pub(super) fn failed(error: Error) -> String {
    concat(&["E", &error.into_report().json()])
}

/// Two things that a caller gave: what is wrong with either is reported at once.
pub(super) fn both<A, B>(a: Result<A, Error>, b: Result<B, Error>) -> Result<(A, B), Error> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.and(b)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
    }
}
