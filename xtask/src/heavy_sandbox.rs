//! The sandbox's parts of `cargo xtask test --heavy`: junk at every route, its contracts, its Durable Object, other
//! languages, other makers' clients.

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

/// Other makers' clients, with what they need and do not name themselves.
const NODE_CLIENTS: [&str; 2] = ["line-pay@1.0.16", "line-pay-sdk@1.0.3"];
const PYTHON_CLIENTS: [&str; 3] = ["line-pay==0.2.0", "line-pay-sdk==0.0.2", "requests==2.34.2"];

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
    let programs = python(&layout::target().join("schemathesis"), &[SCHEMATHESIS])?;
    node_test("contracts.test.mjs", &[("SCHEMATHESIS", programs.join("schemathesis"))])
}

/// Clients of other makers, from the registries into folders of their own.
pub fn clients(_: Option<&Browser>) -> Result<Tally, Failure> {
    let folder = layout::target().join("clients");
    let programs = python(&folder.join("python"), &PYTHON_CLIENTS)?;
    let node = folder.join("node");
    fs::create_dir_all(&node).map_err(io("make", &node))?;
    let wanted = NODE_CLIENTS.join("\n");
    let stamp = node.join("installed");
    if !fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        // They run nothing of their own when they are installed.
        Tool::new("npm")
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .args([&node])
            .args(NODE_CLIENTS)
            .run("npm could not install the clients")?;
        fs::write(&stamp, wanted).map_err(io("write", &stamp))?;
    }
    node_test("clients.test.mjs", &[("CLIENTS_NODE", node), ("CLIENTS_PYTHON", programs.join("python"))])
}

/// An environment of Python's with these packages; gives where its programs are.
fn python(folder: &Path, packages: &[&str]) -> Result<PathBuf, Failure> {
    provide("python3", &["python3", "python3-venv"])?;
    let programs = folder.join("bin");
    let (wanted, stamp) = (packages.join("\n"), folder.join("installed"));
    if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) && programs.join("python").is_file() {
        return Ok(programs);
    }
    environment(folder).or_else(|failure| {
        // Debian has python3 without it.
        if !system::can_install() {
            return Err(failure.remedy("install Python's venv (on Debian and Ubuntu: apt-get install python3-venv)"));
        }
        system::install(&["python3-venv"])?;
        environment(folder)
    })?;
    Tool::new(programs.join("pip"))
        .args(["install", "--quiet", "--disable-pip-version-check"])
        .args(packages)
        .run(&format!("pip could not install {}", packages.join(", ")))?;
    fs::write(&stamp, wanted).map_err(io("write", &stamp))?;
    Ok(programs)
}

fn environment(folder: &Path) -> Result<(), Failure> {
    let tool = Tool::new("python3").args(["-m", "venv", "--clear"]).args([folder]);
    tool.run("python3 could not make an environment").map(|_| ())
}

fn node_test(file: &str, told: &[(&str, PathBuf)]) -> Result<Tally, Failure> {
    suites::node_file(&format!("sandbox/pkg/test/heavy/{file}"), told)
}
