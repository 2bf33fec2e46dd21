//! `cargo xtask build`: everything that is built, in the order of need.

use crate::crates::{self, CLIENT, SANDBOX, VALIDATOR};
use crate::failure::Failure;
use crate::stamp::Stamp;
use crate::steps::{Done, Step, Steps};
use crate::{generated, layout, node, rust_workers, toolchain, wire};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Build the package, the sandbox and the site
///
/// The package with its modules is pkg/wasm, pkg/wasm-validate and pkg/dist; the sandbox's sandbox/pkg/wasm and
/// sandbox/pkg/dist; the site with its workers www/dist. Writes what is generated from the Rust types and tables too:
/// pkg/src/wire.ts, reports.ts, verdicts.ts, catalogue.ts, reasons.ts, routes.ts, docs, README's table.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Options {
    /// One of them, with what it needs
    #[arg(long, value_name = "PART")]
    only: Option<Only>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Only {
    Client,
    Sandbox,
    Package,
    Site,
    /// What is generated, from the last build of the modules
    Types,
    /// The workers in Rust, alone
    RustWorkers,
}

/// What to build, with what it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The client's and the validator's modules, and the types.
    Client,
    /// The sandbox's module and its package.
    Sandbox,
    /// Both packages, around their modules.
    Package,
    /// The site with its workers, which needs all of it.
    Site,
    /// What is generated from the Rust types and tables, with the modules as they were built last.
    Types,
}

/// Whether the build may rewrite the committed files that are generated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Types {
    Write,
    Keep,
}

pub fn command(options: &Options) -> Result<ExitCode, Failure> {
    let goal = match options.only {
        None | Some(Only::Site) => Goal::Site,
        Some(Only::Client) => Goal::Client,
        Some(Only::Sandbox) => Goal::Sandbox,
        Some(Only::Package) => Goal::Package,
        Some(Only::Types) => Goal::Types,
        Some(Only::RustWorkers) => {
            toolchain::wasm_target()?;
            return rust_workers::build().map(|()| ExitCode::SUCCESS);
        }
    };
    run(&Steps::new(count(goal, Types::Write)), goal, Types::Write)?;
    Ok(ExitCode::SUCCESS)
}

const CLIENT_MODULE: Step = ("client: module", || CLIENT.bind());
const VALIDATOR_MODULE: Step = ("validator: module", || VALIDATOR.bind());
const SANDBOX_MODULE: Step = ("sandbox: module", || SANDBOX.bind());
const PACKAGE: Step = ("package", || package("package", &layout::pkg()));
const SANDBOX_PACKAGE: Step = ("sandbox: package", || package("sandbox-package", &layout::sandbox_pkg()));

/// Lanes that run beside each other.
type Stage = Vec<Vec<Step>>;

/// The stages to a goal, in the order of need.
fn plan(goal: Goal, types: Types) -> Vec<Stage> {
    let one = |step: Step| vec![vec![step]];
    let generated = [one(("types for TypeScript", wire::write)), one(("tables for people", generated::write))];
    let (compile, modules): (Step, Stage) = match goal {
        Goal::Types => return generated.into(),
        Goal::Sandbox => (("sandbox: compile", || crates::compile(&[&SANDBOX])), vec![vec![SANDBOX_MODULE]]),
        Goal::Client => (
            ("client and validator: compile", || crates::compile(&[&CLIENT, &VALIDATOR])),
            vec![vec![CLIENT_MODULE], vec![VALIDATOR_MODULE]],
        ),
        Goal::Package | Goal::Site => (
            ("client, validator and sandbox: compile", || crates::compile(&[&CLIENT, &VALIDATOR, &SANDBOX])),
            vec![vec![CLIENT_MODULE], vec![VALIDATOR_MODULE], vec![SANDBOX_MODULE]],
        ),
    };
    let mut plan = vec![
        one(("Node.js", node::check)),
        vec![
            vec![("packages from npm", node::packages)],
            vec![("Rust's wasm target", toolchain::wasm_target), compile],
        ],
        modules,
    ];
    if goal != Goal::Sandbox && types == Types::Write {
        plan.extend(generated);
    }
    match goal {
        Goal::Client | Goal::Types => {}
        Goal::Sandbox => plan.push(one(SANDBOX_PACKAGE)),
        Goal::Package | Goal::Site => plan.push(vec![vec![PACKAGE], vec![SANDBOX_PACKAGE]]),
    }
    if goal == Goal::Site {
        plan.push(one(("site and workers", site)));
    }
    plan
}

/// How many steps there are to a goal.
pub fn count(goal: Goal, types: Types) -> usize {
    plan(goal, types).iter().flatten().flatten().count()
}

pub fn run(steps: &Steps, goal: Goal, types: Types) -> Result<(), Failure> {
    plan(goal, types).iter().try_for_each(|stage| steps.lanes(stage))
}

/// One of the packages. Both write their entries with the same script.
fn package(name: &str, pkg: &Path) -> Result<Done, Failure> {
    let lock = layout::root().join("package-lock.json");
    let entries = layout::pkg().join("entries.js");
    let stamp = Stamp::new(name, &[pkg.to_path_buf(), lock, entries], &[pkg.join("dist")])?;
    if stamp.is_fresh() {
        return Ok(Done::UpToDate);
    }
    node::script(pkg, "build").run("the package's TypeScript could not be built")?;
    stamp.save()?;
    Ok(Done::Yes)
}

fn site() -> Result<Done, Failure> {
    let (pkg, www) = (layout::pkg(), layout::www());
    let inputs: [PathBuf; 7] = [
        www.clone(),
        pkg.join("package.json"),
        pkg.join("src"),
        pkg.join("wasm"),
        pkg.join("wasm-validate"),
        layout::sandbox_pkg(),
        layout::root().join("package-lock.json"),
    ];
    let outputs = ["dist/shop", "dist/workers"].map(|folder| www.join(folder));
    let stamp = Stamp::new("site", &inputs, &outputs)?;
    if stamp.is_fresh() {
        return Ok(Done::UpToDate);
    }
    node::script(&www, "build").run("the site could not be built")?;
    stamp.save()?;
    Ok(Done::Yes)
}
