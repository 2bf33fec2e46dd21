//! `cargo xtask test`: every check and every suite, with one sum at the end.

use crate::browser::Browser;
use crate::build::{self, Goal, Types};
use crate::failure::Failure;
use crate::parts::{PARTS, Part};
use crate::steps::{Done, Steps, seconds};
use crate::tally::Tally;
use crate::toolchain;
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str = "\
Runs every check and every test, after installing what they need (Rust's wasm target, rustfmt and clippy, the packages
of package-lock.json, and Chromium where this runs as root on Debian or Ubuntu). It goes on after a failure.
The last line says how many passed and failed.

Usage: cargo xtask test [OPTIONS]

  --only PART   run this part alone; may be given more than once
  --help        this text

Parts:";

pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    let mut chosen: Vec<&Part> = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--only" => chosen.push(find(rest.next().map_or("", String::as_str))?),
            "--help" | "-h" => {
                println!("{HELP}");
                for part in &PARTS {
                    println!("  {:<13} {}", part.name, part.about);
                }
                return Ok(ExitCode::SUCCESS);
            }
            other => {
                return Err(Failure::new(format!("test does not know {other}")).remedy("cargo xtask test --help"));
            }
        }
    }
    if chosen.is_empty() {
        chosen = PARTS.iter().collect();
    }
    Ok(run(&chosen))
}

fn find(name: &str) -> Result<&'static Part, Failure> {
    PARTS.iter().find(|part| part.name == name).ok_or_else(|| {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        Failure::new(format!("there is no part named {name:?}")).remedy(format!("choose one of: {}", known.join(", ")))
    })
}

fn run(parts: &[&Part]) -> ExitCode {
    let start = Instant::now();
    let needs_build = parts.iter().any(|part| part.needs.build());
    let needs_browser = parts.iter().any(|part| part.needs.browser());
    let build = if needs_build { build::count(Goal::Site, Types::Keep) } else { 1 };
    let steps = Steps::new(1 + build + usize::from(needs_browser) + parts.len());
    let mut report = Report::default();

    report.keep("set-up", steps.run("rustfmt and clippy", toolchain::components));
    let browser = needs_browser.then(|| {
        let mut found = None;
        let result = steps.run("browser", || {
            found = Some(Browser::get()?);
            Ok(Done::Yes)
        });
        report.keep("browser", result);
        found
    });
    let browser = browser.flatten();
    let built = report.keep(
        "build",
        if needs_build {
            build::run(&steps, Goal::Site, Types::Keep)
        } else {
            steps.run("Rust's wasm target", toolchain::wasm_target)
        },
    );
    for part in parts {
        let missing = if part.needs.build() && !built {
            Some("the build")
        } else if part.needs.browser() && browser.is_none() {
            Some("the browser")
        } else {
            None
        };
        let mut tally = Tally::default();
        let result = steps.run(&format!("{} ({})", part.name, part.about), || {
            if let Some(missing) = missing {
                return Err(Failure::new(format!("not run: it needs {missing}")));
            }
            tally = (part.run)(browser.as_ref())?;
            if tally.failed > 0 {
                return Err(Failure::new(format!("{} of {} tests failed", tally.failed, tally.total())));
            }
            Ok(Done::Yes)
        });
        if tally.total() > 1 {
            eprintln!("      {} passed, {} failed", tally.passed, tally.failed);
        }
        report.add(part.name, tally, result);
    }
    report.close(start)
}

/// What passed and what did not.
#[derive(Default)]
struct Report {
    tally: Tally,
    failures: Vec<(&'static str, Failure)>,
}

impl Report {
    /// A step of the set-up: counts only if it fails. Says whether it succeeded.
    fn keep(&mut self, name: &'static str, result: Result<(), Failure>) -> bool {
        let ok = result.is_ok();
        self.add(name, Tally::default(), result);
        ok
    }

    fn add(&mut self, name: &'static str, mut tally: Tally, result: Result<(), Failure>) {
        if let Err(failure) = result {
            // A check, or a suite that never came to its tests, counts as one.
            tally.failed = tally.failed.max(1);
            eprintln!("{failure}\n");
            self.failures.push((name, failure));
        }
        self.tally += tally;
    }

    fn close(self, start: Instant) -> ExitCode {
        eprintln!("\nall parts took {}", seconds(start.elapsed()));
        for (name, failure) in &self.failures {
            eprintln!("FAILED {name}: {}", failure.what());
        }
        println!("{} passed, {} failed", self.tally.passed, self.tally.failed);
        if self.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
