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
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// What every engine that the package supports knows. `--all-features` would emit types that none knows.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];

/// One crate below `modules/` that becomes a module.
pub struct Module {
    pub package: &'static str,
    /// The library's name, which cargo gives to what it compiles.
    pub library: &'static str,
    /// The stem of all that is made of it.
    pub name: &'static str,
    /// How wasm-opt shrinks it.
    pub optimise: &'static [&'static str],
    /// Where it goes, below the root.
    pub folder: &'static str,
    /// Whether it goes into the package: mended, and written as text too for runtimes that cannot read a file.
    pub inline: bool,
}

pub const CLIENT: Module = Module {
    package: "linepay-edge-module",
    library: "linepay_edge_module",
    name: "linepay_edge",
    optimise: &["-O3"],
    folder: "pkg/wasm",
    inline: true,
};

/// The client's crate without anything that could use a secret, for browsers: what counts is its size, and larger
/// functions compress worse.
pub const VALIDATOR: Module = Module {
    package: "linepay-validate",
    library: "linepay_validate",
    name: "linepay_validate",
    optimise: &["-Oz", "--one-caller-inline-max-function-size=20"],
    folder: "pkg/wasm-validate",
    ..CLIENT
};

pub const SANDBOX: Module = Module {
    package: "linepay-sandbox-module",
    library: "linepay_sandbox_module",
    name: "linepay_sandbox",
    optimise: &["-O3"],
    folder: "pkg/wasm-sandbox",
    inline: true,
};

impl Module {
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
        let stamp = Stamp::new(self.name, &[compiled.clone(), lock], &outputs)?;
        if stamp.is_fresh() {
            return Ok(Done::UpToDate);
        }
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io("empty", &folder))?;
        }
        write_glue(&compiled, &folder, self.name)?;
        optimise(&module, self.optimise)?;
        if self.inline {
            mend_glue(&self.file(".js"))?;
            write_inline(&folder, self.name)?;
        }
        stamp.save()?;
        Ok(Done::Yes)
    }

    /// One of the files that wasm-bindgen writes.
    pub fn file(&self, ending: &str) -> PathBuf {
        layout::root().join(self.folder).join(format!("{}{ending}", self.name))
    }
}

/// Compiles the crates of these modules at once: what they share is compiled once, and their last steps, which use one
/// core each, run beside each other. Cargo itself knows what is needed.
pub fn compile(modules: &[&Module]) -> Result<Done, Failure> {
    let nameless = format!("target.{WASM}.rustflags=[{:?}]", without_home());
    let mut tool = Tool::cargo(&["build", "--release", "--lib", "--target", WASM, "--config", &nameless]);
    for module in modules {
        tool = tool.args(["-p", module.package]);
    }
    tool.run(&format!("cargo could not build the modules for {WASM}"))?;
    Ok(Done::Yes)
}

/// Places of panics in dependencies name files: without the folder in which this machine keeps them.
fn without_home() -> String {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    format!("--remap-path-prefix={}=cargo", home.unwrap_or_default())
}

/// What wasm-bindgen makes of a compiled crate: the module and its JavaScript, named `name`.
fn write_glue(compiled: &Path, folder: &Path, name: &str) -> Result<(), Failure> {
    bindgen(compiled, folder, name).map_err(|error| {
        Failure::new(format!("wasm-bindgen could not read {}", compiled.display())).output(format!("{error:#}"))
    })
}

fn bindgen(compiled: &Path, folder: &Path, name: &str) -> anyhow::Result<()> {
    let mut tool = Bindgen::new();
    tool.input_path(compiled).out_name(name).typescript(true).web(true)?;
    // A URL that is not used would make every bundler copy the module along.
    tool.omit_default_module_path(true);
    // The shim replaces an instance that trapped.
    tool.reset_state_function(true).generate(folder)
}

fn mend_glue(file: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file).map_err(io("read", file))?;
    fs::write(file, glue::mend(&text)?).map_err(io("write", file))
}

/// The client's module made again elsewhere, for measurements; `passes` are wasm-opt's.
pub fn bind_into(compiled: &Path, folder: &Path, passes: &[&str]) -> Result<(), Failure> {
    write_glue(compiled, folder, CLIENT.name)?;
    mend_glue(&folder.join(format!("{}.js", CLIENT.name)))?;
    wasm_opt(&folder.join(format!("{}_bg.wasm", CLIENT.name)), passes)
}

/// The module `name` in that folder as text too.
pub fn write_inline(folder: &Path, name: &str) -> Result<(), Failure> {
    let module = folder.join(format!("{name}_bg.wasm"));
    let bytes = fs::read(&module).map_err(io("read", &module))?;
    let script = format!("export default \"{}\";\n", STANDARD.encode(bytes));
    let types =
        format!("/** The module {name}_bg.wasm as base64. */\ndeclare const base64: string;\nexport default base64;\n");
    for (name, text) in [("inline.js", script), ("inline.d.ts", types)] {
        let file = folder.join(name);
        fs::write(&file, text).map_err(io("write", &file))?;
    }
    Ok(())
}

fn optimise(module: &Path, passes: &[&str]) -> Result<(), Failure> {
    wasm_opt(module, &[passes, &["--strip-debug", "--strip-producers"]].concat())
}

fn wasm_opt(module: &Path, passes: &[&str]) -> Result<(), Failure> {
    Tool::new("node")
        .args([layout::root().join("node_modules/binaryen/bin/wasm-opt")])
        .args(passes)
        .args(FEATURES)
        .args([module, Path::new("-o"), module])
        .run("wasm-opt could not optimise the module")?;
    Ok(())
}
