//! Who calls: headers, channel, secret or signature, address. The order of the checks decides the code.

use crate::body;
use crate::code::{Code, Refusal};
use crate::id;
use crate::merchant::Config;
use crate::operations::Call;
use crate::settings::Settings;
use crate::version::Version;
use crate::wire::Request;
use crate::world::World;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::net::IpAddr;

pub(crate) fn check(call: &Call<'_>, world: &mut World) -> Result<(), Refusal> {
    media(call, world.settings())?;
    match call.version {
        Version::V2 => by_secret(call.config, world.settings(), call.request)?,
        Version::V3 | Version::V4 => by_signature(call.config, world, call.request)?,
    }
    if world.settings().merchant_disabled {
        return Err(Refusal::new(1105));
    }
    Ok(())
}

fn required<'a>(request: &'a Request, name: &str) -> Result<&'a str, Refusal> {
    request.header(name).ok_or_else(|| Refusal::noted(1106, format!("the header {name} is missing")))
}

fn media(call: &Call<'_>, settings: &Settings) -> Result<(), Refusal> {
    const NAME: &str = "Content-Type";
    let request = call.request;
    if request.method != "POST" {
        return Ok(());
    }
    let media = request.header(NAME).map(|value| value.split(';').next().unwrap_or_default().trim());
    if media.is_some_and(|media| media.eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    if request.body.is_empty() && settings.untyped_posts {
        call.reading.note("Content-Type is not application/json: taken, for there is no body");
        return Ok(());
    }
    required(request, NAME)?;
    Err(Refusal::noted(1106, "Content-Type is not application/json"))
}

fn channel(config: &Config, given: &str) -> Result<(), Refusal> {
    // All that were seen have ten digits.
    let fits = given.len() == 10 && given.bytes().all(|byte| byte.is_ascii_digit());
    if given == config.channel_id {
        Ok(())
    } else if fits {
        Err(Refusal::noted(1104, "the channel id has ten digits, and is not this sandbox's"))
    } else {
        Err(Refusal::noted(1106, "the channel id is not ten digits")
            .saying("Header information error. X-LINE-ChannelId data is invalid."))
    }
}

/// v2: the secret in a header, and the list of payment server addresses.
fn by_secret(config: &Config, settings: &Settings, request: &Request) -> Result<(), Refusal> {
    let given = required(request, "X-LINE-ChannelId")?;
    let secret = required(request, "X-LINE-ChannelSecret")?;
    channel(config, given)?;
    if !same(secret, &config.channel_secret) {
        return Err(Refusal::noted(1106, "the channel secret is wrong"));
    }
    allowed(settings, &request.peer)
}

/// v3 and v4: an HMAC over exactly what came over the wire.
fn by_signature(config: &Config, world: &mut World, request: &Request) -> Result<(), Refusal> {
    let given = required(request, "X-LINE-ChannelId")?;
    let nonce = required(request, "X-LINE-Authorization-Nonce")?;
    let signature = required(request, "X-LINE-Authorization")?;
    channel(config, given)?;
    if request.body.len() > Request::BODY_LIMIT {
        // The host has cut it, so nothing can be said about its signature.
        return Err(body::too_long());
    }
    let payload = if request.method == "GET" { request.query.as_bytes() } else { &request.body };
    let right = sign(&config.channel_secret, &request.path, payload, nonce)?;
    if !same(signature, &right) {
        return Err(Refusal::noted(
            1106,
            "the signature is not that of the secret, path, query (without ?) or body, and nonce as they came over \
             the wire",
        ));
    }
    if world.settings().reject_reused_nonce && !world.is_new_nonce(nonce) {
        return Err(Refusal::noted(1106, "the nonce was used before"));
    }
    Ok(())
}

/// Base64 of HMAC-SHA256: the secret is the key and the beginning of the message.
fn sign(secret: &str, path: &str, payload: &[u8], nonce: &str) -> Result<String, Refusal> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| Code::INTERNAL)?;
    for part in [secret.as_bytes(), path.as_bytes(), payload, nonce.as_bytes()] {
        mac.update(part);
    }
    let bytes: [u8; 32] = mac.finalize().into_bytes().into();
    Ok(format!("{}=", id::base64(bytes.into_iter())))
}

fn allowed(settings: &Settings, peer: &str) -> Result<(), Refusal> {
    let Some(list) = &settings.allow else {
        return Ok(());
    };
    let address = peer.parse::<IpAddr>().ok();
    if address.is_some_and(|address| list.holds(address)) {
        return Ok(());
    }
    let address = address.map_or_else(|| "unknown".to_owned(), |address| address.to_canonical().to_string());
    Err(Refusal::noted(1106, "the address is not on the list of payment servers")
        .saying(format!("Header information error. Ip address [{address}] is not allowed to access this API")))
}

/// Compares without telling by its time where the texts differ.
fn same(given: &str, right: &str) -> bool {
    given.len() == right.len()
        && given.bytes().zip(right.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    const VECTORS: [(&str, &str, &str); 8] = [
        ("/v3/payments/request", r#"{"amount":100,"currency":"TWD","orderId":"ORD-1"}"#, "Z+ER0XwvGD4Q7rcSXWSLg4SIGeoH6QVEqlU2TLgbvvE="),
        ("/v3/payments/request", r#"{"amount":100,"productName":"原味優格"}"#, "EAjZtG1TcWBHBYviodhnUrBEb1gQrE96HaVJiJSqRtw="),
        ("/v3/payments/request", r#"{"amount":100,"productName":"\u539f\u5473\u512a\u683c"}"#, "S+YHRd4aGuTejvEFe1NKBjyvrahJVy+4RmSqgXTHMgg="),
        ("/v3/payments", "transactionId=2026050712345678910&orderId=ORD-1", "H2KFap4+QNrauD0ErRIv6Ou3m57S9uA9Z0KQQKdnlkA="),
        ("/v3/payments", "orderId=A+B%2FC", "7yMeLvREqqJIvXJo8nD2TKL7NxXs+r4ovifzGIUuDXA="),
        ("/v4/payments/requests/2026050712345678910/check", "", "+0zMto2DjdW9Ti3t7bbDwd7vfvmfAmGixGhoqqnk7UQ="),
        ("/v4/payments/2026050712345678910/refund", "{}", "eT/nGMM12HFpqxi3lz2viGD6Zr9s7RG+vZ4vWfuifzU="),
        ("/v4/payments/2026050712345678910/refund", "", "uHOQQtX7/kO/UuC3BoiaXd86anfcUmNtqMoCyylPdQE="),
    ];

    #[test]
    fn the_references_vectors() {
        let secret = "0123456789abcdef0123456789abcdef";
        let nonce = "11111111-2222-4333-8444-555555555555";
        for (path, payload, signature) in VECTORS {
            assert_eq!(sign(secret, path, payload.as_bytes(), nonce).unwrap(), signature);
        }
    }
}
