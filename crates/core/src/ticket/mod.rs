//! Tickets (办件): one matter at one window.

pub mod act;
mod data;
pub mod limit;
pub mod list;
pub mod machine;
pub mod rate;
pub mod suggest;

pub use data::{FindingAnswer, Material, Party, Ticket, get, is_high_risk};
pub use machine::{
    Act, Author, Clash, Idle, Life, Progress, Rating, RatingState, State, Step, live, permit,
};
