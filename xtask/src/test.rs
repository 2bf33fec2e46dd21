//! `cargo xtask test`: every check and every suite, with one sum at the end.

use crate::browser::Browser;
use crate::build::{self, Goal, Types};
use crate::failure::Failure;
use crate::parts::{HEAVY, Lane, PARTS, Part};
use crate::steps::{Done, Steps, beside, both, named, seconds};
use crate::tally::Tally;
use crate::toolchain;
use clap::Args;
use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Run every check and every test
///
/// Installs what they need first: Rust's wasm target, rustfmt and clippy, the packages of package-lock.json, and
/// Chromium where this runs as root on Debian or Ubuntu. It goes on after a failure. What compiles and runs Rust goes
/// beside the rest, of which two parts go at a time. The last line says how many passed and failed.
#[derive(Args)]
#[command(verbatim_doc_comment, after_help = list())]
pub struct Options {
    /// Run what takes longer instead: about half an hour on two cores
    #[arg(long)]
    heavy: bool,
    /// Run this part alone; may be given more than once
    #[arg(long, value_name = "PART", value_parser = find)]
    only: Vec<&'static Part>,
}

pub fn command(options: &Options) -> Result<ExitCode, Failure> {
    let all: &[Part] = if options.heavy { &HEAVY } else { &PARTS };
    let is_here = |part: &&Part| all.iter().any(|known| known.name == part.name);
    if let Some(part) = options.only.iter().find(|part| !is_here(part)) {
        let place = if options.heavy { "without --heavy" } else { "with --heavy" };
        return Err(Failure::new(format!("{} is a part of the test {place}", part.name)));
    }
    Ok(run(&if options.only.is_empty() { all.iter().collect() } else { options.only.clone() }))
}

fn list() -> String {
    let lines = |parts: &[Part]| -> String {
        parts.iter().map(|part| format!("  {:<13} {}\n", part.name, part.about)).collect()
    };
    format!("Parts:\n{}\nParts with --heavy:\n{}", lines(&PARTS), lines(&HEAVY))
}

fn find(name: &str) -> Result<&'static Part, String> {
    PARTS.iter().chain(&HEAVY).find(|part| part.name == name).ok_or_else(|| {
        let known: Vec<&str> = PARTS.iter().chain(&HEAVY).map(|part| part.name).collect();
        format!("choose one of: {}", known.join(", "))
    })
}

fn run(parts: &[&'static Part]) -> ExitCode {
    let start = Instant::now();
    let needs_build = parts.iter().any(|part| part.needs.build());
    let needs_browser = parts.iter().any(|part| part.needs.browser());
    let build = if needs_build { build::count(Goal::Site, Types::Keep) } else { 0 };
    let steps = Steps::new(2 + build + usize::from(needs_browser) + parts.len());
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
    report.keep("set-up", steps.run("Rust's wasm target", toolchain::wasm_target));

    let browser = browser.flatten();
    let several = parts.len() > 1;
    let row = |built: bool, parts: &Mutex<VecDeque<&'static Part>>| -> Vec<_> {
        let there = There { browser: browser.as_ref(), built };
        let run = |part: &'static Part| (part.name, there.run(part, &steps));
        let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        std::iter::from_fn(next).map(|part| if several { named(part.name, || run(part)) } else { run(part) }).collect()
    };
    let is_there = |lane: &Lane| parts.iter().any(|part| part.needs.lane() == *lane);
    let takers = [Lane::Node, Lane::Browser].iter().filter(|lane| is_there(lane)).count();
    let (rust, rest): (VecDeque<_>, VecDeque<_>) = parts.iter().partition(|part| part.needs.lane() == Lane::Rust);
    let (rust, rest) = (Mutex::new(rust), Mutex::new(rest));
    let others = || {
        let build = || build::run(&steps, Goal::Site, Types::Keep);
        let build = needs_build.then(|| if several { named("build", build) } else { build() });
        let built = matches!(build, Some(Ok(())));
        let rows = beside((0..takers).map(|_| || row(built, &rest)));
        (build, rows.into_iter().flatten().collect::<Vec<_>>())
    };
    // What compiles Rust for its own tests has no need of the build, and does not wait for it.
    let (compiled, (build, others)) = both(|| row(false, &rust), others);
    if let Some(build) = build {
        report.keep("build", build);
    }
    for (name, (tally, result)) in compiled.into_iter().chain(others) {
        report.add(name, tally, result);
    }
    report.close(start)
}

/// What the parts can build upon.
struct There<'a> {
    browser: Option<&'a Browser>,
    built: bool,
}

impl There<'_> {
    fn run(&self, part: &Part, steps: &Steps) -> (Tally, Result<(), Failure>) {
        let missing = if part.needs.build() && !self.built {
            Some("the build")
        } else if part.needs.browser() && self.browser.is_none() {
            Some("the browser")
        } else {
            None
        };
        let mut tally = Tally::default();
        let result = steps.run(&format!("{} ({})", part.name, part.about), || {
            if let Some(missing) = missing {
                return Err(Failure::new(format!("not run: it needs {missing}")));
            }
            tally = (part.run)(self.browser)?;
            if tally.failed > 0 {
                return Err(Failure::new(format!("{} of {} tests failed", tally.failed, tally.total())));
            }
            Ok(Done::Yes)
        });
        if tally.total() > 1 {
            eprintln!("      {}: {} passed, {} failed", part.name, tally.passed, tally.failed);
        }
        (tally, result)
    }
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
