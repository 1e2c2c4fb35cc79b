//! What becomes of an issued paper: printed again, declared void.

use uuid::Uuid;

use super::list::single;
use crate::desk::Tx;
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::person::short_text;
use crate::ticket::Act;
use crate::ticket::act::{append, open, reason};

/// A copy of an issued paper that was printed or saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// Checksum of the file: that of the paper itself where the copy is exact.
    pub sha256: String,
    /// It bears the mark 补打 or 作废.
    pub marked: bool,
    /// Queue, or `file` when it was saved.
    pub printer: String,
}

/// Records that an issued paper was printed or saved again.
///
/// # Errors
/// `paper.not_found`, `paper.void` for an exact copy of a void paper, and those of every act.
pub fn copied(tx: &mut Tx<'_>, id: Uuid, number: &str, copy: &Copied) -> Result<()> {
    let ticket = open(tx, id, None, Act::CopyPaper)?;
    let paper = single(&ticket, number)?;
    if paper.void.is_some() && !copy.marked {
        return Err(Error::refused("paper.void").with(number));
    }
    let printer = short_text(&copy.printer, 100).map_err(|code| Error::at(code, "printer"))?;
    let record = Record::of([
        ("number", Value::text(&paper.number)),
        ("sha256", Value::text(&copy.sha256)),
        ("marked", Value::Bool(copy.marked)),
        ("printer", Value::text(&printer)),
    ]);
    append(tx, &ticket, Act::CopyPaper, &record)
}

/// Declares an issued paper void; it stays in the record, and every further copy bears the mark.
///
/// # Errors
/// `paper.not_found`, `paper.void` when it is void already, `reason.missing`, and those of every act.
pub fn void(tx: &mut Tx<'_>, id: Uuid, number: &str, why: &str) -> Result<()> {
    let ticket = open(tx, id, None, Act::VoidPaper)?;
    let paper = single(&ticket, number)?;
    if paper.void.is_some() {
        return Err(Error::refused("paper.void").with(number));
    }
    let record = Record::of([
        ("number", Value::text(&paper.number)),
        ("reason", Value::text(&reason(why)?)),
    ]);
    append(tx, &ticket, Act::VoidPaper, &record)
}
