//! What the house breaks today, each with its reason. Nothing is added here without one, and what is mended goes out:
//! the part fails for a row that is not needed.

use super::Known;

const LITERAL: &str = "to be a predicate of the code's row";

/// The codes that end a regKey.
const ENDING: &[&str] = &[
    "1141", "1190", "1193", "1281", "1282", "1283", "1284", "1285", "1286", "1287", "1290", "1291", "1292", "1293",
    "1294", "1295",
];

const DECLINED: &[&str] = &[
    "1101", "1102", "1133", "1141", "1142", "1154", "1170", "1180", "1264", "1280", "1287", "1288", "1289", "1290",
    "1293", "1295", "1296",
];

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
        ("sandbox/src", "faults", "routes", "a fault looks up the operations' names; they are to be handed in"),
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
    codes: &[
        ("src/flow/approval.rs", &["1159"], LITERAL),
        ("src/flow/settle.rs", &["0123", "1152", "1159", "1172"], LITERAL),
        ("src/operation.rs", &["0000", "1150"], LITERAL),
        (
            "src/operations/status_check.rs",
            &["0000", "0110", "0121", "0122", "0123"],
            "what the operation answers with",
        ),
        ("src/order/heard.rs", &["1150", "1153", "1169", "1180"], LITERAL),
        ("src/payment/learn.rs", ENDING, LITERAL),
        (
            "src/rule/answer.rs",
            &["1124", "1153", "1177", "1178", "1183", "1190", "2101"],
            "what LINE Pay says to a broken rule",
        ),
        ("pkg/src/explain.ts", &["1142"], "an example in a sentence"),
        ("pkg/src/checkout/words.ts", DECLINED, "the buyer's words for a decline, in both languages"),
    ],
};
