//! How a request proves who sends it.

use crate::config::Config;
use crate::version::Version;

/// The headers of a call, authentication included.
pub(crate) fn headers(config: &Config, _nonce: &str) -> Vec<(&'static str, String)> {
    let credentials = &config.credentials;
    let mut headers = vec![("Content-Type", "application/json; charset=UTF-8".to_owned())];
    match config.version {
        Version::V2 => {
            headers.push(("X-LINE-ChannelId", credentials.channel_id().to_owned()));
            headers.push(("X-LINE-ChannelSecret", credentials.secret().to_owned()));
        }
    }
    let devices = [
        ("X-LINE-MerchantDeviceType", &config.device_type),
        ("X-LINE-MerchantDeviceProfileId", &config.device_profile_id),
    ];
    for (name, value) in devices {
        if let Some(value) = value {
            headers.push((name, value.clone()));
        }
    }
    headers
}
