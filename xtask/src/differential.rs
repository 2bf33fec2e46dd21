//! `cargo xtask differential`: the package of an earlier commit beside the present one, over the same inputs.

use crate::build::{self, Goal, Types};
use crate::failure::{Failure, io};
use crate::steps::{Done, Steps};
use crate::{installed, layout, node};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
Compares the package of an earlier commit with the present one: both get the same inputs, and whatever a user could tell
apart is shown, with the smallest input and both answers. Takes two minutes and no network. Exit code 1 where a
difference is not in tests/differential/decisions.json, or a decision there fits none.

Usage: cargo xtask differential OLD.tgz [OPTIONS]

OLD.tgz is what `npm pack` makes in pkg/ after `cargo xtask build` at that commit.

  --area NAME   this area alone; may be given more than once
  --seed N      draws other cuts, sequences and combinations; 1 without it
  --sample N    one case of N, for a look while working
  --show N      how many kinds of differences are shown; 40 without it. All are in target/differential/differences.json
  --help        this text

The areas are listed in tests/differential/README.md.";

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    old: PathBuf,
    flags: Vec<String>,
    help: bool,
}

pub fn command(arguments: &[String]) -> Result<ExitCode, Failure> {
    let plan = Plan::read(arguments)?;
    if plan.help {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    if !plan.old.is_file() {
        return Err(Failure::new(format!("there is no tarball {}", plan.old.display()))
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
        let tool = node::node().args([&script, &plan.old, &new]).args(["--into".as_ref(), folder.as_os_str()]);
        same = tool.args(&plan.flags).echo().output()?.ok;
        Ok(Done::Yes)
    })?;
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Plan {
    fn read(arguments: &[String]) -> Result<Self, Failure> {
        let wrong = |what: String| Failure::new(what).remedy("cargo xtask differential --help");
        let mut plan = Self::default();
        let mut old = None;
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--help" | "-h" => plan.help = true,
                "--area" | "--seed" | "--sample" | "--show" => {
                    let value = rest.next().ok_or_else(|| wrong(format!("{argument} needs a value")))?;
                    plan.flags.extend([argument.clone(), value.clone()]);
                }
                other if other.starts_with('-') || old.is_some() => {
                    return Err(wrong(format!("differential does not know {other}")));
                }
                path => old = Some(path.to_owned()),
            }
        }
        if plan.help {
            return Ok(plan);
        }
        let given = old.ok_or_else(|| wrong("it needs the tarball to compare with".to_owned()))?;
        plan.old = std::path::absolute(&given).map_err(io("find", given.as_ref()))?;
        Ok(plan)
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    fn read(arguments: &[&str]) -> Result<Plan, String> {
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        Plan::read(&arguments).map_err(|failure| failure.what().to_owned())
    }

    #[test]
    fn options_are_read_before_anything_is_built() {
        let plan = read(&["--area", "replies", "/old.tgz", "--seed", "7"]).expect("a plan");
        assert_eq!(plan.old.to_str(), Some("/old.tgz"));
        assert_eq!(plan.flags, ["--area", "replies", "--seed", "7"]);
        assert!(read(&["--help"]).is_ok_and(|plan| plan.help));
        for bad in [&[][..], &["--seed", "1"], &["a.tgz", "b.tgz"], &["--sed", "1", "a.tgz"], &["a.tgz", "--area"]] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
