//! The values that would stand side by side once a file is applied, for a preview.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::desk::{View, subject};
use crate::error::Result;
use crate::journal::Folded;
use crate::storage::project::Line;
use crate::{person, staff};

/// Most differences of one file that are shown.
const SHOWN_MAX: usize = 200;

/// One of the values of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Entry that set it.
    pub entry: String,
    pub value: String,
    /// Name of who set it; empty for somebody who is unknown here.
    pub actor: String,
    /// Segment of the site it was set at.
    pub site: String,
    pub at_ms: i64,
}

/// A field with different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `ticket` or `person`.
    pub kind: &'static str,
    pub subject: Uuid,
    pub ticket: Uuid,
    pub visitor: String,
    pub field: String,
    /// The one that would be used until somebody decides stands first.
    pub candidates: Vec<Candidate>,
}

/// Lists the differences on tickets and on the persons they are about; those of restricted tickets stay closed.
pub(super) fn of_tickets(view: &View<'_>, tickets: &[(Uuid, Line)]) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    let mut persons: BTreeSet<Uuid> = BTreeSet::new();
    for (ticket, line) in tickets {
        if found.len() >= SHOWN_MAX {
            break;
        }
        if line.restricted {
            continue;
        }
        let about = (*ticket, line.visitor.as_str());
        collect(view, subject::TICKET, *ticket, about, &mut found)?;
        if let Some(person) = line.person {
            let person = person::canonical(view, person)?;
            if persons.insert(person) {
                collect(view, subject::PERSON, person, about, &mut found)?;
            }
        }
    }
    Ok(found)
}

fn collect(
    view: &View<'_>,
    kind: &'static str,
    id: Uuid,
    (ticket, visitor): (Uuid, &str),
    found: &mut Vec<Difference>,
) -> Result<()> {
    let folded: Folded = view.fold(id)?;
    for (field, state) in &folded.fields {
        if !state.disputed() {
            continue;
        }
        let mut candidates = Vec::new();
        for head in &state.heads {
            let account = Uuid::from_bytes(head.origin.account).to_string();
            candidates.push(Candidate {
                entry: head.entry.to_string(),
                value: head.value.display(),
                actor: staff::name_of(view, &account)?,
                site: head.origin.site.clone(),
                at_ms: head.at_ms,
            });
        }
        found.push(Difference {
            kind,
            subject: id,
            ticket,
            visitor: visitor.to_owned(),
            field: field.clone(),
            candidates,
        });
    }
    Ok(())
}
