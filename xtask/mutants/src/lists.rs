//! A macro writes the list of operations, so its twin is written here: the same list, of the declarations' twins.

use crate::find::{Finder, place};
use crate::house::Source;
use crate::tables::{MARK, Twin};
use crate::text::Edit;
use proc_macro2::TokenTree;

const FILE: &str = "src/operations/mod.rs";
pub const NAME: &str = "ALL";

/// `operations! { CONFIRM: confirm; … }`
pub fn of(source: &Source) -> Option<&syn::ItemMacro> {
    source.tree.items.iter().find_map(|item| match item {
        syn::Item::Macro(item) if is_list(&source.name, item) => Some(item),
        _ => None,
    })
}

fn is_list(file: &str, item: &syn::ItemMacro) -> bool {
    file == FILE && item.mac.path.is_ident("operations")
}

impl Finder<'_> {
    pub fn list(&mut self, item: &syn::ItemMacro) {
        let (true, Some(list)) = (is_list(self.file, item), self.tables.at(FILE, NAME)) else { return };
        let tokens: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
        let mut text = "crate::switch::leak([".to_owned();
        for row in tokens.chunks(4) {
            let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Ident(module), TokenTree::Punct(_)] = row
            else {
                return;
            };
            match self.tables.at(&format!("src/operations/{module}.rs"), &name.to_string()) {
                Some(table) => {
                    self.tables.within.borrow_mut().push((table, list));
                    let (mark, path) = (MARK + table, self.tables.path(table));
                    text.push_str(&format!("crate::switch::table({mark},&{path}),"));
                }
                None => text.push_str(&format!("&{name},")),
            }
        }
        text.push_str("])");
        let Some(name) = item.mac.path.segments.first() else { return };
        let place = place(name.ident.span());
        let edit = Edit { mutant: Some(MARK + list), ..Edit::replace(&place, text) };
        let head = format!(
            "#[allow(warnings)] pub static {NAME}__M: std::sync::LazyLock<&[&Operation]> = std::sync::LazyLock::new(|| "
        );
        self.twins.push(Twin { table: list, head, place, edits: vec![edit] });
    }
}
