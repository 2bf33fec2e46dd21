//! The gotchas of LINE Pay's API (line-pay-api 11) and the bad input that this project promises to stand, each with the
//! tests that prove it. `tests/it/gotchas.rs` fails for one that is not there.

/// A gotcha, and its tests as `file: name`. `hostile.js` goes through the real fetch of Node and workerd,
/// `tests/boundary` through the module's border in Node and Chromium.
pub(crate) const GOTCHAS: &[(&str, &[&str])] = &[
    // The rows of line-pay-api 11, in its order.
    (
        "19-digit ids",
        &[
            "tests/it/gotchas.rs: an_id_that_was_rounded_is_refused_or_finds_nothing",
            "tests/boundary/calls.rs: values_that_only_javascript_has_are_told_apart",
            "tests/it/mismatches.rs: ids_are_read_as_numbers_and_as_text_to_the_last_digit",
            "tests/runtimes/hostile.js: an id that was rounded",
            "sandbox/tests/it/hostile.rs: ids_in_the_path",
        ],
    ),
    ("ids as strings", &["tests/it/mismatches.rs: ids_are_read_as_numbers_and_as_text_to_the_last_digit"]),
    (
        "escaped slashes",
        &[
            "tests/it/gotchas.rs: escaped_slashes_and_characters_are_plain_json",
            "tests/runtimes/hostile.js: escaped slashes and characters",
            "sandbox/tests/it/wire.rs: each_operation_has_the_decks_own_bodies",
        ],
    ),
    (
        "non-ASCII",
        &["src/auth.rs: the_reference_vectors_hold", "tests/peer/payments.test.js: one-off: reserve, approve, confirm"],
    ),
    ("key order, whitespace, trailing newline", &["sandbox/tests/it/signed.rs: any_change_on_the_way_breaks_it"]),
    (
        "query encoding",
        &[
            "sandbox/tests/it/signed.rs: any_change_on_the_way_breaks_it",
            "tests/it/wire.rs: the_bytes_of_a_query_are_those_of_the_deck",
        ],
    ),
    (
        "array query parameters",
        &[
            "tests/it/wire.rs: the_bytes_of_a_query_are_those_of_the_deck",
            "sandbox/tests/it/rules.rs: details_by_both_kinds_of_ids",
        ],
    ),
    ("body on GET", &["sandbox/tests/it/signed.rs: any_change_on_the_way_breaks_it"]),
    (
        "booleans as strings",
        &[
            "tests/it/requests_v3.rs: options_are_spelt_as_documented",
            "sandbox/tests/it/reservations.rs: reserve_judges_each_field",
        ],
    ),
    ("confirm repeated", &["tests/it/lost_answers.rs: already_paid_is_answered_by_asking"]),
    (
        "refundAmount sign",
        &[
            "tests/it/mismatches.rs: refunds_count_whatever_their_sign",
            "tests/it/scenarios.rs: what_was_refunded_is_not_paid",
        ],
    ),
    (
        "packages sum error",
        &[
            "tests/it/requests_v3.rs: the_sums_add_up_or_the_one_that_does_not_is_named",
            "sandbox/tests/it/packages.rs: sums_must_be_right",
            "tests/peer/refusals.test.js: a request that LINE Pay does not take",
        ],
    ),
    ("error envelope in a page", &["src/envelope.rs: both_spellings_are_read"]),
    (
        "official JavaScript helper",
        &[
            "tests/it/gotchas.rs: nothing_of_the_official_samples_slips_is_copied",
            "sandbox/tests/it/signed.rs: any_change_on_the_way_breaks_it",
        ],
    ),
    ("official prose on NONE", &["tests/it/gotchas.rs: the_slips_of_the_documents_are_refused_by_name"]),
    (
        "header typo in a page",
        &[
            "tests/it/gotchas.rs: nothing_of_the_official_samples_slips_is_copied",
            "sandbox/tests/it/signed.rs: headers_are_judged_in_order",
        ],
    ),
    ("preapproved sample in a v4 page", &["tests/it/gotchas.rs: packages_of_a_reply_need_not_add_up"]),
    (
        "`addFriends`",
        &[
            "tests/it/fields.rs: choices_are_spelt_as_documented",
            "tests/it/requests_v3.rs: options_are_spelt_as_documented",
        ],
    ),
    ("locale codes", &["tests/it/gotchas.rs: the_slips_of_the_documents_are_refused_by_name"]),
    ("`Local` for `locale`", &["tests/it/gotchas.rs: the_slips_of_the_documents_are_refused_by_name"]),
    ("path doubling", &["sandbox/tests/it/access.rs: routes_are_judged_before_headers"]),
    ("wrong HTTP method", &["sandbox/tests/it/access.rs: routes_are_judged_before_headers"]),
    (
        "sandbox page",
        &["sandbox/tests/it/pages.rs: the_waiting_page_follows_the_payment", "tests/e2e/purchase.test.js: test("],
    ),
    (
        "keys of the other environment",
        &[
            "tests/it/gotchas.rs: keys_and_ids_of_another_environment",
            "tests/peer/refusals.test.js: a transaction that never was",
        ],
    ),
    (
        "HTTP 200 on all errors",
        &[
            "tests/it/replies.rs: what_is_no_answer_leaves_the_outcome_open_where_something_changes",
            "tests/runtimes/hostile.js: success with a status of failure",
            "sandbox/tests/it/hostile.rs: any_signed_request_has_an_answer",
        ],
    ),
    ("v2 from a worker without fixed IP", &["sandbox/tests/it/access.rs: the_list_of_payment_servers"]),
    // What this project promises besides.
    ("rounded ids", &["tests/it/gotchas.rs: an_id_that_was_rounded_is_refused_or_finds_nothing"]),
    (
        "ids above 2^63-1",
        &[
            "src/id.rs: what_is_no_id_is_refused",
            "tests/runtimes/hostile.js: an id above 2^63-1",
            "sandbox/tests/it/hostile.rs: ids_in_the_path",
        ],
    ),
    (
        "NaN and Infinity",
        &[
            "tests/boundary/calls.rs: values_that_only_javascript_has_are_told_apart",
            "tests/boundary/payment.rs: a_time_that_is_none_is_refused_and_does_not_count_as_1970",
            "tests/runtimes/hostile.js: a sum that is none",
            "tests/runtimes/hostile.js: a sum without end",
        ],
    ),
    (
        "lone surrogates",
        &[
            "tests/boundary/calls.rs: values_that_only_javascript_has_are_told_apart",
            "tests/it/gotchas.rs: half_a_character_in_a_reply_is_not_guessed_at",
            "tests/runtimes/hostile.js: or with half a character",
            "sandbox/tests/it/hostile.rs: fn bodies()",
        ],
    ),
    (
        "10 MB bodies",
        &[
            "tests/runtimes/hostile.js: ten megabytes",
            "tests/runtimes/hostile.js: a request of ten megabytes",
            "tests/runtimes/hostile.js: a reply without an end",
            "tests/it/replies.rs: five_mebibytes_are_read_or_refused_but_never_too_much",
            "pkg/test/checkout-reserve.test.mjs: a body over 64 KiB is refused",
            "sandbox/tests/it/hostile.rs: fn bodies()",
        ],
    ),
    (
        "deeply nested JSON",
        &[
            "src/json/level.rs: depth_costs_no_stack",
            "tests/it/requests.rs: deep_input_ends_in_an_error",
            "tests/it/replies.rs: a_success_that_cannot_be_read_says_that_it_was_carried_out",
            "tests/boundary/calls.rs: a_text_that_is_none_of_ours_is_refused_and_never_sent",
            "pkg/test/encode.test.mjs: what is no plain data is refused and never sent",
            "tests/runtimes/hostile.js: 300 000 levels",
            "sandbox/tests/it/hostile.rs: bodies_of_v3_and_v4",
        ],
    ),
    (
        "a byte order mark",
        &[
            "tests/it/replies.rs: a_byte_order_mark_unknown_fields_and_odd_types_where_no_rule_looks_do_no_harm",
            "tests/runtimes/hostile.js: a byte order mark",
            "sandbox/tests/it/hostile.rs: fn bodies()",
        ],
    ),
    (
        "duplicate keys",
        &[
            "tests/it/gotchas.rs: a_key_that_is_there_twice_is_an_error_wherever_it_is_read",
            "tests/runtimes/hostile.js: a duplicate id",
            "sandbox/tests/it/hostile.rs: fn bodies()",
        ],
    ),
    (
        "a wrong content type",
        &[
            "tests/runtimes/hostile.js: the content type of a page",
            "tests/runtimes/hostile.js: another charset in the content type",
            "pkg/test/checkout-reserve.test.mjs: content types",
            "sandbox/tests/it/access.rs: headers_are_judged_in_order",
        ],
    ),
    (
        "HTML",
        &[
            "tests/it/replies.rs: what_is_no_answer_leaves_the_outcome_open_where_something_changes",
            "tests/runtimes/hostile.js: a page that says it is JSON",
            "tests/runtimes/hostile.js: a gateway's page",
            "sandbox/tests/it/hostile.rs: fn bodies()",
        ],
    ),
];
