//! Which mutant is at work: compiled into the copy of the crate that the tests run against, and nowhere else.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::LazyLock;
use std::time::Instant;

static CHOSEN: LazyLock<Option<u32>> = LazyLock::new(|| {
    let chosen = std::env::var("MUTANT").ok()?.parse().ok()?;
    // The first test that fails ends them all.
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("{panic}");
        std::process::exit(101)
    }));
    Some(chosen)
});
static NOTES: LazyLock<Option<std::ffi::OsString>> = LazyLock::new(|| std::env::var_os("MUTANTS_REACHED"));

/// What one test has reached, written down when its thread ends.
struct Reached {
    mutants: BTreeSet<u32>,
    start: Instant,
}

impl Drop for Reached {
    fn drop(&mut self) {
        let Some(notes) = NOTES.as_ref() else { return };
        let thread = std::thread::current();
        let mut line = format!("{} {}", thread.name().unwrap_or("?"), self.start.elapsed().as_millis());
        for mutant in &self.mutants {
            line.push_str(&format!(" {mutant}"));
        }
        line.push('\n');
        if let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(notes) {
            let _ = file.write_all(line.as_bytes());
        }
    }
}

thread_local! {
    static REACHED: std::cell::RefCell<Reached> =
        std::cell::RefCell::new(Reached { mutants: BTreeSet::new(), start: Instant::now() });
}

/// Is this mutant at work?
pub fn on(mutant: u32) -> bool {
    if NOTES.is_some() {
        let _ = REACHED.try_with(|reached| reached.borrow_mut().mutants.insert(mutant));
    }
    *CHOSEN == Some(mutant)
}

/// A table with its mutants. `mark` stands for all of them: they are read once, by whichever test comes first.
pub fn table<T>(mark: u32, table: &'static LazyLock<T>) -> &'static T {
    on(mark);
    table
}

/// What a table refers to.
pub fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
