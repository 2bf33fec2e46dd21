//! Each target for seconds, on stable Rust and by fixed numbers: the same runs everywhere. The long runs are
//! `cargo xtask fuzz`.

use linepay_edge_fuzz::{TARGETS, driver, tokens as token};

fn smoke(name: &str, runs: usize) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    driver::drive(target, 0x11ea_9a11, runs);
}

#[test]
fn replies() {
    smoke("replies", 8_000);
}

#[test]
fn tokens() {
    smoke("tokens", 4_000);
}

#[test]
fn requests() {
    smoke("requests", 40_000);
}

/// Not a choice of them: all, of orders of every version.
#[test]
fn no_bit_of_a_token_may_change() {
    let orders = token::seeds();
    let refused: usize = orders.iter().step_by(4).map(|order| token::every_bit(order)).sum();
    assert!(refused > 3_000, "{refused} changes were refused");
}
