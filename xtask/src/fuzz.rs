//! `cargo xtask fuzz`: the fuzz targets under libFuzzer, for as long as one likes.

use crate::failure::{Failure, io};
use crate::layout;
use crate::steps::{Done, Steps};
use crate::system;
use crate::tally::Tally;
use crate::tool::Tool;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const TARGETS: [&str; 3] = ["replies", "tokens", "requests"];
const TEN_MINUTES: u32 = 600;

/// Run the fuzz targets under libFuzzer, one after the other
///
/// Needs a C++ compiler, which compiles libFuzzer. What it finds stays in fuzz/artifacts, the inputs that it learned in
/// fuzz/corpus: the next run goes on from there. `cargo xtask test` runs the same targets for seconds without it.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(verbatim_doc_comment)]
pub struct Options {
    /// This target alone
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
    /// How long each target runs
    #[arg(long, value_name = "N", default_value_t = TEN_MINUTES, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Run TARGET on this one input, for example one from fuzz/artifacts
    #[arg(long, value_name = "FILE", requires = "target")]
    input: Option<PathBuf>,
}

/// What rustc puts in for libFuzzer: counters, and what is compared. There is no sanitizer, which needs nightly Rust
/// and makes a run many times slower: the crates forbid unsafe code, so it would look at their few dependencies alone.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

pub fn command(plan: &Options) -> Result<ExitCode, Failure> {
    let targets = TARGETS.into_iter().filter(|name| plan.target.as_ref().is_none_or(|target| target == name));
    let targets: Vec<&str> = targets.collect();
    // The programs, then the one input, or what to begin with and the targets.
    let steps = Steps::new(if plan.input.is_some() { 2 } else { 2 + targets.len() });
    let mut programs = PathBuf::new();
    steps.run("the targets' programs", || {
        programs = compile()?;
        Ok(Done::Yes)
    })?;
    if let Some(input) = &plan.input {
        let target = targets.first().copied().unwrap_or_default();
        steps.run(&format!("{target} on {}", input.display()), || {
            run(Tool::new(programs.join(target)).args([input]), target).map(|_| Done::Yes)
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    steps.run("inputs to begin with", seeds)?;
    let mut found = Vec::new();
    for target in targets {
        steps.run(&format!("{target} for {} s", plan.seconds), || {
            found.push((target, fuzz(&programs, target, plan.seconds)?));
            Ok(Done::Yes)
        })?;
    }
    for (target, figures) in found {
        println!("{target}: {figures}; nothing found");
    }
    Ok(ExitCode::SUCCESS)
}

/// All targets for so long each; counts those that found nothing.
pub fn all(seconds: u32) -> Result<Tally, Failure> {
    let programs = compile()?;
    seeds()?;
    let mut tally = Tally::default();
    for target in TARGETS {
        match fuzz(&programs, target, seconds) {
            Ok(figures) => {
                eprintln!("{target}: {figures}; nothing found");
                tally.passed += 1;
            }
            Err(failure) => {
                eprintln!("{failure}");
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

/// Says where the programs are. They are compiled for a target that is named, though it is this machine: else what runs
/// while cargo builds would be instrumented too.
fn compile() -> Result<PathBuf, Failure> {
    system::provide("c++", &["g++"])?;
    let host = Tool::new("rustc").args(["--print", "host-tuple"]).run("rustc could not say what machine this is")?;
    let (host, folder) = (host.trim(), layout::target().join("fuzz"));
    Tool::cargo(&["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--features", "libfuzzer"])
        .args(["--bins", "--target", host, "--target-dir"])
        .args([&folder])
        .env("RUSTFLAGS", INSTRUMENTED)
        .without_env(&["CARGO_ENCODED_RUSTFLAGS"])
        .run("cargo could not build the fuzz targets")?;
    Ok(folder.join(host).join("release"))
}

fn fuzz(programs: &Path, target: &str, seconds: u32) -> Result<String, Failure> {
    let artifacts = format!("fuzz/artifacts/{target}");
    fs::create_dir_all(layout::root().join(&artifacts)).map_err(io("create", Path::new(&artifacts)))?;
    let arguments = libfuzzer(target, seconds);
    run(Tool::new(programs.join(target)).args(arguments).args([format!("-artifact_prefix={artifacts}/")]), target)
}

/// libFuzzer's own options: no input needs more memory than this, whatever it says.
fn libfuzzer(target: &str, seconds: u32) -> Vec<String> {
    let options = ["-max_len=4096", "-rss_limit_mb=512", "-timeout=10", "-print_final_stats=1"];
    let mut arguments = vec![format!("fuzz/corpus/{target}"), format!("-max_total_time={seconds}")];
    arguments.extend(options.map(str::to_owned));
    if target != "tokens" {
        arguments.push("-dict=fuzz/words.dict".to_owned());
    }
    arguments
}

fn seeds() -> Result<Done, Failure> {
    let folder = layout::root().join("fuzz/corpus");
    fs::create_dir_all(&folder).map_err(io("create", &folder))?;
    Tool::cargo(&[
        "run",
        "--quiet",
        "--locked",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--example",
        "seeds",
        "--target-dir",
    ])
    .args([layout::target()])
    .args(["--".as_ref(), folder.as_os_str()])
    .run("the inputs to begin with could not be made of tests/wire")?;
    Ok(Done::Yes)
}

fn run(tool: Tool, target: &str) -> Result<String, Failure> {
    let output = tool.echo().output()?;
    if output.ok {
        return Ok(figures(&output.text));
    }
    let artifact =
        output.text.lines().find_map(|line| line.split_once("Test unit written to ").map(|(_, file)| file.trim()));
    Err(match artifact {
        Some(file) => Failure::new(format!("{target} broke a promise on {file}")).remedy(format!(
            "cargo xtask fuzz {target} --input {file} shows it again; mend it, and keep it as a test named after it"
        )),
        None => Failure::new(format!("{target} could not be fuzzed")).remedy("read what it printed above"),
    })
}

/// Executions, coverage and corpus, out of what libFuzzer prints at last.
fn figures(text: &str) -> String {
    let after = |line: &str, mark: &str| Some(line.split_once(mark)?.1.split_whitespace().next()?.to_owned());
    let last = |mark: &str| text.lines().rev().find_map(|line| after(line, mark)).unwrap_or_else(|| "?".to_owned());
    format!(
        "{} executions, {} coverage edges, {} inputs in the corpus",
        last("stat::number_of_executed_units:"),
        last(" cov: "),
        last(" corp: ").split('/').next().unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn read(arguments: &[&str]) -> Option<Options> {
        let line = std::iter::once(&"fuzz").chain(arguments);
        Line::try_parse_from(line).ok().map(|line| line.options)
    }

    #[test]
    fn a_target_and_a_time_are_read_and_nothing_else() {
        let options =
            |target: Option<&str>, seconds| Options { target: target.map(str::to_owned), seconds, input: None };
        assert_eq!(read(&[]), Some(options(None, TEN_MINUTES)));
        assert_eq!(read(&["tokens", "--seconds", "30"]), Some(options(Some("tokens"), 30)));
        for wrong in [&["token"][..], &["--seconds"], &["--seconds", "0"], &["--seconds", "x"], &["--input", "file"]] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn the_figures_are_libfuzzers_last() {
        let text = "#2 INITED cov: 10 ft: 3 corp: 5/2Kb\n#90 NEW    cov: 8173 ft: 28307 corp: 2230/2283Kb lim: 2600\n\
            Done 90 runs in 2 second(s)\nstat::number_of_executed_units: 90\n";
        assert_eq!(figures(text), "90 executions, 8173 coverage edges, 2230 inputs in the corpus");
    }
}
