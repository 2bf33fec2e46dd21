//! Every life of an order within small bounds, walked through with the real code.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that meets what it did not expect is to stop there; the runner shows what a failed one printed"
)]

mod answers;
mod books;
mod bounds;
mod charges;
mod checks;
mod comers;
mod decisions;
mod desk;
mod edges;
mod exhaustive;
mod follows;
mod happens;
mod late;
mod listed;
mod places;
mod search;
mod settings;
mod single;
mod situations;
mod texts;
mod time;
mod views;
mod walks;
mod worker;
mod world;
