use std::sync::LazyLock;

use crate::dictionary::{Table, TableError};
use crate::time::{self, Day};

/// How the length of a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Calendar days (日).
    Natural,
    /// Working days (工作日).
    Working,
    /// Running hours, nights and rest days included.
    Hours,
    /// Calendar months.
    Months,
    /// Calendar days before a day that is given: an alarm rather than a limit.
    Before,
}

impl Unit {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Natural, "natural"),
        (Self::Working, "working"),
        (Self::Hours, "hour"),
        (Self::Months, "month"),
        (Self::Before, "before"),
    ];

    /// Finds the unit with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == code);
        found.map(|(unit, _)| *unit)
    }

    /// Returns the code of the rule table.
    pub fn code(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Who has to keep a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keeper {
    /// This office.
    Office,
    /// The applicant or the parties.
    Applicant,
    /// A notary office or a forensic institution.
    Institution,
    /// A court.
    Court,
}

impl Keeper {
    fn from_code(code: &str) -> Option<Self> {
        match code {
            "office" => Some(Self::Office),
            "applicant" => Some(Self::Applicant),
            "institution" => Some(Self::Institution),
            "court" => Some(Self::Court),
            _ => None,
        }
    }

    /// Returns the name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Office => "本机构",
            Self::Applicant => "当事人",
            Self::Institution => "承办机构",
            Self::Court => "人民法院",
        }
    }
}

/// One limit of law or of house rule, as data with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, for example `LA-REVIEW`.
    pub code: String,
    /// What has to be done: 审查决定.
    pub name: String,
    /// What starts the clock, as it is said in an explanation: 收到申请, 受理.
    pub trigger: String,
    /// None where an area parameter or a printed notice gives the length.
    pub length: Option<u32>,
    pub unit: Unit,
    /// A last day that is a rest day moves to the next working day. Never true of working days and hours.
    pub rolls: bool,
    /// What of a pause for supplements is not counted: calendar or working days; none where no pause counts.
    pub pauses: Option<Unit>,
    /// Citation that a pause is not counted; empty while nobody has confirmed it.
    pub pause_basis: String,
    /// Passing the due day is 超期; otherwise passing it is only a reminder.
    pub hard: bool,
    pub keeper: Keeper,
    /// Area parameter that gives the length; empty for none.
    pub parameter: String,
    /// Parameter with the working days the office promises; empty for none.
    pub promise: String,
    /// Chinese citation.
    pub basis: String,
    /// A person has compared the rule with the text of its source.
    pub verified: bool,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
}

impl Rule {
    /// The rule is in force on a day.
    pub fn valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let starts = |one: &Self| one.valid_from.unwrap_or(Day::MIN);
        let ends = |one: &Self| one.valid_to.unwrap_or(Day::MAX);
        self.code == other.code && starts(self) <= ends(other) && starts(other) <= ends(self)
    }
}

/// Every rule in all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

static BUNDLED: LazyLock<Rules> = LazyLock::new(|| {
    Rules::read(include_str!("../../../../assets/reference/deadlines.csv"))
        .expect("the bundled deadline rules are read by a test")
});

impl Rules {
    /// Returns the rules that ship with the program.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Reads a table with the columns `code`, `name`, `trigger`, `length`, `unit` (`natural`, `working`, `hour`,
    /// `month`, `before`), `rolls`, `pauses` (`natural`, `working`, `none`), `pause_basis`, `hard`, `by` (`office`,
    /// `applicant`, `institution`, `court`), `parameter`, `promise`, `basis`, `verified`, `valid_from` and `valid_to`;
    /// flags are `yes` or `no`.
    ///
    /// # Errors
    /// `table.column_missing`, `table.field_count`, `table.value`, and `table.repeated` for two versions of a rule that
    /// are in force on the same day.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let table = Table::read(text)?;
        let column = |name| table.column(name);
        let (code, name, trigger) = (column("code")?, column("name")?, column("trigger")?);
        let (length, unit, rolls) = (column("length")?, column("unit")?, column("rolls")?);
        let (pauses, pause_basis) = (column("pauses")?, column("pause_basis")?);
        let (hard, by, basis) = (column("hard")?, column("by")?, column("basis")?);
        let (parameter, promise) = (column("parameter")?, column("promise")?);
        let (verified, from, to) = (
            column("verified")?,
            column("valid_from")?,
            column("valid_to")?,
        );
        let mut rules: Vec<Rule> = Vec::new();
        for row in table.rows() {
            let wrong = |column| TableError::Value {
                line: row.line,
                column,
            };
            let text = |column| row.field(column).to_owned();
            let day = |column, name| match row.field(column) {
                "" => Ok(None),
                given => time::day_from_text(given)
                    .map(Some)
                    .ok_or_else(|| wrong(name)),
            };
            let unit = Unit::from_code(row.field(unit)).ok_or_else(|| wrong("unit"))?;
            let rolls = row.yes(rolls).ok_or_else(|| wrong("rolls"))?;
            if rolls && !matches!(unit, Unit::Natural | Unit::Months) {
                return Err(wrong("rolls"));
            }
            let length = match row.field(length) {
                "" => None,
                given => Some(given.parse().map_err(|_| wrong("length"))?),
            };
            let hard = row.yes(hard).ok_or_else(|| wrong("hard"))?;
            let keeper = Keeper::from_code(row.field(by)).ok_or_else(|| wrong("by"))?;
            // Only what this office has to do can make it late, and an alarm is no limit.
            if hard && (keeper != Keeper::Office || unit == Unit::Before) {
                return Err(wrong("hard"));
            }
            if row.field(basis).is_empty() {
                return Err(wrong("basis"));
            }
            let rule = Rule {
                code: text(code),
                name: text(name),
                trigger: text(trigger),
                length,
                unit,
                rolls,
                pauses: match row.field(pauses) {
                    "none" => None,
                    "natural" => Some(Unit::Natural),
                    "working" => Some(Unit::Working),
                    _ => return Err(wrong("pauses")),
                },
                pause_basis: text(pause_basis),
                hard,
                keeper,
                parameter: text(parameter),
                promise: text(promise),
                basis: text(basis),
                verified: row.yes(verified).ok_or_else(|| wrong("verified"))?,
                valid_from: day(from, "valid_from")?,
                valid_to: day(to, "valid_to")?,
            };
            if rules.iter().any(|known| known.overlaps(&rule)) {
                return Err(TableError::Repeated(row.line));
            }
            rules.push(rule);
        }
        Ok(Self(rules))
    }

    /// Finds the version of a rule that is in force on a day.
    pub fn get(&self, code: &str, day: Day) -> Option<&Rule> {
        self.0
            .iter()
            .find(|rule| rule.code == code && rule.valid_on(day))
    }

    /// Tells whether some version of a rule has the code.
    pub fn knows(&self, code: &str) -> bool {
        self.0.iter().any(|rule| rule.code == code)
    }

    /// Lists all rules in the order of their table.
    pub fn all(&self) -> &[Rule] {
        &self.0
    }
}
