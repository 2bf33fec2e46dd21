//! TypeScript's types of requests and replies.

use super::comment::comment;
use super::{Declared, inside, length, listed, objects, versions};
use linepay_edge::operations;
use linepay_edge::version::Version;
use linepay_edge::wire::{EXPECTED, Field, Kind, Need, Object, Operation};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Each type of requests and replies by its name, with its comment.
pub fn types() -> BTreeMap<String, String> {
    let mut types: BTreeMap<String, String> =
        objects().iter().map(|declared| (declared.object.name().to_owned(), interface(declared))).collect();
    // Of no operation: nobody checks how long these are.
    let expected = Declared {
        object: &EXPECTED,
        text: EXPECTED.text(),
        operations: Vec::new(),
        versions: Version::ALL.to_vec(),
        in_request: true,
        in_reply: false,
    };
    types.insert(EXPECTED.name().to_owned(), interface(&expected));
    for operation in operations::ALL {
        for version in versions(operation) {
            if let Some((name, text)) = narrowed(operation, version) {
                types.insert(name, text);
            }
        }
    }
    types
}

fn interface(declared: &Declared) -> String {
    let mut text = comment("", declared.text);
    let _ = write!(text, "export interface {} {{", declared.object.name());
    for field in declared.fields() {
        let mark = if is_optional(field) { "?" } else { "" };
        let doc = comment("    ", &told(field, declared));
        let _ = write!(text, "\n{doc}    {}{mark}: {};", field.name, kind(field.kind, declared.in_request));
    }
    text.push_str(if declared.fields().next().is_some() { "\n}\n" } else { "}\n" });
    text
}

/// What a field means, how long it may be, and which versions have it.
fn told(field: &Field, declared: &Declared) -> String {
    let mut text = field.text().to_owned();
    let versions: Vec<Version> = declared.versions.iter().copied().filter(|version| field.is_in(*version)).collect();
    if let Some(max) = field.kind.longest().filter(|_| declared.in_request && !declared.operations.is_empty()) {
        let each = if matches!(field.kind, Kind::OrderIds) { "Each at most" } else { "At most" };
        text.push_str(&length(max, &versions).replacen("at most", &format!(" {each}"), 1));
        text.push('.');
    }
    if versions.len() < declared.versions.len() {
        let _ = write!(text, " {} only.", listed(&versions));
    }
    text
}

fn is_optional(field: &Field) -> bool {
    match field.need {
        // Where it may be left out nothing is gained by it.
        Need::Required | Need::Assumed | Need::ListUnless(_) => false,
        Need::Optional
        | Need::If(..)
        | Need::Unless(..)
        | Need::Explicit(_)
        | Need::Lenient
        | Need::List
        | Need::Refused(_) => true,
    }
}

/// The type of what a field holds. Ids that a caller gives may be BigInts.
fn kind(kind: Kind, in_request: bool) -> String {
    match kind {
        Kind::TransactionId if in_request => "TransactionId | bigint",
        Kind::TransactionId => "TransactionId",
        Kind::TransactionIds => "TransactionId | bigint | (TransactionId | bigint)[]",
        Kind::OrderId => "OrderId",
        Kind::OrderIds => "OrderId | OrderId[]",
        Kind::RegKey => "RegKey",
        Kind::Amount(_) => "Amount",
        Kind::Currency if in_request => "Currency",
        Kind::Boolean => "boolean",
        Kind::Count | Kind::CountFromOne => "number",
        Kind::Texts(_) => "string[]",
        Kind::OneOf(words) => {
            return words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" | ");
        }
        Kind::Object(object) => object.name(),
        Kind::List(object, _) => return format!("{}[]", object.name()),
        Kind::Text(_)
        | Kind::Shown(_)
        | Kind::AnyText
        | Kind::Url
        | Kind::ReturnUrl
        | Kind::PaymentPage
        | Kind::LineLink
        // A reply may have one that is not LINE Pay's today.
        | Kind::Currency => "string",
    }
    .to_owned()
}

/// What is another type in one version: names that it does not have, and fields that hold less.
struct Difference {
    gone: Vec<&'static str>,
    other: Vec<(&'static Field, String)>,
}

fn difference(object: &'static Object, version: Version) -> Difference {
    let mut difference = Difference { gone: Vec::new(), other: Vec::new() };
    for field in object.fields.iter().filter(|field| !matches!(field.need, Need::Refused(_))) {
        if !field.is_in(version) {
            difference.gone.push(field.name);
        } else if let Some(inner) = inside(field) {
            let list = if matches!(field.kind, Kind::List(..)) { "[]" } else { "" };
            let text = within(inner, version);
            if text != inner.name() {
                difference.other.push((field, format!("{text}{list}")));
            }
        }
    }
    difference
}

impl Difference {
    fn omit(&self, object: &Object) -> String {
        let others = self.other.iter().map(|(field, _)| field.name);
        let names: Vec<String> = self.gone.iter().copied().chain(others).map(|name| format!("{name:?}")).collect();
        format!("Omit<{}, {}>", object.name(), names.join(" | "))
    }
}

/// The type of an object in one version.
fn within(object: &'static Object, version: Version) -> String {
    let difference = difference(object, version);
    if difference.gone.is_empty() && difference.other.is_empty() {
        return object.name().to_owned();
    }
    let omit = difference.omit(object);
    if difference.other.is_empty() {
        return omit;
    }
    let fields = difference.other.iter().map(|(field, kind)| {
        let mark = if is_optional(field) { "?" } else { "" };
        format!("{}{mark}: {kind}", field.name)
    });
    format!("({omit} & {{ {} }})", fields.collect::<Vec<_>>().join("; "))
}

/// The request of one version, by a name of its own where it differs in what its fields hold.
fn narrowed(operation: &Operation, version: Version) -> Option<(String, String)> {
    let object = operation.request(version)?;
    let difference = difference(object, version);
    if difference.other.is_empty() {
        return None;
    }
    let name = format!("{}Request{}", capitalised(operation.name), capitalised(version.as_str()));
    let mut text = comment("", &format!("What {} takes in {version}.", operation.name));
    let _ = write!(text, "export interface {name} extends {} {{", difference.omit(object));
    for (field, kind) in &difference.other {
        let mark = if is_optional(field) { "?" } else { "" };
        let _ = write!(text, "\n{}    {}{mark}: {kind};", comment("    ", field.text()), field.name);
    }
    text.push_str("\n}\n");
    Some((name, text))
}

/// The type of an operation's request in one version.
pub fn request(operation: &Operation, version: Version) -> String {
    let named = narrowed(operation, version).map(|(name, _)| name);
    named.or_else(|| Some(within(operation.request(version)?, version))).unwrap_or_else(|| "never".to_owned())
}

pub fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
