//! The TypeScript types of the wire: requests and replies from the declarations, the others cut out of what
//! wasm-bindgen wrote; kept under review in pkg/src/wire.ts.

use crate::crates::CLIENT;
use crate::declared::typescript;
use crate::failure::{Failure, io};
use crate::layout;
use crate::steps::Done;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const HEADER: &str =
    "// Generated from the Rust types by `cargo xtask build`. Do not edit: change the Rust and build again.\n";

/// Types of wasm-bindgen's own loader, which are no part of the wire.
const LOADER: [&str; 3] = ["InitInput", "InitOutput", "SyncInitInput"];

fn file() -> PathBuf {
    layout::pkg().join("src/wire.ts")
}

/// Writes wire.ts from the build's declarations.
pub fn write() -> Result<Done, Failure> {
    let text = generate()?;
    let file = file();
    if fs::read_to_string(&file).is_ok_and(|old| old == text) {
        return Ok(Done::UpToDate);
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(io("create", folder))?;
    }
    fs::write(&file, text).map_err(io("write", &file))?;
    Ok(Done::Yes)
}

/// Fails unless the committed wire.ts is what the build would write.
pub fn compare() -> Result<(), Failure> {
    let (new, old) = (generate()?, fs::read_to_string(file()).unwrap_or_default());
    if new == old {
        return Ok(());
    }
    let first = new
        .lines()
        .zip(old.lines())
        .position(|(new, old)| new != old)
        .unwrap_or_else(|| new.lines().count().min(old.lines().count()));
    Err(Failure::new(format!(
        "pkg/src/wire.ts is not what the Rust types generate (first difference in line {})",
        first + 1
    ))
    .remedy("cargo xtask build, then look at the change of pkg/src/wire.ts and commit it"))
}

fn generate() -> Result<String, Failure> {
    let source = CLIENT.file(".d.ts");
    let text = fs::read_to_string(&source).map_err(io("read", &source))?;
    let mut types = extract(&text);
    types.extend(typescript::types());
    Ok(joined(&types))
}

fn joined(types: &BTreeMap<String, String>) -> String {
    let mut text = HEADER.to_owned();
    for block in types.values() {
        text.push('\n');
        text.push_str(block);
    }
    text
}

/// All interfaces and type aliases with their comments, by their names.
fn extract(declarations: &str) -> BTreeMap<String, String> {
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
    use super::{HEADER, extract, joined};

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
        assert_eq!(joined(&extract(declarations)), expected);
    }

    #[test]
    fn a_declaration_without_types_gives_the_header_alone() {
        assert_eq!(joined(&extract("export function f(): void;\n")), HEADER);
    }
}
