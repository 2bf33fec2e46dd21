//! From a crate to a WebAssembly module with its JavaScript: cargo, wasm-bindgen, wasm-opt.

use crate::failure::{Failure, io};
use crate::glue;
use crate::layout;
use crate::panics;
use crate::stamp::Stamp;
use crate::steps::{Done, beside, named};
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

/// What shrinks a module after gzip, however wasm-opt is set besides: tables with the zeros that they hold, where it
/// would cut them into hundreds of pieces, and terms that repeat as they stand. Nothing lies below 1024, where the
/// stack ends.
const SMALLER: [&str; 3] = ["--low-memory-unused", "--skip-pass=memory-packing", "--skip-pass=local-cse"];

/// What no engine reads.
pub const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// How rustc makes what is small. Of sha2's two ways the compact one is as fast here and a tenth of the size. A stack
/// of half a megabyte leaves the tables at addresses of three bytes.
const SMALL: [&str; 3] = ["-Clink-arg=-zstack-size=524288", "--cfg", "sha2_backend_soft=\"compact\""];

/// A way to make modules: the flags of rustc that it has besides `SMALL`, and where cargo keeps what it has compiled,
/// below its folder: two ways in one would each throw away what is the other's.
struct Way {
    flags: &'static [&'static str],
    folder: &'static str,
}

/// Only what gets no larger by it is inlined: with the threshold of opt-level "s", which is 50, the client was a
/// twentieth larger. And what LLVM works out beforehand, or a second time, to make loops faster is code that few calls
/// come by. What is longer than eight bytes is copied by one instruction, which takes a little longer than moving it
/// by eights. bench/README.md has what each is worth.
const SMALLEST: Way = Way {
    flags: &[
        "-Cllvm-args=-inline-threshold=0",
        "-Cllvm-args=-disable-lsr",
        "-Cllvm-args=-enable-pre=false",
        "-Cllvm-args=-enable-load-pre=false",
        "-Cllvm-args=-disable-machine-licm",
        "-Cllvm-args=-replexitval=never",
        "-Cllvm-args=-max-store-memcpy=1",
    ],
    folder: "small",
};

/// For the sandbox, which counts calls a second. The other way it would be an eighth larger, too.
const INLINED: Way = Way { flags: &["-Cllvm-args=-inline-threshold=15"], folder: "" };

/// One crate below `modules/` that becomes a module.
pub struct Module {
    pub package: &'static str,
    /// The library's name, which cargo gives to what it compiles.
    pub library: &'static str,
    /// The stem of all that is made of it.
    pub name: &'static str,
    way: Way,
    /// How wasm-opt shrinks it.
    pub optimise: &'static [&'static str],
    /// Where it goes, below the root.
    pub folder: &'static str,
    /// Whether wasm-bindgen writes functions alone, which pkg/src/module.ts starts and starts again. One that hands
    /// out objects needs wasm-bindgen's own way: an object must not be freed in an instance that it is not of.
    pub bare: bool,
}

pub const CLIENT: Module = Module {
    package: "linepay-edge-module",
    library: "linepay_edge_module",
    name: "linepay_edge",
    way: SMALLEST,
    optimise: &["-O3", "--one-caller-inline-max-function-size=20", "--flexible-inline-max-function-size=0"],
    folder: "pkg/wasm",
    bare: true,
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
    way: INLINED,
    optimise: &["-O3"],
    folder: "sandbox/pkg/wasm",
    bare: false,
};

impl Module {
    /// Makes the JavaScript and the final module from what cargo compiled.
    pub fn bind(&self) -> Result<Done, Failure> {
        let compiled = self.compiled();
        let folder = layout::root().join(self.folder);
        let module = self.file("_bg.wasm");
        let outputs = [module.clone(), self.file(".js"), self.file(".d.ts"), folder.join("inline.js")];
        let lock = layout::root().join("package-lock.json");
        let stamp = Stamp::new(self.name, &[compiled.clone(), lock], &outputs)?;
        if stamp.is_fresh() {
            return Ok(Done::UpToDate);
        }
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io("empty", &folder))?;
        }
        write_glue(&compiled, &folder, self.name, self.bare)?;
        optimise(&module, self.optimise)?;
        write_inline(&folder, self.name)?;
        stamp.save()?;
        Ok(Done::Yes)
    }

    /// What cargo makes of it.
    pub fn compiled(&self) -> PathBuf {
        let folder = layout::target().join(self.way.folder).join(WASM).join("release");
        folder.join(format!("{}.wasm", self.library))
    }

    /// One of the files that wasm-bindgen writes.
    pub fn file(&self, ending: &str) -> PathBuf {
        layout::root().join(self.folder).join(format!("{}{ending}", self.name))
    }
}

/// Compiles the crates of these modules. Those that are made the same way are compiled at once: what they share is
/// compiled once. Their last steps use one core each, so the ways go beside each other. Cargo itself knows what is
/// needed.
pub fn compile(modules: &[&Module]) -> Result<Done, Failure> {
    let ways = [SMALLEST, INLINED].into_iter().filter_map(|way| {
        let alike: Vec<&str> =
            modules.iter().filter(|one| one.way.folder == way.folder).map(|one| one.package).collect();
        let name = *alike.last()?;
        Some(move || named(name, || compile_alike(&way, &alike)))
    });
    beside(ways).into_iter().collect::<Result<(), _>>()?;
    Ok(Done::Yes)
}

fn compile_alike(way: &Way, packages: &[&str]) -> Result<(), Failure> {
    let home = without_home();
    let flags: Vec<&str> = way.flags.iter().copied().chain(SMALL).chain([home.as_str()]).collect();
    let flags = format!("target.{WASM}.rustflags={flags:?}");
    let mut tool = Tool::cargo(&["build", "--release", "--lib", "--target", WASM, "--config", &flags]);
    tool = tool.args(["--target-dir".as_ref(), layout::target().join(way.folder).as_os_str()]);
    for package in packages {
        tool = tool.args(["-p", package]);
    }
    tool.run(&format!("cargo could not build the modules for {WASM}")).map(drop)
}

/// Places of panics in dependencies name files: without the folder in which this machine keeps them.
fn without_home() -> String {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    format!("--remap-path-prefix={}=cargo", home.unwrap_or_default())
}

/// What wasm-bindgen makes of a compiled crate: the module and its JavaScript, named `name`.
fn write_glue(compiled: &Path, folder: &Path, name: &str, bare: bool) -> Result<(), Failure> {
    bindgen(compiled, folder, name, bare).map_err(|error| {
        Failure::new(format!("wasm-bindgen could not read {}", compiled.display())).output(format!("{error:#}"))
    })?;
    let script = folder.join(format!("{name}.js"));
    if !bare {
        let text = fs::read_to_string(&script).map_err(io("read", &script))?;
        return fs::write(&script, glue::mend_whole(&text)?).map_err(io("write", &script));
    }
    // What stands in that name loads the module as some bundlers do; ours is loaded by what pkg/entries.js writes.
    let functions = folder.join(format!("{name}_bg.js"));
    let text = fs::read_to_string(&functions).map_err(io("read", &functions))?;
    fs::write(&script, glue::mend(&text)?).map_err(io("write", &script))?;
    fs::remove_file(&functions).map_err(io("remove", &functions))?;
    panics::silence(&folder.join(format!("{name}_bg.wasm")))
}

fn bindgen(compiled: &Path, folder: &Path, name: &str, bare: bool) -> anyhow::Result<()> {
    let mut tool = Bindgen::new();
    tool.input_path(compiled).out_name(name).typescript(true);
    if bare {
        return tool.bundler(true)?.generate(folder);
    }
    // A URL that is not used would make every bundler copy the module along.
    tool.web(true)?.omit_default_module_path(true);
    // The shim replaces an instance that trapped.
    tool.reset_state_function(true).generate(folder)
}

/// The client's module made again elsewhere, for measurements; `passes` are wasm-opt's.
pub fn bind_into(compiled: &Path, folder: &Path, passes: &[&str]) -> Result<(), Failure> {
    write_glue(compiled, folder, CLIENT.name, CLIENT.bare)?;
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
    wasm_opt(module, &[passes, &STRIP].concat())
}

fn wasm_opt(module: &Path, passes: &[&str]) -> Result<(), Failure> {
    Tool::new("node")
        .args([layout::root().join("node_modules/binaryen/bin/wasm-opt")])
        .args(passes)
        .args(SMALLER)
        .args(FEATURES)
        .args([module, Path::new("-o"), module])
        .run("wasm-opt could not optimise the module")?;
    Ok(())
}
