//! Wire types: what crosses between the core and any front.
//!
//! Ids and times are strings, counts are small integers, money is integer fen as a string. Requests refuse fields they
//! do not know; responses may grow.

/// Declares wire types with everything a front needs: serde, JSON Schema and, for the tests, TypeScript.
macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub $kind $name { $($body)* }
    )* };
}

pub mod account;
pub mod catalogue;
pub mod duty;
pub mod exchange;
pub mod hall;
pub mod institution;
pub mod intake;
pub mod keys;
pub mod list;
pub mod paper;
pub mod parameter;
pub mod person;
pub mod print;
pub mod procedure;
pub mod rating;
pub mod setting;
pub mod slip;
pub mod supervise;
pub mod template;
pub mod ticket;

wire! {
    /// A request or an answer without content.
    pub struct Nothing {}

    /// Names one record.
    pub struct ById {
        pub id: String,
    }

    /// One field and its new text; an empty text clears the field.
    pub struct FieldChange {
        pub field: String,
        pub value: String,
    }

    /// A changed record and the version to name in the next edit of it.
    pub struct Saved {
        pub id: String,
        pub version: String,
    }
}
