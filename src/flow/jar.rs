//! The checkout's cookies in one browser. Every request to the shop carries all of them, and many servers refuse a
//! header of 8 kB: a browser keeps few, however many orders it has begun.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest, Sha256};

use super::ticket::read_reservation;
use super::token::unsealed;
use crate::id::OrderId;
use crate::order::Sent;
use crate::text::concat;

/// How many a browser keeps: 1.7 kB of usual ones, 3 kB of the longest.
const MOST: usize = 12;
/// How many one answer takes away at the most: its own headers have limits, too.
const MOST_AT_ONCE: usize = 16;

/// Name and value of each cookie of a `Cookie` header.
pub(super) fn pairs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header.split(';').filter_map(|pair| pair.trim().split_once('='))
}

/// The `Set-Cookie` headers that take the oldest away, where there are too many beside the one named `set`. Browsers
/// send the oldest first (RFC 6265, 5.4). One that says that a confirm is without an answer goes last: it keeps the
/// order from being confirmed by another reservation. Whether that is signed does not matter here.
pub(super) fn excess(header: &str, set: &str, secure: bool) -> Vec<String> {
    let own = || pairs(header).filter(|(name, _)| is_own(name, secure) && *name != set);
    let over = own().count().saturating_sub(MOST.saturating_sub(1)).min(MOST_AT_ONCE);
    if over == 0 {
        return Vec::new();
    }
    let (last, first): (Vec<_>, Vec<_>) = own().partition(|(_, value)| is_unanswered(value));
    first.iter().chain(&last).take(over).map(|(name, _)| concat(&[name, "=", &attributes("0", secure)])).collect()
}

/// What stands behind a cookie's value.
pub(super) fn attributes(seconds: &str, secure: bool) -> String {
    let end = if secure { "; HttpOnly; SameSite=Lax; Secure" } else { "; HttpOnly; SameSite=Lax" };
    concat(&["; Path=/; Max-Age=", seconds, end])
}

/// What the names of an order's cookies begin with; the transaction follows.
pub(super) fn prefix(order_id: &OrderId, secure: bool) -> String {
    let digest = Sha256::digest(order_id.as_str().as_bytes());
    let mark = Base64UrlUnpadded::encode_string(digest.get(..12).unwrap_or_default());
    concat(&[beginning(secure), &mark, "."])
}

fn beginning(secure: bool) -> &'static str {
    if secure { "__Host-linepay-" } else { "linepay-" }
}

/// Is it the name of a cookie of any order?
fn is_own(name: &str, secure: bool) -> bool {
    let Some((mark, transaction)) = name.strip_prefix(beginning(secure)).and_then(|rest| rest.split_once('.')) else {
        return false;
    };
    let of_mark = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let of_transaction = |byte: u8| byte.is_ascii_digit();
    mark.len() == 16
        && mark.bytes().all(of_mark)
        && (1..=20).contains(&transaction.len())
        && transaction.bytes().all(of_transaction)
}

fn is_unanswered(value: &str) -> bool {
    let known = unsealed(value).and_then(|(payload, _)| read_reservation(&payload));
    known.is_some_and(|known| matches!(known.sent, Sent::Unknown(_)))
}
