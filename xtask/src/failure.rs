//! Why a step failed, in words for the person who ran it.

use std::fmt;

/// What failed, what the tool printed, and what to do about it.
#[derive(Debug)]
pub struct Failure {
    what: String,
    output: String,
    remedy: Option<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), output: String::new(), remedy: None }
    }

    /// Keeps what the tool printed, to be shown below the headline.
    pub fn output(mut self, output: impl Into<String>) -> Self {
        self.output = output.into();
        self
    }

    /// Says what to do, unless whoever saw the failure first has said it.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy.get_or_insert(remedy.into());
        self
    }

    /// Leaves out the lines that only the tool's authors can read.
    pub fn without_stack_trace(mut self) -> Self {
        let is_frame = |line: &&str| line.trim_start_matches("npm error").trim_start().starts_with("at ");
        let kept: Vec<&str> = self.output.lines().filter(|line| !is_frame(line)).collect();
        self.output = kept.join("\n");
        self
    }

    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\nfailed: {}", self.what)?;
        let output = self.output.trim();
        if !output.is_empty() {
            for line in output.lines() {
                write!(f, "\n  | {line}")?;
            }
        }
        if let Some(remedy) = &self.remedy {
            write!(f, "\nwhat to do: {remedy}")?;
        }
        Ok(())
    }
}

/// Turns an I/O error about one path into a failure that names it.
pub fn io(action: &str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Failure {
    let what = format!("cannot {action} {}", path.display());
    move |error| Failure::new(what).output(error.to_string())
}
