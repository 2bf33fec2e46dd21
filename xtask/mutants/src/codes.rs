//! The table of return codes is written by a macro, so its twin is a changed copy of the finished rows: each code's
//! class and each of its bits.

use crate::find::{Finder, Kind, place};
use crate::tables::{MARK, Twin};
use crate::text::Edit;
use proc_macro2::{Delimiter, TokenTree};

pub const FILE: &str = "src/return_code/table.rs";

const HEAD: &str = "#[allow(warnings)] pub static TABLE__M: std::sync::LazyLock<&[Row]> = \
    std::sync::LazyLock::new(|| { let mut rows: Vec<Row> = TABLE.iter().map(|row| \
    Row { code: row.code, class: row.class, is: row.is }).collect();";

impl Finder<'_> {
    pub fn codes(&mut self, item: &syn::ItemMacro) {
        let (true, false, Some(table)) =
            (self.file == FILE && item.ident.is_none(), self.barren, self.tables.at(FILE, "TABLE"))
        else {
            return;
        };
        let (kind, outer) = (std::mem::replace(&mut self.kind, Kind::Table), self.table.replace(table));
        self.around.push("TABLE".to_owned());
        let tokens: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
        let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
        let mut text = String::new();
        for (number, row) in tokens.split(is_end).filter(|row| !row.is_empty()).enumerate() {
            let head: Vec<&TokenTree> = row
                .iter()
                .take_while(|token| !matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':'))
                .collect();
            let [TokenTree::Literal(code), TokenTree::Ident(class), rest @ ..] = head.as_slice() else { continue };
            let mut change = |finder: &mut Self, was: &str, becomes: &str, does: &str| {
                let mutant = finder.add(code.span(), &format!("{code} {was}"), becomes);
                text.push_str(&format!("if crate::switch::on({mutant}){{ rows[{number}].{does}; }}"));
            };
            if let Some(other) = self.other_class(&class.to_string()) {
                change(self, &class.to_string(), &other, &format!("class = {other}"));
            }
            for token in rest {
                let TokenTree::Group(bits) = token else { continue };
                if bits.delimiter() != Delimiter::Bracket {
                    continue;
                }
                for bit in bits.stream() {
                    change(self, &bit.to_string(), "", &format!("is &= !(Is::{bit} as u16)"));
                }
            }
        }
        text.push_str(" leak(rows)");
        self.around.pop();
        (self.kind, self.table) = (kind, outer);
        // All in one: rows are not looked at one by one by the compiler either.
        let place =
            place(item.mac.path.segments.first().map_or_else(proc_macro2::Span::call_site, |name| name.ident.span()));
        let edit = Edit {
            mutant: Some(MARK + table),
            ..Edit::replace(&place, format!("{text}}}").replace("leak(", "crate::switch::leak("))
        };
        self.twins.push(Twin { table, head: HEAD.to_owned(), place, edits: vec![edit] });
    }

    fn other_class(&self, class: &str) -> Option<String> {
        let path = syn::parse_str(&format!("Class::{class}")).ok()?;
        self.house.neighbour(self.file, &path, &[])
    }
}
