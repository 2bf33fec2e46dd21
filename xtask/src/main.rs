//! The commands of this repository. `cargo xtask help` lists them.

mod bench;
mod boundary;
mod browser;
mod build;
mod checks;
mod crates;
mod demo;
mod differential;
mod failure;
mod fuzz;
mod generated;
mod glue;
mod installed;
mod layout;
mod matrix;
mod node;
mod parts;
mod rust_workers;
mod stamp;
mod steps;
mod suites;
mod tally;
mod test;
mod tidy;
mod tool;
mod toolchain;
mod wire;

use failure::Failure;
use std::process::ExitCode;

const HELP: &str = "\
Commands of linepay-edge. Each one installs what it needs and says what it does.

Usage: cargo xtask COMMAND [OPTIONS]

  demo          build everything and run the shop and the sandbox on this machine
  test          run every check and every test
  build         build the package, the sandbox and the site
  fuzz          run the fuzz targets under libFuzzer
  matrix        run the package on every runtime and through every bundler, and write README's tables of it
  bench         measure sizes and times, beside calls made by hand and another client
  differential  compare the package of an earlier commit with the present one

cargo xtask COMMAND --help tells more about one of them.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let result = match command.as_str() {
        "bench" => bench::command(&rest),
        "build" => build::command(&rest),
        "demo" => demo::command(&rest),
        "differential" => differential::command(&rest),
        "fuzz" => fuzz::command(&rest),
        "test" => test::command(&rest),
        "matrix" => matrix::command(&rest),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(Failure::new(format!("there is no command named {other}")).remedy("cargo xtask help")),
    };
    result.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}
