//! Signatures of v3 and v4: the right one, and what a wrong one is the signature of.

use crate::code::{Code, Refusal};
use crate::compared::{Compared, Parts};
use crate::id;
use crate::query;
use crate::wire::Request;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Longer bodies are not searched for what was signed instead.
const SEARCHED: usize = 32 * 1024;
/// So many characters of what was expected are told.
const SHOWN: usize = 600;

/// What is signed, beside the secret that is the key and the beginning of it.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) path: &'a str,
    pub(crate) payload: &'a [u8],
    pub(crate) nonce: &'a str,
}

impl<'a> Signed<'a> {
    /// The bytes of a request as they came over the wire.
    pub(crate) fn of(request: &'a Request, nonce: &'a str) -> Signed<'a> {
        let payload = if request.method == "GET" { request.query.as_bytes() } else { &request.body };
        Signed { path: &request.path, payload, nonce }
    }

    /// The value of X-LINE-Authorization.
    pub(crate) fn sign(self, secret: &str) -> Result<String, Refusal> {
        let parts = [secret.as_bytes(), self.path.as_bytes(), self.payload, self.nonce.as_bytes()];
        mac(secret.as_bytes(), &parts).map(|bytes| in_base64(&bytes)).ok_or_else(|| Code::INTERNAL.into())
    }
}

/// HMAC-SHA256.
fn mac(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().into())
}

fn in_base64(bytes: &[u8; 32]) -> String {
    id::base64(bytes) + "="
}

/// Something that may have been signed, and in words how it differs from what is to be signed.
type Variant = (&'static str, Vec<u8>);

/// In words: what was expected, and what the given signature is one of, where that can be found.
pub(crate) fn explain(
    request: &Request,
    signed: Signed<'_>,
    given: &str,
    secret: &str,
    channel: &str,
) -> (String, Compared) {
    let found = found(request, signed, given, secret, channel);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let over = Parts {
        secret: "channelSecret".to_owned(),
        path: signed.path.to_owned(),
        payload: text(signed.payload),
        nonce: signed.nonce.to_owned(),
    };
    let expected = signed.sign(secret).unwrap_or_default();
    let (words, was) = found.unzip();
    let compared = Compared { expected, received: given.to_owned(), over, signed: was };
    (in_words(signed, words), compared)
}

fn in_words(signed: Signed<'_>, found: Option<String>) -> String {
    let shown = format!("{}{}{}", signed.path, String::from_utf8_lossy(signed.payload), signed.nonce);
    let shown: String = if shown.chars().count() > SHOWN {
        format!("{}…", shown.chars().take(SHOWN).collect::<String>())
    } else {
        shown
    };
    let expected = format!("expected: the base64 of HMAC-SHA256, by the secret, over the secret and {shown}");
    match found {
        Some(found) => format!("the signature is wrong: it was made {found}; {expected}"),
        None => format!(
            "the signature is not that of the secret, path, query (without ?) or body, and nonce as they came over the \
             wire; another secret, perhaps, or another text was signed than was sent; {expected}"
        ),
    }
}

fn found(request: &Request, signed: Signed<'_>, given: &str, secret: &str, channel: &str) -> Option<(String, Parts)> {
    if signed.payload.len() > SEARCHED {
        return None;
    }
    let given = given.trim();
    let payloads = payloads(request, signed.payload);
    let (own, channel) = (secret.as_bytes(), channel.as_bytes());
    let (decoded, line) = (from_hex(secret), [own, b"\n"].concat());
    for (how, key, front) in [
        ("", own, own),
        ("without the secret before the path, ", own, b"".as_slice()),
        ("with the channel id as the key, ", channel, own),
        ("with the channel id before the path, ", own, channel),
        ("with an empty key, ", b"", own),
        ("with the secret read as hexadecimal for the key, ", &decoded, own),
        ("with a line break behind the secret, ", &line, &line),
        ("with a line break behind the secret that is the key, ", &line, own),
    ] {
        for (path_words, path) in paths(request) {
            for (words, payload) in &payloads {
                let nonce = signed.nonce.as_bytes();
                for (order, parts) in [
                    ("", [front, &path, payload, nonce]),
                    ("with the nonce before the query or body, ", [front, &path, nonce, payload]),
                    ("without the nonce, ", [front, &path, payload, b""]),
                ] {
                    let Some(form) = mac(key, &parts).and_then(|bytes| form(given, &bytes)) else {
                        continue;
                    };
                    let differs = [how, order, path_words, words, form].concat();
                    let differs = differs.trim_end_matches(", ");
                    if !differs.is_empty() {
                        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                        let front = if front == own { b"channelSecret" } else { front };
                        let [_, path, second, third] = parts;
                        let [payload, nonce] = if second == nonce { [third, second] } else { [second, third] };
                        let [secret, path, payload, nonce] = [front, path, payload, nonce].map(text);
                        return Some((differs.to_owned(), Parts { secret, path, payload, nonce }));
                    }
                }
            }
        }
    }
    None
}

/// The bytes that a text of hexadecimal digits stands for; none of any other text.
fn from_hex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    let bytes: Option<Vec<u8>> = pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect();
    bytes.unwrap_or_default()
}

/// How the 32 bytes are written in the header, if these they are.
fn form(given: &str, bytes: &[u8; 32]) -> Option<&'static str> {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = in_base64(bytes);
    let url = base64.replace('+', "-").replace('/', "_");
    if given == base64 {
        Some("")
    } else if given.eq_ignore_ascii_case(&hex) {
        Some("written in hexadecimal instead of base64, ")
    } else if given == format!("{}==", id::base64(hex.as_bytes())) || given == id::base64(hex.as_bytes()) {
        Some("written as the base64 of its hexadecimal text, ")
    } else if given == base64.trim_end_matches('=') {
        Some("written in base64 without the = at its end, ")
    } else if given == url || given == url.trim_end_matches('=') {
        Some("written in base64 for URLs (- and _ instead of + and /), ")
    } else {
        None
    }
}

fn paths(request: &Request) -> Vec<Variant> {
    let path = request.path.as_str();
    let version = path.get(..3).unwrap_or_default();
    let mut variants = vec![
        ("", path.to_owned()),
        ("of the whole address instead of the path, ", format!("{}{path}", request.origin)),
        ("of a path with a / at its end, ", format!("{path}/")),
        ("of a path without the / at its beginning, ", path.trim_start_matches('/').to_owned()),
        ("of a path without the version, ", path.strip_prefix(version).unwrap_or(path).to_owned()),
        ("of no path, ", String::new()),
    ];
    for other in ["/v2", "/v3", "/v4"].into_iter().filter(|other| *other != version) {
        variants.push(("of the path of another version, ", path.replacen(version, other, 1)));
    }
    for host in ["https://sandbox-api-pay.line.me", "https://api-pay.line.me"] {
        variants.push(("of the whole address instead of the path, ", format!("{host}{path}")));
    }
    if !request.query.is_empty() {
        variants.push(("of the path with the query behind it, ", format!("{path}?{}", request.query)));
    }
    variants.into_iter().map(|(words, path)| (words, path.into_bytes())).collect()
}

fn payloads(request: &Request, payload: &[u8]) -> Vec<Variant> {
    let mut variants: Vec<Variant> = vec![("", payload.to_vec())];
    let mut add = |words: &'static str, text: Vec<u8>| {
        if variants.iter().all(|(_, known)| *known != text) {
            variants.push((words, text));
        }
    };
    // First: an empty body of a GET is nothing as well.
    add("of nothing in the place of the query or body, ", Vec::new());
    if request.method == "GET" {
        let query = request.query.as_str();
        add("of the query with its ?, ", format!("?{query}").into_bytes());
        let pairs = query::pairs(query).unwrap_or_default();
        let joined = |write: &dyn Fn(&str) -> String| {
            let all: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", write(name), write(value))).collect();
            all.join("&").into_bytes()
        };
        add("of the query before it was encoded, ", joined(&str::to_owned));
        add("of the query encoded in another way (%20 for blanks), ", joined(&query::encode));
        add(
            "of the query encoded in another way (+ for blanks), ",
            joined(&|text| query::encode(text).replace("%20", "+")),
        );
        add("of the query with small letters in its %-codes, ", lower_codes(query).into_bytes());
        let mut sorted: Vec<_> = query.split('&').collect();
        sorted.sort_unstable();
        add("of the query in the order of its names, ", sorted.join("&").into_bytes());
        for (colon, comma) in [(":", ","), (": ", ", ")] {
            let texts: Vec<_> = pairs.iter().map(|(name, value)| format!("{name:?}{colon}{value:?}")).collect();
            add("of the query as JSON, ", format!("{{{}}}", texts.join(comma)).into_bytes());
        }
        add("of the body instead of the query, ", request.body.clone());
        add("of {} instead of the query, ", b"{}".to_vec());
    } else {
        let text = String::from_utf8_lossy(payload);
        add("of the body with a line break behind it, ", [payload, b"\n"].concat());
        add("of the body with a line break behind it, ", [payload, b"\r\n"].concat());
        add("of the body without the blanks or line breaks around it, ", text.trim().as_bytes().to_vec());
        let tight = without_blanks(&text);
        add("of the body without blanks between its parts, ", tight.clone().into_bytes());
        add("of the body with blanks after : and , (Python's json.dumps), ", spaced(&tight).into_bytes());
        add("of the body with \\uXXXX in the place of letters beyond ASCII, ", escaped(&text).into_bytes());
        add("of the body with blanks after : and , and \\uXXXX (Python), ", escaped(&spaced(&tight)).into_bytes());
        add("of the body with \\/ in the place of / (PHP's json_encode), ", text.replace('/', "\\/").into_bytes());
        let php = escaped(&text.replace('/', "\\/"));
        add("of the body with \\/ and \\uXXXX (PHP's json_encode), ", php.into_bytes());
        add("of the body with / in the place of \\/, ", text.replace("\\/", "/").into_bytes());
        add("of the text null instead of the body (as LINE Pay's sample in JavaScript), ", b"null".to_vec());
        add("of {} instead of the body, ", b"{}".to_vec());
        add("of the query instead of the body, ", request.query.clone().into_bytes());
    }
    variants
}

fn lower_codes(query: &str) -> String {
    let mut parts = query.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        format!("{text}%{}{rest}", code.to_ascii_lowercase())
    })
}

/// JSON's text with something done to each character outside of its strings.
fn outside(text: &str, mut write: impl FnMut(char, &mut String)) -> String {
    let (mut inside, mut escape) = (false, false);
    let mut made = String::with_capacity(text.len());
    for letter in text.chars() {
        if inside || letter == '"' {
            made.push(letter);
            if letter == '"' && !escape {
                inside = !inside;
            }
            escape = letter == '\\' && !escape;
        } else {
            write(letter, &mut made);
        }
    }
    made
}

fn without_blanks(text: &str) -> String {
    outside(text, |letter, made| {
        if !letter.is_ascii_whitespace() {
            made.push(letter);
        }
    })
}

fn spaced(tight: &str) -> String {
    outside(tight, |letter, made| {
        made.push(letter);
        if matches!(letter, ':' | ',') {
            made.push(' ');
        }
    })
}

fn escaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            made.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                made.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    made
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
            assert_eq!(Signed { path, payload: payload.as_bytes(), nonce }.sign(secret).unwrap(), signature);
        }
    }

    fn told(method: &str, query: &str, body: &str, signed: &str) -> String {
        let request = Request {
            method: method.to_owned(),
            path: "/v3/payments".to_owned(),
            query: query.to_owned(),
            body: body.as_bytes().to_vec(),
            ..Request::default()
        };
        let given = in_base64(&mac(b"secret", &[b"secret/v3/payments", signed.as_bytes(), b"n"]).unwrap());
        explain(&request, Signed::of(&request, "n"), &given, "secret", "1234567890").0
    }

    #[test]
    fn a_wrong_signature_is_told_as_what_it_is_one_of() {
        for (method, query, body, signed, words) in [
            ("GET", "orderId=A%20B", "", "?orderId=A%20B", "the query with its ?"),
            ("GET", "orderId=A%20B", "", "orderId=A B", "before it was encoded"),
            ("GET", "orderId=A%20B", "", "orderId=A+B", "+ for blanks"),
            ("GET", "orderId=A", "", "", "it was made of nothing in the place"),
            ("GET", "orderId=A&x=1", "", r#"{"orderId": "A", "x": "1"}"#, "of the query as JSON"),
            ("POST", "", "", "null", "of the text null instead of the body"),
            ("POST", "", r#"{"a":1}"#, "{\"a\":1}\n", "a line break behind it"),
            ("POST", "", r#"{"a":"茶"}"#, r#"{"a":"\u8336"}"#, "letters beyond ASCII"),
            ("POST", "", r#"{"a":1,"b":2}"#, r#"{"a": 1, "b": 2}"#, "Python's json.dumps"),
            ("POST", "", r#"{"a":"x/y"}"#, r#"{"a":"x\/y"}"#, "PHP's json_encode"),
            ("POST", "", r#"{"a":1}"#, r#"{"a":2}"#, "another text was signed than was sent"),
        ] {
            let told = told(method, query, body, signed);
            assert!(told.contains(words) && told.contains("expected: the base64"), "{signed}: {told}");
        }
    }

    #[test]
    fn the_parts_of_a_wrong_signature_stand_beside_the_right_ones() {
        let request = Request { method: "POST".to_owned(), path: "/v3/x".to_owned(), ..Request::default() };
        let request = Request { body: br#"{"a":"x/y"}"#.to_vec(), ..request };
        let signed = Signed::of(&request, "n");
        for (over, parts) in [
            ([&b"secret"[..], b"/v3/x", br#"{"a":"x\/y"}"#, b"n"], ["channelSecret", "/v3/x", r#"{"a":"x\/y"}"#, "n"]),
            ([b"secret", b"/v3/x", b"n", br#"{"a":"x/y"}"#], ["channelSecret", "/v3/x", r#"{"a":"x/y"}"#, "n"]),
            ([b"", b"/v3/x/", br#"{"a":"x/y"}"#, b"n"], ["", "/v3/x/", r#"{"a":"x/y"}"#, "n"]),
        ] {
            let given = in_base64(&mac(b"secret", &over).unwrap());
            let (_, mut compared) = explain(&request, signed, &given, "secret", "1");
            let texts: Vec<String> = compared.texts().map(|text| text.clone()).collect();
            assert_eq!(texts[..2], [signed.sign("secret").unwrap(), given]);
            assert_eq!(texts[2..6], ["channelSecret", "/v3/x", r#"{"a":"x/y"}"#, "n"]);
            assert_eq!(texts[6..], parts);
        }
        let (_, compared) = explain(&request, signed, "wrong", "secret", "1");
        assert_eq!(compared.signed, None);
    }

    #[test]
    fn other_ways_to_write_and_to_make_it() {
        let request = Request { method: "POST".to_owned(), path: "/v3/x".to_owned(), ..Request::default() };
        let signed = Signed::of(&request, "n");
        let bytes = mac(b"secret", &[b"secret/v3/xn"]).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        assert!(explain(&request, signed, &hex, "secret", "1").0.contains("hexadecimal"));
        let keyed = in_base64(&mac(b"1", &[b"secret/v3/xn"]).unwrap());
        assert!(explain(&request, signed, &keyed, "secret", "1").0.contains("the channel id as the key"));
        let decoded = in_base64(&mac(&[0xc0, 0xde], &[b"c0de/v3/xn"]).unwrap());
        assert!(explain(&request, signed, &decoded, "c0de", "1").0.contains("secret read as hexadecimal for the key"));
        let line = in_base64(&mac(b"secret\n", &[b"secret\n/v3/xn"]).unwrap());
        assert!(explain(&request, signed, &line, "secret", "1").0.contains("a line break behind the secret"));
        let other = in_base64(&mac(b"secret", &[b"secret/v4/xn"]).unwrap());
        assert!(
            explain(&request, signed, &other, "secret", "1").0.contains("it was made of the path of another version;")
        );
        let bare = in_base64(&mac(b"secret", &[b"/v3/xn"]).unwrap());
        assert!(explain(&request, signed, &bare, "secret", "1").0.contains("without the secret before the path"));
    }
}
