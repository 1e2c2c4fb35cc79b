//! Backups beside the work of the desk.

use fachuang_api::BACKUPS;
use serde_json::json;

use crate::office::*;

#[test]
fn backups_run_beside_the_desk_when_they_are_due_and_a_fault_is_shown() {
    let mut office = Office::of_four();
    office.call("lock", json!({}));
    assert!(office.front.backup_if_due().is_none(), "nobody works");
    office.enter(CLERK);
    let run = office.front.backup_if_due().unwrap();
    assert!(office.front.backup_if_due().is_none(), "one at a time");
    let outcome = run.run();
    office.call("lock", json!({}));
    office.front.backup_ended(outcome);
    office.enter(CLERK);
    assert!(office.front.backup_if_due().is_none());
    assert_eq!(
        office.call("home", json!({}))["lastBackup"],
        "2026-02-10T09:00:00+08:00"
    );

    office.later(4 * 60);
    std::fs::rename(office.path(BACKUPS), office.path("elsewhere")).unwrap();
    std::fs::write(office.path(BACKUPS), b"no directory").unwrap();
    let outcome = office.front.backup_if_due().unwrap().run();
    office.front.backup_ended(outcome);
    let home = office.call("home", json!({}));
    assert_ne!(home["backupFault"], "");
    assert!(office.front.backup_if_due().is_none(), "not every minute");
    std::fs::remove_file(office.path(BACKUPS)).unwrap();
    office.later(15);
    let outcome = office.front.backup_if_due().unwrap().run();
    office.front.backup_ended(outcome);
    assert_eq!(office.call("home", json!({}))["backupFault"], "");
    let log = office.access();
    let by_clock = log
        .iter()
        .filter(|(_, action, _, _)| action == "backup_by_clock");
    assert_eq!(by_clock.count(), 2);
}

#[test]
fn a_backup_that_is_told_to_stop_lets_go_of_the_database_and_is_no_fault() {
    let mut office = Office::of_four();
    office.enter(CLERK);
    let run = office.front.backup_if_due().unwrap();
    office.front.stop_backup();
    office.front.backup_ended(run.run());
    let home = office.call("home", json!({}));
    assert_eq!(
        (&home["backupFault"], &home["lastBackup"]),
        (&json!(""), &json!(""))
    );
    assert!(office.front.backup_if_due().is_some());
}
