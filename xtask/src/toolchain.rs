//! What Rust needs besides itself: the wasm target, and for the checks rustfmt and clippy.

use crate::failure::Failure;
use crate::steps::Done;
use crate::tool::Tool;
use std::path::Path;

pub const WASM: &str = "wasm32-unknown-unknown";

/// Installs the wasm target if rustc does not have it.
pub fn wasm_target() -> Result<Done, Failure> {
    let folder = Tool::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .run("rustc does not say where it keeps its targets")?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(Done::UpToDate);
    }
    rustup(&["target", "add", WASM], "install Rust's wasm32-unknown-unknown target")
}

/// Installs rustfmt and clippy if one of them is missing.
pub fn components() -> Result<Done, Failure> {
    let present = |name: &str| Tool::new(name).args(["--version"]).output().is_ok_and(|output| output.ok);
    if present("rustfmt") && present("cargo-clippy") {
        return Ok(Done::UpToDate);
    }
    rustup(&["component", "add", "rustfmt", "clippy"], "install rustfmt and clippy")
}

fn rustup(arguments: &[&str], purpose: &str) -> Result<Done, Failure> {
    Tool::new("rustup")
        .args(arguments)
        .when_missing(&format!("install rustup, or {purpose} by the means of your Rust distribution"))
        .run(&format!("rustup could not {purpose}"))?;
    Ok(Done::Yes)
}
