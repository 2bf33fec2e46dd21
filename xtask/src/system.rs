//! Programs of the system, and how they come to it: by apt-get, where this runs as root on Debian or Ubuntu.

use crate::failure::Failure;
use crate::tool::Tool;
use std::env;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Where a program stands in PATH.
pub fn in_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Whether [`install`] may be called.
pub fn can_install() -> bool {
    let is_root = Tool::new("id").args(["-u"]).output().is_ok_and(|output| output.text.trim() == "0");
    is_root && in_path("apt-get").is_some()
}

/// Installs packages of Debian or Ubuntu.
pub fn install(packages: &[&str]) -> Result<(), Failure> {
    // apt-get refuses to run twice at once.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    apt(&["update"], packages)?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat(), packages)
}

/// A program from PATH, or from the packages that it is in.
pub fn provide(program: &str, packages: &[&str]) -> Result<(), Failure> {
    if in_path(program).is_some() {
        return Ok(());
    }
    let list = packages.join(" ");
    if can_install() {
        install(packages)?;
    }
    if in_path(program).is_some() {
        return Ok(());
    }
    let remedy = format!("install it and put it into PATH (on Debian and Ubuntu: apt-get install {list})");
    Err(Failure::new(format!("there is no {program}")).remedy(remedy))
}

fn apt(arguments: &[&str], packages: &[&str]) -> Result<(), Failure> {
    let packages = packages.join(", ");
    Tool::new("apt-get")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run(&format!("apt-get could not install {packages}"))
        .map_err(|failure| {
            failure.remedy(format!("if this machine is offline, connect it; or install {packages} by hand"))
        })?;
    Ok(())
}
