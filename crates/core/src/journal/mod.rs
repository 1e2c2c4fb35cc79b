//! The journal: every change is an entry; what is so follows from the set of entries.

pub mod fold;
mod quick;
pub mod record;

pub use fold::{Event, FieldHead, FieldState, Folded, fold, fold_without};
pub use record::{Record, Value};
