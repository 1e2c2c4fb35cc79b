//! The person register.

use std::collections::BTreeMap;

use fachuang_core::account::role::{Grant, Right, Role};
use fachuang_core::error::Error;
use fachuang_core::naming::Score;
use fachuang_core::person::{
    self, Candidate, PersonRow, find_same, list_duplicates as duplicates, list_rows,
};
use fachuang_core::ticket::{self, act};
use fachuang_core::time;
use uuid::Uuid;

use super::conflict::{Of, field_conflict};
use super::intake::{earlier, id, same_person};
use super::show;
use crate::front::{Answer, Front, staff_name};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::person::{
    DuplicateList, DuplicateRow, EditPerson, MergePersons, MergedPerson, PersonPage, Reveal,
    Revealed, UnmergePerson,
};
use crate::wire::ticket::FieldView;
use crate::wire::{ById, Nothing, Saved};

/// Fields of a person in the order they are shown, with the kind of their control.
const FIELDS: [(&str, &str); 15] = [
    ("name", "text"),
    ("name_reading", "text"),
    ("gender", "choice"),
    ("birth", "day"),
    ("id_kind", "choice"),
    ("id_kind_text", "text"),
    ("id_number", "text"),
    ("phone", "text"),
    ("address", "text"),
    ("ethnicity", "choice"),
    ("education", "choice"),
    ("groups", "choice"),
    ("no_document_reason", "text"),
    ("do_not_call", "yes_no"),
    ("do_not_announce", "yes_no"),
];

pub fn get_person(front: &mut Front, wish: ById) -> Answer<PersonPage> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let found = person::get(&view, id(&wish.id, "id")?)?;
    let folded = &found.folded;
    let kind = folded.text("id_kind").to_owned();
    let name = folded.text("name").to_owned();
    let of = Of {
        kind: "person",
        id: found.id,
        ticket: "",
        visitor: &name,
    };
    let mut fields = Vec::new();
    for (field, control) in FIELDS {
        let value = folded.value(field);
        let shown = match field {
            "id_number" => show::mask_id(&kind, value.as_text()),
            "phone" => show::mask_phone(value.as_text()),
            "groups" => value.as_texts().join(" "),
            "do_not_call" | "do_not_announce" => value.as_bool().to_string(),
            _ => value.as_text().to_owned(),
        };
        fields.push(FieldView {
            field: field.to_owned(),
            label: message::field_name(field).to_owned(),
            value: shown,
            kind: control.to_owned(),
            editable: actor.may(Right::EditPerson) && found.merged_into().is_none(),
            conflict: match folded.fields.get(field) {
                Some(state) => field_conflict(&view, of, field, state)?,
                None => None,
            },
        });
    }
    let mut merged = Vec::new();
    for row in list_rows(&view, &person::family(&view, found.id)?)?
        .iter()
        .filter(|row| row.id != found.id)
    {
        merged.push(merged_person(&view, row)?);
    }
    let rows = list_rows(&view, &[found.id])?;
    let mut candidates = Vec::new();
    if let Some(row) = rows.first().filter(|_| found.merged_into().is_none()) {
        for candidate in find_same(&view, &row.key(), Some(found.id))? {
            candidates.push(crate::wire::intake::SamePerson {
                fill: None,
                ..same_person(&view, &candidate, &name)?
            });
        }
    }
    Ok(PersonPage {
        id: wish.id,
        version: found.version.to_string(),
        id_number_masked: show::mask_id(&kind, folded.text("id_number")),
        fields,
        tickets: earlier(&view, actor, found.id, "", "")?,
        merged,
        merged_into: found
            .merged_into()
            .map(|id| id.to_string())
            .unwrap_or_default(),
        candidates,
        name,
    })
}

fn merged_person(view: &fachuang_core::desk::View<'_>, row: &PersonRow) -> Answer<MergedPerson> {
    let found = person::get(view, row.id)?;
    let event = found
        .folded
        .events
        .iter()
        .rev()
        .find(|event| event.kind == "person.merge");
    let (at, by, reason) = match event {
        Some(event) => (
            time::to_text(event.at_ms),
            staff_name(view, &Uuid::from_bytes(event.origin.account).to_string())?,
            event
                .record
                .data
                .get("reason")
                .map(|value| value.as_text().to_owned())
                .unwrap_or_default(),
        ),
        None => Default::default(),
    };
    Ok(MergedPerson {
        id: row.id.to_string(),
        name: row.name.clone(),
        id_number_masked: show::mask_id(&row.id_kind, &row.id_number),
        at,
        by,
        reason,
    })
}

fn changes(list: &[crate::wire::FieldChange]) -> BTreeMap<String, String> {
    list.iter()
        .map(|change| (change.field.clone(), change.value.clone()))
        .collect()
}

pub(super) fn version(text: &str) -> Answer<u32> {
    text.parse()
        .map_err(|_| Refusal::at("request.bad_args", "version"))
}

pub fn edit_person(front: &mut Front, wish: EditPerson) -> Answer<Saved> {
    let person = id(&wish.id, "id")?;
    let seen = version(&wish.version)?;
    let changes = changes(&wish.changes);
    front.write(|tx| person::change(tx, person, seen, &changes, &wish.reason))?;
    Ok(Saved {
        id: wish.id,
        version: super::ticket::subject_version(front, person)?,
    })
}

pub fn merge_persons(front: &mut Front, wish: MergePersons) -> Answer<Saved> {
    let (keep, absorb) = (
        id(&wish.keep_id, "keep_id")?,
        id(&wish.absorb_id, "absorb_id")?,
    );
    front.write(|tx| person::merge(tx, keep, absorb, &wish.reason))?;
    Ok(Saved {
        id: wish.keep_id,
        version: super::ticket::subject_version(front, keep)?,
    })
}

pub fn unmerge_person(front: &mut Front, wish: UnmergePerson) -> Answer<Saved> {
    let absorbed = id(&wish.absorbed_id, "absorbed_id")?;
    front.write(|tx| person::unmerge(tx, absorbed, &wish.reason))?;
    Ok(Saved {
        id: wish.absorbed_id,
        version: super::ticket::subject_version(front, absorbed)?,
    })
}

pub fn list_duplicates(front: &mut Front, _: Nothing) -> Answer<DuplicateList> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let mut rows = Vec::new();
    for (first, second, score) in duplicates(&view, 100)? {
        let Score { value, reasons } = score;
        let candidate = |person: PersonRow| Candidate {
            person,
            score: value,
            certain: value == 100,
            reasons: reasons.clone(),
        };
        let names = (first.name.clone(), second.name.clone());
        rows.push(DuplicateRow {
            first: crate::wire::intake::SamePerson {
                fill: None,
                ..same_person(&view, &candidate(first), &names.1)?
            },
            second: crate::wire::intake::SamePerson {
                fill: None,
                ..same_person(&view, &candidate(second), &names.0)?
            },
            reasons: reasons
                .iter()
                .map(|reason| message::reason_name(reason.code()).to_owned())
                .collect(),
            score: u32::from(value),
        });
    }
    Ok(DuplicateList { rows })
}

pub fn reveal(front: &mut Front, wish: Reveal) -> Answer<Revealed> {
    let subject = id(&wish.subject_id, "subject_id")?;
    let reason = person::require_reason(&wish.reason)?;
    let value = front.write(|tx| {
        tx.actor().require(Right::RevealIdentity)?;
        let own_only = Role::from_code(&tx.actor().role)
            .map(|role| role.grant(Right::RevealIdentity))
            == Some(Grant::Own);
        let view = tx.view();
        let value = if wish.subject_kind == "ticket" {
            let ticket = ticket::get(&view, subject)?;
            act::require_sight(tx.actor(), &ticket)?;
            let me = tx.actor().id.to_string();
            if own_only && !ticket.progress()?.hands.contains(&me) {
                return Err(Error::refused("right.not_own"));
            }
            match wish.field.as_str() {
                "id_number" | "phone" => match ticket.id_in("person") {
                    Some(person) => view
                        .fold(person::canonical(&view, person)?)?
                        .text(&wish.field)
                        .to_owned(),
                    None => String::new(),
                },
                field
                    if ticket.parties().iter().any(|party| {
                        ["id_number", "phone"]
                            .iter()
                            .any(|of| field == format!("party.{}.{of}", party.key))
                    }) =>
                {
                    ticket.text(field).to_owned()
                }
                _ => return Err(Error::at("field.unknown", "field")),
            }
        } else {
            if own_only {
                let me = tx.actor().id.to_string();
                let mut mine = false;
                for member in person::family(&view, subject)? {
                    for row in fachuang_core::ticket::list::list_of(
                        &view,
                        fachuang_core::ticket::list::Shared::Person,
                        member,
                    )? {
                        mine |= ticket::get(&view, row.id)?.progress()?.hands.contains(&me);
                    }
                }
                if !mine {
                    return Err(Error::refused("right.not_own"));
                }
            }
            match wish.field.as_str() {
                "id_number" | "phone" => person::get(&view, subject)?
                    .folded
                    .text(&wish.field)
                    .to_owned(),
                _ => return Err(Error::at("field.unknown", "field")),
            }
        };
        tx.log_access(
            "reveal",
            &format!("{}/{}/{}", wish.subject_kind, wish.subject_id, wish.field),
            &reason,
        )?;
        Ok(value)
    })?;
    Ok(Revealed { value })
}
