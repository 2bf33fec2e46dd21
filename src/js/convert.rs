//! Between the package's texts and the crate's own values.

use crate::error::Error;
use crate::json::Json;

/// How something ended: `R` and its result, or `E` and what is wrong, each as JSON.
pub(super) fn ended<T: Json>(result: &Result<T, Error>) -> String {
    match result {
        Ok(value) => ["R", &value.json()].concat(),
        Err(error) => failed(error),
    }
}

/// `E` and an error.
pub(super) fn failed(error: &Error) -> String {
    ["E", &error.report().json()].concat()
}

/// Two things that a caller gave: what is wrong with either is reported at once.
pub(super) fn both<A, B>(a: Result<A, Error>, b: Result<B, Error>) -> Result<(A, B), Error> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.and(b)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
    }
}
