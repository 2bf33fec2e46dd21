//! From a crate to a WebAssembly module with its JavaScript: cargo, wasm-bindgen, wasm-opt.

use crate::failure::{Failure, io};
use crate::glue;
use crate::layout;
use crate::stamp::Stamp;
use crate::steps::Done;
use crate::tool::Tool;
use crate::toolchain::WASM;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What every engine that the package supports knows. `--all-features` would emit types that none knows.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];

/// One crate that becomes a module.
pub struct Module {
    pub package: &'static str,
    /// The library's name, which is the stem of all that is made of it.
    pub library: &'static str,
    /// Where it goes, below the root.
    pub folder: &'static str,
    /// Whether it goes into the package: mended, and written as text too for runtimes that cannot read a file.
    pub inline: bool,
}

pub const CLIENT: Module =
    Module { package: "linepay-edge", library: "linepay_edge", folder: "pkg/wasm", inline: true };

pub const SANDBOX: Module =
    Module { package: "linepay-sandbox", library: "linepay_sandbox", folder: "pkg/wasm/sandbox", inline: true };

impl Module {
    /// Compiles the crate; cargo itself knows whether that is needed.
    pub fn compile(&self) -> Result<Done, Failure> {
        let nameless = format!("target.{WASM}.rustflags=[{:?}]", without_home());
        let arguments = ["build", "--release", "--lib", "--target", WASM, "-p", self.package, "--config", &nameless];
        Tool::cargo(&arguments).run(&format!("cargo could not build {} for {WASM}", self.package))?;
        Ok(Done::Yes)
    }

    /// Makes the JavaScript and the final module from what cargo compiled.
    pub fn bind(&self) -> Result<Done, Failure> {
        let compiled = layout::target().join(WASM).join("release").join(format!("{}.wasm", self.library));
        let folder = layout::root().join(self.folder);
        let module = self.file("_bg.wasm");
        let mut outputs = vec![module.clone(), self.file(".js"), self.file(".d.ts")];
        if self.inline {
            outputs.push(folder.join("inline.js"));
        }
        let lock = layout::root().join("package-lock.json");
        let stamp = Stamp::new(self.library, &[compiled.clone(), lock], &outputs)?;
        if stamp.is_fresh() {
            return Ok(Done::UpToDate);
        }
        empty(&folder)?;
        let arguments: [OsString; 8] = [
            "wasm-bindgen".into(),
            "--target".into(),
            "web".into(),
            // A URL that is not used would make every bundler copy the module along.
            "--omit-default-module-path".into(),
            // The shim replaces an instance that trapped.
            "--experimental-reset-state-function".into(),
            "--out-dir".into(),
            folder.clone().into(),
            compiled.into(),
        ];
        wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments).map_err(|error| {
            Failure::new(format!("wasm-bindgen could not read {}.wasm", self.library)).output(format!("{error:#}"))
        })?;
        optimise(&module)?;
        if self.inline {
            let glue = self.file(".js");
            let text = fs::read_to_string(&glue).map_err(io("read", &glue))?;
            fs::write(&glue, glue::mend(&text)?).map_err(io("write", &glue))?;
            write_inline(&module, &folder)?;
        }
        stamp.save()?;
        Ok(Done::Yes)
    }

    /// One of the files that wasm-bindgen writes.
    pub fn file(&self, ending: &str) -> PathBuf {
        layout::root().join(self.folder).join(format!("{}{ending}", self.library))
    }
}

/// Removes what an earlier build left in a folder. Folders in it stay: they are other modules' own.
fn empty(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(io("list", folder))? {
        let file = entry.map_err(io("list", folder))?.path();
        if !file.is_dir() {
            fs::remove_file(&file).map_err(io("remove", &file))?;
        }
    }
    Ok(())
}

/// Places of panics in dependencies name files: without the folder in which this machine keeps them.
fn without_home() -> String {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    format!("--remap-path-prefix={}=cargo", home.unwrap_or_default())
}

fn optimise(module: &Path) -> Result<(), Failure> {
    Tool::new("node")
        .args([layout::root().join("node_modules/binaryen/bin/wasm-opt")])
        .args(["-O3", "--strip-debug", "--strip-producers"])
        .args(FEATURES)
        .args([module, Path::new("-o"), module])
        .run("wasm-opt could not optimise the module")?;
    Ok(())
}

fn write_inline(module: &Path, folder: &Path) -> Result<(), Failure> {
    let bytes = fs::read(module).map_err(io("read", module))?;
    let script = format!("export default \"{}\";\n", STANDARD.encode(bytes));
    let types =
        "/** The module linepay_edge_bg.wasm as base64. */\ndeclare const base64: string;\nexport default base64;\n";
    for (name, text) in [("inline.js", script.as_str()), ("inline.d.ts", types)] {
        let file = folder.join(name);
        fs::write(&file, text).map_err(io("write", &file))?;
    }
    Ok(())
}

/// What cargo calls to run a test module: wasm-bindgen's own runner.
pub fn run_wasm_tests(arguments: &[String]) -> ExitCode {
    let all = std::iter::once("wasm-bindgen-test-runner".to_owned()).chain(arguments.iter().cloned());
    match wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(all) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
