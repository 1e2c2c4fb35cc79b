//! The person register: who came, under which identifier, and which entries are one human being.

mod check;
mod merge;
mod read;
mod same;

pub use check::{Notice, Visitor, VisitorFields, check_visitor, reason_text, require_reason};
pub(crate) use check::{group_codes, short_text};
pub use merge::{canonical, family, merge, unmerge};
pub use read::{Person, PersonRow, change, get, list_rows};
pub use same::{Candidate, Pair, find_contacts, find_same, list_duplicates, list_duplicates_of};

/// Fields of a person that no program chooses between and that a change needs a reason for.
pub const HIGH_RISK: [&str; 3] = ["name", "id_number", "birth"];
