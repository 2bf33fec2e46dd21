//! Checks that pass or fail as a whole.

use crate::browser::Browser;
use crate::failure::Failure;
use crate::layout::{self, files_below};
use crate::node;
use crate::rust_workers;
use crate::tally::Tally;
use crate::tool::Tool;
use crate::toolchain::WASM;

/// Every Rust file by name: `cargo fmt` does not see modules that a macro declares.
pub fn format(_: Option<&Browser>) -> Result<Tally, Failure> {
    let root = layout::root();
    let mut files = Vec::new();
    for folder in [
        "src",
        "tests",
        "modules",
        "sandbox/src",
        "sandbox/tests",
        "xtask/src",
        "xtask/front/src",
        "xtask/mutants/src",
        "xtask/runner/src",
        "xtask/simulate/src",
        "fuzz/src",
        "fuzz/tests",
        "fuzz/examples",
        "fuzz/fuzz_targets",
        "examples",
    ] {
        files_below(&root.join(folder), "rs", &mut files)?;
    }
    Tool::new("rustfmt")
        .args(["--check", "-l", "--color", "never", "--edition", "2024"])
        .args(files)
        .run("some Rust files are not formatted")
        .map_err(|failure| failure.remedy("cargo fmt --all; rustfmt FILE for a module that a macro declares"))?;
    Ok(Tally::CHECK)
}

/// What biome.jsonc asks of everything that is not Rust. It writes nothing.
pub fn style(_: Option<&Browser>) -> Result<Tally, Failure> {
    node::check()?;
    node::packages()?;
    node::node()
        .args(["node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings"])
        .run("Biome would write some files in another way, or found a fault in them")
        .map_err(|failure| failure.remedy("npx biome check --write, then mend by hand what it still names"))?;
    Ok(Tally::CHECK)
}

pub fn lint(_: Option<&Browser>) -> Result<Tally, Failure> {
    let deny = ["--", "-D", "warnings"];
    for scope in [
        &["clippy", "--workspace", "--all-targets", "--locked"][..],
        &["clippy", "--manifest-path", "xtask/Cargo.toml", "--workspace", "--all-targets", "--locked"][..],
        &["clippy", "--manifest-path", "xtask/front/Cargo.toml", "--all-targets", "--locked"][..],
    ] {
        Tool::cargo(&[scope, &deny[..]].concat()).run("clippy found something")?;
    }
    // Without libFuzzer's own doors, which need a C++ compiler. Beside what the native tests have built.
    for manifest in ["fuzz/Cargo.toml", "xtask/simulate/Cargo.toml"] {
        Tool::cargo(&["clippy", "--manifest-path", manifest, "--all-targets", "--locked", "--target-dir"])
            .args([layout::target().as_os_str(), "--".as_ref(), "-D".as_ref(), "warnings".as_ref()])
            .run("clippy found something")?;
    }
    Ok(Tally::CHECK)
}

pub fn lint_wasm(_: Option<&Browser>) -> Result<Tally, Failure> {
    Tool::cargo(&["clippy", "--workspace", "--lib", "--locked", "--target", WASM, "--", "-D", "warnings"])
        .run("clippy found something in the wasm build")?;
    let web = ["clippy", "-p", "linepay-edge", "--features", "web", "--lib", "--locked", "--target", WASM];
    Tool::cargo(&[&web[..], &["--", "-D", "warnings"]].concat()).run("clippy found something in the feature web")?;
    rust_workers::lint()?;
    Ok(Tally::CHECK)
}

/// What a Rust developer reads: nothing undocumented, no link that leads nowhere.
pub fn docs(_: Option<&Browser>) -> Result<Tally, Failure> {
    let features = [&["--all-features"][..], &["--all-features", "--target", WASM], &["--no-default-features"], &[]];
    for chosen in features {
        let arguments = [&["doc", "-p", "linepay-edge", "--no-deps", "--locked"], chosen].concat();
        Tool::cargo(&arguments).env("RUSTDOCFLAGS", "-D warnings").run("cargo doc has warnings")?;
    }
    Ok(Tally::CHECK)
}

/// The core is free of JavaScript, neither crate knows the other, the validator has nothing to sign or to send with,
/// and no module of the package holds what is for workers in Rust.
pub fn independence(_: Option<&Browser>) -> Result<Tally, Failure> {
    let javascript = ["wasm-bindgen", "js-sys", "web-sys"];
    let rust_workers = ["linepay-sandbox", "web-sys", "wasm-bindgen-futures"];
    let secretive = ["base64", "hmac", "sha2", "digest", "web-sys", "wasm-bindgen-futures"];
    let rules = [
        ("linepay-edge", &[][..], &javascript[..]),
        ("linepay-sandbox", &[], &javascript),
        ("linepay-edge", &["--target", "all"], &rust_workers),
        ("linepay-edge-module", &["--target", "all"], &rust_workers),
        ("linepay-sandbox", &["--target", "all"], &["linepay-edge"]),
        ("linepay-validate", &["--target", "all"], &secretive),
    ];
    for (package, options, forbidden) in rules {
        let arguments = ["tree", "--locked", "-e", "normal", "--prefix", "none", "-p", package];
        let tree = Tool::new("cargo").args(arguments).args(options).run("cargo tree does not answer")?;
        let found = |name: &&&str| tree.lines().any(|line| line.starts_with(&format!("{name} v")));
        if let Some(name) = forbidden.iter().find(found) {
            return Err(Failure::new(format!("{package} {} depends on {name}", options.join(" ")))
                .remedy("see the invariants in ARCHITECTURE.md"));
        }
    }
    Ok(Tally::CHECK)
}

pub fn typescript(_: Option<&Browser>) -> Result<Tally, Failure> {
    for folder in [layout::www(), layout::sandbox_pkg()] {
        node::script(&folder, "check").echo().run("the TypeScript of pages has errors")?;
    }
    Ok(Tally::CHECK)
}
