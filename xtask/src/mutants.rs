//! `cargo xtask mutants`, which is a crate of its own: the other commands do without what it reads sources with.

use crate::failure::Failure;
use crate::tool::Tool;
use std::process::ExitCode;

/// Hands over to it, its progress and its options included.
pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    program(arguments).become_it()
}

pub fn program(arguments: &[String]) -> Tool {
    let run = ["run", "--quiet", "--locked", "--manifest-path", "xtask/mutants/Cargo.toml", "--"];
    Tool::cargo(&run).args(arguments)
}
