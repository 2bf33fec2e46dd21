//! `cargo xtask fuzz`: the fuzz targets under libFuzzer, for as long as one likes.

use crate::failure::{Failure, io};
use crate::layout;
use crate::steps::{Done, Steps};
use crate::tool::Tool;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const TARGETS: [&str; 3] = ["replies", "tokens", "requests"];
const TEN_MINUTES: u32 = 600;

const HELP: &str = "\
Runs the fuzz targets under libFuzzer, one after the other: replies, tokens, requests. Needs nightly Rust and a C++
compiler; installs nightly (through rustup) and cargo-fuzz (below target/) if they are missing. What it finds stays in
fuzz/artifacts, the inputs that it learned in fuzz/corpus: the next run goes on from there.
`cargo xtask test` runs the same targets for seconds on stable Rust.

Usage: cargo xtask fuzz [TARGET] [OPTIONS]

  --seconds N    how long each target runs; 600 without it
  --input FILE   run TARGET on this one input, for example one from fuzz/artifacts
  --help         this text";

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    target: Option<&'static str>,
    seconds: Option<u32>,
    input: Option<PathBuf>,
    help: bool,
}

pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    let plan = Plan::read(arguments)?;
    if plan.help {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let targets = plan.target.map_or(TARGETS.to_vec(), |target| vec![target]);
    // Nightly, cargo-fuzz, then the one input, or what to begin with and the targets.
    let steps = Steps::new(if plan.input.is_some() { 3 } else { 3 + targets.len() });
    steps.run("nightly Rust", nightly)?;
    steps.run("cargo-fuzz", cargo_fuzz)?;
    if let Some(input) = &plan.input {
        let target = targets.first().copied().unwrap_or_default();
        steps.run(&format!("{target} on {}", input.display()), || {
            run(fuzz(target).args([input]), target).map(|_| Done::Yes)
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    steps.run("inputs to begin with", seeds)?;
    let seconds = plan.seconds.unwrap_or(TEN_MINUTES);
    let mut found = Vec::new();
    for target in targets {
        steps.run(&format!("{target} for {seconds} s"), || {
            found.push((target, run(fuzz(target).args(libfuzzer(target, seconds)), target)?));
            Ok(Done::Yes)
        })?;
    }
    for (target, figures) in found {
        println!("{target}: {figures}; nothing found");
    }
    Ok(ExitCode::SUCCESS)
}

impl Plan {
    fn read(arguments: &[String]) -> Result<Plan, Failure> {
        let wrong = |what: String| Failure::new(what).remedy("cargo xtask fuzz --help");
        let mut plan = Plan::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--help" | "-h" => plan.help = true,
                "--seconds" => {
                    let seconds = rest.next().and_then(|text| text.parse().ok()).filter(|seconds| *seconds > 0);
                    plan.seconds = Some(seconds.ok_or_else(|| wrong("--seconds takes a number above 0".to_owned()))?);
                }
                "--input" => {
                    plan.input = Some(rest.next().ok_or_else(|| wrong("--input takes a file".to_owned()))?.into())
                }
                name => {
                    let known = TARGETS.into_iter().find(|known| *known == name);
                    plan.target = Some(known.ok_or_else(|| wrong(format!("fuzz does not know {name}")))?);
                }
            }
        }
        if plan.input.is_some() && plan.target.is_none() {
            return Err(wrong("--input needs a target".to_owned()));
        }
        Ok(plan)
    }
}

fn nightly() -> Result<Done, Failure> {
    let answers =
        || Tool::new("rustup").args(["run", "nightly", "rustc", "--version"]).output().is_ok_and(|output| output.ok);
    if answers() {
        return Ok(Done::UpToDate);
    }
    let remedy =
        "rustup toolchain install nightly; without it, cargo xtask test --only fuzz runs the targets on stable Rust";
    Tool::new("rustup")
        .args(["toolchain", "install", "nightly", "--profile", "minimal"])
        .echo()
        .when_missing(remedy)
        .run("rustup could not install nightly Rust")
        .map_err(|failure| failure.remedy(remedy))?;
    Ok(Done::Yes)
}

/// Where cargo-fuzz is installed if `PATH` has none.
fn own_tools() -> PathBuf {
    layout::scratch().join("tools")
}

fn cargo_fuzz() -> Result<Done, Failure> {
    if fuzz_tool().args(["--version"]).output().is_ok_and(|output| output.ok) {
        return Ok(Done::UpToDate);
    }
    Tool::cargo(&["install", "cargo-fuzz", "--version", "^0.13", "--root"])
        .args([own_tools()])
        .run("cargo could not install cargo-fuzz")
        .map_err(|failure| failure.remedy("cargo install cargo-fuzz"))?;
    Ok(Done::Yes)
}

/// Nightly's `cargo fuzz`, wherever it is installed. This program's own cargo is the stable one.
fn fuzz_tool() -> Tool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own_tools().join("bin")).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).unwrap_or(path);
    Tool::new("rustup")
        .args(["run", "nightly", "cargo", "fuzz"])
        .env("PATH", path)
        .without_env(&["CARGO", "RUSTUP_TOOLCHAIN"])
}

fn fuzz(target: &str) -> Tool {
    fuzz_tool().args(["run", "--fuzz-dir", "fuzz", "--features", "libfuzzer", target])
}

/// libFuzzer's own options: no input needs more memory than this, whatever it says.
fn libfuzzer(target: &str, seconds: u32) -> Vec<String> {
    let options = ["-max_len=4096", "-rss_limit_mb=1024", "-malloc_limit_mb=64", "-timeout=10", "-print_final_stats=1"];
    let mut arguments = vec![format!("fuzz/corpus/{target}"), "--".to_owned(), format!("-max_total_time={seconds}")];
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

    fn plan(arguments: &[&str]) -> Result<Plan, String> {
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
        Plan::read(&arguments).map_err(|failure| failure.what().to_owned())
    }

    #[test]
    fn a_target_and_a_time_are_read_and_nothing_else() {
        assert_eq!(plan(&[]), Ok(Plan::default()));
        let expected = Plan { target: Some("tokens"), seconds: Some(30), ..Plan::default() };
        assert_eq!(plan(&["tokens", "--seconds", "30"]), Ok(expected));
        for wrong in [&["token"][..], &["--seconds"], &["--seconds", "0"], &["--seconds", "x"], &["--input", "file"]] {
            assert!(plan(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_figures_are_libfuzzers_last() {
        let text = "#2 INITED cov: 10 ft: 3 corp: 5/2Kb\n#90 NEW    cov: 8173 ft: 28307 corp: 2230/2283Kb lim: 2600\n\
            Done 90 runs in 2 second(s)\nstat::number_of_executed_units: 90\n";
        assert_eq!(figures(text), "90 executions, 8173 coverage edges, 2230 inputs in the corpus");
    }
}
