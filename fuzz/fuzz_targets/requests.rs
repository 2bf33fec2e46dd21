//! libFuzzer's door to `linepay_edge_fuzz::requests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| linepay_edge_fuzz::requests::check(data));
