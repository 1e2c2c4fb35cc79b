//! Accounts, staff and duty.

use fachuang_core::account::password::PasswordRules;
use fachuang_core::account::role::{Right, Role};
use fachuang_core::account::second::{Standing, is_weighty, takes_two};
use fachuang_core::account::slot::PasswordOrigin;
use fachuang_core::desk::{Tx, key};
use fachuang_core::error::Error;
use fachuang_core::procedure::QUALIFICATIONS;
use fachuang_core::staff::{self, Staff, StaffData};
use fachuang_core::storage::access;
use fachuang_core::ticket::suggest::open_load;
use fachuang_core::time::{self, Day};

use super::catalogue;
use super::intake::id;
use super::person::version;
use super::second::{Witness, stand_by};
use super::session::{keep_generation, seal_anew};
use super::show;
use crate::front::{Answer, Front};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::account::{
    AccessLog, AccessRow, AddStaff, DutyDay, DutyRoster, DutySpan, EditStaff, ResetPassword,
    StaffList, StaffRow,
};
use crate::wire::{Nothing, Saved};

pub fn list_staff(front: &mut Front, _: Nothing) -> Answer<StaffList> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let duty = staff::list_duty(&view, view.today())?;
    let mut rows = Vec::new();
    for one in staff::list(&view)? {
        let id = one.id.to_string();
        rows.push(StaffRow {
            version: one.version.to_string(),
            login: one.login,
            name: one.name,
            role_name: show::role_name(&one.role).to_owned(),
            role: one.role,
            windows: one.windows,
            phone: one.phone,
            unit: one.unit,
            fields: one.fields,
            qualification: one.qualification,
            active: one.active,
            open_tickets: open_load(&view, &id)?,
            on_duty_today: duty.contains(&id),
            id,
        });
    }
    let kinds = QUALIFICATIONS.iter();
    Ok(StaffList {
        staff: rows,
        fields: catalogue::table(staff::FIELDS),
        qualifications: kinds
            .map(|(code, name)| catalogue::choice(code, name))
            .collect(),
    })
}

fn role(code: &str) -> Answer<Role> {
    Role::from_code(code).ok_or_else(|| Refusal::at("choice.unknown", "role"))
}

pub fn add_staff(front: &mut Front, wish: AddStaff) -> Answer<Saved> {
    let login = wish.login.trim().to_ascii_lowercase();
    let data = StaffData {
        login: login.clone(),
        name: wish.name,
        role: role(&wish.role)?,
        windows: wish.windows,
        phone: wish.phone,
        unit: wish.unit,
        fields: wish.fields.unwrap_or_default(),
        qualification: wish.qualification.unwrap_or_default(),
        active: true,
    };
    if !login.is_empty() {
        PasswordRules::default()
            .check(&login, &wish.one_time_password)
            .map_err(|fault| Refusal::at(fault.code(), "one_time_password"))?;
    }
    let after = Standing {
        role: data.role,
        active: true,
    };
    let weighty = !login.is_empty() && takes_two(None, after);
    let stood_by = stands_by(front, weighty)?;
    let id = front.write(|tx| {
        let id = staff::add(tx, &data)?;
        note(tx, &stood_by, id)?;
        Ok(id)
    })?;
    if !login.is_empty() {
        set_password(front, &login, &wish.one_time_password)?;
    }
    Ok(Saved {
        id: id.to_string(),
        version: super::ticket::subject_version(front, id)?,
    })
}

/// Returns who stands by a change of an account that takes two; nothing for one that does not.
fn stands_by(front: &mut Front, takes_two: bool) -> Answer<Option<Witness>> {
    let (_, actor) = front.desk()?;
    actor.require(Right::ManageAccounts)?;
    match takes_two {
        true => stand_by(front, Right::ManageAccounts).map(Some),
        false => Ok(None),
    }
}

fn note(tx: &mut Tx<'_>, stood_by: &Option<Witness>, id: uuid::Uuid) -> Result<(), Error> {
    match stood_by {
        Some(stood_by) => stood_by.note(tx, &id.to_string()),
        None => Ok(()),
    }
}

/// Returns how an account stands; nothing for a person without one.
fn standing(known: &Staff) -> Option<Standing> {
    Some(Standing {
        role: Role::from_code(&known.role)?,
        active: known.active,
    })
    .filter(|_| !known.login.is_empty())
}

/// Writes a slot with a one-time password.
fn set_password(front: &mut Front, login: &str, password: &str) -> Answer<()> {
    let mut slots = front.slots()?;
    seal_anew(front, &mut slots, login, password, PasswordOrigin::OneTime)
}

pub fn edit_staff(front: &mut Front, wish: EditStaff) -> Answer<Saved> {
    let staff_id = id(&wish.id, "id")?;
    let seen = version(&wish.version)?;
    let known = staff::find(&front.desk()?.0.view(), staff_id)?;
    let (fields, qualification) = known.clone().map_or_else(Default::default, |known| {
        (known.fields, known.qualification)
    });
    let data = StaffData {
        login: String::new(),
        name: wish.name,
        role: role(&wish.role)?,
        windows: wish.windows,
        phone: wish.phone,
        unit: wish.unit,
        fields: wish.fields.unwrap_or(fields),
        qualification: wish.qualification.unwrap_or(qualification),
        active: wish.active,
    };
    let before = known.as_ref().and_then(standing);
    let after = Standing {
        role: data.role,
        active: data.active,
    };
    let stood_by = stands_by(front, before.is_some() && takes_two(before, after))?;
    front.write(|tx| {
        staff::change(tx, staff_id, seen, &data)?;
        note(tx, &stood_by, staff_id)
    })?;
    if !data.active {
        take_slot(front, staff_id)?;
    }
    Ok(Saved {
        id: wish.id,
        version: super::ticket::subject_version(front, staff_id)?,
    })
}

/// Takes the key of somebody who left.
fn take_slot(front: &mut Front, staff_id: uuid::Uuid) -> Answer<()> {
    let login = staff::get(&front.desk()?.0.view(), staff_id)?.login;
    let mut slots = front.slots()?;
    if login.is_empty() || !slots.logins().any(|known| known == login) {
        return Ok(());
    }
    let directory = front.host.data_dir.clone();
    let open = front.open()?;
    slots.remove_slot(&open.key, &login).map_err(Error::from)?;
    slots.save(&directory).map_err(Error::from)?;
    let actor = open.actor.clone();
    keep_generation(&mut open.desk, &actor, &slots)?;
    // Whoever had a slot may have kept the key of the database.
    front.write(|tx| tx.set_local(key::REKEY_ADVISED, "true"))
}

pub fn reset_password(front: &mut Front, wish: ResetPassword) -> Answer<Nothing> {
    let staff_id = id(&wish.id, "id")?;
    let (desk, actor) = front.desk()?;
    actor.require(Right::ManageAccounts)?;
    let known = staff::get(&desk.view(), staff_id)?;
    if known.login.is_empty() || !known.active {
        return Err(Refusal::at("staff.no_account", "id"));
    }
    PasswordRules::default()
        .check(&known.login, &wish.one_time_password)
        .map_err(|fault| Refusal::at(fault.code(), "one_time_password"))?;
    // With a director's or an auditor's password the administrator would be the second person, too.
    let weighty = Role::from_code(&known.role).is_some_and(is_weighty);
    let stood_by = stands_by(front, weighty)?;
    set_password(front, &known.login, &wish.one_time_password)?;
    front.write(|tx| {
        tx.log_access("password_reset", &wish.id, "")?;
        note(tx, &stood_by, staff_id)
    })?;
    let mut attempts = front.attempts()?;
    attempts.succeeded(&known.login);
    attempts.save(&front.host.data_dir).map_err(Error::from)?;
    Ok(Nothing {})
}

fn day(text: &str, field: &str) -> Answer<Day> {
    time::day_from_text(text).ok_or_else(|| Refusal::at("day.shape", field))
}

/// Longest span of a roster.
const SPAN_MAX: i32 = 62;

pub fn list_duty(front: &mut Front, wish: DutySpan) -> Answer<DutyRoster> {
    let (from, to) = (day(&wish.from, "from")?, day(&wish.to, "to")?);
    let length = show::days_between(from, to);
    if !(0..SPAN_MAX).contains(&length) {
        return Err(Refusal::at("duty.span", "to"));
    }
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let mut days = Vec::new();
    for one in from.iter_days().take(length as usize + 1) {
        days.push(DutyDay {
            day: one.to_string(),
            staff_ids: staff::list_duty(&view, one)?,
        });
    }
    Ok(DutyRoster { days })
}

pub fn save_duty(front: &mut Front, wish: DutyDay) -> Answer<Nothing> {
    let on = day(&wish.day, "day")?;
    if wish.staff_ids.len() > 200 {
        return Err(Refusal::at("list.too_long", "staff_ids"));
    }
    let mut ids = Vec::new();
    for text in &wish.staff_ids {
        ids.push(id(text, "staff_ids")?);
    }
    front.write(|tx| staff::set_duty(tx, on, &ids))?;
    Ok(Nothing {})
}

pub fn list_access(front: &mut Front, _: Nothing) -> Answer<AccessLog> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ReadAudit)?;
    let view = desk.view();
    let rows = access::list(view.connection, 500)?
        .into_iter()
        .map(|line| AccessRow {
            at: time::to_text(line.at_ms),
            actor: line.actor,
            action_name: message::action_name(&line.action).to_owned(),
            action: line.action,
            subject: line.subject,
            reason: line.reason,
        })
        .collect();
    Ok(AccessLog {
        rows,
        chain_whole: access::first_fault(view.connection)?.is_none(),
    })
}
