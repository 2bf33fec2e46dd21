//! `cargo xtask simulate`: orders with a ledger, by the real flow against the real sandbox, with everything that can go
//! wrong. Each life follows from a seed and its number.

mod acts;
mod books;
mod charges;
mod checks;
mod cover;
mod crowd;
mod dense;
mod ends;
mod fault;
mod floors;
mod hands;
mod hook;
mod kind;
mod life;
mod options;
mod owed;
mod process;
mod random;
mod report;
mod rules;
mod run;
mod shrink;
mod store;
mod taken;
#[cfg(test)]
mod tests;
mod wire;
mod world;

use crowd::Crowd;
use linepay_edge::order::life::Rule;
use options::Options;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)) {
        Ok(options) if run(&options) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> bool {
    if let Some(order) = options.order {
        Rule::without(options.without);
        return report::one(options, order);
    }
    if options.rules {
        let first = |rule: &Rule| {
            let found = rules::first(*rule, options.seed, options.only, options.threads);
            eprintln!("{rule:?}: {found:?}");
            (*rule, found)
        };
        let found: Vec<_> = Rule::ALL.iter().map(first).collect();
        return report::rules(&found, options.json);
    }
    let start = Instant::now();
    let crowd = Crowd {
        seed: options.seed,
        orders: options.orders,
        kind: options.only,
        without: options.without,
        until: options.minutes.map(|minutes| start + Duration::from_secs(60 * minutes)),
        threads: options.threads,
        first: false,
        told: true,
    };
    let sum = crowd.run();
    // For what is made smaller, on this thread.
    Rule::without(options.without);
    if options.floors {
        floors::print(&sum);
        return sum.bad == 0;
    }
    let whole = options.only.is_none() && options.without.is_none();
    let missing = if whole { floors::missing(&sum) } else { Vec::new() };
    report::crowd(&sum, &missing, options, start.elapsed())
}
