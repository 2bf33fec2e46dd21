//! An exchange of an operation, out of the fixtures in tests/wire.

use super::snake;
use crate::failure::{Failure, io};
use crate::layout::{self, files_below};
use linepay_edge::row::Row;
use linepay_edge::version::Version;
use linepay_edge::wire::Operation;
use std::fs;

/// The shortest exchange of a version that was successful, as a part of a page; nothing where no fixture has one.
pub fn example(operation: &Operation, version: Version) -> Result<String, Failure> {
    let mut files = Vec::new();
    let place = layout::root().join("tests/wire").join(snake(operation.name));
    files_below(&place, "json", &mut files)?;
    let mut found: Vec<String> = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(io("read", &file))?;
        found.extend(exchange(&text, version));
    }
    found.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    Ok(found.into_iter().next().map_or_else(String::new, |text| format!("\n## Example in {version}\n\n{text}")))
}

fn exchange(fixture: &str, version: Version) -> Option<String> {
    let row = Row::of(fixture)?;
    let request = row.row("request")?;
    let text = |name| request.lenient::<String>(name).unwrap_or_default();
    let reply = row.need::<String>("reply")?;
    let code = Row::of(&reply)?.need::<String>("returnCode")?;
    if row.need::<String>("version")? != version.as_str() || code != "0000" {
        return None;
    }
    let (method, path, query, body) = (text("method"), text("path"), text("query"), text("body"));
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let body = if body.is_empty() { body } else { format!("\n{}\n", laid_out(&body)) };
    Some(format!("```http\n{method} {path}{query}\n{body}```\n\n```json\n{}\n```\n", laid_out(&reply)))
}

/// JSON with a line for each field; not a digit is changed.
fn laid_out(json: &str) -> String {
    let (mut out, mut depth, mut quoted, mut escaped) = (String::new(), 0_usize, false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    let mut characters = json.chars().peekable();
    while let Some(c) = characters.next() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '{' | '[' if characters.peek().is_some_and(|next| matches!(next, '}' | ']')) => {
                out.push(c);
                out.extend(characters.next());
            }
            '{' | '[' => {
                depth += 1;
                out.push(c);
                line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' => {
                quoted = true;
                out.push(c);
            }
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::laid_out;

    #[test]
    fn a_line_for_each_field_and_no_digit_changed() {
        let json = r#"{"a" : 2026050712345678910,"b":[],"c":[1, {}],"d":"x, \"{\" \\"}"#;
        let expected = "{\n  \"a\": 2026050712345678910,\n  \"b\": [],\n  \"c\": [\n    1,\n    {}\n  ],\n  \
            \"d\": \"x, \\\"{\\\" \\\\\"\n}";
        assert_eq!(laid_out(json), expected);
    }
}
