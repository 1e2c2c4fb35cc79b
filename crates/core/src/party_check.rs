//! Conflicts of interest (利益冲突): has the desk served the other side before?
//!
//! Looks over every role at every window, and compares people and organisations by what identifies them, not by register
//! entries, so that a person registered twice hides nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::Datelike;
use rusqlite::{Connection, named_params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::desk::View;
use crate::dictionary::{self, Dictionary};
use crate::error::Result;
use crate::journal::Value;
use crate::naming::{self, PartyKey, PersonKey, Strength, party_match};
use crate::person::{VisitorFields, canonical, family};
use crate::ticket::{Party, Ticket};
use crate::time;
use crate::visit::{Side, side_of};
use crate::{staff, window};

/// A party as it was written, with what it is compared by.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    pub role: String,
    pub name: String,
    pub key: PartyKey,
    pub id_key: String,
    pub credit_code: String,
    pub phone: String,
    pub name_key: String,
}

/// A possible conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Same for the same pair of party and ticket, whoever looks.
    pub key: String,
    pub strength: Strength,
    pub party_name: String,
    /// One sentence that tells nothing of what the other side said.
    pub sentence: String,
    /// Staff ids.
    pub excluded_staff: Vec<String>,
    pub ticket: Uuid,
    pub ticket_number: String,
}

/// Returns what a visitor is compared by among persons.
pub fn visitor_key(visitor: &VisitorFields) -> PersonKey {
    let text = |field: &str| {
        visitor
            .fields
            .get(field)
            .map(|value| value.as_text().to_owned())
            .unwrap_or_default()
    };
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    PersonKey {
        name: text("name"),
        id_number: filled(visitor.id_key.clone()),
        birth: visitor.birth,
        gender: visitor.gender,
        phones: filled(text("phone")).into_iter().collect(),
        address: filled(text("address")),
    }
}

/// Returns a party in the form it is compared in.
pub fn compared(party: &Party) -> Compared {
    let organisation = party.kind == "organisation";
    let id_key = id_key(&party.id_number);
    let number = if organisation {
        party.credit_code.clone()
    } else {
        id_key.clone()
    };
    Compared {
        role: party.role.clone(),
        name: party.name.clone(),
        name_key: name_key(&party.name, organisation),
        key: PartyKey {
            name: party.name.clone(),
            organisation,
            number: Some(number).filter(|number| !number.is_empty()),
            birth: None,
            phones: Some(party.phone.clone())
                .filter(|phone| !phone.is_empty())
                .into_iter()
                .collect(),
        },
        id_key,
        credit_code: party.credit_code.clone(),
        phone: party.phone.clone(),
    }
}

/// Returns the form of a name that the party index is searched by.
pub fn name_key(name: &str, organisation: bool) -> String {
    if organisation {
        naming::compare_organisation_form(name)
    } else {
        naming::compare_form(name)
    }
}

/// Returns the identity number of 18 characters inside a number; other numbers as they are.
///
/// The older number has 15, the number of a disability card the identity number and two digits behind it.
pub fn id_key(number: &str) -> String {
    use crate::identifier::{IdKind, Identifier};
    let kind = match number.len() {
        15 => IdKind::ResidentId15,
        20 => IdKind::DisabilityCard,
        _ => return number.to_owned(),
    };
    Identifier::parse(kind, number, time::Day::MAX)
        .ok()
        .and_then(|identifier| identifier.converted())
        .unwrap_or_else(|| number.to_owned())
}

/// Returns everybody on a form, the visitor first.
pub fn form_parties(visitor: &VisitorFields, parties: &[Party]) -> Vec<Compared> {
    let text = |field: &str| {
        visitor
            .fields
            .get(field)
            .map(|value| value.as_text().to_owned())
            .unwrap_or_default()
    };
    let mut all = Vec::new();
    if visitor.fields.contains_key("name") {
        let mut own = compared(&Party {
            role: "visitor".to_owned(),
            kind: "person".to_owned(),
            name: text("name"),
            id_number: visitor.id_key.clone(),
            phone: text("phone"),
            ..Party::default()
        });
        own.key.birth = visitor.birth;
        all.push(own);
    }
    all.extend(parties.iter().map(compared));
    all
}

/// A party on an earlier ticket.
struct Earlier {
    ticket: Uuid,
    role: String,
    party: Compared,
}

/// Columns a party is found by, each with an index for either side.
const FOUND_BY: [&str; 4] = ["id_key", "credit_code", "name_key", "phone"];

/// Most rows looked at per party and index.
const BLOCK_MAX: u32 = 200;

/// Conditions of the indexes of parties, one for each side; who takes no side is beside the visitor there.
const BESIDE: &str = "against = 0";
const AGAINST: &str = "against = 1";

/// Returns the condition for rows that may stand on the other side of a party; what it lets through is looked at.
fn may_be_opposite(side: Side) -> &'static str {
    match side {
        Side::Against => BESIDE,
        Side::With | Side::Neutral => AGAINST,
    }
}

/// Finds the parties on the other side that share a number, a name or a phone with a party.
fn find_earlier(view: &View<'_>, party: &Compared, side: Side) -> Result<Vec<Earlier>> {
    let mut found: BTreeMap<(Uuid, String), Earlier> = BTreeMap::new();
    let opposite = may_be_opposite(side);
    let values = [
        &party.id_key,
        &party.credit_code,
        &party.name_key,
        &party.phone,
    ];
    for (column, value) in FOUND_BY.iter().zip(values) {
        if value.is_empty() {
            continue;
        }
        let sql = format!(
            "SELECT ticket_id, key, role, kind, name, id_key, credit_code, phone FROM party
             WHERE {column} = :value AND {column} <> '' AND {opposite}
             ORDER BY ticket_id DESC, key LIMIT :limit"
        );
        let mut statement = view.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(named_params! { ":value": value, ":limit": BLOCK_MAX })?;
        while let Some(row) = rows.next()? {
            let ticket = Uuid::from_bytes(row.get("ticket_id")?);
            let role: String = row.get("role")?;
            if !are_opposite(side, side_of(&role)) {
                continue;
            }
            let other = Party {
                key: row.get("key")?,
                role: role.clone(),
                kind: row.get("kind")?,
                name: row.get("name")?,
                id_number: row.get("id_key")?,
                credit_code: row.get("credit_code")?,
                phone: row.get("phone")?,
                groups: Vec::new(),
            };
            let key = (ticket, other.key.clone());
            found.entry(key).or_insert_with(|| Earlier {
                ticket,
                role,
                party: compared(&other),
            });
        }
    }
    Ok(found.into_values().collect())
}

fn are_opposite(one: Side, other: Side) -> bool {
    matches!(
        (one, other),
        (Side::With, Side::Against) | (Side::Against, Side::With)
    )
}

/// Finds where somebody stood on the other side: the opponent of this matter was served before, or the visitor of this
/// matter was the opponent of somebody the desk served.
///
/// `person` is the visitor's register entry: the visitor's own earlier tickets are no conflict with that visitor.
/// `same_matter` leaves out what belongs to the case this visit continues.
pub fn find_conflicts(
    view: &View<'_>,
    parties: &[Compared],
    person: Option<Uuid>,
    same_matter: Option<Uuid>,
) -> Result<Vec<Finding>> {
    let own: BTreeSet<Uuid> = match person {
        Some(id) => family(view, canonical(view, id)?)?.into_iter().collect(),
        None => BTreeSet::new(),
    };
    let mut findings: BTreeMap<String, Finding> = BTreeMap::new();
    for party in parties {
        let side = side_of(&party.role);
        if side == Side::Neutral {
            continue;
        }
        for earlier in find_earlier(view, party, side)? {
            let Some(matched) = party_match(&party.key, &earlier.party.key) else {
                continue;
            };
            let Some(ticket) = ticket_brief(view, earlier.ticket)? else {
                continue;
            };
            if ticket.void
                || same_matter == Some(earlier.ticket)
                || continues(view, same_matter, earlier.ticket)?
            {
                continue;
            }
            // Somebody who came along with the visitor then was served as well and may be the opponent now.
            let about_visitor = party.role == "visitor" || earlier.role == "visitor";
            if about_visitor && ticket.person.is_some_and(|id| own.contains(&id)) {
                continue;
            }
            let key = finding_key(&party.name_key, earlier.ticket);
            let finding = Finding {
                sentence: sentence(party, &earlier, &ticket, matched.strength),
                strength: matched.strength,
                party_name: party.name.clone(),
                excluded_staff: ticket.hands,
                ticket: earlier.ticket,
                ticket_number: ticket.number,
                key: key.clone(),
            };
            let stronger = findings
                .get(&key)
                .is_none_or(|known| known.strength < finding.strength);
            if stronger {
                findings.insert(key, finding);
            }
        }
    }
    let mut found: Vec<Finding> = findings.into_values().collect();
    found.sort_by(|a, b| {
        b.strength
            .cmp(&a.strength)
            .then(b.ticket.cmp(&a.ticket))
            .then(a.key.cmp(&b.key))
    });
    Ok(found)
}

/// The case this visit continues already knew of the conflict with the other ticket.
fn continues(view: &View<'_>, same_matter: Option<Uuid>, other: Uuid) -> Result<bool> {
    let Some(case) = same_matter else {
        return Ok(false);
    };
    let case = crate::ticket::get(view, case)?;
    let suffix = tail(other);
    Ok(case
        .findings()
        .iter()
        .any(|finding| finding.key.ends_with(&suffix)))
}

fn finding_key(name_key: &str, ticket: Uuid) -> String {
    let digest = Sha256::digest(name_key.as_bytes());
    let hex: String = digest
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{hex}-{}", tail(ticket))
}

/// Returns the part of a ticket's id that is chance; the part before it is the time, which tickets of a visit share.
fn tail(ticket: Uuid) -> String {
    ticket.simple().to_string()[20..].to_owned()
}

struct Brief {
    number: String,
    window: String,
    received_ms: i64,
    person: Option<Uuid>,
    hands: Vec<String>,
    void: bool,
}

fn ticket_brief(view: &View<'_>, id: Uuid) -> Result<Option<Brief>> {
    use rusqlite::OptionalExtension;
    let brief = view
        .connection
        .prepare_cached(
            "SELECT number, window, received_ms, person_id, state FROM ticket WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
            Ok(Brief {
                number: row.get("number")?,
                window: row.get("window")?,
                received_ms: row.get("received_ms")?,
                person: row
                    .get::<_, Option<[u8; 16]>>("person_id")?
                    .map(Uuid::from_bytes),
                hands: Vec::new(),
                void: row.get::<_, String>("state")? == "void",
            })
        })
        .optional()?;
    let Some(mut brief) = brief else {
        return Ok(None);
    };
    brief.hands = hands_that_took_sides(view, id)?;
    Ok(Some(brief))
}

/// Lists who had a ticket in hand and took a side by it.
fn hands_that_took_sides(view: &View<'_>, id: Uuid) -> Result<Vec<String>> {
    let mut sided = Vec::new();
    let mut statement = view
        .connection
        .prepare_cached("SELECT staff FROM hand WHERE ticket_id = :id ORDER BY staff")?;
    let rows = statement.query_map(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
        row.get::<_, String>(0)
    })?;
    let hands = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for hand in hands {
        // Clerks who only received somebody took no side; those who gave advice or worked the case did.
        let role = Uuid::parse_str(&hand)
            .ok()
            .map(|id| staff::find(view, id))
            .transpose()?
            .flatten()
            .map(|s| s.role);
        if role.as_deref() != Some("clerk") {
            sided.push(hand);
        }
    }
    Ok(sided)
}

/// Finds possible conflicts of interest of a ticket that came from elsewhere and that nobody has been asked about.
///
/// # Errors
/// Faults of the database; a ticket that is not there has none.
pub fn find_unseen(view: &View<'_>, id: Uuid) -> Result<Vec<Finding>> {
    if !may_cross(view.connection, id)? {
        return Ok(Vec::new());
    }
    let ticket = match crate::ticket::get(view, id) {
        Err(fault) if fault.code() == "ticket.not_found" => return Ok(Vec::new()),
        ticket => ticket?,
    };
    let person = match ticket.id_in("person") {
        Some(person) => Some(view.fold(canonical(view, person)?)?),
        None => None,
    };
    let visitor = person
        .filter(|folded| *folded.value("name") != Value::Empty)
        .map(|folded| Party {
            role: "visitor".to_owned(),
            kind: "person".to_owned(),
            name: folded.text("name").to_owned(),
            id_number: folded.text("id_number").to_owned(),
            phone: folded.text("phone").to_owned(),
            ..Party::default()
        });
    let parties: Vec<Compared> = visitor
        .iter()
        .chain(&ticket.parties())
        .map(compared)
        .collect();
    let same_matter = ticket.id_in("same_matter_as");
    let mut found = find_conflicts(view, &parties, ticket.id_in("person"), same_matter)?;
    let known = ticket.findings();
    found.retain(|finding| {
        finding.ticket != id && !known.iter().any(|known| known.key == finding.key)
    });
    Ok(found)
}

/// A party of a ticket shares a number, a name or a phone with one of the other side of another ticket. Most share none,
/// so that nothing of them has to be read.
pub(crate) fn may_cross(connection: &Connection, id: Uuid) -> Result<bool> {
    static SQL: LazyLock<String> = LazyLock::new(crossing);
    Ok(connection
        .prepare_cached(&SQL)?
        .query_row(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
            row.get(0)
        })?)
}

/// Returns the statement of [`may_cross`]: each side against the other, by everything parties are found by. A role nobody
/// knows may stand on any side.
fn crossing() -> String {
    let roles = dictionary::bundled("party_roles").map_or(&[][..], Dictionary::entries);
    let neutral = roles.iter().map(|role| role.code.as_str());
    let neutral: Vec<String> = neutral
        .filter(|role| side_of(role) == Side::Neutral)
        .map(|role| format!("'{role}'"))
        .collect();
    let neutral = neutral.join(", ");
    let sides = [(BESIDE, AGAINST), (AGAINST, BESIDE)].map(|(own, other)| {
        let shared = FOUND_BY.map(|column| {
            format!(
                "own.{column} <> '' AND EXISTS (SELECT 1 FROM party
                     WHERE {column} = own.{column} AND {column} <> '' AND {other}
                         AND ticket_id <> :id AND role NOT IN ({neutral}))"
            )
        });
        format!("own.{own} AND ({})", shared.join(" OR "))
    });
    format!(
        "SELECT EXISTS (SELECT 1 FROM party own
         WHERE own.ticket_id = :id AND own.role NOT IN ({neutral}) AND ({}))",
        sides.join(" OR ")
    )
}

/// Lists who must stay away from a ticket now, each with the sentence that says why: those its findings named, and those
/// who have taken the other side in hand since.
pub fn list_excluded(view: &View<'_>, ticket: &Ticket) -> Result<Vec<(String, String)>> {
    let mut excluded = Vec::new();
    for finding in ticket.findings() {
        if finding.answer == "different" {
            continue;
        }
        let mut staff = finding.excluded;
        if let Some(other) = ticket.id_in(&format!("finding.{}.ticket", finding.key)) {
            staff.extend(hands_that_took_sides(view, other)?);
        }
        excluded.extend(staff.into_iter().map(|id| (id, finding.sentence.clone())));
    }
    Ok(excluded)
}

/// Returns a finding as fields of the ticket it was made for.
pub(crate) fn finding_fields(
    finding: &Finding,
    answer: &str,
    reason: &str,
) -> Vec<(String, Value)> {
    [
        ("answer", Value::text(answer)),
        ("reason", Value::text(reason)),
        ("sentence", Value::text(&finding.sentence)),
        ("party", Value::text(&finding.party_name)),
        ("excluded", Value::texts(&finding.excluded_staff)),
        ("ticket", Value::text(&finding.ticket.to_string())),
    ]
    .into_iter()
    .map(|(name, value)| (format!("finding.{}.{name}", finding.key), value))
    .collect()
}

fn sentence(party: &Compared, earlier: &Earlier, ticket: &Brief, strength: Strength) -> String {
    let day = time::day_of(ticket.received_ms);
    let day = format!("{}年{}月{}日", day.year(), day.month(), day.day());
    let window = window::find(&ticket.window).map_or(ticket.window.as_str(), |window| window.name);
    let same = match strength {
        Strength::Certain => "",
        Strength::Likely => "很可能是同一方，",
        Strength::Possible => "同名，双方证件号不全，",
    };
    if side_of(&earlier.role) == Side::With {
        format!("{}：{same}{day}曾在{window}窗口接受过服务", party.name)
    } else {
        format!("{}：{same}{day}在{window}窗口一件办件中是对方", party.name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::MIGRATIONS;

    /// A row of `party`: ticket, role, and what it is found by.
    type Stored = (u8, &'static str, [&'static str; 4]);

    fn stored() -> impl Strategy<Value = Stored> {
        let roles = [
            "visitor",
            "opponent",
            "spouse",
            "agent",
            "third_party",
            "later",
        ];
        let keys = [(); 4].map(|()| prop::sample::select(vec!["", "", "a", "b", "c"]));
        (0_u8..6, prop::sample::select(roles.to_vec()), keys)
    }

    fn ticket(nr: u8) -> Uuid {
        Uuid::from_bytes([nr; 16])
    }

    fn table(rows: &[Stored]) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            connection.execute_batch(migration.sql).unwrap();
        }
        let sql = format!(
            "INSERT INTO party (ticket_id, key, role, kind, name, against, {}) VALUES (?, ?, ?, '', '', ?, ?, ?, ?, ?)",
            FOUND_BY.join(", ")
        );
        for (at, (of, role, [a, b, c, d])) in (0_i64..).zip(rows) {
            let against = side_of(role) == Side::Against;
            let id = ticket(*of);
            let row = rusqlite::params![id.as_bytes(), at, role, against, a, b, c, d];
            connection.execute(&sql, row).unwrap();
        }
        connection
    }

    /// A role nobody knows may stand on the other side of whoever the matter is against.
    fn may_be_across(one: &Stored, other: &Stored) -> bool {
        let is_unknown = |role| role == "later";
        let shares = (0..4).any(|at| !one.2[at].is_empty() && one.2[at] == other.2[at]);
        let (here, there) = (side_of(one.1), side_of(other.1));
        let opposite = are_opposite(here, there)
            || here == Side::Against && is_unknown(other.1)
            || there == Side::Against && is_unknown(one.1);
        one.0 != other.0 && shares && opposite
    }

    proptest! {
        #[test]
        fn one_statement_sees_every_crossing_and_no_other(rows in prop::collection::vec(stored(), 0..14)) {
            let connection = table(&rows);
            for nr in 0..6 {
                let own = rows.iter().filter(|row| row.0 == nr);
                let want = own.clone().any(|one| rows.iter().any(|other| may_be_across(one, other)));
                prop_assert_eq!(may_cross(&connection, ticket(nr)).unwrap(), want);
            }
        }
    }

    #[test]
    fn a_crossing_is_looked_up_in_the_indexes_of_the_other_side_alone() {
        let connection = table(&[]);
        let mut statement = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {}", crossing()))
            .unwrap();
        let plan = statement
            .query_map(named_params! { ":id": [0_u8; 16] }, |row| {
                row.get::<_, String>("detail")
            })
            .unwrap();
        let plan = plan.collect::<rusqlite::Result<Vec<_>>>().unwrap();
        for side in ["against", "beside"] {
            for column in FOUND_BY {
                let index = format!("party_{side}_by_{column}");
                assert!(
                    plan.iter().any(|step| step.contains(&index)),
                    "{index}: {plan:#?}"
                );
            }
        }
        assert!(
            !plan.iter().any(|step| step.starts_with("SCAN party")),
            "{plan:#?}"
        );
    }
}
