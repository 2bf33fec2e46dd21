//! The types for callers in Rust: a struct for each object, written as JSON and, where replies have it, read from it.

use super::{Declared, inside, objects, reply_of, snake};
use linepay_edge::Version;
use linepay_edge::operations::ALL;
use linepay_edge::wire::{Field, Kind, Need, Object};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const HEADER: &str = "Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.";

/// What several operations use stands here.
const SHARED: &str = "parts";

/// Objects with a file of their own, together with what only they use: the others stand with their operation.
const OWN: [(&str, &str); 3] = [
    ("ReserveOptions", "reserve_options"),
    ("ProductReserve", "reserve_product"),
    ("PackagesReserve", "reserve_packages"),
];

/// Texts of which there are few: enumerations, which are written by hand.
const WORDS: [(&str, &str, &str); 1] = [("StatusCheckReply", "status", "RequestStatus")];

/// Each file below `src/typed`, by name.
pub fn files() -> Vec<(String, String)> {
    let objects = objects();
    let mut files: BTreeMap<String, Vec<&Declared>> = BTreeMap::new();
    for object in &objects {
        files.entry(file_of(object)).or_default().push(object);
    }
    let mut texts: Vec<_> = files.iter().map(|(name, own)| (format!("{name}.rs"), file(name, own, &objects))).collect();
    texts.push(("mod.rs".to_owned(), module(&files)));
    texts
}

fn file_of(declared: &Declared) -> String {
    let own = OWN.iter().find(|(name, _)| {
        let root = objects().into_iter().find(|object| object.object.name() == *name);
        root.is_some_and(|root| holds(root.object, declared.object.name()))
    });
    match (own, declared.operations.as_slice()) {
        (Some((_, file)), [_]) => (*file).to_owned(),
        (_, [operation]) => snake(operation.name),
        _ => SHARED.to_owned(),
    }
}

fn holds(object: &Object, name: &str) -> bool {
    object.name() == name || object.fields.iter().filter_map(inside).any(|inner| holds(inner, name))
}

/// The module of all of them, with which request has which reply.
fn module(files: &BTreeMap<String, Vec<&Declared>>) -> String {
    let mut text = format!("//! {HEADER}\n\n");
    for name in files.keys() {
        let _ = writeln!(text, "mod {name};");
    }
    text.push('\n');
    for (name, objects) in files {
        let mut names: Vec<_> = objects.iter().map(|object| object.object.name()).collect();
        names.sort_unstable();
        let _ = writeln!(text, "{}", list(&format!("pub use {name}::"), &names));
    }
    text.push_str("\nuse super::operation;\nuse super::reserve_request::ReserveRequest;\nuse crate::operations;\n\n");
    text.push_str(
        "/// Calls a macro with every request, its reply and its operation.\n#[doc(hidden)]\n#[macro_export]\n\
         macro_rules! each_typed {\n    ($with:ident) => {\n        $with! {\n",
    );
    for operation in ALL {
        let constant = snake(operation.name).to_uppercase();
        let request = operation.request(Version::V3).map_or("", |request| request.name());
        let several = operation.request(Version::V2).is_some_and(|other| other.name() != request);
        // Of several forms an enumeration, which is written by hand.
        let request = if several { format!("{}Request", pascal(operation.name)) } else { request.to_owned() };
        let _ = writeln!(text, "            {request} => {}, {constant};", reply_of(operation).name());
    }
    text.push_str("        }\n    };\n}\n\ncrate::each_typed!(operation);\n");
    text
}

/// `head` and the names in braces, as rustfmt breaks them; without braces where there is one.
fn list(head: &str, names: &[&str]) -> String {
    if let [name] = names {
        return format!("{head}{name};");
    }
    let line = format!("{head}{{{}}};", names.join(", "));
    if line.len() <= 120 {
        return line;
    }
    let mut text = format!("{head}{{\n");
    let mut width = 200;
    for name in names {
        if width + name.len() + 2 > 120 {
            text.push_str(if width == 200 { "    " } else { "\n    " });
            width = 4;
        } else {
            text.push(' ');
            width += 1;
        }
        let _ = write!(text, "{name},");
        width += name.len() + 1;
    }
    text + "\n};"
}

fn file(name: &str, own: &[&Declared], all: &[Declared]) -> String {
    let mut bodies = String::new();
    for declared in own {
        bodies.push('\n');
        bodies.push_str(&structure(declared));
    }
    let what = if name == SHARED { "What several operations have.".to_owned() } else { title(own) };
    let mut text = format!("//! {what}\n//!\n//! {HEADER}\n\n");
    let uses = |word: &str| bodies.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|part| part == word);
    let mut lines = Vec::new();
    let mut others: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for other in all.iter().filter(|other| !own.iter().any(|own| own.object.name() == other.object.name())) {
        let types = own.iter().flat_map(|own| own.fields()).filter_map(inside);
        if types.into_iter().any(|inner| inner.name() == other.object.name()) {
            others.entry(file_of(other)).or_default().push(other.object.name());
        }
    }
    for (file, mut names) in others {
        names.sort_unstable();
        lines.push(list(&format!("use super::{file}::"), &names));
    }
    let pick = |names: &[&'static str]| names.iter().copied().filter(|name| uses(name)).collect::<Vec<_>>();
    for (head, names) in [
        ("use crate::id::", pick(&["OrderId", "RegKey", "TransactionId"])),
        ("use crate::money::", pick(&["Amount", "Currency"])),
        ("use crate::typed::", pick(&["RequestStatus", "replies", "requests"])),
    ] {
        if !names.is_empty() {
            lines.push(list(head, &names));
        }
    }
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    text + &bodies
}

fn title(own: &[&Declared]) -> String {
    let operation = own.first().and_then(|first| first.operations.first()).map_or("", |operation| operation.name);
    let last = own.last().map_or("", |last| last.object.name());
    if own.iter().any(|declared| declared.in_reply) {
        format!("{operation}: the request and the reply.")
    } else {
        format!("{operation}: `{last}` and what is in it.")
    }
}

fn structure(declared: &Declared) -> String {
    let mut text = doc(declared.text, "");
    let own = declared.fields().all(|field| !is_needed(field));
    let ids =
        declared.fields().any(|field| is_needed(field) && matches!(field.kind, Kind::TransactionId | Kind::RegKey));
    let default = own || (declared.in_request && !declared.in_reply && !ids);
    let derives = if default { "Clone, Debug, Default, PartialEq, Eq" } else { "Clone, Debug, PartialEq, Eq" };
    let name = declared.object.name();
    let _ = writeln!(text, "#[derive({derives})]");
    let fields: Vec<_> = declared.fields().collect();
    let words = if declared.in_reply { "replies" } else { "requests" };
    if fields.is_empty() {
        let _ = write!(text, "pub struct {name} {{}}\n\n{words}! {{\n    {name} {{}}\n}}\n");
        return text;
    }
    let _ = writeln!(text, "pub struct {name} {{");
    let mut table = String::new();
    for field in fields {
        text.push_str(&doc(&meaning(declared, field), "    "));
        let (sign, kind) = typed(declared, field);
        let _ = writeln!(text, "    pub {}: {kind},", rust_name(field.name));
        let _ = writeln!(table, "        {sign} \"{}\": {},", field.name, rust_name(field.name));
    }
    let _ = write!(text, "}}\n\n{words}! {{\n    {name} {{\n{table}    }}\n}}\n");
    text
}

fn is_needed(field: &Field) -> bool {
    matches!(field.need, Need::Required)
}

/// How a field is written, and its type.
fn typed(declared: &Declared, field: &Field) -> (char, String) {
    let name = declared.object.name();
    let word = WORDS.iter().find(|(object, of, _)| (*object, *of) == (name, field.name));
    let kind = match field.kind {
        _ if word.is_some() => word.map_or("", |(_, _, word)| word).to_owned(),
        Kind::Text(_) | Kind::Shown(_) | Kind::AnyText | Kind::OneOf(_) | Kind::Url | Kind::ReturnUrl => {
            "String".to_owned()
        }
        Kind::PaymentPage | Kind::LineLink => "String".to_owned(),
        Kind::Texts(_) => "Vec<String>".to_owned(),
        Kind::OrderId => "OrderId".to_owned(),
        Kind::OrderIds => "Vec<OrderId>".to_owned(),
        Kind::TransactionId => "TransactionId".to_owned(),
        Kind::TransactionIds => "Vec<TransactionId>".to_owned(),
        Kind::RegKey => "RegKey".to_owned(),
        Kind::Amount(_) => "Amount".to_owned(),
        // LINE Pay may answer with one that is not known yet.
        Kind::Currency => if declared.in_reply { "String" } else { "Currency" }.to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Count | Kind::CountFromOne => "u32".to_owned(),
        Kind::Object(object) => object.name().to_owned(),
        Kind::List(object, _) => format!("Vec<{}>", object.name()),
    };
    match field.need {
        Need::Required | Need::Assumed => ('=', kind),
        Need::ListUnless(_) => ('=', kind),
        Need::List => ('*', kind),
        _ if matches!(field.kind, Kind::OrderIds | Kind::TransactionIds) => ('*', kind),
        _ => ('?', format!("Option<{kind}>")),
    }
}

/// What a field means, with its limits and the versions that know it.
fn meaning(declared: &Declared, field: &Field) -> String {
    let mut text = field.text().to_owned();
    let units = match declared.versions.as_slice() {
        [Version::V2] => "bytes",
        versions if versions.contains(&Version::V2) => "bytes (v3, v4: characters)",
        _ => "characters",
    };
    let most = match field.kind {
        Kind::Text(most) | Kind::Shown(most) => Some(most),
        Kind::OrderId | Kind::OrderIds => Some(100),
        Kind::Url | Kind::ReturnUrl => Some(500),
        _ => None,
    };
    if let Some(most) = most.filter(|_| !declared.in_reply) {
        let _ = write!(text, " At most {most} {units}.");
    }
    if let (Kind::OneOf(words), false) = (field.kind, declared.in_reply) {
        let unnamed: Vec<_> = words.iter().filter(|word| !text.contains(&format!("`{word}`"))).collect();
        if !unnamed.is_empty() {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            let _ = write!(text, " One of {}.", words.join(", "));
        }
    }
    let known: Vec<_> = declared.versions.iter().filter(|version| field.is_in(**version)).map(|v| v.as_str()).collect();
    if known.len() < declared.versions.len() && !known.iter().all(|version| text.contains(version)) {
        let _ = write!(text, " Only in {}.", known.join(" and "));
    }
    text.trim_start().to_owned()
}

/// A comment of documentation, broken into lines.
fn doc(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    for (index, paragraph) in text.split("\n\n").enumerate() {
        if index > 0 {
            let _ = writeln!(lines, "{indent}///");
        }
        let mut line = format!("{indent}///");
        for word in paragraph.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > 120 {
                let _ = writeln!(lines, "{line}");
                line = format!("{indent}///");
            }
            line.push(' ');
            line.push_str(word);
        }
        let _ = writeln!(lines, "{line}");
    }
    lines
}

fn rust_name(name: &str) -> String {
    // A word of Rust's own.
    if name == "type" { "kind".to_owned() } else { snake(name) }
}

fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
