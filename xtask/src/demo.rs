//! `cargo xtask demo`: builds everything, then becomes the demo. xtask/front has read the options and found port and
//! state free.

use crate::build::{self, Goal, Types};
use crate::failure::Failure;
use crate::steps::Steps;
use crate::{layout, node};
use std::process::ExitCode;

pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    let steps = Steps::new(build::count(Goal::Site, Types::Write));
    build::run(&steps, Goal::Site, Types::Write)?;
    node::node().args([layout::www().join("demo/cli.js")]).args(arguments).become_it()
}
