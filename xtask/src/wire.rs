//! The package's types in two files that are kept under review: pkg/src/wire.ts, what LINE Pay is asked and answers,
//! from the declarations; and pkg/src/reports.ts, what this package says itself, cut out of what wasm-bindgen wrote.

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

type Types = BTreeMap<String, String>;

fn file(name: &str) -> PathBuf {
    layout::pkg().join("src").join(name)
}

/// Writes both files.
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

fn generate() -> Result<[(&'static str, String); 2], Failure> {
    let source = CLIENT.file(".d.ts");
    let text = fs::read_to_string(&source).map_err(io("read", &source))?;
    let (wire, reports) = parted(typescript::types(), extract(&text));
    let used: Vec<&str> =
        wire.keys().map(String::as_str).filter(|name| reports.values().any(|block| names(block, name))).collect();
    let mut imports = String::new();
    if !used.is_empty() {
        let _ = write!(imports, "\nimport type {{ {} }} from \"./wire.js\";\n", used.join(", "));
    }
    Ok([("wire.ts", joined("", &wire)), ("reports.ts", joined(&imports, &reports))])
}

/// What the declarations need of the other types goes to them, so that only the reports know the other file.
fn parted(mut wire: Types, mut reports: Types) -> (Types, Types) {
    reports.retain(|name, _| !wire.contains_key(name));
    while let Some(name) = reports.keys().find(|name| wire.values().any(|block| names(block, name))).cloned() {
        wire.extend(reports.remove_entry(&name));
    }
    (wire, reports)
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
    use super::{HEADER, Types, extract, joined, parted};

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
    fn what_the_declarations_name_stands_with_them_and_nothing_else() {
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
    }
}
