//! 办件: one ticket and what may be done with it.

use crate::wire::FieldChange;
use crate::wire::intake::{LimitView, MaterialInput, PartyInput};
use crate::wire::procedure::ProcedureView;

wire! {
    /// One competing value of a field.
    pub struct Version {
        /// Names the value in a decision.
        pub entry: String,
        pub value: String,
        pub actor: String,
        pub site_name: String,
        pub at: String,
        /// Shown for the time being (暂用此值).
        pub provisional: bool,
    }

    /// A field with different values from different places (两处不同).
    pub struct FieldConflict {
        /// `ticket` or `person`.
        pub subject_kind: String,
        pub subject_id: String,
        pub ticket_id: String,
        pub visitor: String,
        pub field: String,
        pub field_name: String,
        /// Name, id number, amount or day: never chosen by the program, a reason is needed.
        pub high_risk: bool,
        pub versions: Vec<Version>,
    }

    /// Differences waiting for a decision.
    pub struct ConflictList {
        pub conflicts: Vec<FieldConflict>,
    }

    /// A decision between competing values.
    pub struct ResolveConflict {
        pub subject_kind: String,
        pub subject_id: String,
        pub field: String,
        /// The value to keep.
        pub value: String,
        /// Entries the decider saw; a newer value makes the decision fail instead of being swept away.
        pub seen: Vec<String>,
        pub reason: String,
    }

    /// One stage of the closed loop bar.
    pub struct LoopStage {
        /// `register`, `assign`, `work`, `feedback`, `rate`, `call_back` or `file`.
        pub code: String,
        pub name: String,
        /// `done`, `now` or `next`.
        pub state: String,
        /// When it was done, RFC 3339; empty otherwise.
        pub at: String,
        /// What the current stage waits for.
        pub waits_for: String,
    }

    /// Something the role may or may not do now.
    pub struct Step {
        pub code: String,
        pub name: String,
        pub key: String,
        pub primary: bool,
        pub allowed: bool,
        /// Why not; empty when allowed.
        pub reason: String,
        /// The reason is a missing right rather than the state.
        pub locked: bool,
    }

    /// One line of the timeline.
    pub struct TimelineRow {
        pub entry: String,
        pub at: String,
        /// `register`, `assign`, `note`, `paper`, `rating`, `edit`, `conflict`, …
        pub kind: String,
        pub title: String,
        pub text: String,
        pub actor: String,
        pub site_name: String,
        /// Kept but without effect, with the reason; empty when effective.
        pub not_effective: String,
    }

    /// A party of the ticket.
    pub struct PartyView {
        pub key: String,
        pub role: String,
        pub role_name: String,
        pub kind: String,
        pub name: String,
        pub id_number_masked: String,
        pub phone_masked: String,
        pub credit_code: String,
        /// 利益冲突: `pending`, `same`, or empty.
        pub conflict: String,
        pub conflict_sentence: String,
        /// Names the finding in an answer; empty without one.
        pub finding: String,
    }

    /// A material of the ticket.
    pub struct MaterialView {
        pub key: String,
        pub name: String,
        pub form: String,
        pub form_name: String,
        pub copies: u32,
        pub present: bool,
        pub received_at: String,
    }

    /// A field of the overview.
    pub struct FieldView {
        pub field: String,
        pub label: String,
        pub value: String,
        pub kind: String,
        pub editable: bool,
        pub conflict: Option<FieldConflict>,
    }

    /// A paper made from the ticket.
    pub struct PaperView {
        pub form: String,
        pub name: String,
        /// The procedure cannot do without it (必须).
        pub must: bool,
        /// `made`, `bound` in the volume, `missing`, `ahead` of a step that may still come, or `aside` on a branch that
        /// was not taken.
        pub state: String,
        /// Name of the paper that would do as well; empty for none.
        pub instead: String,
        /// Name of the step that was taken and asks for it, else of the one that will; empty for none.
        pub step_name: String,
        /// The step that was taken last asks for it, and it was not printed since.
        pub due: bool,
        /// How often it was printed, prints that are void included.
        pub count: u32,
        /// The next print is another paper and not 补打 of the last one.
        pub repeats: bool,
        pub last_at: String,
        pub last_by: String,
    }

    /// A ticket that belongs to this one.
    pub struct LinkedTicket {
        pub id: String,
        pub number: String,
        pub window_name: String,
        pub matter: String,
        pub state_name: String,
        /// In words, for example 同一来访 or 由本件转出.
        pub relation: String,
    }

    /// State of the rating of a ticket.
    pub struct RatingView {
        /// `not_asked`, `asked`, `rated`, `declined` or `no_answer`.
        pub state: String,
        pub state_name: String,
        pub attitude: u32,
        pub efficiency: u32,
        pub skill: u32,
        pub overall: u32,
        pub comment: String,
        pub anonymous: bool,
        pub at: String,
    }

    /// A rule or fact that stands beside a ticket.
    pub struct RemarkView {
        /// Stable code, the same as that of the hint at the counter.
        pub code: String,
        pub text: String,
        /// Citation; empty for a rule of good service.
        pub basis: String,
    }

    /// Everything of one ticket.
    pub struct TicketPage {
        pub id: String,
        /// Names the state this page shows; every change names it back.
        pub version: String,
        pub number: String,
        pub window: String,
        pub window_name: String,
        pub state: String,
        pub state_name: String,
        pub outcome_name: String,
        /// How it stands in words: the stage while it is open, the result once it has ended.
        pub standing: String,
        pub person_id: String,
        pub visitor: String,
        /// How the name is read (拼音注记); empty where nobody noted it.
        pub visitor_reading: String,
        pub id_kind_name: String,
        pub id_number_masked: String,
        pub phone_masked: String,
        pub address: String,
        /// Age on the day of application; none when the birth day is unknown.
        pub age: Option<u32>,
        pub gender_name: String,
        pub groups: Vec<String>,
        pub do_not_call: bool,
        pub do_not_announce: bool,
        pub matter: String,
        pub first_contact: String,
        pub assignee: String,
        pub assignee_id: String,
        pub site_name: String,
        pub channel_name: String,
        pub received_at: String,
        pub green_reason: String,
        pub restricted: bool,
        pub limits: Vec<LimitView>,
        /// What whoever has it open must know.
        pub remarks: Vec<RemarkView>,
        pub supervisions: Vec<crate::wire::supervise::SupervisionRow>,
        pub stages: Vec<LoopStage>,
        pub steps: Vec<Step>,
        pub procedure: ProcedureView,
        pub fields: Vec<FieldView>,
        pub parties: Vec<PartyView>,
        pub materials: Vec<MaterialView>,
        pub papers: Vec<PaperView>,
        pub timeline: Vec<TimelineRow>,
        pub linked: Vec<LinkedTicket>,
        pub rating: RatingView,
        /// Read only: closed, void or filed.
        pub frozen: bool,
    }

    /// A number to open.
    pub struct ByNumber {
        pub number: String,
    }

    /// Changes fields of a ticket.
    pub struct EditTicket {
        pub id: String,
        pub version: String,
        pub changes: Vec<FieldChange>,
        /// Needed for high-risk fields.
        pub reason: String,
    }

    /// Adds or changes a party.
    pub struct SaveParty {
        pub id: String,
        pub version: String,
        pub party: PartyInput,
        /// Fields of a known party that stay as they are, because who edits has seen their masked form only:
        /// `id_number`, `phone`, `groups`.
        pub keep: Vec<String>,
        /// Why; needed when a name or a number is replaced.
        pub reason: String,
    }

    /// Adds or changes a material.
    pub struct SaveMaterial {
        pub id: String,
        pub version: String,
        /// Empty for a new one.
        pub key: String,
        pub material: MaterialInput,
    }

    /// Hands the ticket to somebody.
    pub struct AssignTicket {
        pub id: String,
        pub version: String,
        pub assignee_id: String,
        pub note: String,
    }

    /// An action with words: decline, withdraw, void, reopen.
    pub struct WithReason {
        pub id: String,
        pub version: String,
        pub reason: String,
    }

    /// An action without words: accept.
    pub struct OnVersion {
        pub id: String,
        pub version: String,
    }

    /// A work note.
    pub struct AddNote {
        pub id: String,
        /// Code of the note kinds.
        pub kind: String,
        pub text: String,
        /// Who acted when it was not the person at the desk, for example the duty lawyer; empty otherwise.
        pub on_behalf_of: String,
        /// Minutes spent; 0 when not counted.
        pub minutes: u32,
    }

    /// Sends the ticket to another window; the number stays.
    pub struct TransferTicket {
        pub id: String,
        pub version: String,
        pub window: String,
        pub reason: String,
    }

    /// Opens a second ticket of the same visit at another window.
    pub struct SplitTicket {
        pub id: String,
        pub version: String,
        pub window: String,
        pub matter: String,
        pub summary: String,
        pub reason: String,
    }

    /// Ends the ticket with one of its window's outcomes, or refuses it with one of its reasons.
    pub struct EndTicket {
        pub id: String,
        pub version: String,
        pub outcome: String,
        pub text: String,
    }

    /// Answers a possible conflict of interest.
    pub struct AnswerFinding {
        pub id: String,
        pub finding: String,
        pub answer: String,
        pub reason: String,
    }

    /// Ties two tickets together.
    pub struct LinkTickets {
        pub id: String,
        pub other_id: String,
        /// `related` or `same_matter` (并入已有案件).
        pub relation: String,
    }

    /// Somebody who may take the ticket.
    pub struct Suggestion {
        pub staff_id: String,
        pub name: String,
        pub role_name: String,
        pub unit: String,
        pub open_tickets: u32,
        pub on_duty: bool,
        /// Why this place in the list, or why not at all.
        pub reason: String,
        /// Must not take it: conflict of interest.
        pub excluded: bool,
    }

    /// Suggested assignees, best first; the excluded ones last.
    pub struct Suggestions {
        pub staff: Vec<Suggestion>,
    }
}
