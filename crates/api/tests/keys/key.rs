//! Recovery codes, the key of the database and the price of a guess.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fachuang_api::DATABASE_FILE;
use fachuang_core::account::slot::{KEYS_COPY_FILE, KEYS_FILE};
use serde_json::{Value, json};

use crate::office::*;

#[test]
fn a_holder_outside_opens_the_desk_until_the_code_is_taken_back() {
    let mut office = Office::of_four();
    office.enter(ADMIN);
    let given = office
        .ask(
            "renew_recovery",
            json!({ "holder": "云川县司法局" }),
            Some(DIRECTOR),
        )
        .unwrap();
    assert_eq!(
        office.call("key_state", json!({}))["escrowHolder"],
        "云川县司法局"
    );
    let opened = json!({ "recoveryCode": given["recoveryCode"], "login": "yao", "newPassword": "Neu-20266" });
    office.call("log_in_with_recovery", opened.clone());
    office.enter(ADMIN);
    office
        .ask("remove_escrow", json!({}), Some(DIRECTOR))
        .unwrap();
    assert_eq!(office.call("key_state", json!({}))["rekeyAdvised"], true);
    assert_eq!(
        code(office.ask("log_in_with_recovery", opened, None)),
        "keys.wrong_recovery"
    );
}

#[test]
fn after_somebody_left_the_database_gets_a_new_key_and_old_backups_still_come_back() {
    let mut office = Office::of_four();
    office.register("单巧云");
    let backup = office.back_up();
    let stolen_keys = std::fs::read(office.path(KEYS_FILE)).unwrap();
    office.enter(ADMIN);
    let clerk = office.call("list_staff", json!({}))["staff"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["login"] == "yao")
        .unwrap()
        .clone();
    let leave = json!({
        "id": clerk["id"], "version": clerk["version"], "name": clerk["name"], "role": "clerk", "windows": [], "phone": "",
        "unit": "", "active": false,
    });
    office.call("edit_staff", leave);
    assert_eq!(office.call("key_state", json!({}))["rekeyAdvised"], true);
    assert_eq!(code(office.ask("rekey", json!({}), None)), "second.needed");
    let done = office.ask("rekey", json!({}), Some(DIRECTOR)).unwrap();
    assert_eq!(
        done,
        json!({ "oneTime": [], "recoveryCode": "", "lostEscrow": false })
    );
    assert_eq!(office.call("key_state", json!({}))["rekeyAdvised"], false);
    assert!(office.is_sound(), "everybody's password goes on");
    office.enter(DIRECTOR);
    assert_eq!(code(office.try_enter(CLERK)), "login.wrong");

    // The keys that the clerk copied open nothing of now.
    let kept = std::fs::read(office.path(KEYS_FILE)).unwrap();
    let both = |bytes: &[u8], office: &Office| {
        for name in [KEYS_FILE, KEYS_COPY_FILE] {
            std::fs::write(office.path(name), bytes).unwrap();
        }
    };
    office.call("lock", json!({}));
    both(&stolen_keys, &office);
    assert_eq!(code(office.try_enter(CLERK)), "storage.damaged");
    both(&kept, &office);
    office.restart();

    let mut wish = restore_of(ADMIN);
    wish["file"] = json!(backup);
    office.ask("restore_backup", wish, Some(DIRECTOR)).unwrap();
    assert!(
        office.is_sound(),
        "an old backup comes back under the new key"
    );
}

#[test]
fn a_change_of_the_key_that_a_power_cut_broke_off_is_finished_at_the_next_login() {
    let mut office = Office::of_four();
    office.register("单巧云");
    office.call("lock", json!({}));
    let before = std::fs::read(office.path(DATABASE_FILE)).unwrap();
    office.enter(ADMIN);
    office.ask("rekey", json!({}), Some(DIRECTOR)).unwrap();
    office.call("lock", json!({}));
    // The slot file was saved, the database not yet renamed.
    std::fs::write(office.path(DATABASE_FILE), before).unwrap();
    office.restart();
    assert!(office.is_sound());
}

#[test]
fn the_cost_of_a_guess_is_measured_at_the_set_up_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("desk");
    let now = Arc::new(AtomicI64::new(1_770_685_200_000));
    let ticks = std::sync::atomic::AtomicU64::new(0);
    // Every look at this stopwatch is 700 ms later than the one before: a very slow machine.
    let slow = Arc::new(move || ticks.fetch_add(700, Ordering::SeqCst));
    let mut office = Office {
        front: front(&data, &now, "measured").measuring(slow),
        now,
        data,
        recovery_code: String::new(),
        _dir: dir,
    };
    office.call("set_up", json!({
        "tier": "centre", "area": "云川县", "segment": "YC", "address": "", "phone": "", "complaintPhone": "",
        "deskName": "3号窗口机", "deviceMark": "3", "adminLogin": "admin", "adminName": "管理员",
        "adminPassword": "Guanli-2026",
    }));
    let slots: Value =
        serde_json::from_slice(&std::fs::read(office.path(KEYS_FILE)).unwrap()).unwrap();
    let cost = &slots["body"]["slots"][0]["cost"];
    assert_eq!(
        cost,
        &json!({ "memory_kib": 46 * 1024, "passes": 1, "lanes": 1 })
    );
    office.enter(ADMIN);
    office.call("add_staff", staff("yao", "clerk"));
    let slots: Value =
        serde_json::from_slice(&std::fs::read(office.path(KEYS_FILE)).unwrap()).unwrap();
    assert_eq!(
        &slots["body"]["slots"][2]["cost"], cost,
        "later accounts cost the same"
    );
}
