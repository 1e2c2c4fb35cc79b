//! The hall over an object store: a real server on loopback, and a line to it that can be cut.

mod contract;
mod desks;
#[path = "../../../core/tests/exchange/pair.rs"]
#[allow(dead_code, reason = "the core's own tests use the rest of it")]
mod pair;
#[path = "../../../core/tests/exchange/place.rs"]
#[allow(dead_code, reason = "the core's own tests use the rest of it")]
mod place;
mod server;
#[path = "../../../core/tests/support/mod.rs"]
mod support;
