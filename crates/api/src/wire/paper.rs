//! Papers of a ticket.

wire! {
    /// Which paper of which ticket.
    pub struct PaperOf {
        pub ticket_id: String,
        /// Code of the form.
        pub form: String,
    }

    /// A paper to look at; nothing is recorded.
    pub struct PaperPreview {
        /// Base64.
        pub pdf: String,
        pub pages: u32,
        /// Which print this would be; above 1 it is marked 补打.
        pub count: u32,
        /// Suggested file name.
        pub file_name: String,
    }

    /// A paper to print: the print is recorded first, then the file goes to the printer.
    pub struct IssuePaper {
        pub ticket_id: String,
        pub form: String,
        /// Queue, or `file` when it is saved.
        pub printer: String,
    }
}
