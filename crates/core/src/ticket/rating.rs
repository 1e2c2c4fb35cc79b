//! A rating, as it stands on a ticket.

use fachuang_envelope::EntryId;

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
