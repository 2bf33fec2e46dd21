//! Query strings.

/// Names and values of a query, percent-decoded, `+` read as a space. `None` if it is not valid.
pub(crate) fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Some((decoded(name)?, decoded(value)?))
        })
        .collect()
}

/// Whether a query has a parameter of that name.
pub(crate) fn has(query: &str, name: &str) -> bool {
    query.split('&').any(|part| part.split('=').next() == Some(name))
}

/// `name` of `name[]` and `name[0]`, as some languages write lists.
pub(crate) fn without_brackets(name: &str) -> Option<&str> {
    let (name, rest) = name.split_once('[')?;
    let place = rest.strip_suffix(']')?;
    place.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
}

/// Percent-decoded, `+` read as a space. `None` if it is not valid.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                let digits = std::str::from_utf8(&digits).ok().filter(|text| !text.starts_with('+'))?;
                u8::from_str_radix(digits, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

/// Percent-encodes everything but unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes() {
        for text in ["ord 1/2&3=4", "訂單 №1", "a+b", "%"] {
            assert_eq!(decoded(&encode(text)).as_deref(), Some(text));
        }
        assert_eq!(decoded("a+b%20c").as_deref(), Some("a b c"));
        for bad in ["%", "%2", "%zz", "%+1", "%ff"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }
}
