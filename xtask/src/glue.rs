//! Mends in the JavaScript that wasm-bindgen writes beside a module, each an exact replacement: the build fails where
//! the text is not there, so a new version of wasm-bindgen cannot lose one unseen.

use crate::failure::Failure;

/// One replacement, and why.
struct Mend {
    /// Appears where the mend is needed.
    needed_by: &'static str,
    old: &'static str,
    new: &'static str,
}

const MENDS: [Mend; 4] = [
    // Futures run in a microtask and end in a promise's callback. A trap in either would be an uncaught exception,
    // which ends a Node process, and the package would hear nothing of it.
    Mend {
        needed_by: "function makeMutClosure(",
        old: "\
            return f(a, state.b, ...args);
        } finally {",
        new: "\
            return f(a, state.b, ...args);
        } catch (cause) {
            if (trapped === undefined) throw cause;
            trapped(cause);
        } finally {",
    },
    // A promise that settles after its instance was replaced has nobody left to tell: the package has rejected every
    // call.
    Mend {
        needed_by: "function makeMutClosure(",
        old: "            throw new Error('Cannot invoke closure from previous WASM instance');\n",
        new: "            return;\n",
    },
    // Nor may it free memory in the new instance.
    Mend {
        needed_by: "function makeMutClosure(",
        old: "        if (--state.cnt === 0) {\n            wasm.__wbindgen_destroy_closure(state.a, state.b);\n",
        new: "        if (--state.cnt === 0) {\n            \
              if (state.instance === __wbg_instance_id) wasm.__wbindgen_destroy_closure(state.a, state.b);\n",
    },
    // A module that was compiled in another realm is no instance of this realm's class, and none the less one.
    Mend {
        needed_by: "function initSync(",
        old: "if (!(module instanceof WebAssembly.Module)) {",
        new: "if (Object.prototype.toString.call(module) !== '[object WebAssembly.Module]') {",
    },
];

const LISTENER: &str = "
let trapped;
/** Names who is told when the instance stops in a turn of one of its futures. */
export function onTrap(listener) {
    trapped = listener;
}
";

/// The text with every mend that it needs, and a way to hear of traps.
pub fn mend(text: &str) -> Result<String, Failure> {
    let mut mended = text.to_owned();
    for Mend { needed_by, old, new } in MENDS {
        if !text.contains(needed_by) {
            continue;
        }
        if mended.matches(old).count() != 1 {
            return Err(Failure::new(format!("wasm-bindgen's JavaScript does not hold once: {}", old.trim()))
                .remedy("look at what wasm-bindgen writes now, and change xtask/src/glue.rs"));
        }
        mended = mended.replace(old, new);
    }
    if mended.contains("function makeClosure(") {
        return Err(Failure::new("wasm-bindgen wrote a kind of closure that is not mended")
            .remedy("mend makeClosure as makeMutClosure is, in xtask/src/glue.rs"));
    }
    mended.push_str(LISTENER);
    Ok(mended)
}

#[cfg(test)]
mod tests {
    use super::{MENDS, mend};

    #[test]
    fn every_mend_is_made_and_a_text_that_changed_is_refused() {
        let text = format!(
            "function makeMutClosure(\n{}\n{}\n{}\nfunction initSync(\n{}\n",
            MENDS[0].old, MENDS[1].old, MENDS[2].old, MENDS[3].old
        );
        let mended = mend(&text).map_err(|failure| failure.to_string()).unwrap_or_default();
        for one in &MENDS {
            assert!(mended.contains(one.new) && !mended.contains(one.old), "{}", one.old);
        }
        assert!(mended.contains("export function onTrap("));
        assert!(mend(&text.replace("f(a, state.b, ...args)", "g(a)")).is_err());
        assert!(mend("function makeMutClosure(\n").is_err());
    }

    #[test]
    fn a_module_without_futures_needs_no_closures_mended() {
        let mended = mend("export function explain() {}\n").map_err(|failure| failure.to_string());
        assert!(mended.is_ok_and(|text| text.contains("onTrap")));
    }
}
