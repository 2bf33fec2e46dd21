//! `cargo xtask build`: everything that is built, in the order of need.

use crate::crates::{CLIENT, SANDBOX, VALIDATOR};
use crate::failure::Failure;
use crate::stamp::Stamp;
use crate::steps::{Done, Steps};
use crate::{generated, layout, node, rust_workers, toolchain, wire};
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
Builds the package with its modules (pkg/wasm, pkg/wasm-validate, pkg/wasm-sandbox, pkg/dist) and the site with its
workers (www/dist), and writes what is generated from the Rust types and tables (pkg/src/wire.ts, catalogue.ts,
reasons.ts, routes.ts, docs, README's table).

Usage: cargo xtask build [OPTIONS]

  --only PART   client | sandbox | package | site, with what it needs; or rust-workers: the workers in Rust, alone
  --help        this text";

/// What to build, with what it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The client's and the validator's modules, and the types.
    Client,
    /// The sandbox's module.
    Sandbox,
    /// The package, around the modules.
    Package,
    /// The site with its workers, which needs all of it.
    Site,
}

/// Whether the build may rewrite the committed files that are generated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Types {
    Write,
    Keep,
}

type Step = (&'static str, fn() -> Result<Done, Failure>);

pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    let goal = match arguments {
        [] => Goal::Site,
        [only, part] if only == "--only" && part == "rust-workers" => {
            toolchain::wasm_target()?;
            return rust_workers::build().map(|()| ExitCode::SUCCESS);
        }
        [only, part] if only == "--only" => match part.as_str() {
            "client" => Goal::Client,
            "sandbox" => Goal::Sandbox,
            "package" => Goal::Package,
            "site" => Goal::Site,
            _ => return Err(unknown(part)),
        },
        [help] if help == "--help" || help == "-h" => {
            println!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        [other, ..] => return Err(unknown(other)),
    };
    let mut steps = Steps::new(plan(goal, Types::Write).len());
    run(&mut steps, goal, Types::Write)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(argument: &str) -> Failure {
    Failure::new(format!("build does not know {argument}")).remedy("cargo xtask build --help")
}

/// The steps to a goal, in the order of need.
pub fn plan(goal: Goal, types: Types) -> Vec<Step> {
    let mut plan: Vec<Step> = vec![
        ("Node.js", node::check),
        ("packages from npm", node::packages),
        ("Rust's wasm target", toolchain::wasm_target),
    ];
    if goal != Goal::Sandbox {
        plan.push(("client: compile", || CLIENT.compile()));
        plan.push(("client: module", || CLIENT.bind()));
        plan.push(("validator: compile", || VALIDATOR.compile()));
        plan.push(("validator: module", || VALIDATOR.bind()));
        if types == Types::Write {
            plan.push(("types for TypeScript", wire::write));
            plan.push(("tables for people", generated::write));
        }
    }
    if goal != Goal::Client {
        plan.push(("sandbox: compile", || SANDBOX.compile()));
        plan.push(("sandbox: module", || SANDBOX.bind()));
    }
    if matches!(goal, Goal::Package | Goal::Site) {
        plan.push(("package", package));
    }
    if goal == Goal::Site {
        plan.push(("site and workers", site));
    }
    plan
}

pub fn run(steps: &mut Steps, goal: Goal, types: Types) -> Result<(), Failure> {
    for (name, work) in plan(goal, types) {
        steps.run(name, work)?;
    }
    Ok(())
}

fn package() -> Result<Done, Failure> {
    let pkg = layout::pkg();
    let lock = layout::root().join("package-lock.json");
    let stamp = Stamp::new("package", &[pkg.clone(), lock], &[pkg.join("dist")])?;
    if stamp.is_fresh() {
        return Ok(Done::UpToDate);
    }
    node::script(&pkg, "build").run("the package's TypeScript could not be built")?;
    stamp.save()?;
    Ok(Done::Yes)
}

fn site() -> Result<Done, Failure> {
    let (pkg, www) = (layout::pkg(), layout::www());
    let inputs: [PathBuf; 6] = [
        www.clone(),
        pkg.join("package.json"),
        pkg.join("src"),
        pkg.join("wasm"),
        pkg.join("wasm-validate"),
        layout::root().join("package-lock.json"),
    ];
    let outputs = ["dist/shop", "dist/pay", "dist/workers"].map(|folder| www.join(folder));
    let stamp = Stamp::new("site", &inputs, &outputs)?;
    if stamp.is_fresh() {
        return Ok(Done::UpToDate);
    }
    node::script(&www, "build").run("the site could not be built")?;
    stamp.save()?;
    Ok(Done::Yes)
}
