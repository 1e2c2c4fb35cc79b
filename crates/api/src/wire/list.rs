//! 工作台, work lists and search.

wire! {
    /// Figures of one window on 工作台.
    pub struct WindowTile {
        pub window: String,
        pub today: u32,
        pub open: u32,
        /// Due within seven days, today included.
        pub due_soon: u32,
        pub overdue: u32,
    }

    /// Something a person has to do.
    pub struct TaskRow {
        pub ticket_id: String,
        pub number: String,
        /// `YYYY-MM-DD`; empty without a limit.
        pub due: String,
        pub days_left: Option<i32>,
        /// What to do, in words.
        pub action: String,
        pub visitor: String,
        pub window: String,
        pub matter: String,
        /// Where the date comes from.
        pub explanation: String,
        pub restricted: bool,
        pub green: bool,
    }

    /// 工作台.
    pub struct Home {
        pub tiles: Vec<WindowTile>,
        pub tasks: Vec<TaskRow>,
        pub task_count: u32,
        pub conflicts: Vec<crate::wire::ticket::FieldConflict>,
        pub conflict_count: u32,
        /// Next rest days and make-up days, one sentence; empty when none are near.
        pub calendar_note: String,
        /// When the last backup was made and checked, RFC 3339; empty when never.
        pub last_backup: String,
        /// Why the newest try of a backup failed; empty when it did not.
        pub backup_fault: String,
        pub draft_count: u32,
        /// Bad ratings waiting for a second person.
        pub rating_task_count: u32,
        /// Home visits of today and before that were ordered and not made.
        pub home_visits: u32,
        /// Proposals that wait for somebody else's decision.
        pub proposals: u32,
        /// Referrals without an answer.
        pub referrals: u32,
        /// Supervisions (督办) the person holds or watches over, and all that are not closed.
        pub my_supervisions: u32,
        pub supervisions: u32,
    }

    /// Filter of a work list.
    pub struct ListTickets {
        /// `mine`, `open`, `due_soon`, `overdue`, `to_rate` or `all`.
        pub view: String,
        /// Window code; empty for all.
        pub window: String,
        /// State code; empty for all of the view.
        pub state: String,
        /// Staff id; empty for all, `none` for unassigned.
        pub assignee: String,
        /// Group code; empty for all.
        pub group: String,
        /// With a green channel (绿色通道) only.
        pub green: bool,
        /// Text to find in the list; empty for all.
        pub text: String,
        /// `due`, where open tickets with a green channel come first, or `newest`.
        pub sort: String,
        /// Cursor of the previous answer; empty for the first page.
        pub after: String,
        /// 1 to 100.
        pub limit: u32,
    }

    /// One ticket in a list.
    pub struct TicketRow {
        pub id: String,
        pub number: String,
        pub window: String,
        /// Register entry of the visitor; empty for an unnamed one and where restricted for the reader.
        pub person_id: String,
        /// Empty where restricted for the reader.
        pub visitor: String,
        pub id_number_masked: String,
        pub groups: Vec<String>,
        pub matter: String,
        pub requests: String,
        pub state: String,
        pub state_name: String,
        /// `YYYY-MM-DD`; empty without a limit.
        pub due: String,
        pub days_left: Option<i32>,
        pub due_explanation: String,
        pub assignee: String,
        pub site_name: String,
        pub channel_name: String,
        pub received_at: String,
        pub disputed: bool,
        pub restricted: bool,
        pub green: bool,
        pub rating: String,
    }

    /// A page of a work list.
    pub struct TicketList {
        pub rows: Vec<TicketRow>,
        /// How far each row has come on its way to the centre, in words; empty where this desk sends to no centre.
        pub exchange: Vec<String>,
        /// Cursor of the next page; empty at the end.
        pub next: String,
        /// Tickets matching the filter, counted up to `total_capped`.
        pub total: u32,
        /// The count stopped here: show 1000+.
        pub total_capped: bool,
        pub views: Vec<ViewCount>,
    }

    /// How many tickets a view holds, counted up to 1000.
    pub struct ViewCount {
        pub view: String,
        pub count: u32,
    }

    /// A search over everything.
    pub struct Search {
        pub text: String,
        /// 1 to 50.
        pub limit: u32,
    }

    /// One find.
    pub struct SearchHit {
        pub ticket: TicketRow,
        /// What matched, in words, for example 身份证后四位.
        pub why: String,
    }

    /// Finds, newest first.
    pub struct SearchResult {
        pub hits: Vec<SearchHit>,
        /// A scanned or fully typed ticket number: open it at once. Empty otherwise.
        pub exact_ticket: String,
        /// A scanned or fully typed number of a paper or a blank slip: verify or enter it at once. Empty otherwise.
        pub exact_paper: String,
        pub more: bool,
    }
}
