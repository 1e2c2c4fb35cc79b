//! Acting on a ticket: check, decide, append.

use std::collections::BTreeMap;

use fachuang_envelope::Base;
use uuid::Uuid;

use super::data::{Material, Party, Ticket, get, is_high_risk};
use super::machine::{Act, Author, Idle, holds, permit};
use crate::account::role::{Right, Role};
use crate::desk::{Actor, Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::fold::{RATING, STATE};
use crate::journal::{Record, Value};
use crate::person::short_text;
use crate::visit::{NewParty, NewTicket, check_one_party};
use crate::{party_check, staff, window};

/// Longest reason, note or result in code points.
const TEXT_MAX: usize = 4000;
/// Most minutes one note counts.
const MINUTES_MAX: u32 = 1440;

/// Refuses who may not see a ticket. A restricted one is open to those who had it in hand and to reviewers.
///
/// # Errors
/// `right.missing`, `ticket.restricted`.
pub fn require_sight(actor: &Actor, ticket: &Ticket) -> Result<()> {
    actor.require(Right::ViewCases)?;
    if sees(actor, ticket) {
        Ok(())
    } else {
        Err(Error::refused("ticket.restricted"))
    }
}

/// Field with the member of staff a complaint is about, who neither sees nor works it.
///
/// 依据：《信访工作条例》第三十条。
pub const COMPLAINT_TARGET: &str = "complaint.target";

/// The actor may see this ticket's particulars.
pub fn sees(actor: &Actor, ticket: &Ticket) -> bool {
    let own = actor.id.to_string();
    if ticket.text(COMPLAINT_TARGET) == own {
        return false;
    }
    if !ticket.folded.value("restricted").as_bool() {
        return true;
    }
    let held = ticket
        .life
        .progress
        .as_ref()
        .is_some_and(|progress| progress.hands.contains(&own));
    use crate::account::role::Grant;
    match Role::from_code(&actor.role).map(|role| role.grant(Right::ViewRestricted)) {
        Some(Grant::Yes) => true,
        Some(Grant::Own) => held,
        _ => false,
    }
}

/// Says whether an actor may do something to a ticket now.
///
/// # Errors
/// The code of the reason.
pub fn may(view: &View<'_>, actor: &Actor, ticket: &Ticket, act: Act) -> Result<()> {
    let id = actor.id.to_string();
    let author = Author {
        id: &id,
        role: &actor.role,
        tier: &view.site.tier,
    };
    permit(
        ticket.life.progress.as_ref(),
        act,
        author,
        &super::data::centre_only,
    )
    .map_err(|idle| idle.refuse())
}

/// Refuses a change of what is written on a ticket that somebody else has in hand.
fn require_hold(tx: &Tx<'_>, ticket: &Ticket) -> Result<()> {
    let id = tx.actor().id.to_string();
    let author = Author {
        id: &id,
        role: &tx.actor().role,
        tier: &tx.view().site.tier,
    };
    if holds(ticket.progress()?, author) {
        Ok(())
    } else {
        Err(Idle::NotYours.refuse())
    }
}

/// Every act names what its author had seen, so that no clock puts it before the registration it is about.
fn act_base(ticket: &Ticket) -> Base {
    vec![
        (STATE.to_owned(), heads(ticket, Act::moves_state)),
        (RATING.to_owned(), heads(ticket, Act::concerns_rating)),
    ]
}

fn heads(ticket: &Ticket, belongs: impl Fn(Act) -> bool) -> Vec<fachuang_envelope::EntryId> {
    let fits = |kind: &str| Act::from_kind(kind).is_some_and(&belongs);
    ticket.folded.event_heads(fits)
}

/// Opens a ticket for an act: checks sight, version and state.
pub(crate) fn open(tx: &Tx<'_>, id: Uuid, version: Option<u32>, act: Act) -> Result<Ticket> {
    let ticket = get(&tx.view(), id)?;
    if tx.actor().role != super::machine::CITIZEN {
        require_sight(tx.actor(), &ticket)?;
    }
    if version.is_some_and(|seen| seen != ticket.version) {
        return Err(changed_meanwhile(
            &tx.view(),
            &ticket,
            version.unwrap_or(0),
        )?);
    }
    may(&tx.view(), tx.actor(), &ticket, act)?;
    Ok(ticket)
}

/// Names who changed the record since `seen`.
fn changed_meanwhile(view: &View<'_>, ticket: &Ticket, seen: u32) -> Result<Error> {
    let mut people = Vec::new();
    for entry in ticket.entries.iter().skip(seen as usize) {
        let id = Uuid::from_bytes(entry.head.origin.account).to_string();
        let name = staff::name_of(view, &id)?;
        if !people.contains(&name) {
            people.push(name);
        }
    }
    Ok(Error::refused("record.changed_meanwhile").with(people.join("、")))
}

pub(super) fn text(field: &'static str, given: &str) -> Result<String> {
    let given = given.trim();
    if given.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::at("text.control", field));
    }
    if given.chars().count() > TEXT_MAX {
        return Err(Error::at("text.too_long", field));
    }
    Ok(given.to_owned())
}

pub(super) fn reason(given: &str) -> Result<String> {
    let given = text("reason", given)?;
    if given.is_empty() {
        Err(Error::at("reason.missing", "reason"))
    } else {
        Ok(given)
    }
}

pub(crate) fn append(tx: &mut Tx<'_>, ticket: &Ticket, act: Act, record: &Record) -> Result<()> {
    let mut base = act_base(ticket);
    let fields = record.set.keys();
    base.extend(fields.map(|field| (field.clone(), ticket.folded.base(field))));
    tx.append(subject::TICKET, ticket.id, act.kind(), record, base)?;
    Ok(())
}

/// Somebody must stay away because of a conflict of interest.
fn stays_away(view: &View<'_>, ticket: &Ticket, staff: Uuid) -> Result<bool> {
    let staff = staff.to_string();
    let excluded = party_check::list_excluded(view, ticket)?;
    Ok(excluded.iter().any(|(id, _)| *id == staff))
}

/// Refuses to hand a ticket to somebody who may not work it.
///
/// # Errors
/// At the field: `staff.not_found`, `staff.inactive`, `staff.cannot_work` for a post that works no ticket,
/// `staff.other_window`, `staff.excluded` for a conflict of interest.
pub(crate) fn require_worker(
    view: &View<'_>,
    ticket: &Ticket,
    id: Uuid,
    field: &str,
) -> Result<()> {
    let Some(staff) = staff::find(view, id)? else {
        return Err(Error::at("staff.not_found", field));
    };
    let works = Role::from_code(&staff.role).filter(|role| role.may(Right::WorkTicket));
    let window = &ticket.progress()?.window;
    let target = ticket.text(COMPLAINT_TARGET) == id.to_string();
    let fault = match works {
        _ if !staff.active => Error::at("staff.inactive", field),
        None => Error::at("staff.cannot_work", field),
        Some(role) if role != Role::Handler && !staff.serves(window) => {
            Error::at("staff.other_window", field)
        }
        Some(_) if target || stays_away(view, ticket, id)? => Error::at("staff.excluded", field),
        Some(_) => return Ok(()),
    };
    Err(fault.with(staff.name))
}

/// Hands the ticket to a member of staff.
///
/// # Errors
/// Those of [`require_worker`], and those of every act.
pub fn assign(tx: &mut Tx<'_>, id: Uuid, version: u32, assignee: Uuid, note: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Assign)?;
    require_worker(&tx.view(), &ticket, assignee, "assignee_id")?;
    let note = text("note", note)?;
    let record = Record::of([
        ("assignee", Value::text(&assignee.to_string())),
        ("note", Value::text(&note)),
    ]);
    append(tx, &ticket, Act::Assign, &record)
}

/// Takes the ticket on.
///
/// # Errors
/// `staff.excluded`, and those of every act.
pub fn accept(tx: &mut Tx<'_>, id: Uuid, version: u32) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Accept)?;
    if stays_away(&tx.view(), &ticket, tx.actor().id)? {
        return Err(Error::refused("staff.excluded").with(tx.actor().name.clone()));
    }
    append(tx, &ticket, Act::Accept, &Record::default())
}

/// Gives an assigned ticket back.
pub fn decline(tx: &mut Tx<'_>, id: Uuid, version: u32, why: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Decline)?;
    append(
        tx,
        &ticket,
        Act::Decline,
        &Record::of([("reason", Value::text(&reason(why)?))]),
    )
}

/// Withdraws the ticket at the visitor's wish.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, version: u32, why: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Withdraw)?;
    append(
        tx,
        &ticket,
        Act::Withdraw,
        &Record::of([("reason", Value::text(&reason(why)?))]),
    )
}

/// Declares the ticket void.
pub fn void(tx: &mut Tx<'_>, id: Uuid, version: u32, why: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Void)?;
    append(
        tx,
        &ticket,
        Act::Void,
        &Record::of([("reason", Value::text(&reason(why)?))]),
    )
}

/// Takes an ended ticket up again.
pub fn reopen(tx: &mut Tx<'_>, id: Uuid, version: u32, why: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Reopen)?;
    append(
        tx,
        &ticket,
        Act::Reopen,
        &Record::of([("reason", Value::text(&reason(why)?))]),
    )
}

/// A visitor who stayed unnamed for a pure enquiry goes to a window that needs a name only with one.
fn require_name(ticket: &Ticket, window: &window::Window) -> Result<()> {
    if window.name_optional || ticket.id_in("person").is_some() {
        Ok(())
    } else {
        Err(Error::at("ticket.name_needed", "window").with(window.name))
    }
}

/// Sends the ticket to another window. Its number stays: it was printed.
///
/// # Errors
/// `choice.unknown`, `ticket.same_window`, `ticket.name_needed`, and those of every act.
pub fn transfer(tx: &mut Tx<'_>, id: Uuid, version: u32, to: &str, why: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Transfer)?;
    let Some(window) = window::find(to) else {
        return Err(Error::at("choice.unknown", "window"));
    };
    if ticket.progress()?.window == window.code {
        return Err(Error::at("ticket.same_window", "window"));
    }
    require_name(&ticket, window)?;
    let record = Record::of([
        ("window", Value::text(window.code)),
        ("reason", Value::text(&reason(why)?)),
    ]);
    append(tx, &ticket, Act::Transfer, &record)
}

/// Opens a ticket of the same visit at another window.
///
/// # Errors
/// `choice.unknown`, `matter.missing`, `ticket.name_needed`, and those of every act.
pub fn split(
    tx: &mut Tx<'_>,
    id: Uuid,
    version: u32,
    new: &NewTicket,
    why: &str,
) -> Result<(Uuid, String, String)> {
    let ticket = open(tx, id, Some(version), Act::Split)?;
    let why = reason(why)?;
    let Some(window) = window::find(&new.window) else {
        return Err(Error::at("choice.unknown", "window"));
    };
    require_name(&ticket, window)?;
    let matter = short_text(&new.matter, 100).map_err(|code| Error::at(code, "matter"))?;
    if matter.is_empty() {
        return Err(Error::at("matter.missing", "matter"));
    }
    let summary = text("summary", &new.summary)?;
    let child = tx.new_id();
    let number = crate::visit::take_number(tx, window.letter)?;
    let code = crate::visit::new_rating_code(tx);
    let mut set: BTreeMap<String, Value> = BTreeMap::new();
    for (field, state) in &ticket.folded.fields {
        let shared = matches!(
            field.as_str(),
            "visit" | "person" | "first_contact" | "groups" | "age" | "green" | "restricted"
        ) || field.starts_with("party.")
            || field.starts_with("finding.");
        if shared && *state.value() != Value::Empty {
            set.insert(field.clone(), state.value().clone());
        }
    }
    let promised = tx
        .view()
        .site
        .promised_days
        .iter()
        .find(|(code, _)| code == window.code)
        .map(|(_, days)| *days);
    let promised = promised.unwrap_or(window.promised_working_days.unwrap_or(0));
    set.extend([
        ("number".to_owned(), Value::text(&number)),
        ("rating_code".to_owned(), Value::text(&code)),
        ("received".to_owned(), Value::Int(tx.now_ms())),
        ("matter".to_owned(), Value::text(&matter)),
        ("promised_days".to_owned(), Value::Int(i64::from(promised))),
        ("split_from".to_owned(), Value::text(&id.to_string())),
    ]);
    if !summary.is_empty() {
        set.insert("summary".to_owned(), Value::text(&summary));
    }
    let data = BTreeMap::from([("window".to_owned(), Value::text(window.code))]);
    tx.append(
        subject::TICKET,
        child,
        Act::Register.kind(),
        &Record { set, data },
        Vec::new(),
    )?;
    let record = Record::of([
        ("child", Value::text(&child.to_string())),
        ("window", Value::text(window.code)),
        ("reason", Value::text(&why)),
    ]);
    append(tx, &ticket, Act::Split, &record)?;
    Ok((child, number, window.code.to_owned()))
}

/// Ends the ticket with one of its window's outcomes, by code or name.
///
/// # Errors
/// `ticket.outcome_unknown`, `ticket.outcome_text`, `ticket.close_before`, and those of every act.
pub fn close(tx: &mut Tx<'_>, id: Uuid, version: u32, outcome: &str, words: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Close)?;
    let window = window::find(&ticket.progress()?.window);
    let Some(outcome) = window.and_then(|window| window.outcome(outcome)) else {
        return Err(Error::at("ticket.outcome_unknown", "outcome"));
    };
    let words = text("text", words)?;
    if outcome.requires_text && words.is_empty() {
        return Err(Error::at("ticket.outcome_text", "text").with(outcome.name));
    }
    crate::procedure::check_close(&ticket, outcome)?;
    let record = Record::of([
        ("outcome", Value::text(outcome.code)),
        ("text", Value::text(&words)),
    ]);
    append(tx, &ticket, Act::Close, &record)
}

/// Refuses the matter with one of its window's reasons (不予受理).
///
/// # Errors
/// `ticket.refusal_unknown`, and those of every act.
pub fn refuse(tx: &mut Tx<'_>, id: Uuid, version: u32, code: &str, words: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Refuse)?;
    let window = window::find(&ticket.progress()?.window);
    let Some(refusal) = window.and_then(|window| window.refusal(code)) else {
        return Err(Error::at("ticket.refusal_unknown", "outcome"));
    };
    let words = text("text", words)?;
    let record = Record::of([
        ("outcome", Value::text(refusal.code)),
        ("text", Value::text(&words)),
    ]);
    append(tx, &ticket, Act::Refuse, &record)
}

/// A work note.
#[derive(Debug, Clone, Default)]
pub struct Note {
    pub kind: String,
    pub text: String,
    /// Staff id of who acted when it was not the person at the desk.
    pub on_behalf_of: String,
    pub minutes: u32,
}

/// Kinds of work notes, by code and name.
pub const NOTE_KINDS: [(&str, &str); 6] = [
    ("advice", "解答"),
    ("work", "办理"),
    ("contact", "联系"),
    ("told", "告知"),
    ("feedback", "反馈"),
    ("callback", "回访"),
];

/// Adds a work note.
///
/// # Errors
/// `note.empty`, `choice.unknown`, `staff.not_found`, `note.minutes`, and those of every act.
pub fn note(tx: &mut Tx<'_>, id: Uuid, note: &Note) -> Result<()> {
    let ticket = open(tx, id, None, Act::Note)?;
    let words = text("text", &note.text)?;
    if words.is_empty() {
        return Err(Error::at("note.empty", "text"));
    }
    if !NOTE_KINDS.iter().any(|(code, _)| *code == note.kind) {
        return Err(Error::at("choice.unknown", "kind"));
    }
    if note.minutes > MINUTES_MAX {
        return Err(Error::at("note.minutes", "minutes"));
    }
    let mut data = vec![
        ("kind", Value::text(&note.kind)),
        ("text", Value::text(&words)),
    ];
    if !note.on_behalf_of.is_empty() {
        let helper = Uuid::parse_str(&note.on_behalf_of)
            .map_err(|_| Error::at("staff.not_found", "on_behalf_of"))?;
        data.push((
            "on_behalf_of",
            Value::text(&staff::get(&tx.view(), helper)?.id.to_string()),
        ));
    }
    if note.minutes > 0 {
        data.push(("minutes", Value::Int(i64::from(note.minutes))));
    }
    append(tx, &ticket, Act::Note, &Record::of(data))
}

/// Fields of a ticket that staff may change, beside parties, materials and the window's own fields.
pub const EDITABLE: [&str; 8] = [
    "matter",
    "summary",
    "requests",
    "told",
    "limitation_kind",
    "limitation_day",
    "green",
    "restricted",
];

/// Changes fields; an empty text clears one. An edit has seen all that stands in its field, so that a difference
/// between sites ends with it.
///
/// # Errors
/// `field.unknown`, `reason.missing` for high-risk fields, and those of every act.
pub fn edit(
    tx: &mut Tx<'_>,
    id: Uuid,
    version: u32,
    changes: &BTreeMap<String, String>,
    why: &str,
) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Note)?;
    require_hold(tx, &ticket)?;
    let why = text("reason", why)?;
    let window = window::find(&ticket.progress()?.window);
    let mut set = BTreeMap::new();
    for (field, given) in changes {
        let value = if let Some(code) = field.strip_prefix("field.") {
            let known =
                window.and_then(|window| window.fields.iter().find(|field| field.code == code));
            let Some(known) = known else {
                return Err(Error::at("field.unknown", field.clone()));
            };
            Value::text(
                &known
                    .check(given)
                    .map_err(|fault| Error::at(fault, field.clone()))?,
            )
        } else {
            plain_value(field, given)?
        };
        if ticket.folded.value(field) != &value
            || ticket
                .folded
                .fields
                .get(field)
                .is_some_and(|f| f.disputed())
        {
            set.insert(field.clone(), value);
        }
    }
    store(tx, &ticket, set, &why)
}

fn plain_value(field: &str, given: &str) -> Result<Value> {
    if !EDITABLE.contains(&field) {
        return Err(Error::at("field.unknown", field));
    }
    let lines = || {
        given
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
    };
    Ok(match field {
        "requests" => Value::texts(&lines()),
        "told" => Value::texts(
            &given
                .split(' ')
                .filter(|code| !code.is_empty())
                .collect::<Vec<_>>(),
        ),
        "restricted" => Value::Bool(given == "true"),
        "limitation_day" if !given.is_empty() && crate::time::day_from_text(given).is_none() => {
            return Err(Error::at("day.shape", field));
        }
        "matter" if given.trim().is_empty() => return Err(Error::at("matter.missing", field)),
        _ => {
            let max = if field == "summary" { TEXT_MAX } else { 100 };
            if given.chars().count() > max {
                return Err(Error::at("text.too_long", field));
            }
            if given.chars().any(|c| c.is_control() && c != '\n') {
                return Err(Error::at("text.control", field));
            }
            Value::text(given.trim())
        }
    })
}

fn store(tx: &mut Tx<'_>, ticket: &Ticket, set: BTreeMap<String, Value>, why: &str) -> Result<()> {
    if set.is_empty() {
        return Ok(());
    }
    let replaces = |field: &String| *ticket.folded.value(field) != Value::Empty;
    if set
        .keys()
        .any(|field| is_high_risk(field) && replaces(field))
        && why.is_empty()
    {
        return Err(Error::at("reason.missing", "reason"));
    }
    let mut data = BTreeMap::new();
    if !why.is_empty() {
        data.insert("reason".to_owned(), Value::text(why));
    }
    let fields = set.keys();
    let base = fields
        .map(|field| (field.clone(), ticket.folded.base(field)))
        .collect();
    let record = Record { set, data };
    tx.append(subject::TICKET, ticket.id, "ticket.set", &record, base)?;
    Ok(())
}

/// Returns a party as fields under its key.
pub(crate) fn party_fields(party: &Party) -> [(&'static str, Value); 7] {
    [
        ("role", Value::text(&party.role)),
        ("kind", Value::text(&party.kind)),
        ("name", Value::text(&party.name)),
        ("id_number", Value::text(&party.id_number)),
        ("credit_code", Value::text(&party.credit_code)),
        ("phone", Value::text(&party.phone)),
        ("groups", Value::texts(&party.groups)),
    ]
}

/// Adds a party, or changes the one with its key, and looks for conflicts of interest with it. A new one gets a key no
/// other device gives.
///
/// # Errors
/// `party.not_found`, `reason.missing` when a name or a number is replaced, whatever is wrong with a field of the party,
/// at `party`, and those of every act.
pub fn save_party(tx: &mut Tx<'_>, id: Uuid, version: u32, party: &Party, why: &str) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Note)?;
    require_hold(tx, &ticket)?;
    let why = text("reason", why)?;
    let key = match party.key.as_str() {
        "" => tx.new_id().simple().to_string(),
        key if ticket.parties().iter().any(|known| known.key == key) => key.to_owned(),
        _ => return Err(Error::at("party.not_found", "party.key")),
    };
    let typed = NewParty {
        role: party.role.clone(),
        kind: party.kind.clone(),
        name: party.name.clone(),
        id_number: party.id_number.clone(),
        credit_code: party.credit_code.clone(),
        phone: party.phone.clone(),
        groups: party.groups.clone(),
    };
    let checked = check_one_party(&typed, tx.view().today())?;
    let mut set: BTreeMap<String, Value> = party_fields(&checked)
        .into_iter()
        .map(|(name, value)| (format!("party.{key}.{name}"), value))
        .filter(|(field, value)| ticket.folded.value(field) != value)
        .collect();
    let known = ticket.findings();
    let found = party_check::find_conflicts(
        &tx.view(),
        &[party_check::compared(&checked)],
        ticket.id_in("person"),
        ticket.id_in("same_matter_as"),
    )?;
    for finding in found {
        let new = finding.ticket != id && !known.iter().any(|one| one.key == finding.key);
        if new && !set.is_empty() {
            set.extend(party_check::finding_fields(&finding, "pending", ""));
        }
    }
    store(
        tx,
        &ticket,
        set,
        if why.is_empty() && party.key.is_empty() {
            "更正当事人"
        } else {
            &why
        },
    )
}

/// Adds a material, or changes the one with its key.
///
/// # Errors
/// `material.not_found`, `material.name_missing`, `material.copies`, `choice.unknown`, and those of every act.
pub fn save_material(tx: &mut Tx<'_>, id: Uuid, version: u32, material: &Material) -> Result<()> {
    let ticket = open(tx, id, Some(version), Act::Note)?;
    let known = ticket
        .materials()
        .into_iter()
        .find(|known| known.key == material.key);
    if !material.key.is_empty() && known.is_none() {
        return Err(Error::at("material.not_found", "key"));
    }
    let name = short_text(&material.name, 100).map_err(|code| Error::at(code, "material.name"))?;
    if name.is_empty() {
        return Err(Error::at("material.name_missing", "material.name"));
    }
    if material.copies > crate::visit::COPIES_MAX {
        return Err(Error::at("material.copies", "material.copies"));
    }
    let forms = crate::dictionary::bundled("material_forms");
    let Some(form) = forms.and_then(|table| table.find(&material.form)) else {
        return Err(Error::at("choice.unknown", "material.form"));
    };
    let key = if material.key.is_empty() {
        tx.new_id().simple().to_string()
    } else {
        material.key.clone()
    };
    let arrives = material.present && !known.as_ref().is_some_and(|known| known.present);
    let mut fields = vec![
        ("name", Value::text(&name)),
        ("form", Value::text(&form.code)),
        ("copies", Value::Int(i64::from(material.copies))),
        ("present", Value::Bool(material.present)),
    ];
    if arrives {
        fields.push(("received", Value::Int(tx.now_ms())));
    }
    let set = fields
        .into_iter()
        .map(|(name, value)| (format!("material.{key}.{name}"), value))
        .filter(|(field, value)| ticket.folded.value(field) != value)
        .collect();
    store(tx, &ticket, set, "收到材料")
}

/// Answers a possible conflict of interest: `same`, `different` or `pending`.
///
/// # Errors
/// `finding.not_found`, `choice.unknown`, `reason.missing` when somebody was the same and is declared different.
pub fn answer_finding(
    tx: &mut Tx<'_>,
    id: Uuid,
    finding: &str,
    answer: &str,
    why: &str,
) -> Result<()> {
    let ticket = open(tx, id, None, Act::Note)?;
    let Some(known) = ticket
        .findings()
        .into_iter()
        .find(|known| known.key == finding)
    else {
        return Err(Error::at("finding.not_found", "finding"));
    };
    if !matches!(answer, "same" | "different" | "pending") {
        return Err(Error::at("choice.unknown", "answer"));
    }
    let why = text("reason", why)?;
    if known.answer == "same" && answer == "different" && why.is_empty() {
        return Err(Error::at("reason.missing", "reason"));
    }
    let set = BTreeMap::from([
        (format!("finding.{finding}.answer"), Value::text(answer)),
        (format!("finding.{finding}.reason"), Value::text(&why)),
    ]);
    store(tx, &ticket, set, "核对利益冲突")
}

/// Ties a ticket to another: `related`, or `same_matter` (并入已有案件).
///
/// # Errors
/// `ticket.not_found`, `ticket.link_self`, `choice.unknown`.
pub fn link(tx: &mut Tx<'_>, id: Uuid, other: Uuid, relation: &str) -> Result<()> {
    let ticket = open(tx, id, None, Act::Link)?;
    if id == other {
        return Err(Error::at("ticket.link_self", "other_id"));
    }
    if !matches!(relation, "related" | "same_matter") {
        return Err(Error::at("choice.unknown", "relation"));
    }
    let other = get(&tx.view(), other)?;
    let record = Record::of([
        ("other", Value::text(&other.id.to_string())),
        ("relation", Value::text(relation)),
    ]);
    append(tx, &ticket, Act::Link, &record)
}
