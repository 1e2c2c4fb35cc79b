//! Storing a visit with its tickets.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::check::{Checked, CheckedTicket, NewTicket, NewVisit, check, require};
use crate::account::role::Right;
use crate::desk::{Tx, key, subject};
use crate::dictionary;
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::number::{DeviceMark, RatingCode, TicketNumber};
use crate::person::{self, Visitor, find_same};
use crate::slip;
use crate::storage::local;
use crate::ticket::machine::{Author, permit};
use crate::ticket::{Act, Ticket};
use crate::{party_check, time};

/// A stored visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub visit: Uuid,
    pub person: Option<Uuid>,
    pub tickets: Vec<RegisteredTicket>,
}

/// A stored ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredTicket {
    pub id: Uuid,
    pub number: String,
    pub window: String,
}

/// Stores a visit: the person, the visit, and a ticket for each matter, or nothing at all.
///
/// A visitor whose document number is in the register is that person, also when the clerk did not choose the entry; the
/// register's writing of the name stays, and the one given now is kept with the visit. A visit from a blank slip takes the
/// slip along with its first ticket.
///
/// # Errors
/// `right.missing` and every refusal of a field, at the field.
pub fn register(tx: &mut Tx<'_>, visit: &NewVisit) -> Result<Registered> {
    tx.actor().require(Right::RegisterVisit)?;
    let checked = check(&tx.view(), visit)?;
    require(&checked, visit)?;
    let person = enter_person(tx, visit, &checked)?;
    let visit_id = enter_visit(tx, visit, &checked, person)?;
    let mut tickets = Vec::new();
    for (ticket, typed) in checked.tickets.iter().zip(&visit.tickets) {
        tickets.push(enter_ticket(
            tx,
            visit,
            &checked,
            (visit_id, person),
            ticket,
            typed,
        )?);
    }
    if let (Some(slip), Some(first)) = (&checked.slip, tickets.first()) {
        slip::settle_as(tx, slip, first.id)?;
        tx.log_access("slip_entered", &slip.number, &first.number)?;
    }
    Ok(Registered {
        visit: visit_id,
        person,
        tickets,
    })
}

fn enter_person(tx: &mut Tx<'_>, visit: &NewVisit, checked: &Checked) -> Result<Option<Uuid>> {
    let fields = &checked.visitor.fields;
    let known = match visit.person {
        Some(id) => Some(person::canonical(
            &tx.view(),
            person::get(&tx.view(), id)?.id,
        )?),
        None => {
            let key = party_check::visitor_key(&checked.visitor);
            find_same(&tx.view(), &key, None)?
                .into_iter()
                .find(|one| one.certain)
                .map(|one| one.person.id)
        }
    };
    let Some(id) = known else {
        if !fields.contains_key("name") {
            return Ok(None);
        }
        let id = tx.new_id();
        tx.append(
            subject::PERSON,
            id,
            "person.set",
            &Record::setting(fields.clone()),
            Vec::new(),
        )?;
        return Ok(Some(id));
    };
    let folded = tx.view().fold(id)?;
    let keeps = |field: &str| {
        person::HIGH_RISK.contains(&field) || matches!(field, "id_kind" | "id_kind_text")
    };
    let news: BTreeMap<String, Value> = fields
        .iter()
        .filter(|(field, value)| {
            let empty = *folded.value(field) == Value::Empty;
            folded.value(field) != *value && (empty || !keeps(field))
        })
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    if !news.is_empty() {
        tx.set(subject::PERSON, id, "person.set", &Record::setting(news))?;
    }
    Ok(Some(id))
}

/// Gives the visitor of a ticket who stayed unnamed a name: enters the person, or finds who it is by the document, and
/// returns the fields to set on the ticket.
///
/// # Errors
/// `name.missing`, and what is wrong with a field, at `values.…`.
pub(crate) fn name_visitor(
    tx: &mut Tx<'_>,
    ticket: &Ticket,
    visitor: &Visitor,
) -> Result<BTreeMap<String, Value>> {
    let (fields, notices) = person::check_visitor(visitor, tx.view().today());
    if let Some(wrong) = notices.into_iter().find(|notice| notice.blocks) {
        let field = wrong.field.replacen("visitor.", "values.", 1);
        return Err(Error::at(wrong.code, field).with(wrong.detail));
    }
    if !fields.fields.contains_key("name") {
        return Err(Error::at("name.missing", "values.name"));
    }
    let visit = NewVisit {
        visitor: visitor.clone(),
        ..NewVisit::default()
    };
    let checked = Checked {
        visitor: fields,
        ..Checked::default()
    };
    let person = enter_person(tx, &visit, &checked)?;
    let mut set = BTreeMap::new();
    let Some(id) = person else { return Ok(set) };
    set.insert("person".to_owned(), Value::text(&id.to_string()));
    let received_ms = ticket.folded.value("received").as_int();
    let day = time::day_of(received_ms.unwrap_or(tx.now_ms()));
    if let Some(birth) = birth_of(tx, person)?
        && let Some(age) = time::age_on(birth, day)
    {
        set.insert("age".to_owned(), Value::Int(i64::from(age)));
    }
    let found = party_check::find_conflicts(
        &tx.view(),
        &party_check::form_parties(&checked.visitor, &[]),
        person,
        ticket.id_in("same_matter_as"),
    )?;
    for finding in found.iter().filter(|finding| finding.ticket != ticket.id) {
        set.extend(party_check::finding_fields(finding, "pending", ""));
    }
    if let Some(visit) = ticket.id_in("visit") {
        let names = Record::setting([
            ("person", Value::text(&id.to_string())),
            ("name_as_given", checked.visitor.fields["name"].clone()),
        ]);
        tx.set(subject::VISIT, visit, "visit.set", &names)?;
    }
    Ok(set)
}

fn enter_visit(
    tx: &mut Tx<'_>,
    visit: &NewVisit,
    checked: &Checked,
    person: Option<Uuid>,
) -> Result<Uuid> {
    let id = tx.new_id();
    let name_as_given = checked
        .visitor
        .fields
        .get("name")
        .cloned()
        .unwrap_or(Value::Empty);
    let mut fields = vec![
        ("channel", Value::text(&checked.channel)),
        (
            "received",
            Value::Int(visit.received_ms.unwrap_or(tx.now_ms())),
        ),
        ("first_contact", Value::text(&tx.actor().id.to_string())),
        ("site", Value::text(&tx.view().site.segment)),
        ("site_name", Value::text(&tx.view().site.name)),
        ("name_as_given", name_as_given),
        ("referral_organ", Value::text(visit.referral_organ.trim())),
        ("referral_number", Value::text(visit.referral_number.trim())),
        ("brought_by", Value::text(visit.brought_by.trim())),
        (
            "person",
            person.map_or(Value::Empty, |id| Value::text(&id.to_string())),
        ),
    ];
    fields.retain(|(_, value)| *value != Value::Empty);
    tx.append(
        subject::VISIT,
        id,
        "visit.register",
        &Record::setting(fields),
        Vec::new(),
    )?;
    Ok(id)
}

fn enter_ticket(
    tx: &mut Tx<'_>,
    visit: &NewVisit,
    checked: &Checked,
    (visit_id, person): (Uuid, Option<Uuid>),
    ticket: &CheckedTicket,
    typed: &NewTicket,
) -> Result<RegisteredTicket> {
    let window = ticket
        .window
        .ok_or_else(|| Error::at("choice.unknown", "window"))?;
    let author_id = tx.actor().id.to_string();
    let author = Author {
        id: &author_id,
        role: &tx.actor().role,
        tier: &tx.view().site.tier,
    };
    permit(None, Act::Register, author, &|_| false).map_err(|idle| Error::refused(idle.code()))?;
    let id = tx.new_id();
    let number = take_number(tx, window.letter)?;
    let rating_code = new_rating_code(tx);
    let received_ms = visit.received_ms.unwrap_or(tx.now_ms());
    let day = time::day_of(received_ms);

    let mut set: BTreeMap<String, Value> = BTreeMap::new();
    let mut put = |field: &str, value: Value| {
        if value != Value::Empty {
            set.insert(field.to_owned(), value);
        }
    };
    put("number", Value::text(&number));
    put("rating_code", Value::text(&rating_code));
    put("visit", Value::text(&visit_id.to_string()));
    put(
        "person",
        person.map_or(Value::Empty, |id| Value::text(&id.to_string())),
    );
    put("received", Value::Int(received_ms));
    put("first_contact", Value::text(&author_id));
    put("matter", Value::text(typed.matter.trim()));
    put("summary", Value::text(typed.summary.trim()));
    let requests: Vec<&str> = typed
        .requests
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    put("requests", Value::texts(&requests));
    put("told", Value::texts(&typed.told));
    put("limitation_kind", Value::text(typed.limitation_kind.trim()));
    put("limitation_day", Value::text(&typed.limitation_day));
    put("green", Value::text(&ticket.green));
    if ticket.restricted {
        put("restricted", Value::Bool(true));
    }
    put(
        "groups",
        checked
            .visitor
            .fields
            .get("groups")
            .cloned()
            .unwrap_or(Value::Empty),
    );
    // The age counts on the day of application and never changes afterwards.
    let age = checked
        .visitor
        .birth
        .or(birth_of(tx, person)?)
        .and_then(|birth| time::age_on(birth, day));
    put(
        "age",
        age.map_or(Value::Empty, |age| Value::Int(i64::from(age))),
    );
    // What is promised today stays promised, whatever the settings say later.
    let promised = tx
        .view()
        .site
        .promised_days
        .iter()
        .find(|(code, _)| code == window.code)
        .map(|(_, days)| *days);
    put(
        "promised_days",
        Value::Int(i64::from(
            promised.unwrap_or(window.promised_working_days.unwrap_or(0)),
        )),
    );
    for (code, text) in &ticket.fields {
        put(&format!("field.{code}"), Value::text(text));
    }
    for party in &ticket.parties {
        for (name, value) in crate::ticket::act::party_fields(party) {
            put(&format!("party.{}.{name}", party.key), value);
        }
    }
    for (at, material) in typed.materials.iter().enumerate() {
        let form =
            dictionary::bundled("material_forms").and_then(|table| table.find(&material.form));
        let key = format!("material.m{:02}", at + 1);
        put(&format!("{key}.name"), Value::text(material.name.trim()));
        put(
            &format!("{key}.form"),
            Value::text(form.map_or("", |entry| &entry.code)),
        );
        put(
            &format!("{key}.copies"),
            Value::Int(i64::from(material.copies)),
        );
        put(&format!("{key}.present"), Value::Bool(material.present));
        if material.present {
            put(&format!("{key}.received"), Value::Int(received_ms));
        }
    }
    let related: Vec<String> = typed.related.iter().map(Uuid::to_string).collect();
    put("related", Value::texts(&related));
    put(
        "same_matter_as",
        typed
            .same_matter_as
            .map_or(Value::Empty, |id| Value::text(&id.to_string())),
    );

    let found = party_check::find_conflicts(
        &tx.view(),
        &party_check::form_parties(&checked.visitor, &ticket.parties),
        person,
        typed.same_matter_as,
    )?;
    for finding in found {
        let answer = typed
            .answers
            .iter()
            .find(|answer| answer.key == finding.key);
        let (answer, reason) = answer.map_or(("pending", ""), |found| {
            (&found.answer, found.reason.trim())
        });
        for (field, value) in party_check::finding_fields(&finding, answer, reason) {
            put(&field, value);
        }
    }
    // What was answered for the case this visit continues is not asked again, and keeps the same people away.
    if let Some(case) = typed.same_matter_as {
        let case = crate::ticket::get(&tx.view(), case)?;
        for (field, state) in &case.folded.fields {
            if field.starts_with("finding.") {
                put(field, state.value().clone());
            }
        }
    }
    if let Some(answer) = typed
        .answers
        .iter()
        .find(|answer| !matches!(answer.answer.as_str(), "same" | "different" | "pending"))
    {
        return Err(Error::at("choice.unknown", "conflict_answers").with(answer.key.clone()));
    }

    let data = BTreeMap::from([("window".to_owned(), Value::text(window.code))]);
    tx.append(
        subject::TICKET,
        id,
        Act::Register.kind(),
        &Record { set, data },
        Vec::new(),
    )?;
    Ok(RegisteredTicket {
        id,
        number,
        window: window.code.to_owned(),
    })
}

fn birth_of(tx: &Tx<'_>, person: Option<Uuid>) -> Result<Option<time::Day>> {
    let Some(id) = person else { return Ok(None) };
    Ok(time::day_from_text(tx.view().fold(id)?.text("birth")))
}

/// Takes the next number of this device, in the same transaction as what gets it. Tickets of all windows share a
/// counter; papers and slips have their own, so that a gap among tickets is always one that needs an explanation.
pub(crate) fn take_number(tx: &mut Tx<'_>, letter: char) -> Result<String> {
    let mark = tx.view().local(key::MARK)?;
    let day = tx.view().today();
    let series = match crate::window::find_by_letter(letter) {
        Some(_) => mark.clone(),
        None => format!("{mark}{letter}"),
    };
    let counter = local::take_counter(tx.view().connection, &series, &day.to_string())?;
    let segment = tx.view().site.segment.clone();
    DeviceMark::parse(&mark)
        .and_then(|mark| TicketNumber::new(&segment, letter, day, mark, counter))
        .map(|number| number.to_string())
        .map_err(|fault| Error::refused(fault.code()))
}

/// Makes the code on the receipt that lets the citizen rate without the second screen.
pub(crate) fn new_rating_code(tx: &mut Tx<'_>) -> String {
    let mut secret = [0; 8];
    tx.random().fill(&mut secret);
    RatingCode::from_random(u64::from_le_bytes(secret))
        .as_str()
        .to_owned()
}
