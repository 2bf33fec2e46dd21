//! Who calls: headers, channel, secret, address. The order of the checks decides the code.

use crate::code::Refusal;
use crate::merchant::Config;
use crate::settings::Settings;
use crate::wire::Request;
use std::net::IpAddr;

/// v2: the secret in a header, and the list of payment server addresses.
pub(crate) fn by_secret(
    config: &Config,
    settings: &Settings,
    request: &Request,
) -> Result<(), Refusal> {
    let required = |name: &str| {
        request
            .header(name)
            .ok_or_else(|| Refusal::noted(1106, format!("the header {name} is missing")))
    };
    if request.method == "POST" {
        let media = required("Content-Type")?
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::noted(1106, "Content-Type is not application/json"));
        }
    }
    let channel = required("X-LINE-ChannelId")?;
    let secret = required("X-LINE-ChannelSecret")?;
    if channel != config.channel_id {
        return Err(Refusal::new(1104));
    }
    if !same(secret, &config.channel_secret) {
        return Err(Refusal::noted(1106, "the channel secret is wrong"));
    }
    allowed(settings, &request.peer)?;
    if settings.merchant_disabled {
        return Err(Refusal::new(1105));
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
    let address = address.map_or_else(
        || "unknown".to_owned(),
        |address| address.to_canonical().to_string(),
    );
    Err(
        Refusal::noted(1106, "the address is not on the list of payment servers").saying(format!(
            "Header information error. Ip address [{address}] is not allowed to access this API"
        )),
    )
}

/// Compares without telling by its time where the texts differ.
fn same(given: &str, right: &str) -> bool {
    given.len() == right.len()
        && given
            .bytes()
            .zip(right.bytes())
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}
