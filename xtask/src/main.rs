//! The commands of this repository. `cargo xtask help` lists them.

mod bench;
mod boundary;
mod browser;
mod build;
mod checks;
mod crates;
mod declared;
mod demo;
mod differential;
mod failure;
mod fuzz;
mod generated;
mod glue;
mod heavy;
mod heavy_sandbox;
mod installed;
mod layout;
mod matrix;
mod mutants;
mod node;
mod panics;
mod parts;
mod postgres;
mod rust_workers;
mod sandbox_routes;
mod simulate;
mod stamp;
mod steps;
mod suites;
mod system;
mod tally;
mod test;
mod tidy;
mod tool;
mod toolchain;
mod wire;

use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;

/// Commands of linepay-edge. Each one installs what it needs and says what it does.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and run the shop and the sandbox on this machine
    #[command(disable_help_flag = true)]
    Demo(Passed),
    Test(test::Options),
    Build(build::Options),
    Fuzz(fuzz::Options),
    /// Change the sources in small ways and look which change no test notices
    #[command(disable_help_flag = true)]
    Mutants(Passed),
    /// Run the package on every runtime and through every bundler, and write README's tables of it
    Matrix,
    Bench(bench::Options),
    Differential(differential::Options),
    Simulate(simulate::Options),
}

/// Options that another program reads.
#[derive(Args)]
struct Passed {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

fn main() -> ExitCode {
    let result = match Xtask::parse().command {
        Command::Bench(options) => bench::command(&options),
        Command::Build(options) => build::command(&options),
        Command::Demo(passed) => demo::command(&passed.arguments),
        Command::Differential(options) => differential::command(&options),
        Command::Fuzz(options) => fuzz::command(&options),
        Command::Mutants(passed) => mutants::command(&passed.arguments),
        Command::Simulate(options) => simulate::command(&options),
        Command::Test(options) => test::command(&options),
        Command::Matrix => matrix::command(),
    };
    result.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_s_options_are_whole() {
        <super::Xtask as clap::CommandFactory>::command().debug_assert();
    }
}
