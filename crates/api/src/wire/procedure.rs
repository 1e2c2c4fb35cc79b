//! 办理流程: stages and steps of a ticket's window.

use crate::wire::FieldChange;
use crate::wire::catalogue::Choice;

wire! {
    /// The whole procedure of a ticket as it stands.
    pub struct ProcedureView {
        pub stages: Vec<ProcedureStage>,
        /// Every step of the window, in its order.
        pub steps: Vec<ProcedureStep>,
        /// Steps that took effect, oldest first.
        pub done: Vec<DoneStep>,
        /// What belongs into the file (卷宗) of the ticket; empty at a window that lists nothing.
        pub file: Vec<FileLine>,
    }

    /// One line of the list of a file.
    pub struct FileLine {
        pub name: String,
        /// 必须; otherwise 按需.
        pub must: bool,
        pub held: bool,
        /// How it comes into the file.
        pub how: String,
    }

    /// One stage of the bar.
    pub struct ProcedureStage {
        pub code: String,
        pub name: String,
        /// `done`, `now` or `next`.
        pub state: String,
    }

    /// One step with what it asks for.
    pub struct ProcedureStep {
        pub code: String,
        pub name: String,
        /// A step of this window; the others are those of every window.
        pub own: bool,
        /// Whose act the desk writes down, for example 法院; empty when it is the desk's own.
        pub whose: String,
        /// It may be taken now by who is at the desk.
        pub offered: bool,
        /// It usually comes next, so the main key offers it; at most one step is.
        pub next: bool,
        /// Code of why it is not offered; empty when it is.
        pub reason_code: String,
        pub reason: String,
        pub hint: String,
        /// The reason is who is at the desk rather than where the ticket stands.
        pub locked: bool,
        /// How often it has been done and stands.
        pub times: u32,
        /// Only of an offered step.
        pub fields: Vec<ProcedureField>,
        /// Chinese citation; empty for a rule of the house.
        pub basis: String,
        /// Nobody has compared it with its source yet (待核实).
        pub unverified: bool,
    }

    /// A question of a step.
    pub struct ProcedureField {
        pub code: String,
        pub label: String,
        pub hint: String,
        /// `text`, `long_text`, `money`, `day`, `yes_no`, `choice`, `several`, `number`, `moment`, `staff`, `assignee`
        /// (somebody who gets the ticket), `institution` or `ticket`.
        pub kind: String,
        /// Of `choice` and `several`.
        pub choices: Vec<Choice>,
        /// Of `number`.
        pub min: u32,
        pub max: u32,
        /// `no`, `always`, `when` another field has a value, or `without` another field.
        pub required: String,
        pub other_field: String,
        pub other_value: String,
    }

    /// A step that took effect.
    pub struct DoneStep {
        pub entry: String,
        pub code: String,
        pub name: String,
        pub window: String,
        /// `YYYY-MM-DD`.
        pub day: String,
        pub at: String,
        pub actor: String,
        pub text: String,
        /// A later step ended its effect.
        pub undone: bool,
    }

    /// Takes a step of the procedure.
    pub struct TakeStep {
        pub ticket_id: String,
        pub version: String,
        pub step: String,
        /// Civil day it happened on, `YYYY-MM-DD`; empty for today.
        pub day: String,
        /// Answers by field code.
        pub values: Vec<FieldChange>,
    }
}
