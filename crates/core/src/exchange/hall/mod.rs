//! The hall: desks that share a place exchange the same sealed series by themselves, every few seconds, without a server.
//!
//! Each desk has a box of its own at the place, which only it writes to, and in it at most one letter for each other desk:
//! everything that one has not confirmed. A letter is an exchange file like one on a stick, taken in by the same
//! [`apply`](super::apply::apply). What lies at the place is never believed, only what is inside, signed.
//!
//! A [`Hall`] decides what is next; what touches the place is an [`Errand`], done away from the desk, so that nobody
//! waits for a slow share.

pub mod carrier;
pub mod folder;
mod letter;
pub mod mailbox;
pub mod name;
pub mod round;
pub mod store;

pub use carrier::{Carrier, PlaceFault, try_out};
pub use folder::FolderCarrier;
pub use name::Name;
pub use round::{Brought, Errand, Hall, round};
pub use store::{Store, Stores};

use uuid::Uuid;

use crate::desk::Actor;

/// Role of the hall in origins and in the access log: it takes in and sends, and has no other right.
pub const ROLE: &str = "hall";

/// Letters come in every few seconds without anybody doing anything; the access log is about what people do. What they
/// brought stands with the packages, and what is out of order is logged.
pub(crate) fn is_routine(actor: &Actor, action: &str) -> bool {
    const ROUTINE: [&str; 3] = ["package_begun", "package_applied", "package_seen_again"];
    actor.role == ROLE && ROUTINE.contains(&action)
}

/// Returns who the hall acts as: nobody of the staff.
pub fn keeper() -> Actor {
    Actor {
        id: Uuid::nil(),
        name: String::new(),
        role: ROLE.to_owned(),
    }
}
