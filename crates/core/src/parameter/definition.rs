use std::sync::LazyLock;

use crate::dictionary::{Table, TableError};

/// What a value counts, and so how it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Days,
    Months,
    Hours,
    Minutes,
    Times,
    People,
    /// Hundredths; typed with up to two decimals.
    Ratio,
    /// Hundredths of a percent; typed with up to two decimals.
    Percent,
    /// Fen; typed in yuan with up to two decimals.
    Money,
    /// 1 for yes, 0 for no.
    Flag,
}

impl Measure {
    const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Days, "days", "日"),
        (Self::Months, "months", "个月"),
        (Self::Hours, "hours", "小时"),
        (Self::Minutes, "minutes", "分钟"),
        (Self::Times, "times", "次"),
        (Self::People, "people", "人"),
        (Self::Ratio, "ratio", "倍"),
        (Self::Percent, "percent", "%"),
        (Self::Money, "money", "元"),
        (Self::Flag, "flag", ""),
    ];

    fn from_code(code: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known, _)| *known == code);
        found.map(|(measure, _, _)| *measure)
    }

    /// Returns the code of the measure.
    pub fn code(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Returns the word that follows a value.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    fn hundredths(self) -> bool {
        matches!(self, Self::Ratio | Self::Percent | Self::Money)
    }

    /// Reads a value as it is typed; none where it is no such value.
    pub fn parse(self, text: &str) -> Option<i64> {
        let text = text.trim();
        if self == Self::Flag {
            return match text {
                "yes" => Some(1),
                "no" => Some(0),
                _ => None,
            };
        }
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !self.hundredths() {
            return digits(text).then(|| text.parse().ok()).flatten();
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return None;
        }
        let cents: i64 = format!("{part:0<2}").parse().ok()?;
        whole
            .parse::<i64>()
            .ok()?
            .checked_mul(100)?
            .checked_add(cents)
    }

    /// Writes a value as it is typed.
    pub fn show(self, value: i64) -> String {
        if self == Self::Flag {
            return if value == 1 { "yes" } else { "no" }.to_owned();
        }
        if !self.hundredths() {
            return value.to_string();
        }
        match value % 100 {
            0 => (value / 100).to_string(),
            cents if cents % 10 == 0 => format!("{}.{}", value / 100, cents / 10),
            cents => format!("{}.{cents:02}", value / 100),
        }
    }
}

/// What a parameter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: String,
    /// Heading it stands under.
    pub group: String,
    pub name: String,
    pub measure: Measure,
    /// The value the program comes with, if any.
    pub default: Option<i64>,
    pub least: i64,
    pub most: i64,
    /// Values may differ between areas.
    pub by_area: bool,
    pub source: String,
    /// A person has compared the default with its source.
    pub verified: bool,
}

static BUNDLED: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    read(include_str!("../../../../assets/reference/parameters.csv"))
        .expect("the bundled parameters are read by a test")
});

/// Lists every parameter in the order of the settings page.
pub fn definitions() -> &'static [Definition] {
    &BUNDLED
}

/// Finds the parameter with a code.
pub fn find(code: &str) -> Option<&'static Definition> {
    BUNDLED.iter().find(|known| known.code == code)
}

/// Reads a table with the columns `code`, `group`, `name`, `unit`, `default`, `least`, `most`, `by_area`, `source` and
/// `verified`.
pub(super) fn read(text: &str) -> Result<Vec<Definition>, TableError> {
    let table = Table::read(text)?;
    let (code, group) = (table.column("code")?, table.column("group")?);
    let (name, unit) = (table.column("name")?, table.column("unit")?);
    let (default, source) = (table.column("default")?, table.column("source")?);
    let (least, most) = (table.column("least")?, table.column("most")?);
    let (by_area, verified) = (table.column("by_area")?, table.column("verified")?);
    let mut definitions: Vec<Definition> = Vec::new();
    for row in table.rows() {
        let wrong = |column| TableError::Value {
            line: row.line,
            column,
        };
        let measure = Measure::from_code(row.field(unit)).ok_or_else(|| wrong("unit"))?;
        let value = |column: usize, name, otherwise| match row.field(column) {
            "" => Ok(otherwise),
            text => measure.parse(text).map(Some).ok_or_else(|| wrong(name)),
        };
        let definition = Definition {
            code: row.field(code).to_owned(),
            group: row.field(group).to_owned(),
            name: row.field(name).to_owned(),
            measure,
            default: value(default, "default", None)?,
            least: value(least, "least", Some(0))?.unwrap_or(0),
            most: value(most, "most", Some(i64::MAX))?.unwrap_or(i64::MAX),
            by_area: row.yes(by_area).ok_or_else(|| wrong("by_area"))?,
            source: row.field(source).to_owned(),
            verified: row.yes(verified).ok_or_else(|| wrong("verified"))?,
        };
        if definition.source.is_empty() {
            return Err(wrong("source"));
        }
        if definitions
            .iter()
            .any(|known| known.code == definition.code)
        {
            return Err(TableError::Repeated(row.line));
        }
        definitions.push(definition);
    }
    Ok(definitions)
}
