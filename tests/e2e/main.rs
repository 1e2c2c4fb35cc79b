//! Journeys in the real window. `cargo xtask test` builds the program and starts them; see `README.md`.

mod accessible;
mod app;
mod counter;
mod desk;
mod difference;
mod exchange;
mod first_day;
mod harness;
mod keys;
mod page;
mod papers;
mod printers;
mod procedure;
mod records;
#[path = "../../crates/carrier/tests/store/server.rs"]
#[allow(
    dead_code,
    reason = "the bytes that are cut are cut in the tests of the carrier"
)]
mod server;
mod service;
mod shelf;
mod smoke;
mod states;
mod steps;
mod tour;
mod visits;
mod wire;
