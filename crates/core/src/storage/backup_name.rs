//! Names of backups: they tell when a backup began, and which may go.

use chrono::{NaiveDate, NaiveDateTime};

const PREFIX: &str = "desk-";
const SUFFIX: &str = ".db";
const STAMP: &str = "%Y%m%d-%H%M%S";

/// Returns a file name for a backup begun at a local time, one that is not `taken`: those of one second are numbered, and
/// in the order of names a later one comes later.
pub fn backup_name(at: NaiveDateTime, taken: impl Fn(&str) -> bool) -> String {
    let first = format!("{PREFIX}{}{SUFFIX}", at.format(STAMP));
    if !taken(&first) {
        return first;
    }
    let mut later = (2..NUMBERED_END).map(|number| numbered(at, number));
    // As many in one second are a fault, which writing over none of them shows.
    later.find(|name| !taken(name)).unwrap_or(first)
}

/// The first number that is given to no backup of one second.
const NUMBERED_END: u32 = 100;

fn numbered(at: NaiveDateTime, number: u32) -> String {
    format!("{PREFIX}{}_{number:02}{SUFFIX}", at.format(STAMP))
}

/// Returns the names of backups that may go, oldest first: the newest `keep_newest` stay, and of the latest
/// `keep_days` days that have any backup the newest one stays.
///
/// Names that [`backup_name`] did not make are never returned. Days without a backup do not count, so that a long
/// holiday removes nothing. The slot file beside a backup goes with it, see [`slots_of`](super::backup::slots_of).
pub fn list_expired<'a>(names: &[&'a str], keep_newest: usize, keep_days: usize) -> Vec<&'a str> {
    let mut backups: Vec<(NaiveDateTime, &str)> = names
        .iter()
        .filter_map(|name| Some((begun_at(name)?, *name)))
        .collect();
    backups.sort_unstable();
    backups.dedup();
    let mut days: Vec<NaiveDate> = Vec::new();
    let mut expired = Vec::new();
    for (newer, (at, name)) in backups.iter().rev().enumerate() {
        let newest_of_day = days.last() != Some(&at.date());
        if newest_of_day {
            days.push(at.date());
        }
        let kept = newer < keep_newest || (newest_of_day && days.len() <= keep_days);
        if !kept {
            expired.push(*name);
        }
    }
    expired.reverse();
    expired
}

/// Returns when a backup was begun, Unix milliseconds, by its name; nothing for a name that [`backup_name`] did not make.
pub fn begun_ms(name: &str) -> Option<i64> {
    Some(crate::time::ms_of(begun_at(name)?))
}

fn begun_at(name: &str) -> Option<NaiveDateTime> {
    let stamp = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let (stamp, number) = match stamp.split_once('_') {
        Some((stamp, number)) => (stamp, Some(number.parse().ok()?)),
        None => (stamp, None),
    };
    let at = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?;
    let made = match number {
        Some(number) if (2..NUMBERED_END).contains(&number) => numbered(at, number),
        Some(_) => return None,
        None => backup_name(at, |_| false),
    };
    (made == name).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotation_keeps_the_newest_and_one_of_each_day() {
        let names = [
            "desk-20261122-180000.db",
            "desk-20261122-120000.db",
            "desk-20261122-090000.db",
            "desk-20261121-180000.db",
            "desk-20261121-090000.db",
            "desk-20261110-180000.db",
            "desk-20261109-180000.db",
        ];
        assert_eq!(
            list_expired(&names, 2, 3),
            [
                "desk-20261109-180000.db",
                "desk-20261121-090000.db",
                "desk-20261122-090000.db"
            ]
        );
        assert_eq!(list_expired(&names, 7, 0), [""; 0]);
        assert_eq!(list_expired(&names, 0, 1).len(), 6);
    }

    #[test]
    fn rotation_leaves_alone_what_it_did_not_make() {
        let names = [
            "desk.db",
            "desk-20261122-180000.db.keys",
            "desk-20261122-180000.db.part",
            "desk-20261322-180000.db",
            "desk-20261122-1800.db",
            "备份.db",
        ];
        assert_eq!(list_expired(&names, 0, 0), [""; 0]);
    }

    #[test]
    fn backups_of_one_second_have_names_of_their_own_in_their_order() {
        let at = NaiveDate::from_ymd_opt(2026, 11, 22)
            .and_then(|day| day.and_hms_opt(3, 15, 0))
            .unwrap();
        let mut names: Vec<String> = Vec::new();
        for _ in 1..NUMBERED_END {
            let name = backup_name(at, |name| names.iter().any(|one| one == name));
            assert_eq!(begun_at(&name), Some(at), "{name}");
            assert!(names.iter().all(|before| *before < name), "{name}");
            names.push(name);
        }
        assert_eq!(names[1], "desk-20261122-031500_02.db");
        let listed: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(list_expired(&listed, 2, 0), listed[..listed.len() - 2]);
        for foreign in ["_01", "_1", "_100", "_+2", "_02_02", "_"] {
            assert_eq!(begun_ms(&format!("desk-20261122-031500{foreign}.db")), None);
        }
    }

    #[test]
    fn a_name_tells_when_its_backup_began() {
        let at = NaiveDate::from_ymd_opt(2026, 11, 22)
            .and_then(|day| day.and_hms_opt(3, 15, 0))
            .unwrap();
        let name = backup_name(at, |_| false);
        assert_eq!(name, "desk-20261122-031500.db");
        assert_eq!(begun_at(&name), Some(at));
        let noted = begun_ms(&name).map(crate::time::to_text);
        assert_eq!(noted.as_deref(), Some("2026-11-22T03:15:00+08:00"));
        assert_eq!(begun_ms("desk.db"), None);
    }
}
