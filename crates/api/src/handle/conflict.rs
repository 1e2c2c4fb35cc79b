//! Differences between sites (两处不同).

use std::collections::BTreeMap;

use fachuang_core::account::role::{Grant, Right, Role};
use fachuang_core::desk::{Actor, View};
use fachuang_core::error::Error;
use fachuang_core::journal::{FieldState, Folded};
use fachuang_core::ticket::{self, act};
use fachuang_core::{person, time};
use uuid::Uuid;

use super::show;
use crate::front::{Answer, Front, staff_name};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::ticket::{ConflictList, FieldConflict, ResolveConflict, Version};
use crate::wire::{Nothing, Saved};

/// Whose field is in dispute.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub kind: &'a str,
    pub id: Uuid,
    pub ticket: &'a str,
    pub visitor: &'a str,
}

/// Shows the values of a field that stand side by side; none when they agree.
pub(super) fn field_conflict(
    view: &View<'_>,
    of: Of<'_>,
    field: &str,
    state: &FieldState,
) -> Answer<Option<FieldConflict>> {
    if !state.disputed() {
        return Ok(None);
    }
    let mut versions = Vec::new();
    for (at, head) in state.heads.iter().enumerate() {
        versions.push(Version {
            entry: head.entry.to_string(),
            value: head.value.display(),
            actor: staff_name(view, &Uuid::from_bytes(head.origin.account).to_string())?,
            site_name: show::site_name(view, &head.origin.site),
            at: time::to_text(head.at_ms),
            provisional: at == 0,
        });
    }
    Ok(Some(FieldConflict {
        subject_kind: of.kind.to_owned(),
        subject_id: of.id.to_string(),
        ticket_id: of.ticket.to_owned(),
        visitor: of.visitor.to_owned(),
        field: field.to_owned(),
        field_name: message::field_name(field).to_owned(),
        high_risk: high_risk(of.kind, field),
        versions,
    }))
}

pub(super) fn high_risk(kind: &str, field: &str) -> bool {
    if kind == "person" {
        person::HIGH_RISK.contains(&field)
    } else {
        ticket::is_high_risk(field)
    }
}

fn of_subject(view: &View<'_>, of: Of<'_>, folded: &Folded) -> Answer<Vec<FieldConflict>> {
    let mut found = Vec::new();
    for (field, state) in &folded.fields {
        found.extend(field_conflict(view, of, field, state)?);
    }
    Ok(found)
}

/// Lists every difference on tickets the actor may see.
pub(super) fn list(view: &View<'_>, actor: &Actor) -> Answer<Vec<FieldConflict>> {
    let mut found: Vec<FieldConflict> = Vec::new();
    for row in super::list::disputed_rows(view)? {
        if !show::sees_row(view, actor, &row) {
            continue;
        }
        let id = row.id.to_string();
        let of = Of {
            kind: "ticket",
            id: row.id,
            ticket: &id,
            visitor: &row.visitor,
        };
        found.extend(of_subject(view, of, &view.fold(row.id)?)?);
        if let Some(person) = row.person_id {
            let person = person::canonical(view, person)?;
            let known = found.iter().any(|one| one.subject_id == person.to_string());
            if !known {
                found.extend(of_subject(
                    view,
                    Of {
                        kind: "person",
                        id: person,
                        ..of
                    },
                    &view.fold(person)?,
                )?);
            }
        }
    }
    Ok(found)
}

pub fn list_conflicts(front: &mut Front, _: Nothing) -> Answer<ConflictList> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    Ok(ConflictList {
        conflicts: list(&desk.view(), actor)?,
    })
}

pub fn resolve_conflict(front: &mut Front, wish: ResolveConflict) -> Answer<Saved> {
    let id = super::intake::id(&wish.subject_id, "subject_id")?;
    let (desk, actor) = front.desk()?;
    actor.require(Right::ResolveConflict)?;
    let folded = desk.view().fold(id)?;
    let Some(state) = folded
        .fields
        .get(&wish.field)
        .filter(|state| state.disputed())
    else {
        return Err(Refusal::at("conflict.settled", "field"));
    };
    let risky = high_risk(&wish.subject_kind, &wish.field);
    let low_only = Role::from_code(&actor.role).map(|role| role.grant(Right::ResolveConflict))
        == Some(Grant::LowRisk);
    if risky && low_only {
        return Err(Refusal::of("right.missing"));
    }
    if risky && wish.reason.trim().is_empty() {
        return Err(Refusal::at("reason.missing", "reason"));
    }
    let mut seen = wish.seen.clone();
    let mut standing: Vec<String> = state.base().iter().map(ToString::to_string).collect();
    seen.sort();
    standing.sort();
    if seen != standing {
        return Err(Refusal::of("record.changed_meanwhile"));
    }
    let Some(chosen) = state
        .heads
        .iter()
        .find(|head| head.entry.to_string() == wish.value)
    else {
        return Err(Refusal::at("conflict.value_unknown", "value"));
    };
    let value = chosen.value.clone();
    let (field, reason, kind) = (
        wish.field.clone(),
        wish.reason.clone(),
        wish.subject_kind.clone(),
    );
    front.write(|tx| {
        if kind == "ticket" {
            act::require_sight(tx.actor(), &ticket::get(&tx.view(), id)?)?;
        } else if kind != "person" {
            return Err(Error::at("choice.unknown", "subject_kind"));
        }
        let set = BTreeMap::from([(field, value)]);
        let data = BTreeMap::from([(
            "reason".to_owned(),
            fachuang_core::journal::Value::text(reason.trim()),
        )]);
        let body = fachuang_core::journal::Record { set, data };
        tx.set(&kind, id, &format!("{kind}.set"), &body)?;
        Ok(())
    })?;
    Ok(Saved {
        id: wish.subject_id,
        version: super::ticket::subject_version(front, id)?,
    })
}
