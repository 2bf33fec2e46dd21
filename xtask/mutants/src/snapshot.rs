//! Everything besides the sources as it was when the run began: who edits a test meanwhile changes nothing of it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// Made by commands, and large: no native test reads it.
const MADE: [&str; 6] = ["target", "node_modules", ".git", "dist", "corpus", "artifacts"];
/// At the top: what is written with the changes in it.
const OURS: [&str; 2] = ["src", "Cargo.toml"];

/// Copies what differs, so that cargo compiles no more than that, and removes what is gone.
pub fn take(root: &Path, tree: &Path) -> Result<(), String> {
    folder(root, tree, &OURS)
}

fn folder(from: &Path, to: &Path, apart: &[&str]) -> Result<(), String> {
    // A link to the folder itself.
    if fs::symlink_metadata(to).is_ok_and(|found| !found.is_dir()) {
        fs::remove_file(to).map_err(told(to))?;
    }
    fs::create_dir_all(to).map_err(told(to))?;
    let passes = |name: &OsString| MADE.iter().chain(apart).any(|other| name == *other);
    let mut here = BTreeSet::new();
    for entry in fs::read_dir(from).map_err(told(from))?.filter_map(Result::ok) {
        let (name, path) = (entry.file_name(), entry.path());
        if passes(&name) {
            continue;
        }
        if path.is_dir() {
            folder(&path, &to.join(&name), &[])?;
        } else {
            file(&path, &to.join(&name))?;
        }
        here.insert(name);
    }
    for entry in fs::read_dir(to).map_err(told(to))?.filter_map(Result::ok) {
        let (name, path) = (entry.file_name(), entry.path());
        if passes(&name) || here.contains(&name) {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        }
        .map_err(told(&path))?;
    }
    Ok(())
}

fn file(from: &Path, to: &Path) -> Result<(), String> {
    let bytes = match fs::read(from) {
        Ok(bytes) => bytes,
        // A link to nothing, or gone since.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(told(from)(error)),
    };
    let is_link = fs::symlink_metadata(to).is_ok_and(|found| found.is_symlink());
    if is_link {
        fs::remove_file(to).map_err(told(to))?;
    } else if fs::read(to).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(to, bytes).map_err(told(to))
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_stays_as_it_was_and_the_next_one_writes_what_differs_alone() {
        let top = std::env::temp_dir().join(format!("mutants-snapshot-{}", std::process::id()));
        let (root, tree) = (top.join("root"), top.join("tree"));
        let put = |name: &str, text: &str| {
            let file = root.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, text).expect("a file");
        };
        let read = |name: &str| fs::read_to_string(tree.join(name)).ok();
        let written = |name: &str| fs::metadata(tree.join(name)).and_then(|found| found.modified()).expect("its time");
        for (name, text) in [("tests/a.rs", "a"), ("tests/b.rs", "b"), ("src/lib.rs", "lib"), ("x/target/y", "y")] {
            put(name, text);
        }
        take(&root, &tree).expect("a snapshot");
        put("tests/a.rs", "half of an ed");
        assert_eq!(read("tests/a.rs").as_deref(), Some("a"), "a copy, not a link");
        assert_eq!((read("src/lib.rs"), read("x/target/y")), (None, None));
        let before = written("tests/b.rs");
        fs::create_dir_all(tree.join("src")).expect("a folder");
        fs::write(tree.join("src/lib.rs"), "with changes").expect("a file");
        put("tests/a.rs", "another");
        fs::remove_file(root.join("x/target/y")).expect("gone");
        put("tests/c.rs", "c");
        take(&root, &tree).expect("another one");
        assert_eq!(read("tests/a.rs").as_deref(), Some("another"));
        assert_eq!((written("tests/b.rs"), read("src/lib.rs").as_deref()), (before, Some("with changes")));
        fs::remove_file(root.join("tests/c.rs")).expect("gone");
        take(&root, &tree).expect("a third one");
        assert_eq!(read("tests/c.rs"), None);
        fs::remove_dir_all(top).expect("clean");
    }
}
