//! The person register.

use crate::wire::FieldChange;
use crate::wire::intake::{EarlierTicket, SamePerson};
use crate::wire::ticket::FieldView;

wire! {
    /// Everything of one person.
    pub struct PersonPage {
        pub id: String,
        pub version: String,
        pub name: String,
        pub id_number_masked: String,
        pub fields: Vec<FieldView>,
        pub tickets: Vec<EarlierTicket>,
        /// Register entries merged into this one.
        pub merged: Vec<MergedPerson>,
        /// This entry was merged into that one; empty otherwise.
        pub merged_into: String,
        /// Others who may be the same person.
        pub candidates: Vec<SamePerson>,
    }

    /// A register entry merged into another.
    pub struct MergedPerson {
        pub id: String,
        pub name: String,
        pub id_number_masked: String,
        pub at: String,
        pub by: String,
        pub reason: String,
    }

    /// Changes fields of a person.
    pub struct EditPerson {
        pub id: String,
        pub version: String,
        pub changes: Vec<FieldChange>,
        pub reason: String,
    }

    /// Joins two register entries of one human being.
    pub struct MergePersons {
        pub keep_id: String,
        pub absorb_id: String,
        pub reason: String,
    }

    /// Takes a merge back.
    pub struct UnmergePerson {
        pub absorbed_id: String,
        pub reason: String,
    }

    /// Asks to see a masked value; the look is logged.
    pub struct Reveal {
        /// `ticket` or `person`.
        pub subject_kind: String,
        pub subject_id: String,
        /// `id_number`, `phone`, or `party.<key>.id_number` and the like.
        pub field: String,
        pub reason: String,
    }

    /// A value that was masked; to be hidden again after 30 seconds.
    pub struct Revealed {
        pub value: String,
    }

    /// Probably the same person twice.
    pub struct DuplicateRow {
        pub first: SamePerson,
        pub second: SamePerson,
        pub reasons: Vec<String>,
        pub score: u32,
    }

    /// Work list of probable duplicates.
    pub struct DuplicateList {
        pub rows: Vec<DuplicateRow>,
    }
}
