//! A source as the rules read it: formatted by rustfmt, so that the end of a block is known by its column.

/// How a line begins that is a comment, in Rust and in TypeScript.
const COMMENTS: [&str; 3] = ["//", "/*", "* "];

/// The lines with their numbers, without comments that have a line of their own and without test modules.
pub fn code(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        let tests = line == "#[cfg(test)]" && lines.peek().is_some_and(|(_, next)| next.starts_with("mod "));
        if tests {
            // To the brace at the left margin, unless the module has a file of its own.
            let whole = lines.next().is_some_and(|(_, opening)| opening.ends_with(';'));
            while !whole && lines.next().is_some_and(|(_, line)| line != "}") {}
        } else if !COMMENTS.iter().any(|mark| line.trim_start().starts_with(mark)) {
            kept.push((number, line));
        }
    }
    kept
}

/// Whether the whole file is a test module.
pub fn is_tests(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn comments_and_tests_are_no_code() {
        let text = "//! a\n/** a */\n * a\nuse b;\n#[cfg(test)]\nmod c;\n    // d\nfn e() {}\n\
            #[cfg(test)]\nmod tests {\n    f\n}\ng\n";
        assert_eq!(code(text), [(4, "use b;"), (8, "fn e() {}"), (13, "g")]);
    }
}
