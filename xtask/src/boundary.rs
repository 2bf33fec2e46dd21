//! Every function that JavaScript can call has a test at the boundary, in Node and in Chromium; and the validator's
//! module holds nothing that could use a secret.

use crate::crates::{CLIENT, Module, VALIDATOR};
use crate::failure::{Failure, io};
use crate::layout::{self, files_below};
use std::fs;

/// wasm-bindgen's own way to start the module.
const LOADER: &str = "initSync";

/// All that the validator's module may offer.
const VALIDATES: [&str; 3] = ["legalSteps", "paymentState", "validateReply"];

/// Texts of which the client's module is made where it signs and sends; none may be in the validator's.
const SECRETIVE: [&str; 5] = ["X-LINE-", "channelSecret", "nonce", "confirmPath", "checkout.visit"];

/// Fails for an export that no file of `tests/boundary` calls by its Rust name.
pub fn compare() -> Result<(), Failure> {
    let mut all = Vec::new();
    for module in [CLIENT, VALIDATOR] {
        let exports = offered(&module)?;
        if exports.is_empty() {
            return Err(Failure::new(format!("the declarations of {} name no function", module.name)));
        }
        all.extend(exports);
    }
    let mut files = Vec::new();
    files_below(&layout::root().join("tests/boundary"), "rs", &mut files)?;
    let mut tests = String::new();
    for file in files {
        tests.push_str(&fs::read_to_string(&file).map_err(io("read", &file))?);
    }
    let untested: Vec<String> = all.into_iter().filter(|name| !calls(&tests, &snake(name))).collect();
    if untested.is_empty() {
        return Ok(());
    }
    let message = format!("no wasm-bindgen test calls {}", untested.join(", "));
    Err(Failure::new(message).remedy("add one to tests/boundary; it runs in Node and in Chromium"))
}

/// Fails unless the validator's module offers just what it should, imports no host and holds no text of signing or
/// sending. The client's module has to hold every one of those texts, or their absence would say nothing.
pub fn secretless() -> Result<(), Failure> {
    let mut offered = offered(&VALIDATOR)?;
    offered.sort();
    if offered != VALIDATES {
        return Err(Failure::new(format!("the validator's module offers {}", offered.join(", ")))
            .remedy("its exports are those of src/js/payment.rs and src/js/validate.rs"));
    }
    let [client, validator] = [CLIENT, VALIDATOR].map(|module| text_of(&module));
    let (client, validator) = (client?, validator?);
    for text in SECRETIVE {
        if !client.contains(text) {
            return Err(Failure::new(format!("{text:?} is not in the client's module, so it proves nothing")));
        }
        if validator.contains(text) {
            return Err(Failure::new(format!("{text:?} is in the validator's module")).remedy(
                "see invariant 10 in ARCHITECTURE.md; whatever signs or sends belongs behind the feature client",
            ));
        }
    }
    Ok(())
}

/// A module and its JavaScript as one text, byte by byte.
fn text_of(module: &Module) -> Result<String, Failure> {
    let mut all = Vec::new();
    for ending in ["_bg.wasm", ".js"] {
        let file = module.file(ending);
        all.extend(fs::read(&file).map_err(io("read", &file))?);
    }
    Ok(String::from_utf8_lossy(&all).into_owned())
}

fn offered(module: &Module) -> Result<Vec<String>, Failure> {
    let file = module.file(".d.ts");
    let declarations = fs::read_to_string(&file).map_err(io("read", &file))?;
    Ok(exports(&declarations).into_iter().map(str::to_owned).collect())
}

/// The module's functions by their names in JavaScript.
fn exports(declarations: &str) -> Vec<&str> {
    let names = declarations.lines().filter_map(|line| {
        let rest = line.strip_prefix("export function ")?;
        rest.split('(').next().filter(|name| *name != LOADER && !name.starts_with("__"))
    });
    names.collect()
}

/// `checkoutVisit` as Rust writes it: `checkout_visit`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// Whether the text calls the function: not another one whose name ends like it, nor its own definition.
fn calls(text: &str, function: &str) -> bool {
    let call = format!("{function}(");
    text.match_indices(&call).any(|(place, _)| {
        let before = text.get(..place).unwrap_or_default();
        !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') && !before.ends_with("fn ")
    })
}

#[cfg(test)]
mod tests {
    use super::{calls, exports, snake};

    #[test]
    fn exports_are_told_from_the_loader_and_from_types() {
        let declarations = "export type State = \"paid\";\nexport function __wbg_reset_state(): void;\n\
            export function checkoutVisit(config: any): Promise<any>;\n\
            export function call(config: any): Promise<any>;\n\
            export function initSync(module: any): InitOutput;\nexport default function __wbg_init(x: any): void;\n";
        assert_eq!(exports(declarations), ["checkoutVisit", "call"]);
        assert_eq!(snake("checkoutVisit"), "checkout_visit");
    }

    #[test]
    fn a_call_is_not_a_name_that_ends_like_it() {
        assert!(calls("let x = call(js(CONFIG));", "call"));
        assert!(calls("thrown(legal_steps(payment, NOW))", "legal_steps"));
        for other in ["recall(x)", "function.call(x)", "fn call(x)", "use js::call;", "// calls it"] {
            assert!(!calls(other, "call"), "{other}");
        }
    }
}
