//! Accounts, staff and duty.

use fachuang_core::account::password::PasswordRules;
use fachuang_core::account::role::{Right, Role};
use fachuang_core::account::slot::PasswordOrigin;
use fachuang_core::error::Error;
use fachuang_core::staff::{self, StaffData};
use fachuang_core::storage::access;
use fachuang_core::ticket::suggest::open_load;
use fachuang_core::time::{self, Day};

use super::intake::id;
use super::person::version;
use super::session::keep_generation;
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
            active: one.active,
            open_tickets: open_load(&view, &id)?,
            on_duty_today: duty.contains(&id),
            id,
        });
    }
    Ok(StaffList { staff: rows })
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
        active: true,
    };
    if !login.is_empty() {
        PasswordRules::default()
            .check(&login, &wish.one_time_password)
            .map_err(|fault| Refusal::at(fault.code(), "one_time_password"))?;
    }
    let id = front.write(|tx| staff::add(tx, &data))?;
    if !login.is_empty() {
        set_password(front, &login, &wish.one_time_password)?;
    }
    Ok(Saved {
        id: id.to_string(),
        version: super::ticket::subject_version(front, id)?,
    })
}

/// Writes a slot with a one-time password.
fn set_password(front: &mut Front, login: &str, password: &str) -> Answer<()> {
    let mut slots = front.slots()?;
    let (mut random, cost, directory) =
        (front.random(), front.host.kdf, front.host.data_dir.clone());
    let open = front.open()?;
    let known = slots.logins().any(|known| known == login);
    let origin = PasswordOrigin::OneTime;
    if known {
        slots
            .replace_slot(&open.key, login, password, origin, cost, &mut random)
            .map_err(Error::from)?;
    } else {
        slots
            .add_slot(&open.key, login, password, origin, cost, &mut random)
            .map_err(Error::from)?;
    }
    slots.save(&directory).map_err(Error::from)?;
    let actor = open.actor.clone();
    keep_generation(&mut open.desk, &actor, &slots)
}

pub fn edit_staff(front: &mut Front, wish: EditStaff) -> Answer<Saved> {
    let staff_id = id(&wish.id, "id")?;
    let seen = version(&wish.version)?;
    let data = StaffData {
        login: String::new(),
        name: wish.name,
        role: role(&wish.role)?,
        windows: wish.windows,
        phone: wish.phone,
        unit: wish.unit,
        active: wish.active,
    };
    front.write(|tx| staff::change(tx, staff_id, seen, &data))?;
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
    keep_generation(&mut open.desk, &actor, &slots)
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
    set_password(front, &known.login, &wish.one_time_password)?;
    front.write(|tx| tx.log_access("password_reset", &wish.id, ""))?;
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
