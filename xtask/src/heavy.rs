//! The parts of `cargo xtask test --heavy`: what a change of the flow is tried with before it is believed.

use crate::browser::Browser;
use crate::failure::Failure;
use crate::fuzz as targets;
use crate::mutants as changes;
use crate::simulate;
use crate::suites;
use crate::tally::Tally;
use crate::tool::Tool;

/// How long each fuzz target runs.
const SECONDS: u32 = 60;

/// How many switches there are between two visits at most, in every world and with every fault.
const SWITCHES: &str = "1";

/// How many numbers the simulations try, in per cent of what the test command tries.
const PERCENT: &str = "800";

/// How many states of each world of an order's life are walked through.
const STATES: &str = "1000000";

/// Optimised, since it is worth it here.
pub fn seeds(_: Option<&Browser>) -> Result<Tally, Failure> {
    let tests = ["simulation", "interleavings", "--nocapture"];
    let tool = Tool::cargo(&["test", "--release", "--locked", "--test", "it", "--"]).args(tests);
    let mut tally = suites::cargo_tests(tool.env("INTERLEAVINGS", SWITCHES).env("SIMULATIONS", PERCENT))?;
    let tool = Tool::cargo(&["test", "--release", "--locked", "--lib", "life", "--", "--nocapture"]);
    tally += suites::cargo_tests(tool.env("LIVES", STATES))?;
    Ok(tally)
}

/// A fixed seed and a fresh one, half of the orders each; and each safeguard taken away, which has to be noticed.
pub fn orders(_: Option<&Browser>) -> Result<Tally, Failure> {
    for seed in [1, simulate::fresh()] {
        simulate::program(&["--orders", "100000", "--seed", &seed.to_string()])
            .echo()
            .run("an order ended badly, or something hardly ever came about")?;
    }
    simulate::program(&["--rules", "--seed", "1"]).echo().run("the absence of a safeguard was not noticed")?;
    Ok(Tally { passed: 3, failed: 0 })
}

pub fn fuzz(_: Option<&Browser>) -> Result<Tally, Failure> {
    targets::all(SECONDS)
}

pub fn mutants(_: Option<&Browser>) -> Result<Tally, Failure> {
    let own = ["test", "--quiet", "--locked", "--manifest-path", "xtask/mutants/Cargo.toml"];
    let mut tally = suites::cargo_tests(Tool::cargo(&own))?;
    tally += suites::judge(changes::program(&[]).echo(), Tally::of_sum)?;
    Ok(tally)
}
