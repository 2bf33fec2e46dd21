//! The few things that must be known of a URL: its origin, whether it stays on
//! this machine, and the encoding of a query. A URL library would weigh more
//! than the rest of the core.

use crate::text::number;

/// An absolute http or https URL, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// `https`?
    pub secure: bool,
    /// Scheme, host and port: `https://shop.example.com`.
    pub origin: &'a str,
    /// The host: a name, an IPv4 address or an IPv6 address in brackets.
    pub host: &'a str,
    /// Path, query and fragment as they stand.
    pub rest: &'a str,
}

impl<'a> Url<'a> {
    /// Takes an absolute URL apart. `None` for another scheme, a user name, an
    /// empty host, white space, control characters, backslashes or anything not ASCII.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Url<'a>> {
        if text.bytes().any(|byte| !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'"' | b'<' | b'>')) {
            return None;
        }
        let (secure, after) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(after), _) => (true, after),
            (_, Some(after)) => (false, after),
            _ => return None,
        };
        let end = after.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(after.len());
        let (authority, rest) = after.split_at_checked(end)?;
        let port_colon = authority
            .bytes()
            .rposition(|byte| byte == b':')
            .filter(|colon| !authority.get(*colon..).unwrap_or("").contains(']'));
        let (host, port) = match port_colon {
            Some(colon) => (authority.get(..colon)?, authority.get(colon.checked_add(1)?..)?),
            None => (authority, "0"),
        };
        let name = match host.strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
            Some(address) => address?.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')),
            None => host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')),
        };
        if host.is_empty() || !name || number(port).is_none_or(|port| port > u16::MAX.into()) {
            return None;
        }
        let origin = text.get(..text.len().checked_sub(rest.len())?)?;
        Some(Url { secure, origin, host, rest })
    }

    /// On this machine: 127.0.0.0/8, `localhost` or `[::1]`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let address =
            self.host.split('.').filter(|part| number(part).is_some_and(|part| part <= u8::MAX.into())).count() == 4;
        (address && self.host.starts_with("127.") && self.host.split('.').count() == 4)
            || self.host.eq_ignore_ascii_case("localhost")
            || self.host == "[::1]"
    }

    /// Is the host a name below `domain`, at the usual port?
    #[must_use]
    pub fn is_below(&self, domain: &str) -> bool {
        let authority = self.origin.split_once('/').and_then(|(_, rest)| rest.strip_prefix('/'));
        let port = authority.and_then(|authority| authority.strip_prefix(self.host)).unwrap_or_default();
        let end = self.host.len().saturating_sub(domain.len());
        let (front, end) = self.host.split_at_checked(end).unwrap_or_default();
        let names = front.strip_suffix('.').filter(|_| end.eq_ignore_ascii_case(domain));
        matches!(port, "" | ":443") && names.is_some_and(|names| names.split('.').all(|label| !label.is_empty()))
    }

    /// May a shop or an API be there? https anywhere, http only on this machine.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.secure || self.is_loopback()
    }
}

/// Schemes that a browser or the system understands by itself, with which a page could run a script, show what it likes
/// or read the buyer's files. No app has one for its own.
const NO_APP: &[&str] = &[
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "ftp",
    "http",
    "https",
    "javascript",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// Is it a link into an app, `scheme://` and plain visible ASCII after it, with a scheme of the app's own?
#[must_use]
pub fn is_app_link(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>');
    let known = NO_APP.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    !known
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && rest.bytes().all(plain)
}

/// Is it a link that opens the LINE app? Pages put it into a link, where another scheme could run a script.
#[must_use]
pub fn is_line_link(text: &str) -> bool {
    text.starts_with("line://") && is_app_link(text)
}

/// Percent-encodes one value of a query: everything but unreserved characters.
pub fn push_encoded(query: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            query.push(char::from(byte));
        } else {
            query.push('%');
            push_hexadecimal(query, byte >> 4);
            push_hexadecimal(query, byte & 15);
        }
    }
}

fn push_hexadecimal(query: &mut String, nibble: u8) {
    let digit = char::from_digit(nibble.into(), 16).unwrap_or('0');
    query.push(digit.to_ascii_uppercase());
}

/// Decodes one value of a query; `None` when it is not UTF-8 or an escape is broken.
#[must_use]
pub fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let value = digit(rest.next()?)?.checked_mul(16)?.checked_add(digit(rest.next()?)?)?;
                u8::try_from(value).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The first value of `name` in the query of `url`, decoded.
#[must_use]
pub fn query_value(url: &str, name: &str) -> Option<String> {
    let url = url.split('#').next()?;
    let query = url.split_once('?')?.1;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| decoded(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let url = Url::read("https://shop.example.com:8443/pay?x=1#y");
        assert_eq!(
            url.map(|url| (url.origin, url.host, url.rest)),
            Some(("https://shop.example.com:8443", "shop.example.com", "/pay?x=1#y"))
        );
        assert_eq!(Url::read("http://[::1]:80/").map(|url| url.is_loopback()), Some(true));
    }

    #[test]
    fn what_could_mislead_is_no_url() {
        for wrong in [
            "",
            "ftp://a/",
            "//a/",
            "https://",
            "https:///x",
            "https://a b/",
            "https://user@evil.example/",
            "https://a\\@b/",
            "https://a\n.example/",
            "https://例.example/",
            "https://a:port/",
            "https://a:99999/",
            "javascript:alert(1)",
            "https://[a/",
        ] {
            assert_eq!(Url::read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn an_app_has_a_scheme_of_its_own() {
        for link in
            ["myapp://done?x", "myapp://", "com.example.shop://pay/done#a", "a+b-1.c://x", "MyApp://x?y=https://z"]
        {
            assert!(is_app_link(link), "{link}");
        }
        for other in [
            "https://shop.example.com",
            "HTTPS://shop.example.com",
            "http://shop.example.com",
            "javascript://%0aalert(1)",
            "JavaScript://x",
            "data://text/html,x",
            "file:///etc/passwd",
            "vbscript://x",
            "blob://x",
            "filesystem://x",
            "view-source://x",
            "about://blank",
            "ftp://x",
            "wss://x",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:done",
            "myapp:/done",
            "//done",
            "://done",
            "1app://x",
            "my app://x",
            "my_app://x",
            "程式://x",
            "myapp://茶",
            "myapp://a b",
            "myapp://a\nb",
            "myapp://a\\b",
            "myapp://\"",
            "",
        ] {
            assert!(!is_app_link(other), "{other:?}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for (host, expected) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("localhost", true),
            ("127.0.0.1.evil.example", false),
            ("127.evil.example", false),
            ("10.0.0.1", false),
            ("127.0.0.256", false),
        ] {
            let text = format!("http://{host}/");
            assert_eq!(Url::read(&text).map(|url| url.is_loopback()), Some(expected), "{host}");
        }
    }

    #[test]
    fn a_query_value_survives_the_way_there_and_back() {
        let mut query = String::from("https://a/?orderId=");
        push_encoded(&mut query, "A+B/C 單 %&=#");
        assert_eq!(query_value(&query, "orderId").as_deref(), Some("A+B/C 單 %&=#"));
        assert_eq!(query_value("https://a/?x=%zz", "x"), None);
        assert_eq!(query_value("https://a/?x=%ff", "x"), None);
    }
}
