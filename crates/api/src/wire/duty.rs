//! What waits on tickets: home visits, proposals, referrals; and a desk that goes to others.

wire! {
    /// Filter of the home visits that were ordered; empty texts filter nothing.
    pub struct ListHomeVisits {
        /// First and last day, `YYYY-MM-DD`.
        pub from: String,
        pub until: String,
        /// Staff id of who goes.
        pub staff: String,
        pub window: String,
    }

    /// A home visit that was ordered and nobody has made yet. Of a restricted ticket only when and who goes, for readers
    /// without the right.
    pub struct HomeVisitRow {
        pub ticket_id: String,
        pub number: String,
        pub window: String,
        pub visitor: String,
        pub matter: String,
        pub restricted: bool,
        pub green: bool,
        /// `YYYY-MM-DDTHH:MM` in China.
        pub at: String,
        /// Below 0 when its day has passed.
        pub days_left: i32,
        pub address: String,
        pub for_what: String,
        /// The two who go.
        pub staff: Vec<String>,
        /// Companion and guardian with what they are to the visitor.
        pub companion: String,
        pub do_not_call: bool,
        pub do_not_announce: bool,
        /// How the visitor is reached safely.
        pub safe_way: String,
    }

    /// Home visits by moment, the earliest first.
    pub struct HomeVisitList {
        pub rows: Vec<HomeVisitRow>,
    }

    /// A proposal that waits for somebody else's decision.
    pub struct ProposalRow {
        pub ticket_id: String,
        pub version: String,
        pub number: String,
        pub window: String,
        pub visitor: String,
        pub matter: String,
        pub restricted: bool,
        pub green: bool,
        /// `void` or `reopen`.
        pub kind: String,
        pub kind_name: String,
        pub state_name: String,
        pub reason: String,
        pub proposed_by: String,
        pub proposed_on: String,
        /// Who is at the desk may follow it, or refuse it.
        pub may_decide: bool,
        /// Why not, in words; empty when they may.
        pub why_not: String,
    }

    /// Proposals, the earliest first.
    pub struct ProposalList {
        pub rows: Vec<ProposalRow>,
    }

    /// A decision about a proposal.
    pub struct DecideProposal {
        pub ticket_id: String,
        pub version: String,
        /// `void` or `reopen`.
        pub kind: String,
        /// Follows it; otherwise refuses it.
        pub follow: bool,
        pub reason: String,
    }

    /// Filter of the referrals without an answer.
    pub struct ListReferrals {
        /// Window code; empty for all.
        pub window: String,
    }

    /// A referral the institution has not answered.
    pub struct ReferralRow {
        pub ticket_id: String,
        pub number: String,
        pub window: String,
        pub visitor: String,
        pub matter: String,
        pub restricted: bool,
        pub green: bool,
        pub institution: String,
        pub letter_number: String,
        pub sent_on: String,
        /// Days since then.
        pub days_since: i32,
        /// The receipt came.
        pub receipt: bool,
        /// When the receipt is expected by; empty once it came.
        pub due: String,
        pub days_left: Option<i32>,
        /// How often the institution was asked again, and when last.
        pub chased: u32,
        pub chased_on: String,
        /// When it is asked next, as noted.
        pub next_on: String,
    }

    /// Referrals, the earliest first.
    pub struct ReferralList {
        pub rows: Vec<ReferralRow>,
    }

    /// Whose desk would go to whom.
    pub struct ListHandOver {
        pub from_id: String,
        /// Those it is shared among; none to look at the tickets only.
        pub to_ids: Vec<String>,
    }

    /// One open ticket of the one who leaves.
    pub struct HandOverRow {
        pub ticket_id: String,
        pub number: String,
        pub window: String,
        pub visitor: String,
        pub matter: String,
        pub restricted: bool,
        pub green: bool,
        pub state_name: String,
        pub due: String,
        pub days_left: Option<i32>,
        /// Who would take it; empty for nobody.
        pub to_id: String,
        /// Why it cannot go this way, in words; empty when it can.
        pub why_not: String,
    }

    /// Every open ticket of the one who leaves.
    pub struct HandOverList {
        pub rows: Vec<HandOverRow>,
    }

    /// Who takes a ticket.
    pub struct HandOverPart {
        pub ticket_id: String,
        pub to_id: String,
    }

    /// A desk that goes to others, all of it at once.
    pub struct HandOver {
        pub from_id: String,
        pub parts: Vec<HandOverPart>,
        pub reason: String,
    }

    /// A paper that lists tickets.
    pub struct MakeList {
        /// `home_visits`, `hand_over`, `reminder` or `import_report`.
        pub list: String,
        /// Days of home visits; empty for all.
        pub from: String,
        pub until: String,
        /// Staff id of who goes; empty for all.
        pub staff: String,
        /// Tickets of a hand-over, as they were handed over last; devices of a reminder; the file of an import report.
        pub ticket_ids: Vec<String>,
        /// Queue, or `file` when it is saved; empty to look at it only.
        pub printer: String,
    }
}
