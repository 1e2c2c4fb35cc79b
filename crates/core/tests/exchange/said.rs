//! What a look at a file said is what is there once the file is taken in.

use std::collections::{BTreeMap, BTreeSet};

use fachuang_core::exchange::apply::Applied;
use fachuang_core::exchange::package::State;
use fachuang_core::exchange::preview::{Preview, TicketLine, Verdict, preview};
use fachuang_core::journal::FieldHead;
use fachuang_core::storage::series::Tail;
use fachuang_core::{person, ticket};
use uuid::Uuid;

use crate::support::TestDesk;

/// Most pairs of persons entered twice; histories have a few.
const PAIRS_MAX: usize = 400;

/// A ticket of a desk.
struct Shown {
    line: TicketLine,
    /// Values stand side by side.
    disputed: bool,
    /// Entries so far.
    version: u32,
}

type Tickets = BTreeMap<Uuid, Shown>;

/// A desk before a file, and what was said the file would bring.
pub struct Said {
    seen: Preview,
    /// End of its own series.
    tail: Tail,
    tickets: Tickets,
    twins: BTreeSet<(Uuid, Uuid)>,
}

/// Looks at a file.
pub fn look(desk: &mut TestDesk, bytes: &[u8]) -> Said {
    let (tickets, twins) = (tickets(desk), twins(desk).into_keys().collect());
    let (clerk, tail) = (desk.clerk.clone(), desk.tail());
    Said {
        tail,
        seen: preview(desk, &clerk, bytes).unwrap(),
        tickets,
        twins,
    }
}

/// How much was said that came true.
#[derive(Debug, Clone, Copy, Default)]
pub struct Foretold {
    pub files: usize,
    pub tickets: usize,
    pub changes: usize,
    pub conflicts: usize,
    pub twins: usize,
    pub interests: usize,
}

impl Foretold {
    pub fn and(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            tickets: self.tickets + other.tickets,
            changes: self.changes + other.changes,
            conflicts: self.conflicts + other.conflicts,
            twins: self.twins + other.twins,
            interests: self.interests + other.interests,
        }
    }

    /// Something of every kind was said.
    pub fn all_kinds(self) -> bool {
        let all = [
            self.tickets,
            self.changes,
            self.conflicts,
            self.twins,
            self.interests,
        ];
        all.iter().all(|count| *count > 0)
    }
}

impl Said {
    /// Checks what the look said against what became of it.
    pub fn came_true(&self, desk: &TestDesk, done: &Applied) -> Foretold {
        let (seen, package) = (&self.seen, &done.package);
        assert_eq!(seen.package, package.id);
        assert_eq!(seen.verdict == Verdict::SeenBefore, done.seen_before);
        let waits = matches!(seen.verdict, Verdict::Gap | Verdict::Lacks);
        assert_eq!(waits, package.state == State::Held, "{:?}", seen.verdict);
        // Files that had waited bring more than was looked at.
        if waits || done.seen_before || !done.followed.is_empty() {
            return Foretold::default();
        }
        assert_eq!(seen.counts, package.counts);
        self.tickets_came(desk);
        self.twins_came(desk);
        Foretold {
            files: 1,
            tickets: seen.new_tickets.len(),
            changes: seen.changed_tickets.len(),
            conflicts: seen.conflicts.len(),
            twins: seen.duplicates.len(),
            interests: seen.interests.len(),
        }
    }

    fn tickets_came(&self, desk: &TestDesk) {
        let now = tickets(desk);
        let lines = |is: &dyn Fn(Option<&Shown>, &Shown) -> bool| -> BTreeMap<Uuid, TicketLine> {
            let those = now
                .iter()
                .filter(|(id, ticket)| is(self.tickets.get(id), ticket));
            those
                .map(|(id, ticket)| (*id, ticket.line.clone()))
                .collect()
        };
        let said = |lines: &[TicketLine]| -> BTreeMap<Uuid, TicketLine> {
            lines.iter().map(|line| (line.id, line.clone())).collect()
        };
        let seen = &self.seen;
        assert_eq!(
            said(&seen.new_tickets),
            lines(&|before, _| before.is_none())
        );
        assert_eq!(
            said(&seen.changed_tickets),
            lines(&|before, now| before.is_some_and(|before| before.version != now.version))
        );
        assert_eq!(
            said(&seen.conflicts),
            lines(&|before, now| now.disputed && !before.is_some_and(|before| before.disputed))
        );
        let said = seen.interests.iter();
        let said: BTreeSet<(String, String)> = said
            .map(|one| (one.ticket_number.clone(), one.sentence.clone()))
            .collect();
        let new = now.keys().filter(|id| !self.tickets.contains_key(id));
        let asked = new.flat_map(|id| self.asked(desk, *id));
        assert_eq!(said, asked.collect());
    }

    /// Conflicts of interest this desk has asked about since it looked, each with the number of the ticket.
    fn asked(&self, desk: &TestDesk, id: Uuid) -> Vec<(String, String)> {
        let ticket = ticket::get(&desk.view(), id).unwrap();
        let series = (self.tail.device, self.tail.epoch);
        let since = |head: &&FieldHead| {
            (head.entry.device, head.entry.epoch) == series && head.entry.seq > self.tail.seq
        };
        let findings = ticket
            .folded
            .fields
            .iter()
            .filter(|(field, _)| field.starts_with("finding.") && field.ends_with(".sentence"));
        let new = findings.flat_map(|(_, state)| state.heads.iter().filter(since));
        let sentence = |head: &FieldHead| head.value.as_text().to_owned();
        new.map(|head| (ticket.text("number").to_owned(), sentence(head)))
            .collect()
    }

    fn twins_came(&self, desk: &TestDesk) {
        let mut now = twins(desk);
        now.retain(|pair, _| !self.twins.contains(pair));
        let said = self.seen.duplicates.iter();
        let mut said: Vec<(String, String)> = said
            .map(|twins| (twins.first.clone(), twins.second.clone()))
            .collect();
        let mut came: Vec<(String, String)> = now.into_values().collect();
        said.sort();
        came.sort();
        assert_eq!(said, came);
    }
}

fn tickets(desk: &TestDesk) -> Tickets {
    let view = desk.view();
    let mut statement = view
        .connection
        .prepare_cached(
            "SELECT id, number, window, restricted, visitor, disputed, version FROM ticket",
        )
        .unwrap();
    let rows = statement.query_map([], |row| {
        let id = Uuid::from_bytes(row.get("id")?);
        let line = TicketLine {
            id,
            number: row.get("number")?,
            window: row.get("window")?,
            restricted: row.get("restricted")?,
            visitor: row.get("visitor")?,
        };
        let shown = Shown {
            line,
            disputed: row.get("disputed")?,
            version: row.get("version")?,
        };
        Ok((id, shown))
    });
    rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

/// Persons who are probably one, with their names.
fn twins(desk: &TestDesk) -> BTreeMap<(Uuid, Uuid), (String, String)> {
    let pairs = person::list_duplicates(&desk.view(), PAIRS_MAX).unwrap();
    assert!(pairs.len() < PAIRS_MAX);
    let named = pairs.into_iter();
    named
        .map(|(a, b, _)| ((a.id, b.id), (a.name, b.name)))
        .collect()
}
