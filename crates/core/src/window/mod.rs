//! The windows of the centre: one file each, one line in [`WINDOWS`].
//!
//! A window says what is asked at its counter, what may come of it and what the visitor must be told. Nothing else in
//! the program knows a window by its code.
//!
//! 依据：公共法律服务中心六个服务窗口，即律师咨询、法律援助、人民调解、公证服务、司法鉴定、特殊群体维权。

mod consult;
mod forensic;
mod legal_aid;
mod mediation;
mod notary;
mod special;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

/// Every window in the order of its key and tile.
pub static WINDOWS: [&Window; 6] = [
    &consult::WINDOW,
    &legal_aid::WINDOW,
    &mediation::WINDOW,
    &notary::WINDOW,
    &forensic::WINDOW,
    &special::WINDOW,
];

/// Finds the window with this stable code.
pub fn find(code: &str) -> Option<&'static Window> {
    WINDOWS.iter().copied().find(|window| window.code == code)
}

/// Finds the window with this letter in ticket numbers.
pub fn find_by_letter(letter: char) -> Option<&'static Window> {
    WINDOWS
        .iter()
        .copied()
        .find(|window| window.letter == letter)
}

/// One window with everything its counter needs to know.
#[derive(Debug)]
pub struct Window {
    /// Stable code that is stored and exchanged.
    pub code: &'static str,
    /// Stands for the window in ticket numbers.
    pub letter: char,
    /// For segments and columns: 援助.
    pub short_name: &'static str,
    /// For tiles and papers: 法律援助.
    pub name: &'static str,
    /// What a station may do here without the centre.
    pub at_station: AtStation,
    /// The visitor may stay unnamed: a pure enquiry.
    pub name_optional: bool,
    /// What is asked beside matter, requests and summary.
    pub fields: &'static [Field],
    /// Suggested matters; the matter itself is free text.
    pub matters: &'static [Matter],
    /// What may come of a ticket.
    pub outcomes: &'static [Outcome],
    /// Why a matter may not be taken here; asked for with [`OutcomeKind::NotAccepted`].
    pub refusals: &'static [Refusal],
    /// 要向来访人说明: what the clerk ticks off as told.
    pub told: &'static [Told],
    /// Codes of the deadline rules that a ticket of this window may start.
    pub limits: &'static [&'static str],
    /// 承诺时限 in working days unless the office sets another; none where nothing is promised.
    pub promised_working_days: Option<u32>,
    /// Last sentence of the receipt, of this window alone.
    pub closing: &'static str,
    /// 常用语 for the summary.
    pub phrases: &'static [&'static str],
}

/// What a station may do at a window without the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtStation {
    /// The whole procedure.
    Full,
    /// 初审: take the application, check it, send it on; no decision.
    FirstReview,
    /// 引导: tell where to go and hand out the slip.
    GuideOnly,
}

/// One further question of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub code: &'static str,
    pub label: &'static str,
    pub kind: FieldKind,
    pub hint: &'static str,
}

/// What may be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    LongText,
    /// Integer fen inside, yuan on the screen.
    Money,
    Day,
    Bool,
    /// A code of the dictionary of this name.
    Choice(&'static str),
}

/// One suggested matter.
#[derive(Debug, Clone, Copy)]
pub struct Matter {
    /// Initials of the reading, typed to choose it: `ldbc`. Unique within the window.
    pub code: &'static str,
    pub name: &'static str,
    /// Other words by which a typed matter is recognised.
    pub keywords: &'static [&'static str],
    pub hints: &'static [Hint],
    pub materials: &'static [MatterMaterial],
}

/// Something the clerk must know about a matter before saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// Stable code, for example `ECON_EXEMPT`.
    pub code: &'static str,
    pub text: &'static str,
    /// Citation; empty for a rule of good service.
    pub basis: &'static str,
}

/// One line of the list of materials that a matter starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatterMaterial {
    pub name: &'static str,
    /// Code of the dictionary `material_forms`.
    pub form: &'static str,
    /// 可后补: its absence does not keep the matter from being taken.
    pub may_follow: bool,
}

/// One way in which a ticket of the window ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: OutcomeKind,
    /// The clerk must write what was answered, where it went, or why.
    pub requires_text: bool,
}

/// What an outcome counts as in statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// Handled here, with a result.
    Done,
    /// Handed to an institution, an organ or another window.
    Referred,
    /// Not taken; a coded refusal belongs to it.
    NotAccepted,
    /// Taken, but without the result aimed at.
    Failed,
    /// Taken back by the visitor, or deemed so.
    Withdrawn,
    /// Ended by decision before its result.
    Terminated,
    /// The same matter is already being handled under another number.
    Merged,
}

impl OutcomeKind {
    /// Returns the stable code that is stored and exchanged.
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Referred => "referred",
            Self::NotAccepted => "not_accepted",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
            Self::Terminated => "terminated",
            Self::Merged => "merged",
        }
    }
}

/// One reason why a matter is not taken at the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub name: &'static str,
    pub basis: &'static str,
}

/// One thing the visitor must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub code: &'static str,
    pub text: &'static str,
    pub basis: &'static str,
}

impl Window {
    /// Finds the outcome with this code or name.
    pub fn outcome(&self, word: &str) -> Option<&'static Outcome> {
        self.outcomes
            .iter()
            .find(|outcome| outcome.code == word || outcome.name == word)
    }

    /// Finds the coded reason not to take a matter.
    pub fn refusal(&self, code: &str) -> Option<&'static Refusal> {
        self.refusals.iter().find(|refusal| refusal.code == code)
    }

    /// Finds the matter with this code.
    pub fn matter(&self, code: &str) -> Option<&'static Matter> {
        self.matters.iter().find(|matter| matter.code == code)
    }

    /// Recognises the suggested matter that a typed one means, so that its hints and materials can be offered.
    ///
    /// A word at the beginning counts before one in the middle, a longer word before a shorter one.
    pub fn recognise(&self, typed: &str) -> Option<&'static Matter> {
        let typed = typed.trim();
        let rank = |matter: &Matter| {
            let words = matter.keywords.iter().chain([&matter.name]);
            words
                .filter(|word| typed.contains(**word))
                .map(|word| (typed.starts_with(*word), word.chars().count()))
                .max()
        };
        self.matters
            .iter()
            .enumerate()
            .filter_map(|(place, matter)| Some((rank(matter)?, Reverse(place), matter)))
            .max_by_key(|(rank, place, _)| (*rank, *place))
            .map(|(_, _, matter)| matter)
    }

    /// Lists the matters that fit what has been typed so far: a code, or a part of the name or of a keyword.
    ///
    /// Those whose code begins with it come first; nothing typed lists all.
    pub fn suggest(&self, typed: &str) -> Vec<&'static Matter> {
        let typed = typed.trim().to_lowercase();
        let by_code = |matter: &&Matter| matter.code.starts_with(&typed);
        let by_name = |matter: &&Matter| {
            let mut words = matter.keywords.iter().chain([&matter.name]);
            words.any(|word| word.contains(&typed))
        };
        let first = self.matters.iter().filter(by_code);
        let then = self
            .matters
            .iter()
            .filter(|matter| !by_code(matter) && by_name(matter));
        first.chain(then).collect()
    }
}

const fn field(code: &'static str, label: &'static str, kind: FieldKind) -> Field {
    Field {
        code,
        label,
        kind,
        hint: "",
    }
}

impl Field {
    const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }
}

const fn matter(code: &'static str, name: &'static str) -> Matter {
    Matter {
        code,
        name,
        keywords: &[],
        hints: &[],
        materials: &[],
    }
}

impl Matter {
    const fn known_as(self, keywords: &'static [&'static str]) -> Self {
        Self { keywords, ..self }
    }

    const fn hints(self, hints: &'static [Hint]) -> Self {
        Self { hints, ..self }
    }

    const fn materials(self, materials: &'static [MatterMaterial]) -> Self {
        Self { materials, ..self }
    }
}

const fn hint(code: &'static str, text: &'static str, basis: &'static str) -> Hint {
    Hint { code, text, basis }
}

const fn copy(name: &'static str) -> MatterMaterial {
    MatterMaterial {
        name,
        form: "copy",
        may_follow: false,
    }
}

const fn original(name: &'static str) -> MatterMaterial {
    MatterMaterial {
        name,
        form: "original",
        may_follow: false,
    }
}

impl MatterMaterial {
    const fn may_follow(self) -> Self {
        Self {
            may_follow: true,
            ..self
        }
    }
}

const fn outcome(code: &'static str, name: &'static str, kind: OutcomeKind) -> Outcome {
    Outcome {
        code,
        name,
        kind,
        requires_text: false,
    }
}

impl Outcome {
    const fn with_text(self) -> Self {
        Self {
            requires_text: true,
            ..self
        }
    }
}

const fn refusal(code: &'static str, name: &'static str, basis: &'static str) -> Refusal {
    Refusal { code, name, basis }
}

const fn told(code: &'static str, text: &'static str, basis: &'static str) -> Told {
    Told { code, text, basis }
}

/// The line every visitor hears before personal data is written down.
const PRIVACY: Told = told(
    "privacy",
    "收集这些个人信息的目的、方式、保存期限和您的权利",
    "个人信息保护法第十七条",
);

/// Asked before data goes to an institution outside the centre.
const CONSENT: Told = told(
    "share_consent",
    "向办理机构提供您的信息须您单独同意，可以不同意",
    "个人信息保护法第二十三条",
);

const GUARDIAN_CONSENT: Hint = hint(
    "GUARDIAN_CONSENT",
    "不满14周岁的，须监护人单独同意",
    "个人信息保护法第三十一条",
);

const IDENTITY: MatterMaterial = copy("居民身份证");
const HOUSEHOLD: MatterMaterial = copy("户口簿");

/// Longest text of a window's own field in code points.
const FIELD_TEXT_MAX: usize = 200;
/// Longest long text in code points.
const FIELD_LONG_TEXT_MAX: usize = 4000;

impl Field {
    /// Brings what was typed to the form that is stored: money in fen, days as `YYYY-MM-DD`, choices as codes.
    ///
    /// # Errors
    /// `field.money`, `day.shape`, `choice.unknown`, `text.too_long`, `text.control`.
    pub fn check(&self, typed: &str) -> Result<String, &'static str> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(String::new());
        }
        let long = self.kind == FieldKind::LongText;
        if typed
            .chars()
            .any(|c| c.is_control() && !(long && c == '\n'))
        {
            return Err("text.control");
        }
        match self.kind {
            FieldKind::Text | FieldKind::LongText => {
                let max = if long {
                    FIELD_LONG_TEXT_MAX
                } else {
                    FIELD_TEXT_MAX
                };
                if typed.chars().count() > max {
                    Err("text.too_long")
                } else {
                    Ok(typed.to_owned())
                }
            }
            FieldKind::Money => match typed.parse::<u64>() {
                Ok(fen) if fen <= MONEY_MAX_FEN => Ok(fen.to_string()),
                _ => Err("field.money"),
            },
            FieldKind::Day => crate::time::day_from_text(typed)
                .map(|day| day.to_string())
                .ok_or("day.shape"),
            FieldKind::Bool => match typed {
                "true" | "false" => Ok(typed.to_owned()),
                _ => Err("choice.unknown"),
            },
            FieldKind::Choice(table) => crate::dictionary::bundled(table)
                .and_then(|table| table.find(typed))
                .map(|entry| entry.code.clone())
                .ok_or("choice.unknown"),
        }
    }
}

/// Largest amount of money in fen: a hundred billion yuan.
const MONEY_MAX_FEN: u64 = 10_000_000_000_000;
