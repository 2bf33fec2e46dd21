//! How long a visit goes on asking what became of a confirm. The buyer is waiting, and the page asks again by itself.

/// How long to wait before each further question after a confirm whose answer is unclear, in milliseconds.
pub(super) const PAUSES: [u32; 3] = [500, 1_500, 3_000];

/// For how long a visit goes on asking, in milliseconds. A worker's `waitUntil` ends at 30 s.
pub(super) const BUDGET: u64 = 15_000;
