//! Suites of tests, each counted by what its runner prints.

use crate::browser::Browser;
use crate::failure::{Failure, io};
use crate::layout::{self, files_below};
use crate::node;
use crate::postgres;
use crate::tally::Tally;
use crate::tool::Tool;
use crate::toolchain::WASM;
use std::path::{Path, PathBuf};

pub fn native(_: Option<&Browser>) -> Result<Tally, Failure> {
    cargo_tests(Tool::cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]))
}

/// On stable Rust, by fixed numbers; `cargo xtask fuzz` is for the long runs. Shares what the native tests have built.
pub fn fuzz(_: Option<&Browser>) -> Result<Tally, Failure> {
    let tool = Tool::cargo(&["test", "--manifest-path", "fuzz/Cargo.toml", "--locked", "--target-dir"]);
    cargo_tests(tool.args([layout::target()]))
}

/// Orders with a ledger by a fixed seed and a fresh one; `cargo xtask simulate` is for more. Shares what the native
/// tests have built.
pub fn simulate(_: Option<&Browser>) -> Result<Tally, Failure> {
    let tool = Tool::cargo(&["test", "--manifest-path", "xtask/simulate/Cargo.toml", "--locked", "--target-dir"]);
    cargo_tests(tool.args([layout::target()]))
}

pub fn xtask(_: Option<&Browser>) -> Result<Tally, Failure> {
    let mut tally = cargo_tests(Tool::cargo(&["test", "--manifest-path", "xtask/Cargo.toml", "--locked"]))?;
    tally += cargo_tests(Tool::cargo(&["test", "--manifest-path", "xtask/front/Cargo.toml", "--locked"]))?;
    Ok(tally)
}

pub fn wasm_node(_: Option<&Browser>) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for suite in [&["--test", "boundary"][..], &["--test", "web", "--features", "web"]] {
        tally += cargo_tests(wasm_tests(suite)?.env("WASM_BINDGEN_TEST_ONLY_NODE", "1"))?;
    }
    Ok(tally)
}

pub fn wasm_chromium(browser: Option<&Browser>) -> Result<Tally, Failure> {
    let browser = browser.ok_or_else(|| Failure::new("there is no browser"))?;
    cargo_tests(
        wasm_tests(&["--test", "boundary"])?
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("CHROMEDRIVER", &browser.driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser.webdriver_json()?),
    )
}

/// Compiles what runs wasm-bindgen's tests, and says where it is.
fn test_runner() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe().map_err(io("find", Path::new("xtask")))?;
    Tool::cargo(&["build", "--manifest-path", "xtask/runner/Cargo.toml", "--locked"])
        .run("cargo could not build what runs wasm-bindgen's tests")?;
    Ok(own.with_file_name(format!("wasm-test-runner{}", std::env::consts::EXE_SUFFIX)))
}

/// The tests that speak to JavaScript.
fn wasm_tests(suite: &[&str]) -> Result<Tool, Failure> {
    let tool = Tool::cargo(&["test", "-p", "linepay-edge", "--locked", "--target", WASM]).args(suite);
    Ok(tool.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", test_runner()?))
}

pub fn npm_tests(folder: &Path) -> Result<Tally, Failure> {
    judge(node::script(folder, "test").echo(), Tally::of_node)
}

/// Every kind of ledger over its real store.
pub fn stores(_: Option<&Browser>) -> Result<Tally, Failure> {
    node_tests("tests/stores", None, &with_stores()?)
}

/// Checkouts while what keeps their orders is killed.
pub fn crashes(_: Option<&Browser>) -> Result<Tally, Failure> {
    node_file("tests/crashes/crashes.test.js", &with_stores()?)
}

/// The packages that real stores need, and where PostgreSQL's programs are.
fn with_stores() -> Result<Vec<(&'static str, PathBuf)>, Failure> {
    node::test_packages()?;
    Ok(postgres::programs()?.into_iter().map(|folder| ("POSTGRES_BIN", folder)).collect())
}

/// The files of a folder, one after another, with what else they have to be told.
pub fn node_tests(folder: &str, browser: Option<&Browser>, told: &[(&str, PathBuf)]) -> Result<Tally, Failure> {
    let mut files = Vec::new();
    files_below(&layout::root().join(folder), "test.js", &mut files)?;
    if files.is_empty() {
        return Err(Failure::new(format!("{folder} holds no tests")));
    }
    // Not side by side: a worker's port is free when it is chosen, and has to be when workerd takes it.
    let mut tool = node::node().args(["--test", "--test-concurrency=1", "--test-timeout=240000"]).args(files).echo();
    if let Some(browser) = browser {
        tool = tool.env("CHROME_PATH", &browser.chromium);
    }
    for (name, value) in told {
        tool = tool.env(name, value);
    }
    judge(tool, Tally::of_node)
}

/// One file of Node's tests.
pub fn node_file(file: &str, told: &[(&str, PathBuf)]) -> Result<Tally, Failure> {
    let mut tool = node::node().args(["--test", "--test-timeout=600000"]).args([layout::root().join(file)]).echo();
    for (name, value) in told {
        tool = tool.env(name, value);
    }
    judge(tool, Tally::of_node)
}

pub fn cargo_tests(tool: Tool) -> Result<Tally, Failure> {
    judge(tool, Tally::of_cargo)
}

/// Runs a suite to its end. One that ran no test has failed, and so has one that ended badly after its tests.
pub fn judge(tool: Tool, count: fn(&str) -> Tally) -> Result<Tally, Failure> {
    let output = tool.output()?;
    let mut tally = count(&output.text);
    if tally.total() == 0 {
        return Err(Failure::new(if output.ok { "no test ran" } else { "it ended before any test ran" }));
    }
    if !output.ok && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}
