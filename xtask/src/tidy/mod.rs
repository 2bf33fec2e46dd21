//! What keeps the house in order, read from the sources as text: no circle among modules, no bare return code, no list
//! of operations by hand, no long line, no long file, no test beside the one binary, no link and no citation that leads
//! nowhere.

mod circles;
mod codes;
mod known;
mod lengths;
mod links;
mod lists;
mod text;

use crate::browser::Browser;
use crate::failure::{Failure, io};
use crate::layout;
use crate::tally::Tally;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a source is written in, by the ending of its name.
const ENDINGS: [&str; 8] = ["rs", "ts", "tsx", "js", "mjs", "css", "html", "md"];

/// Folders of what others wrote or a build made; so are those whose names begin with a dot or with `wasm`.
const SKIPPED: [&str; 5] = ["node_modules", "target", "dist", "corpus", "artifacts"];

/// A source as it stands in the repository.
pub struct Source {
    /// Below the root, with `/`.
    name: String,
    text: String,
}

impl Source {
    fn ending(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// Whether a build wrote it: its first line says so.
    fn is_generated(&self) -> bool {
        self.text.starts_with("// Generated from the Rust ")
    }
}

/// A list of rules that the house breaks today, each exception with its reason. It may only shrink: one that is no
/// longer needed is a finding too.
pub struct Known {
    pub arrows: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// Files with tables whose rows are read from left to right, and how many of their lines are too wide.
    pub wide: &'static [(&'static str, usize, &'static str)],
    pub codes: &'static [(&'static str, &'static [&'static str], &'static str)],
    /// Files that list operations by hand.
    pub lists: &'static [(&'static str, &'static str)],
}

pub fn tidy(_: Option<&Browser>) -> Result<Tally, Failure> {
    let root = layout::root();
    let (mut sources, mut all) = (Vec::new(), BTreeSet::new());
    gather(&root, &root, &mut sources, &mut all)?;
    let findings = findings(&sources, &all, &known::KNOWN);
    if findings.is_empty() {
        return Ok(Tally::CHECK);
    }
    Err(Failure::new("the house is not tidy").output(findings.join("\n")).remedy(
        "mend what is named; what a rule has to bear for a while stands in xtask/src/tidy/known.rs with its reason",
    ))
}

/// All that is wrong with these sources; `all` are the names of every file and folder.
fn findings(sources: &[Source], all: &BTreeSet<String>, known: &Known) -> Vec<String> {
    let mut findings = Vec::new();
    for room in ["src", "sandbox/src"] {
        findings.extend(circles::check(sources, room, known.arrows));
    }
    findings.extend(codes::check(sources, known.codes));
    findings.extend(lists::check(sources, known.lists));
    findings.extend(lengths::lines(sources, known.wide));
    findings.extend(lengths::files(sources));
    findings.extend(strays(sources));
    findings.extend(links::links(sources, all));
    findings.extend(links::paths(sources, all));
    findings.extend(links::citations(sources));
    findings
}

/// Native tests that would be programs of their own.
fn strays(sources: &[Source]) -> Vec<String> {
    let file = |source: &Source| {
        let (folder, name) = source.name.rsplit_once('/')?;
        (matches!(folder, "tests" | "sandbox/tests") && name.ends_with(".rs")).then(|| format!("{folder}/it/{name}"))
    };
    let found = sources.iter().filter_map(|source| Some((source, file(source)?)));
    found.map(|(source, place)| format!("{}: a program of its own; its place is {place}", source.name)).collect()
}

fn gather(root: &Path, folder: &Path, sources: &mut Vec<Source>, all: &mut BTreeSet<String>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(io("list", folder))?;
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let last = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let below = path.strip_prefix(root).unwrap_or(&path);
        let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if path.is_dir() {
            if last.starts_with('.') || last.starts_with("wasm") || SKIPPED.contains(&last.as_str()) {
                continue;
            }
            gather(root, &path, sources, all)?;
        } else if ENDINGS.iter().any(|ending| last.ends_with(&format!(".{ending}"))) {
            let text = fs::read_to_string(&path).map_err(io("read", &path))?;
            sources.push(Source { name: name.clone(), text });
        }
        all.insert(name);
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Known, Source, findings};
    use std::collections::BTreeSet;

    pub(super) fn source(name: &str, text: &str) -> Source {
        Source { name: name.to_owned(), text: text.to_owned() }
    }

    /// Each rule is asked: a house that breaks all of them hears of each.
    #[test]
    fn every_rule_is_asked() {
        let sources = [
            source("docs/line-pay-api.md", "## 1. Hosts\n"),
            source("README.md", "[gone](docs/gone.md)\n"),
            source("src/a.rs", "use crate::b::B; // line-pay-api 2\n"),
            source("src/b.rs", "use crate::a::A;\nconst CODE: &str = \"1172\";\n"),
            source("sandbox/src/c.rs", "use crate::d::D;\n"),
            source("sandbox/src/d.rs", "use crate::c::C;\n"),
            source("tests/alone.rs", "\n"),
            source("tests/it/e.rs", "[\"confirm\", \"capture\", \"void\", \"refund\"]\n"),
            source("pkg/src/long.ts", &format!("// {}\n", "x".repeat(150))),
            source("pkg/src/tall.ts", &"x;\n".repeat(401)),
        ];
        let known = Known { arrows: &[], wide: &[], codes: &[], lists: &[] };
        let found = findings(&sources, &BTreeSet::new(), &known).join("\n");
        for expected in [
            "src: a circle of modules: a → b → a",
            "sandbox/src: a circle of modules: c → d → c",
            "src/b.rs:2: the bare return code \"1172\"",
            "pkg/src/long.ts:1: 153 columns",
            "pkg/src/tall.ts: 401 lines",
            "tests/it/e.rs:1: a list of operations by hand (capture, confirm, refund, void)",
            "tests/alone.rs: a program of its own; its place is tests/it/alone.rs",
            "README.md:1: docs/gone.md is not there",
            "src/a.rs:1: docs/line-pay-api.md has no section 2",
        ] {
            assert!(found.contains(expected), "{expected} is not in:\n{found}");
        }
        assert_eq!(found.lines().count(), 9, "{found}");
    }
}
