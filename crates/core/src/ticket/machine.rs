//! The life of a ticket: which event may follow which, and by whose hand.
//!
//! One function answers for the clerk who is about to act and for the fold of entries from anywhere. What it refuses in
//! the fold is kept and shown as without effect.

use std::collections::BTreeSet;
use std::sync::Arc;

use fachuang_envelope::EntryId;

use super::clash::{Clash, clashes};
use super::supervise::{self, Supervision};
use crate::account::role::{Grant, Right, Role};
use crate::journal::{Event, Folded};
use crate::procedure::{self, DoneStep};

pub use super::idle::Idle;
pub use super::rating::{BAD_LEVEL, Rating, RatingState};

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 已登记，待派单.
    Registered,
    /// 已派单，待接办.
    Assigned,
    /// 承办中.
    InProgress,
    /// 已办结.
    Closed,
    /// 不予受理.
    Refused,
    /// 已撤回.
    Withdrawn,
    /// 已作废.
    Void,
}

impl State {
    /// Every state, in the order of a ticket's life.
    pub const ALL: [Self; 7] = [
        Self::Registered,
        Self::Assigned,
        Self::InProgress,
        Self::Closed,
        Self::Refused,
        Self::Withdrawn,
        Self::Void,
    ];

    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Assigned => "assigned",
            Self::InProgress => "in_progress",
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Void => "void",
        }
    }

    /// Finds the state with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Returns the name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registered => "待派单",
            Self::Assigned => "待接办",
            Self::InProgress => "承办中",
            Self::Closed => "已办结",
            Self::Refused => "不予受理",
            Self::Withdrawn => "已撤回",
            Self::Void => "已作废",
        }
    }

    /// Somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Registered | Self::Assigned | Self::InProgress)
    }
}

/// Something that happens to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    Register,
    Assign,
    Accept,
    Decline,
    Transfer,
    Close,
    Refuse,
    Withdraw,
    Void,
    Reopen,
    Note,
    Split,
    Link,
    Paper,
    /// An issued paper was printed again.
    CopyPaper,
    /// An issued paper was declared void.
    VoidPaper,
    /// Issued papers were handed over (送达).
    Deliver,
    AskRating,
    Rate,
    DeclineRating,
    NoAnswer,
    FinishRating,
    Supervise,
    SuperviseReply,
    SuperviseClose,
    /// 离岗移交: the desk of somebody who leaves goes to others.
    HandOver,
    /// A step of the window's procedure, see [`crate::procedure`].
    Step,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 27] = [
        Self::Register,
        Self::Assign,
        Self::Accept,
        Self::Decline,
        Self::Transfer,
        Self::Close,
        Self::Refuse,
        Self::Withdraw,
        Self::Void,
        Self::Reopen,
        Self::Note,
        Self::Split,
        Self::Link,
        Self::Paper,
        Self::CopyPaper,
        Self::VoidPaper,
        Self::Deliver,
        Self::AskRating,
        Self::Rate,
        Self::DeclineRating,
        Self::NoAnswer,
        Self::FinishRating,
        Self::Supervise,
        Self::SuperviseReply,
        Self::SuperviseClose,
        Self::HandOver,
        Self::Step,
    ];

    /// Returns the kind of entry that records it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Register => "ticket.register",
            Self::Assign => "ticket.assign",
            Self::Accept => "ticket.accept",
            Self::Decline => "ticket.decline",
            Self::Transfer => "ticket.transfer",
            Self::Close => "ticket.close",
            Self::Refuse => "ticket.refuse",
            Self::Withdraw => "ticket.withdraw",
            Self::Void => "ticket.void",
            Self::Reopen => "ticket.reopen",
            Self::Note => "ticket.note",
            Self::Split => "ticket.split",
            Self::Link => "ticket.link",
            Self::Paper => "ticket.paper",
            Self::CopyPaper => "ticket.paper_copied",
            Self::VoidPaper => "ticket.paper_void",
            Self::Deliver => "ticket.paper_delivered",
            Self::AskRating => "ticket.ask_rating",
            Self::Rate => "ticket.rate",
            Self::DeclineRating => "ticket.decline_rating",
            Self::NoAnswer => "ticket.no_answer",
            Self::FinishRating => "ticket.finish_rating",
            Self::Supervise => "ticket.supervise",
            Self::SuperviseReply => "ticket.supervise_reply",
            Self::SuperviseClose => "ticket.supervise_close",
            Self::HandOver => "ticket.hand_over",
            Self::Step => "ticket.step",
        }
    }

    /// Finds the act an entry kind records.
    pub fn from_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.kind() == kind)
    }

    /// May change where the ticket stands, so that its place among others matters. Of the steps only some do.
    pub fn moves_state(self) -> bool {
        matches!(
            self,
            Self::Register
                | Self::Assign
                | Self::Accept
                | Self::Decline
                | Self::Transfer
                | Self::Close
                | Self::Refuse
                | Self::Withdraw
                | Self::Void
                | Self::Reopen
                | Self::HandOver
                | Self::Step
        )
    }

    /// Belongs to the rating, where the first answer counts.
    pub fn concerns_rating(self) -> bool {
        matches!(
            self,
            Self::AskRating
                | Self::Rate
                | Self::DeclineRating
                | Self::NoAnswer
                | Self::FinishRating
        )
    }

    /// Returns the right a member of staff needs; none where no staff may act.
    fn right(self) -> Option<Right> {
        match self {
            Self::Register => Some(Right::RegisterVisit),
            Self::Assign | Self::HandOver => Some(Right::AssignTicket),
            Self::Accept
            | Self::Decline
            | Self::Note
            | Self::Split
            | Self::Link
            | Self::Transfer
            | Self::Withdraw => Some(Right::WorkTicket),
            Self::Close | Self::Refuse => Some(Right::CloseTicket),
            Self::Void => Some(Right::VoidTicket),
            Self::Reopen => Some(Right::ReopenTicket),
            Self::Paper | Self::CopyPaper | Self::VoidPaper | Self::Deliver => {
                Some(Right::PrintPaper)
            }
            Self::AskRating | Self::NoAnswer | Self::FinishRating => Some(Right::AskRating),
            Self::SuperviseClose => Some(Right::Supervise),
            Self::Rate | Self::Supervise | Self::SuperviseReply => None,
            Self::DeclineRating => Some(Right::AskRating),
            // Each step names its own right.
            Self::Step => Some(Right::ViewCases),
        }
    }
}

/// Role of an entry the citizen made in the citizen's own window.
pub const CITIZEN: &str = "citizen";

/// Where a ticket stands, after some of its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub window: String,
    /// Windows it was sent on from, in order.
    pub left: Vec<String>,
    /// Stage of the window's procedure.
    pub stage: String,
    /// Steps that took effect, in order.
    pub done: Vec<DoneStep>,
    /// Who received the visitor first (首问负责人): staff id as text.
    pub first_contact: String,
    /// Who works it: staff id as text; empty for nobody.
    pub assignee: String,
    /// Coded outcome or reason; empty while open.
    pub outcome: String,
    pub outcome_text: String,
    pub registered_ms: i64,
    pub assigned_ms: Option<i64>,
    pub accepted_ms: Option<i64>,
    pub ended_ms: Option<i64>,
    /// Everybody who ever had it in hand, in order.
    pub hands: Vec<String>,
    pub rating_state: RatingState,
    pub rating: Option<Rating>,
    /// Who looked into a bad rating, with which result.
    pub rating_finished: Option<(String, String, i64)>,
    /// In the order they were opened.
    pub supervisions: Vec<Supervision>,
}

impl Progress {
    /// Opens an ended ticket again.
    pub(crate) fn take_up_again(&mut self) {
        self.state = if self.assignee.is_empty() {
            State::Registered
        } else {
            State::InProgress
        };
        self.outcome.clear();
        self.outcome_text.clear();
        self.ended_ms = None;
    }
}

/// Who acts, where.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// Account or staff id as text.
    pub id: &'a str,
    pub role: &'a str,
    pub tier: &'a str,
}

/// Has the ticket in hand: as its holder, or as who received the visitor first and stays responsible.
pub fn holds(progress: &Progress, author: Author) -> bool {
    progress.assignee == author.id || progress.first_contact == author.id
}

/// Began the matter: registered the ticket or received the visitor first. Who began does not decide.
pub fn began(progress: &Progress, author: Author) -> bool {
    progress.hands.first().is_some_and(|hand| hand == author.id)
        || progress.first_contact == author.id
}

/// Says whether a window's tickets are assigned by the centre alone.
pub type CentreOnly<'a> = &'a dyn Fn(&str) -> bool;

/// Says whether an act is possible now and by this hand.
///
/// # Errors
/// The reason why it is not.
pub fn permit(
    progress: Option<&Progress>,
    act: Act,
    author: Author,
    centre_only: CentreOnly,
) -> Result<(), Idle> {
    authorise(progress, act, author, centre_only)?;
    let Some(progress) = progress else {
        return if act == Act::Register {
            Ok(())
        } else {
            Err(Idle::NotNow)
        };
    };
    let possible = match act {
        Act::Register => return Err(Idle::Twice),
        Act::Step => progress.state != State::Void,
        Act::Assign | Act::HandOver => progress.state.is_open(),
        Act::Accept => matches!(progress.state, State::Registered | State::Assigned),
        Act::Decline => progress.state == State::Assigned,
        Act::Transfer | Act::Close | Act::Refuse | Act::Withdraw => progress.state.is_open(),
        Act::Void => progress.state != State::Void,
        Act::Reopen => matches!(
            progress.state,
            State::Closed | State::Refused | State::Withdrawn
        ),
        Act::Note | Act::Link => true,
        Act::Paper | Act::CopyPaper | Act::VoidPaper | Act::Deliver => true,
        Act::SuperviseReply | Act::SuperviseClose => progress
            .supervisions
            .iter()
            .any(|one| one.closed_ms.is_none()),
        Act::Split | Act::Supervise => progress.state != State::Void,
        Act::AskRating | Act::NoAnswer | Act::DeclineRating => {
            if progress.rating_state == RatingState::Rated {
                return Err(Idle::AlreadyRated);
            }
            ratable(progress.state)
        }
        Act::Rate => {
            if progress.rating_state == RatingState::Rated {
                return Err(Idle::AlreadyRated);
            }
            ratable(progress.state)
        }
        Act::FinishRating => {
            progress.rating.as_ref().is_some_and(Rating::is_bad)
                && progress.rating_finished.is_none()
        }
    };
    if !possible {
        return Err(Idle::NotNow);
    }
    if procedure::left_to_a_step(progress, act) {
        return Err(Idle::ByStep);
    }
    Ok(())
}

fn ratable(state: State) -> bool {
    matches!(state, State::Closed | State::Refused | State::Withdrawn)
}

fn authorise(
    progress: Option<&Progress>,
    act: Act,
    author: Author,
    centre_only: CentreOnly,
) -> Result<(), Idle> {
    if author.role == CITIZEN {
        let allowed = matches!(act, Act::Rate | Act::DeclineRating);
        return if allowed { Ok(()) } else { Err(Idle::NoRight) };
    }
    if author.role == supervise::SWEEP {
        let allowed = act == Act::Supervise && progress.is_some();
        return if allowed { Ok(()) } else { Err(Idle::NoRight) };
    }
    if act == Act::Supervise {
        return Err(Idle::NoRight);
    }
    if act == Act::SuperviseReply {
        let held = progress.is_some_and(|progress| holds(progress, author));
        return if held { Ok(()) } else { Err(Idle::NotYours) };
    }
    let right = act.right().ok_or(Idle::CitizenOnly)?;
    let role = Role::from_code(author.role).ok_or(Idle::NoRight)?;
    let decides = act == Act::FinishRating && role.may(Right::ResolveConflict);
    let grant = role.grant(right);
    if grant == Grant::Propose {
        return Err(Idle::ProposeOnly);
    }
    if !grant.carries_out() && !decides {
        return Err(Idle::NoRight);
    }
    let Some(progress) = progress else {
        return Ok(());
    };
    if grant == Grant::Own {
        own(progress, act, author, role)?;
    }
    if grant == Grant::NotOwn && (began(progress, author) || proposed(progress, act, author)) {
        return Err(Idle::FourEyes);
    }
    let decided_at_centre = matches!(
        act,
        Act::Assign | Act::Accept | Act::Close | Act::Refuse | Act::Reopen | Act::HandOver
    );
    if decided_at_centre && author.tier != "centre" && centre_only(&progress.window) {
        return Err(Idle::CentreOnly);
    }
    // One's own desk, or that of others by who watches over the work.
    let holder = match progress.assignee.as_str() {
        "" => &progress.first_contact,
        assignee => assignee,
    };
    if act == Act::HandOver && holder != author.id && !role.may(Right::Supervise) {
        return Err(Idle::NotYours);
    }
    if act == Act::SuperviseClose && progress.assignee == author.id {
        return Err(Idle::FourEyes);
    }
    if act == Act::FinishRating && progress.hands.iter().any(|hand| hand == author.id) {
        return Err(Idle::Rated);
    }
    Ok(())
}

/// The condition of [`Grant::Own`]. A ticket nobody holds is taken by who accepts it, an assigned one by the assignee
/// alone; a note or a link only adds something, which every counter does.
fn own(progress: &Progress, act: Act, author: Author, role: Role) -> Result<(), Idle> {
    let fits = match act {
        Act::Accept => progress.assignee.is_empty() || progress.assignee == author.id,
        Act::Decline => progress.assignee == author.id,
        Act::Note | Act::Link => holds(progress, author) || role.may(Right::RegisterVisit),
        _ => holds(progress, author),
    };
    if fits { Ok(()) } else { Err(Idle::NotYours) }
}

/// Who proposed to declare void or to take up again is not who does it.
fn proposed(progress: &Progress, act: Act, author: Author) -> bool {
    let proposal = match act {
        Act::Void => "propose_void",
        Act::Reopen => "propose_reopen",
        _ => return false,
    };
    progress
        .last(proposal)
        .is_some_and(|done| done.author == author.id)
}

/// An event and what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub event: Arc<Event>,
    pub act: Act,
    /// None when it took effect.
    pub idle: Option<Idle>,
    /// Changes where the ticket stands, or would.
    pub moves_state: bool,
}

/// The life of a ticket as its events tell it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Life {
    pub progress: Option<Progress>,
    pub steps: Vec<Step>,
    /// Clashes nobody has settled since by acting in knowledge of both.
    pub clashes: Vec<Clash>,
}

/// Runs the events of a ticket in their agreed order.
pub fn live(folded: &Folded, centre_only: CentreOnly) -> Life {
    let mut life = Life::default();
    for event in &folded.events {
        let Some(act) = Act::from_kind(&event.kind) else {
            continue;
        };
        let id = uuid::Uuid::from_bytes(event.origin.account).to_string();
        let author = Author {
            id: &id,
            role: &event.origin.role,
            tier: &event.origin.tier,
        };
        let step = life
            .progress
            .as_ref()
            .filter(|_| act == Act::Step)
            .and_then(|progress| procedure::step_of(progress, event));
        let moves_state = match act {
            Act::Step => step.is_some_and(procedure::Step::moves_state),
            act => act.moves_state(),
        };
        let idle = match (&mut life.progress, act) {
            (Some(progress), Act::Step) => take_effect(progress, step, event, author).err(),
            (progress, act) => {
                let idle = permit(progress.as_ref(), act, author, centre_only)
                    .and_then(|()| match progress {
                        Some(progress) => supervise::check(progress, act, &event.record),
                        None => Ok(()),
                    })
                    .err();
                if idle.is_none() {
                    advance(progress, act, event, &id);
                }
                idle
            }
        };
        life.steps.push(Step {
            event: Arc::clone(event),
            act,
            idle,
            moves_state,
        });
    }
    life.clashes = clashes(folded, &life.steps);
    life
}

/// Puts a step into effect where its author may take it.
fn take_effect(
    progress: &mut Progress,
    step: Option<&'static procedure::Step>,
    event: &Event,
    author: Author,
) -> Result<(), Idle> {
    let step = step.ok_or_else(|| procedure::outside(progress, event, author))?;
    procedure::permit(progress, step, author)?;
    procedure::recheck(step, event)?;
    procedure::advance(progress, step, event, author.id);
    Ok(())
}

fn advance(progress: &mut Option<Progress>, act: Act, event: &Event, author: &str) {
    let data = |key: &str| {
        event
            .record
            .data
            .get(key)
            .map(|value| value.as_text().to_owned())
            .unwrap_or_default()
    };
    let at_ms = event.at_ms;
    let Some(progress) = progress else {
        let window = data("window");
        let first_contact = event.record.set.get("first_contact");
        *progress = Some(Progress {
            state: State::Registered,
            stage: first_stage(&window),
            window,
            left: Vec::new(),
            done: Vec::new(),
            first_contact: first_contact.map_or(author, |id| id.as_text()).to_owned(),
            assignee: String::new(),
            outcome: String::new(),
            outcome_text: String::new(),
            registered_ms: at_ms,
            assigned_ms: None,
            accepted_ms: None,
            ended_ms: None,
            hands: vec![author.to_owned()],
            rating_state: RatingState::NotAsked,
            rating: None,
            rating_finished: None,
            supervisions: Vec::new(),
        });
        return;
    };
    match act {
        Act::Register | Act::Split | Act::Link | Act::Step => {}
        Act::Paper | Act::CopyPaper | Act::VoidPaper | Act::Deliver => {}
        Act::Note => {
            let helper = data("on_behalf_of");
            if !helper.is_empty() && !progress.hands.contains(&helper) {
                progress.hands.push(helper);
            }
        }
        Act::Assign => {
            progress.take(&data("assignee"));
            progress.state = State::Assigned;
            progress.assigned_ms = Some(at_ms);
            progress.accepted_ms = None;
        }
        Act::HandOver => {
            progress.take(&data("to"));
            if progress.state == State::Registered {
                progress.state = State::Assigned;
            }
            progress.assigned_ms = progress.assigned_ms.or(Some(at_ms));
        }
        Act::Accept => {
            progress.take(author);
            progress.state = State::InProgress;
            progress.assigned_ms = progress.assigned_ms.or(Some(at_ms));
            progress.accepted_ms = Some(at_ms);
        }
        Act::Decline => {
            progress.take("");
            progress.state = State::Registered;
            progress.assigned_ms = None;
        }
        Act::Transfer => {
            let left = std::mem::replace(&mut progress.window, data("window"));
            progress.left.push(left);
            progress.stage = first_stage(&progress.window);
            progress.take("");
            progress.state = State::Registered;
            progress.assigned_ms = None;
            progress.accepted_ms = None;
        }
        Act::Close | Act::Refuse | Act::Withdraw | Act::Void => {
            progress.state = match act {
                Act::Close => State::Closed,
                Act::Refuse => State::Refused,
                Act::Withdraw => State::Withdrawn,
                _ => State::Void,
            };
            progress.outcome = data("outcome");
            progress.outcome_text = if act == Act::Close || act == Act::Refuse {
                data("text")
            } else {
                data("reason")
            };
            progress.ended_ms = Some(at_ms);
            if matches!(act, Act::Close | Act::Refuse)
                && !progress.hands.iter().any(|hand| hand == author)
            {
                progress.hands.push(author.to_owned());
            }
        }
        Act::Reopen => {
            progress.take_up_again();
            procedure::reopen(progress);
        }
        Act::Supervise | Act::SuperviseReply | Act::SuperviseClose => {
            supervise::advance(progress, act, &event.record, author, at_ms);
        }
        Act::AskRating => progress.rating_state = RatingState::Asked,
        Act::DeclineRating => progress.rating_state = RatingState::Declined,
        Act::NoAnswer => progress.rating_state = RatingState::NoAnswer,
        Act::Rate => {
            let level = |key: &str| {
                let given = event
                    .record
                    .data
                    .get(key)
                    .and_then(crate::journal::Value::as_int)
                    .unwrap_or(0);
                given.clamp(1, 5) as u8
            };
            progress.rating_state = RatingState::Rated;
            progress.rating = Some(Rating {
                attitude: level("attitude"),
                efficiency: level("efficiency"),
                skill: level("skill"),
                overall: level("overall"),
                comment: data("comment"),
                anonymous: event
                    .record
                    .data
                    .get("anonymous")
                    .is_some_and(crate::journal::Value::as_bool),
                at_ms,
                entry: Some(event.entry),
            });
        }
        Act::FinishRating => {
            progress.rating_finished = Some((author.to_owned(), data("result"), at_ms))
        }
    }
    let procedure = procedure::find(&progress.window);
    let stage =
        procedure.and_then(|known| known.act_rules(act, &event.record).find_map(|rule| rule.to));
    if let Some(stage) = stage {
        progress.stage = stage.to_owned();
    }
}

fn first_stage(window: &str) -> String {
    procedure::find(window)
        .map_or("", procedure::Procedure::first_stage)
        .to_owned()
}

impl Life {
    /// Entries of authors who had no right to them: they set nothing.
    pub(super) fn barred(&self) -> BTreeSet<EntryId> {
        self.steps
            .iter()
            .filter(|step| step.idle.is_some_and(|idle| !idle.has_authority()))
            .map(|step| step.event.entry)
            .collect()
    }
}

impl Progress {
    /// Gives the ticket into a hand; into none with an empty one.
    pub(crate) fn take(&mut self, hand: &str) {
        self.assignee = hand.to_owned();
        if !hand.is_empty() && !self.hands.iter().any(|known| known == hand) {
            self.hands.push(hand.to_owned());
        }
    }
}
