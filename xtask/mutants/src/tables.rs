//! Constants: a row, a limit or a class cannot be chosen at run time where it is one. So each table gets a twin that is
//! made when it is first used, and what runs uses the twin.

use crate::find::{Finder, Kind, elsewhere, place};
use crate::house::House;
use crate::text::{Edit, Woven, weave};
use std::cell::RefCell;
use std::collections::HashMap;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, Item};

/// Tables are numbered from here, so that they and mutants can stand in one list.
pub const MARK: usize = 1_000_000;

pub struct Table {
    name: String,
    module: Vec<String>,
    file: String,
}

#[derive(Default)]
pub struct Tables {
    all: Vec<Table>,
    /// A table, and another one that is made of it.
    pub within: RefCell<Vec<(usize, usize)>>,
    rooms: Vec<Room>,
}

/// A file: what it imports, and which module it is.
struct Room {
    file: String,
    imports: HashMap<String, Vec<String>>,
    module: Vec<String>,
}

/// A table with its mutants, still in pieces.
pub struct Twin {
    pub table: usize,
    pub head: String,
    pub place: crate::text::Place,
    pub edits: Vec<Edit>,
}

impl Twin {
    pub fn weave(&self, source: &str, alive: impl Fn(&Edit) -> bool) -> Woven {
        let edits: Vec<Edit> = self.edits.iter().filter(|edit| alive(edit)).cloned().collect();
        let mut woven = weave(source, &self.place, &edits);
        woven.text = format!("\n{}{});\n", self.head, woven.text);
        let shift = self.head.len() + 1;
        for (_, place) in woven.words.iter_mut().chain(&mut woven.regions) {
            *place = place.start + shift..place.end + shift;
        }
        woven.regions.push((MARK + self.table, 0..woven.text.len()));
        woven
    }
}

impl Tables {
    /// The constants of these files that hold more than a text.
    pub fn of(house: &House, wanted: impl Fn(&str) -> bool) -> Tables {
        let mut tables = Tables::default();
        for source in &house.sources {
            let (file, imports, module) = (source.name.clone(), source.imports.clone(), source.module.clone());
            tables.rooms.push(Room { file, imports, module });
            if crate::lists::of(source).is_some() {
                let (name, module, file) = (crate::lists::NAME.to_owned(), source.module.clone(), source.name.clone());
                tables.all.push(Table { name, module, file });
            }
            for item in source.tree.items.iter().filter(|_| wanted(&source.name)) {
                if source.name == crate::codes::FILE && matches!(item, Item::Macro(item) if item.ident.is_none()) {
                    let (name, module, file) = ("TABLE".to_owned(), source.module.clone(), source.name.clone());
                    tables.all.push(Table { name, module, file });
                }
                let (name, expression, attributes) = match item {
                    Item::Const(item) => (&item.ident, &item.expr, &item.attrs),
                    Item::Static(item) => (&item.ident, &item.expr, &item.attrs),
                    _ => continue,
                };
                let text = matches!(&**expression, Expr::Lit(value) if matches!(value.lit, syn::Lit::Str(_)));
                if *name != "_" && !text && !elsewhere(attributes) {
                    let (module, file) = (source.module.clone(), source.name.clone());
                    tables.all.push(Table { name: name.to_string(), module, file });
                }
            }
        }
        tables
    }

    /// The table that a path names in this file.
    pub fn meant(&self, file: &str, path: &syn::Path) -> Option<usize> {
        let mut names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = names.pop()?;
        if !self.all.iter().any(|table| table.name == name) {
            return None;
        }
        let room = self.rooms.iter().find(|room| room.file == file)?;
        if names.is_empty() {
            let same = |table: &Table| table.name == name && table.file == file;
            if let Some(table) = self.all.iter().position(same) {
                return Some(table);
            }
            names.clone_from(room.imports.get(&name)?);
        }
        let module = match names.last()?.as_str() {
            "self" => room.module.last(),
            "super" => room.module.iter().rev().nth(1),
            "crate" => None,
            _ => names.last(),
        };
        // Modules of one name are told apart by the room at the top of the crate that they belong to.
        let top = match names.first().map(String::as_str) {
            Some("crate") => names.get(1),
            Some("super") if room.module.len() == 1 => names.get(1),
            Some(first) if room.imports.get(first).is_some_and(|path| path.first().is_some_and(|at| at == "crate")) => {
                room.imports.get(first).and_then(|path| path.get(1))
            }
            _ => room.module.first(),
        };
        let ours = |table: &Table| table.name == name && (top.is_none() || table.module.first() == top);
        let named = || self.all.iter().enumerate().filter(|(_, table)| ours(table));
        let exact = named().find(|(_, table)| table.module.last() == module);
        // By the name alone where the list of operations hands it on.
        let handed_on = || match (module.map(String::as_str), named().collect::<Vec<_>>().as_slice()) {
            (Some("operations"), [(table, _)]) => Some(*table),
            _ => None,
        };
        exact.map(|(table, _)| table).or_else(handed_on)
    }

    /// The table of this name in a file.
    pub fn at(&self, file: &str, name: &str) -> Option<usize> {
        self.all.iter().position(|table| table.file == file && table.name == name)
    }

    pub fn path(&self, table: usize) -> String {
        let Some(table) = self.all.get(table) else { return String::new() };
        let modules: Vec<&str> = table.module.iter().map(String::as_str).collect();
        ["crate", &modules.join("::"), &format!("{}__M", table.name)]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
            .join("::")
    }
}

impl Finder<'_> {
    /// The use of a table: of its twin.
    pub fn use_table(&mut self, table: usize, expression: &Expr) {
        let mark = MARK + table;
        if let Some(other) = self.table {
            self.tables.within.borrow_mut().push((table, other));
        }
        let text = format!("(*crate::switch::table({mark},&{}))", self.tables.path(table));
        self.edits.push(Edit { mutant: Some(mark), ..Edit::replace(&place(expression.span()), text) });
    }

    /// The twin of a table of this file.
    pub fn twin(&mut self, name: &syn::Ident, kind: &syn::Type, expression: &Expr) {
        let named = |table: &Table| name == &table.name && table.file == self.file;
        let (true, false, Some(table)) = (self.around.is_empty(), self.barren, self.tables.all.iter().position(named))
        else {
            return;
        };
        let mut finder = Finder {
            edits: Vec::new(),
            twins: Vec::new(),
            kind: Kind::Table,
            table: Some(table),
            around: vec![name.to_string()],
            asleep: false,
            barren: false,
            found: &mut *self.found,
            file: self.file,
            source: self.source,
            house: self.house,
            tables: self.tables,
        };
        finder.visit_expr(expression);
        let edits = finder.edits;
        let kind = self.text(&place(kind.span()));
        let head = format!(
            "#[allow(warnings)] pub static {name}__M: std::sync::LazyLock<{kind}> = std::sync::LazyLock::new(|| "
        );
        self.twins.push(Twin { table, head, place: place(expression.span()), edits });
    }

    /// What a table refers to is made at run time too, and stays. Says whether all is done.
    pub fn refer(&mut self, expression: &Expr) -> bool {
        let Expr::Reference(reference) = expression else { return false };
        match &*reference.expr {
            Expr::Lit(_) => true,
            Expr::Path(path) => match self.tables.meant(self.file, &path.path) {
                Some(table) => {
                    self.use_table(table, &reference.expr);
                    true
                }
                None => true,
            },
            inner => {
                let place = place(expression.span());
                let cut = crate::find::place(inner.span()).start - place.start;
                let mutant = self.table.map(|table| MARK + table);
                let (before, after) = ("crate::switch::leak(".to_owned(), ")".to_owned());
                self.edits.push(Edit { mutant, place, before, after, cut });
                self.visit_expr(inner);
                true
            }
        }
    }

    /// A row that is not there: the one beside it stands in its place.
    pub fn rows(&mut self, array: &syn::ExprArray) {
        let is_row = |row: &&Expr| {
            matches!(row, Expr::Tuple(_) | Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_) | Expr::Reference(_))
        };
        let rows: Vec<&Expr> = array.elems.iter().filter(is_row).collect();
        if rows.len() < 2 || rows.len() != array.elems.len() {
            return;
        }
        let shared: Vec<Edit> =
            self.edits.iter().filter(|edit| edit.mutant.is_some_and(|id| id >= MARK)).cloned().collect();
        for (number, row) in rows.iter().enumerate() {
            let other = if number == 0 { rows.get(1) } else { rows.get(number - 1) };
            let Some(other) = other else { continue };
            let text = weave(self.source, &place(other.span()), &shared).text;
            let whole = place(row.span());
            let mutant = self.add(row.span(), self.text(&whole), "the row beside it");
            self.edits.push(Edit::wrap(
                mutant,
                &whole,
                format!("(if crate::switch::on({mutant}){{{text}}}else{{"),
                "})",
            ));
        }
    }
}
