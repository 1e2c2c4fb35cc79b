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
mod service;
mod shelf;
mod smoke;
mod steps;
mod tour;
mod visits;
mod wire;
