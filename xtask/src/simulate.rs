//! `cargo xtask simulate`, which is a crate of its own, optimised: orders with a ledger, with everything that can go
//! wrong.

use crate::failure::Failure;
use crate::tool::Tool;
use clap::Args;
use std::process::ExitCode;

const KINDS: [&str; 18] = [
    "v2",
    "v3",
    "v4",
    "authorise",
    "preapproved",
    "zero",
    "terms",
    "operator",
    "calm",
    "windows",
    "deadline",
    "person",
    "again",
    "copies",
    "stalled",
    "registered",
    "charge",
    "taken",
];

/// Live through the lives of many orders that a ledger remembers, with everything that can go wrong
///
/// Buyers, tabs, sweeps and people of the shop act by the real flow on a ledger in memory and on the sandbox in the
/// same process, in a time of their own. Requests and answers are lost, late, doubled or wrong, writes fail or come
/// late, hooks throw, processes end or stand still. After every act the sandbox's books are the judge. The same seed
/// gives the same lives. A bad one is made smaller and printed with the line that shows it again.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(verbatim_doc_comment)]
pub struct Options {
    /// How many orders
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..))]
    orders: u64,
    /// Which ones: a number; "fresh" takes another one each time
    #[arg(long, value_name = "S", default_value = "1", value_parser = seed)]
    seed: u64,
    /// Lives of this kind alone
    #[arg(long, value_name = "KIND", value_parser = KINDS)]
    only: Option<String>,
    /// Stop after so many minutes
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u64).range(1..))]
    minutes: Option<u64>,
    /// How many threads; as many as there are cores unless given
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u64).range(1..))]
    threads: Option<u64>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Show this one order of the seed, step by step
    #[arg(long, value_name = "I", conflicts_with_all = ["minutes", "json", "rules"])]
    order: Option<u64>,
    /// Leave out acts (by number), kinds of faults (by name) and single faults (TASK.NUMBER) of that order
    #[arg(long, value_name = "LIST", requires = "order")]
    drop: Option<String>,
    /// Take this safeguard away: a name of src/order/life/rules.rs
    #[arg(long, value_name = "RULE")]
    without: Option<String>,
    /// Take each safeguard away and say how many orders it took to notice
    #[arg(long, conflicts_with_all = ["minutes", "without"])]
    rules: bool,
}

fn seed(text: &str) -> Result<u64, String> {
    if text == "fresh" {
        return Ok(fresh());
    }
    text.parse().map_err(|_| "a number, or fresh".to_owned())
}

/// Another number each time.
pub fn fresh() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |time| time.as_millis() as u64)
}

/// Hands over to it, its progress included.
pub fn command(options: &Options) -> Result<ExitCode, Failure> {
    program(&options.words()).become_it()
}

pub fn program<S: AsRef<std::ffi::OsStr>>(words: &[S]) -> Tool {
    let run = ["run", "--release", "--quiet", "--locked", "--manifest-path", "xtask/simulate/Cargo.toml", "--"];
    Tool::cargo(&run).args(words)
}

impl Options {
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let numbers = [
            ("--orders", Some(self.orders)),
            ("--seed", Some(self.seed)),
            ("--minutes", self.minutes),
            ("--threads", self.threads),
            ("--order", self.order),
        ];
        let texts = [("--only", &self.only), ("--drop", &self.drop), ("--without", &self.without)];
        let numbers = numbers.into_iter().filter_map(|(name, number)| Some((name, number?.to_string())));
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?)));
        for (name, value) in numbers.chain(texts) {
            words.extend([name.to_owned(), value]);
        }
        let flags = [("--json", self.json), ("--rules", self.rules)];
        words.extend(flags.into_iter().filter(|(_, is)| *is).map(|(name, _)| name.to_owned()));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn words(line: &str) -> Option<String> {
        let line = std::iter::once("simulate").chain(line.split_whitespace());
        Line::try_parse_from(line).ok().map(|line| line.options.words().join(" "))
    }

    #[test]
    fn options_are_handed_over() {
        assert_eq!(words("").as_deref(), Some("--orders 20000 --seed 1"));
        let whole = "--orders 5 --seed 9 --order 3 --only v3 --drop 1,late --without OwnRow";
        assert_eq!(words(whole).as_deref(), Some(whole));
        for wrong in ["--orders 0", "--only v5", "--seed x", "--drop 1", "--rules --without OwnRow"] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }
}
