//! How leniently a call is read, and what was taken although LINE Pay's documents say otherwise.

use crate::settings::Settings;
use crate::version::Version;
use std::cell::{Cell, RefCell};

#[cfg(test)]
thread_local! {
    /// The fields that were asked for, for the documents that tests make: `packages.products.name`.
    pub(crate) static SEEN: RefCell<std::collections::BTreeSet<String>> = RefCell::default();
}

/// Notes a field that was asked for; which element of a list it is of is no matter.
#[cfg(test)]
pub(crate) fn saw(place: &str) {
    let place = place.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect();
    SEEN.with_borrow_mut(|seen| seen.insert(place));
}

/// For one call.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// v2 measures texts in bytes, v3 and v4 in characters.
    pub(crate) version: Version,
    pub(crate) numbers_as_texts: bool,
    pub(crate) texts_as_numbers: bool,
    /// An unknown value of an enumeration answers 2102.
    pub(crate) unreadable_enums: bool,
    /// A value of another type answers 2102.
    pub(crate) unreadable_types: bool,
    /// The form was refused, so that not all of the body was read.
    pub(crate) cut_short: Cell<bool>,
    notes: RefCell<Vec<String>>,
}

impl Reading {
    pub(crate) fn new(version: Version, settings: &Settings) -> Reading {
        let v2 = version == Version::V2;
        Reading {
            version,
            numbers_as_texts: settings.numbers_as_texts,
            texts_as_numbers: v2 || settings.texts_as_numbers,
            unreadable_enums: v2 && settings.unreadable_enums,
            unreadable_types: v2 && settings.unreadable_types,
            cut_short: Cell::default(),
            notes: RefCell::default(),
        }
    }

    /// So many are kept of a call.
    pub(crate) const MOST_NOTES: usize = 20;

    /// For the call log: what was taken, and what the documents say.
    pub(crate) fn note(&self, text: impl Into<String>) {
        let mut notes = self.notes.borrow_mut();
        if notes.len() < Reading::MOST_NOTES {
            notes.push(text.into());
        }
    }

    pub(crate) fn notes(&self) -> Vec<String> {
        self.notes.take()
    }
}
