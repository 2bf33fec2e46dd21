//! `cargo xtask` starts here. The commands hold wasm-bindgen's tool, which takes minutes to compile on a new machine;
//! this takes a second, says so, and says at once what can be said without them.

mod demo;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((command, rest)) = arguments.split_first()
        && command == "demo"
    {
        match demo::check(rest, &root().join(".demo")) {
            Ok(demo::Wish::Run) => {}
            Ok(demo::Wish::Help) => {
                println!("{}", demo::HELP);
                return ExitCode::SUCCESS;
            }
            Err(problem) => {
                eprintln!("\nfailed: {}\nwhat to do: {}", problem.what, problem.remedy);
                return ExitCode::FAILURE;
            }
        }
    }
    if !compiled() {
        eprintln!(
            "The commands of this repository are compiled first: some minutes on a new machine, once. Then the steps \
             are counted."
        );
    }
    hand_over(&arguments)
}

/// The repository's root.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_path_buf()
}

fn compiled() -> bool {
    let name = format!("xtask{}", std::env::consts::EXE_SUFFIX);
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("xtask/target"), PathBuf::from);
    target.join("debug").join(name).exists()
}

/// Becomes the commands; the terminal and its signals are theirs.
fn hand_over(arguments: &[String]) -> ExitCode {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--manifest-path"]).arg(root().join("xtask/Cargo.toml")).arg("--").args(arguments);
    // What cargo tells a program of the package that it runs is not about the next one.
    cargo.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_MANIFEST_PATH");
    #[cfg(unix)]
    let error = std::os::unix::process::CommandExt::exec(&mut cargo);
    #[cfg(not(unix))]
    let error = match cargo.status() {
        Ok(status) if status.success() => return ExitCode::SUCCESS,
        Ok(_) => return ExitCode::FAILURE,
        Err(error) => error,
    };
    eprintln!(
        "\nfailed: cannot start cargo\n  | {error}\nwhat to do: install Rust with rustup and make cargo available in \
         PATH"
    );
    ExitCode::FAILURE
}
