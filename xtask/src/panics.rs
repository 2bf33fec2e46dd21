//! What a module's panics say is taken out of it. On this target a panic is a trap, whatever it says: the text goes to
//! an error stream that nobody has. So the functions that put it together become the trap, and the file names and lines
//! that they would be given are blanked, as is what they would say. rustc does neither without a nightly toolchain.

use crate::failure::Failure;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use walrus::ir::{Call, Instr, Load, Unreachable, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, DataKind, FunctionId, FunctionKind, Module};

/// What stands in the names of the standard library's functions that do nothing but panic.
const PANICS: [&str; 9] = [
    "::panicking::",
    "::panic_already_",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "__rustc::rust_begin_unwind",
    "__rustc::rust_panic",
    // And what would call closures and wake futures of JavaScript's. Such a module hands out none (`glue.rs` refuses
    // them), but what wasm-bindgen has of them stays in the module's table.
    "wasm_bindgen::convert::closures::",
    "js_sys::futures::",
];
/// The same at their ends.
const ENDS: [&str; 2] = ["_fail", "_failed"];
const LIBRARIES: [&str; 6] = ["alloc::", "core::", "std::", "<alloc::", "<core::", "<std::"];
/// And in those of what formats. Nothing but panics does: everything else is put together by src/text.rs.
const FORMATS: &str = "core::fmt::";

/// What the standard library and wasm-bindgen say when they panic, as far as any module holds it. Nothing else says so.
const SAYINGS: [&str; 20] = [
    "attempt to add with overflow",
    "attempt to multiply with overflow",
    "attempt to negate with overflow",
    "attempt to subtract with overflow",
    "attempt to join into collection with len > usize::MAX",
    "assertion failed: self.is_char_boundary(new_len)",
    "range end index ",
    " out of range for slice of length ",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
    "removal index (is ",
    ") should be < len (is ",
    "mid > len",
    "capacity overflow",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "`async fn` resumed after completion",
    "closure invoked recursively or after being dropped",
    "input is too big",
    "InvalidLengthError",
];

/// Takes the texts of panics out of this module, whose functions still have their names.
pub fn silence(file: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("walrus could not read {}", file.display())).output(format!("{error:#}"));
    let mut module = Module::from_file(file).map_err(failed)?;
    let silent = silent(&module);
    if silent.is_empty() {
        return Err(Failure::new(format!("no panic of {} is known by its name", file.display()))
            .remedy("Rust's standard library names them otherwise now: see xtask/src/panics.rs"));
    }
    refuse_formats(&module, &silent)?;
    for id in silent.keys() {
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(*id).kind {
            let entry = function.entry_block();
            let trap = (Instr::Unreachable(Unreachable {}), walrus::InstrLocId::default());
            function.block_mut(entry).instrs = vec![trap];
        }
    }
    blank_places(&mut module)?;
    blank_sayings(&mut module);
    blank_digits(&mut module);
    module.emit_wasm_file(file).map_err(failed)
}

/// What only panics, or formats, and what it is called.
fn silent(module: &Module) -> BTreeMap<FunctionId, String> {
    let named = module.funcs.iter_local().filter_map(|(id, _)| {
        let name = without_hashes(module.funcs.get(id).name.as_deref()?);
        let ends =
            || LIBRARIES.iter().any(|library| name.starts_with(library)) && ENDS.iter().any(|end| name.ends_with(end));
        let is_silent = name.contains(FORMATS) || PANICS.iter().any(|part| name.contains(part)) || ends();
        is_silent.then_some((id, name))
    });
    named.collect()
}

/// A crate's name is followed by a hash in brackets.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_once(']') {
        Some((hash, rest)) if hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => text + rest,
        _ => text + "[" + part,
    })
}

/// What else would format would trap in earnest.
fn refuse_formats(module: &Module, silent: &BTreeMap<FunctionId, String>) -> Result<(), Failure> {
    struct Calls<'s>(&'s BTreeMap<FunctionId, String>, Option<&'s str>);
    impl<'i> Visitor<'i> for Calls<'_> {
        fn visit_call(&mut self, call: &Call) {
            self.1 = self.1.or(self.0.get(&call.func).map(String::as_str).filter(|name| name.contains(FORMATS)));
        }
    }
    for (id, function) in module.funcs.iter_local().filter(|(id, _)| !silent.contains_key(id)) {
        let mut calls = Calls(silent, None);
        dfs_in_order(&mut calls, function, function.entry_block());
        if let Some(called) = calls.1 {
            let name = module.funcs.get(id).name.as_deref().unwrap_or("a function without a name");
            return Err(Failure::new(format!("{name} calls {called}, which is no part of a module"))
                .remedy("Put the text together by src/text.rs: formatting is a tenth of a module"));
        }
    }
    Ok(())
}

/// Where a panic comes from is a record of four words: where the file's name is, how long, the line and the column.
fn blank_places(module: &mut Module) -> Result<(), Failure> {
    let segments = module.data.iter().filter_map(|data| match &data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(at)), .. } => {
            Some((data.id(), usize::try_from(*at).ok()?))
        }
        _ => None,
    });
    let segments: Vec<_> = segments.collect();
    let mut blanks = Vec::new();
    for (id, start) in &segments {
        let bytes = &module.data.get(*id).value;
        for at in (start.wrapping_neg() % 4..bytes.len()).step_by(4) {
            let word = |index: usize| {
                let bytes = bytes.get(at + 4 * index..at + 4 * index + 4)?;
                usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
            };
            let words = (word(0), word(1), word(2), word(3));
            let (Some(name), Some(length @ 4..256), Some(1..65_536), Some(1..1_024)) = words else { continue };
            let place = name.checked_sub(*start).filter(|from| {
                let text = bytes.get(*from..*from + length).unwrap_or_default();
                text.ends_with(b".rs") && text.iter().all(u8::is_ascii_graphic)
            });
            if let Some(from) = place {
                blanks.extend([(*id, at..at + 16), (*id, from..from + length)]);
            }
        }
    }
    if blanks.is_empty() {
        return Err(Failure::new("no panic of a module says where it comes from")
            .remedy("Rust writes these places otherwise now: see xtask/src/panics.rs"));
    }
    for (id, range) in blanks {
        blank(&mut module.data.get_mut(id).value, range);
    }
    Ok(())
}

fn blank_sayings(module: &mut Module) {
    let ids: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let bytes = &mut module.data.get_mut(id).value;
        for saying in SAYINGS {
            if let Some(from) = find(bytes, saying.as_bytes()) {
                blank(bytes, from..from + saying.len());
            }
        }
    }
}

/// The pairs of digits by which `core::fmt` writes numbers; only where nothing that is left reads them.
fn blank_digits(module: &mut Module) {
    struct Reads(Range<u64>, bool);
    impl<'i> Visitor<'i> for Reads {
        fn visit_value(&mut self, value: &Value) {
            self.1 |= matches!(value, Value::I32(at) if self.0.contains(&u64::from(at.cast_unsigned())));
        }
        fn visit_load(&mut self, load: &Load) {
            self.1 |= self.0.contains(&load.arg.offset);
        }
    }
    let pairs: String = (0..100).map(|number| format!("{number:02}")).collect();
    let found = module.data.iter().find_map(|data| {
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return None };
        Some((data.id(), start.cast_unsigned(), find(&data.value, pairs.as_bytes())?))
    });
    let Some((id, start, from)) = found else { return };
    let at = u64::from(start) + from as u64;
    let mut reads = Reads(at..at + pairs.len() as u64, false);
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut reads, function, function.entry_block());
    }
    if !reads.1 {
        blank(&mut module.data.get_mut(id).value, from..from + pairs.len());
    }
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

fn blank(bytes: &mut [u8], range: Range<usize>) {
    if let Some(bytes) = bytes.get_mut(range) {
        bytes.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::FunctionBuilder;

    /// A module with a function that panics, one that formats, one that calls `calls`, and a place.
    fn module(calls: &str) -> Module {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut data = b"src/a.rs".to_vec();
        for word in [1024_u32, 8, 7, 9, 1024, 8, 0, 0] {
            data.extend(word.to_le_bytes());
        }
        let offset = ConstExpr::Value(Value::I32(1024));
        module.data.add(DataKind::Active { memory, offset }, data);
        let mut ids = BTreeMap::new();
        for name in ["core[1a2b]::panicking::panic", "<usize as core[1a2b]::fmt::Display>::fmt", "ours::failed"] {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_owned()).func_body().i32_const(1).drop();
            ids.insert(name, builder.finish(vec![], &mut module.funcs));
        }
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name("ours::main".to_owned()).func_body().call(ids[calls]);
        let main = builder.finish(vec![], &mut module.funcs);
        module.exports.add("main", main);
        for (name, id) in ids {
            module.exports.add(name, id);
        }
        module
    }

    fn silenced(calls: &str) -> Result<Module, Failure> {
        let file = std::env::temp_dir().join(format!("panics-{}-{}.wasm", std::process::id(), calls.len()));
        module(calls).emit_wasm_file(&file).expect("written");
        let result = silence(&file);
        let module = Module::from_file(&file).expect("read");
        std::fs::remove_file(&file).expect("removed");
        result.map(|()| module)
    }

    #[test]
    fn what_panics_traps_at_once_and_names_no_file() {
        let module = silenced("core[1a2b]::panicking::panic").expect("silenced");
        let instructions = |name: &str| {
            let function = module.funcs.get(module.funcs.by_name(name).expect(name)).kind.unwrap_local();
            let instructions = &function.block(function.entry_block()).instrs;
            instructions.iter().map(|(instruction, _)| matches!(instruction, Instr::Unreachable(_))).collect::<Vec<_>>()
        };
        assert_eq!(instructions("core[1a2b]::panicking::panic"), [true]);
        assert_eq!(instructions("<usize as core[1a2b]::fmt::Display>::fmt"), [true]);
        assert_eq!(instructions("ours::failed"), [false, false]);
        let data: Vec<&Vec<u8>> = module.data.iter().map(|data| &data.value).collect();
        assert_eq!(data[0][..24], [0; 24]);
        assert_ne!(data[0][24..32], [0; 8], "a text and two numbers that are no place");
    }

    #[test]
    fn what_panics_says_nothing_and_digits_are_kept_only_where_they_are_read() {
        for read in [0, 1024 + 29 + 200 - 1] {
            let mut module = module("ours::failed");
            let pairs: String = (0..100).map(|number| format!("{number:02}")).collect();
            let texts = format!("attempt to add with overflow.{pairs}ours");
            let id = module.data.iter().next().expect("data").id();
            module.data.get_mut(id).value = texts.clone().into_bytes();
            let mut reader = FunctionBuilder::new(&mut module.types, &[], &[]);
            reader.func_body().i32_const(read).drop();
            let reader = reader.finish(vec![], &mut module.funcs);
            module.exports.add("reader", reader);
            blank_sayings(&mut module);
            blank_digits(&mut module);
            let silent = "\0".repeat(28) + ".";
            let expected = silent + &if read == 0 { "\0".repeat(200) } else { pairs } + "ours";
            assert_eq!(module.data.get(id).value, expected.into_bytes(), "{read}");
        }
    }

    /// Whatever else said so would lose its text in what is shipped.
    #[test]
    fn what_is_blanked_is_said_by_nothing_of_ours() {
        let mut files = Vec::new();
        crate::layout::files_below(&crate::layout::root().join("src"), "rs", &mut files).expect("listed");
        assert!(files.len() > 100, "{}", files.len());
        for file in files {
            let text = std::fs::read_to_string(&file).expect("read");
            let said: Vec<_> = SAYINGS.iter().filter(|saying| text.contains(**saying)).collect();
            assert!(said.is_empty(), "{}: {said:?}", file.display());
        }
    }

    #[test]
    fn what_formats_otherwise_is_refused() {
        let refused = silenced("<usize as core[1a2b]::fmt::Display>::fmt").expect_err("refused");
        assert!(refused.what().contains("ours::main calls <usize as core::fmt::Display>::fmt"), "{}", refused.what());
        assert!(silenced("ours::failed").is_ok());
    }
}
