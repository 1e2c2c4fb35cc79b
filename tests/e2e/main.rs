//! Journeys in the real window. `cargo xtask test` builds the program and starts them; see `README.md`.

mod app;
mod counter;
mod desk;
mod first_day;
mod harness;
mod keys;
mod page;
mod service;
mod smoke;
mod wire;
