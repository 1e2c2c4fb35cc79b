//! Recovery codes and the key of the database.

use fachuang_core::account::role::Right;
use fachuang_core::account::slot::Holder;
use fachuang_core::desk::key;
use fachuang_core::error::Error;
use fachuang_core::storage::SCHEMA;
use fachuang_core::storage::rekey::rekey as seal_anew;

use super::backup::COUNTED;
use super::second::stand_by;
use super::session::keep_generation;
use crate::front::{Answer, Front, Open};
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::keys::{KeyState, NewRecovery, OneTimePassword, RekeyDone, RenewRecovery};

pub fn key_state(front: &mut Front, _: Nothing) -> Answer<KeyState> {
    let slots = front.slots()?;
    let (desk, actor) = front.desk()?;
    actor.require(Right::RenewRecovery)?;
    Ok(KeyState {
        escrow_holder: slots.escrow_holder().unwrap_or_default().to_owned(),
        rekey_advised: desk.view().local(key::REKEY_ADVISED)? == "true",
    })
}

pub fn renew_recovery(front: &mut Front, wish: RenewRecovery) -> Answer<NewRecovery> {
    front.desk()?.1.require(Right::RenewRecovery)?;
    let name = wish.holder.trim();
    let (holder, step) = match name {
        "" => (Holder::Office, "recovery_renewed"),
        name => (Holder::Escrow(name), "escrow_given"),
    };
    let stood_by = stand_by(front, Right::RenewRecovery)?;
    let mut slots = front.slots()?;
    let (mut random, cost, directory) = (front.random(), front.cost(), front.host.data_dir.clone());
    let open = front.open()?;
    let code = slots
        .renew_recovery(&open.key, holder, cost, &mut random)
        .map_err(|fault| Refusal::at(fault.code(), "holder"))?;
    slots.save(&directory).map_err(Error::from)?;
    let actor = open.actor.clone();
    keep_generation(&mut open.desk, &actor, &slots)?;
    front.write(|tx| {
        tx.log_access(step, name, "")?;
        stood_by.note(tx, step)
    })?;
    Ok(NewRecovery {
        recovery_code: code.reveal().to_string(),
        holder: name.to_owned(),
    })
}

pub fn remove_escrow(front: &mut Front, _: Nothing) -> Answer<Nothing> {
    front.desk()?.1.require(Right::RenewRecovery)?;
    let stood_by = stand_by(front, Right::RenewRecovery)?;
    let mut slots = front.slots()?;
    let directory = front.host.data_dir.clone();
    let open = front.open()?;
    let name = slots.escrow_holder().unwrap_or_default().to_owned();
    slots.remove_escrow(&open.key).map_err(Error::from)?;
    slots.save(&directory).map_err(Error::from)?;
    let actor = open.actor.clone();
    keep_generation(&mut open.desk, &actor, &slots)?;
    front.write(|tx| {
        tx.log_access("escrow_removed", &name, "")?;
        // The holder may have kept the key of the database.
        tx.set_local(key::REKEY_ADVISED, "true")?;
        stood_by.note(tx, "escrow_removed")
    })?;
    Ok(Nothing {})
}

/// Gives the database another key: first the slot file, which opens both, then the database.
pub fn rekey(front: &mut Front, _: Nothing) -> Answer<RekeyDone> {
    front.desk()?.1.require(Right::RenewRecovery)?;
    let stood_by = stand_by(front, Right::RenewRecovery)?;
    front.stop_backup();
    let mut slots = front.slots()?;
    let (mut random, cost, directory) = (front.random(), front.cost(), front.host.data_dir.clone());
    let path = front.database_path();
    let old = front.open()?.key.clone();
    let done = slots.rekey(&old, cost, &mut random).map_err(Error::from)?;
    let Some(Open {
        desk,
        actor,
        staff,
        must_change,
        found,
        ..
    }) = front.open.take()
    else {
        return Err(Refusal::of("session.locked"));
    };
    front.imports.leave();
    drop(desk);
    // No other connection may hold the file that is about to change.
    front.lookout().close();
    slots.save(&directory).map_err(Error::from)?;
    seal_anew(&path, &old, &done.key, SCHEMA, &COUNTED).map_err(Error::from)?;
    let mut desk = front.start(&done.key, &slots)?;
    keep_generation(&mut desk, &actor, &slots)?;
    desk.write(&actor, |tx| {
        tx.set_local(key::REKEY_ADVISED, "")?;
        tx.log_access("rekeyed", "", "")?;
        stood_by.note(tx, "rekeyed")
    })?;
    front.open = Some(Open {
        desk,
        key: done.key,
        actor,
        staff,
        must_change,
        found,
    });
    let code = done.recovery.map(|code| code.reveal().to_string());
    Ok(RekeyDone {
        one_time: done
            .one_time
            .into_iter()
            .map(|(login, password)| OneTimePassword { login, password })
            .collect(),
        recovery_code: code.unwrap_or_default(),
        lost_escrow: done.lost_escrow,
    })
}
