//! What has to come about: cells of fault, operation and state, with how often at least in a million orders.

use crate::crowd::Sum;

const FLOORS: &str = include_str!("floors.txt");
/// Below so many orders chance decides.
const LEAST: u64 = 20_000;
/// And below so many expected ones.
const EXPECTED: u64 = 20;

/// The cells that came about too rarely.
pub(crate) fn missing(sum: &Sum) -> Vec<String> {
    if sum.orders < LEAST {
        return Vec::new();
    }
    let counted = |cell: &str| {
        let mut cells = sum.cover.0.iter();
        let known =
            cells.find(|((fault, operation, state), _)| format!("{} {operation} {state}", fault.name()) == cell);
        known.map_or(0, |(_, count)| *count)
    };
    let rows = FLOORS.lines().filter_map(|line| line.rsplit_once(' '));
    let rows = rows.filter_map(|(cell, floor)| Some((cell, floor.parse::<u64>().ok()? * sum.orders / 1_000_000)));
    let low = rows.filter(|(cell, floor)| *floor >= EXPECTED && counted(cell) < *floor);
    low.map(|(cell, floor)| format!("{cell}: {} of {floor}", counted(cell))).collect()
}

/// The floors by what came about: a third of it.
pub(crate) fn print(sum: &Sum) {
    for ((fault, operation, state), count) in &sum.cover.0 {
        let floor = count * 1_000_000 / sum.orders.max(1) / 3;
        if floor >= EXPECTED {
            println!("{} {operation} {state} {floor}", fault.name());
        }
    }
}
