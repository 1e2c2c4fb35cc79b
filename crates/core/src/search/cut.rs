//! Cuts (筛选): one token of the index for each combination of conditions a list is filtered by.
//!
//! A filtered list is then one run of keys in the index, however common each condition is by itself and however rare all
//! of them are together.

use super::token;

/// Stands at the head of a cut and between its parts. The index takes it for a letter, and no text holds it there.
const MARK: char = '\u{e000}';

/// Stands for "nobody" where an assignee is asked for.
pub const NOBODY: &str = "none";

/// Stands for the green channel.
const GREEN: &str = "g";

/// Which tickets a cut is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From<'a> {
    Every,
    InState(&'a str),
    Open,
    /// What follows the open tickets with a due day or a green channel in a list by due day.
    Behind,
    ToRate,
    ToRateInState(&'a str),
}

impl From<'_> {
    fn parts(self) -> (&'static str, String) {
        match self {
            Self::Every => ("a", String::new()),
            Self::InState(state) => ("a", token(state)),
            Self::Open => ("o", String::new()),
            Self::Behind => ("n", String::new()),
            Self::ToRate => ("r", String::new()),
            Self::ToRateInState(state) => ("r", token(state)),
        }
    }
}

/// Conditions of a cut; an empty one holds for every ticket.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions<'a> {
    pub window: &'a str,
    /// Staff id, or [`NOBODY`].
    pub assignee: &'a str,
    pub group: &'a str,
    /// With a green channel only.
    pub green: bool,
}

impl Conditions<'_> {
    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.window.is_empty() && self.assignee.is_empty() && self.group.is_empty() && !self.green
    }
}

/// Returns the token of a cut.
pub fn cut(from: From<'_>, conditions: &Conditions<'_>) -> String {
    let (class, state) = from.parts();
    let mut name = format!("{MARK}{class}{MARK}{state}");
    for part in [conditions.window, conditions.assignee, conditions.group] {
        name.push(MARK);
        name.push_str(&token(part));
    }
    if conditions.green {
        name.push(MARK);
        name.push_str(GREEN);
    }
    name
}

/// Tickets a list is taken from.
#[derive(Debug, Clone, Copy)]
pub struct Cut<'a> {
    pub from: From<'a>,
    pub conditions: Conditions<'a>,
}

impl<'a> Cut<'a> {
    /// Returns its token.
    pub fn token(&self) -> String {
        cut(self.from, &self.conditions)
    }

    /// Returns the same as a condition on a row of `ticket`, with the values it names, for tickets the index does not know
    /// yet.
    pub(crate) fn condition(&self) -> (String, Vec<(&'static str, &'a str)>) {
        let mut values = Vec::new();
        let mut state = |state| {
            values.push((":cut_state", state));
            "ticket.state = :cut_state"
        };
        let from = match self.from {
            From::Every => "1".to_owned(),
            From::InState(of) => state(of).to_owned(),
            From::Open => "ticket.open = 1".to_owned(),
            From::Behind => "NOT (ticket.due IS NOT NULL OR ticket.rank = 0)".to_owned(),
            From::ToRate => "ticket.to_rate = 1".to_owned(),
            From::ToRateInState(of) => format!("ticket.to_rate = 1 AND {}", state(of)),
        };
        let conditions = &self.conditions;
        let mut all = vec![from];
        let mut when = |name, value: &'a str, condition: &str| {
            if !value.is_empty() {
                values.push((name, value));
                all.push(condition.to_owned());
            }
        };
        when(
            ":cut_window",
            conditions.window,
            "ticket.window = :cut_window",
        );
        when(
            ":cut_group",
            conditions.group,
            "instr(' ' || ticket.groups || ' ', ' ' || :cut_group || ' ') > 0",
        );
        match conditions.assignee {
            NOBODY => all.push("ticket.assignee = ''".to_owned()),
            staff => when(":cut_assignee", staff, "ticket.assignee = :cut_assignee"),
        }
        if conditions.green {
            all.push("ticket.green <> ''".to_owned());
        }
        (all.join(" AND "), values)
    }
}

/// What of a ticket lists are filtered by.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'a> {
    pub state: &'a str,
    pub open: bool,
    pub to_rate: bool,
    /// Stands before the tickets without a due day: open, with one or with a green channel.
    pub ahead: bool,
    pub green: bool,
    pub window: &'a str,
    /// Empty for nobody.
    pub assignee: &'a str,
    /// Codes with a blank between them.
    pub groups: &'a str,
}

impl Marked<'_> {
    /// Returns every cut the ticket is in, with a blank between them.
    pub fn cuts(&self) -> String {
        let mut from = vec![From::Every, From::InState(self.state)];
        if !self.ahead {
            from.push(From::Behind);
        }
        if self.to_rate {
            from.extend([From::ToRate, From::ToRateInState(self.state)]);
        }
        let assignee = match self.assignee {
            "" => NOBODY,
            staff => staff,
        };
        let mut conditions = Vec::new();
        for window in ["", self.window] {
            for assignee in ["", assignee] {
                for group in std::iter::once("").chain(self.groups.split_whitespace()) {
                    let green = [false, true].into_iter().take(1 + usize::from(self.green));
                    conditions.extend(green.map(|green| Conditions {
                        window,
                        assignee,
                        group,
                        green,
                    }));
                }
            }
        }
        let mut cuts: Vec<String> = from
            .iter()
            .flat_map(|from| conditions.iter().map(|conditions| cut(*from, conditions)))
            .collect();
        if self.open {
            cuts.push(cut(From::Open, &Conditions::default()));
        }
        cuts.join(" ")
    }
}
