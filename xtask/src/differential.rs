//! `cargo xtask differential`: the package of an earlier commit beside the present one, over the same inputs.

use crate::build::{self, Goal, Types};
use crate::failure::{Failure, io};
use crate::steps::{Done, Steps};
use crate::{installed, layout, node};
use clap::Args;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compare the package of an earlier commit with the present one
///
/// Both get the same inputs, and whatever a user could tell apart is shown, with the smallest input and both answers.
/// Takes two minutes and no network. Exit code 1 where a difference is not in tests/differential/decisions.json, or a
/// decision there fits none. The areas are listed in tests/differential/README.md.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Options {
    /// What `npm pack` makes in pkg/ after `cargo xtask build` at that commit
    #[arg(value_name = "OLD.tgz")]
    old: PathBuf,
    /// This area alone; may be given more than once
    #[arg(long, value_name = "NAME")]
    area: Vec<String>,
    /// Draws other cuts, sequences and combinations; 1 without it
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// One case of N, for a look while working
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// How many kinds of differences are shown; 40 without it. All are in target/differential/differences.json
    #[arg(long, value_name = "N")]
    show: Option<u64>,
}

pub fn command(plan: &Options) -> Result<ExitCode, Failure> {
    let old = std::path::absolute(&plan.old).map_err(io("find", &plan.old))?;
    if !old.is_file() {
        return Err(Failure::new(format!("there is no tarball {}", old.display()))
            .remedy("npm pack in pkg/, after cargo xtask build at the commit to compare with"));
    }
    let steps = Steps::new(build::count(Goal::Package, Types::Keep) + 2);
    build::run(&steps, Goal::Package, Types::Keep)?;
    let folder = layout::target().join("differential");
    let new = folder.join("new.tgz");
    steps.run("pack", || {
        fs::create_dir_all(&folder).map_err(io("create", &folder))?;
        installed::pack(&layout::pkg(), &folder, &new)?;
        Ok(Done::Yes)
    })?;
    let mut same = false;
    steps.run("compare", || {
        let script = layout::root().join("tests/differential/run.js");
        let tool = node::node().args([&script, &old, &new]).args(["--into".as_ref(), folder.as_os_str()]);
        same = tool.args(plan.flags()).echo().output()?.ok;
        Ok(Done::Yes)
    })?;
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Options {
    /// As tests/differential/run.js reads them.
    fn flags(&self) -> Vec<String> {
        let areas = self.area.iter().map(|area| ("--area", area.clone()));
        let numbers = [("--seed", self.seed), ("--sample", self.sample), ("--show", self.show)];
        let numbers = numbers.into_iter().filter_map(|(name, value)| Some((name, value?.to_string())));
        areas.chain(numbers).flat_map(|(name, value)| [name.to_owned(), value]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Options;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn read(arguments: &[&str]) -> Option<Options> {
        Line::try_parse_from(std::iter::once(&"differential").chain(arguments)).ok().map(|line| line.options)
    }

    #[test]
    fn options_are_read_before_anything_is_built() {
        let options = read(&["--area", "replies", "/old.tgz", "--seed", "7"]).expect("options");
        assert_eq!(options.old.to_str(), Some("/old.tgz"));
        assert_eq!(options.flags(), ["--area", "replies", "--seed", "7"]);
        for bad in [&[][..], &["--seed", "1"], &["a.tgz", "b.tgz"], &["--sed", "1", "a.tgz"], &["a.tgz", "--area"]] {
            assert!(read(bad).is_none(), "{bad:?}");
        }
    }
}
