//! Every native test of the client: one file a subject. What several of them use stands in `support`.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that meets what it did not expect is to stop there; the runner shows what a failed one printed"
)]

mod attempts;
mod charges;
mod charges_lost;
mod charges_told;
mod checkout_registration;
mod client;
mod counter;
mod currencies;
mod declared;
mod desk;
mod desk_captures;
mod desk_errors;
mod desk_views;
mod expiring;
mod fields;
mod gotchas;
mod hostile;
mod interleavings;
mod jar;
mod judged;
mod kept;
mod kept_asks;
mod kept_early;
mod kept_lives;
mod kept_pages;
mod kept_taken_over;
mod kept_trips;
mod kept_unsent;
mod kept_verdicts;
mod late;
mod life;
mod lost_answers;
mod mismatches;
mod new_words;
mod other_ids;
mod other_tabs;
mod packages;
mod pages;
mod payment_life;
mod payment_rows;
mod reference;
mod refunds_listed;
mod reg_key_lost;
mod registrations;
mod remembered;
mod replies;
mod requests;
mod requests_v3;
mod reserving;
mod round_trip;
mod round_trip_v3;
mod rules;
mod scenarios;
mod settings;
mod settled;
mod simulation;
mod steps;
mod support;
mod terms;
mod token;
mod twice;
mod typed;
mod versions;
mod wire;
