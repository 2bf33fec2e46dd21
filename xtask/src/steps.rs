//! Numbered progress lines on stderr.

use crate::failure::Failure;
use std::time::{Duration, Instant};

/// Counts the steps of one command and says how long each took.
pub struct Steps {
    total: usize,
    current: usize,
}

/// What a step has to say when it is over.
pub enum Done {
    /// It did its work.
    Yes,
    /// Nothing that it depends on has changed.
    UpToDate,
}

impl Steps {
    pub fn new(total: usize) -> Self {
        Self { total, current: 0 }
    }

    /// Runs one step between its two lines.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<Done, Failure>) -> Result<(), Failure> {
        self.current += 1;
        let label = format!("[{}/{}]", self.current, self.total);
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
}

pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
