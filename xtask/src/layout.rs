//! Where things stand in the repository.

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

pub fn www() -> PathBuf {
    root().join("www")
}
