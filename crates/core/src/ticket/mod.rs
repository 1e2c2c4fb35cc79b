//! Tickets (办件): one matter at one window.

pub mod machine;

pub use machine::{Act, Author, Clash, Idle, Life, Progress, Rating, RatingState, State, Step, live, permit};
