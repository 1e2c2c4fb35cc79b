//! Finished papers kept as they were made, beside the journal, and the rows papers are found by.
//!
//! A file belongs to this device; the record of the paper and what it was made from travel.

use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use super::rows::Rows;
use crate::error::Result;
use crate::ticket::{Ticket, paper};

fn checksum(pdf: &[u8]) -> String {
    let digest = Sha256::digest(pdf);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps a file under its checksum.
pub fn put(connection: &Connection, pdf: &[u8]) -> Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO paper_file (sha256, pdf) VALUES (:sha256, :pdf)")?
        .execute(named_params! { ":sha256": checksum(pdf), ":pdf": pdf })?;
    Ok(())
}

/// Returns the file with a checksum; none when it is not here, or is no longer what it was.
pub fn get(connection: &Connection, sha256: &str) -> Result<Option<Vec<u8>>> {
    let found: Option<Vec<u8>> = connection
        .prepare_cached("SELECT pdf FROM paper_file WHERE sha256 = :sha256")?
        .query_row(named_params! { ":sha256": sha256 }, |row| row.get("pdf"))
        .optional()?;
    Ok(found.filter(|pdf| checksum(pdf) == sha256))
}

/// Writes the rows the papers of a ticket that has none are found by: one for each file that was made.
pub(super) fn project(rows: &mut Rows<'_>, ticket: &Ticket) -> Result<()> {
    let mut nr = 0;
    for paper in paper::issued(ticket) {
        let marked = paper.copies.iter().filter(|copy| copy.marked);
        let copies = marked.map(|copy| &copy.sha256);
        for sha256 in std::iter::once(&paper.sha256).chain(copies) {
            nr += 1;
            rows.add(
                "INSERT INTO paper",
                &[
                    ("rid", &ticket.rid),
                    ("nr", &nr),
                    ("ticket_id", ticket.id.as_bytes()),
                    ("number", &paper.number),
                    ("sha256", sha256),
                ],
            )?;
        }
    }
    Ok(())
}
