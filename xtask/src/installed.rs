//! The packages as a shop has them: packed, and installed from their tarballs; and the tools that they are tested with.

use crate::failure::{Failure, io};
use crate::layout;
use crate::node;
use crate::stamp::Stamp;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Installs the tools of tests/package.json and the packages' tarballs, unless just these are installed already.
pub fn install() -> Result<(), Failure> {
    // Parts that run beside each other ask for them: the second one finds them there.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    node::test_packages()?;
    let (pkg, sandbox) = (layout::pkg(), layout::sandbox_pkg());
    let project = layout::root().join("target/consumers");
    let inputs: Vec<PathBuf> = [&pkg, &sandbox]
        .into_iter()
        .flat_map(|pkg| ["package.json", "README.md", "dist", "wasm"].map(|name| pkg.join(name)))
        .collect();
    let outputs = ["linepay-edge", "linepay-sandbox"].map(|name| project.join("node_modules").join(name));
    let stamp = Stamp::new("installed", &inputs, &outputs)?;
    if stamp.is_fresh() {
        return Ok(());
    }
    if project.exists() {
        fs::remove_dir_all(&project).map_err(io("empty", &project))?;
    }
    fs::create_dir_all(&project).map_err(io("create", &project))?;
    let manifest = project.join("package.json");
    let text = "{ \"name\": \"consumers\", \"private\": true, \"type\": \"module\" }\n";
    fs::write(&manifest, text).map_err(io("write", &manifest))?;
    pack(&pkg, &project, &project.join("linepay-edge.tgz"))?;
    pack(&sandbox, &project, &project.join("linepay-sandbox.tgz"))?;
    // The sandbox's few dependencies come from npm's cache where they are in it.
    node::npm(&project)
        .args(["install", "--prefer-offline", "--no-audit", "--no-save", "./linepay-edge.tgz", "./linepay-sandbox.tgz"])
        .run("npm could not install the packages from their tarballs")?;
    stamp.save()
}

/// Packs a package as it is built, into a file of this folder.
pub fn pack(pkg: &Path, folder: &Path, tarball: &Path) -> Result<(), Failure> {
    let printed = node::npm(pkg)
        .args(["pack", "--silent", "--pack-destination"])
        .args([folder])
        .run("npm could not pack the package")?;
    let packed = folder.join(printed.lines().last().unwrap_or_default().trim());
    fs::rename(&packed, tarball).map_err(io("rename", &packed))
}
