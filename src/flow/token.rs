//! What rides through the buyer's browser, signed: the order in confirmUrl and
//! the reserved transactions in a cookie. So the default needs no database.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::at::at;
use crate::config::Config;
use crate::error::{Code, Error, Issues};
use crate::id::{OrderId, TransactionId};
use crate::money::{Amount, Currency};
use crate::rule::Rule;

/// What the merchant quoted: the price that confirm will use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The merchant's order number.
    pub order_id: OrderId,
    /// The total.
    pub amount: Amount,
    /// Its currency.
    pub currency: Currency,
    /// Does confirm also capture?
    pub capture: bool,
    /// Does confirm also issue a regKey?
    pub preapproved: bool,
}

/// A signed order and when it stops being good for a confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The order.
    pub order: Order,
    /// Seconds since 1970. Past it the ticket may still ask for the truth.
    pub expires: u64,
}

const FORMAT: u8 = 1;
const MAC_BYTES: usize = 32;
const KEY_BYTES: usize = 32;

/// Signs and verifies for one checkout: one channel of one environment and version, one confirm page of one origin.
pub(super) struct Signer {
    keys: Vec<Vec<u8>>,
    scope: Vec<u8>,
}

impl Signer {
    /// A signer for the checkout whose confirm page is `confirm_url`. `keys` come newest first: the first signs, all verify. Without
    /// any, a key is derived from the channel secret.
    pub(super) fn new(config: &Config, confirm_url: &str, keys: &[String]) -> Result<Signer, Error> {
        let mut issues = Issues::default();
        for (index, key) in keys.iter().enumerate() {
            if key.len() < KEY_BYTES {
                issues.push(at("signingKey").item(index), Rule::MinBytes { min: KEY_BYTES });
            }
        }
        let mut keys: Vec<Vec<u8>> = keys.iter().map(|key| key.as_bytes().to_vec()).collect();
        if keys.is_empty() {
            let secret = config.credentials.secret().as_bytes();
            keys.extend(
                mac(secret, &[b"linepay-edge: signing key of checkout, 1"])
                    .map(|mac| mac.finalize().into_bytes().to_vec()),
            );
        }
        let parts = [config.version().as_str(), config.base_url(), config.credentials.channel_id(), confirm_url];
        let mut scope = Vec::new();
        for part in parts {
            push_part(&mut scope, part.as_bytes());
        }
        issues.or(Code::InvalidConfiguration, None, Signer { keys, scope })
    }

    /// The ticket as text for a URL.
    pub(super) fn seal_ticket(&self, ticket: &Ticket) -> Option<String> {
        self.seal(b"order", b"", &write_ticket(ticket))
    }

    /// The ticket, if this shop signed it.
    pub(super) fn open_ticket(&self, text: &str) -> Option<Ticket> {
        read_ticket(&self.open(b"order", b"", text)?)
    }

    /// A transaction reserved for an order, as a cookie's value.
    pub(super) fn seal_transaction(&self, order_id: &OrderId, transaction: TransactionId) -> Option<String> {
        self.seal(b"cookie", order_id.as_str().as_bytes(), &transaction.get().to_be_bytes())
    }

    /// The transaction of a cookie; `None` when this shop did not sign it for the order.
    pub(super) fn open_transaction(&self, order_id: &OrderId, text: &str) -> Option<TransactionId> {
        let payload = self.open(b"cookie", order_id.as_str().as_bytes(), text)?;
        u64::from_be_bytes(payload.try_into().ok()?).to_string().parse().ok()
    }

    fn seal(&self, purpose: &[u8], subject: &[u8], payload: &[u8]) -> Option<String> {
        let mac = self.mac(self.keys.first()?, purpose, subject, payload)?;
        let mut bytes = payload.to_vec();
        bytes.extend_from_slice(&mac.finalize().into_bytes());
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    fn open(&self, purpose: &[u8], subject: &[u8], text: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (payload, tag) = bytes.split_at_checked(bytes.len().checked_sub(MAC_BYTES)?)?;
        let fits =
            |key: &Vec<u8>| self.mac(key, purpose, subject, payload).is_some_and(|mac| mac.verify_slice(tag).is_ok());
        self.keys.iter().any(fits).then(|| payload.to_vec())
    }

    fn mac(&self, key: &[u8], purpose: &[u8], subject: &[u8], payload: &[u8]) -> Option<Hmac<Sha256>> {
        let mut head = Vec::new();
        for part in [b"linepay-edge checkout 1", purpose, &self.scope, subject] {
            push_part(&mut head, part);
        }
        mac(key, &[&head, payload])
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    // A key of any length is taken; the error cannot happen.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// With its length before it, so that no two lists of parts read the same.
fn push_part(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
    bytes.extend_from_slice(part);
}

/// What the names of an order's cookies begin with; the transaction follows.
pub(super) fn cookie_prefix(order_id: &OrderId, secure: bool) -> String {
    let digest = Sha256::digest(order_id.as_str().as_bytes());
    let short = URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default());
    format!("{}linepay-{short}.", if secure { "__Host-" } else { "" })
}

fn write_ticket(ticket: &Ticket) -> Vec<u8> {
    let order = &ticket.order;
    let currency = Currency::ALL.iter().position(|known| *known == order.currency).unwrap_or_default();
    // The lowest bit is `capture`, the highest one `preapproved`; the currency is between them.
    let flags = u8::from(order.preapproved) << 7 | (currency as u8 & 0x3f) << 1 | u8::from(order.capture);
    let mut bytes = vec![FORMAT, flags];
    push_varint(&mut bytes, ticket.expires);
    push_varint(&mut bytes, order.amount.hundredths().unsigned_abs());
    bytes.extend_from_slice(order.order_id.as_str().as_bytes());
    bytes
}

fn read_ticket(bytes: &[u8]) -> Option<Ticket> {
    let (&[format, flags], rest) = bytes.split_first_chunk::<2>()?;
    if format != FORMAT {
        return None;
    }
    let (expires, rest) = read_varint(rest)?;
    let (hundredths, rest) = read_varint(rest)?;
    let order = Order {
        order_id: std::str::from_utf8(rest).ok()?.into(),
        amount: Amount::from_hundredths(i64::try_from(hundredths).ok()?)?,
        currency: *Currency::ALL.get(usize::from(flags >> 1 & 0x3f))?,
        capture: flags & 1 == 1,
        preapproved: flags & 0x80 != 0,
    };
    Some(Ticket { order, expires })
}

fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn read_varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value: u64 = 0;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f).checked_shl(u32::try_from(index).ok()?.checked_mul(7)?)?;
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index.checked_add(1)?..)?));
        }
    }
    None
}
