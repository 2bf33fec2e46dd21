//! Comments of TypeScript.

use std::fmt::Write as _;

/// How wide a line of a comment is, its margin included.
const WIDTH: usize = 120;

/// A comment behind a margin; paragraphs stand apart.
pub fn comment(margin: &str, text: &str) -> String {
    let mut out = format!("{margin}/**\n");
    for (index, paragraph) in text.split("\n\n").enumerate() {
        if index > 0 {
            let _ = writeln!(out, "{margin} *");
        }
        for line in wrapped(paragraph, WIDTH - margin.len() - 3) {
            let _ = writeln!(out, "{margin} * {line}");
        }
    }
    let _ = writeln!(out, "{margin} */");
    out
}

/// Lines of words; code between backticks stays on one.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let mut word = word.to_owned();
        while word.matches('`').count() % 2 == 1 {
            let Some(next) = words.next() else { break };
            word = format!("{word} {next}");
        }
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn code_is_not_broken() {
        assert_eq!(wrapped("with `capture: false` it", 14), ["with", "`capture: false`", "it"]);
    }
}
