//! A copy of the crate with every mutant in it, and the tests compiled against it.

use crate::find::{Finder, Found, Kind};
use crate::house::{House, Source};
use crate::snapshot;
use crate::tables::{MARK, Tables, Twin};
use crate::text::{Edit, Place, weave};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use syn::visit::Visit;

const SWITCH: &str = include_str!("switch.rs");

/// All that was found, and where it goes.
pub struct Crop {
    pub found: Found,
    /// A table, and another one that is made of it.
    pub within: Vec<(usize, usize)>,
    files: Vec<(Source, Vec<Edit>, Vec<Twin>)>,
    /// What does not compile, or was not asked for.
    pub dropped: RefCell<BTreeSet<usize>>,
}

/// Where a mutant's words stand in what was written, and what they are around.
#[derive(Default)]
struct Written {
    words: Vec<(usize, Place)>,
    regions: Vec<(usize, Place)>,
}

impl Crop {
    pub fn of(mut house: House, wanted: impl Fn(&str) -> bool) -> Crop {
        let tables = Tables::of(&house, &wanted);
        let mut found = Found::default();
        let mut files = Vec::new();
        for source in &house.sources {
            let mut finder = Finder {
                file: &source.name,
                source: &source.text,
                house: &house,
                tables: &tables,
                found: &mut found,
                edits: Vec::new(),
                twins: Vec::new(),
                kind: Kind::Code,
                table: None,
                around: Vec::new(),
                asleep: false,
                barren: !wanted(&source.name),
            };
            finder.visit_file(&source.tree);
            files.push((finder.edits, finder.twins));
        }
        let sources = std::mem::take(&mut house.sources).into_iter().zip(files);
        Crop {
            found,
            within: tables.within.take(),
            files: sources.map(|(source, (edits, twins))| (source, edits, twins)).collect(),
            dropped: RefCell::default(),
        }
    }

    pub fn lives(&self, mutant: usize) -> bool {
        let table = self.found.mutants.get(mutant).and_then(|mutant| mutant.table);
        let dropped = self.dropped.borrow();
        !dropped.contains(&mutant) && !table.is_some_and(|table| dropped.contains(&(MARK + table)))
    }

    /// Writes the copy, and says what stands where.
    fn write(&self, root: &Path, tree: &Path) -> Result<HashMap<String, Written>, String> {
        let dropped = self.dropped.borrow();
        let alive = |edit: &Edit| edit.mutant.is_none_or(|mutant| !dropped.contains(&mutant));
        let mut all = HashMap::new();
        for (source, edits, twins) in &self.files {
            let edits: Vec<Edit> = edits.iter().filter(|edit| alive(edit)).cloned().collect();
            let mut woven = weave(&source.text, &(0..source.text.len()), &edits);
            for twin in twins.iter().filter(|twin| !dropped.contains(&(MARK + twin.table))) {
                let twin = twin.weave(&source.text, alive);
                let shift = woven.text.len();
                let moved = |(mutant, place): (usize, Place)| (mutant, place.start + shift..place.end + shift);
                woven.words.extend(twin.words.into_iter().map(moved));
                woven.regions.extend(twin.regions.into_iter().map(moved));
                woven.text.push_str(&twin.text);
            }
            if source.name == "src/lib.rs" {
                woven.text = woven.text.replace("#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]", "");
                woven.text.push_str("\n#[doc(hidden)]\n#[allow(warnings)]\npub mod switch;\n");
            }
            write(&tree.join(&source.name), &woven.text)?;
            all.insert(source.name.clone(), Written { words: woven.words, regions: woven.regions });
        }
        write(&tree.join("src/switch.rs"), SWITCH)?;
        let manifest = root.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
        write(
            &tree.join("Cargo.toml"),
            &text.replace("[lints]\nworkspace = true\n", "[lints.rust]\nwarnings = \"allow\"\n"),
        )?;
        Ok(all)
    }

    /// Compiles the tests; what the compiler refuses is dropped. Says which programs came of it.
    pub fn compile(&self, root: &Path, folder: &Path, say: impl Fn(&str)) -> Result<Vec<PathBuf>, String> {
        let tree = folder.join("tree");
        snapshot::take(root, &tree)?;
        for round in 1..=24 {
            let written = self.write(root, &tree)?;
            let before = self.dropped.borrow().len();
            say(&format!("compiling, round {round}; {before} changes are left out"));
            let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.current_dir(&tree).args(["test", "--no-run", "--lib", "--test", "it", "--message-format=json"]);
            cargo.args(["--target-dir".as_ref(), folder.join("build").as_os_str()]);
            cargo.env("CARGO_PROFILE_TEST_OPT_LEVEL", "1").env("CARGO_PROFILE_TEST_DEBUG", "0");
            let output = cargo.stderr(Stdio::inherit()).output().map_err(|error| format!("cargo: {error}"))?;
            let text = String::from_utf8_lossy(&output.stdout);
            let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
            if output.status.success() {
                return Ok(programs(&messages));
            }
            let mut others = Vec::new();
            for message in messages.iter().filter_map(|message| message.get("message")) {
                if message.get("level").and_then(Value::as_str) == Some("error") && !self.refuse(message, &written) {
                    others.push(message.get("rendered").and_then(Value::as_str).unwrap_or_default().to_owned());
                }
            }
            if self.dropped.borrow().len() == before {
                return Err(format!("the copy does not compile\n{}", others.join("\n")));
            }
        }
        Err("the copy does not compile, whatever is left out".to_owned())
    }

    /// Drops what an error of the compiler is about. False: it is about nothing of ours.
    fn refuse(&self, message: &Value, written: &HashMap<String, Written>) -> bool {
        let spans = message.get("spans").and_then(Value::as_array).cloned().unwrap_or_default();
        let (first, second): (Vec<Value>, Vec<Value>) =
            spans.into_iter().partition(|span| span.get("is_primary").and_then(Value::as_bool) == Some(true));
        for spans in [first, second] {
            let mut guilty = BTreeSet::new();
            for span in &spans {
                let Some(written) = span.get("file_name").and_then(Value::as_str).and_then(|name| written.get(name))
                else {
                    continue;
                };
                let byte = |name: &str| span.get(name).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
                let (Some(start), Some(end)) = (byte("byte_start"), byte("byte_end")) else { continue };
                guilty.extend(written.guilty(start, end.max(start + 1)));
            }
            if !guilty.is_empty() {
                let pairs: Vec<usize> =
                    guilty.iter().filter_map(|mutant| self.found.mutants.get(*mutant)?.pair).collect();
                // Nothing that is made of it can be tried then.
                if guilty.iter().any(|mutant| *mutant >= MARK) {
                    let why = message.get("rendered").and_then(Value::as_str).unwrap_or_default();
                    eprintln!("mutants: a table is given up\n{}", why.lines().take(6).collect::<Vec<_>>().join("\n"));
                }
                self.dropped.borrow_mut().extend(guilty.into_iter().chain(pairs));
                return true;
            }
        }
        false
    }
}

impl Written {
    fn guilty(&self, start: usize, end: usize) -> Vec<usize> {
        let meets = |place: &Place| place.start < end && start < place.end;
        let mut words: Vec<usize> =
            self.words.iter().filter(|(_, place)| meets(place)).map(|(mutant, _)| *mutant).collect();
        // A table is only given up if none of its mutants is to blame.
        if words.iter().any(|mutant| *mutant < MARK) {
            words.retain(|mutant| *mutant < MARK);
        }
        if !words.is_empty() {
            return words;
        }
        let around = self.regions.iter().filter(|(_, place)| place.start <= start && end <= place.end);
        around.min_by_key(|(_, place)| place.len()).map(|(mutant, _)| *mutant).into_iter().collect()
    }
}

fn programs(messages: &[Value]) -> Vec<PathBuf> {
    let named = messages.iter().filter_map(|message| message.get("executable")?.as_str());
    named.map(PathBuf::from).collect()
}

/// Only where it is not so already: cargo compiles what is newer.
fn write(file: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(told)?;
    }
    fs::write(file, text).map_err(told)
}
