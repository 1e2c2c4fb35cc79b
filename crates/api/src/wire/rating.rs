//! 评价: asked by staff, answered by the citizen alone.

wire! {
    /// What the staff's screen shows of a rating under way.
    pub struct RatingProgress {
        /// `waiting`, `rated`, `declined` or `none`.
        pub state: String,
        pub ticket_id: String,
    }

    /// Ends a rating nobody answered.
    pub struct StopRating {
        pub ticket_id: String,
        /// `declined` or `no_answer`.
        pub result: String,
        /// What happened, for example 电话来访人未作评价即挂断.
        pub reason: String,
    }

    /// What the citizen's window shows. It names no clerk, no case and no person.
    pub struct RatingScreen {
        /// `idle` or `asking`.
        pub state: String,
        pub site_name: String,
        /// Names the rating in the answer; empty when idle.
        pub token: String,
        pub large_print: bool,
    }

    /// The citizen's answer: levels 1 (非常不满意) to 5 (非常满意).
    pub struct SubmitRating {
        /// From the screen, or the tear-off code of the receipt.
        pub token: String,
        pub attitude: u32,
        pub efficiency: u32,
        pub skill: u32,
        pub overall: u32,
        pub comment: String,
        pub anonymous: bool,
    }

    /// The citizen does not want to rate.
    pub struct DeclineRating {
        pub token: String,
    }

    /// A bad rating to be looked into by somebody else than the rated.
    pub struct RatingTask {
        pub id: String,
        pub ticket_id: String,
        pub number: String,
        pub window_name: String,
        pub matter: String,
        /// Who worked the ticket last, or received it when nobody did.
        pub rated_name: String,
        /// Who asks had a hand in the ticket, so that somebody else has to look into it.
        pub own: bool,
        pub overall: u32,
        pub attitude: u32,
        pub efficiency: u32,
        pub skill: u32,
        pub comment: String,
        pub at: String,
        /// `open` or `done`.
        pub state: String,
        pub handled_by: String,
        pub handled_at: String,
        pub result: String,
    }

    /// Bad ratings, open ones first.
    pub struct RatingTasks {
        pub tasks: Vec<RatingTask>,
    }

    /// Ends a bad-rating task.
    pub struct FinishRatingTask {
        pub id: String,
        pub result: String,
    }
}
