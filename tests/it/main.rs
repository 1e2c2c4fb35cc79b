//! Integration tests over the whole core.

mod bad_input;
mod generated;
mod hall;
mod play;
#[path = "../../crates/carrier/tests/store/server.rs"]
#[allow(
    dead_code,
    reason = "the bytes that are cut are cut in the tests of the carrier"
)]
mod server;
