//! Numbered blank slips for power cuts.

wire! {
    /// Blank slips to print.
    pub struct IssueSlips {
        /// 1 to 100.
        pub count: u32,
        /// Who takes them.
        pub holder: String,
        /// Queue, or `file` when they are saved.
        pub printer: String,
    }

    /// One slip.
    pub struct SlipRow {
        /// 空白单号.
        pub number: String,
        pub out_at: String,
        pub out_by: String,
        pub holder: String,
        /// `out`, `back` or `void`.
        pub state: String,
        /// What it was entered as; empty otherwise.
        pub ticket_id: String,
        pub ticket_number: String,
        pub reason: String,
        /// Empty while it is out.
        pub settled_at: String,
        pub settled_by: String,
    }

    /// The slips that are out (缺号), and those settled last.
    pub struct SlipList {
        pub out: Vec<SlipRow>,
        pub settled: Vec<SlipRow>,
    }

    /// A slip that was entered as a ticket.
    pub struct EnterSlip {
        pub number: String,
        pub ticket_number: String,
    }

    /// A slip that was spoilt, lost or not used.
    pub struct VoidSlip {
        pub number: String,
        pub reason: String,
    }
}
