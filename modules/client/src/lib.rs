//! The WebAssembly module of the client and the checkout: the exports are those of `linepay_edge`.
extern crate linepay_edge as _;
