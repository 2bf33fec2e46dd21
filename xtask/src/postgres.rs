//! PostgreSQL's programs, for the tests of ledgers, which start a server of their own.

use crate::failure::{Failure, io};
use crate::system;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Where Debian keeps them, below a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Read by the package when it is installed.
const SETTINGS: &str = "/etc/postgresql-common/createcluster.d";

/// The folder of initdb and postgres, installed first where they are missing and this may be done. `None`: there is a
/// database in DATABASE_URL instead.
pub fn programs() -> Result<Option<PathBuf>, Failure> {
    if let Some(folder) = find() {
        return Ok(Some(folder));
    }
    if env::var_os("DATABASE_URL").is_some() {
        return Ok(None);
    }
    if system::can_install() {
        install()?;
    }
    find().map(Some).ok_or_else(|| {
        Failure::new("there is no PostgreSQL").remedy(
            "install it (on Debian and Ubuntu: apt-get install postgresql), or name a database of your own in \
             DATABASE_URL, in which the tests make tables and remove them again",
        )
    })
}

fn find() -> Option<PathBuf> {
    let are_there = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
    let in_path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().filter_map(Result::ok);
    let debian = versions.map(|version| version.path().join("bin"));
    in_path.into_iter().chain(debian).find(are_there)
}

/// Without the server that the package starts by itself.
fn install() -> Result<(), Failure> {
    system::install(&["postgresql-common"])?;
    let folder = Path::new(SETTINGS);
    let file = folder.join("linepay-edge-tests.conf");
    fs::create_dir_all(folder).map_err(io("create", folder))?;
    fs::write(&file, "create_main_cluster = false\n").map_err(io("write", &file))?;
    let installed = system::install(&["postgresql"]);
    fs::remove_file(&file).map_err(io("remove", &file))?;
    installed
}
