//! The simulation itself, tried.

use crate::crowd::{Crowd, Sum};
use crate::run::Number;
use crate::world::Mask;
use linepay_edge::order::life::Rule;

fn crowd(seed: u64, orders: u64, threads: usize) -> Sum {
    Crowd { seed, orders, kind: None, without: None, until: None, threads, first: false, told: false }.run()
}

#[test]
fn one_seed_gives_one_trace() {
    let one = crowd(7, 300, 1);
    assert_eq!(one.hash, crowd(7, 300, 3).hash, "whatever the threads");
    assert_ne!(one.hash, crowd(8, 300, 1).hash);
}

#[test]
fn a_bad_life_is_made_smaller_and_stays_bad() {
    let found = crate::rules::first(Rule::IntentFirst, 1, None, 1).expect("it is missed");
    Rule::without(Some(Rule::IntentFirst));
    let number = Number { seed: 1, order: found.0 - 1, kind: None };
    let whole = number.live(&Mask::default(), false);
    let mask = crate::shrink::shrink(number, found.1);
    let small = number.live(&mask, true);
    assert_eq!(small.broken.map(|(property, _)| property), Some(found.1));
    assert!(small.happened.len() <= whole.happened.len());
    assert!(mask.acts.len() + 3 >= number.life().acts.len(), "a visit, a decision and a pay are enough: {mask:?}");
    assert!(!small.lines.is_empty());
    Rule::without(None);
}

/// As many as the test command has time for: the seed that is always tried, and one of this day.
const ORDERS: u64 = 2_500;

fn well(seed: u64) {
    let sum = crowd(seed, ORDERS, 1);
    let first = sum.broken.first_key_value();
    assert!(first.is_none(), "cargo xtask simulate --orders {ORDERS} --seed {seed}: {first:?}");
    assert_eq!(sum.orders, ORDERS);
}

#[test]
fn lives_of_a_fixed_seed_are_well() {
    well(1);
}

#[test]
fn lives_of_a_fresh_seed_are_well() {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is after 1970");
    well(u64::try_from(since.as_millis()).expect("a number"));
}
