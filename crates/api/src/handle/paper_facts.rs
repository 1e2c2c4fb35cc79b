//! What papers beyond the receipt print of a ticket.

use std::collections::BTreeMap;

use fachuang_core::case_file::{Details, Party};
use fachuang_core::journal::fold::Folded;
use fachuang_core::ticket::Ticket;
use fachuang_core::window::{self, FieldKind};
use fachuang_core::{ticket::Progress, time};

use super::show;

/// Returns a stored day as papers write it; anything else stays as it is.
fn day(text: &str) -> String {
    time::day_from_text(text).map_or_else(
        || text.to_owned(),
        |day| day.format("%Y年%-m月%-d日").to_string(),
    )
}

/// Returns an amount in fen as yuan.
fn money(fen: &str) -> String {
    match fen.parse::<u64>() {
        Ok(fen) if fen % 100 == 0 => format!("{}元", fen / 100),
        Ok(fen) => format!("{}.{:02}元", fen / 100, fen % 100),
        Err(_) => String::new(),
    }
}

/// Puts together the values of a ticket by the names papers call them.
pub(super) fn details(
    ticket: &Ticket,
    progress: &Progress,
    person: Option<&Folded>,
    full_identity: bool,
) -> Details {
    let mut facts: BTreeMap<String, String> = BTreeMap::new();
    if let Some(person) = person {
        facts.extend(of_person(person, ticket, full_identity));
    }
    for field in window::find(&progress.window).map_or(&[][..], |window| window.fields) {
        let stored = ticket.text(&format!("field.{}", field.code));
        let shown = match field.kind {
            FieldKind::Text | FieldKind::LongText => stored.to_owned(),
            FieldKind::Money => money(stored),
            FieldKind::Day => day(stored),
            FieldKind::Bool => match stored {
                "true" => "是".to_owned(),
                "false" => "否".to_owned(),
                _ => String::new(),
            },
            FieldKind::Choice(table) => show::name_in(table, stored),
        };
        facts.insert(field.code.to_owned(), shown);
    }
    facts.insert("summary".to_owned(), ticket.text("summary").to_owned());
    if !progress.outcome.is_empty() {
        let name = show::outcome_name(&progress.window, &progress.outcome);
        facts.insert("outcome".to_owned(), name);
        facts.insert("outcome_text".to_owned(), progress.outcome_text.clone());
    }
    if let Some(ended) = progress.ended_ms {
        let ended = time::civil(ended).date_naive();
        facts.insert("closed_day".to_owned(), day(&ended.to_string()));
    }
    facts.retain(|_, value| !value.is_empty());
    Details {
        window: progress.window.clone(),
        closing: window::find(&progress.window)
            .map_or_else(String::new, |window| window.closing.to_owned()),
        parties: parties(ticket, full_identity),
        facts,
        contents: Vec::new(),
        lines: Vec::new(),
        served: Vec::new(),
        filled: BTreeMap::new(),
    }
}

fn of_person(person: &Folded, ticket: &Ticket, full_identity: bool) -> Vec<(String, String)> {
    let text = |field: &str| person.text(field).to_owned();
    let groups = person.value("groups").as_texts();
    let groups: Vec<String> = groups
        .iter()
        .map(|code| show::name_in("groups", code))
        .collect();
    let received = ticket.folded.value("received").as_int();
    let age = time::day_from_text(person.text("birth"))
        .zip(received)
        .and_then(|(birth, received)| time::age_on(birth, time::civil(received).date_naive()));
    let phone = if full_identity {
        text("phone")
    } else {
        show::mask_phone(person.text("phone"))
    };
    let mut facts = vec![
        ("gender", show::gender_name(person.text("gender"))),
        ("birth", day(person.text("birth"))),
        ("age", age.map(|age| age.to_string()).unwrap_or_default()),
        (
            "ethnicity",
            show::name_in("ethnicities", person.text("ethnicity")),
        ),
        (
            "education",
            show::name_in("education", person.text("education")),
        ),
        ("address", text("address")),
        ("phone", phone),
        ("groups", groups.join("、")),
    ];
    if full_identity {
        facts.push(("id_number", text("id_number")));
    }
    facts
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn parties(ticket: &Ticket, full_identity: bool) -> Vec<Party> {
    let print = |party: fachuang_core::ticket::Party| {
        let number = match party.credit_code.as_str() {
            "" if full_identity => party.id_number.clone(),
            "" => show::mask_id("", &party.id_number),
            code => code.to_owned(),
        };
        Party {
            role_name: show::name_in("party_roles", &party.role),
            id_number: number,
            phone: if full_identity {
                party.phone.clone()
            } else {
                show::mask_phone(&party.phone)
            },
            name: party.name,
            ..Party::default()
        }
    };
    ticket.parties().into_iter().map(print).collect()
}
