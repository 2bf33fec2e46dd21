//! `cargo xtask mutants`: small changes of the sources, one at a time, and which of them no test notices.
//!
//! All changes are compiled at once into a copy below `target/mutants`, each behind a switch; the tests run again for
//! each of them, those first that come by and are quick. A copy for each change would take a compilation for each.

mod accepted;
mod change;
mod codes;
mod copy;
mod find;
mod house;
mod lists;
mod snapshot;
mod tables;
mod text;
mod trial;

use accepted::Accepted;
use clap::Parser;
use copy::Crop;
use find::{Kind, Mutant};
use house::House;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use trial::{End, Trial};

/// What decides about money: beginnings of paths.
const SCOPE: [&str; 7] =
    ["src/flow/", "src/order/", "src/payment", "src/return_code", "src/operation", "src/outcome", "src/wire"];

/// Ends of paths that are tried only where they are named: tests, and what is for people to read.
const APART: [&str; 5] = ["/tests.rs", "/diagram.rs", "/catalogue.rs", "/doc.rs", "/shown.rs"];

/// Of the changes of code, one of this many is tried without --all; which, hangs on their words alone.
const SHARE: u64 = 6;

/// Changes the sources in small ways and looks which change no test notices.
///
/// Tried are src/flow, order, payment, return_code, operations, outcome and wire. Without --all or --only: every row,
/// limit, flag and class of a table and every constant, and one of six changes of code, always the same. What survives
/// has to stand in xtask/mutants/accepted.json with its reason, and what stands there has to survive.
#[derive(Parser)]
#[command(name = "cargo xtask mutants", bin_name = "cargo xtask mutants", verbatim_doc_comment)]
struct Options {
    /// Every change of code too; takes more than an hour
    #[arg(long)]
    all: bool,
    /// Every change in this file or folder, and no other; may be given more than once
    #[arg(long, value_name = "PATH")]
    only: Vec<String>,
    /// Of the changes of code one of N, always the same ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    share: Option<u64>,
    /// With quick tests alone, for a first look: what survives them may yet die of a slow one
    #[arg(long)]
    quick: bool,
    /// Say what would be tried, and try nothing
    #[arg(long)]
    list: bool,
    /// How many are tried at once; the number of cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: Option<u16>,
    /// Print the result as JSON on stdout; progress goes to stderr
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(what) => {
            eprintln!("\nfailed: {what}");
            ExitCode::FAILURE
        }
    }
}

/// The same for each machine and each day: FNV over the change's words.
fn drawn(mutant: &Mutant, share: u64) -> bool {
    let words = [&mutant.file, &mutant.within, &mutant.was, &mutant.becomes].map(String::as_str).join(" ");
    let hash = words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 20) % share == 0
}

fn apart(file: &str) -> bool {
    file.contains("/tests/") || APART.iter().any(|end| file.ends_with(end))
}

fn describe(mutant: &Mutant) -> String {
    let short = |text: &str| match text.char_indices().nth(70) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    };
    let becomes = if mutant.becomes.is_empty() { "nothing" } else { &mutant.becomes };
    format!("{}:{} {}: {} → {}", mutant.file, mutant.line, mutant.within, short(&mutant.was), short(becomes))
}

fn run(options: &Options) -> Result<bool, String> {
    let start = Instant::now();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = own.ancestors().nth(2).unwrap_or(own).to_path_buf();
    let accepted = Accepted::read(&own.join("accepted.json"))?;
    let only: Vec<&str> = options.only.iter().map(|path| path.trim_start_matches("./").trim_end_matches('/')).collect();
    if let Some(path) = only.iter().find(|path| !path.starts_with("src/") || !root.join(path).exists()) {
        return Err(format!("--only {path}: there is no such file or folder below src"));
    }
    let wanted = |file: &str| match only.as_slice() {
        [] => SCOPE.iter().any(|scope| file.starts_with(scope)) && !apart(file),
        only => only.iter().any(|path| file == *path || (file.starts_with(&format!("{path}/")) && !apart(file))),
    };
    // What rows there may be of; of other files no mutants are made.
    let accepted: Vec<Accepted> = accepted.into_iter().filter(|row| wanted(&row.file)).collect();
    let crop = Crop::of(House::read(&root)?, wanted);
    let whole = options.share.is_none() && (options.all || !only.is_empty());
    let share = options.share.unwrap_or(SHARE);
    let chosen: Vec<usize> = crop
        .found
        .mutants
        .iter()
        .enumerate()
        .filter(|(_, mutant)| whole || mutant.kind == Kind::Table || drawn(mutant, share))
        .map(|(id, _)| id)
        .collect();
    if options.list {
        chosen.iter().filter_map(|id| crop.found.mutants.get(*id)).for_each(|mutant| println!("{}", describe(mutant)));
        println!("{} changes, some of which the compiler may refuse", chosen.len());
        return Ok(true);
    }
    // What is not tried is not compiled either.
    let kept: std::collections::BTreeSet<usize> = chosen.iter().copied().collect();
    let pair =
        |id: usize| crop.found.mutants.get(id).and_then(|mutant| mutant.pair).is_some_and(|id| kept.contains(&id));
    crop.dropped.borrow_mut().extend((0..crop.found.mutants.len()).filter(|id| !kept.contains(id) && !pair(*id)));
    let before = crop.dropped.borrow().len();
    let jobs = options.jobs.map_or_else(|| std::thread::available_parallelism().map_or(2, usize::from), usize::from);
    let folder = target(&root).join("mutants");
    let programs = crop.compile(&root, &folder, |line| eprintln!("mutants: {line}"))?;
    let refused = crop.dropped.borrow().len() - before;
    eprintln!("mutants: compiled after {} s; the tests run once to see what they come by", start.elapsed().as_secs());
    let trial = Trial::prepare(programs, &crop, &folder, jobs, options.quick)?;
    let tried: Vec<usize> = chosen.into_iter().filter(|id| crop.lives(*id)).collect();
    eprintln!("mutants: {} changes, {refused} that the compiler refuses; {jobs} at once", tried.len());
    let ends = try_all(&trial, &crop.found.mutants, &tried, jobs);
    Ok(report(options, &crop.found.mutants, &accepted, &ends, start))
}

fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

fn try_all(trial: &Trial, mutants: &[Mutant], tried: &[usize], jobs: usize) -> Vec<(usize, End)> {
    let (next, start) = (AtomicUsize::new(0), Instant::now());
    let ends = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(id) = tried.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let end = trial.run(*id);
                    if let (End::Survived | End::Unreached, Some(mutant)) = (end, mutants.get(*id)) {
                        eprintln!("  {end:?}: {}", describe(mutant));
                    }
                    let Ok(mut ends) = ends.lock() else { return };
                    ends.push((*id, end));
                    if ends.len() % 25 == 0 {
                        let left = start.elapsed().as_secs() * (tried.len() - ends.len()) as u64 / ends.len() as u64;
                        let alive =
                            ends.iter().filter(|(_, end)| matches!(end, End::Survived | End::Unreached)).count();
                        eprintln!("[{}/{}] {alive} survive; about {left} s left", ends.len(), tried.len());
                    }
                }
            });
        }
    });
    let mut ends = ends.into_inner().unwrap_or_default();
    ends.sort_by_key(|(id, _)| *id);
    ends
}

/// Says what survived, and whether that is as it should be.
fn report(options: &Options, mutants: &[Mutant], accepted: &[Accepted], ends: &[(usize, End)], start: Instant) -> bool {
    let of = |id: usize| mutants.get(id);
    let lived = |end: End| matches!(end, End::Survived | End::Unreached);
    let (mut unlisted, mut listed, mut dead) = (Vec::new(), 0, 0);
    for (id, end) in ends {
        let Some(mutant) = of(*id) else { continue };
        match (lived(*end), accepted.iter().any(|row| row.is(mutant))) {
            (false, _) => dead += 1,
            (true, true) => listed += 1,
            (true, false) => unlisted.push((mutant, end)),
        }
    }
    // A row whose changes were all tried and all died, or that fits none.
    let needless: Vec<&Accepted> = accepted
        .iter()
        .filter(|row| {
            let mut fits = ends.iter().filter(|(id, _)| of(*id).is_some_and(|mutant| row.is(mutant))).peekable();
            let gone = fits.peek().is_none() && !mutants.iter().any(|mutant| row.is(mutant));
            gone || (fits.peek().is_some() && fits.all(|(_, end)| !lived(*end)))
        })
        .collect();
    for (mutant, end) in &unlisted {
        let why = if **end == End::Unreached { "no test comes by" } else { "no test notices" };
        eprintln!("{why}: {}", describe(mutant));
    }
    for row in &needless {
        eprintln!(
            "stands in accepted.json and does not survive: {} in {}: {} → {}",
            row.file, row.within, row.was, row.becomes
        );
    }
    let good = unlisted.is_empty() && needless.is_empty();
    if !good {
        eprintln!("what to do: write the test that notices it; or say in xtask/mutants/accepted.json why none can");
    }
    if options.json {
        let rows = |rows: &[(&Mutant, &End)]| -> Vec<serde_json::Value> {
            rows.iter()
                .map(|(mutant, end)| {
                    serde_json::json!({
                        "file": mutant.file, "line": mutant.line, "within": mutant.within, "was": mutant.was,
                        "becomes": mutant.becomes, "reached": **end != End::Unreached,
                    })
                })
                .collect()
        };
        let needless: Vec<String> =
            needless.iter().map(|row| format!("{} {} {}", row.file, row.was, row.becomes)).collect();
        println!(
            "{}",
            serde_json::json!({
                "tried": ends.len(), "killed": dead, "accepted": listed, "seconds": start.elapsed().as_secs(),
                "survivors": rows(&unlisted), "needless": needless,
            })
        );
    } else {
        println!(
            "{dead} killed, {listed} survive as listed, {} survive and {} rows are needless, {} s",
            unlisted.len(),
            needless.len(),
            start.elapsed().as_secs()
        );
        println!("{} passed, {} failed", dead + listed, unlisted.len() + needless.len());
    }
    good
}
