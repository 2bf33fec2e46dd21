//! The one mend in the JavaScript that wasm-bindgen writes beside a module, an exact replacement: the build fails
//! where the text is not there, so a new version of wasm-bindgen cannot lose it unseen.

use crate::failure::Failure;

/// A module that was compiled in another realm is no instance of this realm's class, and none the less one.
const OLD: &str = "if (!(module instanceof WebAssembly.Module)) {";
const NEW: &str = "if (Object.prototype.toString.call(module) !== '[object WebAssembly.Module]') {";

/// The text, mended.
pub fn mend(text: &str) -> Result<String, Failure> {
    if text.matches(OLD).count() != 1 {
        return Err(Failure::new(format!("wasm-bindgen's JavaScript does not hold once: {OLD}"))
            .remedy("look at what wasm-bindgen writes now, and change xtask/src/glue.rs"));
    }
    if text.contains("makeMutClosure") || text.contains("makeClosure") {
        return Err(Failure::new("the module holds a closure: a trap in one would be nobody's exception")
            .remedy("src/js hands nothing to JavaScript that calls back; see its task.rs"));
    }
    Ok(text.replace(OLD, NEW))
}

#[cfg(test)]
mod tests {
    use super::{NEW, OLD, mend};

    #[test]
    fn the_mend_is_made_and_a_text_that_changed_is_refused() {
        let text = format!("function initSync(\n{OLD}\n");
        let mended = mend(&text).map_err(|failure| failure.to_string()).unwrap_or_default();
        assert!(mended.contains(NEW) && !mended.contains(OLD));
        assert!(mend("function initSync(\n").is_err());
        assert!(mend(&format!("{text}function makeMutClosure(\n")).is_err(), "a closure is back");
    }
}
