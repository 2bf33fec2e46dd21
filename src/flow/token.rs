//! What rides through the buyer's browser, signed: the order in confirmUrl, and in cookies and links what is known of
//! its reservations. So the default needs no database.

use std::cell::RefCell;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::ticket::{Ticket, read_reservation, read_ticket, write_reservation, write_ticket};
use crate::at::at;
use crate::config::Config;
use crate::error::{Code, Error, Issues};
use crate::order::Reservation;
use crate::rule::Rule;
use crate::version::Version;

/// What a text that should be a signed order is.
pub(super) enum Opened {
    /// This checkout's.
    Good(Ticket),
    /// Of the same shop, by the channel's default key or for another version: good for asking.
    Outdated(Ticket),
    /// It has the form, but no key of this checkout has signed it; nothing in it is proved.
    UnknownKey(Ticket),
    /// Nothing of the kind.
    Nothing,
}

const MAC_BYTES: usize = 32;
const KEY_BYTES: usize = 32;

/// A key at work, before anything is signed.
type Key = Hmac<Sha256>;

/// Signs and verifies for one checkout: one channel of one environment and version, one confirm page of one origin.
pub(super) struct Signer {
    keys: Vec<Key>,
    /// One, derived from the channel secret. It signs where the shop has no key of its own.
    default_key: Vec<Key>,
    /// What is signed besides, by version: the checkout's own first.
    scopes: Vec<Vec<u8>>,
    sealed: RefCell<Option<Sealed>>,
}

/// What was sealed last: a reservation goes into a cookie and into links.
struct Sealed {
    purpose: &'static [u8],
    payload: Vec<u8>,
    text: String,
}

impl Signer {
    /// A signer for the checkout whose confirm page is `confirm_url`. `keys` come newest first: the first signs, all
    /// verify. Without any, a key is derived from the channel secret.
    pub(super) fn new(config: &Config, confirm_url: &str, keys: &[String]) -> Result<Signer, Error> {
        let mut issues = Issues::default();
        for (index, key) in keys.iter().enumerate() {
            if key.len() < KEY_BYTES {
                issues.push(at("signingKey").item(index), Rule::MinBytes { min: KEY_BYTES });
            }
        }
        let secret = key(config.credentials.secret().as_bytes());
        let derived = secret.map(|key| over(&key, &[b"linepay-edge: signing key of checkout, 1"]).finalize());
        let default_key = Vec::from_iter(derived.and_then(|derived| key(&derived.into_bytes())));
        let mut keys: Vec<Key> = keys.iter().filter_map(|text| key(text.as_bytes())).collect();
        if keys.is_empty() {
            keys.clone_from(&default_key);
        }
        let scope = |version: Version| {
            let parts = [version.as_str(), config.base_url(), config.credentials.channel_id(), confirm_url];
            let mut scope = Vec::new();
            parts.iter().for_each(|part| push_part(&mut scope, part.as_bytes()));
            scope
        };
        // The own one first, by which nearly everything is signed.
        let scopes = [config.version()].into_iter().chain(Version::ALL).map(scope).collect();
        issues.or(Code::InvalidConfiguration, None, Signer { keys, default_key, scopes, sealed: RefCell::default() })
    }

    /// The ticket as text for a URL.
    pub(super) fn seal_ticket(&self, ticket: &Ticket) -> Option<String> {
        self.seal(b"order", &write_ticket(ticket))
    }

    /// The ticket of a URL.
    pub(super) fn open_ticket(&self, text: &str) -> Opened {
        let Some((payload, tag)) = unsealed(text) else {
            return Opened::Nothing;
        };
        let Some(ticket) = read_ticket(&payload) else {
            return Opened::Nothing;
        };
        let own = self.scopes.get(..1).unwrap_or_default();
        if self.is_signed(&self.keys, own, b"order", &payload, &tag) {
            Opened::Good(ticket)
        } else if self.is_signed(&self.keys, &self.scopes, b"order", &payload, &tag)
            || self.is_signed(&self.default_key, &self.scopes, b"order", &payload, &tag)
        {
            Opened::Outdated(ticket)
        } else {
            Opened::UnknownKey(ticket)
        }
    }

    /// What is known of a reservation, as text for a cookie or a link.
    pub(super) fn seal_reservation(&self, reservation: &Reservation) -> Option<String> {
        self.seal(b"reservation", &write_reservation(reservation))
    }

    /// What a cookie or a link says of a reservation; `None` when this shop did not sign it. The channel's default key
    /// proves no terms where the shop has a key of its own, but a confirm without an answer is not forgotten when it
    /// gets one.
    pub(super) fn open_reservation(&self, text: &str) -> Option<Reservation> {
        let (payload, tag) = unsealed(text)?;
        let signed = |keys: &[Key]| self.is_signed(keys, &self.scopes, b"reservation", &payload, &tag);
        let own = signed(&self.keys);
        let reservation = read_reservation(&payload)?;
        let known = own || signed(&self.default_key);
        known.then_some(Reservation { proved: reservation.proved && own, ..reservation })
    }

    fn seal(&self, purpose: &'static [u8], payload: &[u8]) -> Option<String> {
        let mut sealed = self.sealed.borrow_mut();
        if let Some(last) = sealed.as_ref().filter(|last| last.purpose == purpose && last.payload == payload) {
            return Some(last.text.clone());
        }
        let mac = sealing(self.keys.first()?, purpose, self.scopes.first()?, payload);
        let text = Base64UrlUnpadded::encode_string(&[payload, &mac.finalize().into_bytes()].concat());
        *sealed = Some(Sealed { purpose, payload: payload.to_vec(), text: text.clone() });
        Some(text)
    }

    fn is_signed(&self, keys: &[Key], scopes: &[Vec<u8>], purpose: &[u8], payload: &[u8], tag: &[u8]) -> bool {
        let fits = |key: &Key, scope: &[u8]| sealing(key, purpose, scope, payload).verify_slice(tag).is_ok();
        keys.iter().any(|key| scopes.iter().any(|scope| fits(key, scope)))
    }
}

/// A sealed text's payload and its mac.
pub(super) fn unsealed(text: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut payload = Base64UrlUnpadded::decode_vec(text).ok()?;
    let tag = payload.split_off(payload.len().checked_sub(MAC_BYTES)?);
    Some((payload, tag))
}

fn sealing(key: &Key, purpose: &[u8], scope: &[u8], payload: &[u8]) -> Key {
    let mut head = Vec::new();
    for part in [b"linepay-edge checkout 1", purpose, scope] {
        push_part(&mut head, part);
    }
    over(key, &[&head, payload])
}

/// A key of any length is taken; `None` cannot happen.
fn key(bytes: &[u8]) -> Option<Key> {
    Key::new_from_slice(bytes).ok()
}

fn over(key: &Key, parts: &[&[u8]]) -> Key {
    let mut mac = key.clone();
    parts.iter().for_each(|part| mac.update(part));
    mac
}

/// With its length before it, so that no two lists of parts read the same.
fn push_part(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
    bytes.extend_from_slice(part);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::config::{Credentials, Environment};
    use crate::order::{Order, Sent};

    fn signer() -> Signer {
        let credentials = Credentials::new("1234567890", "0123456789abcdef0123456789abcdef").unwrap();
        let config = Config::new(credentials, Version::V3, Environment::Sandbox);
        Signer::new(&config, "https://shop.example.com/pay/confirm", &[]).unwrap()
    }

    fn order() -> Order {
        Order {
            order_id: "ORD-1".into(),
            amount: "360".parse().unwrap(),
            currency: "TWD".parse().unwrap(),
            capture: true,
            preapproved: false,
            shipping: None,
        }
    }

    fn reservation() -> Reservation {
        Reservation { transaction: "5".parse().unwrap(), order: order(), sent: Sent::Done, proved: true }
    }

    /// Else a text made for one purpose, which somebody may influence, would serve for another.
    #[test]
    fn a_signature_holds_for_one_purpose_only() {
        let signer = signer();
        let ticket = write_ticket(&Ticket { order: order(), expires: 9 });
        let reservation = write_reservation(&reservation());
        assert!(matches!(signer.open_ticket(&signer.seal(b"order", &ticket).unwrap()), Opened::Good(_)));
        assert!(matches!(signer.open_ticket(&signer.seal(b"reservation", &ticket).unwrap()), Opened::UnknownKey(_)));
        assert!(signer.open_reservation(&signer.seal(b"reservation", &reservation).unwrap()).is_some());
        assert!(signer.open_reservation(&signer.seal(b"order", &reservation).unwrap()).is_none());
    }

    /// What another release wrote in another form is not read by this one's.
    #[test]
    fn a_text_of_another_format_is_none_however_well_it_is_signed() {
        let signer = signer();
        let mut ticket = write_ticket(&Ticket { order: order(), expires: 9 });
        let mut reservation = write_reservation(&reservation());
        for format in (0..=255).filter(|format| *format != ticket[0]).collect::<Vec<u8>>() {
            (ticket[0], reservation[0]) = (format, format);
            assert!(matches!(signer.open_ticket(&signer.seal(b"order", &ticket).unwrap()), Opened::Nothing));
            assert!(signer.open_reservation(&signer.seal(b"reservation", &reservation).unwrap()).is_none());
        }
    }
}
