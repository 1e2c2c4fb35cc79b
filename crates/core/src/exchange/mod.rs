//! Exchange by file: with whom, what goes out, what comes in, and how it is taken back.
//!
//! Two desks that know each other's keys are joined by two directed links. Each link numbers what it carries without gaps;
//! a file holds everything after what the other side confirmed, so that a lost file heals itself and a gap has a name.
//! A file is opened and checked to its end before a row changes, looked at, and then applied in small transactions.

pub mod apply;
mod arrival;
pub mod board;
pub mod card;
mod differ;
pub mod enrol;
pub mod export;
pub mod feed;
pub mod going;
pub mod hall;
pub mod import;
pub mod inspect;
pub mod keys;
pub mod link;
pub mod open;
pub mod package;
pub mod peer;
mod prerequisite;
pub mod preview;
pub mod progress;
pub mod renewal;
pub mod take;
pub mod ticket_state;
mod whole;
pub mod withdraw;

pub use card::Card;
pub use differ::{Candidate, Difference};
pub use peer::{Peer, PeerState, Relation};
