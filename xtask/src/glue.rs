//! The mends in the JavaScript that wasm-bindgen writes beside a module, one for each way of starting it. Each is an
//! exact replacement: the build fails where the text is not there, so a new version of wasm-bindgen cannot lose it
//! unseen.

use crate::failure::Failure;

/// The shim replaces an instance that trapped: its memory is no longer the one that was looked at before.
const OLD: &str = "    wasm = val;\n";
const NEW: &str = "    wasm = val;\n    cachedUint8ArrayMemory0 = null;\n";

/// A text on its way in: written at once, rather than a character at a time for as long as it is ASCII. Of one without
/// length there is nothing to cut off; a long one is measured first, so that the memory does not grow threefold for it.
const PASS: &str = "\
    const { length } = arg;
    if (length === 0 || length > 16384) {
        const bytes = cachedTextEncoder.encode(arg);
        const ptr = malloc(bytes.length, 1) >>> 0;
        getUint8ArrayMemory0().set(bytes, ptr);
        WASM_VECTOR_LEN = bytes.length;
        return ptr;
    }
    const ptr = malloc(length * 3, 1) >>> 0;
    const { written } = cachedTextEncoder.encodeInto(arg, getUint8ArrayMemory0().subarray(ptr, ptr + length * 3));
    WASM_VECTOR_LEN = written;
    return realloc(ptr, length * 3, written, 1) >>> 0;
";

/// What is written anew: the start and the end of each, and what stands between them then. Nothing, where no runtime
/// that the package supports comes by.
const ANEW: [(&str, &str, &str); 2] = [
    ("function passStringToWasm0(arg, malloc, realloc) {\n", "\n}\n", PASS),
    ("if (!('encodeInto' in cachedTextEncoder)) {\n", "\n}\n", ""),
];

/// A module that was compiled in another realm is no instance of this realm's class, and none the less one.
const OLD_CLASS: &str = "if (!(module instanceof WebAssembly.Module)) {";
const NEW_CLASS: &str = "if (Object.prototype.toString.call(module) !== '[object WebAssembly.Module]') {";

/// Functions that wasm-bindgen starts itself.
pub fn mend_whole(text: &str) -> Result<String, Failure> {
    replaced(text, OLD_CLASS, NEW_CLASS)
}

/// Functions alone.
pub fn mend(text: &str) -> Result<String, Failure> {
    let mut mended = replaced(text, OLD, NEW)?;
    for (start, end, anew) in ANEW {
        let whole = text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
        let (body, _) = whole.ok_or_else(|| changed(&format!("does not hold: {}", start.trim())))?;
        let kept = if anew.is_empty() { String::new() } else { [start, anew, "}\n"].concat() };
        mended = replaced(&mended, &[start, body, end].concat(), &kept)?;
    }
    let kept: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("let cached")).collect();
    let known = ["Uint8ArrayMemory0 = null;", "TextDecoder = new TextDecoder("];
    if !kept.iter().all(|rest| known.iter().any(|known| rest.starts_with(known))) || kept.len() != known.len() {
        return Err(changed("keeps something else of an instance"));
    }
    if text.contains("makeMutClosure") || text.contains("makeClosure") {
        return Err(Failure::new("the module holds a closure: a trap in one would be nobody's exception")
            .remedy("src/js hands nothing to JavaScript that calls back; see its task.rs"));
    }
    Ok(mended)
}

fn replaced(text: &str, old: &str, new: &str) -> Result<String, Failure> {
    if text.matches(old).count() != 1 {
        return Err(changed(&format!("does not hold once: {}", old.trim())));
    }
    Ok(text.replace(old, new))
}

fn changed(what: &str) -> Failure {
    Failure::new(format!("wasm-bindgen's JavaScript {what}"))
        .remedy("look at what wasm-bindgen writes now, and change xtask/src/glue.rs")
}

#[cfg(test)]
mod tests {
    use super::{NEW, NEW_CLASS, OLD_CLASS, PASS, mend, mend_whole};

    const TEXT: &str = "let wasm;\nexport function __wbg_set_wasm(val) {\n    wasm = val;\n}\n\
        let cachedUint8ArrayMemory0 = null;\nlet cachedTextDecoder = new TextDecoder('utf-8');\n\
        function passStringToWasm0(arg, malloc, realloc) {\n    if (realloc === undefined) {\n        return 1;\n\
        \x20   }\n\n\
        \x20   let len = arg.length;\n}\nif (!('encodeInto' in cachedTextEncoder)) {\n    old();\n}\nlet last = 0;\n";

    #[test]
    fn the_mend_is_made_and_a_text_that_changed_is_refused() {
        let mended = mend(TEXT).map_err(|failure| failure.to_string()).unwrap_or_default();
        assert!(mended.contains(NEW));
        for gone in ["realloc === undefined", "return 1;", "let len = arg.length;", "'encodeInto' in", "old();"] {
            assert!(!mended.contains(gone) && TEXT.contains(gone), "{gone}");
        }
        assert!(mended.contains(&format!("realloc) {{\n{PASS}}}\n")) && mended.contains("let last = 0;"));
        assert!(mend("let wasm;\n").is_err());
        assert!(mend_whole(OLD_CLASS).is_ok_and(|text| text == NEW_CLASS));
        assert!(mend_whole("function initSync(\n").is_err());
        assert!(mend(&format!("{TEXT}let cachedDataViewMemory0 = null;\n")).is_err(), "a second view of the memory");
        assert!(mend(&format!("{TEXT}function makeMutClosure(\n")).is_err(), "a closure is back");
    }
}
