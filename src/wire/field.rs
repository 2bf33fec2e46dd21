//! One field of a request or a reply.

use super::doc::Doc;
use super::kind::{Adds, Kind};
use crate::rule::Rule;
use crate::version::Version;

/// A field, as LINE Pay's documents list it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name on the wire and in JavaScript.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it has to be there.
    pub need: Need,
    /// The versions that know it, one bit for each.
    versions: u8,
    /// Of a request's amount: the reply's parts make it up. Of a reply: it must be what was asked for. Which ids were
    /// asked about needs no saying.
    pub repeats: bool,
    /// Of a reply's list: whether its amounts add up.
    pub adds: Option<Adds>,
    /// Of a reply: it must be none of the ids that were asked about.
    pub is_new: bool,
    /// Of a request: whoever reads it can pay with it, so no event and no error repeats it.
    pub secret: bool,
    doc: Doc<&'static str>,
}

/// Whether a field has to be there. `null` and `undefined` count as absent.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// It has to.
    Required,
    /// It may be left out.
    Optional,
    /// It has to, if the field of this name beside it has this value.
    If(&'static str, &'static str),
    /// It has to, unless the field of this name beside it has this value; else this rule is broken.
    Unless(&'static str, &'static str, &'static Rule<'static>),
    /// Leaving the key out means something of its own, so a key without a value breaks this rule.
    Explicit(&'static Rule<'static>),
    /// An object that counts as empty where it is left out.
    Assumed,
    /// It does not belong here, for this reason.
    Refused(&'static Rule<'static>),
    /// Of a reply: no rule depends on it, so one of another kind, or one that is there twice, counts as absent.
    Lenient,
    /// Of a reply: a list that is empty where it is left out, and is left out where it is empty.
    List,
    /// Of a reply: a list that has to be there unless this field beside it is; it is written in any case.
    ListUnless(&'static str),
}

const fn bit(version: Version) -> u8 {
    1 << version as u8
}

const fn bits(mut versions: &[Version]) -> u8 {
    let mut bits = 0;
    while let [first, rest @ ..] = versions {
        bits |= bit(*first);
        versions = rest;
    }
    bits
}

/// A required field of every version.
#[must_use]
pub const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        need: Need::Required,
        versions: bits(&Version::ALL),
        repeats: false,
        adds: None,
        is_new: false,
        secret: false,
        doc: Doc::of(""),
    }
}

/// A field that does not belong here, for this reason.
#[must_use]
pub const fn refused(name: &'static str, why: &'static Rule<'static>) -> Field {
    field(name, Kind::Boolean).need(Need::Refused(why))
}

impl Field {
    /// What it means, in English: for documentation alone, so it never reaches a module.
    #[must_use]
    pub const fn doc(self, text: &'static str) -> Field {
        Field { doc: Doc::of(text), ..self }
    }

    /// What it means, in English; empty without the feature `catalogue`.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.doc.or("")
    }

    /// With another need.
    #[must_use]
    pub const fn need(self, need: Need) -> Field {
        Field { need, ..self }
    }

    /// It may be left out.
    #[must_use]
    pub const fn optional(self) -> Field {
        self.need(Need::Optional)
    }

    /// No rule depends on it.
    #[must_use]
    pub const fn lenient(self) -> Field {
        self.need(Need::Lenient)
    }

    /// Only these versions know it.
    #[must_use]
    pub const fn only(self, versions: &[Version]) -> Field {
        Field { versions: bits(versions), ..self }
    }

    /// Of a request's amount: the reply's parts make it up. Of a reply: it must be what was asked for.
    #[must_use]
    pub const fn repeats(self) -> Field {
        Field { repeats: true, ..self }
    }

    /// Its amounts add up to the payment.
    #[must_use]
    pub const fn adds(self, adds: Adds) -> Field {
        Field { adds: Some(adds), ..self }
    }

    /// It must be none of the ids that were asked about.
    #[must_use]
    pub const fn is_new(self) -> Field {
        Field { is_new: true, ..self }
    }

    /// Whoever reads it can pay with it.
    #[must_use]
    pub const fn secret(self) -> Field {
        Field { secret: true, ..self }
    }

    /// Does `version` know it?
    #[must_use]
    pub fn is_in(&self, version: Version) -> bool {
        self.versions & bit(version) != 0
    }
}
