//! A caller's value as a tree, to change it and to judge by it; and as the text that the package makes of it.

use linepay_edge::json::{Json, Level, Out};

/// How deep a value may nest.
const DEPTH: u8 = 32;

/// A value from a caller.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Nothing,
    Boolean(bool),
    Number(f64),
    /// Of a BigInt, or beyond what a number can tell apart.
    Integer(i128),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// What JSON spells; a name may come twice.
    pub(crate) fn read(text: &str) -> Option<Tree> {
        Tree::of(text, DEPTH)
    }

    fn of(text: &str, depth: u8) -> Option<Tree> {
        let deeper = depth.checked_sub(1)?;
        Some(match Level::of(text)? {
            Level::Null => Tree::Nothing,
            Level::Boolean(value) => Tree::Boolean(value),
            Level::Number(number) => match number.parse::<i128>() {
                Ok(number) if number.unsigned_abs() >= 1 << 53 => Tree::Integer(number),
                _ => Tree::Number(number.parse().ok()?),
            },
            Level::Text(text) => Tree::Text(text.into_owned()),
            Level::List(items) => {
                Tree::List(items.into_iter().map(|item| Tree::of(item, deeper)).collect::<Option<_>>()?)
            }
            Level::Object(entries) => {
                let entries = entries.into_iter();
                let read = entries.map(|(name, value)| Some((name.into_owned(), Tree::of(value, deeper)?)));
                Tree::Object(read.collect::<Option<_>>()?)
            }
        })
    }

    /// As `pkg/src/encode.ts` writes it.
    pub(crate) fn text(&self) -> String {
        self.json()
    }
}

impl Json for Tree {
    fn write(&self, out: &mut Out) {
        match self {
            Tree::Nothing => out.raw("null"),
            Tree::Boolean(value) => value.write(out),
            Tree::Number(number) if !number.is_finite() => out.string("\0d"),
            // Without an exponent a great number would be an integer with all its digits.
            Tree::Number(number) if number.abs() >= 1e15 => out.raw(&format!("{number:e}")),
            Tree::Number(number) => out.raw(&number.to_string()),
            Tree::Integer(number) => out.string(&format!("\0n{number}")),
            Tree::Text(text) if text.starts_with('\0') => out.string(&format!("\0t{text}")),
            Tree::Text(text) => out.string(text),
            Tree::List(items) => out.list(items),
            Tree::Object(entries) => out.object(|out| {
                for (name, value) in entries {
                    out.field(name, value);
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linepay_edge::input::Input;

    #[test]
    fn a_tree_is_written_so_that_the_client_reads_what_it_is() {
        for (tree, input) in [
            (Tree::Number(f64::NAN), Input::Endless),
            (Tree::Number(-0.0), Input::Number("-0")),
            (Tree::Number(9.99), Input::Number("9.99")),
            (Tree::Number(9_007_199_254_740_992.0), Input::Number("9.007199254740992e15")),
            (Tree::Integer(-5), Input::Integer("-5".into())),
            (Tree::Text("\0n5".to_owned()), Input::Text("\0n5".into())),
        ] {
            assert_eq!(Input::of(&tree.text()), input, "{tree:?}");
        }
        let text = r#"{"a":[1,"x",null],"a":{"b":true}}"#;
        assert_eq!(Tree::read(text).map(|tree| tree.text()).as_deref(), Some(text));
        assert_eq!(Tree::read("9007199254740993"), Some(Tree::Integer(9_007_199_254_740_993)));
    }
}
