//! The register of institutions matters are referred to.

use super::catalogue::Choice;

wire! {
    /// One institution of the register.
    pub struct InstitutionRow {
        pub id: String,
        pub version: String,
        pub name: String,
        /// Windows that refer to it; empty for all.
        pub windows: Vec<String>,
        /// Categories it takes; empty for all.
        pub categories: Vec<String>,
        pub category_names: Vec<String>,
        pub credit_code: String,
        /// Name of the body it is a branch or station of.
        pub branch_of: String,
        pub address: String,
        pub phone: String,
        pub contact: String,
        /// Where its fees are published, and what else is good to know.
        pub note: String,
        pub active: bool,
    }

    /// The whole register with the categories to choose from.
    pub struct InstitutionList {
        pub institutions: Vec<InstitutionRow>,
        pub categories: Vec<Choice>,
    }

    /// An institution to enter, or with id and version to change.
    pub struct SaveInstitution {
        /// Empty for a new one.
        pub id: String,
        /// Empty for a new one.
        pub version: String,
        pub name: String,
        pub windows: Vec<String>,
        pub categories: Vec<String>,
        pub credit_code: String,
        pub branch_of: String,
        pub address: String,
        pub phone: String,
        pub contact: String,
        pub note: String,
        pub active: bool,
    }
}
