//! `cargo xtask demo`: builds everything, then becomes the demo.

use crate::build::{self, Goal, Types};
use crate::failure::Failure;
use crate::steps::Steps;
use crate::{layout, node};
use std::net::TcpListener;
use std::process::ExitCode;

const HELP: &str = "\
Builds everything and runs the shop and the sandbox on this machine, each on real workerd.

Usage: cargo xtask demo [OPTIONS]

  --port N   the shop's port (8787; 0 picks a free one); the sandbox takes the next free one
  --api V    the version of LINE Pay's API that the shop speaks: v2 (the default), v3 or v4
  --reset    forget all payments, orders and credentials of earlier starts first
  --json     print one line of JSON with the URLs and test credentials on stdout instead of text
  --help     this text

Progress goes to stderr. Payments are kept in .demo, so that they survive a restart. Ctrl-C stops.";

const PORT: u16 = 8787;

pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    let mut port = PORT;
    let mut flags = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--port" => port = read_port(rest.next().map_or("", String::as_str))?,
            "--api" => flags.push(read_api(rest.next().map_or("", String::as_str))?),
            "--reset" | "--json" => flags.push(argument.clone()),
            "--help" | "-h" => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => {
                if let Some(text) = other.strip_prefix("--port=") {
                    port = read_port(text)?;
                } else if let Some(text) = other.strip_prefix("--api=") {
                    flags.push(read_api(text)?);
                } else {
                    return Err(Failure::new(format!("demo does not know {other}")).remedy("cargo xtask demo --help"));
                }
            }
        }
    }
    // Said now rather than after the build.
    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        return Err(Failure::new(format!("port {port} cannot be opened"))
            .remedy("end what uses it, or choose another with --port (0 picks a free one)"));
    }
    let mut steps = Steps::new(build::plan(Goal::Site, Types::Write).len());
    build::run(&mut steps, Goal::Site, Types::Write)?;
    let demo = node::node()
        .args([layout::www().join("demo/cli.js")])
        .args(["--port".to_owned(), port.to_string()])
        .args(flags);
    demo.become_it()
}

/// The flag for the demo's own program.
fn read_api(text: &str) -> Result<String, Failure> {
    if matches!(text, "v2" | "v3" | "v4") {
        return Ok(format!("--api={text}"));
    }
    Err(Failure::new(format!("--api {text} is no version of LINE Pay's API")).remedy("give v2, v3 or v4"))
}

fn read_port(text: &str) -> Result<u16, Failure> {
    text.parse().map_err(|_| Failure::new(format!("--port {text} is no port")).remedy("give a number from 0 to 65535"))
}
