//! Arrows among the modules at a crate's top, and the circles they make. A file stands for the module at the top that
//! holds it: a folder and its files are one room, in which parents and children may know each other.

use super::Source;
use super::text::{code, is_tests};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

type Arrows = BTreeSet<(String, String)>;

/// Every circle that does not need one of the known arrows, and every known arrow that closes none.
pub fn check(sources: &[Source], room: &str, known: &[(&str, &str, &str, &str)]) -> Vec<String> {
    let mut arrows = arrows(sources, room);
    let mut findings = Vec::new();
    let (here, gone): (Vec<_>, Vec<_>) = known
        .iter()
        .filter(|(of, ..)| *of == room)
        .map(|&(_, from, to, _)| (from, to))
        .partition(|(from, to)| arrows.remove(&((*from).to_owned(), (*to).to_owned())));
    for (from, to) in gone {
        findings.push(format!("{room}: {from} → {to} is gone; take it out of the list of known arrows"));
    }
    for (from, to) in here {
        if path(&arrows, to, from).is_none() {
            findings.push(format!("{room}: {from} → {to} closes no circle; take it out of the list of known arrows"));
        }
    }
    let mut seen = BTreeSet::new();
    for (from, to) in &arrows {
        let Some(mut circle) = path(&arrows, to, from) else {
            continue;
        };
        let least = circle.iter().enumerate().min_by_key(|(_, name)| name.as_str()).map_or(0, |(place, _)| place);
        circle.rotate_left(least);
        circle.extend(circle.first().cloned());
        seen.insert(format!("{room}: a circle of modules: {}", circle.join(" → ")));
    }
    findings.extend(seen);
    findings
}

/// The shortest way, both ends included.
fn path(arrows: &Arrows, from: &str, to: &str) -> Option<Vec<String>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(here) = queue.pop_front() {
        if here == to {
            let mut way = vec![here.to_owned()];
            let mut place = here;
            while place != from {
                place = before.get(place)?;
                way.insert(0, place.to_owned());
            }
            return Some(way);
        }
        for (_, next) in arrows.iter().filter(|(start, _)| start == here) {
            if next != from && !before.contains_key(next.as_str()) {
                before.insert(next, here);
                queue.push_back(next);
            }
        }
    }
    None
}

/// Who names whom, by `crate::…` and by `super::…` where it reaches the crate's root.
fn arrows(sources: &[Source], room: &str) -> Arrows {
    let prefix = format!("{room}/");
    let files: Vec<(Vec<&str>, String)> = sources
        .iter()
        .filter(|source| source.ending() == "rs" && !is_tests(&source.name))
        .filter_map(|source| {
            let inside = source.name.strip_prefix(&prefix)?.strip_suffix(".rs")?;
            let module = inside.strip_suffix("/mod").unwrap_or(inside).split('/').collect();
            let lines: Vec<&str> = code(&source.text).into_iter().map(|(_, line)| line).collect();
            Some((module, lines.join("\n")))
        })
        .collect();
    let modules: BTreeSet<&str> = files.iter().filter_map(|(module, _)| module.first().copied()).collect();
    let root = files.iter().find(|(module, _)| module == &["lib"]).map_or("", |(_, text)| text.as_str());
    let shown = shown(root);
    let mut arrows = Arrows::new();
    for (module, text) in &files {
        let Some(from) = module.first().filter(|name| **name != "lib") else {
            continue;
        };
        let up = "super::".repeat(module.len());
        let named = after(text, "crate::").into_iter().chain(after(text, &up));
        for name in named {
            let to = shown.get(name).copied().unwrap_or(name);
            if to != *from && modules.contains(to) {
                arrows.insert(((*from).to_owned(), to.to_owned()));
            }
        }
    }
    arrows
}

/// What the crate's root shows of its modules: the name, and the module that has it.
fn shown(root: &str) -> BTreeMap<&str, &str> {
    let mut shown = BTreeMap::new();
    for (place, start) in root.match_indices("pub use ") {
        let rest = root.get(place + start.len()..).unwrap_or_default();
        let Some((module, names)) = rest.split(';').next().and_then(|path| path.split_once("::")) else {
            continue;
        };
        for name in names.trim_matches(['{', '}']).split(',') {
            shown.insert(name.trim(), module);
        }
    }
    shown
}

/// The first name of each path after this prefix, also in a list: `prefix{a::B, c}`.
fn after<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for (place, _) in text.match_indices(prefix) {
        let before = text.get(..place).unwrap_or_default();
        if before.ends_with("::") || before.ends_with(is_name) {
            continue;
        }
        let rest = text.get(place + prefix.len()..).unwrap_or_default();
        match rest.strip_prefix('{') {
            None => names.extend(first_name(rest)),
            Some(list) => names.extend(entries(list).into_iter().filter_map(first_name)),
        }
    }
    names
}

/// The parts of a list up to its closing brace, at its own depth.
fn entries(list: &str) -> Vec<&str> {
    let (mut entries, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (place, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                entries.extend(list.get(start..place));
                start = place + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    entries
}

fn first_name(path: &str) -> Option<&str> {
    path.trim_start().split(|c| !is_name(c)).next().filter(|name| !name.is_empty())
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::{Source, arrows, check};

    fn house() -> Vec<Source> {
        vec![
            source("src/lib.rs", "mod a;\npub use a::{Shown, Other};\nuse crate::c::X;\n"),
            source("src/a.rs", "use crate::{b::{B, deep}, money};\n// use crate::c;\n"),
            source("src/b/mod.rs", "fn f() -> crate::c::C {}\n#[cfg(test)]\nmod tests {\n    use crate::money;\n}\n"),
            source("src/b/inner.rs", "use super::super::c::C;\nuse super::sibling;\n"),
            source("src/c.rs", "use crate::Shown;\n"),
            source("src/money.rs", ""),
        ]
    }

    #[test]
    fn arrows_are_read_from_paths_and_lists_and_what_the_root_shows() {
        let arrows: Vec<String> =
            arrows(&house(), "src").into_iter().map(|(from, to)| format!("{from} {to}")).collect();
        assert_eq!(arrows, ["a b", "a money", "b c", "c a"]);
    }

    #[test]
    fn a_circle_is_told_once_and_a_known_arrow_opens_it() {
        assert_eq!(check(&house(), "src", &[]), ["src: a circle of modules: a → b → c → a"]);
        assert_eq!(check(&house(), "src", &[("src", "c", "a", "why")]), [""; 0]);
        assert_eq!(check(&house(), "src", &[("sandbox/src", "c", "a", "another house")]).len(), 1);
    }

    #[test]
    fn the_list_of_known_arrows_has_to_shrink() {
        let known = [("src", "c", "a", "closes it"), ("src", "a", "money", "needless"), ("src", "money", "a", "gone")];
        assert_eq!(
            check(&house(), "src", &known),
            [
                "src: money → a is gone; take it out of the list of known arrows",
                "src: a → money closes no circle; take it out of the list of known arrows",
            ]
        );
    }
}
