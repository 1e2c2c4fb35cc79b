//! What a step asks for, and how an answer is checked.

use crate::window::{Field, FieldKind};

/// What may be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As the fields of a window: text, money, day, yes or no, a code of a dictionary.
    Plain(FieldKind),
    /// A code of these, each with its name.
    Options(&'static [(&'static str, &'static str)]),
    /// Several of these codes, separated by a space.
    Several(&'static [(&'static str, &'static str)]),
    /// A whole number from and to.
    Number(u32, u32),
    /// An instant, `YYYY-MM-DDTHH:MM` in China.
    Moment,
    /// Id of a member of staff who is active and has the ticket in hand with this step, so that a conflict of interest
    /// keeps them from the other side. Also a lawyer or mediator from outside is entered as staff.
    Staff,
    /// Id of a member of staff the step is about.
    StaffAbout,
    /// An institution: its id in the register or, where it is not in it, its name.
    Institution,
    /// Id of a ticket.
    Ticket,
    /// A kind of identity document.
    IdKind,
}

/// When an answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    No,
    Always,
    /// When another field of the step has this value.
    When(&'static str, &'static str),
    /// When another field of the step is empty.
    Without(&'static str),
}

/// A question of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepField {
    pub code: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub hint: &'static str,
    pub required: Required,
}

/// Returns a question that need not be answered.
pub const fn ask(code: &'static str, label: &'static str, kind: Kind) -> StepField {
    StepField {
        code,
        label,
        kind,
        hint: "",
        required: Required::No,
    }
}

impl StepField {
    /// Adds a hint.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// Asks for an answer always.
    pub const fn must(self) -> Self {
        self.required(Required::Always)
    }

    /// Asks for an answer under a condition.
    pub const fn required(self, required: Required) -> Self {
        Self { required, ..self }
    }

    /// Brings an answer to the form that is stored; an empty one stays empty.
    ///
    /// Whether a member of staff or a ticket exists is for the operation to find out.
    ///
    /// # Errors
    /// The code of what is wrong with it.
    pub fn read(&self, typed: &str) -> Result<String, FieldFault> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(String::new());
        }
        let known =
            |options: &[(&str, &str)], code: &str| options.iter().any(|(one, _)| *one == code);
        match self.kind {
            Kind::Plain(kind) => plain(kind, typed),
            Kind::Institution => plain(FieldKind::Text, typed),
            Kind::Options(options) if known(options, typed) => Ok(typed.to_owned()),
            Kind::Several(options) => {
                let chosen: Vec<&str> = typed.split_whitespace().collect();
                if chosen.iter().all(|code| known(options, code)) {
                    Ok(chosen.join(" "))
                } else {
                    Err("choice.unknown")
                }
            }
            Kind::Options(_) => Err("choice.unknown"),
            Kind::IdKind => crate::identifier::IdKind::from_code(typed)
                .map(|kind| kind.code().to_owned())
                .ok_or("choice.unknown"),
            Kind::Number(from, to) => match typed.parse::<u32>() {
                Ok(number) if (from..=to).contains(&number) => Ok(number.to_string()),
                _ => Err("field.number"),
            },
            Kind::Moment => moment_ms(typed)
                .map(|_| typed.to_owned())
                .ok_or("field.moment"),
            Kind::Staff | Kind::StaffAbout | Kind::Ticket => uuid::Uuid::parse_str(typed)
                .map(|id| id.to_string())
                .map_err(|_| "choice.unknown"),
        }
    }

    /// Returns a stored answer as people read it; ids stay ids.
    pub fn show(&self, stored: &str) -> String {
        let name = |options: &[(&str, &str)], code: &str| {
            options
                .iter()
                .find(|(one, _)| *one == code)
                .map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
        };
        match self.kind {
            Kind::Options(options) => name(options, stored),
            Kind::Several(options) => stored
                .split_whitespace()
                .map(|code| name(options, code))
                .collect::<Vec<_>>()
                .join("、"),
            Kind::Plain(FieldKind::Bool) => if stored == "true" { "是" } else { "否" }.to_owned(),
            Kind::Plain(FieldKind::Money) => stored.parse::<u64>().map_or_else(
                |_| stored.to_owned(),
                |fen| match fen % 100 {
                    0 => format!("{}元", fen / 100),
                    rest => format!("{}.{rest:02}元", fen / 100),
                },
            ),
            Kind::Plain(FieldKind::Choice(table)) => crate::dictionary::bundled(table)
                .and_then(|table| table.find(stored))
                .map_or_else(|| stored.to_owned(), |entry| entry.name.clone()),
            _ => stored.to_owned(),
        }
    }

    /// Says whether an answer is asked for beside these.
    pub fn is_required(&self, value_of: impl Fn(&str) -> String) -> bool {
        match self.required {
            Required::No => false,
            Required::Always => true,
            Required::When(field, value) => value_of(field) == value,
            Required::Without(field) => value_of(field).is_empty(),
        }
    }
}

/// Code of what is wrong with an answer.
pub type FieldFault = &'static str;

fn plain(kind: FieldKind, typed: &str) -> Result<String, FieldFault> {
    let field = Field {
        code: "",
        label: "",
        kind,
        hint: "",
    };
    field.check(typed)
}

/// Reads a moment as it is stored.
pub(super) fn moment_ms(text: &str) -> Option<i64> {
    let plain = text.len() == 16 && text.as_bytes()[10] == b'T';
    crate::time::from_text(&format!("{text}:00+08:00")).filter(|_| plain)
}
