//! The way back from a backup, also when the database of today cannot be read.

use std::path::{Path, PathBuf};

use fachuang_core::account::recovery::RecoveryCode;
use fachuang_core::account::role::Right;
use fachuang_core::account::slot::{DatabaseKey, SlotError, SlotFile};
use fachuang_core::calendar::Calendar;
use fachuang_core::desk::{Actor, Desk, Device, Site, Tx, View, key, subject};
use fachuang_core::error::Error;
use fachuang_core::journal::{Record, Value};
use fachuang_core::number::DeviceMark;
use fachuang_core::parameter::Parameters;
use fachuang_core::staff::Staff;
use fachuang_core::storage::backup::{
    RestoreOrder, SlotChoice, restore as put_back, slots_of, verify_backup,
};
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::identity::{Identity, next_epoch};
use fachuang_core::storage::{Connection, Entry, MIGRATIONS, SCHEMA, local, salvage};

use super::backup::{COUNTED, backup_files, count};
use super::second::{actor, normal_login, people, prove, witness};
use crate::front::{Answer, DATABASE_FILE, Front};
use crate::refusal::Refusal;
use crate::wire::setting::{RestoreBackup, RestoreDone};

/// Slot files of backups that are tried when the one beside the database is lost; each costs a password guess.
const SLOT_FILES_TRIED: usize = 3;

/// Says why the desk cannot be opened, as far as it shows without a password.
pub(crate) fn trouble(front: &Front) -> Option<String> {
    if front.open.is_some() || !front.is_set_up() {
        return None;
    }
    if let Err(fault) = SlotFile::load(&front.host.data_dir) {
        return Some(fault.code().to_owned());
    }
    let code = match std::fs::metadata(front.database_path()) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => "storage.missing",
        Err(_) => "storage.io",
        Ok(file) if file.len() == 0 => "storage.empty",
        Ok(file) if file.len() % PAGE_BYTES != 0 => "storage.damaged",
        Ok(_) => return front.trouble.clone(),
    };
    Some(code.to_owned())
}

/// Bytes of a database page.
const PAGE_BYTES: u64 = 4096;

/// Tells whether a refusal means that the database has to come back from a backup.
pub(crate) fn needs_restore(code: &str) -> bool {
    matches!(
        code,
        "storage.damaged"
            | "storage.not_a_database"
            | "storage.unreadable"
            | "storage.empty"
            | "storage.foreign"
            | "storage.missing"
            | "storage.wrong_key"
    )
}

pub fn restore_backup(front: &mut Front, wish: RestoreBackup) -> Answer<RestoreDone> {
    let directory = front.backups_dir();
    let names = backup_files(&directory)?;
    let wanted = match wish.file.as_str() {
        "" => None,
        // Only a name that stands in the list, so that no path leads elsewhere.
        file if names.iter().any(|name| name == file) => Some(directory.join(file)),
        _ => return Err(Refusal::at("restore.unknown_backup", "file")),
    };
    restore(front, wanted.as_deref(), &wish)
}

/// Keys that somebody has proved to hold, and the slot file they hold them by.
struct Proven {
    slots: SlotFile,
    /// The key of now first, then those of before.
    keys: Vec<DatabaseKey>,
    choice: SlotChoice,
}

/// Puts a backup in the place of the database and begins a new epoch, so that no number or entry id is used twice.
///
/// Without a name the newest backup that is whole is taken. What the old database still has beyond the backup is added
/// as far as it can be read.
pub(crate) fn restore(
    front: &mut Front,
    wanted: Option<&Path>,
    wish: &RestoreBackup,
) -> Answer<RestoreDone> {
    let second = front.second.take();
    front.lock();
    front.stop_backup();
    let candidates = match wanted {
        Some(path) => vec![path.to_owned()],
        None => {
            let directory = front.backups_dir();
            let names = backup_files(&directory)?;
            names.iter().map(|name| directory.join(name)).collect()
        }
    };
    if candidates.is_empty() {
        return Err(Refusal::of("restore.no_backup"));
    }
    let login = normal_login(&wish.login);
    let proven = prove_keys(front, &candidates, &login, wish)?;
    let (backup, backup_key) = find_good(&candidates, &proven.keys)?;
    let copy = Database::at(&backup, backup_key, SCHEMA)
        .inspect()
        .map_err(Error::from)?;
    let database = front.database_path();
    let live = proven.keys.iter().find_map(|key| {
        let database = Database::at(&database, key, SCHEMA);
        Some((database.reader().ok()?, key.clone()))
    });

    // Who left or lost a role since the backup has no say, as long as the database of today can tell.
    let staff = match &live {
        Some((connection, _)) => {
            list_people(front, connection).or_else(|_| list_people(front, &copy))
        }
        None => list_people(front, &copy),
    }?;
    let first = staff
        .iter()
        .find(|one| one.login == login && one.active)
        .ok_or_else(|| Refusal::at("login.wrong", "login"))?;
    let first = actor(first);
    first.require(Right::Restore)?;
    let stood_by = witness(
        front,
        &proven.slots,
        &staff,
        first.id,
        second,
        Right::Restore,
    )?;

    let next = next_identity(
        front,
        &copy,
        live.as_ref().map(|(connection, _)| connection),
    )?;
    let rescued = match &live {
        Some((_, key)) => salvage::beyond(&database, key, SCHEMA, &copy, next.epoch - 1)?,
        None => Vec::new(),
    };
    drop((copy, live));
    let aside = front.now_ms().to_string();
    let new_key = match proven.choice {
        SlotChoice::Current => &proven.keys[0],
        SlotChoice::FromBackup => backup_key,
    };
    let report = put_back(&RestoreOrder {
        backup: &backup,
        database: &database,
        key: backup_key,
        known_schema: SCHEMA,
        tables: &COUNTED,
        slots: proven.choice,
        rekey: (new_key != backup_key).then_some(new_key),
        aside_mark: &aside,
    })
    .map_err(Error::from)?;
    front.trouble = None;
    let file = backup
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let (_, found) = begin(front, new_key, &next, (&first, &rescued), |tx| {
        let record = Record::of([
            ("epoch", Value::Int(i64::from(next.epoch))),
            ("mark", Value::text(&next.mark)),
            ("backup", Value::text(&file)),
            ("stood_by", Value::text(&stood_by.id())),
        ]);
        note_device(tx, next.device, "device.restored", &record)?;
        tx.log_access("restore", &file, "")?;
        stood_by.note(tx, "restore")
    })?;
    Ok(RestoreDone {
        file,
        tickets: count(&report.restored, "ticket"),
        entries: count(&report.restored, "entry"),
        rescued: u32::try_from(found).unwrap_or(u32::MAX),
        aside: report
            .set_aside
            .first()
            .and_then(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        mark: next.mark,
    })
}

/// Opens the slots of today. Only when they are lost, or belong to another desk, do those of a backup count: whoever was
/// removed since then stays out.
fn prove_keys(
    front: &mut Front,
    candidates: &[PathBuf],
    login: &str,
    wish: &RestoreBackup,
) -> Answer<Proven> {
    let beside: Vec<SlotFile> = candidates
        .iter()
        .filter_map(|backup| SlotFile::from_json(&std::fs::read(slots_of(backup)).ok()?).ok())
        .take(SLOT_FILES_TRIED)
        .collect();
    let own = |current: &SlotFile| {
        beside.is_empty()
            || beside
                .iter()
                .any(|old| old.database() == current.database())
    };
    let (files, choice) = match SlotFile::load(&front.host.data_dir) {
        Ok((current, _)) if own(&current) => (vec![current], SlotChoice::Current),
        _ => (beside, SlotChoice::FromBackup),
    };
    let mut refusal = Refusal::of("keys.missing");
    for slots in files {
        let key = if wish.recovery_code.trim().is_empty() {
            prove(front, &slots, login, &wish.password, "password").map(|unlocked| unlocked.key)
        } else {
            let code = RecoveryCode::parse(&wish.recovery_code)
                .map_err(|fault| Refusal::at(fault.code(), "recovery_code"))?;
            slots
                .unlock_with_recovery(&code)
                .map_err(|fault: SlotError| Refusal::at(fault.code(), "recovery_code"))
        };
        match key {
            Ok(key) => {
                let mut keys = vec![key.clone()];
                keys.extend(slots.past_keys(&key).map_err(Error::from)?);
                return Ok(Proven {
                    slots,
                    keys,
                    choice,
                });
            }
            Err(fault) => refusal = fault,
        }
    }
    Err(refusal)
}

/// Returns the first of the backups that is whole, with the key that opens it.
fn find_good<'a>(
    candidates: &[PathBuf],
    keys: &'a [DatabaseKey],
) -> Answer<(PathBuf, &'a DatabaseKey)> {
    let mut first_fault = None;
    for backup in candidates {
        for key in keys {
            match verify_backup(backup, key, SCHEMA, &COUNTED) {
                Ok(_) => return Ok((backup.clone(), key)),
                Err(fault) => {
                    first_fault.get_or_insert(fault);
                }
            }
        }
    }
    match first_fault {
        Some(fault) if candidates.len() == 1 => Err(fault.into()),
        _ => Err(Refusal::of("restore.no_good_backup")),
    }
}

/// Lists the people of an office from a database that is only looked at.
fn list_people(front: &Front, connection: &Connection) -> Answer<Vec<Staff>> {
    people(&View {
        connection,
        site: &Site::default(),
        calendar: &Calendar::bundled(),
        parameters: &Parameters::default(),
        now_ms: front.now_ms(),
        fresh: None,
    })
}

/// Returns the identity after the restore: never one this device had before, whichever trace of those is left.
fn next_identity(front: &Front, copy: &Connection, live: Option<&Connection>) -> Answer<Identity> {
    let directory = &front.host.data_dir;
    let old = Identity::of(copy)?;
    let of_live = live.and_then(|live| Identity::of(live).ok());
    let newest = [of_live, Identity::load(directory)]
        .into_iter()
        .flatten()
        .max_by_key(|known| known.epoch);
    let names: Vec<String> = std::fs::read_dir(directory)
        .map_err(Error::from)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    let beside = newest.as_ref().map(|known| known.epoch);
    let epoch = next_epoch(old.epoch, beside, DATABASE_FILE, &names);
    let current = newest.unwrap_or(old);
    Ok(Identity {
        device: current.device,
        // Before anything is touched: a device without a fresh mark must not lose its database.
        mark: mark_of_epoch(&current.mark, epoch)?,
        epoch: u16::try_from(epoch).map_err(|_| Refusal::of("restore.too_often"))?,
    })
}

/// Starts the database under a new identity, adds what was rescued and writes what happened. Returns the desk and how
/// many entries came back.
pub(crate) fn begin(
    front: &mut Front,
    database_key: &DatabaseKey,
    identity: &Identity,
    (first, rescued): (&Actor, &[Entry]),
    note: impl FnOnce(&mut Tx<'_>) -> Result<(), Error>,
) -> Answer<(Desk, usize)> {
    let slots = front.slots()?;
    let database = front.database_path();
    let mut connection = Database::at(&database, database_key, SCHEMA)
        .with_slots(&slots)
        .writer()
        .map_err(Error::from)?;
    migrate(&mut connection, MIGRATIONS).map_err(Error::from)?;
    let device = Device {
        id: identity.device,
        epoch: identity.epoch,
        mark: identity.mark.clone(),
        name: local::get(&connection, key::DESK_NAME)?,
    };
    Desk::install(&connection, &device)?;
    identity.save(&front.host.data_dir).map_err(Error::from)?;
    let mut desk = Desk::start(connection, front.clock(), front.chance())?;
    // What does not fit is left in the file that was set aside; the desk itself is whole without it.
    let found = desk.merge(rescued).unwrap_or(0);
    super::session::keep_generation(&mut desk, first, &slots)?;
    let whereabouts = front.whereabouts.to_text();
    desk.write(first, |tx| {
        tx.set_local(key::WHEREABOUTS, &whereabouts)?;
        note(tx)
    })?;
    Ok((desk, found))
}

/// Writes into the journal what happened to a device.
pub(crate) fn note_device(
    tx: &mut Tx<'_>,
    device: u32,
    kind: &str,
    record: &Record,
) -> Result<(), Error> {
    let mut id = *b"fachuang dev\0\0\0\0";
    id[12..].copy_from_slice(&device.to_be_bytes());
    let id = uuid::Uuid::from_bytes(id);
    tx.append(subject::DEVICE, id, kind, record, Vec::new())?;
    Ok(())
}

/// Marks a device gets per restore; after that many restores the administrator enrols it anew.
const EPOCHS_PER_DEVICE: u32 = 50;

/// Returns the mark of a device in an epoch: never one it had before, never one of another device of the site.
fn mark_of_epoch(mark: &str, epoch: u32) -> Answer<String> {
    let index = DeviceMark::parse(mark)
        .map_err(|fault| Refusal::of(fault.code()))?
        .index();
    let first = if index < 10 {
        index
    } else {
        (index - 10) / EPOCHS_PER_DEVICE
    };
    if epoch == 0 || epoch > EPOCHS_PER_DEVICE {
        return Err(Refusal::of("restore.too_often"));
    }
    DeviceMark::nth(10 + first * EPOCHS_PER_DEVICE + epoch - 1)
        .map(|mark| mark.as_str().to_owned())
        .ok_or_else(|| Refusal::of("restore.too_often"))
}
