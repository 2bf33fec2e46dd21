//! Remembers from what a step was last built, so that an unchanged step is skipped.

use crate::failure::{Failure, io};
use crate::layout;
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Folders that never count as input.
const BUILT: [&str; 4] = ["node_modules", "dist", "target", ".git"];

/// The fingerprint of a step's inputs, compared with that of its last success.
pub struct Stamp {
    file: PathBuf,
    fingerprint: String,
    outputs: Vec<PathBuf>,
}

impl Stamp {
    /// `inputs` are files or folders; a missing one counts as empty. All `outputs` must exist for the step to be
    /// skipped.
    pub fn new(step: &str, inputs: &[PathBuf], outputs: &[PathBuf]) -> Result<Self, Failure> {
        let mut files = BTreeSet::new();
        for input in inputs {
            collect(input, &mut files)?;
        }
        let mut hasher = DefaultHasher::new();
        for file in &files {
            file.hash(&mut hasher);
            fs::read(file).map_err(io("read", file))?.hash(&mut hasher);
        }
        Ok(Self {
            file: layout::scratch().join(format!("{step}.stamp")),
            fingerprint: format!("{:016x}", hasher.finish()),
            outputs: outputs.to_vec(),
        })
    }

    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|last| last == self.fingerprint)
            && self.outputs.iter().all(|output| output.exists())
    }

    /// Notes that the step succeeded with these inputs.
    pub fn save(&self) -> Result<(), Failure> {
        let folder = layout::scratch();
        fs::create_dir_all(&folder).map_err(io("create", &folder))?;
        fs::write(&self.file, &self.fingerprint).map_err(io("write", &self.file))
    }
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    if path.is_file() {
        files.insert(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(io("list", path))? {
            let entry = entry.map_err(io("list", path))?;
            if !BUILT.iter().any(|name| entry.file_name() == *name) {
                collect(&entry.path(), files)?;
            }
        }
    }
    Ok(())
}
