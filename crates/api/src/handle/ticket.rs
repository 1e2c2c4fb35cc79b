//! 办件.

use std::collections::BTreeMap;

use fachuang_core::account::role::Right;
use fachuang_core::desk::{Actor, View};
use fachuang_core::error::Error;
use fachuang_core::journal::Value;
use fachuang_core::number::TicketNumber;
use fachuang_core::storage::{project, series};
use fachuang_core::ticket::list::{Shared, list_of, row};
use fachuang_core::ticket::{self, Act, Party, Progress, RatingState, State, Ticket, act, remark};
use fachuang_core::visit::NewTicket;
use fachuang_core::window::{self, FieldKind};
use fachuang_core::{person, search, time};
use uuid::Uuid;

use super::conflict::{Of, field_conflict};
use super::intake::id;
use super::person::version as parse_version;
use super::timeline::timeline;
use super::{procedure, show, supervise};
use crate::front::{Answer, Front, staff_name};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::intake::NewTicket as NewTicketDone;
use crate::wire::ticket::{
    AddNote, AnswerFinding, AssignTicket, ByNumber, EditTicket, EndTicket, FieldView, LinkTickets,
    LinkedTicket, LoopStage, MaterialView, OnVersion, PartyView, RatingView, RemarkView,
    SaveMaterial, SaveParty, SplitTicket, Step, TicketPage, TransferTicket, WithReason,
};
use crate::wire::{ById, Saved};

/// Returns the version of a record, named in the next edit of it.
pub(super) fn subject_version(front: &Front, id: Uuid) -> Answer<String> {
    let (desk, _) = front.desk()?;
    let entries = series::list_of_subject(desk.view().connection, id.as_bytes())?.entries;
    Ok(entries.len().to_string())
}

pub(super) fn saved(front: &Front, id: Uuid) -> Answer<Saved> {
    Ok(Saved {
        id: id.to_string(),
        version: subject_version(front, id)?,
    })
}

pub fn find_ticket(front: &mut Front, wish: ByNumber) -> Answer<ById> {
    let number =
        TicketNumber::parse(&wish.number).map_err(|fault| Refusal::at(fault.code(), "number"))?;
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let found = search::search(&view, &number.to_string(), 1, &|row| {
        show::sees_row(&view, actor, row)
    })?;
    let id = found
        .exact
        .ok_or_else(|| Refusal::at("ticket.not_found", "number"))?;
    Ok(ById { id: id.to_string() })
}

pub fn get_ticket(front: &mut Front, wish: ById) -> Answer<TicketPage> {
    let ticket_id = id(&wish.id, "id")?;
    let restricted = {
        let (desk, actor) = front.desk()?;
        let ticket = ticket::get(&desk.view(), ticket_id)?;
        act::require_sight(actor, &ticket)?;
        ticket.folded.value("restricted").as_bool()
    };
    if restricted {
        front.write(|tx| tx.log_access("viewed_restricted", &ticket_id.to_string(), ""))?;
    }
    let (desk, actor) = front.desk()?;
    page(&desk.view(), actor, ticket_id)
}

fn page(view: &View<'_>, actor: &Actor, ticket_id: Uuid) -> Answer<TicketPage> {
    let ticket = ticket::get(view, ticket_id)?;
    let progress = ticket.progress()?;
    let visit = match ticket.id_in("visit") {
        Some(visit) => view.fold(visit)?,
        None => Default::default(),
    };
    let person_id = match ticket.id_in("person") {
        Some(id) => Some(person::canonical(view, id)?),
        None => None,
    };
    let person = match person_id {
        Some(id) => view.fold(id)?,
        None => Default::default(),
    };
    let id_kind = person.text("id_kind").to_owned();
    let limits = project::limits(view, &ticket)?;
    let groups = ticket.folded.value("groups").as_texts();
    let flag = |known: &str, own: &str| {
        person.value(known).as_bool() || ticket.folded.value(own).as_bool()
    };
    Ok(TicketPage {
        id: ticket_id.to_string(),
        version: ticket.version.to_string(),
        number: ticket.text("number").to_owned(),
        window: progress.window.clone(),
        window_name: show::window_name(&progress.window).to_owned(),
        state: progress.state.code().to_owned(),
        state_name: progress.state.name().to_owned(),
        outcome_name: match progress.outcome.as_str() {
            "" => String::new(),
            outcome => show::outcome_name(&progress.window, outcome),
        },
        standing: remark::standing(&ticket)?,
        person_id: person_id.map(|id| id.to_string()).unwrap_or_default(),
        visitor: person.text("name").to_owned(),
        visitor_reading: person.text("name_reading").to_owned(),
        id_kind_name: show::id_kind_name(&id_kind, person.text("id_kind_text")),
        id_number_masked: show::mask_id(&id_kind, person.text("id_number")),
        phone_masked: show::mask_phone(person.text("phone")),
        address: person.text("address").to_owned(),
        age: ticket
            .folded
            .value("age")
            .as_int()
            .and_then(|age| u32::try_from(age).ok()),
        gender_name: show::gender_name(person.text("gender")),
        groups: groups
            .iter()
            .map(|code| show::name_in("groups", code))
            .collect(),
        do_not_call: flag("do_not_call", "safe.no_call"),
        do_not_announce: flag("do_not_announce", "safe.no_announce"),
        matter: ticket.text("matter").to_owned(),
        first_contact: staff_name(view, ticket.text("first_contact"))?,
        assignee: staff_name(view, &progress.assignee)?,
        assignee_id: progress.assignee.clone(),
        site_name: show::site_name(view, visit.text("site")),
        channel_name: show::name_in("channels", visit.text("channel")),
        received_at: time::to_text(
            ticket
                .folded
                .value("received")
                .as_int()
                .unwrap_or(progress.registered_ms),
        ),
        green_reason: ticket.text("green").to_owned(),
        restricted: ticket.folded.value("restricted").as_bool(),
        limits: limits
            .iter()
            .map(|limit| show::limit(view, limit))
            .collect(),
        remarks: remark::remarks(&ticket, &limits, view.calendar, view.today())?
            .into_iter()
            .map(|remark| RemarkView {
                code: remark.code.to_owned(),
                text: remark.text,
                basis: remark.basis,
            })
            .collect(),
        supervisions: supervise::of_ticket(view, actor, &ticket)?,
        stages: stages(&ticket, progress),
        steps: steps(view, actor, &ticket, progress),
        procedure: procedure::procedure(view, actor, &ticket)?,
        fields: fields(view, actor, &ticket, person_id, &person)?,
        parties: parties(&ticket),
        materials: materials(&ticket),
        papers: super::paper_path::papers(view, &ticket)?,
        timeline: timeline(view, &ticket)?,
        linked: linked(view, actor, &ticket)?,
        rating: rating(progress),
        frozen: !progress.state.is_open(),
    })
}

fn stages(ticket: &Ticket, progress: &Progress) -> Vec<LoopStage> {
    let at = |ms: Option<i64>| ms.map(time::to_text).unwrap_or_default();
    let note_at = |kind: &str| {
        let of_kind = |step: &&ticket::Step| {
            step.act == Act::Note
                && step
                    .event
                    .record
                    .data
                    .get("kind")
                    .is_some_and(|known| known.as_text() == kind)
        };
        ticket
            .life
            .steps
            .iter()
            .rev()
            .find(of_kind)
            .map(|step| step.event.at_ms)
    };
    let rated = match progress.rating_state {
        RatingState::NotAsked | RatingState::Asked => None,
        _ => progress
            .rating
            .as_ref()
            .map(|rating| rating.at_ms)
            .or(progress.ended_ms),
    };
    let done: [(&str, &str, Option<i64>, &str); 7] = [
        ("register", "受理", Some(progress.registered_ms), ""),
        (
            "assign",
            "派单",
            progress.assigned_ms.or(progress.ended_ms),
            "等待派单",
        ),
        (
            "work",
            "承办",
            progress.accepted_ms.or(progress.ended_ms),
            "等待接办",
        ),
        ("feedback", "反馈", progress.ended_ms, "等待办理结果"),
        ("rate", "评价", rated, "等待群众评价"),
        ("call_back", "回访", note_at("callback"), "可以回访"),
        ("file", "归档", None, ""),
    ];
    let mut found_now = false;
    done.into_iter()
        .map(|(code, name, ms, waits_for)| {
            let state = match ms {
                Some(_) if !found_now => "done",
                _ if !found_now && code != "file" => {
                    found_now = true;
                    "now"
                }
                Some(_) => "done",
                None => "next",
            };
            LoopStage {
                code: code.to_owned(),
                name: name.to_owned(),
                state: state.to_owned(),
                at: at(ms),
                waits_for: if state == "now" {
                    waits_for.to_owned()
                } else {
                    String::new()
                },
            }
        })
        .collect()
}

/// Steps in the order they are offered: act, code, name, key.
const STEPS: [(Act, &str, &str, &str); 13] = [
    (Act::Accept, "accept_ticket", "接办", "J"),
    (Act::Assign, "assign_ticket", "派单", "P"),
    (Act::Close, "close_ticket", "办结", "B"),
    (Act::Decline, "decline_ticket", "退回派单", "T"),
    (Act::Refuse, "refuse_ticket", "不予受理", "U"),
    (Act::Transfer, "transfer_ticket", "转其他窗口", "Z"),
    (Act::Split, "split_ticket", "另开一件", "F"),
    (Act::Withdraw, "withdraw_ticket", "申请人撤回", "C"),
    (Act::Link, "link_tickets", "关联办件", "L"),
    (Act::AskRating, "ask_rating", "请群众评价", "F7"),
    (Act::Reopen, "reopen_ticket", "恢复办理", "R"),
    (Act::Void, "void_ticket", "作废", "V"),
    (Act::FinishRating, "finish_rating_task", "核查差评", "Y"),
];

/// Returns the step of the procedure that the main key offers; none where the common acts go on: a ticket that was given
/// to somebody is taken on first.
pub(super) fn next_in_procedure(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
) -> Option<&'static fachuang_core::procedure::Step> {
    let progress = ticket.life.progress.as_ref()?;
    let waits_for_me =
        progress.state == State::Assigned && progress.assignee == actor.id.to_string();
    if waits_for_me && act::may(view, actor, ticket, Act::Accept).is_ok() {
        return None;
    }
    fachuang_core::procedure::next_step(view, actor, ticket)
}

fn steps(view: &View<'_>, actor: &Actor, ticket: &Ticket, progress: &Progress) -> Vec<Step> {
    let by_procedure = next_in_procedure(view, actor, ticket).is_some();
    let primary = match progress.state {
        State::Registered => Act::Assign,
        State::Assigned => Act::Accept,
        State::InProgress => Act::Close,
        State::Closed | State::Refused | State::Withdrawn => Act::AskRating,
        State::Void => Act::Note,
    };
    let mine = progress.assignee == actor.id.to_string();
    let fallback = match progress.state {
        State::Registered | State::Assigned => Act::Close,
        _ => Act::Note,
    };
    let allowed = |act: Act| act::may(view, actor, ticket, act).is_ok();
    let primary = if allowed(primary) && (primary != Act::Accept || mine) {
        primary
    } else {
        fallback
    };
    let mut steps = Vec::new();
    for (act, code, name, key) in STEPS {
        let refused = act::may(view, actor, ticket, act)
            .err()
            .map(|fault| fault.code());
        if refused.is_some() && !worth_showing(act, progress) {
            continue;
        }
        let (reason, locked) = match refused {
            None => (String::new(), false),
            Some("right.missing") => (
                format!("{}不能办这一步", show::role_name(&actor.role)),
                true,
            ),
            Some(code) => (message::sentence(code, "").0, false),
        };
        steps.push(Step {
            code: code.to_owned(),
            name: name.to_owned(),
            key: key.to_owned(),
            primary: act == primary && refused.is_none() && !by_procedure,
            allowed: refused.is_none(),
            reason,
            locked,
        });
    }
    if act::may(view, actor, ticket, Act::Note).is_ok() {
        steps.push(Step {
            code: "add_note".to_owned(),
            name: "记一笔".to_owned(),
            key: "N".to_owned(),
            primary: false,
            allowed: true,
            reason: String::new(),
            locked: false,
        });
    }
    let findings = ticket.findings();
    if findings.iter().any(|finding| finding.answer == "pending")
        && act::may(view, actor, ticket, Act::Note).is_ok()
    {
        steps.push(Step {
            code: "answer_finding".to_owned(),
            name: "核对利益冲突".to_owned(),
            key: "H".to_owned(),
            primary: false,
            allowed: true,
            reason: String::new(),
            locked: false,
        });
    }
    steps
}

/// A step that is not possible is shown where somebody might look for it now.
fn worth_showing(act: Act, progress: &Progress) -> bool {
    match act {
        Act::Assign | Act::Close | Act::Refuse | Act::Transfer | Act::Withdraw => {
            progress.state.is_open()
        }
        Act::AskRating => progress.rating_state != RatingState::Rated,
        Act::Reopen => matches!(
            progress.state,
            State::Closed | State::Refused | State::Withdrawn
        ),
        Act::Void => progress.state != State::Void,
        Act::FinishRating => {
            progress.rating.as_ref().is_some_and(ticket::Rating::is_bad)
                && progress.rating_finished.is_none()
        }
        _ => false,
    }
}

/// Fields of every ticket in the order of the overview, with the kind of their control.
const FIELDS: [(&str, &str); 6] = [
    ("matter", "text"),
    ("requests", "lines"),
    ("summary", "long_text"),
    ("limitation_kind", "text"),
    ("limitation_day", "day"),
    ("restricted", "yes_no"),
];

fn fields(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
    person_id: Option<Uuid>,
    person: &fachuang_core::journal::Folded,
) -> Answer<Vec<FieldView>> {
    let progress = ticket.progress()?;
    let editable = progress.state.is_open() && act::may(view, actor, ticket, Act::Note).is_ok();
    let ticket_id = ticket.id.to_string();
    let of = Of {
        kind: "ticket",
        id: ticket.id,
        ticket: &ticket_id,
        visitor: person.text("name"),
    };
    let conflict = |field: &str| match ticket.folded.fields.get(field) {
        Some(state) => field_conflict(view, of, field, state),
        None => Ok(None),
    };
    let mut views = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    let own = window::find(&progress.window)
        .map(|window| window.fields)
        .unwrap_or_default();
    for (field, kind) in FIELDS {
        let value = ticket.folded.value(field);
        let text = match value {
            Value::List(_) => value.as_texts().join("\n"),
            Value::Bool(flag) => flag.to_string(),
            _ => value.as_text().to_owned(),
        };
        let always = matches!(field, "matter" | "requests" | "summary");
        if text.is_empty() && !always && !editable {
            continue;
        }
        shown.push(field.to_owned());
        views.push(FieldView {
            field: field.to_owned(),
            label: message::field_name(field).to_owned(),
            value: text,
            kind: kind.to_owned(),
            editable,
            conflict: conflict(field)?,
        });
    }
    for field in own {
        let name = format!("field.{}", field.code);
        let code = ticket.text(&name).to_owned();
        let (kind, value) = match field.kind {
            FieldKind::Text => ("text", code),
            FieldKind::LongText => ("long_text", code),
            FieldKind::Money => ("money", code),
            FieldKind::Day => ("day", code),
            FieldKind::Bool => ("yes_no", code),
            FieldKind::Choice(table) => ("choice", show::name_in(table, &code)),
        };
        // What nobody filled in is no news on a ticket that has ended.
        if value.is_empty() && !editable {
            continue;
        }
        shown.push(name.clone());
        views.push(FieldView {
            label: field.label.to_owned(),
            conflict: conflict(&name)?,
            field: name,
            value,
            kind: kind.to_owned(),
            editable: editable && !matches!(field.kind, FieldKind::Choice(_)),
        });
    }
    // A difference is shown wherever it is, also in fields the overview has no line for.
    for (field, state) in &ticket.folded.fields {
        if !shown.contains(field)
            && let Some(conflict) = field_conflict(view, of, field, state)?
        {
            views.push(difference(conflict));
        }
    }
    if let Some(id) = person_id {
        for (field, state) in &person.fields {
            if let Some(conflict) = field_conflict(
                view,
                Of {
                    kind: "person",
                    id,
                    ..of
                },
                field,
                state,
            )? {
                views.push(difference(conflict));
            }
        }
    }
    Ok(views)
}

fn difference(conflict: crate::wire::ticket::FieldConflict) -> FieldView {
    FieldView {
        field: conflict.field.clone(),
        label: conflict.field_name.clone(),
        value: conflict
            .versions
            .first()
            .map(|version| version.value.clone())
            .unwrap_or_default(),
        kind: "text".to_owned(),
        editable: false,
        conflict: Some(conflict),
    }
}

fn parties(ticket: &Ticket) -> Vec<PartyView> {
    let findings = ticket.findings();
    ticket
        .parties()
        .into_iter()
        .map(|party| {
            let finding = findings
                .iter()
                .find(|one| one.party == party.name && one.answer != "different");
            PartyView {
                role_name: show::name_in("party_roles", &party.role),
                id_number_masked: show::mask_id("", &party.id_number),
                phone_masked: show::mask_phone(&party.phone),
                conflict: finding.map(|one| one.answer.clone()).unwrap_or_default(),
                conflict_sentence: finding.map(|one| one.sentence.clone()).unwrap_or_default(),
                finding: finding.map(|one| one.key.clone()).unwrap_or_default(),
                key: party.key,
                role: party.role,
                kind: party.kind,
                name: party.name,
                credit_code: party.credit_code,
            }
        })
        .collect()
}

fn materials(ticket: &Ticket) -> Vec<MaterialView> {
    ticket
        .materials()
        .into_iter()
        .map(|material| MaterialView {
            form_name: show::name_in("material_forms", &material.form),
            received_at: material.received_ms.map(time::to_text).unwrap_or_default(),
            key: material.key,
            name: material.name,
            form: material.form,
            copies: material.copies,
            present: material.present,
        })
        .collect()
}

fn linked(view: &View<'_>, actor: &Actor, ticket: &Ticket) -> Answer<Vec<LinkedTicket>> {
    let mut found: BTreeMap<Uuid, &str> = BTreeMap::new();
    if let Some(visit) = ticket.id_in("visit") {
        for row in list_of(view, Shared::Visit, visit)? {
            found.insert(row.id, "同一来访");
        }
    }
    for text in ticket.folded.value("related").as_texts() {
        if let Ok(id) = Uuid::parse_str(&text) {
            found.insert(id, "以前的办件");
        }
    }
    if let Some(id) = ticket.id_in("same_matter_as") {
        found.insert(id, "同一事项，已并入");
    }
    if let Some(id) = ticket.id_in("split_from") {
        found.insert(id, "由该件转出");
    }
    for step in ticket.life.steps.iter().filter(|step| step.idle.is_none()) {
        let data = |key: &str| {
            step.event
                .record
                .data
                .get(key)
                .map(|v| v.as_text().to_owned())
                .unwrap_or_default()
        };
        match step.act {
            Act::Split => {
                if let Ok(id) = Uuid::parse_str(&data("child")) {
                    found.insert(id, "由本件转出");
                }
            }
            Act::Link => {
                if let Ok(id) = Uuid::parse_str(&data("other")) {
                    found.insert(
                        id,
                        if data("relation") == "same_matter" {
                            "同一事项，已并入"
                        } else {
                            "关联办件"
                        },
                    );
                }
            }
            _ => {}
        }
    }
    found.remove(&ticket.id);
    let mut linked = Vec::new();
    for (id, relation) in found {
        let Ok(known) = row(view, id) else { continue };
        let shown = show::row(view, actor, &known)?;
        linked.push(LinkedTicket {
            id: shown.id,
            number: shown.number,
            window_name: show::window_name(&shown.window).to_owned(),
            matter: shown.matter,
            state_name: shown.state_name,
            relation: relation.to_owned(),
        });
    }
    Ok(linked)
}

fn rating(progress: &Progress) -> RatingView {
    let levels = progress.rating.clone().unwrap_or_default();
    RatingView {
        state: progress.rating_state.code().to_owned(),
        state_name: progress.rating_state.name().to_owned(),
        attitude: u32::from(levels.attitude),
        efficiency: u32::from(levels.efficiency),
        skill: u32::from(levels.skill),
        overall: u32::from(levels.overall),
        comment: levels.comment,
        anonymous: levels.anonymous,
        at: if levels.at_ms == 0 {
            String::new()
        } else {
            time::to_text(levels.at_ms)
        },
    }
}

pub fn edit_ticket(front: &mut Front, wish: EditTicket) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    let changes = wish
        .changes
        .iter()
        .map(|change| (change.field.clone(), change.value.clone()))
        .collect();
    front.write(|tx| act::edit(tx, ticket, seen, &changes, &wish.reason))?;
    saved(front, ticket)
}

pub fn save_party(front: &mut Front, wish: SaveParty) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    front.write(|tx| {
        let mut typed = super::intake::party(&wish.party);
        let known = ticket::get(&tx.view(), ticket)?
            .parties()
            .into_iter()
            .find(|party| party.key == wish.party.key);
        if let Some(known) = &known {
            for field in &wish.keep {
                match field.as_str() {
                    "id_number" => typed.id_number.clone_from(&known.id_number),
                    "phone" => typed.phone.clone_from(&known.phone),
                    "groups" => typed.groups.clone_from(&known.groups),
                    _ => return Err(Error::at("field.unknown", "keep")),
                }
            }
        }
        let checked = fachuang_core::visit::check_one_party(&typed, tx.view().today())?;
        let key = known.map(|party| party.key).unwrap_or_default();
        act::save_party(tx, ticket, seen, &Party { key, ..checked }, &wish.reason)
    })?;
    saved(front, ticket)
}

pub fn save_material(front: &mut Front, wish: SaveMaterial) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    let material = ticket::Material {
        key: wish.key.clone(),
        name: wish.material.name.clone(),
        form: wish.material.form.clone(),
        copies: wish.material.copies,
        present: wish.material.present,
        received_ms: None,
    };
    front.write(|tx| act::save_material(tx, ticket, seen, &material))?;
    saved(front, ticket)
}

pub fn assign_ticket(front: &mut Front, wish: AssignTicket) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    let assignee = id(&wish.assignee_id, "assignee_id")?;
    front.write(|tx| act::assign(tx, ticket, seen, assignee, &wish.note))?;
    saved(front, ticket)
}

pub fn accept_ticket(front: &mut Front, wish: OnVersion) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    front.write(|tx| act::accept(tx, ticket, seen))?;
    saved(front, ticket)
}

type Reasoned = fn(&mut fachuang_core::desk::Tx<'_>, Uuid, u32, &str) -> Result<(), Error>;

fn with_reason(front: &mut Front, wish: &WithReason, act: Reasoned) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    front.write(|tx| act(tx, ticket, seen, &wish.reason))?;
    saved(front, ticket)
}

pub fn decline_ticket(front: &mut Front, wish: WithReason) -> Answer<Saved> {
    with_reason(front, &wish, act::decline)
}

pub fn withdraw_ticket(front: &mut Front, wish: WithReason) -> Answer<Saved> {
    with_reason(front, &wish, act::withdraw)
}

pub fn void_ticket(front: &mut Front, wish: WithReason) -> Answer<Saved> {
    with_reason(front, &wish, act::void)
}

pub fn reopen_ticket(front: &mut Front, wish: WithReason) -> Answer<Saved> {
    with_reason(front, &wish, act::reopen)
}

pub fn add_note(front: &mut Front, wish: AddNote) -> Answer<Saved> {
    let ticket = id(&wish.id, "id")?;
    let note = act::Note {
        kind: wish.kind,
        text: wish.text,
        on_behalf_of: wish.on_behalf_of,
        minutes: wish.minutes,
    };
    front.write(|tx| act::note(tx, ticket, &note))?;
    saved(front, ticket)
}

pub fn transfer_ticket(front: &mut Front, wish: TransferTicket) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    front.write(|tx| act::transfer(tx, ticket, seen, &wish.window, &wish.reason))?;
    saved(front, ticket)
}

pub fn split_ticket(front: &mut Front, wish: SplitTicket) -> Answer<NewTicketDone> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    let new = NewTicket {
        window: wish.window.clone(),
        matter: wish.matter.clone(),
        summary: wish.summary.clone(),
        ..NewTicket::default()
    };
    let (child, number, window) =
        front.write(|tx| act::split(tx, ticket, seen, &new, &wish.reason))?;
    Ok(NewTicketDone {
        id: child.to_string(),
        number,
        window,
        version: subject_version(front, child)?,
    })
}

pub fn close_ticket(front: &mut Front, wish: EndTicket) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    front.write(|tx| act::close(tx, ticket, seen, &wish.outcome, &wish.text))?;
    saved(front, ticket)
}

pub fn refuse_ticket(front: &mut Front, wish: EndTicket) -> Answer<Saved> {
    let (ticket, seen) = (id(&wish.id, "id")?, parse_version(&wish.version)?);
    front.write(|tx| act::refuse(tx, ticket, seen, &wish.outcome, &wish.text))?;
    saved(front, ticket)
}

pub fn answer_finding(front: &mut Front, wish: AnswerFinding) -> Answer<Saved> {
    let ticket = id(&wish.id, "id")?;
    front.write(|tx| act::answer_finding(tx, ticket, &wish.finding, &wish.answer, &wish.reason))?;
    saved(front, ticket)
}

pub fn link_tickets(front: &mut Front, wish: LinkTickets) -> Answer<Saved> {
    let (ticket, other) = (id(&wish.id, "id")?, id(&wish.other_id, "other_id")?);
    front.write(|tx| act::link(tx, ticket, other, &wish.relation))?;
    saved(front, ticket)
}
