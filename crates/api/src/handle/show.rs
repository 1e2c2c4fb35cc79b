//! From core to what people see: names, masks, dates.

use fachuang_core::account::role::{Right, Role};
use fachuang_core::deadline::Light;
use fachuang_core::desk::{Actor, View};
use fachuang_core::dictionary;
use fachuang_core::exchange::peer;
use fachuang_core::identifier::{Gender, IdKind, Identifier, Phone};
use fachuang_core::ticket::list::TicketRow;
use fachuang_core::ticket::{RatingState, State, act, limit::Limit};
use fachuang_core::time::{self, Day};
use fachuang_core::window;

use crate::front::{Answer, staff_name};
use crate::wire::intake::LimitView;
use crate::wire::list;

/// Returns the name of a role.
pub fn role_name(code: &str) -> &str {
    match Role::from_code(code) {
        Some(Role::Clerk) => "窗口人员",
        Some(Role::Handler) => "值班律师/承办人",
        Some(Role::Reviewer) => "审批人",
        Some(Role::Director) => "主任",
        Some(Role::Archivist) => "档案/统计",
        Some(Role::Auditor) => "审计",
        Some(Role::Admin) => "管理员",
        None => code,
    }
}

/// Returns the code of a right as fronts know it, for example `register_visit`.
pub fn right_code(right: Right) -> String {
    let name = format!("{right:?}");
    let mut code = String::with_capacity(name.len() + 4);
    for (at, character) in name.chars().enumerate() {
        if character.is_ascii_uppercase() && at > 0 {
            code.push('_');
        }
        code.push(character.to_ascii_lowercase());
    }
    code
}

/// Returns the name of a dictionary value.
pub fn name_in(table: &str, code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    dictionary::bundled(table)
        .map_or_else(|| code.to_owned(), |table| table.name_of(code).to_owned())
}

/// Returns the name of a window.
pub fn window_name(code: &str) -> &str {
    window::find(code).map_or(code, |window| window.name)
}

/// Returns the name of a state, or of the outcome that ended it.
pub fn state_name(state: &str) -> &str {
    match State::from_code(state) {
        Some(known) => known.name(),
        None => state,
    }
}

/// Returns the name of an outcome or refusal of a window.
pub fn outcome_name(window: &str, code: &str) -> String {
    let Some(window) = window::find(window) else {
        return code.to_owned();
    };
    let outcome = window.outcome(code).map(|outcome| outcome.name);
    outcome
        .or_else(|| window.refusal(code).map(|refusal| refusal.name))
        .unwrap_or(code)
        .to_owned()
}

/// Masks an identity number of a kind.
pub fn mask_id(kind: &str, number: &str) -> String {
    if number.is_empty() {
        return String::new();
    }
    let kind = IdKind::from_code(kind).unwrap_or(match number.len() {
        15 => IdKind::ResidentId15,
        _ => IdKind::ResidentId,
    });
    match Identifier::parse(kind, number, Day::MAX) {
        Ok(identifier) => identifier.masked(),
        Err(_) => mask_middle(number),
    }
}

fn mask_middle(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let shown = (characters.len() / 4).min(4);
    characters
        .iter()
        .enumerate()
        .map(|(at, c)| {
            if at < shown || at + shown >= characters.len() {
                *c
            } else {
                '*'
            }
        })
        .collect()
}

/// Masks a phone number.
pub fn mask_phone(phone: &str) -> String {
    if phone.is_empty() {
        return String::new();
    }
    Phone::parse(phone).map_or_else(|_| mask_middle(phone), |phone| phone.masked())
}

/// Returns the name of a gender.
pub fn gender_name(code: &str) -> String {
    match Gender::from_code(code) {
        Some(gender) if gender.is_known() => name_in("genders", code),
        _ => String::new(),
    }
}

/// Returns the name of an identity document.
pub fn id_kind_name(kind: &str, text: &str) -> String {
    match IdKind::from_code(kind) {
        Some(IdKind::Other) if !text.is_empty() => text.to_owned(),
        Some(kind) => kind.name().to_owned(),
        None => String::new(),
    }
}

/// Days from one day to another; negative into the past.
pub fn days_between(from: Day, to: Day) -> i32 {
    to.signed_duration_since(from)
        .num_days()
        .clamp(-99_999, 99_999) as i32
}

/// Shows a limit as it stands now.
pub fn limit(view: &View<'_>, limit: &Limit) -> LimitView {
    let today = view.today();
    let counted = &limit.counted;
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let promised = counted.promised.as_ref();
    let thresholds = view.parameters.thresholds(today);
    let light = limit.light(time::civil(view.now_ms), thresholds);
    LimitView {
        code: limit.code().to_owned(),
        kind: if limit.statutory() {
            "statutory"
        } else {
            "promised"
        }
        .to_owned(),
        title: limit.title(),
        name: counted.name.clone(),
        subject: limit.subject.clone(),
        keeper: counted.keeper.name().to_owned(),
        from: counted.from.to_string(),
        due: text(counted.due),
        due_at: counted
            .due_at
            .map(|at| time::to_text(at.timestamp_millis()))
            .unwrap_or_default(),
        days_left: counted.due.map(|due| days_between(today, due)),
        due_strict: text(counted.due_strict),
        suspended_days: counted.suspended_days,
        paused_since: text(counted.paused_since),
        promised_due: text(promised.map(|promised| promised.day)),
        promised_days_left: promised.map(|promised| days_between(today, promised.day)),
        promised_explanation: promised
            .map(|promised| promised.explanation.clone())
            .unwrap_or_default(),
        light: light.map_or("", Light::code).to_owned(),
        met: text(limit.met),
        met_late: limit.met_late(),
        dropped: limit.dropped,
        hard: counted.hard,
        explanation: counted.explanation.clone(),
        basis: counted.basis.clone(),
        estimated: counted.estimated,
        unverified: counted.unverified,
    }
}

/// The actor may see a row's particulars.
pub fn sees_row(view: &View<'_>, actor: &Actor, row: &TicketRow) -> bool {
    if !actor.may(Right::ViewCases) {
        return false;
    }
    if !row.restricted {
        return true;
    }
    match fachuang_core::ticket::get(view, row.id) {
        Ok(ticket) => act::sees(actor, &ticket),
        Err(_) => false,
    }
}

/// Shows a row of a list; of a restricted one only that it is there.
pub fn row(view: &View<'_>, actor: &Actor, row: &TicketRow) -> Answer<list::TicketRow> {
    let today = view.today();
    let seen = sees_row(view, actor, row);
    let open = |text: &str| if seen { text.to_owned() } else { String::new() };
    let due = time::day_from_text(&row.due);
    let state = match row.outcome.as_str() {
        "" => state_name(&row.state).to_owned(),
        outcome => outcome_name(&row.window, outcome),
    };
    Ok(list::TicketRow {
        id: row.id.to_string(),
        number: row.number.clone(),
        window: row.window.clone(),
        person_id: row
            .person_id
            .filter(|_| seen)
            .map(|id| id.to_string())
            .unwrap_or_default(),
        visitor: open(&row.visitor),
        id_number_masked: open(&mask_id("", &row.id_number)),
        groups: if seen {
            row.groups
                .iter()
                .map(|code| name_in("groups", code))
                .collect()
        } else {
            Vec::new()
        },
        matter: open(&row.matter),
        requests: open(&row.requests),
        state: row.state.clone(),
        state_name: state,
        due: row.due.clone(),
        days_left: due.map(|due| days_between(today, due)),
        due_explanation: row.due_text.clone(),
        assignee: staff_name(view, &row.assignee)?,
        site_name: site_name(view, &row.site),
        channel_name: name_in("channels", &row.channel),
        received_at: time::to_text(row.received_ms),
        disputed: row.disputed,
        restricted: row.restricted && !seen,
        green: !row.green.is_empty(),
        rating: RatingState::from_code(&row.rating_state)
            .map_or("", RatingState::name)
            .to_owned(),
    })
}

/// Returns the name of a site by its segment; other sites are known by segment until they are enrolled.
pub fn site_name(view: &View<'_>, segment: &str) -> String {
    if segment == view.site.segment || segment.is_empty() {
        return view.site.name.clone();
    }
    let enrolled = peer::site_name(view.connection, segment).ok().flatten();
    enrolled.unwrap_or_else(|| segment.to_owned())
}
