//! The package as a shop has it: packed, and installed from the tarball; and the tools that it is tested with.

use crate::failure::{Failure, io};
use crate::layout;
use crate::node;
use crate::stamp::Stamp;
use std::fs;
use std::path::Path;

/// Installs the tools of tests/package.json and the package's tarball, unless just these are installed already.
pub fn install() -> Result<(), Failure> {
    node::test_packages()?;
    let (root, pkg) = (layout::root(), layout::pkg());
    let project = root.join("target/consumers");
    let inputs = ["package.json", "README.md", "dist", "wasm"].map(|name| pkg.join(name));
    let stamp = Stamp::new("installed", &inputs, &[project.join("node_modules/linepay-edge/package.json")])?;
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
    pack(&project, &project.join("linepay-edge.tgz"))?;
    node::npm(&project)
        .args(["install", "--offline", "--no-save", "./linepay-edge.tgz"])
        .run("npm could not install the package from its tarball")?;
    stamp.save()
}

/// Packs the package as it is built, into a file of this folder.
pub fn pack(folder: &Path, tarball: &Path) -> Result<(), Failure> {
    let printed = node::npm(&layout::pkg())
        .args(["pack", "--silent", "--pack-destination"])
        .args([folder])
        .run("npm could not pack the package")?;
    let packed = folder.join(printed.lines().last().unwrap_or_default().trim());
    fs::rename(&packed, tarball).map_err(io("rename", &packed))
}
