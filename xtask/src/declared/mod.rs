//! What is written from the operations' declarations.

pub mod calls;
mod comment;
mod example;
pub mod reference;
pub mod rust;
pub mod typescript;

use linepay_edge::Version;
use linepay_edge::operations::ALL;
use linepay_edge::wire::{Answers, Field, Kind, Need, Object, Operation};

/// An object with where it is used.
pub struct Declared {
    pub object: &'static Object,
    /// What it is; of a request that says nothing itself, what its operation does.
    pub text: &'static str,
    /// The operations whose request or reply it is a part of.
    pub operations: Vec<&'static Operation>,
    /// The versions that have it.
    pub versions: Vec<Version>,
    pub in_request: bool,
    pub in_reply: bool,
}

impl Declared {
    /// Its fields that there are in any version.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.object.fields.iter().filter(|field| !matches!(field.need, Need::Refused(_)))
    }
}

/// All objects, those that are inside another one before it; each once.
pub fn objects() -> Vec<Declared> {
    let mut found = Vec::new();
    for operation in ALL.iter().copied() {
        for version in Version::ALL.into_iter().filter(|version| operation.route(*version).is_some()) {
            let walk = Walk { operation, version, in_request: true, counts: true };
            if let Some(request) = operation.request(version) {
                walk.visit(request, operation.text(), &mut found);
            }
            Walk { in_request: false, ..walk }.visit(reply_of(operation), "", &mut found);
        }
    }
    found
}

/// The form of a successful reply.
pub fn reply_of(operation: &Operation) -> &'static Object {
    match operation.answers {
        Answers::Info(reply) | Answers::Nothing(reply) => reply,
        Answers::Rows { reply, .. } | Answers::Status { reply, .. } => reply,
    }
}

/// The object in a field.
pub fn inside(field: &Field) -> Option<&'static Object> {
    match field.kind {
        Kind::Object(object) | Kind::List(object, _) => Some(object),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Walk {
    operation: &'static Operation,
    version: Version,
    in_request: bool,
    /// The version has it. One that it has not is passed too, for the order of all.
    counts: bool,
}

impl Walk {
    fn visit(self, object: &'static Object, instead: &'static str, found: &mut Vec<Declared>) {
        for field in object.fields {
            if let Some(inner) = inside(field) {
                Walk { counts: self.counts && field.is_in(self.version), ..self }.visit(inner, "", found);
            }
        }
        let place = found.iter().position(|known| known.object.name() == object.name()).unwrap_or_else(|| {
            found.push(Declared {
                object,
                text: if object.text().is_empty() { instead } else { object.text() },
                operations: Vec::new(),
                versions: Vec::new(),
                in_request: false,
                in_reply: false,
            });
            found.len() - 1
        });
        let known = &mut found[place];
        if !self.counts {
            return;
        }
        if !known.operations.contains(&self.operation) {
            known.operations.push(self.operation);
        }
        if !known.versions.contains(&self.version) {
            known.versions.push(self.version);
        }
        known.in_request |= self.in_request;
        known.in_reply |= !self.in_request;
    }
}

/// The versions that have an operation.
pub fn versions(operation: &Operation) -> Vec<Version> {
    Version::ALL.into_iter().filter(|version| operation.route(*version).is_some()).collect()
}

/// How long a text may be, in words: `at most 100 bytes (v3, v4: characters)`.
pub fn length(max: usize, versions: &[Version]) -> String {
    let later: Vec<&str> =
        versions.iter().filter(|version| **version != Version::V2).map(|version| version.as_str()).collect();
    match (versions.contains(&Version::V2), later.is_empty()) {
        (true, true) => format!("at most {max} bytes"),
        (true, false) => format!("at most {max} bytes ({}: characters)", later.join(", ")),
        (false, _) => format!("at most {max} characters"),
    }
}

/// `v2`, `v2 and v3`, `v2, v3 and v4`.
pub fn listed(versions: &[Version]) -> String {
    let names: Vec<&str> = versions.iter().map(|version| version.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}

/// `pre_approval` for `preApproval`.
pub fn snake(name: &str) -> String {
    let lower = |c: char| if c.is_ascii_uppercase() { format!("_{}", c.to_ascii_lowercase()) } else { c.to_string() };
    name.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_object_holds_comes_before_it() {
        let declared = objects();
        for (index, outer) in declared.iter().enumerate() {
            for inner in outer.object.fields.iter().filter_map(inside) {
                let place = declared.iter().position(|other| std::ptr::eq(other.object, inner));
                assert!(place.is_some_and(|place| place < index), "{} in {}", inner.name(), outer.object.name());
            }
        }
    }

    #[test]
    fn an_object_is_of_the_versions_that_can_hold_it() {
        let declared = objects();
        let versions = |name| {
            let known = declared.iter().find(|declared| declared.object.name() == name);
            known.map(|declared| listed(&declared.versions))
        };
        assert_eq!(versions("ProductReserve").as_deref(), Some("v2"));
        assert_eq!(versions("RegPayRequest").as_deref(), Some("v4"));
        assert_eq!(versions("CaptureOptions").as_deref(), Some("v3 and v4"));
        assert_eq!(versions("Nothing"), None);
    }

    #[test]
    fn lengths_are_bytes_in_v2_and_characters_later() {
        let [v2, v3, v4] = Version::ALL;
        assert_eq!(length(5, &[v2]), "at most 5 bytes");
        assert_eq!(length(5, &[v3, v4]), "at most 5 characters");
        assert_eq!(length(5, &[v2, v3, v4]), "at most 5 bytes (v3, v4: characters)");
    }
}
