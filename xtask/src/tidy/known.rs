//! What the house breaks today, each with its reason. Nothing is added here without one, and what is mended goes out:
//! the part fails for a row that is not needed.

use super::Known;

pub const KNOWN: Known = Known {
    arrows: &[
        (
            "src",
            "operation",
            "payment",
            "an operation names the step it takes; the steps are to be told by its declaration",
        ),
        ("src", "operations", "payment", "as above"),
        ("src", "operations", "config", "Any::prepare; Any is to give route, parts and checks alone"),
        ("src", "operations", "prepare", "as above"),
    ],
    wide: &[
        ("sandbox/src/auth.rs", 4, "the reference's vectors, one a row"),
        ("sandbox/src/routes.rs", 11, "one route a row"),
        ("sandbox/src/state.rs", 12, "one state a row, one event a column"),
        ("sandbox/tests/it/hostile.rs", 7, "grammars of what proptest makes up"),
        ("src/operations/details.rs", 1, "a macro's pattern"),
        ("src/rule/table.rs", 55, "one rule a row, in both languages"),
        ("tests/it/support/broken/cases.rs", 27, "one broken request a row"),
    ],
    codes: &[],
};
