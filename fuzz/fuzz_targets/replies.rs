//! libFuzzer's door to `linepay_edge_fuzz::replies`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| linepay_edge_fuzz::replies::check(data));
