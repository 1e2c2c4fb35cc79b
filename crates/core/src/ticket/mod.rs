//! Tickets (办件): one matter at one window.

pub mod act;
mod clash;
mod data;
pub mod hand_over;
mod idle;
pub mod limit;
pub mod list;
pub mod machine;
pub mod paper;
pub mod pending;
pub mod rate;
pub(crate) mod rating;
pub mod remark;
pub mod suggest;
pub mod supervise;

pub use clash::Clash;
pub use data::{FindingAnswer, Material, Party, Ticket, get, is_high_risk};
pub use machine::{
    Act, Author, Idle, Life, Progress, Rating, RatingState, State, Step, live, permit,
};
