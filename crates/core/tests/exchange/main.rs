//! Files between real desks on real databases: nothing lost, nothing twice, nothing half, everything undone that can be.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod histories;
mod pair;
#[path = "../support/mod.rs"]
mod support;
mod way;
