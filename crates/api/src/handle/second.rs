//! Steps that take two persons: who stands by, and what is noted about it.

use fachuang_core::account::role::{Right, Role};
use fachuang_core::account::second::may_stand_by;
use fachuang_core::account::slot::{SlotFile, Unlocked};
use fachuang_core::desk::{Actor, Tx, View};
use fachuang_core::error::Error;
use fachuang_core::staff::{self, Staff};
use serde::Deserialize;

use crate::front::{Answer, Front};
use crate::refusal::Refusal;

/// The second person of a request, as the dialog asks for them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Second {
    pub login: String,
    pub password: String,
}

/// Who stood by.
#[derive(Debug, Clone)]
pub(crate) enum Witness {
    /// Somebody who may, with a password of their own.
    Somebody(Actor),
    /// Nobody, because this office has nobody yet who may.
    NobodyYet,
}

impl Witness {
    /// Writes a line of the access log in the name of the second person, naming the first one; or that there was none.
    pub(crate) fn note(&self, tx: &mut Tx<'_>, step: &str) -> Result<(), Error> {
        match self {
            Self::Somebody(second) => {
                let first = tx.actor().name.clone();
                tx.log_access_of(second, "stood_by", step, &first)
            }
            Self::NobodyYet => tx.log_access("nobody_stood_by", step, ""),
        }
    }

    /// Returns the id of the second person; empty for none.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Somebody(second) => second.id.to_string(),
            Self::NobodyYet => String::new(),
        }
    }
}

/// Returns a login as it is stored.
pub(crate) fn normal_login(login: &str) -> String {
    login.trim().to_ascii_lowercase()
}

/// Tries a password against a slot file, with the waits that guessing costs; faults are told at `field`.
pub(crate) fn prove(
    front: &mut Front,
    slots: &SlotFile,
    login: &str,
    password: &str,
    field: &str,
) -> Answer<Unlocked> {
    let now_ms = front.now_ms();
    let mut attempts = front.attempts()?;
    let known = slots.logins().any(|known| known == login);
    let wait_ms = if known {
        attempts.wait_ms(login, now_ms)
    } else {
        0
    };
    front.wait_until_ms = now_ms + wait_ms;
    if known && attempts.is_closed(login) {
        return Err(Refusal::at("login.closed", field));
    }
    if wait_ms > 0 {
        return Err(Refusal::at("login.wait", field).with_detail(&waiting(wait_ms)));
    }
    match slots.unlock(login, password) {
        Ok(unlocked) => {
            if attempts.failures(login) > 0 {
                attempts.succeeded(login);
                attempts.save(&front.host.data_dir).map_err(Error::from)?;
            }
            Ok(unlocked)
        }
        Err(fault)
            if fault.code() == "keys.wrong_password" || fault.code() == "keys.unknown_account" =>
        {
            if known {
                front.wait_until_ms = now_ms + attempts.failed(login, now_ms);
                attempts.save(&front.host.data_dir).map_err(Error::from)?;
            }
            Err(Refusal::at("login.wrong", field))
        }
        Err(fault) => Err(Error::from(fault).into()),
    }
}

fn waiting(wait_ms: i64) -> String {
    let seconds = wait_ms.div_euclid(1000) + 1;
    if seconds > 90 {
        format!("{} 分钟", seconds.div_euclid(60) + 1)
    } else {
        format!("{seconds} 秒")
    }
}

/// Returns who stands by a step of the person at the desk.
///
/// While nobody in the office may stand by, as in an office of one person, the step goes on and the log says so.
pub(crate) fn stand_by(front: &mut Front, right: Right) -> Answer<Witness> {
    let slots = front.slots()?;
    let (desk, first) = front.desk()?;
    let first = first.id;
    let people = staff::list(&desk.view())?;
    let given = front.second.take();
    witness(front, &slots, &people, first, given, right)
}

/// Returns who stands by a step of `first`, among the people of an office and by the passwords in a slot file.
pub(crate) fn witness(
    front: &mut Front,
    slots: &SlotFile,
    people: &[Staff],
    first: uuid::Uuid,
    given: Option<Second>,
    right: Right,
) -> Answer<Witness> {
    let may = |one: &Staff| {
        let role = Role::from_code(&one.role);
        one.active && one.id != first && role.is_some_and(|role| may_stand_by(role, right))
    };
    // Whose password the administrator chose has not taken their place yet: the administrator could stand by themself.
    let has_own_password =
        |login: &str| slots.logins().any(|known| known == login) && !slots.must_change(login);
    let Some(given) = given.filter(|second| !second.login.trim().is_empty()) else {
        let somebody = people
            .iter()
            .any(|one| may(one) && has_own_password(&one.login));
        return if somebody {
            Err(Refusal::at("second.needed", "second"))
        } else {
            Ok(Witness::NobodyYet)
        };
    };
    let login = normal_login(&given.login);
    let second = people.iter().find(|one| one.login == login);
    if second.is_some_and(|one| one.id == first) {
        return Err(Refusal::at("second.same", "second"));
    }
    let unlocked = prove(front, slots, &login, &given.password, "second")?;
    let second = second
        .filter(|one| may(one))
        .ok_or_else(|| Refusal::at("second.role", "second"))?;
    if unlocked.must_change {
        return Err(Refusal::at("second.must_change", "second"));
    }
    Ok(Witness::Somebody(actor(second)))
}

/// Returns a member of staff as the one who acts.
pub(crate) fn actor(staff: &Staff) -> Actor {
    Actor {
        id: staff.id,
        name: staff.name.clone(),
        role: staff.role.clone(),
    }
}

/// Lists the people of an office from a view.
pub(crate) fn people(view: &View<'_>) -> Answer<Vec<Staff>> {
    Ok(staff::list(view)?)
}
