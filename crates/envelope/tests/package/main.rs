//! The exchange file: what goes in comes out, and what was touched is refused whole.

mod cover;
mod hostile;
mod opening;
mod round_trip;
mod support;
mod tamper;
