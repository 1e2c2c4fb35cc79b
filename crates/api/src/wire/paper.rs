//! Papers of a ticket.

use super::FieldChange;

wire! {
    /// Which paper of which ticket.
    pub struct PaperOf {
        pub ticket_id: String,
        /// Code of the form, or of its large print.
        pub form: String,
        /// Texts for the blanks of this one print.
        pub filled: Option<Vec<FieldChange>>,
    }

    /// A paper to look at; nothing is recorded.
    pub struct PaperPreview {
        /// Base64.
        pub pdf: String,
        pub pages: u32,
        /// Which print this would be; above 1 it is marked 补打.
        pub count: u32,
        /// Checksum of the file, which the record keeps.
        pub sha256: String,
        /// Suggested file name.
        pub file_name: String,
        /// What the clerk should know of the print, one sentence each: a face that is replaced, a character that no
        /// face has.
        pub notes: Vec<String>,
    }

    /// A paper to print: the print is recorded first, then the file goes to the printer.
    pub struct IssuePaper {
        pub ticket_id: String,
        pub form: String,
        /// Queue, or `file` when it is saved.
        pub printer: String,
        /// Texts for the blanks of this one print.
        pub filled: Option<Vec<FieldChange>>,
    }
}
