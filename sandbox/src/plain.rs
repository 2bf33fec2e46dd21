//! What is wrong with a JSON value, in plain words: serde's are those of Rust, and quote what was given, which may be a
//! secret.

/// The rule that the value `at` a name breaks, and with that what to give instead.
pub(crate) fn plain(error: &serde_json::Error, at: &str) -> String {
    let text = error.to_string();
    // Serde puts names of fields and choices into backticks, behind what was given.
    let (given, expected) = text.split_once(", expected ").unwrap_or((&text, ""));
    let words: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let named = given.split('`').nth(1).unwrap_or_default();
    if given.starts_with("unknown field") {
        let named = if named == at { "" } else { &format!("{named}: ") };
        let known = if words.is_empty() { "none".to_owned() } else { words.join(", ") };
        return format!("{named}no field here; there are {known}");
    }
    if given.starts_with("missing field") {
        return format!("{named}: missing, and must be there");
    }
    if given.starts_with("unknown variant") && !words.is_empty() {
        return format!("must be one of {}", words.join(", "));
    }
    if given.starts_with("invalid ") {
        return format!("must be {}", kind(expected));
    }
    // Our own words.
    text
}

fn kind(expected: &str) -> &str {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number, 0 or more",
        "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a string" | "string" | "str" | "string or map" | "a borrowed string" => "a text",
        "a sequence" => "a list",
        "a map" | "map" => "an object",
        other if other.starts_with("struct ") => "an object",
        other => other,
    }
}
