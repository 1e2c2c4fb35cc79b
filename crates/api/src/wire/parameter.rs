//! Parameters and the holiday calendar.

wire! {
    /// A parameter with what is in force today.
    pub struct ParameterRow {
        pub code: String,
        pub group: String,
        pub name: String,
        /// Word behind a value: 日, 元, %; empty for yes and no.
        pub unit: String,
        /// `flag` for yes and no, else how a value is typed: `days`, `months`, `hours`, `minutes`, `times`, `people`,
        /// `ratio`, `percent`, `money`.
        pub measure: String,
        /// As typed, `yes` or `no` for a flag; empty where nobody has set it.
        pub value: String,
        /// `YYYY-MM-DD`; empty for the value the program came with.
        pub from: String,
        pub source: String,
        /// Nobody has confirmed the value yet (待核实).
        pub unverified: bool,
        pub by_area: bool,
        pub least: String,
        pub most: String,
        /// A later value that was set already, with its day; empty for none.
        pub coming: String,
    }

    /// The income under which an applicant counts as poor today.
    pub struct HardshipLine {
        /// Yuan a head and month; empty while the allowance is not set.
        pub line: String,
        /// The arithmetic in words.
        pub arithmetic: String,
        pub unverified: bool,
    }

    /// All parameters in the order of the page.
    pub struct ParameterList {
        pub rows: Vec<ParameterRow>,
        pub hardship: HardshipLine,
    }

    /// Names a parameter.
    pub struct ByCode {
        pub code: String,
    }

    /// One entry of the history of a parameter.
    pub struct ParameterLine {
        pub from: String,
        pub area: String,
        /// Empty where it was taken back.
        pub value: String,
        pub source: String,
        pub by: String,
        pub at: String,
    }

    /// Everything that was set for a parameter, newest first.
    pub struct ParameterHistory {
        pub lines: Vec<ParameterLine>,
    }

    /// A value from a day on; an empty value takes back what was set for that day.
    pub struct SaveParameter {
        pub code: String,
        pub value: String,
        /// `YYYY-MM-DD`.
        pub from: String,
        /// Six digits, or empty for the area of the site.
        pub area: String,
        pub source: String,
    }

    /// What new data changed of the due days.
    pub struct Recounted {
        /// Years of an imported table.
        pub years: Vec<u32>,
        /// Limits counted again.
        pub limits: u32,
        /// Tickets with another due day than before.
        pub tickets: u32,
        /// Those among them that are open.
        pub open_tickets: u32,
    }

    /// The table of one year.
    pub struct CalendarYear {
        pub year: u32,
        /// `national` or `local`.
        pub layer: String,
        /// Came with the program.
        pub bundled: bool,
        pub days_off: u32,
        pub make_up_days: u32,
        pub sources: Vec<String>,
        pub disputed: bool,
    }

    /// Years with a table, newest first.
    pub struct CalendarYears {
        pub years: Vec<CalendarYear>,
        /// This year or the next has no table yet: its days are 估算.
        pub estimated: Vec<u32>,
    }

    /// A holiday table to take in.
    pub struct ImportCalendar {
        /// `national` or `local`.
        pub layer: String,
        /// CSV with the columns day, kind, holiday, source.
        pub text: String,
    }

    /// Names an imported table.
    pub struct CalendarTable {
        pub layer: String,
        pub year: u32,
    }
}
