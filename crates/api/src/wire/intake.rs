//! 受理: one screen from the visitor to the receipt.

wire! {
    /// The visitor as typed. Empty text means not given.
    pub struct Visitor {
        /// Person register entry the clerk chose; empty for a new person.
        pub person_id: String,
        pub name: String,
        /// Code of the gender dictionary; empty when unknown.
        pub gender: String,
        /// `YYYY-MM-DD`; derived from the id number where possible.
        pub birth: String,
        pub id_kind: String,
        /// Own words for `other`, for example 释放证明书.
        pub id_kind_text: String,
        pub id_number: String,
        /// Why no document was shown; needed with id kind `none` where a name is needed.
        pub no_document_reason: String,
        pub phone: String,
        pub address: String,
        pub ethnicity: String,
        pub education: String,
        pub groups: Vec<String>,
        /// Reading to print beside characters no font has.
        pub name_reading: String,
        /// Do not call (勿致电).
        pub do_not_call: bool,
        /// Do not say who is calling (勿表明身份).
        pub do_not_announce: bool,
        /// Somebody comes for the visitor: who and why, for example 儿媳来电.
        pub brought_by: String,
    }

    /// Another party of the matter.
    pub struct PartyInput {
        /// Stays with the party while the form is open; any text unique in the form.
        pub key: String,
        /// Code of the party role dictionary.
        pub role: String,
        /// `person` or `organisation`.
        pub kind: String,
        pub name: String,
        pub id_number: String,
        pub credit_code: String,
        pub phone: String,
        pub groups: Vec<String>,
    }

    /// A material handed in or still to come.
    pub struct MaterialInput {
        pub name: String,
        /// `original`, `copy` or `electronic`.
        pub form: String,
        pub copies: u32,
        pub present: bool,
    }

    /// What the clerk decided about a possible conflict of interest.
    pub struct ConflictAnswer {
        /// Key of the finding, from the check.
        pub finding: String,
        /// `same` (回避), `different` or `pending` (待核).
        pub answer: String,
        pub reason: String,
    }

    /// One matter of the visit at one window.
    pub struct TicketInput {
        pub window: String,
        pub matter: String,
        pub summary: String,
        pub requests: Vec<String>,
        pub parties: Vec<PartyInput>,
        pub materials: Vec<MaterialInput>,
        /// The window's own fields by code.
        pub fields: Vec<crate::wire::FieldChange>,
        /// Codes of what the visitor was told.
        pub told: Vec<String>,
        /// Legal limit the visitor named: what it is.
        pub limitation_kind: String,
        /// Last day of that limit, `YYYY-MM-DD`; empty when none.
        pub limitation_day: String,
        /// Restricted to those who work it (限制可见).
        pub restricted: bool,
        pub conflict_answers: Vec<ConflictAnswer>,
        /// Earlier tickets of the same matter or person, by id.
        pub related: Vec<String>,
        /// This ticket belongs to the same matter as that one: no second case is opened.
        pub same_matter_as: String,
    }

    /// Everything of one visit.
    pub struct VisitInput {
        /// Draft this form was kept in; it is removed with the save. Empty when none.
        pub draft_id: String,
        pub channel: String,
        /// When the visit came in, RFC 3339; empty means now.
        pub received_at: String,
        /// Number of the blank slip it was written down on (空白单号); empty for none.
        pub slip_number: String,
        /// Sending organ of a hand-over.
        pub referral_organ: String,
        /// Its document number.
        pub referral_number: String,
        pub visitor: Visitor,
        pub tickets: Vec<TicketInput>,
    }

    /// A registered ticket.
    pub struct NewTicket {
        pub id: String,
        pub number: String,
        pub window: String,
        pub version: String,
    }

    /// A registered visit.
    pub struct VisitDone {
        pub visit_id: String,
        pub person_id: String,
        pub tickets: Vec<NewTicket>,
    }

    /// A wrong or doubtful field of the form.
    pub struct FieldNotice {
        /// Path of the field, for example `visitor.id_number` or `tickets[0].parties[1].credit_code`.
        pub field: String,
        pub code: String,
        pub message: String,
        pub hint: String,
        /// The form cannot be saved with it.
        pub blocks: bool,
    }

    /// A person of the register who may be the visitor.
    pub struct SamePerson {
        pub person_id: String,
        pub name: String,
        pub id_number_masked: String,
        pub phone_masked: String,
        pub address: String,
        /// 0 to 100.
        pub score: u32,
        /// The same beyond doubt: the register entry is used unless the clerk objects.
        pub certain: bool,
        /// Why, in words.
        pub reasons: Vec<String>,
        /// Names differ in writing; the register's writing.
        pub name_differs: bool,
        pub last_visit: String,
        pub ticket_count: u32,
        /// Everything a form can be filled with, unmasked for the clerk who sees the document in front of him.
        pub fill: Option<Visitor>,
    }

    /// An earlier ticket of the visitor.
    pub struct EarlierTicket {
        pub id: String,
        pub number: String,
        pub day: String,
        pub window_name: String,
        pub site_name: String,
        pub matter: String,
        pub state_name: String,
        /// Same matter and still open: likely no second case is needed.
        pub same_matter: bool,
    }

    /// A possible conflict of interest (利益冲突).
    pub struct ConflictFinding {
        /// Names the finding in the clerk's answer.
        pub key: String,
        /// `certain`, `likely` or `possible`.
        pub strength: String,
        /// Party of this form it is about.
        pub party_name: String,
        /// What happened, in one sentence, without the other side's secrets.
        pub sentence: String,
        /// Staff who must stay away from this matter.
        pub excluded_staff: Vec<String>,
        pub ticket_number: String,
    }

    /// A due date with its reason.
    pub struct LimitView {
        pub code: String,
        /// `statutory` or `promised`.
        pub kind: String,
        pub title: String,
        /// What has to be done.
        pub name: String,
        /// What it is about, beside others of the same rule; empty for nothing.
        pub subject: String,
        /// Who has to keep it.
        pub keeper: String,
        /// Day the clock started, `YYYY-MM-DD`.
        pub from: String,
        /// `YYYY-MM-DD`; empty while the length is not known.
        pub due: String,
        /// Exact end of a limit in hours, RFC 3339; empty for one in days.
        pub due_at: String,
        /// Days from today to the due day; negative when passed.
        pub days_left: Option<i32>,
        /// The end if no time for supplements were taken out; empty where none was.
        pub due_strict: String,
        pub suspended_days: u32,
        /// The clock has stood still since this day; empty while it runs.
        pub paused_since: String,
        /// The office's own promise for the same thing; empty for none.
        pub promised_due: String,
        pub promised_days_left: Option<i32>,
        pub promised_explanation: String,
        /// `green`, `yellow`, `red`, `overdue`, `still`; empty once it was met or ended.
        pub light: String,
        /// Day it was met; empty while open.
        pub met: String,
        pub met_late: bool,
        /// Ended without being met.
        pub dropped: bool,
        /// Passing it is 超期, not only a reminder.
        pub hard: bool,
        pub explanation: String,
        pub basis: String,
        pub estimated: bool,
        /// The rule, its length or its pause is not confirmed by a person yet (待核实).
        pub unverified: bool,
    }

    /// What the form's content means, computed while typing.
    pub struct IntakeCheck {
        pub notices: Vec<FieldNotice>,
        /// Derived from the id number; empty when unknown.
        pub birth: String,
        pub gender: String,
        pub age: Option<u32>,
        /// Normalised writing of the id number, grouped 6-8-4.
        pub id_number_grouped: String,
        pub same_persons: Vec<SamePerson>,
        pub earlier: Vec<EarlierTicket>,
        /// Per ticket of the form, in order.
        pub tickets: Vec<TicketCheck>,
        /// Groups the data suggest, by code.
        pub suggested_groups: Vec<String>,
        /// Nobody else in the register has this phone or address.
        pub contact_clear: bool,
        /// Others with the same phone or address, in words.
        pub contact_shared: Vec<String>,
    }

    /// What one ticket of the form means.
    pub struct TicketCheck {
        pub findings: Vec<ConflictFinding>,
        pub limits: Vec<LimitView>,
        /// 绿色通道, with its reason; empty when not open.
        pub green_reason: String,
    }

    /// A form kept for later.
    pub struct DraftRow {
        pub id: String,
        pub title: String,
        pub saved_at: String,
    }

    /// Kept forms, newest first.
    pub struct DraftList {
        pub drafts: Vec<DraftRow>,
    }

    /// Keeps a form. The content is the front's own text and is not looked into.
    pub struct SaveDraft {
        pub id: String,
        pub title: String,
        /// At most 256 KiB.
        pub content: String,
    }

    /// A kept form.
    pub struct Draft {
        pub id: String,
        pub title: String,
        pub content: String,
        pub saved_at: String,
    }
}
