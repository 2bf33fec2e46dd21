//! The WebAssembly module of the sandbox: the exports are those of `linepay_sandbox`.
extern crate linepay_sandbox as _;
