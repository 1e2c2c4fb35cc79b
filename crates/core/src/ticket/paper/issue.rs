//! Issuing a paper: it is printed or saved, and recorded.

use uuid::Uuid;

use crate::desk::Tx;
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::number::PAPER;
use crate::person::short_text;
use crate::ticket::act::{append, open};
use crate::ticket::{Act, Step, Ticket};
use crate::visit;

/// The file of a paper that was printed or saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Which print of the same paper the file says it is.
    pub count: u32,
    /// Name of the form, which may be one the office brought in.
    pub name: String,
    /// Edition of the text of the form.
    pub edition: String,
    /// Checksum of the file in lower-case hexadecimal, by which a paper is recognised again.
    pub sha256: String,
    /// Number of the paper (文书号); empty on one that nobody has to find again.
    pub number: String,
    pub pages: u32,
    /// What it was made from, see [`super::keep`].
    pub kept: Option<Uuid>,
    /// Shows identity numbers whole.
    pub whole: bool,
    /// Each print of the form is a paper of its own, and none is a copy of one before.
    pub repeats: bool,
}

/// Takes the next number of papers of this device.
pub fn take_number(tx: &mut Tx<'_>) -> Result<String> {
    visit::take_number(tx, PAPER)
}

/// Returns which print of the same paper the next one of a form is, from 1.
pub fn next_print(ticket: &Ticket, form: &str, repeats: bool) -> u32 {
    if repeats { 1 } else { prints(ticket, form) + 1 }
}

/// Records that a paper was printed or saved; returns which print of the same paper it is, from 1.
pub fn record(tx: &mut Tx<'_>, id: Uuid, form: &str, printer: &str, made: &Made) -> Result<u32> {
    let ticket = open(tx, id, None, Act::Paper)?;
    let count = next_print(&ticket, form, made.repeats);
    let printer = short_text(printer, 100).map_err(|code| Error::at(code, "printer"))?;
    let mut record = Record::of([
        ("form", Value::text(form)),
        ("count", Value::Int(i64::from(count))),
        ("printer", Value::text(&printer)),
    ]);
    // A file that says another count is not the one that will be handed out.
    if made.count == count {
        let data = &mut record.data;
        data.insert("name".to_owned(), Value::text(&made.name));
        data.insert("edition".to_owned(), Value::text(&made.edition));
        data.insert("sha256".to_owned(), Value::text(&made.sha256));
        data.insert("number".to_owned(), Value::text(&made.number));
        data.insert("pages".to_owned(), Value::Int(i64::from(made.pages)));
        let kept = made.kept.map(|id| id.to_string()).unwrap_or_default();
        data.insert("kept".to_owned(), Value::text(&kept));
        data.insert("whole".to_owned(), Value::Bool(made.whole));
    }
    append(tx, &ticket, Act::Paper, &record)?;
    Ok(count)
}

/// Returns how often a form was printed.
pub fn prints(ticket: &Ticket, form: &str) -> u32 {
    let printed = |step: &&Step| {
        step.event
            .record
            .data
            .get("form")
            .is_some_and(|known| known.as_text() == form)
    };
    ticket
        .life
        .steps
        .iter()
        .filter(|step| step.act == Act::Paper)
        .filter(printed)
        .count() as u32
}
