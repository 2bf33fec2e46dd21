//! Which test dies of which mutant.

use crate::copy::Crop;
use crate::tables::MARK;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Killed,
    /// A test did not end in time.
    Hung,
    Survived,
    /// No test comes by.
    Unreached,
}

/// One test: in which program, how long it takes.
#[derive(Clone, Debug)]
struct Test {
    program: usize,
    name: String,
    time: u64,
}

pub struct Trial {
    programs: Vec<PathBuf>,
    tests: Vec<Test>,
    /// The tests that come by a mutant, quick ones first.
    reached: HashMap<usize, Vec<usize>>,
    tree: PathBuf,
    /// How much slower than alone a test may be.
    patience: u64,
    /// Slow tests are left out.
    quick: bool,
}

/// Those below run first, together.
const QUICK: u64 = 400;
/// In kB of addresses; where the system knows no such limit, time alone ends a test.
const MEMORY: u32 = 4 << 20;
const HOOKED: &str = "4294967295";

impl Trial {
    /// Runs all tests once, and notes which mutants they come by.
    pub fn prepare(
        programs: Vec<PathBuf>,
        crop: &Crop,
        folder: &Path,
        jobs: usize,
        quick: bool,
    ) -> Result<Trial, String> {
        let (tree, patience) = (folder.join("tree"), 8 * jobs.max(1) as u64);
        let mut trial = Trial { programs, tests: Vec::new(), reached: HashMap::new(), tree, patience, quick };
        let mut marks: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, program) in trial.programs.iter().enumerate() {
            let notes = folder.join("reached.txt");
            let _ = fs::remove_file(&notes);
            let run = trial.command(program).env("MUTANTS_REACHED", &notes).env("MUTANT", HOOKED).output();
            let run = run.map_err(|error| format!("{}: {error}", program.display()))?;
            if !run.status.success() {
                let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
                let last: Vec<&str> = said.lines().rev().take(20).collect();
                let last: Vec<&str> = last.into_iter().rev().collect();
                return Err(format!("the tests fail without any mutant\n{}", last.join("\n")));
            }
            for line in fs::read_to_string(&notes).unwrap_or_default().lines() {
                let mut words = line.split(' ');
                let (Some(name), Some(time)) = (words.next(), words.next().and_then(|time| time.parse().ok())) else {
                    continue;
                };
                if name == "main" || name == "?" {
                    continue;
                }
                trial.tests.push(Test { program: number, name: name.to_owned(), time });
                for id in words.filter_map(|word| word.parse().ok()) {
                    marks.entry(id).or_default().push(trial.tests.len() - 1);
                }
            }
        }
        for (id, mutant) in crop.found.mutants.iter().enumerate() {
            let mut tests = match mutant.table {
                None => marks.get(&id).cloned().unwrap_or_default(),
                Some(table) => users(table, crop).iter().filter_map(|id| marks.get(id)).flatten().copied().collect(),
            };
            tests.sort_by_key(|test| (trial.tests.get(*test).map_or(0, |test| test.time), *test));
            tests.dedup();
            trial.reached.insert(id, tests);
        }
        Ok(trial)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = limited(program, MEMORY);
        command.current_dir(&self.tree).env("CARGO_MANIFEST_DIR", &self.tree).stdin(Stdio::null());
        // A change that only one life of a thousand notices wants a test of its own.
        command.env("SIMULATIONS", "5");
        command
    }

    pub fn run(&self, mutant: usize) -> End {
        let Some(tests) = self.reached.get(&mutant).filter(|tests| !tests.is_empty()) else { return End::Unreached };
        let (quick, slow): (Vec<&Test>, Vec<&Test>) =
            tests.iter().filter_map(|test| self.tests.get(*test)).partition(|test| test.time < QUICK);
        let slow = slow.into_iter().filter(|_| !self.quick);
        let slow: Vec<Vec<&Test>> = slow.map(|test| vec![test]).collect();
        for part in std::iter::once(quick).chain(slow) {
            for program in 0..self.programs.len() {
                let part: Vec<&Test> = part.iter().filter(|test| test.program == program).copied().collect();
                match self.survives(mutant, program, &part) {
                    End::Survived => {}
                    end => return end,
                }
            }
        }
        End::Survived
    }

    fn survives(&self, mutant: usize, program: usize, tests: &[&Test]) -> End {
        let (Some(program), false) = (self.programs.get(program), tests.is_empty()) else { return End::Survived };
        let mut command = self.command(program);
        command.args(["--exact", "--test-threads=1", "-q"]).args(tests.iter().map(|test| &test.name));
        command.env("MUTANT", mutant.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(child) = command.spawn() else { return End::Survived };
        let alone: u64 = tests.iter().map(|test| test.time).sum();
        wait(child, Duration::from_millis(10_000 + alone * self.patience))
    }
}

/// The program, which may not take more memory, in kB: a change can make a loop endless that allocates.
fn limited(program: &Path, memory: u32) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {memory} 2>/dev/null; exec \"$0\" \"$@\"")]).arg(program);
    command
}

fn wait(mut child: Child, limit: Duration) -> End {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return End::Survived,
            Ok(Some(_)) | Err(_) => return End::Killed,
            Ok(None) if start.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return End::Hung;
            }
            Ok(None) => std::thread::sleep(pause),
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// The marks of a table and of all that are made of it.
fn users(table: usize, crop: &Crop) -> BTreeSet<usize> {
    let mut all = BTreeSet::from([table]);
    loop {
        let more: Vec<usize> = crop
            .within
            .iter()
            .filter(|(inner, outer)| all.contains(inner) && !all.contains(outer))
            .map(|(_, outer)| *outer)
            .collect();
        if more.is_empty() {
            return all.into_iter().map(|table| MARK + table).collect();
        }
        all.extend(more);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_runs_away_ends_by_memory_or_by_time() {
        let script = |text: &str| limited(Path::new("sh"), 100_000).args(["-c", text]).stderr(Stdio::null()).spawn();
        let all = "x=0123456789abcdef; while :; do x=$x$x; done";
        assert_eq!(wait(script(all).expect("a shell"), Duration::from_secs(60)), End::Killed);
        assert_eq!(wait(script("while :; do :; done").expect("a shell"), Duration::from_millis(300)), End::Hung);
        assert_eq!(wait(script("exit 0").expect("a shell"), Duration::from_secs(60)), End::Survived);
    }
}
