//! Visits (来访): somebody comes, with one or more matters.

mod check;
pub mod draft;
mod register;

pub use check::{Checked, NewMaterial, NewParty, NewTicket, NewVisit, check};
pub use register::{Registered, RegisteredTicket, register};
