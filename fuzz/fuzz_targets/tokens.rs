//! libFuzzer's door to `linepay_edge_fuzz::tokens`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| linepay_edge_fuzz::tokens::check(data));
