//! The operations are listed in one place, `src/operations/mod.rs`; everything else enumerates that list or derives
//! from what is generated of it. A list by hand is where a twelfth operation would be forgotten.

use super::Source;
use super::text::code;
use linepay_edge::operations::NAMES;
use std::collections::BTreeSet;

/// Whose code is looked at. The sandbox is LINE Pay's side and has its own.
const ROOMS: [&str; 7] = ["src/", "pkg/src/", "xtask/src/", "tests/", "fuzz/", "bench/", "www/"];

/// So many names beside each other are a list.
const MANY: usize = 4;

/// So many in lines after each other are one among the tests, which have tables of cases too.
const MOST: usize = 8;

/// Every list of operations that is not known, and every known one that is not there any more.
pub fn check(sources: &[Source], known: &[(&str, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut unused: BTreeSet<&str> = known.iter().map(|(file, _)| *file).collect();
    for source in sources {
        let name = source.name.as_str();
        let here = ROOMS.iter().any(|room| name.starts_with(room)) && matches!(source.ending(), "rs" | "ts" | "js");
        if !here || source.is_generated() {
            continue;
        }
        let many = if name.starts_with("tests/") { MOST } else { MANY };
        for (number, names) in lists(&source.text, many) {
            if !unused.remove(name) && !known.iter().any(|(file, _)| *file == name) {
                findings.push(format!(
                    "{name}:{number}: a list of operations by hand ({}); enumerate operations::ALL, or derive it from \
                     what is generated",
                    names.into_iter().collect::<Vec<_>>().join(", ")
                ));
            }
        }
    }
    findings.extend(unused.iter().map(|file| format!("{file}: no list of operations; take it out of the known ones")));
    findings
}

/// Where names stand beside each other, or so many in lines after each other, and which.
fn lists(text: &str, many: usize) -> Vec<(usize, BTreeSet<&'static str>)> {
    let mut found = Vec::new();
    let is_list = |(_, names): &(usize, BTreeSet<&str>)| names.len() >= many;
    let mut run: (usize, usize, BTreeSet<&'static str>) = (0, 0, BTreeSet::new());
    for (number, line) in code(text) {
        let beside = beside(line);
        let names = named(line);
        if beside.len() >= MANY {
            found.push((number, beside));
        } else if number == run.1 + 1 && !names.is_empty() {
            run.1 = number;
            run.2.extend(names);
        } else if !names.is_empty() {
            found.extend(Some((run.0, run.2)).filter(is_list));
            run = (number, number, names.into_iter().collect());
        }
    }
    found.extend(Some((run.0, run.2)).filter(is_list));
    found
}

/// The names that stand as texts with nothing but a comma or a bar between them.
fn beside(line: &str) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    let mut parts = line.split('"').skip(1);
    while let Some(text) = parts.next() {
        match NAMES.iter().find(|name| **name == text) {
            Some(name) => names.insert(*name),
            None => continue,
        };
        let between = parts.next().unwrap_or_default().trim();
        if !matches!(between, "," | "|" | "") && names.len() < MANY {
            names.clear();
        }
    }
    names
}

/// The operations that a line names as texts or as keys.
fn named(line: &str) -> Vec<&'static str> {
    let key = line.trim_start();
    let is_named = |name: &&&str| {
        line.contains(&format!("\"{name}\""))
            || key.strip_prefix(**name).is_some_and(|rest| rest.starts_with([':', '?']))
    };
    NAMES.iter().filter(is_named).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::check;

    #[test]
    fn a_list_in_one_line_or_in_several_is_told() {
        let line = "let all = [\"confirm\", \"capture\", \"void\", \"refund\"];\n";
        let rows = "const LIMITS = {\n  reserve: 1,\n  confirm: 2,\n  capture?: 3,\n  void: 4,\n};\n";
        let sources = [
            source("bench/a.js", rows),
            source("src/b.rs", line),
            source("sandbox/src/c.rs", line),
            source("pkg/src/d.ts", &format!("// Generated from the Rust tables\n{line}")),
            source("src/e.rs", "a(\"confirm\");\nb(\"capture\");\n\nc(\"void\");\nd(\"refund\");\n// \"reserve\"\n"),
            source("tests/f.js", "confirmed(\"confirmation\", \"captured\", \"voided\", \"refunds\", \"reserved\")\n"),
        ];
        let found = check(&sources, &[]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("bench/a.js:2: a list of operations by hand (capture, confirm, reserve, void)"));
        assert!(found[1].starts_with("src/b.rs:1: a list"));
    }

    #[test]
    fn the_known_lists_have_to_shrink() {
        let line = "[\"confirm\", \"capture\", \"void\", \"refund\"]\n";
        let known = [("src/a.rs", "why"), ("src/b.rs", "why")];
        let found = check(&[source("src/a.rs", line), source("src/b.rs", "\n")], &known);
        assert_eq!(found, ["src/b.rs: no list of operations; take it out of the known ones"]);
    }
}
