//! Integration tests over the whole core.

mod generated;
mod play;
