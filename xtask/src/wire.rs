//! The package's types in three files that are kept under review: pkg/src/wire.ts, what LINE Pay is asked and answers,
//! from the declarations; and, cut out of what wasm-bindgen wrote, pkg/src/reports.ts, what this package says itself of
//! a call and of a payment, and pkg/src/verdicts.ts, what its checkout says of an order.

use crate::crates::CLIENT;
use crate::declared::typescript;
use crate::failure::{Failure, io};
use crate::layout;
use crate::steps::Done;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

const HEADER: &str =
    "// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.\n";

/// Types of wasm-bindgen's own loader, which are no part of either.
const LOADER: [&str; 3] = ["InitInput", "InitOutput", "SyncInitInput"];

/// What pkg/src/reports.ts begins with: what a call, its events and the life of a payment say. The rest is the
/// checkout's.
const REPORTS: [&str; 4] = ["ErrorReport", "LinePayEvent", "PaymentLife", "Step"];

type Types = BTreeMap<String, String>;

fn file(name: &str) -> PathBuf {
    layout::pkg().join("src").join(name)
}

/// Writes all of them.
pub fn write() -> Result<Done, Failure> {
    let mut done = Done::UpToDate;
    for (name, text) in generate()? {
        let file = file(name);
        if fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(io("create", folder))?;
        }
        fs::write(&file, text).map_err(io("write", &file))?;
        done = Done::Yes;
    }
    Ok(done)
}

/// Fails unless the committed files are what the build would write.
pub fn compare() -> Result<(), Failure> {
    for (name, new) in generate()? {
        let old = fs::read_to_string(file(name)).unwrap_or_default();
        if new == old {
            continue;
        }
        let first = new
            .lines()
            .zip(old.lines())
            .position(|(new, old)| new != old)
            .unwrap_or_else(|| new.lines().count().min(old.lines().count()));
        return Err(Failure::new(format!(
            "pkg/src/{name} is not what the Rust types generate (first difference in line {})",
            first + 1
        ))
        .remedy(format!("cargo xtask build, then look at the change of pkg/src/{name} and commit it")));
    }
    Ok(())
}

fn generate() -> Result<[(&'static str, String); 3], Failure> {
    let source = CLIENT.file(".d.ts");
    let text = fs::read_to_string(&source).map_err(io("read", &source))?;
    let (wire, mut rest) = parted(typescript::types(), extract(&text));
    let begin = REPORTS.iter().filter_map(|name| rest.remove_entry(*name)).collect();
    let (reports, verdicts) = parted(begin, rest);
    let of_reports = imports(&[("wire", &wire)], &reports);
    let of_verdicts = imports(&[("reports", &reports), ("wire", &wire)], &verdicts);
    Ok([
        ("wire.ts", joined("", &wire)),
        ("reports.ts", joined(&of_reports, &reports)),
        ("verdicts.ts", joined(&of_verdicts, &verdicts)),
    ])
}

/// The lines by which a file gets what it names of the other ones.
fn imports(files: &[(&str, &Types)], types: &Types) -> String {
    let mut lines = String::new();
    for (file, others) in files {
        let used = others.keys().map(String::as_str).filter(|name| types.values().any(|block| names(block, name)));
        let used: Vec<&str> = used.collect();
        if !used.is_empty() {
            let _ = write!(lines, "\nimport type {{ {} }} from \"./{file}.js\";", used.join(", "));
        }
    }
    if lines.is_empty() { lines } else { lines + "\n" }
}

/// What the first ones need of the rest goes to them, so that only the rest knows the other file.
fn parted(mut first: Types, mut rest: Types) -> (Types, Types) {
    rest.retain(|name, _| !first.contains_key(name));
    while let Some(name) = rest.keys().find(|name| first.values().any(|block| names(block, name))).cloned() {
        first.extend(rest.remove_entry(&name));
    }
    (first, rest)
}

/// Whether a type names another one, in what is no comment.
fn names(block: &str, name: &str) -> bool {
    block
        .lines()
        .filter(|line| !line.trim_start().starts_with(['*', '/']))
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .any(|word| word == name)
}

fn joined(imports: &str, types: &Types) -> String {
    let mut text = HEADER.to_owned() + imports;
    for block in types.values() {
        text.push('\n');
        text.push_str(block);
    }
    text
}

/// All interfaces and type aliases with their comments, by their names.
fn extract(declarations: &str) -> Types {
    let mut types = BTreeMap::new();
    let mut comment = String::new();
    let mut lines = declarations.lines();
    while let Some(line) = lines.next() {
        let start = line.trim_start();
        if start.starts_with("/*") || start.starts_with('*') {
            if start.starts_with("/*") {
                comment.clear();
            }
            comment.push_str(line.trim_end());
            comment.push('\n');
            continue;
        }
        if let Some(name) = type_name(line) {
            let mut block = line.trim_end().to_owned();
            while !is_complete(&block) {
                let Some(next) = lines.next() else { break };
                block.push('\n');
                block.push_str(next.trim_end());
            }
            if !LOADER.contains(&name) {
                types.insert(name.to_owned(), format!("{comment}{block}\n"));
            }
        }
        comment.clear();
    }
    types
}

fn type_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("export ")?;
    let rest = rest.strip_prefix("interface ").or_else(|| rest.strip_prefix("type "))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

/// Whether every bracket is closed and the declaration has ended. Brackets in comments and in quotes do not count.
fn is_complete(block: &str) -> bool {
    let mut depth = 0_i32;
    let mut characters = block.chars().peekable();
    let mut last = ' ';
    while let Some(c) = characters.next() {
        match c {
            '/' if characters.peek() == Some(&'*') => {
                let mut previous = ' ';
                for c in characters.by_ref() {
                    if previous == '*' && c == '/' {
                        break;
                    }
                    previous = c;
                }
                continue;
            }
            '/' if characters.peek() == Some(&'/') => {
                characters.by_ref().find(|c| *c == '\n');
                continue;
            }
            '"' | '\'' | '`' => {
                characters.by_ref().find(|other| *other == c);
            }
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    depth == 0 && (last == ';' || (last == '}' && block.starts_with("export interface")))
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Types, extract, imports, joined, parted};

    #[test]
    fn types_are_cut_out_with_their_comments_in_the_order_of_their_names() {
        let declarations = "\
/* tslint:disable */
/**
 * What is asked, in { braces.
 */
export interface Reserve {
    /** At most 100 bytes; see \"}\". */
    orderId: string;
    options?: { display?: \"}\" };
}
export function call(input: unknown): Promise<unknown>;
/** One of two. */
export type Kind =
    | { type: \"a\" }
    | { type: \"b\" };

export type InitInput = RequestInfo | URL;
export interface InitOutput {
    readonly memory: WebAssembly.Memory;
}
";
        let expected = format!(
            "{HEADER}
/** One of two. */
export type Kind =
    | {{ type: \"a\" }}
    | {{ type: \"b\" }};

/**
 * What is asked, in {{ braces.
 */
export interface Reserve {{
    /** At most 100 bytes; see \"}}\". */
    orderId: string;
    options?: {{ display?: \"}}\" }};
}}
"
        );
        assert_eq!(joined("", &extract(declarations)), expected);
    }

    #[test]
    fn a_declaration_without_types_gives_the_header_alone() {
        assert_eq!(joined("", &extract("export function f(): void;\n")), HEADER);
    }

    #[test]
    fn what_the_first_ones_name_stands_with_them_and_the_rest_imports_it() {
        let types = |rows: &[(&str, &str)]| -> Types {
            rows.iter().map(|(name, block)| ((*name).to_owned(), (*block).to_owned())).collect()
        };
        let wire =
            types(&[("Refund", "/**\n * Never a Verdict.\n */\nexport interface Refund {\n    sum: Amount;\n}\n")]);
        let rest = [
            ("Amount", "export type Amount = Units;\n"),
            ("Units", "export type Units = number;\n"),
            ("Verdict", "export interface Verdict {\n    refund: Refund;\n}\n"),
        ];
        let (wire, reports) = parted(wire, types(&rest));
        assert_eq!(wire.keys().collect::<Vec<_>>(), ["Amount", "Refund", "Units"]);
        assert_eq!(reports.keys().collect::<Vec<_>>(), ["Verdict"]);
        assert_eq!(imports(&[("wire", &wire)], &reports), "\nimport type { Refund } from \"./wire.js\";\n");
        assert_eq!(imports(&[("verdicts", &reports)], &wire), "", "a comment names nothing");
    }
}
