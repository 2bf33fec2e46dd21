//! Return codes stand in one table for each side; elsewhere code asks what a row says, and never for `"1172"`.

use super::Source;
use super::text::{code, is_tests};
use std::collections::BTreeSet;

/// Whose code is looked at.
const ROOMS: [&str; 3] = ["src/", "sandbox/src/", "pkg/src/"];

/// Where the codes are at home.
const HOMES: [&str; 2] = ["src/return_code", "sandbox/src/code"];

/// Every bare code that is not known, and every known one that is not there any more.
pub fn check(sources: &[Source], known: &[(&str, &[&str], &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut unused: BTreeSet<(&str, &str)> =
        known.iter().flat_map(|(file, codes, _)| codes.iter().map(move |code| (*file, *code))).collect();
    let all = unused.clone();
    for source in sources {
        let name = source.name.as_str();
        let here = ROOMS.iter().any(|room| name.starts_with(room)) && !HOMES.iter().any(|home| name.starts_with(home));
        if !here || is_tests(name) || source.is_generated() || !matches!(source.ending(), "rs" | "ts") {
            continue;
        }
        for (number, line) in code(&source.text) {
            if asks(line) {
                findings.push(format!("{name}:{number}: a code is compared with a number; ask the code's row"));
            }
            for code in literals(line) {
                unused.remove(&(name, code));
                if !all.contains(&(name, code)) {
                    findings.push(format!("{name}:{number}: the bare return code {code:?}; ask the code's row"));
                }
            }
        }
    }
    findings.extend(
        unused.iter().map(|(file, code)| format!("{file}: {code:?} is gone; take it out of the list of known codes")),
    );
    findings
}

/// What the sandbox answers with is a number; what it asks of a code is in the code's row.
fn asks(line: &str) -> bool {
    ["== Code::of(", "!= Code::of("].iter().any(|asked| line.contains(asked))
}

/// Texts of four digits, also several with blanks between them. What stands within a sentence of TypeScript is prose.
fn literals(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (place, _) in line.match_indices('"') {
        let (before, rest) = (line.get(..place).unwrap_or_default(), line.get(place + 1..).unwrap_or_default());
        let prose = before.matches('`').count() % 2 == 1;
        let Some((text, _)) = rest.split_once('"').filter(|_| !prose) else { continue };
        if text.split(' ').all(|code| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit())) {
            found.extend(text.split(' '));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::check;

    #[test]
    fn a_bare_code_is_told_outside_the_tables_and_tests() {
        let line = "if code == \"1172\" {}\n";
        let sources = [
            source("src/return_code/table.rs", line),
            source("sandbox/src/code.rs", line),
            source("src/payment/tests.rs", line),
            source("src/flow/a.rs", &format!("// \"1172\"\n{line}#[cfg(test)]\nmod tests {{\n    {line}}}\n")),
            source(
                "sandbox/src/b.rs",
                "x(\"12345\", \"0x11\", \"115\", \"0000\")\ny == Code::of(1190);\nCode::of(1190)\n",
            ),
            source("pkg/src/c.ts", line),
            source("tests/it/d.rs", line),
            source("pkg/src/e.ts", "say(`such as \"1142\"`, \"1281 1282\");\n"),
        ];
        let expected = [
            "src/flow/a.rs:2: the bare",
            "sandbox/src/b.rs:1: the bare",
            "sandbox/src/b.rs:2: a code is compared",
            "pkg/src/c.ts:1: the bare",
            "pkg/src/e.ts:1: the bare return code \"1281\"",
            "pkg/src/e.ts:1: the bare return code \"1282\"",
        ];
        let found = check(&sources, &[]);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        assert!(found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected)), "{found:?}");
    }

    #[test]
    fn the_list_of_known_codes_has_to_shrink() {
        let sources = [source("src/a.rs", "\"1172\"\n")];
        assert_eq!(check(&sources, &[("src/a.rs", &["1172"], "why")]), [""; 0]);
        let found = check(&sources, &[("src/a.rs", &["1172", "1150"], "why")]);
        assert_eq!(found, ["src/a.rs: \"1150\" is gone; take it out of the list of known codes"]);
    }
}
