//! Numbered progress lines on stderr.

use crate::failure::Failure;
use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Counts the steps of one command and says how long each took.
pub struct Steps {
    total: usize,
    current: AtomicUsize,
}

/// What a step has to say when it is over.
pub enum Done {
    /// It did its work.
    Yes,
    /// Nothing that it depends on has changed.
    UpToDate,
}

/// One thing to do, with its name.
pub type Step = (&'static str, fn() -> Result<Done, Failure>);

thread_local! {
    /// What this thread's work belongs to, where several run at once.
    static LANE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What stands before a line that a tool prints: whose it is, where several run at once.
pub fn prefix() -> String {
    LANE.with_borrow(|lane| lane.as_ref().map(|name| format!("{name} | ")).unwrap_or_default())
}

impl Steps {
    pub fn new(total: usize) -> Self {
        Self { total, current: AtomicUsize::new(0) }
    }

    /// Runs one step between its two lines.
    pub fn run(&self, name: &str, work: impl FnOnce() -> Result<Done, Failure>) -> Result<(), Failure> {
        let label = format!("[{}/{}]", self.current.fetch_add(1, Ordering::Relaxed) + 1, self.total);
        eprintln!("{label} {name} …");
        let start = Instant::now();
        let result = work();
        let time = seconds(start.elapsed());
        match &result {
            Ok(Done::Yes) => eprintln!("{label} {name}: done in {time}"),
            Ok(Done::UpToDate) => eprintln!("{label} {name}: up to date"),
            Err(_) => eprintln!("{label} {name}: FAILED after {time}"),
        }
        result.map(|_| ())
    }

    /// Runs lanes beside each other, each a row of steps that ends at its first failure. All come to their end; the
    /// first lane's failure is told.
    pub fn lanes(&self, lanes: &[Vec<Step>]) -> Result<(), Failure> {
        let row = |lane: &[Step]| lane.iter().try_for_each(|(name, work)| self.run(name, work));
        if let [lane] = lanes {
            return row(lane);
        }
        let results = beside(lanes.iter().map(|lane| {
            let name = lane.last().map_or("", |(name, _)| name);
            move || named(name, || row(lane))
        }));
        results.into_iter().collect()
    }
}

/// Runs all of them at once, each on a thread; gives back what each came to, in order.
pub fn beside<T: Send>(work: impl IntoIterator<Item = impl FnOnce() -> T + Send>) -> Vec<T> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = work.into_iter().map(|work| scope.spawn(work)).collect();
        threads.into_iter().map(joined).collect()
    })
}

/// Two things of different kinds at once, the second one on this thread.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (joined(one), other)
    })
}

fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Does work whose lines carry this name.
pub fn named<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let before = LANE.replace(Some(name.to_owned()));
    let result = work();
    LANE.set(before);
    result
}

pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{Done, Steps, beside, named, prefix};
    use crate::failure::Failure;

    #[test]
    fn a_lane_ends_at_its_first_failure_and_the_others_go_on() {
        fn fails() -> Result<Done, Failure> {
            Err(Failure::new("no"))
        }
        fn never() -> Result<Done, Failure> {
            unreachable!("it stands behind a failure")
        }
        let lanes = [vec![("a", (|| Ok(Done::Yes)) as fn() -> _)], vec![("b", fails), ("c", never)]];
        let steps = Steps::new(3);
        assert_eq!(steps.lanes(&lanes).map_err(|failure| failure.what().to_owned()), Err("no".to_owned()));
    }

    #[test]
    fn lines_of_a_lane_carry_its_name_and_results_keep_their_order() {
        assert_eq!(prefix(), "");
        let work = ["a", "b"].map(|name| move || named(name, prefix));
        assert_eq!(beside(work), ["a | ", "b | "]);
        let within = named("a", || (named("b", prefix), prefix()));
        assert_eq!((within, prefix()), (("b | ".to_owned(), "a | ".to_owned()), String::new()));
    }
}
