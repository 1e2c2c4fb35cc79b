//! Files between real desks on real databases: nothing lost, nothing twice, nothing half, everything undone that can be.
#![allow(
    unsafe_code,
    reason = "an SQLite file system is a table of C functions"
)]
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod backlog;
#[path = "../fault_vfs/mod.rs"]
#[allow(dead_code, reason = "two test binaries use their part of it")]
mod fault_vfs;
mod found;
mod hall;
mod hall_histories;
mod histories;
mod keys;
mod kill;
mod look;
mod pair;
mod place;
mod refuse;
mod said;
mod steps;
#[path = "../support/mod.rs"]
mod support;
mod way;
