//! The sandbox's parts of `cargo xtask test --heavy`: junk at every route, its contracts, its Durable Object, other
//! languages.

use crate::browser::Browser;
use crate::failure::{Failure, io};
use crate::layout;
use crate::suites;
use crate::system::{self, provide};
use crate::tally::Tally;
use crate::tool::Tool;
use std::fs;
use std::path::{Path, PathBuf};

/// So many junk requests at each route.
const JUNK: &str = "10000";

/// Reads the contracts and makes requests of them.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// A program of each language that has an example, and what it is in on Debian and Ubuntu.
const LANGUAGES: [(&str, &[&str]); 7] = [
    ("php", &["php-cli", "php-curl"]),
    ("python3", &["python3"]),
    ("ruby", &["ruby"]),
    ("go", &["golang-go"]),
    ("java", &["default-jdk-headless"]),
    ("mcs", &["mono-mcs", "libmono-system-net-http4.0-cil"]),
    ("mono", &["mono-runtime"]),
];

pub fn junk(_: Option<&Browser>) -> Result<Tally, Failure> {
    let tool = Tool::cargo(&["test", "--release", "--locked", "-p", "linepay-sandbox", "--test", "it", "--", "junk"]);
    suites::cargo_tests(tool.env("JUNK", JUNK))
}

pub fn object(_: Option<&Browser>) -> Result<Tally, Failure> {
    node_test("object.test.mjs", &[])
}

/// Each language is there, or comes by apt-get where that may be, or the part fails.
pub fn languages(_: Option<&Browser>) -> Result<Tally, Failure> {
    for (program, packages) in LANGUAGES {
        provide(program, packages)?;
    }
    node_test("languages.test.mjs", &[])
}

/// schemathesis in an environment of its own, which it is installed into.
pub fn contracts(_: Option<&Browser>) -> Result<Tally, Failure> {
    provide("python3", &["python3", "python3-venv"])?;
    let folder = layout::target().join("schemathesis");
    let program = folder.join("bin").join("schemathesis");
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == SCHEMATHESIS) && program.is_file() {
        return node_test("contracts.test.mjs", &[("SCHEMATHESIS", program)]);
    }
    environment(&folder).or_else(|failure| {
        // Debian has python3 without it.
        if !system::can_install() {
            return Err(failure.remedy("install Python's venv (on Debian and Ubuntu: apt-get install python3-venv)"));
        }
        system::install(&["python3-venv"])?;
        environment(&folder)
    })?;
    Tool::new(folder.join("bin").join("pip"))
        .args(["install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS])
        .run("pip could not install schemathesis")?;
    fs::write(&stamp, SCHEMATHESIS).map_err(io("write", &stamp))?;
    node_test("contracts.test.mjs", &[("SCHEMATHESIS", program)])
}

fn environment(folder: &Path) -> Result<(), Failure> {
    let tool = Tool::new("python3").args(["-m", "venv", "--clear"]).args([folder]);
    tool.run("python3 could not make an environment").map(|_| ())
}

fn node_test(file: &str, told: &[(&str, PathBuf)]) -> Result<Tally, Failure> {
    suites::node_file(&format!("sandbox/pkg/test/heavy/{file}"), told)
}
