//! Finds what can be changed in one file.

use crate::house::House;
use crate::tables::{Tables, Twin};
use crate::text::{Edit, Place, weave};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Stmt};

/// What a mutant changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Code,
    /// A row of a table, or a constant.
    Table,
}

/// One small change of the sources.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub kind: Kind,
    pub file: String,
    pub line: usize,
    /// The function, or the table.
    pub within: String,
    pub was: String,
    pub becomes: String,
    /// One that stands in the same words and goes with it.
    pub pair: Option<usize>,
    pub table: Option<usize>,
}

/// Everything found so far, in all files.
#[derive(Default)]
pub struct Found {
    pub mutants: Vec<Mutant>,
}

pub struct Finder<'a> {
    pub file: &'a str,
    pub source: &'a str,
    pub house: &'a House,
    pub tables: &'a Tables,
    pub found: &'a mut Found,
    pub edits: Vec<Edit>,
    /// What is put at the file's end: the tables with their mutants.
    pub twins: Vec<Twin>,
    pub kind: Kind,
    /// The table whose twin is made.
    pub table: Option<usize>,
    /// Names of modules, types and functions around.
    pub around: Vec<String>,
    /// Where nothing runs: constants, patterns' sizes, tests.
    pub asleep: bool,
    /// Where mutants are not made, though tables are used: tests.
    pub barren: bool,
}

pub fn place(span: Span) -> Place {
    span.byte_range()
}

impl<'a> Finder<'a> {
    pub fn text(&self, place: &Place) -> &'a str {
        self.source.get(place.clone()).unwrap_or_default()
    }

    pub fn add(&mut self, span: Span, was: &str, becomes: &str) -> usize {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.found.mutants.push(Mutant {
            kind: self.kind,
            file: self.file.to_owned(),
            line: span.start().line,
            within: self.around.join("::"),
            was: one_line(was),
            becomes: one_line(becomes),
            pair: None,
            table: self.table,
        });
        self.found.mutants.len() - 1
    }

    /// Another text in place of an expression.
    pub fn instead(&mut self, span: Span, becomes: &str) {
        let place = place(span);
        let mutant = self.add(span, self.text(&place), becomes);
        let before = format!("(if crate::switch::on({mutant}){{{becomes}}}else{{");
        self.edits.push(Edit::wrap(mutant, &place, before, "})"));
    }

    /// The same expression without what is at its end: what stays is woven as tables need it.
    pub fn without(&mut self, span: Span, kept: &Place) {
        let shared: Vec<Edit> =
            self.edits.iter().filter(|edit| edit.mutant.is_some_and(|id| id >= crate::tables::MARK)).cloned().collect();
        let text = weave(self.source, kept, &shared).text;
        let whole = place(span);
        let left_out = self.text(&(kept.end..whole.end));
        let mutant = self.add(span, left_out, "");
        self.edits.push(Edit::wrap(mutant, &whole, format!("(if crate::switch::on({mutant}){{{text}}}else{{"), "})"));
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block, walk: impl FnOnce(&mut Self)) {
        self.around.push(signature.ident.to_string());
        let asleep = self.asleep;
        self.asleep |= signature.constness.is_some();
        if !self.asleep && !self.barren {
            self.at_once(signature, block);
        }
        walk(self);
        self.asleep = asleep;
        self.around.pop();
    }
}

/// Is it only for tests, or only for WebAssembly?
pub fn elsewhere(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else { return false };
        let text: String = list.tokens.to_string().split_whitespace().collect();
        list.path.is_ident("cfg")
            && (text == "test"
                || text.starts_with("target_arch=\"wasm32\"")
                || ["catalogue", "removable"].iter().any(|name| text.contains(&format!("feature=\"{name}\""))))
    })
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (attributes, name) = match item {
            syn::Item::Fn(item) => (&item.attrs, None),
            syn::Item::Mod(item) => (&item.attrs, Some(item.ident.to_string())),
            syn::Item::Impl(item) => {
                let name = match &*item.self_ty {
                    syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
                    _ => None,
                };
                (&item.attrs, name)
            }
            syn::Item::Trait(item) => (&item.attrs, Some(item.ident.to_string())),
            syn::Item::Const(item) => return self.twin(&item.ident, &item.ty, &item.expr),
            syn::Item::Static(item) => return self.twin(&item.ident, &item.ty, &item.expr),
            syn::Item::Macro(item) => {
                self.list(item);
                return self.codes(item);
            }
            _ => return,
        };
        let barren = self.barren;
        self.barren |= elsewhere(attributes);
        let named = name.map(|name| self.around.push(name)).is_some();
        visit::visit_item(self, item);
        if named {
            self.around.pop();
        }
        self.barren = barren;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_block(finder, &item.block));
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        if let syn::ImplItem::Fn(item) = item {
            self.function(&item.sig, &item.block, |finder| visit::visit_block(finder, &item.block));
        }
    }

    fn visit_trait_item(&mut self, item: &'ast syn::TraitItem) {
        if let syn::TraitItem::Fn(item) = item
            && let Some(block) = &item.default
        {
            self.function(&item.sig, block, |finder| visit::visit_block(finder, block));
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if !self.asleep && !self.barren {
            self.statement(statement);
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if self.asleep || matches!(expression, Expr::Macro(_)) {
            return;
        }
        if let Expr::Path(path) = expression
            && let Some(table) = self.tables.meant(self.file, &path.path)
        {
            return self.use_table(table, expression);
        }
        if self.table.is_some() && self.refer(expression) {
            return;
        }
        if !self.barren {
            self.mutate(expression);
        }
        match expression {
            // A unit of time is no limit.
            Expr::Binary(product) if matches!(product.op, BinOp::Mul(_)) => self.visit_expr(&product.left),
            // The size is no place for a switch.
            Expr::Repeat(repeat) => self.visit_expr(&repeat.expr),
            Expr::Const(_) => {}
            // A function that is called is no value, and a comparison with a value says it already.
            Expr::Call(call) => {
                if !matches!(&*call.func, Expr::Path(_)) {
                    self.visit_expr(&call.func);
                }
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_)) => {
                for side in [&binary.left, &binary.right] {
                    if !matches!(&**side, Expr::Path(path) if self.tables.meant(self.file, &path.path).is_none()) {
                        self.visit_expr(side);
                    }
                }
            }
            _ => visit::visit_expr(self, expression),
        }
        // After what is within them, since their texts hold it.
        match (self.table, expression) {
            (Some(_), Expr::Array(array)) => self.rows(array),
            // Of a declaration every word that is added to it can be left out, but for what only people read.
            (Some(_), Expr::MethodCall(call)) if call.method != "doc" && call.method != "told_in" => {
                self.without(expression.span(), &place(call.receiver.span()));
            }
            _ => {}
        }
    }

    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}
}
