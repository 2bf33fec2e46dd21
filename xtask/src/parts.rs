//! The parts of `cargo xtask test`: each is one check or one suite.

use crate::browser::Browser;
use crate::failure::{Failure, io};
use crate::tally::Tally;
use crate::tool::Tool;
use crate::toolchain::WASM;
use crate::{layout, node, wire};
use std::fs;
use std::path::{Path, PathBuf};

/// What must be there before a part can run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Rust,
    /// Everything that `cargo xtask build` makes.
    Build,
    /// Rust and a browser.
    RustAndBrowser,
    /// The build and a browser.
    BuildAndBrowser,
}

impl Needs {
    pub fn build(self) -> bool {
        matches!(self, Self::Build | Self::BuildAndBrowser)
    }

    pub fn browser(self) -> bool {
        matches!(self, Self::RustAndBrowser | Self::BuildAndBrowser)
    }
}

pub struct Part {
    pub name: &'static str,
    pub about: &'static str,
    pub needs: Needs,
    pub run: fn(Option<&Browser>) -> Result<Tally, Failure>,
}

pub const PARTS: [Part; 14] = [
    part("format", "Rust is formatted", Needs::Rust, format),
    part("lint", "clippy, native", Needs::Rust, lint),
    part("lint-wasm", "clippy, wasm32", Needs::Rust, lint_wasm),
    part(
        "independence",
        "who depends on what",
        Needs::Rust,
        independence,
    ),
    part("native", "native tests of both crates", Needs::Rust, native),
    part("xtask", "tests of these commands", Needs::Rust, xtask),
    part(
        "wasm-node",
        "boundary tests in Node",
        Needs::Rust,
        wasm_node,
    ),
    part(
        "wasm-chromium",
        "boundary tests in Chromium",
        Needs::RustAndBrowser,
        wasm_chromium,
    ),
    part(
        "wire",
        "wire.ts is what Rust generates",
        Needs::Build,
        |_| wire::compare().map(|()| Tally::CHECK),
    ),
    part("typescript", "types of the site", Needs::Build, typescript),
    part("package", "tests of the package", Needs::Build, |_| {
        npm_tests(&layout::pkg())
    }),
    part("site", "tests of the site", Needs::Build, |_| {
        npm_tests(&layout::www())
    }),
    part(
        "runtimes",
        "a payment on each runtime",
        Needs::Build,
        |_| node_tests("tests/runtimes", None),
    ),
    part(
        "e2e",
        "purchases in Chromium",
        Needs::BuildAndBrowser,
        |browser| node_tests("tests/e2e", browser),
    ),
];

const fn part(
    name: &'static str,
    about: &'static str,
    needs: Needs,
    run: fn(Option<&Browser>) -> Result<Tally, Failure>,
) -> Part {
    Part {
        name,
        about,
        needs,
        run,
    }
}

/// Every Rust file by name: `cargo fmt` does not see modules that a macro declares.
fn format(_: Option<&Browser>) -> Result<Tally, Failure> {
    let root = layout::root();
    let mut files = Vec::new();
    for folder in ["src", "tests", "sandbox/src", "sandbox/tests", "xtask/src"] {
        files_below(&root.join(folder), "rs", &mut files)?;
    }
    Tool::new("rustfmt")
        .args(["--check", "-l", "--color", "never", "--edition", "2024"])
        .args(files)
        .run("some Rust files are not formatted")
        .map_err(|failure| {
            failure.remedy("cargo fmt --all; rustfmt FILE for a module that a macro declares")
        })?;
    Ok(Tally::CHECK)
}

fn lint(_: Option<&Browser>) -> Result<Tally, Failure> {
    let deny = ["--", "-D", "warnings"];
    for scope in [
        &["clippy", "--workspace", "--all-targets", "--locked"][..],
        &[
            "clippy",
            "--manifest-path",
            "xtask/Cargo.toml",
            "--all-targets",
            "--locked",
        ][..],
    ] {
        Tool::cargo(&[scope, &deny[..]].concat()).run("clippy found something")?;
    }
    Ok(Tally::CHECK)
}

fn lint_wasm(_: Option<&Browser>) -> Result<Tally, Failure> {
    let arguments = [
        "clippy",
        "--workspace",
        "--lib",
        "--locked",
        "--target",
        WASM,
        "--",
        "-D",
        "warnings",
    ];
    Tool::cargo(&arguments).run("clippy found something in the wasm build")?;
    Ok(Tally::CHECK)
}

/// The core is free of JavaScript, and neither crate knows the other.
fn independence(_: Option<&Browser>) -> Result<Tally, Failure> {
    let javascript = ["wasm-bindgen", "js-sys", "web-sys"];
    let rules = [
        ("linepay-edge", None, &javascript[..]),
        ("linepay-sandbox", None, &javascript[..]),
        ("linepay-edge", Some("all"), &["linepay-sandbox"][..]),
        ("linepay-sandbox", Some("all"), &["linepay-edge"][..]),
    ];
    for (package, target, forbidden) in rules {
        let mut arguments = vec![
            "tree", "--locked", "-e", "normal", "--prefix", "none", "-p", package,
        ];
        if let Some(target) = target {
            arguments.extend(["--target", target]);
        }
        let tree = Tool::new("cargo")
            .args(arguments)
            .run("cargo tree does not answer")?;
        let found = |name: &&&str| {
            tree.lines()
                .any(|line| line.starts_with(&format!("{name} v")))
        };
        if let Some(name) = forbidden.iter().find(found) {
            return Err(Failure::new(format!("{package} depends on {name}"))
                .remedy("see the invariants in ARCHITECTURE.md"));
        }
    }
    Ok(Tally::CHECK)
}

fn native(_: Option<&Browser>) -> Result<Tally, Failure> {
    cargo_tests(Tool::cargo(&[
        "test",
        "--workspace",
        "--locked",
        "--no-fail-fast",
    ]))
}

fn xtask(_: Option<&Browser>) -> Result<Tally, Failure> {
    cargo_tests(Tool::cargo(&[
        "test",
        "--manifest-path",
        "xtask/Cargo.toml",
        "--locked",
    ]))
}

fn wasm_node(_: Option<&Browser>) -> Result<Tally, Failure> {
    cargo_tests(wasm_tests()?.env("WASM_BINDGEN_TEST_ONLY_NODE", "1"))
}

fn wasm_chromium(browser: Option<&Browser>) -> Result<Tally, Failure> {
    let browser = browser.ok_or_else(|| Failure::new("there is no browser"))?;
    cargo_tests(
        wasm_tests()?
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("CHROMEDRIVER", &browser.driver)
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                browser.webdriver_json()?,
            ),
    )
}

/// The test files that speak to JavaScript, run by this very program.
fn wasm_tests() -> Result<Tool, Failure> {
    let mut files = Vec::new();
    files_below(&layout::root().join("tests"), "rs", &mut files)?;
    let mut tool = Tool::cargo(&[
        "test",
        "-p",
        "linepay-edge",
        "--locked",
        "--no-fail-fast",
        "--target",
        WASM,
    ]);
    for file in files {
        let text = fs::read_to_string(&file).map_err(io("read", &file))?;
        if text.contains("wasm_bindgen_test") {
            tool = tool.args(["--test".as_ref(), file.file_stem().unwrap_or_default()]);
        }
    }
    let own = std::env::current_exe().map_err(io("find", Path::new("xtask")))?;
    let runner = format!("{} wasm-test-runner", own.display());
    Ok(tool.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner))
}

fn typescript(_: Option<&Browser>) -> Result<Tally, Failure> {
    node::script(&layout::www(), "check")
        .echo()
        .run("the site's TypeScript has errors")?;
    Ok(Tally::CHECK)
}

fn npm_tests(folder: &Path) -> Result<Tally, Failure> {
    judge(node::script(folder, "test").echo(), Tally::of_node)
}

fn node_tests(folder: &str, browser: Option<&Browser>) -> Result<Tally, Failure> {
    let mut files = Vec::new();
    files_below(&layout::root().join(folder), "test.js", &mut files)?;
    if files.is_empty() {
        return Err(Failure::new(format!("{folder} holds no tests")));
    }
    let mut tool = node::node()
        .args(["--test", "--test-concurrency=1"])
        .args(files)
        .echo();
    if let Some(browser) = browser {
        tool = tool.env("CHROME_PATH", &browser.chromium);
    }
    judge(tool, Tally::of_node)
}

fn cargo_tests(tool: Tool) -> Result<Tally, Failure> {
    judge(tool, Tally::of_cargo)
}

/// Runs a suite to its end. One that ran no test has failed, and so has one that ended badly after its tests.
fn judge(tool: Tool, count: fn(&str) -> Tally) -> Result<Tally, Failure> {
    let output = tool.output()?;
    let mut tally = count(&output.text);
    if tally.total() == 0 {
        return Err(Failure::new(if output.ok {
            "no test ran"
        } else {
            "it ended before any test ran"
        }));
    }
    if !output.ok && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Files with this ending, in the order of their names; a folder that is not there holds none.
fn files_below(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(io("list", folder))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files_below(&path, ending, files)?;
        } else if path.to_string_lossy().ends_with(&format!(".{ending}")) {
            files.push(path);
        }
    }
    Ok(())
}
