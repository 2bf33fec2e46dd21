//! The parts of `cargo xtask test`: each is one check or one suite.

use crate::browser::Browser;
use crate::failure::Failure;
use crate::tally::Tally;
use crate::{boundary, checks, generated, heavy, heavy_sandbox, layout, matrix, suites, system, tidy, wire};

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

    pub fn lane(self) -> Lane {
        match self {
            Self::Rust | Self::RustAndBrowser => Lane::Rust,
            Self::Build => Lane::Node,
            Self::BuildAndBrowser => Lane::Browser,
        }
    }

    pub fn browser(self) -> bool {
        matches!(self, Self::RustAndBrowser | Self::BuildAndBrowser)
    }
}

/// What a part is at most of its time. There are more lanes than a small machine has cores: tests of Node and of
/// browsers wait a good part of theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Compiles Rust and runs it, one part after another: cargo would make the second one wait.
    Rust,
    /// Parts of these two, in their order, are taken by whoever is free.
    Node,
    Browser,
}

pub struct Part {
    pub name: &'static str,
    pub about: &'static str,
    pub needs: Needs,
    pub run: fn(Option<&Browser>) -> Result<Tally, Failure>,
}

pub const PARTS: [Part; 26] = [
    part("format", "Rust is formatted", Needs::Rust, checks::format),
    part("style", "TypeScript, JavaScript, CSS and JSON are as biome.jsonc has them", Needs::Rust, checks::style),
    part(
        "tidy",
        "no circle, bare return code, list of operations, long line or file, dead link",
        Needs::Rust,
        tidy::tidy,
    ),
    part("lint", "clippy, native", Needs::Rust, checks::lint),
    part("lint-wasm", "clippy, wasm32", Needs::Rust, checks::lint_wasm),
    part("independence", "who depends on what", Needs::Rust, checks::independence),
    part("docs", "cargo doc without warnings, under every set of features", Needs::Rust, checks::docs),
    part("native", "native tests of both crates", Needs::Rust, suites::native),
    part("fuzz", "the fuzz targets, for seconds", Needs::Rust, suites::fuzz),
    part("simulate", "some thousand orders with everything that can go wrong", Needs::Rust, suites::simulate),
    part("xtask", "tests of these commands", Needs::Rust, suites::xtask),
    part("wasm-node", "boundary tests in Node", Needs::Rust, suites::wasm_node),
    part("wasm-chromium", "boundary tests in Chromium", Needs::RustAndBrowser, suites::wasm_chromium),
    part("boundary", "every export has a test in Node and Chromium", Needs::Build, |_| {
        boundary::compare().map(|()| Tally::CHECK)
    }),
    part("secretless", "the validator can use no secret", Needs::Build, |_| {
        boundary::secretless().map(|()| Tally::CHECK)
    }),
    part("wire", "generated files are what Rust generates", Needs::Build, |_| {
        wire::compare().and_then(|()| generated::compare()).map(|()| Tally::CHECK)
    }),
    // The long ones first, so that none is left alone at the end.
    part("e2e", "purchases in Chromium", Needs::BuildAndBrowser, |browser| {
        suites::node_tests("tests/e2e", browser, &[])
    }),
    part("runtimes", "every payment on each runtime", Needs::BuildAndBrowser, matrix::runtimes),
    part("stores", "every ledger over its real store", Needs::Build, suites::stores),
    part("package", "tests of the package", Needs::Build, |_| suites::npm_tests(&layout::pkg())),
    part("sandbox", "tests of the sandbox's package and of its command", Needs::Build, |_| {
        system::provide("curl", &["curl"])?;
        suites::npm_tests(&layout::sandbox_pkg())
    }),
    part("consumers", "the packed package: bundlers, types, contents", Needs::BuildAndBrowser, matrix::consumers),
    part("typescript", "types of the site and of the buyer's pages", Needs::Build, checks::typescript),
    part("peer", "another client at the sandbox", Needs::Build, |_| suites::node_tests("tests/peer", None, &[])),
    part("size", "sizes against bench/budget.json, figures in the documents", Needs::Build, |_| {
        suites::node_tests("bench", None, &[])
    }),
    part("site", "tests of the site", Needs::Build, |_| suites::npm_tests(&layout::www())),
];

/// The parts of `cargo xtask test --heavy`.
pub const HEAVY: [Part; 10] = [
    part("seeds", "the simulations over many more numbers, interleavings with every fault", Needs::Rust, heavy::seeds),
    part("orders", "200,000 orders with everything that can go wrong", Needs::Rust, heavy::orders),
    part("fuzz-long", "the fuzz targets under libFuzzer, a minute each", Needs::Rust, heavy::fuzz),
    part("crashes", "500 checkouts while workerd and PostgreSQL are killed", Needs::Build, suites::crashes),
    part("junk", "10,000 junk requests at each of the sandbox's routes", Needs::Rust, heavy_sandbox::junk),
    part("object", "the sandbox's Durable Object, killed and on a full disk", Needs::Build, heavy_sandbox::object),
    part("contracts", "schemathesis with the sandbox's contracts", Needs::Build, heavy_sandbox::contracts),
    part("languages", "the sandbox's examples in seven languages", Needs::Build, heavy_sandbox::languages),
    part("clients", "other makers' clients at the sandbox", Needs::Build, heavy_sandbox::clients),
    part("mutants", "every flip of a table and a sixth of the changes of code", Needs::Rust, heavy::mutants),
];

const fn part(
    name: &'static str,
    about: &'static str,
    needs: Needs,
    run: fn(Option<&Browser>) -> Result<Tally, Failure>,
) -> Part {
    Part { name, about, needs, run }
}
