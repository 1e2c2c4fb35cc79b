//! Papers written as text files: a head of settings, a line `+++`, and the paper itself.
//!
//! The office can read such a file, and a broken one is refused with its line. What the marks of the body mean:
//!
//! | Mark | Meaning |
//! |---|---|
//! | `text` | A paragraph with an indented first line. |
//! | `< text`, `> text`, `^ text` | The same at the left edge, at the right edge, in the middle. |
//! | `^^ text` | A large line in the middle, for covers. |
//! | `# text`, `## text` | Headings that stay with what follows. |
//! | `= text` | A small note. |
//! | `{name}`, `{name:8}` | A value; without one, a blank of so many characters for the pen. |
//! | `{name:60}` alone | Lines to write on when there is no value: 2 from 20 characters, 3 from 51, 6 for 60. |
//! | `{name:label:8}` | The same, asked for under that label before printing. |
//! | `[name=value]`, `[]` | A box, ticked when the value is so; a box for the pen. |
//! | `**text**` | Seen first. |
//! | `\|= 2 5 2 5` | A table begins; widths of its columns. |
//! | `\| a \| b \|` | A row; `<` joins a cell with the one on its left, `^` with the one above, `//` ends a line. |
//! | `\|!#\|…`, `\|!30mm\|…` | A row repeated on every page; a row at least so tall. |
//! | `\|!@parties 3\|…` | A row for each of a list, at least so many; `{i.name}` is a value of the list. |
//! | `@sign(2,date,finger) a \| b` | Lines to sign on, two beside each other; boxes for fingerprints where the label says 指印. |
//! | `@seal text`, `@seal(blank) text` | Office and day with room for the seal; the day left for the pen. |
//! | `@qr`, `@barcode`, `@tear`, `@rule`, `@page`, `@gap 5`, `@lines 6` | What they say. |
//! | `@keep` … `@end` | Stays on one page. |
//! | `@contact`, `@privacy`, `@limits`, `@free` | The sentences that every paper for citizens shares. |

mod build;
mod look;
mod parse;
mod values;

use serde::Deserialize;

use crate::{FormError, forms::Paper};

pub(crate) use build::build;

/// Which shelf a form stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 窗口文书.
    Desk,
    /// 法律援助文书.
    LegalAid,
    /// 人民调解文书.
    Mediation,
}

/// Whether a procedure can do without a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// 必须.
    Must,
    /// 按需.
    AsNeeded,
}

/// A blank that is asked for before printing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// Name under which the typed text is handed over.
    pub name: String,
    pub label: String,
}

/// How a paper looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Style {
    /// 表格.
    Form,
    /// 信函 after GB/T 9704.
    Letter,
    /// 红头 after GB/T 9704.
    RedHead,
    /// A slip with the code of the ticket.
    Slip,
    /// A cover or a label, without head and foot.
    Cover,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub code: String,
    pub title: String,
    pub group: Group,
    /// Windows that offer it; all when empty.
    #[serde(default)]
    pub windows: Vec<String>,
    /// Place in the order of the procedure.
    pub step: u16,
    pub need: Need,
    pub style: Style,
    #[serde(default)]
    pub paper: Paper,
    /// Who gets one copy each.
    #[serde(default)]
    pub copies: Vec<String>,
    #[serde(default)]
    pub signed: Vec<String>,
    #[serde(default)]
    pub retention: String,
    #[serde(default)]
    pub basis: Vec<String>,
    /// Handed to a citizen, so that there is a variant in large print.
    #[serde(default)]
    pub citizen: bool,
    /// Each print is a paper of its own, and none bears the mark 补打 for there being one before.
    #[serde(default)]
    pub repeats: bool,
    /// Stands outside the page count of a volume: covers and contents.
    #[serde(default)]
    pub outside_count: bool,
    /// A paper of the office and of no single ticket.
    #[serde(default)]
    pub office: bool,
    /// Names a person so that nobody can be mistaken: numbers are printed whole.
    #[serde(default)]
    pub full_identity: bool,
    pub version: String,
    #[serde(default)]
    pub number: String,
    /// Name at the head of a letter, where it is not that of the site.
    #[serde(default)]
    pub letterhead: String,
    /// Room for the seal: its height, and how far it stands from the right edge in characters.
    #[serde(default)]
    pub seal_mm: Option<f32>,
    #[serde(default)]
    pub seal_right: Option<f32>,
}

/// One paper as its file describes it.
#[derive(Debug)]
pub(crate) struct Template {
    pub head: Head,
    pub number: Vec<Piece>,
    pub body: Vec<Node>,
    pub blanks: Vec<Blank>,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text { kind: TextKind, pieces: Vec<Piece> },
    Table { columns: Vec<f32>, rows: Vec<Row> },
    Sign(Sign),
    Seal { office: Vec<Piece>, blank_day: bool },
    Keep(Vec<Node>),
    Gap(f32),
    Lines(usize),
    Qr,
    Barcode,
    Tear,
    Rule,
    Page,
    Shared(Shared),
}

/// What every paper for citizens shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shared {
    Contact,
    Privacy,
    Limits,
    Free,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    Body,
    Left,
    Right,
    Centre,
    Big,
    Heading,
    Subheading,
    Note,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub head: bool,
    pub least_mm: f32,
    /// List and least number of rows.
    pub each: Option<(List, usize)>,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Parties,
    Materials,
    Received,
    Missing,
    Limits,
    /// Papers of a volume.
    Contents,
    /// Lines of a paper of the office that lists tickets.
    Lines,
    /// Papers that are handed over.
    Served,
    /// Nothing but empty rows.
    Rows,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    JoinLeft,
    JoinUp,
    /// One text per line.
    Text {
        lines: Vec<Vec<Piece>>,
        label: bool,
    },
    /// 18 boxes for an identity number.
    Boxes(Vec<Piece>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sign {
    pub labels: Vec<String>,
    pub per_row: usize,
    pub dated: bool,
    /// How many of the first lines end with a box for a fingerprint.
    pub fingers: usize,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Strong(Vec<Piece>),
    Value {
        name: String,
        width: usize,
    },
    Check {
        name: String,
        value: String,
    },
    /// A box for the pen with the words that stay beside it.
    Open(String),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`FormError::Template`] with the line that is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, FormError> {
        parse::template(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "code = \"a\"\ntitle = \"甲\"\ngroup = \"desk\"\nstep = 1\nneed = \"must\"\nstyle = \"form\"\nversion = \"1\"\n+++\n";

    #[track_caller]
    fn check(body: &str, line: usize, reason: &str) {
        match Template::parse(&format!("{HEAD}{body}")) {
            Err(FormError::Template {
                line: at,
                reason: found,
                ..
            }) => {
                assert_eq!((at, found.contains(reason)), (line, true), "{found}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_broken_template_is_refused_with_its_line_and_reason() {
        check("甲\n{nothing}\n", 10, "no value nothing");
        check("甲{open\n", 9, "without }");
        check(
            "|= 1 1\n| a | b |\n| a |\n",
            11,
            "1 cells in a table of 2 columns",
        );
        check("|= 1\n", 9, "without rows");
        check("| a |\n", 9, "begins with |=");
        check("|= 1 1\n| < | b |\n", 10, "no cell to join");
        check("@keep\n甲\n", 10, "@keep without @end");
        check("@end\n", 9, "@end without @keep");
        check("@nonsense\n", 9, "no such mark");
        check("@sign(4) 甲\n", 9, "@sign knows");
        check("@lines 0\n", 9, "a number");
        check("{name:标签:99}\n", 9, "more than 60");
        check("", 9, "empty");
    }

    #[test]
    fn a_wrong_setting_is_refused_with_its_line() {
        let text = HEAD.replace("need = \"must\"", "need = \"maybe\"");
        let Err(FormError::Template { line, .. }) = Template::parse(&format!("{text}甲\n")) else {
            panic!("an unknown need is taken");
        };
        assert_eq!(line, 5);
    }

    #[test]
    fn no_text_makes_the_reader_of_templates_panic() {
        let marks = [
            "|", "=", "{", "}", "[", "]", "*", "**", "@sign(", ")", "^", "<", "//", ":", "甲", " ",
            "!", "#", "9", "\n", "@keep", "@end",
        ];
        let mut seed = 7_usize;
        for _ in 0..4000 {
            let mut body = String::new();
            for _ in 0..24 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695);
                body.push_str(marks[(seed >> 33) % marks.len()]);
            }
            let _ = Template::parse(&format!("{HEAD}{body}"));
        }
    }
}
