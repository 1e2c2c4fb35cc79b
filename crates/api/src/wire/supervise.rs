//! 督办.

wire! {
    /// What the daily sweep did.
    pub struct SweepDone {
        pub opened: u32,
        pub raised: u32,
    }

    /// Filter of the supervisions; empty texts filter nothing.
    pub struct ListSupervisions {
        /// Window code.
        pub window: String,
        /// 1 提醒, 2 催办, 3 督办, 4 挂牌; 0 for all.
        pub level: u32,
        /// `open`, `replied` or `closed`; both that are not closed while empty.
        pub state: String,
        /// Only what the person at the desk holds or watches over.
        pub mine: bool,
        /// Rows to leave out first.
        pub skip: u32,
        /// 1 to 100.
        pub limit: u32,
    }

    /// One supervision of a ticket. Of a restricted ticket only level and days for readers without the right.
    pub struct SupervisionRow {
        pub ticket_id: String,
        pub key: String,
        pub number: String,
        pub window: String,
        pub visitor: String,
        pub matter: String,
        pub restricted: bool,
        pub green: bool,
        pub level: u32,
        pub level_name: String,
        /// `open`, `replied` or `closed`.
        pub state: String,
        /// Code of the rule; `promised` for the office's promise.
        pub rule: String,
        /// What has to be done.
        pub rule_name: String,
        pub due: String,
        pub days_left: Option<i32>,
        pub holder: String,
        pub superior: String,
        pub opened_at: String,
        pub raised_at: String,
        pub reply: String,
        pub replied_by: String,
        pub replied_at: String,
        pub result: String,
        pub closed_by: String,
        pub closed_at: String,
        pub may_reply: bool,
        pub may_close: bool,
    }

    /// Supervisions, the hardest and oldest first.
    pub struct SupervisionList {
        pub rows: Vec<SupervisionRow>,
        pub total: u32,
    }

    /// An answer to a supervision, or its result.
    pub struct SupervisionText {
        pub ticket_id: String,
        pub key: String,
        pub text: String,
    }
}
