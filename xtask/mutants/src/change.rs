//! What can be changed in an expression, a statement or a function.

use crate::find::{Finder, Kind, place};
use crate::text::Edit;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Stmt, UnOp};

/// Methods whose closure answers yes or no.
const ASKING: [&str; 17] = [
    "filter",
    "find",
    "any",
    "all",
    "position",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "retain",
    "take_while",
    "skip_while",
    "take_if",
    "map_while",
    "is_sorted_by",
    "contains",
    "partition",
    "rposition",
];

/// Methods that another one of the same type can stand in for.
const SWAPS: [(&str, &str); 12] = [
    ("saturating_add", "saturating_sub"),
    ("saturating_sub", "saturating_add"),
    ("checked_add", "checked_sub"),
    ("checked_sub", "checked_add"),
    ("min", "max"),
    ("max", "min"),
    ("any", "all"),
    ("all", "any"),
    ("first", "last"),
    ("last", "first"),
    ("min_by_key", "max_by_key"),
    ("max_by_key", "min_by_key"),
];

/// Methods that can be left out.
const DROPS: [&str; 5] = ["or", "or_else", "trim", "trim_start", "trim_end"];

/// Is it about LINE Pay's fields?
fn declares(file: &str) -> bool {
    ["src/operation", "src/wire"].iter().any(|room| file.starts_with(room))
}

impl Finder<'_> {
    /// A condition: never, and always. What it is made of is looked at one by one.
    fn condition(&mut self, expression: &Expr) {
        match expression {
            Expr::Let(_) | Expr::Lit(_) => {}
            Expr::Paren(inner) => self.condition(&inner.expr),
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.condition(&binary.left);
                self.condition(&binary.right);
            }
            Expr::Block(_) | Expr::If(_) | Expr::Match(_) | Expr::Unsafe(_) => self.answer(expression),
            Expr::Try(_) | Expr::Return(_) | Expr::Await(_) => {}
            // Holds in every build; the tests of an order's life take each away on their own.
            safeguard if self.text(&place(safeguard.span())).ends_with(".holds()") => {}
            _ => {
                let place = place(expression.span());
                if self.edits.iter().any(|edit| edit.place == place && edit.after == ")))") {
                    return;
                }
                let was = self.text(&place);
                let always = self.add(expression.span(), was, "true");
                let never = self.add(expression.span(), was, "false");
                let before = format!("(crate::switch::on({always})||(!crate::switch::on({never})&&(");
                self.edits.push(Edit::wrap(always, &place, before, ")))"));
                if let Some(mutant) = self.found.mutants.get_mut(always) {
                    mutant.pair = Some(never);
                }
                self.matches(expression);
            }
        }
    }

    /// `matches!(x, A | B)` without one of them.
    fn matches(&mut self, expression: &Expr) {
        let Expr::Macro(call) = expression else { return };
        if !call.mac.path.is_ident("matches") {
            return;
        }
        let pattern = |input: syn::parse::ParseStream<'_>| {
            let asked: Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
            let guarded = !input.is_empty() && !input.peek(syn::Token![,]);
            input.parse::<proc_macro2::TokenStream>()?;
            Ok((asked, pattern, guarded))
        };
        let Ok((asked, syn::Pat::Or(pattern), false)) = call.mac.parse_body_with(pattern) else { return };
        let whole = place(expression.span());
        let asked = self.text(&place(asked.span()));
        for case in &pattern.cases {
            let case = self.text(&place(case.span()));
            let mutant = self.add(expression.span(), self.text(&whole), &format!("without {case}"));
            let after = format!("&&!(crate::switch::on({mutant})&&matches!({asked},{case})))");
            self.edits.push(Edit::wrap(mutant, &whole, "(".to_owned(), &after));
        }
    }

    /// What a function or closure that says yes or no comes to.
    fn answer(&mut self, expression: &Expr) {
        match expression {
            Expr::Block(block) => self.last(&block.block),
            Expr::If(branch) => {
                self.last(&branch.then_branch);
                if let Some((_, other)) = &branch.else_branch {
                    self.answer(other);
                }
            }
            Expr::Match(choice) => choice.arms.iter().for_each(|arm| self.answer(&arm.body)),
            other => self.condition(other),
        }
    }

    fn last(&mut self, block: &syn::Block) {
        if let Some(Stmt::Expr(expression, None)) = block.stmts.last() {
            self.answer(expression);
        }
    }

    /// A function that returns at once.
    pub fn at_once(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let name = signature.ident.to_string();
        if block.stmts.is_empty() || ["fmt", "drop"].contains(&name.as_str()) {
            return;
        }
        let value = match &signature.output {
            syn::ReturnType::Default => "",
            syn::ReturnType::Type(_, kind) => match &**kind {
                syn::Type::Path(path) if path.path.is_ident("bool") => return self.last(block),
                kind => {
                    let text: String = self.text(&place(kind.span())).split_whitespace().collect();
                    match text.as_str() {
                        text if text.starts_with("Option<") => "None",
                        text if text.starts_with("Result<(),") => "Ok(())",
                        text if text.starts_with("Vec<") => "Vec::new()",
                        "String" => "String::new()",
                        _ => return,
                    }
                }
            },
        };
        let mutant = self.add(signature.ident.span(), &format!("fn {name}"), format!("return {value}").trim());
        let text = format!("if crate::switch::on({mutant}){{return {value};}}");
        self.edits.push(Edit::insert(mutant, place(block.brace_token.span.open()).end, text));
    }

    fn method(&mut self, call: &syn::ExprMethodCall, whole: &Expr) {
        let name = call.method.to_string();
        let receiver = self.text(&place(call.receiver.span()));
        if let Some((_, other)) = SWAPS.iter().find(|(one, _)| *one == name) {
            let rest = self.text(&(place(call.method.span()).end..place(whole.span()).end));
            let to_receiver = self.text(&(place(whole.span()).start..place(call.method.span()).start));
            self.instead(whole.span(), &format!("{to_receiver}{other}{rest}"));
        }
        if self.table.is_none() && DROPS.contains(&name.as_str()) {
            self.instead(whole.span(), receiver);
        }
        if matches!(name.as_str(), "then_some" | "then") {
            self.condition(&call.receiver);
        }
        if ASKING.contains(&name.as_str()) {
            for argument in &call.args {
                if let Expr::Closure(closure) = argument {
                    self.answer(&closure.body);
                }
            }
        }
    }

    pub fn mutate(&mut self, expression: &Expr) {
        match expression {
            Expr::If(branch) => self.condition(&branch.cond),
            Expr::While(circle) => self.condition(&circle.cond),
            Expr::Binary(binary) => self.binary(binary, expression),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => self.condition(expression),
            Expr::MethodCall(call) => self.method(call, expression),
            Expr::Match(choice) => self.arms(choice),
            Expr::Path(path) => self.value(path, expression),
            Expr::Lit(literal) => self.literal(literal),
            _ => {}
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary, whole: &Expr) {
        let other = match binary.op {
            BinOp::And(_) | BinOp::Or(_) => return self.condition(whole),
            BinOp::Eq(_) | BinOp::Ne(_) => return self.condition(whole),
            BinOp::Lt(_) => "<=",
            BinOp::Le(_) => "<",
            BinOp::Gt(_) => ">=",
            BinOp::Ge(_) => ">",
            BinOp::Add(_) => "-",
            BinOp::Sub(_) => "+",
            _ => return,
        };
        if matches!(other, "<=" | "<" | ">=" | ">") {
            self.condition(whole);
        }
        let (left, right) = (self.text(&place(binary.left.span())), self.text(&place(binary.right.span())));
        self.instead(whole.span(), &format!("{left} {other} {right}"));
    }

    /// An arm that never fits, where the last one takes everything.
    fn arms(&mut self, choice: &syn::ExprMatch) {
        for arm in &choice.arms {
            if let Some((_, guard)) = &arm.guard {
                self.condition(guard);
            }
        }
        let Some((last, others)) = choice.arms.split_last() else { return };
        let takes_all = matches!(&last.pat, syn::Pat::Wild(_))
            || matches!(&last.pat, syn::Pat::Ident(name) if name.ident.to_string().starts_with(char::is_lowercase));
        if !takes_all || last.guard.is_some() {
            return;
        }
        for arm in others.iter().filter(|arm| arm.guard.is_none()) {
            let pattern = place(arm.pat.span());
            let mutant = self.add(arm.pat.span(), &format!("{} =>", self.text(&pattern)), "never");
            let text = format!(" if !crate::switch::on({mutant})");
            self.edits.push(Edit::insert(mutant, pattern.end, text));
        }
    }

    /// One value of an enum for another.
    fn value(&mut self, path: &syn::ExprPath, whole: &Expr) {
        if let Some(other) = self.house.neighbour(self.file, &path.path, &self.around) {
            self.instead(whole.span(), &other);
        }
    }

    fn literal(&mut self, literal: &syn::ExprLit) {
        let span = literal.span();
        match &literal.lit {
            syn::Lit::Bool(value) => self.instead(span, if value.value { "false" } else { "true" }),
            syn::Lit::Int(value) if self.kind == Kind::Table => {
                let (Ok(number), suffix) = (value.base10_parse::<u64>(), value.suffix()) else { return };
                // The limit of a field is tried at its edge, a time by twice and half of it.
                let (more, less) = match number {
                    2.. if !declares(self.file) => (number.saturating_mul(2), number / 2),
                    _ => (number.saturating_add(1), number.saturating_sub(1)),
                };
                for other in [more, less].into_iter().filter(|other| *other != number) {
                    self.instead(span, &format!("{other}{suffix}"));
                }
            }
            _ => {}
        }
    }

    /// A statement that is left out.
    pub fn statement(&mut self, statement: &Stmt) {
        fn does(expression: &Expr) -> bool {
            match expression {
                Expr::Call(_) | Expr::MethodCall(_) | Expr::Assign(_) => true,
                Expr::Binary(binary) => matches!(binary.op, BinOp::AddAssign(_) | BinOp::SubAssign(_)),
                Expr::Try(inner) => does(&inner.expr),
                Expr::Await(inner) => does(&inner.base),
                _ => false,
            }
        }
        if let Stmt::Expr(expression, Some(_)) = statement
            && does(expression)
        {
            let place = place(statement.span());
            let mutant = self.add(statement.span(), self.text(&place), "");
            self.edits.push(Edit::wrap(mutant, &place, format!("if !crate::switch::on({mutant}){{"), "}"));
        }
    }
}
