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
    /// The lane that this thread's work belongs to, where several run at once.
    static LANE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What stands before a line that a tool prints: the lane's name, where several run at once.
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
            (name.to_owned(), move || row(lane))
        }));
        results.into_iter().collect()
    }
}

/// Runs all of them at once, each on a thread whose lines carry its name; gives back what each came to, in order.
pub fn beside<T: Send>(work: impl IntoIterator<Item = (String, impl FnOnce() -> T + Send)>) -> Vec<T> {
    std::thread::scope(|scope| {
        let threads = work.into_iter().map(|(name, work)| {
            scope.spawn(move || {
                LANE.set(Some(name));
                work()
            })
        });
        let threads: Vec<_> = threads.collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(|result| result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{Done, Steps, beside, prefix};
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
        let work = ["a", "b"].map(|name| (name.to_owned(), prefix));
        assert_eq!(beside(work), ["a | ", "b | "]);
    }
}
