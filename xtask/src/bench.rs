//! `cargo xtask bench`: sizes and times beside those of others. Nothing here passes or fails by the clock.

use crate::crates::{self, CLIENT};
use crate::failure::{Failure, io};
use crate::steps::{Done, Steps};
use crate::tool::Tool;
use crate::toolchain::WASM;
use crate::{build, layout, node};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measure sizes and times, beside calls made by hand and another client
///
/// In one run, the sides in turns: our calls, the same calls by hand, line-pay-merchant 0.9.0; workers on real workerd
/// with a server on this machine. Writes bench/results.json, and from it the tables and plots of bench/README.md and
/// README's table of sizes. Takes about three minutes; other work on the machine widens the spread that is shown.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Options {
    /// Fewer rounds, for a look while working; writes target/bench/results.json and nothing else
    #[arg(long)]
    quick: bool,
    /// A million calls for the growth of memory instead of 70 000
    #[arg(long)]
    million: bool,
    /// Also build the module with opt-level 3 (into target/bench) and measure it beside the shipped one
    #[arg(long)]
    opt_levels: bool,
    /// The sandbox alone: its calls a second at 100 000 payments, and what a million of them weigh; takes some minutes
    #[arg(long)]
    sandbox: bool,
    /// Whole checkouts alone, with a ledger in Durable Objects and without one
    #[arg(long)]
    orders: bool,
    /// Measure nothing: write the tables and plots from bench/results.json again
    #[arg(long)]
    report: bool,
}

pub fn command(options: &Options) -> Result<ExitCode, Failure> {
    let levels = options.opt_levels;
    let flags = [("--quick", options.quick), ("--million", options.million), ("--opt-levels", levels)];
    let flags: Vec<String> = flags.iter().filter(|(_, on)| *on).map(|(name, _)| (*name).to_owned()).collect();
    if options.report {
        let steps = Steps::new(3);
        steps.run("Node.js", node::check)?;
        steps.run("packages from npm", node::packages)?;
        steps.run("tables and plots", || run("report.js", &[]))?;
        return Ok(ExitCode::SUCCESS);
    }
    let quick: Vec<String> = options.quick.then(|| "--quick".to_owned()).into_iter().collect();
    if options.sandbox {
        let steps = Steps::new(build::count(build::Goal::Sandbox, build::Types::Keep) + 1);
        build::run(&steps, build::Goal::Sandbox, build::Types::Keep)?;
        steps.run("measure the sandbox", || run("sandbox/run.js", &quick))?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.orders {
        let steps = Steps::new(build::count(build::Goal::Package, build::Types::Keep) + 1);
        build::run(&steps, build::Goal::Package, build::Types::Keep)?;
        steps.run("measure orders", || run("orders/run.js", &quick))?;
        return Ok(ExitCode::SUCCESS);
    }
    let build = build::count(build::Goal::Package, build::Types::Keep);
    let steps = Steps::new(build + 4 + usize::from(levels));
    build::run(&steps, build::Goal::Package, build::Types::Keep)?;
    steps.run("module with its functions' names", named)?;
    if levels {
        steps.run("package with opt-level 3", || other_level("3"))?;
    }
    steps.run("measure", || run("run.js", &flags))?;
    steps.run("measure orders", || run("orders/run.js", &quick))?;
    steps.run("measure the sandbox", || run("sandbox/run.js", &quick))?;
    Ok(ExitCode::SUCCESS)
}

fn run(script: &str, flags: &[String]) -> Result<Done, Failure> {
    let file = layout::root().join("bench").join(script);
    node::node().args([file]).args(flags).echo().run(&format!("bench/{script} failed"))?;
    Ok(Done::Yes)
}

fn folder(name: &str) -> PathBuf {
    layout::target().join("bench").join(name)
}

/// The shipped module before its names are taken out, for the breakdown by function.
fn named() -> Result<Done, Failure> {
    crates::bind_into(&CLIENT.compiled(), &folder("named"), &[CLIENT.optimise, &["-g"]].concat())?;
    Ok(Done::Yes)
}

/// The package with another opt-level, beside the shipped one.
fn other_level(level: &str) -> Result<Done, Failure> {
    let own = folder(&format!("opt-{level}"));
    let target = own.join("target");
    Tool::cargo(&["build", "--release", "--lib", "--locked", "--target", WASM, "-p", CLIENT.package])
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level)
        .args(["--config", &format!("profile.release.package.linepay-edge.opt-level={level}")])
        .env("CARGO_TARGET_DIR", &target)
        .run(&format!("cargo could not build the module with opt-level {level}"))?;
    let package = own.join("pkg");
    let passes = [CLIENT.optimise, &crates::STRIP].concat();
    let compiled = target.join(WASM).join("release").join(format!("{}.wasm", CLIENT.library));
    crates::bind_into(&compiled, &package.join("wasm"), &passes)?;
    crates::write_inline(&package.join("wasm"), CLIENT.name)?;
    let manifest = package.join("package.json");
    fs::copy(layout::pkg().join("package.json"), &manifest).map_err(io("write", &manifest))?;
    copy(&layout::pkg().join("dist"), &package.join("dist"))?;
    Ok(Done::Yes)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(io("create", to))?;
    for entry in fs::read_dir(from).map_err(io("list", from))?.filter_map(Result::ok) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)?;
        } else {
            fs::copy(&source, &target).map_err(io("write", &target))?;
        }
    }
    Ok(())
}
