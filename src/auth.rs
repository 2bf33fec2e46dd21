//! How a request proves who sends it: the secret in a header (v2), or a
//! signature over exactly what is sent (v3, v4).

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::Mac;

use crate::config::{Config, Credentials};
use crate::version::Version;

/// The headers of a call, authentication included. `path` starts with the
/// version and has no query; `payload` is the body's text, or for GET the raw query.
pub(crate) fn headers(config: &Config, path: &str, payload: &str, nonce: &str) -> Vec<(&'static str, String)> {
    let credentials = &config.credentials;
    let mut headers = vec![
        ("Content-Type", "application/json; charset=UTF-8".to_owned()),
        ("X-LINE-ChannelId", credentials.channel_id().to_owned()),
    ];
    match config.version {
        Version::V2 => headers.push(("X-LINE-ChannelSecret", credentials.secret().to_owned())),
        Version::V3 | Version::V4 => {
            headers.push(("X-LINE-Authorization-Nonce", nonce.to_owned()));
            headers.push(("X-LINE-Authorization", signature(credentials, path, payload, nonce)));
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

/// Base64 of HMAC-SHA256 with the secret as the key, over secret, path, payload
/// and nonce without separators (line-pay-api 1.4).
fn signature(credentials: &Credentials, path: &str, payload: &str, nonce: &str) -> String {
    // A key of any length is taken; the error cannot happen, and an empty signature is refused by LINE Pay.
    let Some(mut mac) = credentials.key().cloned() else {
        return String::new();
    };
    for part in [credentials.secret(), path, payload, nonce] {
        mac.update(part.as_bytes());
    }
    // One alphabet in the module; 32 bytes are 43 characters and one of padding.
    let mut text = Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes()).into_bytes();
    for byte in &mut text {
        match *byte {
            b'-' => *byte = b'+',
            b'_' => *byte = b'/',
            _ => {}
        }
    }
    text.push(b'=');
    String::from_utf8(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::signature;
    use crate::config::Credentials;

    #[test]
    fn the_reference_vectors_hold() -> Result<(), crate::Error> {
        let vectors = [
            (
                "/v3/payments/request",
                r#"{"amount":100,"currency":"TWD","orderId":"ORD-1"}"#,
                "Z+ER0XwvGD4Q7rcSXWSLg4SIGeoH6QVEqlU2TLgbvvE=",
            ),
            (
                "/v3/payments/request",
                r#"{"amount":100,"productName":"原味優格"}"#,
                "EAjZtG1TcWBHBYviodhnUrBEb1gQrE96HaVJiJSqRtw=",
            ),
            (
                "/v3/payments/request",
                r#"{"amount":100,"productName":"\u539f\u5473\u512a\u683c"}"#,
                "S+YHRd4aGuTejvEFe1NKBjyvrahJVy+4RmSqgXTHMgg=",
            ),
            (
                "/v3/payments",
                "transactionId=2026050712345678910&orderId=ORD-1",
                "H2KFap4+QNrauD0ErRIv6Ou3m57S9uA9Z0KQQKdnlkA=",
            ),
            ("/v3/payments", "orderId=A+B%2FC", "7yMeLvREqqJIvXJo8nD2TKL7NxXs+r4ovifzGIUuDXA="),
            ("/v4/payments/requests/2026050712345678910/check", "", "+0zMto2DjdW9Ti3t7bbDwd7vfvmfAmGixGhoqqnk7UQ="),
            ("/v4/payments/2026050712345678910/refund", "{}", "eT/nGMM12HFpqxi3lz2viGD6Zr9s7RG+vZ4vWfuifzU="),
            ("/v4/payments/2026050712345678910/refund", "", "uHOQQtX7/kO/UuC3BoiaXd86anfcUmNtqMoCyylPdQE="),
        ];
        let credentials = Credentials::new("1234567890", "0123456789abcdef0123456789abcdef")?;
        for (path, payload, expected) in vectors {
            let nonce = "11111111-2222-4333-8444-555555555555";
            assert_eq!(signature(&credentials, path, payload, nonce), expected, "{path} {payload}");
        }
        Ok(())
    }
}
