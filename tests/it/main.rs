//! Integration tests over the whole core.

mod bad_input;
mod generated;
mod hall;
mod play;
