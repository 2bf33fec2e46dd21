//! Tasks: which answer goes to whom, and what becomes of those that are never resumed.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{CONFIRM, NONCE, PAID, World, begin, go_on, number, result, resume, text, thrown};

/// What is said of a task that is not here.
const GONE: &str = "G";

/// The effect without the events before it.
fn effect(out: &str) -> &str {
    out.strip_prefix('V').map_or(out, |rest| rest.split_once('\n').unwrap().1)
}

fn paid(order: &str) -> String {
    PAID.replace("ORD-1", order)
}

#[wasm_bindgen_test]
fn each_answer_goes_to_its_own_task_in_whatever_order() {
    let orders = ["ORD-1", "ORD-2", "ORD-3"];
    let tasks = orders.map(|order| {
        let task = number();
        let options = format!(r#"{{"expected":{{"orderId":"{order}"}}}}"#);
        assert!(effect(&begin(task, "confirm", CONFIRM, &options)).starts_with('S'));
        (task, order)
    });
    for (task, order) in tasks.into_iter().rev() {
        let got = result(effect(&go_on(task, 200, &paid(order))));
        assert_eq!(text(&got, "orderId"), order);
    }
}

#[wasm_bindgen_test]
fn a_task_that_is_not_here_is_not_resumed_and_harms_no_other() {
    assert_eq!(go_on(number(), 200, PAID), GONE, "never begun");
    let (task, other) = (number(), number());
    begin(task, "confirm", CONFIRM, "null");
    begin(other, "confirm", CONFIRM, "null");
    assert_eq!(begin(task, "confirm", CONFIRM, "null"), GONE, "its number is taken");
    result(effect(&go_on(task, 200, PAID)));
    for status in [0, 2, 200] {
        assert_eq!(go_on(task, status, PAID), GONE, "it has ended");
    }
    for odd in ["", "-1", "0.5", "NaN", "18446744073709551616"] {
        assert_eq!(resume(odd, 200, PAID, NONCE), GONE);
    }
    result(effect(&go_on(other, 200, PAID)));
}

/// A worker whose request was cancelled never resumes: what it began must not stay for ever. Whoever does resume is
/// told, and begins again with all that the task was given.
#[wasm_bindgen_test]
fn tasks_that_are_never_resumed_do_not_fill_the_memory() {
    let pages = || core::arch::wasm32::memory_size(0);
    let first = number();
    begin(first, "confirm", CONFIRM, "null");
    let mut last = first;
    let mut lot = || {
        for _ in 0..1_500 {
            last = number();
            begin(last, "confirm", CONFIRM, "null");
        }
        last
    };
    lot();
    let before = pages();
    for _ in 0..6 {
        lot();
    }
    assert!(pages() <= before + 1, "{before} pages, then {}", pages());
    assert_eq!(go_on(first, 200, PAID), GONE);
    result(effect(&go_on(lot(), 200, PAID)));
    begin(first, "confirm", CONFIRM, "null");
    result(effect(&go_on(first, 200, PAID)));
}

/// A task that is begun anew does and says the same: its events count its calls, and nothing of the instance is in
/// them.
#[wasm_bindgen_test]
fn a_task_given_the_same_again_wants_the_same_done() {
    let steps = |task: u32| {
        let begun = begin(task, "paymentCheck", r#"{"orderId":"ORD-1"}"#, "null");
        let paused = go_on(task, 1, "");
        let again = go_on(task, 0, "");
        let ended = go_on(task, 200, r#"{"returnCode":"1150","returnMessage":"-"}"#);
        [begun, paused, again, ended]
    };
    let once = steps(number());
    assert_eq!(once, steps(number()));
    assert!(once[0].starts_with("V[{\"type\":\"request\",\"call\":1,"), "{}", once[0]);
    assert_eq!(effect(&once[1]), "W200");
    assert_eq!(thrown(effect(&once[3])), "NOT_FOUND");
    let mut world = World::new(&[(200, PAID)]);
    result(&world.ask("confirm", CONFIRM, "null"));
}
