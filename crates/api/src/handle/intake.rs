//! 受理.

use std::collections::BTreeMap;

use fachuang_core::account::role::Right;
use fachuang_core::desk::View;
use fachuang_core::naming::PersonKey;
use fachuang_core::party_check::{find_conflicts, form_parties, visitor_key};
use fachuang_core::person::{self, Candidate, find_contacts, find_same};
use fachuang_core::ticket::list::{Shared, list_of};
use fachuang_core::ticket::{FindingAnswer, limit};
use fachuang_core::visit::{self, NewMaterial, NewParty, NewTicket, NewVisit, draft};
use fachuang_core::{staff, time};
use uuid::Uuid;

use super::{paper, show};
use crate::front::{Answer, Front};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::intake::{
    ConflictFinding, Draft, DraftList, DraftRow, EarlierTicket, FieldNotice, IntakeCheck,
    PartyInput, SamePerson, SaveDraft, TicketCheck, TicketInput, VisitDone, VisitInput, Visitor,
};
use crate::wire::{ById, Nothing};

pub(super) fn id(text: &str, field: &str) -> Answer<Uuid> {
    Uuid::parse_str(text).map_err(|_| Refusal::at("request.bad_args", field))
}

fn optional_id(text: &str, field: &str) -> Answer<Option<Uuid>> {
    if text.is_empty() {
        Ok(None)
    } else {
        id(text, field).map(Some)
    }
}

fn visitor(wish: &Visitor) -> person::Visitor {
    person::Visitor {
        name: wish.name.clone(),
        gender: wish.gender.clone(),
        birth: wish.birth.clone(),
        id_kind: wish.id_kind.clone(),
        id_kind_text: wish.id_kind_text.clone(),
        id_number: wish.id_number.clone(),
        no_document_reason: wish.no_document_reason.clone(),
        phone: wish.phone.clone(),
        address: wish.address.clone(),
        ethnicity: wish.ethnicity.clone(),
        education: wish.education.clone(),
        groups: wish.groups.clone(),
        name_reading: wish.name_reading.clone(),
        do_not_call: wish.do_not_call,
        do_not_announce: wish.do_not_announce,
    }
}

pub(super) fn party(wish: &PartyInput) -> NewParty {
    NewParty {
        role: wish.role.clone(),
        kind: wish.kind.clone(),
        name: wish.name.clone(),
        id_number: wish.id_number.clone(),
        credit_code: wish.credit_code.clone(),
        phone: wish.phone.clone(),
        groups: wish.groups.clone(),
    }
}

fn ticket(wish: &TicketInput, path: &str) -> Answer<NewTicket> {
    let mut related = Vec::new();
    for text in &wish.related {
        related.push(id(text, &format!("{path}.related"))?);
    }
    Ok(NewTicket {
        window: wish.window.clone(),
        matter: wish.matter.clone(),
        summary: wish.summary.clone(),
        requests: wish.requests.clone(),
        parties: wish.parties.iter().map(party).collect(),
        materials: wish
            .materials
            .iter()
            .map(|one| NewMaterial {
                name: one.name.clone(),
                form: one.form.clone(),
                copies: one.copies,
                present: one.present,
            })
            .collect(),
        fields: wish
            .fields
            .iter()
            .filter(|change| !change.value.is_empty())
            .map(|change| (change.field.clone(), change.value.clone()))
            .collect(),
        told: wish.told.clone(),
        limitation_kind: wish.limitation_kind.clone(),
        limitation_day: wish.limitation_day.clone(),
        restricted: wish.restricted,
        answers: wish
            .conflict_answers
            .iter()
            .map(|answer| FindingAnswer {
                key: answer.finding.clone(),
                answer: answer.answer.clone(),
                reason: answer.reason.clone(),
                ..FindingAnswer::default()
            })
            .collect(),
        related,
        same_matter_as: optional_id(&wish.same_matter_as, &format!("{path}.same_matter_as"))?,
    })
}

fn new_visit(wish: &VisitInput) -> Answer<NewVisit> {
    let received_ms = match wish.received_at.as_str() {
        "" => None,
        text => Some(time::from_text(text).ok_or_else(|| Refusal::at("day.shape", "received_at"))?),
    };
    let mut tickets = Vec::new();
    for (at, one) in wish.tickets.iter().enumerate() {
        tickets.push(ticket(one, &format!("tickets[{at}]"))?);
    }
    Ok(NewVisit {
        channel: wish.channel.clone(),
        received_ms,
        slip: wish.slip_number.clone(),
        referral_organ: wish.referral_organ.clone(),
        referral_number: wish.referral_number.clone(),
        brought_by: wish.visitor.brought_by.clone(),
        person: optional_id(&wish.visitor.person_id, "visitor.person_id")?,
        visitor: visitor(&wish.visitor),
        tickets,
    })
}

pub fn register_visit(front: &mut Front, wish: VisitInput) -> Answer<VisitDone> {
    let visit = new_visit(&wish)?;
    let done = front.write(|tx| {
        let done = visit::register(tx, &visit)?;
        if !wish.draft_id.is_empty() {
            draft::discard(tx, &wish.draft_id)?;
        }
        Ok(done)
    })?;
    let mut tickets = Vec::new();
    for one in done.tickets {
        let version = super::ticket::subject_version(front, one.id)?;
        tickets.push(crate::wire::intake::NewTicket {
            id: one.id.to_string(),
            number: one.number,
            window: one.window,
            version,
        });
    }
    Ok(VisitDone {
        visit_id: done.visit.to_string(),
        person_id: done.person.map(|id| id.to_string()).unwrap_or_default(),
        tickets,
    })
}

pub fn check_intake(front: &mut Front, wish: VisitInput) -> Answer<IntakeCheck> {
    let visit = new_visit(&wish)?;
    let glyphs = missing_glyphs(front, &wish);
    let (desk, actor) = front.desk()?;
    actor.require(Right::RegisterVisit)?;
    let view = desk.view();
    let checked = visit::check(&view, &visit)?;
    let today = view.today();
    let key = visitor_key(&checked.visitor);
    let candidates = match visit.person {
        Some(chosen) => chosen_person(&view, chosen)?,
        None if key == PersonKey::default() => Vec::new(),
        None => find_same(&view, &key, None)?,
    };
    let person = match visit.person {
        Some(id) => Some(person::canonical(&view, id)?),
        None => candidates
            .iter()
            .find(|one| one.certain)
            .map(|one| one.person.id),
    };
    let matter = visit
        .tickets
        .first()
        .map(|ticket| ticket.matter.clone())
        .unwrap_or_default();
    let window = visit
        .tickets
        .first()
        .map(|ticket| ticket.window.clone())
        .unwrap_or_default();
    let earlier = match person {
        Some(id) => earlier(&view, actor, id, &window, &matter)?,
        None => Vec::new(),
    };
    let mut tickets = Vec::new();
    for (ticket, typed) in checked.tickets.iter().zip(&visit.tickets) {
        let parties = form_parties(&checked.visitor, &ticket.parties);
        let mut findings = Vec::new();
        for finding in find_conflicts(&view, &parties, person, typed.same_matter_as)? {
            let mut names = Vec::new();
            for id in &finding.excluded_staff {
                names.push(staff::name_of(&view, id)?);
            }
            findings.push(ConflictFinding {
                key: finding.key,
                strength: finding.strength.code().to_owned(),
                party_name: finding.party_name,
                sentence: finding.sentence,
                excluded_staff: names,
                ticket_number: finding.ticket_number,
            });
        }
        let limits = match ticket.window {
            Some(window) => {
                let at_ms = visit.received_ms.unwrap_or(view.now_ms);
                let promised = view
                    .site
                    .promised_days
                    .iter()
                    .find(|(code, _)| code == window.code);
                let promised =
                    promised.map_or(window.promised_working_days.unwrap_or(0), |(_, days)| *days);
                limit::on_arrival(window, at_ms, promised, view.calendar, view.parameters)
            }
            None => Vec::new(),
        };
        tickets.push(TicketCheck {
            findings,
            limits: limits.iter().map(|one| show::limit(&view, one)).collect(),
            green_reason: ticket.green.clone(),
        });
    }
    let field = |name: &str| {
        checked
            .visitor
            .fields
            .get(name)
            .map(|value| value.as_text().to_owned())
            .unwrap_or_default()
    };
    let mut contact_shared = Vec::new();
    for (row, by_phone) in find_contacts(&view, &field("phone"), &field("address"), person)? {
        let what = if by_phone {
            "同一电话"
        } else {
            "同一住址"
        };
        contact_shared.push(format!("{what}：{}", row.name));
    }
    let mut same_persons = Vec::new();
    for candidate in &candidates {
        same_persons.push(same_person(&view, candidate, &field("name"))?);
    }
    let age = checked
        .visitor
        .birth
        .and_then(|birth| time::age_on(birth, today));
    Ok(IntakeCheck {
        notices: checked.notices.iter().chain(&glyphs).map(notice).collect(),
        birth: checked
            .visitor
            .birth
            .map(|day| day.to_string())
            .unwrap_or_default(),
        gender: checked
            .visitor
            .gender
            .map(|gender| gender.code().to_owned())
            .unwrap_or_default(),
        age,
        id_number_grouped: checked.visitor.id_grouped.clone(),
        same_persons,
        earlier,
        tickets,
        suggested_groups: suggested_groups(age, &visit.visitor.groups),
        contact_clear: contact_shared.is_empty(),
        contact_shared,
    })
}

/// Returns a doubt for each name with a character no paper can show; a visitor's with its reading is settled.
fn missing_glyphs(front: &mut Front, wish: &VisitInput) -> Vec<person::Notice> {
    let mut names = Vec::new();
    if wish.visitor.name_reading.trim().is_empty() {
        let name = wish.visitor.name.as_str();
        names.push(("visitor.name".to_owned(), name, "name.glyph_missing"));
    }
    for (at, ticket) in wish.tickets.iter().enumerate() {
        for (row, party) in ticket.parties.iter().enumerate() {
            let field = format!("tickets[{at}].parties[{row}].name");
            names.push((field, &party.name, "party.glyph_missing"));
        }
    }
    let mut notices = Vec::new();
    for (field, name, code) in names {
        if let Some(character) = paper::unprintable(front, name.trim()) {
            notices.push(person::Notice {
                field,
                code,
                detail: character.to_string(),
                blocks: false,
            });
        }
    }
    notices
}

/// Returns the register entry the clerk chose as the one candidate.
fn chosen_person(view: &View<'_>, chosen: Uuid) -> Answer<Vec<Candidate>> {
    let rows = person::list_rows(view, &[person::canonical(view, chosen)?])?;
    let certain = |person| Candidate {
        person,
        score: 100,
        certain: true,
        reasons: Vec::new(),
    };
    Ok(rows.into_iter().map(certain).collect())
}

/// Ages from which, and below which, a group is suggested.
///
/// 依据：《老年人权益保障法》第二条（六十周岁以上）；《未成年人保护法》第二条（未满十八周岁）。
const SENIOR_AGE: u32 = 60;
const ADULT_AGE: u32 = 18;

fn suggested_groups(age: Option<u32>, chosen: &[String]) -> Vec<String> {
    let suggested = match age {
        Some(age) if age >= SENIOR_AGE => "senior",
        Some(age) if age < ADULT_AGE => "minor",
        _ => return Vec::new(),
    };
    let known = |code: &&str| !chosen.iter().any(|own| own == *code);
    Some(suggested)
        .filter(known)
        .map(str::to_owned)
        .into_iter()
        .collect()
}

fn notice(notice: &person::Notice) -> FieldNotice {
    let (text, hint) = message::sentence(notice.code, &notice.detail);
    FieldNotice {
        field: notice.field.clone(),
        code: notice.code.to_owned(),
        message: text,
        hint,
        blocks: notice.blocks,
    }
}

pub(super) fn same_person(
    view: &View<'_>,
    candidate: &Candidate,
    typed_name: &str,
) -> Answer<SamePerson> {
    let row = &candidate.person;
    let mut tickets = Vec::new();
    for member in person::family(view, row.id)? {
        tickets.extend(list_of(view, Shared::Person, member)?);
    }
    let last = tickets.iter().map(|ticket| ticket.received_ms).max();
    let folded = view.fold(row.id)?;
    let text = |field: &str| folded.text(field).to_owned();
    Ok(SamePerson {
        person_id: row.id.to_string(),
        name: row.name.clone(),
        id_number_masked: show::mask_id(&row.id_kind, &row.id_number),
        phone_masked: show::mask_phone(&row.phone),
        address: row.address.clone(),
        score: u32::from(candidate.score),
        certain: candidate.certain,
        reasons: candidate
            .reasons
            .iter()
            .map(|reason| message::reason_name(reason.code()).to_owned())
            .collect(),
        name_differs: !typed_name.is_empty() && typed_name != row.name,
        last_visit: last
            .map(|ms| time::day_of(ms).to_string())
            .unwrap_or_default(),
        ticket_count: tickets.len() as u32,
        fill: Some(Visitor {
            person_id: row.id.to_string(),
            name: text("name"),
            gender: text("gender"),
            birth: text("birth"),
            id_kind: text("id_kind"),
            id_kind_text: text("id_kind_text"),
            id_number: text("id_number"),
            no_document_reason: text("no_document_reason"),
            phone: text("phone"),
            address: text("address"),
            ethnicity: text("ethnicity"),
            education: text("education"),
            groups: folded.value("groups").as_texts(),
            name_reading: text("name_reading"),
            do_not_call: folded.value("do_not_call").as_bool(),
            do_not_announce: folded.value("do_not_announce").as_bool(),
            brought_by: String::new(),
        }),
    })
}

pub(super) fn earlier(
    view: &View<'_>,
    actor: &fachuang_core::desk::Actor,
    person: Uuid,
    window: &str,
    matter: &str,
) -> Answer<Vec<EarlierTicket>> {
    let mut rows: BTreeMap<i64, fachuang_core::ticket::list::TicketRow> = BTreeMap::new();
    for member in person::family(view, person)? {
        rows.extend(
            list_of(view, Shared::Person, member)?
                .into_iter()
                .map(|row| (row.rid, row)),
        );
    }
    let kind = |window: &str, matter: &str| {
        fachuang_core::window::find(window)
            .and_then(|known| known.recognise(matter))
            .map(|known| known.code)
    };
    let mut found = Vec::new();
    for row in rows.values().rev() {
        let shown = show::row(view, actor, row)?;
        let open = matches!(
            row.state.as_str(),
            "registered" | "assigned" | "in_progress"
        );
        let alike = row.window == window
            && (row.matter == matter
                || kind(window, matter)
                    .is_some_and(|code| kind(&row.window, &row.matter) == Some(code)));
        found.push(EarlierTicket {
            id: shown.id,
            number: shown.number,
            day: time::day_of(row.received_ms).to_string(),
            window_name: show::window_name(&row.window).to_owned(),
            site_name: shown.site_name,
            matter: shown.matter,
            state_name: shown.state_name,
            same_matter: open && alike,
        });
    }
    Ok(found)
}

pub fn save_draft(front: &mut Front, wish: SaveDraft) -> Answer<DraftRow> {
    let saved_ms = front.write(|tx| draft::save(tx, &wish.id, &wish.title, &wish.content))?;
    Ok(DraftRow {
        id: wish.id,
        title: wish.title,
        saved_at: time::to_text(saved_ms),
    })
}

pub fn list_drafts(front: &mut Front, _: Nothing) -> Answer<DraftList> {
    let (desk, actor) = front.desk()?;
    let drafts = draft::list(&desk.view(), &actor.id.to_string())?
        .into_iter()
        .map(|draft| DraftRow {
            id: draft.id,
            title: draft.title,
            saved_at: time::to_text(draft.saved_ms),
        })
        .collect();
    Ok(DraftList { drafts })
}

pub fn open_draft(front: &mut Front, wish: ById) -> Answer<Draft> {
    let (desk, actor) = front.desk()?;
    let draft = draft::get(&desk.view(), &actor.id.to_string(), &wish.id)?;
    Ok(Draft {
        id: draft.id,
        title: draft.title,
        content: draft.content,
        saved_at: time::to_text(draft.saved_ms),
    })
}

pub fn discard_draft(front: &mut Front, wish: ById) -> Answer<Nothing> {
    front.write(|tx| draft::discard(tx, &wish.id))?;
    Ok(Nothing {})
}
