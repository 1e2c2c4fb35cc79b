//! The life of a ticket: which event may follow which, and by whose hand.
//!
//! One function answers for the clerk who is about to act and for the fold of entries from anywhere. What it refuses in
//! the fold is kept and shown as without effect.

use std::collections::BTreeSet;

use fachuang_envelope::EntryId;

use crate::account::role::{Right, Role};
use crate::journal::{Event, Folded};

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
    AskRating,
    Rate,
    DeclineRating,
    NoAnswer,
    FinishRating,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 19] = [
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
        Self::AskRating,
        Self::Rate,
        Self::DeclineRating,
        Self::NoAnswer,
        Self::FinishRating,
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
            Self::AskRating => "ticket.ask_rating",
            Self::Rate => "ticket.rate",
            Self::DeclineRating => "ticket.decline_rating",
            Self::NoAnswer => "ticket.no_answer",
            Self::FinishRating => "ticket.finish_rating",
        }
    }

    /// Finds the act an entry kind records.
    pub fn from_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.kind() == kind)
    }

    /// Changes where the ticket stands, so that its place among others matters.
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
            Self::Assign => Some(Right::AssignTicket),
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
            Self::Paper => Some(Right::PrintPaper),
            Self::AskRating | Self::NoAnswer | Self::FinishRating => Some(Right::AskRating),
            Self::Rate => None,
            Self::DeclineRating => Some(Right::AskRating),
        }
    }
}

/// Role of an entry the citizen made in the citizen's own window.
pub const CITIZEN: &str = "citizen";

/// Why an act has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Idle {
    /// The ticket does not stand where this act is possible.
    NotNow,
    /// The role may not do it.
    NoRight,
    /// Only the centre does it for this window.
    CentreOnly,
    /// Only the citizen rates.
    CitizenOnly,
    /// The rating has been given already.
    AlreadyRated,
    /// The rated may not look into their own rating.
    Rated,
    /// A second registration of the same ticket.
    Twice,
}

impl Idle {
    /// Returns the code the message table knows.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotNow => "ticket.not_now",
            Self::NoRight => "right.missing",
            Self::CentreOnly => "ticket.centre_only",
            Self::CitizenOnly => "rating.citizen_only",
            Self::AlreadyRated => "rating.already_rated",
            Self::Rated => "rating.own",
            Self::Twice => "ticket.registered_twice",
        }
    }
}

/// What became of asking for a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RatingState {
    /// 未请评价.
    #[default]
    NotAsked,
    /// 已请评价，等待中.
    Asked,
    /// 已评价.
    Rated,
    /// 不愿评价.
    Declined,
    /// 未作答.
    NoAnswer,
}

impl RatingState {
    /// Every state of a rating.
    pub const ALL: [Self; 5] = [
        Self::NotAsked,
        Self::Asked,
        Self::Rated,
        Self::Declined,
        Self::NoAnswer,
    ];

    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Asked => "asked",
            Self::Rated => "rated",
            Self::Declined => "declined",
            Self::NoAnswer => "no_answer",
        }
    }

    /// Finds the state with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Returns the name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "未请评价",
            Self::Asked => "等待评价",
            Self::Rated => "已评价",
            Self::Declined => "不愿评价",
            Self::NoAnswer => "未作答",
        }
    }
}

/// A citizen's answer, each level 1 (非常不满意) to 5 (非常满意).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rating {
    pub attitude: u8,
    pub efficiency: u8,
    pub skill: u8,
    pub overall: u8,
    pub comment: String,
    pub anonymous: bool,
    pub at_ms: i64,
    /// The event, which names the task a bad rating opens.
    pub entry: Option<EntryId>,
}

/// Highest level that still counts as bad and opens a task: 不满意.
pub const BAD_LEVEL: u8 = 2;

impl Rating {
    /// At least one answer is 不满意 or 非常不满意.
    pub fn is_bad(&self) -> bool {
        [self.attitude, self.efficiency, self.skill, self.overall]
            .iter()
            .any(|level| *level <= BAD_LEVEL)
    }
}

/// Where a ticket stands, after some of its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub window: String,
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
}

/// Who acts, where.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// Account or staff id as text.
    pub id: &'a str,
    pub role: &'a str,
    pub tier: &'a str,
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
        Act::Assign => progress.state.is_open(),
        Act::Accept => matches!(progress.state, State::Registered | State::Assigned),
        Act::Decline => progress.state == State::Assigned,
        Act::Transfer | Act::Close | Act::Refuse | Act::Withdraw => progress.state.is_open(),
        Act::Void => progress.state != State::Void,
        Act::Reopen => matches!(
            progress.state,
            State::Closed | State::Refused | State::Withdrawn
        ),
        Act::Note | Act::Link | Act::Paper => true,
        Act::Split => progress.state != State::Void,
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
    if possible { Ok(()) } else { Err(Idle::NotNow) }
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
    let right = act.right().ok_or(Idle::CitizenOnly)?;
    let role = Role::from_code(author.role).ok_or(Idle::NoRight)?;
    let decides = act == Act::FinishRating && role.may(Right::ResolveConflict);
    if !role.may(right) && !decides {
        return Err(Idle::NoRight);
    }
    let Some(progress) = progress else {
        return Ok(());
    };
    if act == Act::Assign && author.tier != "centre" && centre_only(&progress.window) {
        return Err(Idle::CentreOnly);
    }
    if act == Act::FinishRating && progress.hands.iter().any(|hand| hand == author.id) {
        return Err(Idle::Rated);
    }
    Ok(())
}

/// An event and what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub event: Event,
    pub act: Act,
    /// None when it took effect.
    pub idle: Option<Idle>,
}

/// Two acts that were done without knowledge of each other and do not go together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    pub first: EntryId,
    pub second: EntryId,
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
        let idle = permit(life.progress.as_ref(), act, author, centre_only).err();
        if idle.is_none() {
            advance(&mut life.progress, act, event, &id);
        }
        life.steps.push(Step {
            event: event.clone(),
            act,
            idle,
        });
    }
    life.clashes = clashes(folded, &life.steps);
    life
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
        *progress = Some(Progress {
            state: State::Registered,
            window: data("window"),
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
        });
        return;
    };
    let take = |progress: &mut Progress, hand: &str| {
        progress.assignee = hand.to_owned();
        if !hand.is_empty() && !progress.hands.iter().any(|known| known == hand) {
            progress.hands.push(hand.to_owned());
        }
    };
    match act {
        Act::Register | Act::Split | Act::Link | Act::Paper => {}
        Act::Note => {
            let helper = data("on_behalf_of");
            if !helper.is_empty() && !progress.hands.contains(&helper) {
                progress.hands.push(helper);
            }
        }
        Act::Assign => {
            take(progress, &data("assignee"));
            progress.state = State::Assigned;
            progress.assigned_ms = Some(at_ms);
            progress.accepted_ms = None;
        }
        Act::Accept => {
            take(progress, author);
            progress.state = State::InProgress;
            progress.assigned_ms = progress.assigned_ms.or(Some(at_ms));
            progress.accepted_ms = Some(at_ms);
        }
        Act::Decline => {
            take(progress, "");
            progress.state = State::Registered;
            progress.assigned_ms = None;
        }
        Act::Transfer => {
            progress.window = data("window");
            take(progress, "");
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
            progress.state = if progress.assignee.is_empty() {
                State::Registered
            } else {
                State::InProgress
            };
            progress.outcome.clear();
            progress.outcome_text.clear();
            progress.ended_ms = None;
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
}

/// Finds acts done without knowledge of each other that do not go together, unless a later act knew both.
///
/// Acts that only add something always go together, and so do equal acts. Who had no authority to act is no rival of
/// anybody and settles nothing.
fn clashes(folded: &Folded, steps: &[Step]) -> Vec<Clash> {
    let with_authority: BTreeSet<EntryId> = steps
        .iter()
        .filter(|step| step.act.moves_state() && matches!(step.idle, None | Some(Idle::NotNow)))
        .map(|step| step.event.entry)
        .collect();
    let moving: Vec<usize> = (0..folded.events.len())
        .filter(|at| with_authority.contains(&folded.events[*at].entry))
        .collect();
    // Whoever accepts takes the ticket: by another hand it is another act.
    let same = |a: &Event, b: &Event| {
        let hand = a.kind != Act::Accept.kind() || a.origin.account == b.origin.account;
        a.kind == b.kind && a.record.tells_the_same(&b.record) && hand
    };
    let mut found = BTreeSet::new();
    for (place, first) in moving.iter().enumerate() {
        for second in &moving[place + 1..] {
            let (a, b) = (&folded.events[*first], &folded.events[*second]);
            if b.before.contains(first) || same(a, b) {
                continue;
            }
            let settled = moving.iter().any(|later| {
                let before = &folded.events[*later].before;
                before.contains(first) && before.contains(second)
            });
            if !settled {
                found.insert(Clash {
                    first: a.entry,
                    second: b.entry,
                });
            }
        }
    }
    found.into_iter().collect()
}
