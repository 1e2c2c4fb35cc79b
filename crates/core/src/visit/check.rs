//! What a visit must look like before it is stored.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::desk::View;
use crate::dictionary;
use crate::error::Result;
use crate::identifier::{
    CreditCode, IdKind, Identifier, Phone, normalise_name, normalise_organisation_name,
};
use crate::person::{Notice, Visitor, VisitorFields, check_visitor};
use crate::slip::{self, Slip};
use crate::ticket::{FindingAnswer, Party};
use crate::time;
use crate::window::{self, Window};

/// A visit as typed.
#[derive(Debug, Clone, Default)]
pub struct NewVisit {
    pub channel: String,
    /// When it came in; none means now.
    pub received_ms: Option<i64>,
    /// Number of the blank slip it was written down on while the desk did not work; empty for none.
    pub slip: String,
    pub referral_organ: String,
    pub referral_number: String,
    pub brought_by: String,
    /// Register entry the clerk chose.
    pub person: Option<Uuid>,
    pub visitor: Visitor,
    pub tickets: Vec<NewTicket>,
}

/// One matter of a visit.
#[derive(Debug, Clone, Default)]
pub struct NewTicket {
    pub window: String,
    pub matter: String,
    pub summary: String,
    pub requests: Vec<String>,
    pub parties: Vec<NewParty>,
    pub materials: Vec<NewMaterial>,
    pub fields: BTreeMap<String, String>,
    pub told: Vec<String>,
    pub limitation_kind: String,
    pub limitation_day: String,
    pub restricted: bool,
    pub answers: Vec<FindingAnswer>,
    pub related: Vec<Uuid>,
    pub same_matter_as: Option<Uuid>,
}

/// Another party as typed.
#[derive(Debug, Clone, Default)]
pub struct NewParty {
    pub role: String,
    pub kind: String,
    pub name: String,
    pub id_number: String,
    pub credit_code: String,
    pub phone: String,
    pub groups: Vec<String>,
}

/// A material as typed.
#[derive(Debug, Clone, Default)]
pub struct NewMaterial {
    pub name: String,
    pub form: String,
    pub copies: u32,
    pub present: bool,
}

/// A visit brought to one form, with everything wrong or doubtful about it.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    pub visitor: VisitorFields,
    pub channel: String,
    pub tickets: Vec<CheckedTicket>,
    /// The blank slip it was written down on, while it is out.
    pub slip: Option<Slip>,
    pub notices: Vec<Notice>,
}

/// One matter brought to one form.
#[derive(Debug, Clone, Default)]
pub struct CheckedTicket {
    pub window: Option<&'static Window>,
    pub parties: Vec<Party>,
    /// Codes of the visitor's groups and what follows from them.
    pub restricted: bool,
    pub green: String,
    /// Window fields by code, normalised.
    pub fields: BTreeMap<String, String>,
}

const MATTER_MAX: usize = 100;
const SUMMARY_MAX: usize = 4000;
const REQUEST_MAX: usize = 300;
const REQUESTS_MAX: usize = 30;
const PARTIES_MAX: usize = 60;
const MATERIALS_MAX: usize = 60;
const TICKETS_MAX: usize = 6;
/// Most copies of one material.
pub(crate) const COPIES_MAX: u32 = 999;
/// Hint of a matter that is served first and without queueing (绿色通道).
const GREEN_CHANNEL: &str = "GREEN_CHANNEL";

/// Returns a text that may have several lines, or what is wrong with it.
fn long_text(text: &str, max: usize) -> std::result::Result<(), &'static str> {
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err("text.control");
    }
    if text.chars().count() > max {
        Err("text.too_long")
    } else {
        Ok(())
    }
}

/// Checks a visit. Empty fields that may still be filled in are not wrong here; saving asks for them.
///
/// # Errors
/// Those of the database.
pub fn check(view: &View<'_>, visit: &NewVisit) -> Result<Checked> {
    let today = view.today();
    let (visitor, mut notices) = check_visitor(&visit.visitor, today);
    let mut done = Checked::default();

    match dictionary::bundled("channels").and_then(|table| table.find(&visit.channel)) {
        Some(entry) => done.channel = entry.code.clone(),
        None => notices.push(Notice::wrong("channel", "choice.unknown")),
    }
    if visit.received_ms.is_some_and(|ms| ms > view.now_ms) {
        notices.push(Notice::wrong("received_at", "received.future"));
    }
    if !visit.slip.trim().is_empty() {
        done.slip = check_slip(view, visit, &mut notices)?;
    }
    for (field, text) in [
        ("referral_organ", &visit.referral_organ),
        ("referral_number", &visit.referral_number),
        ("visitor.brought_by", &visit.brought_by),
    ] {
        if let Err(code) = crate::person::short_text(text, MATTER_MAX) {
            notices.push(Notice::wrong(field, code));
        }
    }
    if visit.tickets.len() > TICKETS_MAX {
        notices.push(Notice::wrong("tickets", "visit.too_many_tickets"));
    }
    for (at, ticket) in visit.tickets.iter().take(TICKETS_MAX).enumerate() {
        let checked = check_ticket(
            &visitor,
            ticket,
            &format!("tickets[{at}]"),
            today,
            &mut notices,
        );
        done.tickets.push(checked);
    }
    Ok(Checked {
        visitor,
        notices,
        ..done
    })
}

/// How long after the printing of a slip begins its first minute; the pen writes no seconds.
const PEN_MS: i64 = 60_000;

/// Checks the slip a visit was written down on: its number, and the time it was received, which only the slip knows.
fn check_slip(
    view: &View<'_>,
    visit: &NewVisit,
    notices: &mut Vec<Notice>,
) -> Result<Option<Slip>> {
    let slip = match slip::find_out(view, &visit.slip)? {
        Ok(slip) => slip,
        Err(fault) => {
            let notice = Notice::wrong("slip_number", fault.code());
            notices.push(notice.with(fault.into_number()));
            return Ok(None);
        }
    };
    match visit.received_ms {
        None => notices.push(Notice::wrong("received_at", "slip.time_missing")),
        Some(received) if received + PEN_MS <= slip.out_ms => {
            let out = time::to_text(slip.out_ms);
            let (day, clock) = (&out[..10], &out[11..16]);
            let notice = Notice::wrong("received_at", "slip.time_early");
            notices.push(notice.with(format!("{day} {clock}")));
        }
        Some(_) => {}
    }
    Ok(Some(slip))
}

fn check_ticket(
    visitor: &VisitorFields,
    ticket: &NewTicket,
    path: &str,
    today: time::Day,
    notices: &mut Vec<Notice>,
) -> CheckedTicket {
    let mut done = CheckedTicket {
        window: window::find(&ticket.window),
        ..CheckedTicket::default()
    };
    if done.window.is_none() {
        notices.push(Notice::wrong(format!("{path}.window"), "choice.unknown"));
    }
    for (field, text, max) in [
        ("matter", &ticket.matter, MATTER_MAX),
        ("summary", &ticket.summary, SUMMARY_MAX),
        ("limitation_kind", &ticket.limitation_kind, MATTER_MAX),
    ] {
        if let Err(code) = long_text(text, max) {
            notices.push(Notice::wrong(format!("{path}.{field}"), code));
        }
    }
    if ticket.requests.len() > REQUESTS_MAX
        || ticket.parties.len() > PARTIES_MAX
        || ticket.materials.len() > MATERIALS_MAX
        || ticket.answers.len() > PARTIES_MAX
        || ticket.related.len() > PARTIES_MAX
    {
        notices.push(Notice::wrong(path.to_owned(), "list.too_long"));
        return done;
    }
    for (at, request) in ticket.requests.iter().enumerate() {
        if let Err(code) = long_text(request, REQUEST_MAX) {
            notices.push(Notice::wrong(format!("{path}.requests[{at}]"), code));
        }
    }
    if !ticket.limitation_day.is_empty() && time::day_from_text(&ticket.limitation_day).is_none() {
        notices.push(Notice::wrong(format!("{path}.limitation_day"), "day.shape"));
    }
    for (at, party) in ticket.parties.iter().enumerate() {
        done.parties.push(check_party(
            party,
            at,
            &format!("{path}.parties[{at}]"),
            today,
            notices,
        ));
    }
    for (at, material) in ticket.materials.iter().enumerate() {
        let place = format!("{path}.materials[{at}]");
        match crate::person::short_text(&material.name, MATTER_MAX) {
            Ok(name) if name.is_empty() => notices.push(Notice::wrong(
                format!("{place}.name"),
                "material.name_missing",
            )),
            Ok(_) => {}
            Err(code) => notices.push(Notice::wrong(format!("{place}.name"), code)),
        }
        if dictionary::bundled("material_forms")
            .and_then(|table| table.find(&material.form))
            .is_none()
        {
            notices.push(Notice::wrong(format!("{place}.form"), "choice.unknown"));
        }
        if material.copies > COPIES_MAX {
            notices.push(Notice::wrong(format!("{place}.copies"), "material.copies"));
        }
    }
    if let Some(window) = done.window {
        for (code, text) in &ticket.fields {
            let place = format!("{path}.fields.{code}");
            match window.fields.iter().find(|field| field.code == code) {
                None => notices.push(Notice::wrong(place, "field.unknown")),
                Some(field) => match field.check(text) {
                    Ok(normal) => {
                        done.fields.insert(code.clone(), normal);
                    }
                    Err(fault) => notices.push(Notice::wrong(place, fault)),
                },
            }
        }
        for code in &ticket.told {
            if !window.told.iter().any(|told| told.code == code) {
                notices.push(Notice::wrong(format!("{path}.told"), "choice.unknown"));
            }
        }
    }
    let groups = visitor
        .fields
        .get("groups")
        .map(|value| value.as_texts())
        .unwrap_or_default();
    let mut all = groups.clone();
    for party in &done.parties {
        let own_side = side_of(&party.role) == Side::With;
        all.extend(party.groups.iter().filter(|_| own_side).cloned());
    }
    let flag = |name: &str| {
        let table = dictionary::bundled("groups");
        all.iter()
            .filter_map(|code| table.and_then(|t| t.find(code)))
            .find(|entry| entry.flag(name))
            .cloned()
    };
    done.restricted = ticket.restricted || flag("sensitive").is_some();
    let matter = done
        .window
        .and_then(|window| window.recognise(&ticket.matter));
    let by_matter =
        matter.is_some_and(|matter| matter.hints.iter().any(|hint| hint.code == GREEN_CHANNEL));
    done.green = match (by_matter, matter, flag("green")) {
        (true, Some(matter), _) => matter.name.to_owned(),
        (_, _, Some(group)) => group.name,
        _ => String::new(),
    };
    done
}

/// On whose side a party stands, for the check on conflicts of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The visitor and those who come with the visitor.
    With,
    /// Those the matter is against.
    Against,
    /// Organs and others whose interest does not oppose.
    Neutral,
}

/// Returns the side of a party role; the visitor's own role is `visitor`.
pub fn side_of(role: &str) -> Side {
    if role == "visitor" {
        return Side::With;
    }
    let entry = dictionary::bundled("party_roles").and_then(|table| table.find(role));
    match entry.and_then(|entry| entry.attribute("side")) {
        Some("with") => Side::With,
        Some("against") => Side::Against,
        _ => Side::Neutral,
    }
}

/// Brings a party to one form; `at` is its place on the form, from which its key follows.
fn check_party(
    party: &NewParty,
    at: usize,
    path: &str,
    today: time::Day,
    notices: &mut Vec<Notice>,
) -> Party {
    let mut done = Party {
        key: format!("p{:02}", at + 1),
        ..Party::default()
    };
    match dictionary::bundled("party_roles").and_then(|table| table.find(&party.role)) {
        Some(entry) => done.role = entry.code.clone(),
        None => notices.push(Notice::wrong(format!("{path}.role"), "choice.unknown")),
    }
    let organisation = party.kind == "organisation";
    if !organisation && party.kind != "person" {
        notices.push(Notice::wrong(format!("{path}.kind"), "choice.unknown"));
    }
    done.kind = party.kind.clone();
    let name = if organisation {
        normalise_organisation_name(&party.name)
    } else {
        normalise_name(&party.name)
    };
    match name {
        Ok(name) => done.name = name,
        Err(fault) => notices.push(Notice::wrong(format!("{path}.name"), fault.code())),
    }
    if !party.id_number.trim().is_empty() {
        let kind = if party.id_number.trim().len() == 15 {
            IdKind::ResidentId15
        } else {
            IdKind::ResidentId
        };
        match Identifier::parse(kind, &party.id_number, today) {
            Ok(identifier) => done.id_number = identifier.number().to_owned(),
            Err(fault) => notices.push(Notice::wrong(format!("{path}.id_number"), fault.code())),
        }
    }
    if !party.credit_code.trim().is_empty() {
        match CreditCode::parse(&party.credit_code) {
            Ok(code) => done.credit_code = code.as_str().to_owned(),
            Err(fault) => notices.push(Notice::wrong(format!("{path}.credit_code"), fault.code())),
        }
    }
    if !party.phone.trim().is_empty() {
        match Phone::parse(&party.phone) {
            Ok(phone) => done.phone = phone.normal(),
            Err(fault) => notices.push(Notice::wrong(format!("{path}.phone"), fault.code())),
        }
    }
    match crate::person::group_codes(&party.groups) {
        Ok(codes) => done.groups = codes,
        Err(()) => notices.push(Notice::wrong(format!("{path}.groups"), "choice.unknown")),
    }
    done
}

/// Refuses a visit that cannot be stored: the first wrong field, or the first that is missing.
///
/// # Errors
/// The codes of the notices, `name.missing`, `matter.missing`, `visit.no_ticket`.
pub(super) fn require(checked: &Checked, visit: &NewVisit) -> Result<()> {
    if let Some(wrong) = checked.notices.iter().find(|notice| notice.blocks) {
        return Err(wrong.clone().refuse());
    }
    if visit.tickets.is_empty() {
        return Err(Notice::wrong("tickets", "visit.no_ticket").refuse());
    }
    let unnamed = !checked.visitor.fields.contains_key("name");
    for (at, (ticket, typed)) in checked.tickets.iter().zip(&visit.tickets).enumerate() {
        let Some(window) = ticket.window else {
            continue;
        };
        if unnamed && visit.person.is_none() && !window.name_optional {
            return Err(Notice::wrong("visitor.name", "name.missing").refuse());
        }
        if typed.matter.trim().is_empty() {
            return Err(Notice::wrong(format!("tickets[{at}].matter"), "matter.missing").refuse());
        }
    }
    Ok(())
}

/// Checks one party by itself.
///
/// # Errors
/// What is wrong with it, at `party.…`.
pub fn check_one_party(party: &NewParty, today: time::Day) -> Result<Party> {
    let mut notices = Vec::new();
    let checked = check_party(party, 0, "party", today, &mut notices);
    match notices.into_iter().find(|notice| notice.blocks) {
        Some(wrong) => Err(wrong.refuse()),
        None => Ok(checked),
    }
}
