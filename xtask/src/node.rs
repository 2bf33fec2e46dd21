//! Node and the packages from the lock file.

use crate::failure::Failure;
use crate::layout;
use crate::stamp::Stamp;
use crate::steps::Done;
use crate::tool::Tool;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Major and minor version; Vite needs it.
const OLDEST: (u32, u32) = (20, 19);
const GET_NODE: &str = "install Node.js 20.19 or newer, with npm, and make both available in PATH";

/// Fails with a remedy unless a Node that is new enough is there.
pub fn check() -> Result<Done, Failure> {
    let text = Tool::new("node").args(["--version"]).when_missing(GET_NODE).run("node does not tell its version")?;
    let version = text.trim().trim_start_matches('v');
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST {
        return Err(Failure::new(format!("Node.js is version {version}, too old")).remedy(GET_NODE));
    }
    Ok(Done::Yes)
}

/// Installs the packages of package-lock.json unless just these are installed already.
pub fn packages() -> Result<Done, Failure> {
    let root = layout::root();
    install(
        "npm",
        &root,
        &["package-lock.json", "package.json", "pkg/package.json", "sandbox/pkg/package.json", "www/package.json"],
    )
}

/// The same for tests/package-lock.json: runtimes and bundlers that only the tests need, several hundred megabytes.
pub fn test_packages() -> Result<Done, Failure> {
    install("npm-tests", &layout::root().join("tests"), &["package-lock.json", "package.json"])
}

fn install(step: &str, folder: &Path, manifests: &[&str]) -> Result<Done, Failure> {
    // Parts that run beside each other ask for the same packages: the second one finds them there.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let inputs: Vec<PathBuf> = manifests.iter().map(|file| folder.join(file)).collect();
    let stamp = Stamp::new(step, &inputs, &[folder.join("node_modules/.package-lock.json")])?;
    if stamp.is_fresh() {
        return Ok(Done::UpToDate);
    }
    npm(folder)
        .args(["ci", "--no-progress"])
        .run("npm ci could not install the packages of package-lock.json")
        .map_err(|failure| {
            failure.without_stack_trace().remedy(
                "if this machine is offline, connect it (or point npm to a registry that it can reach); \
                 if package.json was edited, run `npm install --package-lock-only` and commit the lock file",
            )
        })?;
    stamp.save()?;
    Ok(Done::Yes)
}

/// npm in one folder.
pub fn npm(folder: &Path) -> Tool {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Tool::new(program).within(folder).when_missing(GET_NODE)
}

/// One script of a package.json.
pub fn script(folder: &Path, name: &str) -> Tool {
    npm(folder).args(["run", "--silent", name])
}

/// Node itself, with nothing sent home by the tools that run in it.
pub fn node() -> Tool {
    Tool::new("node")
        .when_missing(GET_NODE)
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
}
