//! Where things stand in the repository.

use crate::failure::{Failure, io};
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root: the folder above xtask's own.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// Cargo's build folder of the main workspace.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Notes and intermediate files of xtask.
pub fn scratch() -> PathBuf {
    target().join("xtask")
}

pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// The sandbox's package.
pub fn sandbox_pkg() -> PathBuf {
    root().join("sandbox/pkg")
}

pub fn www() -> PathBuf {
    root().join("www")
}

/// Files with this ending, in the order of their names; a folder that is not there holds none.
pub fn files_below(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(io("list", folder))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
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
