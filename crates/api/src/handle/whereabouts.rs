//! A data directory that was found elsewhere: moved here, or a copy of one that goes on where it was.

use fachuang_core::account::role::Right;
use fachuang_core::chance::draw;
use fachuang_core::desk::key;
use fachuang_core::journal::{Record, Value};
use fachuang_core::number::DeviceMark;
use fachuang_core::storage::identity::Identity;
use fachuang_core::storage::whereabouts::Found;

use super::restore::{begin, note_device};
use super::second::stand_by;
use super::session::{keep_shown_names, show};
use super::setting::check_desk_name;
use crate::front::{Answer, Front, Open};
use crate::refusal::Refusal;
use crate::wire::account::{Session, SettleWhereabouts};

/// Answers whether the directory was moved, so that the device goes on, or copied, so that this is another device.
pub fn settle_whereabouts(front: &mut Front, wish: SettleWhereabouts) -> Answer<Session> {
    front.desk()?.1.require(Right::ManageSettings)?;
    if !matches!(
        front.open()?.found,
        Found::OtherMachine | Found::OtherFolder
    ) {
        return Err(Refusal::of("device.known_here"));
    }
    let wanted = match wish.copied {
        true => Some(new_device(front, &wish)?),
        false => None,
    };
    let stood_by = stand_by(front, Right::ManageSettings)?;
    let whereabouts = front.whereabouts.to_text();
    let open = front.open()?;
    let old = Identity::of(open.desk.view().connection)?;
    let actor = open.actor.clone();
    let Some((new, name)) = wanted else {
        let record = Record::of([("stood_by", Value::text(&stood_by.id()))]);
        front.write(|tx| {
            tx.set_local(key::WHEREABOUTS, &whereabouts)?;
            note_device(tx, old.device, "device.moved", &record)?;
            tx.log_access("device_moved", "", "")?;
            stood_by.note(tx, "device_moved")
        })?;
        front.open()?.found = Found::Here;
        return show(front);
    };
    let Some(Open {
        desk,
        key: database_key,
        staff,
        must_change,
        ..
    }) = front.open.take()
    else {
        return Err(Refusal::of("session.locked"));
    };
    front.imports.leave();
    drop(desk);
    // No other connection may hold the file that is about to change.
    front.lookout().close();
    let record = Record::of([
        ("copied_from", Value::Int(i64::from(old.device))),
        ("mark", Value::text(&new.mark)),
        ("stood_by", Value::text(&stood_by.id())),
    ]);
    let (desk, _) = begin(front, &database_key, &new, (&actor, &[]), |tx| {
        tx.set_local(key::DESK_NAME, &name)?;
        note_device(tx, new.device, "device.copied", &record)?;
        tx.log_access("device_copied", "", "")?;
        stood_by.note(tx, "device_copied")
    })?;
    front.open = Some(Open {
        desk,
        key: database_key,
        actor,
        staff,
        must_change,
        found: Found::Here,
    });
    keep_shown_names(front)?;
    show(front)
}

/// Returns the identity and the name of a device that goes its own way from here.
fn new_device(front: &mut Front, wish: &SettleWhereabouts) -> Answer<(Identity, String)> {
    let mark = DeviceMark::parse(&wish.device_mark)
        .map_err(|_| Refusal::at("setup.device_mark", "device_mark"))?;
    let name = check_desk_name(&wish.desk_name)?;
    let old = Identity::of(front.desk()?.0.view().connection)?;
    if mark.as_str() == old.mark || mark.as_str().len() > 1 {
        return Err(Refusal::at("device.mark_taken", "device_mark"));
    }
    let identity = Identity {
        // Never zero, which would read as "no device".
        device: u32::from_le_bytes(draw(&mut front.random())) | 1,
        epoch: 0,
        mark: mark.as_str().to_owned(),
    };
    Ok((identity, name.to_owned()))
}
