//! An object of a request or a reply.

use super::doc::Doc;
use super::field::Field;
use super::request::Rules;
use crate::input::Fields;
use crate::version::Version;

/// A form of objects: its fields, and the rules that tie one to another.
#[derive(Clone, Copy)]
pub struct Object {
    /// Its fields, in the order in which they are written.
    pub fields: &'static [Field],
    /// What no single field says.
    pub rule: Option<ObjectRule>,
    name: Doc<&'static str>,
    doc: Doc<&'static str>,
}

/// Checks what ties the fields of one object together, after each was checked by itself.
pub(super) type ObjectRule = fn(&mut Fields<'_, '_>, Rules);

impl Object {
    /// An object of this name and these fields.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Object {
        Object { fields, rule: None, name: Doc::of(name), doc: Doc::of("") }
    }

    /// Its name in types and in documentation; empty without the feature `catalogue`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name.or("")
    }

    /// What it is, in English: for documentation alone.
    #[must_use]
    pub const fn doc(self, text: &'static str) -> Object {
        Object { doc: Doc::of(text), ..self }
    }

    /// What it is, in English; empty without the feature `catalogue`.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.doc.or("")
    }

    /// The names of the fields that `version` knows.
    pub(crate) fn names(&self, version: Version) -> impl Iterator<Item = &'static str> {
        self.fields.iter().filter(move |field| field.is_in(version)).map(|field| field.name)
    }

    /// With a rule that ties its fields together.
    #[must_use]
    pub const fn rule(self, rule: ObjectRule) -> Object {
        // Only the client checks requests: the validator's module would carry all these functions for nothing.
        let rule = if cfg!(feature = "client") { Some(rule) } else { None };
        Object { rule, ..self }
    }
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
