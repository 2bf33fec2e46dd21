//! Who calls: headers, channel, secret or signature, address. The order of the checks decides the code.

use crate::body;
use crate::code::Refusal;
use crate::merchant::Config;
use crate::operations::Call;
use crate::settings::Settings;
use crate::signature::{self, Signed};
use crate::version::Version;
use crate::wire::Request;
use crate::world::World;
use std::net::IpAddr;

pub(crate) fn check(call: &Call<'_>, world: &mut World) -> Result<(), Refusal> {
    note_odd(call);
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

/// LINE Pay's own headers.
const HEADERS: [&str; 7] = [
    CHANNEL,
    SECRET,
    NONCE,
    SIGNATURE,
    "X-LINE-MerchantDeviceType",
    "X-LINE-MerchantDeviceProfileId",
    "X-LINE-SubMerchantName",
];
const CHANNEL: &str = "X-LINE-ChannelId";
const SECRET: &str = "X-LINE-ChannelSecret";
const NONCE: &str = "X-LINE-Authorization-Nonce";
const SIGNATURE: &str = "X-LINE-Authorization";

/// A header that must be there.
fn required<'a>(request: &'a Request, name: &str) -> Result<&'a str, Refusal> {
    request.header(name).ok_or_else(|| {
        let other = match name {
            SECRET if request.header(SIGNATURE).is_some() => {
                "; v2 is not signed, it takes the secret itself".to_owned()
            }
            NONCE | SIGNATURE if request.header(SECRET).is_some() => {
                format!("; {SECRET} is v2's way, v3 and v4 are signed")
            }
            _ => unknown(request).map_or_else(String::new, |other| format!("; there is {other}")),
        };
        Refusal::noted(1106, format!("the header {name} is missing{other}"))
    })
}

/// A header that looks like one of LINE Pay's and is none: `X-LINE-Authorize-Nonce`, `X_LINE_ChannelId`.
fn unknown(request: &Request) -> Option<&str> {
    let mut names = request.headers.iter().map(|(name, _)| name.as_str());
    names.find(|name| {
        let ours = name.get(..6).is_some_and(|start| start.replace('_', "-").eq_ignore_ascii_case("x-line"));
        ours && !HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// A client that adds headers to those of its last call sends them twice; one that has lost its settings, empty.
fn note_odd(call: &Call<'_>) {
    for name in HEADERS {
        let mut given = call.request.headers.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        // Nobody needs a device's: clients of others send them empty where they are not set.
        let is_needed = !name.starts_with("X-LINE-MerchantDevice");
        if given.next().is_some_and(|(_, value)| value.is_empty()) && is_needed {
            call.reading.note(format!("the header {name} is empty"));
        }
        if given.next().is_some() {
            call.reading.note(format!("the header {name} is there once more: the first counts"));
        }
    }
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
    let given = required(request, NAME)?;
    Err(Refusal::noted(1106, format!("Content-Type is {given:.100}, not application/json")))
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
    let given = required(request, CHANNEL)?;
    let secret = required(request, SECRET)?;
    channel(config, given)?;
    if !same(secret, &config.channel_secret) {
        return Err(Refusal::noted(
            1106,
            format!("the channel secret is wrong{}", how(secret, &config.channel_secret)),
        ));
    }
    allowed(settings, &request.peer)
}

/// v3 and v4: an HMAC over exactly what came over the wire.
fn by_signature(config: &Config, world: &mut World, request: &Request) -> Result<(), Refusal> {
    let given = required(request, CHANNEL)?;
    let nonce = required(request, NONCE)?;
    let signature = required(request, SIGNATURE)?;
    channel(config, given)?;
    if request.body.len() > Request::BODY_LIMIT {
        // The host has cut it, so nothing can be said about its signature.
        return Err(body::too_long());
    }
    let signed = Signed::of(request, nonce);
    if !same(signature, &signed.sign(&config.channel_secret)?) {
        let (note, compared) =
            signature::explain(request, signed, signature, &config.channel_secret, &config.channel_id);
        return Err(Refusal { signature: Some(Box::new(compared)), ..Refusal::noted(1106, note) });
    }
    if world.settings().reject_reused_nonce && !world.is_new_nonce(nonce) {
        return Err(Refusal::noted(1106, "the nonce was used before"));
    }
    Ok(())
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

/// In words, how a wrong secret differs, where that is easily seen. The sandbox's secret is worth nothing.
fn how(given: &str, right: &str) -> String {
    if given.eq_ignore_ascii_case(right) {
        ": its letters are in another case".to_owned()
    } else if given.contains(right) {
        ": there is something around it".to_owned()
    } else if given.len() != right.len() {
        format!(": it has {} characters, not {}", given.len(), right.len())
    } else {
        String::new()
    }
}

/// Compares without telling by its time where the texts differ.
fn same(given: &str, right: &str) -> bool {
    given.len() == right.len()
        && given.bytes().zip(right.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
