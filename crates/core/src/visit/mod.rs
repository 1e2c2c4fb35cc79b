//! Visits (来访): somebody comes, with one or more matters.

mod check;
pub mod draft;
mod register;

pub(crate) use check::COPIES_MAX;
pub use check::{
    Checked, NewMaterial, NewParty, NewTicket, NewVisit, Side, check, check_one_party, side_of,
};
pub use register::{Registered, RegisteredTicket, register};
pub(crate) use register::{name_visitor, new_rating_code, take_number};
