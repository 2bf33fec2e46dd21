//! Workers written in Rust: the one of `examples` and the matrix's merchant, each a module with its JavaScript in
//! `target/rust-workers`.

use crate::failure::{Failure, io};
use crate::layout;
use crate::tool::Tool;
use crate::toolchain::WASM;
use std::fs;
use wasm_bindgen_cli_support::Bindgen;

/// The folder of each crate, below the root, and its library's name.
const WORKERS: [(&str, &str); 2] =
    [("examples/rust-worker", "rust_worker"), ("tests/runtimes/merchant-in-rust", "merchant_in_rust")];

fn cargo(command: &[&str]) -> Tool {
    let manifest = layout::root().join("examples/Cargo.toml");
    Tool::cargo(command).args(["--locked", "--target", WASM, "--manifest-path"]).args([manifest])
}

/// Beside what the lint of the package has built.
pub fn lint() -> Result<(), Failure> {
    let tool = cargo(&["clippy", "--workspace"]).args(["--target-dir".as_ref(), layout::target().as_os_str()]);
    tool.args(["--", "-D", "warnings"]).run("clippy found something in the workers in Rust").map(drop)
}

/// Does what the example's README says: cargo, then wasm-bindgen.
pub fn build() -> Result<(), Failure> {
    // Beside the package's modules, whose dependencies they share.
    let target = layout::target();
    let tool = cargo(&["build", "--release"]).args(["--target-dir".as_ref(), target.as_os_str()]);
    tool.run("the workers in Rust could not be built")?;
    for (folder, library) in WORKERS {
        let compiled = target.join(WASM).join("release").join(format!("{library}.wasm"));
        let output = layout::target().join("rust-workers").join(library);
        let dist = output.join("dist");
        if output.exists() {
            fs::remove_dir_all(&output).map_err(io("empty", &output))?;
        }
        let bound =
            Bindgen::new().input_path(&compiled).typescript(true).web(true).and_then(|tool| tool.generate(&dist));
        bound.map_err(|error| {
            Failure::new(format!("wasm-bindgen could not read {}", compiled.display())).output(format!("{error:#}"))
        })?;
        let entry = layout::root().join(folder).join("worker.js");
        fs::copy(&entry, output.join("worker.js")).map_err(io("copy", &entry))?;
    }
    Ok(())
}
