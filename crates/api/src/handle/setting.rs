//! Settings, backup and checks.

use std::path::{Path, PathBuf};

use fachuang_core::account::role::Right;
use fachuang_core::desk::key;
use fachuang_core::error::Error;
use fachuang_core::number::DeviceMark;
use fachuang_core::site::{self, SiteChanges};
use fachuang_core::storage::backup::{
    BackupOrder, RestoreOrder, SlotChoice, back_up as write_backup, backup_name, list_expired,
    restore as put_back, slots_of,
};
use fachuang_core::storage::{SCHEMA, local};
use fachuang_core::time;
use fachuang_core::window::WINDOWS;

use super::person::version;
use crate::front::{Answer, Front, Open};
use crate::refusal::Refusal;
use crate::wire::setting::{
    BackupDone, BackupList, PromisedDays, SaveSettings, Settings, VerifyReport,
};
use crate::wire::{Nothing, Saved};

pub fn get_settings(front: &mut Front, _: Nothing) -> Answer<Settings> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let site = desk.site();
    let receipt_form = view.local(key::RECEIPT_FORM)?;
    Ok(Settings {
        version: site.version.to_string(),
        site_name: site.name.clone(),
        tier: site.tier.clone(),
        segment: site.segment.clone(),
        address: site.address.clone(),
        phone: site.phone.clone(),
        complaint_phone: site.complaint_phone.clone(),
        desk_name: view.local(key::DESK_NAME)?,
        device_mark: view.local(key::MARK)?,
        lock_after_minutes: site.lock_after_minutes,
        large_print: view.local(key::LARGE_PRINT)? == "true",
        receipt_form: if receipt_form.is_empty() {
            DEFAULT_RECEIPT.to_owned()
        } else {
            receipt_form
        },
        printer: view.local(key::PRINTER)?,
        promised_days: WINDOWS
            .iter()
            .map(|window| PromisedDays {
                window: window.code.to_owned(),
                working_days: site
                    .promised_days
                    .iter()
                    .find(|(code, _)| code == window.code)
                    .map_or(window.promised_working_days.unwrap_or(0), |(_, days)| *days),
            })
            .collect(),
    })
}

/// Receipt printed unless set otherwise.
const DEFAULT_RECEIPT: &str = "receipt_a4";

pub fn save_settings(front: &mut Front, wish: SaveSettings) -> Answer<Saved> {
    let seen = version(&wish.version)?;
    if !fachuang_forms::list()
        .iter()
        .any(|form| form.code == wish.receipt_form)
    {
        return Err(Refusal::at("paper.form_unknown", "receipt_form"));
    }
    let desk_name = wish.desk_name.trim().to_owned();
    if desk_name.is_empty()
        || desk_name.chars().count() > 20
        || desk_name.chars().any(char::is_control)
    {
        return Err(Refusal::at("settings.desk_name", "desk_name"));
    }
    for (field, text) in [
        ("address", &wish.address),
        ("phone", &wish.phone),
        ("complaint_phone", &wish.complaint_phone),
        ("printer", &wish.printer),
    ] {
        if text.chars().count() > 200 {
            return Err(Refusal::at("text.too_long", field));
        }
        if text.chars().any(char::is_control) {
            return Err(Refusal::at("text.control", field));
        }
    }
    let changes = SiteChanges {
        address: wish.address.clone(),
        phone: wish.phone.clone(),
        complaint_phone: wish.complaint_phone.clone(),
        lock_after_minutes: wish.lock_after_minutes,
        promised_days: wish
            .promised_days
            .iter()
            .map(|one| (one.window.clone(), one.working_days))
            .collect(),
    };
    front.write(|tx| {
        site::change(tx, seen, &changes)?;
        tx.set_local(key::DESK_NAME, &desk_name)?;
        tx.set_local(key::LARGE_PRINT, &wish.large_print.to_string())?;
        tx.set_local(key::RECEIPT_FORM, &wish.receipt_form)?;
        tx.set_local(key::PRINTER, wish.printer.trim())?;
        tx.log_access("settings_changed", "", "")
    })?;
    super::session::keep_shown_names(front)?;
    let site = front.desk()?.0.site();
    Ok(Saved {
        id: site.id.to_string(),
        version: site.version.to_string(),
    })
}

pub fn verify(front: &mut Front, _: Nothing) -> Answer<VerifyReport> {
    let open = front.open()?;
    if !open.actor.may(Right::ReadAudit) {
        open.actor.require(Right::Backup)?;
    }
    let report = open.desk.verify()?;
    let sound = report.is_sound();
    let mut broken = report.broken;
    broken.extend(
        report
            .access_fault
            .map(|line| format!("access log line {line}")),
    );
    Ok(VerifyReport {
        entries: report.entries as u32,
        broken,
        differing: report.differing,
        damaged: report.damaged,
        sound,
    })
}

/// Tables counted in a backup.
const COUNTED: [&str; 2] = ["ticket", "entry"];
/// Newest backups kept, and days of which one is kept.
const KEEP_NEWEST: usize = 5;
const KEEP_DAYS: usize = 30;

pub fn back_up(front: &mut Front, _: Nothing) -> Answer<BackupDone> {
    let slots = front.slots()?;
    let directory = front.backups_dir();
    std::fs::create_dir_all(&directory).map_err(Error::from)?;
    let now_ms = front.now_ms();
    let name = backup_name(time::civil(now_ms).naive_local());
    let target = directory.join(&name);
    let open = front.open()?;
    open.actor.require(Right::Backup)?;
    let report = write_backup(
        open.desk.connection(),
        &BackupOrder {
            target: &target,
            key: &open.key,
            known_schema: SCHEMA,
            slots: &slots,
            tables: &COUNTED,
        },
    )
    .map_err(Error::from)?;
    let count = |table: &str| {
        report
            .rows
            .iter()
            .find(|(name, _)| name.as_str() == table)
            .map_or(0, |(_, rows)| u32::try_from(*rows).unwrap_or(u32::MAX))
    };
    let done = BackupDone {
        file: name,
        at: time::to_text(now_ms),
        tickets: count("ticket"),
        entries: count("entry"),
        bytes: report.bytes.to_string(),
    };
    let actor = open.actor.clone();
    let at = done.at.clone();
    open.desk.write(&actor, |tx| {
        tx.set_local(key::LAST_BACKUP, &at)?;
        tx.log_access("backup", &done.file, "")
    })?;
    rotate(&directory)?;
    Ok(done)
}

fn backup_files(directory: &Path) -> Answer<Vec<String>> {
    let mut names = Vec::new();
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Ok(names);
    };
    for entry in entries {
        let name = entry
            .map_err(Error::from)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".db") {
            names.push(name);
        }
    }
    names.sort();
    names.reverse();
    Ok(names)
}

fn rotate(directory: &Path) -> Answer<()> {
    let names = backup_files(directory)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for expired in list_expired(&names, KEEP_NEWEST, KEEP_DAYS) {
        let path = directory.join(expired);
        std::fs::remove_file(&path).map_err(Error::from)?;
        fachuang_core::storage::durable::remove_if_there(&slots_of(&path)).map_err(Error::from)?;
    }
    Ok(())
}

pub fn list_backups(front: &mut Front, _: Nothing) -> Answer<BackupList> {
    let directory = front.backups_dir();
    let mut backups = Vec::new();
    for file in backup_files(&directory)? {
        let path = directory.join(&file);
        let bytes = std::fs::metadata(&path).map_err(Error::from)?.len();
        backups.push(BackupDone {
            at: String::new(),
            tickets: 0,
            entries: 0,
            bytes: bytes.to_string(),
            file,
        });
    }
    Ok(BackupList { backups })
}

/// Puts a backup in the place of the database and begins a new epoch, so that no number or entry id is used twice.
pub(crate) fn restore(front: &mut Front, backup: &Path) -> Answer<PathBuf> {
    let open = front.open()?;
    open.actor.require(Right::Restore)?;
    let actor = open.actor.clone();
    let (epoch, mark) = {
        let view = open.desk.view();
        (
            local::get_number(view.connection, key::EPOCH)?,
            view.local(key::MARK)?,
        )
    };
    let next = epoch + 1;
    // Before anything is touched: a device without a fresh mark must not lose its database.
    let next_mark = mark_of_epoch(&mark, next)?;
    let Some(Open {
        desk,
        key: database_key,
        ..
    }) = front.open.take()
    else {
        return Err(Refusal::of("session.locked"));
    };
    drop(desk);
    let database = front.database_path();
    let aside = format!("{}", front.now_ms());
    let report = put_back(&RestoreOrder {
        backup,
        database: &database,
        key: &database_key,
        known_schema: SCHEMA,
        tables: &COUNTED,
        slots: SlotChoice::Current,
        aside_mark: &aside,
    })
    .map_err(Error::from)?;
    let slots = front.slots()?;
    let mut connection =
        fachuang_core::storage::connect::Database::at(&database, &database_key, SCHEMA)
            .with_slots(&slots)
            .writer()
            .map_err(Error::from)?;
    fachuang_core::storage::connect::migrate(&mut connection, fachuang_core::storage::MIGRATIONS)
        .map_err(Error::from)?;
    local::set(&connection, key::EPOCH, &next.to_string())?;
    local::set(&connection, key::MARK, &next_mark)?;
    let mut desk = fachuang_core::desk::Desk::start(connection, front.clock(), front.chance())?;
    super::session::keep_generation(&mut desk, &actor, &slots)?;
    let name = backup
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    desk.write(&actor, |tx| tx.log_access("restore", &name, ""))?;
    Ok(report.set_aside.into_iter().next().unwrap_or(database))
}

/// Marks a device gets per restore; after that many restores the administrator enrols it anew.
const EPOCHS_PER_DEVICE: u32 = 50;

/// Returns the mark of a device in an epoch: never one it had before, never one of another device of the site.
fn mark_of_epoch(mark: &str, epoch: i64) -> Answer<String> {
    let index = DeviceMark::parse(mark)
        .map_err(|fault| Refusal::of(fault.code()))?
        .index();
    let first = if index < 10 {
        index
    } else {
        (index - 10) / EPOCHS_PER_DEVICE
    };
    let step = u32::try_from(epoch).unwrap_or(EPOCHS_PER_DEVICE);
    if step == 0 || step > EPOCHS_PER_DEVICE {
        return Err(Refusal::of("restore.too_often"));
    }
    DeviceMark::nth(10 + first * EPOCHS_PER_DEVICE + step - 1)
        .map(|mark| mark.as_str().to_owned())
        .ok_or_else(|| Refusal::of("restore.too_often"))
}
