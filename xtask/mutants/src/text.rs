//! A source text with changes woven in: only insertions and cuts, so that changes within changes keep their places.

use std::ops::Range;

/// Bytes of a source file.
pub type Place = Range<usize>;

/// Something woven into a text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The mutant that it belongs to; none for what all mutants need.
    pub mutant: Option<usize>,
    /// What it wraps. Empty: it is inserted there.
    pub place: Place,
    pub before: String,
    pub after: String,
    /// Bytes that are left out at the start of the place: a `&`, or all of it.
    pub cut: usize,
}

impl Edit {
    pub fn wrap(mutant: usize, place: &Place, before: String, after: &str) -> Edit {
        Edit { mutant: Some(mutant), place: place.clone(), before, after: after.to_owned(), cut: 0 }
    }

    pub fn insert(mutant: usize, at: usize, text: String) -> Edit {
        Edit { mutant: Some(mutant), place: at..at, before: text, after: String::new(), cut: 0 }
    }

    pub fn replace(place: &Place, text: String) -> Edit {
        Edit { mutant: None, place: place.clone(), before: text, after: String::new(), cut: place.len() }
    }
}

/// A text that was woven, and where in it each mutant's own words stand.
#[derive(Debug, Default)]
pub struct Woven {
    pub text: String,
    pub words: Vec<(usize, Place)>,
    /// What each mutant wraps, its words included.
    pub regions: Vec<(usize, Place)>,
}

/// Weaves those edits that lie within `place` into that part of the source.
pub fn weave(source: &str, place: &Place, edits: &[Edit]) -> Woven {
    let mut inside: Vec<&Edit> =
        edits.iter().filter(|edit| place.start <= edit.place.start && edit.place.end <= place.end).collect();
    // The outer one first; of two at the same place the one that was made first.
    inside.sort_by_key(|edit| (edit.place.start, std::cmp::Reverse(edit.place.end)));
    let mut woven = Woven::default();
    let mut open: Vec<(&Edit, usize)> = Vec::new();
    let mut at = place.start;
    for edit in inside {
        close(source, &mut at, &mut open, edit.place.start, &mut woven, !edit.place.is_empty());
        copy(source, &mut at, edit.place.start, &mut woven);
        if at > edit.place.start {
            // Within what another edit left out.
            continue;
        }
        let start = woven.text.len();
        woven.text.push_str(&edit.before);
        note(edit, start, &mut woven);
        at += edit.cut;
        open.push((edit, start));
    }
    close(source, &mut at, &mut open, place.end, &mut woven, true);
    copy(source, &mut at, place.end, &mut woven);
    woven
}

fn copy(source: &str, at: &mut usize, end: usize, woven: &mut Woven) {
    if *at < end {
        woven.text.push_str(source.get(*at..end).unwrap_or_default());
        *at = end;
    }
}

fn note(edit: &Edit, start: usize, woven: &mut Woven) {
    if let Some(mutant) = edit.mutant {
        woven.words.push((mutant, start..woven.text.len()));
    }
}

/// Ends what has to end before `start`; what ends right there too, unless an insertion follows.
fn close(source: &str, at: &mut usize, open: &mut Vec<(&Edit, usize)>, start: usize, woven: &mut Woven, there: bool) {
    while let Some((edit, began)) = open.last().copied() {
        let ends = edit.place.end < start || (edit.place.end == start && there) || edit.place.is_empty();
        if !ends {
            break;
        }
        copy(source, at, edit.place.end, woven);
        let words = woven.text.len();
        woven.text.push_str(&edit.after);
        note(edit, words, woven);
        if let Some(mutant) = edit.mutant {
            woven.regions.push((mutant, began..woven.text.len()));
        }
        open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, weave};

    #[test]
    fn what_is_within_something_stays_within_it() {
        let source = "if a && b { c(&d) }";
        let edits = [
            Edit::wrap(1, &(3..9), "(1|".to_owned(), ")"),
            Edit::wrap(2, &(3..4), "(2|".to_owned(), ")"),
            Edit::wrap(3, &(8..9), "(3|".to_owned(), ")"),
            Edit::insert(4, 11, " 4;".to_owned()),
            Edit { mutant: None, place: 14..16, before: "leak(".to_owned(), after: ")".to_owned(), cut: 1 },
        ];
        let woven = weave(source, &(0..source.len()), &edits);
        assert_eq!(woven.text, "if (1|(2|a) && (3|b)) { 4; c(leak(d)) }");
        let words: Vec<_> = woven.words.iter().filter(|(mutant, _)| *mutant == 3).collect();
        assert_eq!(words.iter().map(|(_, place)| &woven.text[place.clone()]).collect::<Vec<_>>(), ["(3|", ")"]);
        assert_eq!(weave(source, &(8..9), &edits).text, "(3|b)");
    }
}
