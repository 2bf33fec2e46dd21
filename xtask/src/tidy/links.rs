//! What a document points to has to be there: files that Markdown links or names, and the sections of LINE Pay's
//! reference that comments cite as `line-pay-api 3.1`.

use super::Source;
use std::collections::BTreeSet;

const REFERENCE: &str = "docs/line-pay-api.md";
const CITED: &str = "line-pay-api ";

/// Links of Markdown to files that are not there. `all` are the names of every file.
pub fn links(sources: &[Source], all: &BTreeSet<String>) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.ending() == "md") {
        let mut fenced = false;
        for (number, line) in (1..).zip(source.text.lines()) {
            fenced ^= line.trim_start().starts_with("```");
            if fenced {
                continue;
            }
            for target in targets(line) {
                let found = below(&source.name, target);
                if !found.is_some_and(|name| name.is_empty() || all.contains(&name)) {
                    findings.push(format!("{}:{number}: {target} is not there", source.name));
                }
            }
        }
    }
    findings
}

/// What looks like a path of a file in backticks, in Markdown, and is the end of no file's: it was moved or renamed. A
/// path of a package (`linepay-sandbox/openapi/v3.json`) may begin with the package's name.
pub fn paths(sources: &[Source], all: &BTreeSet<String>) -> Vec<String> {
    let is_there = |path: &str| {
        let rest =
            path.split_once('/').filter(|(first, _)| first.starts_with("linepay-")).map_or(path, |(_, rest)| rest);
        all.iter().any(|name| name.strip_suffix(rest).is_some_and(|front| front.is_empty() || front.ends_with('/')))
    };
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.ending() == "md") {
        let mut fenced = false;
        for (number, line) in (1..).zip(source.text.lines()) {
            fenced ^= line.trim_start().starts_with("```");
            let spans = line.split('`').skip(1).step_by(2).filter(|_| !fenced);
            for path in spans.map(|span| span.trim_start_matches('/')).filter(|span| is_path(span)) {
                if !is_there(path) {
                    findings.push(format!("{}:{number}: {path} is not there", source.name));
                }
            }
        }
    }
    findings
}

/// `src/money.rs`: letters, slashes, and the ending of a source.
fn is_path(text: &str) -> bool {
    const ENDINGS: [&str; 11] = ["rs", "ts", "tsx", "js", "mjs", "md", "json", "css", "toml", "tsv", "txt"];
    let letters = text.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"/._-".contains(&letter));
    let ending = text.rsplit_once('/').and_then(|(_, file)| file.rsplit_once('.'));
    letters && ending.is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending))
}

/// The files that a line links, without those of other hosts and places in the page itself.
fn targets(line: &str) -> Vec<&str> {
    let ends = line.match_indices("](").filter_map(|(place, start)| line.get(place + start.len()..));
    let files = ends.filter_map(|rest| rest.split([')', '#', ' ']).next());
    files.filter(|target| !target.is_empty() && !target.contains(':')).collect()
}

/// The name below the root of what a file links; nothing if it leaves the repository.
fn below(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Citations of sections that the reference does not have.
pub fn citations(sources: &[Source]) -> Vec<String> {
    let reference = sources.iter().find(|source| source.name == REFERENCE).map_or("", |source| source.text.as_str());
    let sections: BTreeSet<&str> = reference
        .lines()
        .filter(|line| line.starts_with("##"))
        .filter_map(|line| line.trim_start_matches('#').split_whitespace().next())
        .map(|number| number.trim_end_matches('.'))
        .collect();
    let mut findings = Vec::new();
    // This file speaks of citations and makes none.
    for source in sources.iter().filter(|source| source.name != REFERENCE && !source.name.ends_with(file!())) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (place, line) in lines.iter().enumerate() {
            // A citation may be broken after its name.
            let next =
                lines.get(place + 1).map_or("", |next| next.trim_start().trim_start_matches(['/', '!', '*', '#']));
            let whole = format!("{line} {}", next.trim_start());
            for (start, cited) in whole.match_indices(CITED).filter(|(start, _)| start < &line.len()) {
                let rest = whole.get(start + cited.len()..).unwrap_or_default();
                for number in numbers(rest).into_iter().filter(|number| !sections.contains(number)) {
                    findings.push(format!("{}:{}: {REFERENCE} has no section {number}", source.name, place + 1));
                }
            }
        }
    }
    findings
}

/// The numbers at the start of a text: `2, 4.1, 7 and more` has three.
fn numbers(text: &str) -> Vec<&str> {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let number = number.trim_end_matches('.');
        if number.is_empty() {
            return numbers;
        }
        numbers.push(number);
        match after.strip_prefix(", ").or_else(|| after.strip_prefix(" and ")) {
            Some(next) => rest = next,
            None => return numbers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::{citations, links, paths};
    use std::collections::BTreeSet;

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_told() {
        let all: BTreeSet<String> = ["README.md", "docs", "docs/a.md", "docs/b.png"].map(str::to_owned).into();
        let good = "[a](a.md#part) ![b](b.png) [up](../README.md) [x](https://a.example/b) [here](#x) [f](../docs)\n\
            ```\n[in code](gone.md)\n```\n";
        assert_eq!(links(&[source("docs/a.md", good), source("docs/a.rs", "[a](b.md)\n")], &all), [""; 0]);
        let bad = source("docs/a.md", "\n[b](a.md) [c](gone.md), [d](../../README.md)\n");
        let found = links(&[bad], &all);
        assert_eq!(found, ["docs/a.md:2: gone.md is not there", "docs/a.md:2: ../../README.md is not there"]);
    }

    #[test]
    fn a_path_in_backticks_is_that_of_a_file() {
        let all: BTreeSet<String> = ["src/flow/host.rs", "sandbox/pkg/openapi/v3.json"].map(str::to_owned).into();
        let good = "`flow/host.rs` `src/flow/host.rs`, `/openapi/v3.json` `linepay-sandbox/openapi/v3.json` `gone.rs`\n\
            `GET /v3/payments` `src/flow/` `a/*.rs` host/gone.rs\n```\n`src/gone.rs`\n```\n";
        assert_eq!(paths(&[source("docs/a.md", good), source("docs/a.rs", "`src/gone.rs`\n")], &all), [""; 0]);
        let found = paths(&[source("docs/a.md", "\nin `ost.rs/ost.rs` and `low/host.rs`\n")], &all);
        assert_eq!(found, ["docs/a.md:2: ost.rs/ost.rs is not there", "docs/a.md:2: low/host.rs is not there"]);
    }

    #[test]
    fn a_citation_names_a_section_that_is_there() {
        let reference = source("docs/line-pay-api.md", "# LINE Pay\n## 7. Codes\n### 7.2 Meanings\n`line-pay-api 9`\n");
        let good = source("src/a.rs", "// (line-pay-api 7, 7.2) and line-pay-api 7.2. See line-pay-api.\n");
        let bad = source("src/b.rs", "\n/// line-pay-api 7, 7.3: text\n/// as in line-pay-api\n/// 8.1\n");
        let found = citations(&[reference, good, bad]);
        let expected = [
            "src/b.rs:2: docs/line-pay-api.md has no section 7.3",
            "src/b.rs:3: docs/line-pay-api.md has no section 8.1",
        ];
        assert_eq!(found, expected);
    }
}
