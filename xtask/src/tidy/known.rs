//! What the house breaks today, each with its reason. Nothing is added here without one, and what is mended goes out:
//! the part fails for a row that is not needed.

use super::Known;

pub const KNOWN: Known = Known {
    arrows: &[],
    wide: &[
        ("sandbox/src/signature.rs", 4, "the reference's vectors, one a row"),
        ("sandbox/src/state.rs", 12, "one state a row, one event a column"),
        ("sandbox/tests/it/hostile.rs", 7, "grammars of what proptest makes up"),
        ("src/rule/table.rs", 70, "one rule a row, in both languages"),
        ("tests/it/support/broken/cases.rs", 27, "one broken request a row"),
    ],
    codes: &[],
    lists: &[
        ("bench/phases.js", "the calls that are profiled"),
        ("bench/sandbox/operations.js", "what a call of each uses up, made beforehand"),
        ("bench/sides/peer.js", "how another client calls them"),
        ("fuzz/src/judge.rs", "what a reply of each must repeat, said a second time: an oracle"),
        ("src/rule/answer.rs", "the operations that answer a broken rule with a code of their own"),
        ("src/wire/operation.rs", "the steps in the life of a payment, named as the operations that take them"),
        ("tests/differential/areas/checkout.js", "the calls that a checkout makes"),
        ("tests/it/client.rs", "calls that show the secret"),
        ("tests/it/round_trip_v3.rs", "a request of each shape"),
        ("tests/it/support/broken/cases.rs", "a good request of each"),
        ("www/shop/src/validate/guess.ts", "what tells the replies of some from others"),
        ("www/shop/src/validate/har.ts", "the requests on which a payment's state depends"),
        ("www/shop/src/validate/words.ts", "the steps in the life of a payment, in both languages"),
        ("www/workers/shop/store.ts", "the calls that the demo's shop makes"),
    ],
};
