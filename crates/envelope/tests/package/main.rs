//! The exchange file: what goes in comes out, and what was touched is refused whole.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod cover;
mod fixture;
mod hostile;
mod mutation;
mod opening;
mod round_trip;
mod support;
mod tamper;
