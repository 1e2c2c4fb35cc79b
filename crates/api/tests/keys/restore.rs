//! Lost and damaged databases and keys, and the way back.

use fachuang_api::{BACKUPS, DATABASE_FILE};
use fachuang_core::account::slot::{KEYS_COPY_FILE, KEYS_FILE};
use fachuang_core::storage::identity::IDENTITY_FILE;
use serde_json::json;

use crate::office::*;

#[test]
fn a_damaged_database_is_named_restored_and_goes_on_without_a_number_used_twice() {
    let mut office = Office::of_four();
    let before = office.register("单巧云");
    office.back_up();
    let lost = office.register("陆巧芸");
    office.call("lock", json!({}));
    spoil(&office.path(DATABASE_FILE), 0, 4096);
    let damaged = std::fs::read(office.path(DATABASE_FILE)).unwrap();

    office.restart();
    assert_eq!(
        office.status()["stage"],
        "locked",
        "without a key nobody can see it"
    );
    assert_eq!(code(office.try_enter(CLERK)), "storage.damaged");
    let status = office.status();
    assert_eq!(
        (&status["stage"], &status["trouble"]),
        (&json!("damaged"), &json!("storage.damaged"))
    );
    assert!(!status["troubleText"].as_str().unwrap().is_empty());

    let alone = office.ask("restore_backup", restore_of(ADMIN), None);
    assert_eq!(code(alone), "second.needed");
    assert_eq!(
        std::fs::read(office.path(DATABASE_FILE)).unwrap(),
        damaged,
        "nothing moved yet"
    );
    let done = office
        .ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))
        .unwrap();
    let aside = office.path(done["aside"].as_str().unwrap());
    assert_eq!(std::fs::read(aside).unwrap(), damaged);
    assert_eq!(office.status()["stage"], "locked");

    assert!(office.is_sound());
    let next = office.register("陆巧芸");
    let fourth = office.register("单巧云");
    let numbers = [&before, &lost, &next, &fourth];
    let unique: std::collections::BTreeSet<_> = numbers.iter().collect();
    assert_eq!(unique.len(), 4, "{numbers:?}");
    let log = office.access();
    assert!(
        log.iter()
            .any(|(actor, action, _, _)| actor == "管理员" && action == "restore")
    );
    let witness = (
        "lu某".to_owned(),
        "stood_by".to_owned(),
        "restore".to_owned(),
        "管理员".to_owned(),
    );
    assert!(log.contains(&witness), "{log:?}");
}

#[test]
fn what_a_damaged_database_still_has_beyond_the_backup_comes_back() {
    let mut office = Office::of_four();
    office.back_up();
    let number = office.register("单巧云");
    office.call("lock", json!({}));
    // The last page belongs to a table or an index; what does not stand there can still be read.
    let path = office.path(DATABASE_FILE);
    let length = std::fs::metadata(&path).unwrap().len() as usize;
    spoil(&path, length - 4096, 4096);
    let done = office
        .ask("restore_backup", restore_of(ADMIN), Some(AUDITOR))
        .unwrap();
    assert!(done["rescued"].as_u64().unwrap() >= 3, "{done}");
    assert!(office.is_sound());
    office.enter(CLERK);
    office.call("find_ticket", json!({ "number": number }));
}

#[test]
fn two_restores_of_the_same_backup_do_not_meet_in_their_numbers() {
    for lose_the_identity in [false, true] {
        let mut office = Office::of_four();
        office.back_up();
        let mut numbers = std::collections::BTreeSet::new();
        for name in ["甲某", "乙某", "丙某"] {
            numbers.insert(office.register(name));
            office.call("lock", json!({}));
            spoil(&office.path(DATABASE_FILE), 0, 4096);
            if lose_the_identity {
                std::fs::remove_file(office.path(IDENTITY_FILE)).unwrap();
            }
            office.later(1);
            office
                .ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))
                .unwrap();
        }
        numbers.insert(office.register("丁某"));
        assert_eq!(numbers.len(), 4, "{numbers:?}");
        assert!(office.is_sound());
    }
}

#[test]
fn every_way_to_lose_a_database_or_its_keys_is_named_and_comes_back() {
    type Loss = fn(&Office);
    let losses: [(&str, &str, Loss); 6] = [
        ("missing", "storage.missing", |office| {
            std::fs::remove_file(office.path(DATABASE_FILE)).unwrap();
        }),
        ("emptied", "storage.empty", |office| {
            std::fs::write(office.path(DATABASE_FILE), b"").unwrap();
        }),
        ("cut short", "storage.damaged", |office| {
            let bytes = std::fs::read(office.path(DATABASE_FILE)).unwrap();
            std::fs::write(office.path(DATABASE_FILE), &bytes[..bytes.len() / 2 - 100]).unwrap();
        }),
        ("keys lost", "keys.missing", |office| {
            for name in [KEYS_FILE, KEYS_COPY_FILE] {
                std::fs::remove_file(office.path(name)).unwrap();
            }
        }),
        ("keys damaged", "keys.damaged", |office| {
            for name in [KEYS_FILE, KEYS_COPY_FILE] {
                std::fs::write(office.path(name), b"{").unwrap();
            }
        }),
        ("all lost", "keys.missing", |office| {
            for name in [KEYS_FILE, KEYS_COPY_FILE, DATABASE_FILE, IDENTITY_FILE] {
                std::fs::remove_file(office.path(name)).unwrap();
            }
        }),
    ];
    for (name, trouble, lose) in losses {
        let mut office = Office::of_four();
        office.register("单巧云");
        office.back_up();
        office.call("lock", json!({}));
        lose(&office);
        office.restart();
        let status = office.status();
        assert_eq!(
            (&status["stage"], &status["trouble"]),
            (&json!("damaged"), &json!(trouble)),
            "{name}"
        );
        assert_eq!(code(office.ask("set_up", json!({
            "tier": "centre", "area": "云川县", "segment": "YC", "address": "", "phone": "", "complaintPhone": "",
            "deskName": "1", "deviceMark": "3", "adminLogin": "a", "adminName": "甲", "adminPassword": "Guanli-2026",
        }), None)), "setup.done_already", "{name}: a second set-up would lose the rest");
        let wrong = office.ask(
            "restore_backup",
            restore_of(("admin", "Falsch-2026")),
            Some(DIRECTOR),
        );
        assert_eq!(code(wrong), "login.wrong", "{name}");
        office
            .ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))
            .unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert!(office.is_sound(), "{name}");
    }
}

#[test]
fn keys_of_another_desk_do_not_keep_this_one_from_coming_back() {
    let mut office = Office::of_four();
    office.back_up();
    office.call("lock", json!({}));
    let mut other = Office::of_one();
    other.front = front(&other.data, &other.now, "another desk");
    for name in [KEYS_FILE, KEYS_COPY_FILE, DATABASE_FILE, "desk.name"] {
        std::fs::remove_file(other.path(name)).unwrap();
    }
    other.call("set_up", json!({
        "tier": "centre", "area": "青山县", "segment": "QS", "address": "", "phone": "", "complaintPhone": "",
        "deskName": "1", "deviceMark": "1", "adminLogin": "admin", "adminName": "甲", "adminPassword": "Guanli-2026",
    }));
    for name in [KEYS_FILE, KEYS_COPY_FILE] {
        std::fs::copy(other.path(name), office.path(name)).unwrap();
    }
    office.restart();
    assert_eq!(
        code(office.try_enter(ADMIN)),
        "storage.damaged",
        "the password fits the wrong keys"
    );
    office
        .ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))
        .unwrap();
    assert!(office.is_sound());
}

#[test]
fn a_backup_that_is_damaged_gives_way_to_an_older_one_and_the_last_one_to_a_word() {
    let mut office = Office::of_four();
    let older = office.back_up();
    let newer = office.back_up();
    office.call("lock", json!({}));
    spoil(&office.path(DATABASE_FILE), 0, 4096);
    spoil(&office.path(BACKUPS).join(&newer), 8192, 100);
    let mut named = restore_of(ADMIN);
    named["file"] = json!(newer);
    assert_eq!(
        code(office.ask("restore_backup", named.clone(), Some(DIRECTOR))),
        "storage.damaged"
    );
    named["file"] = json!("../desk.db");
    assert_eq!(
        code(office.ask("restore_backup", named, Some(DIRECTOR))),
        "restore.unknown_backup"
    );
    let done = office
        .ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))
        .unwrap();
    assert_eq!(done["file"], json!(older));
    for name in [&older, &newer] {
        spoil(&office.path(BACKUPS).join(name), 0, 4096);
    }
    office.later(1);
    assert_eq!(
        code(office.ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))),
        "restore.no_good_backup"
    );
    assert!(office.is_sound(), "the desk stayed as it was");
    std::fs::remove_dir_all(office.path(BACKUPS)).unwrap();
    assert_eq!(
        code(office.ask("restore_backup", restore_of(ADMIN), Some(DIRECTOR))),
        "restore.no_backup"
    );
}

#[test]
fn who_left_since_the_backup_cannot_bring_it_back() {
    let mut office = Office::of_four();
    office.enter(ADMIN);
    let added = office
        .ask("add_staff", staff("fu", "admin"), Some(DIRECTOR))
        .unwrap();
    office.enter(("fu", "Yici-2026"));
    office.call(
        "change_password",
        json!({ "oldPassword": "Yici-2026", "newPassword": "Ziji-2026" }),
    );
    office.back_up();
    let leave = json!({
        "id": added["id"], "version": added["version"], "name": "fu某", "role": "admin", "windows": [], "phone": "", "unit": "",
        "active": false,
    });
    assert_eq!(
        code(office.ask("edit_staff", leave.clone(), None)),
        "second.needed"
    );
    office.ask("edit_staff", leave, Some(DIRECTOR)).unwrap();
    office.call("lock", json!({}));
    spoil(&office.path(DATABASE_FILE), 0, 4096);
    let refused = office.ask(
        "restore_backup",
        restore_of(("fu", "Ziji-2026")),
        Some(DIRECTOR),
    );
    assert_eq!(code(refused), "login.wrong");
}

#[test]
fn the_recovery_code_restores_when_the_password_is_forgotten() {
    let mut office = Office::of_four();
    office.back_up();
    office.call("lock", json!({}));
    spoil(&office.path(DATABASE_FILE), 0, 4096);
    let mut wish = restore_of(("admin", ""));
    wish["recoveryCode"] = json!(office.recovery_code);
    assert_eq!(
        code(office.ask("restore_backup", wish.clone(), None)),
        "second.needed"
    );
    office.ask("restore_backup", wish, Some(AUDITOR)).unwrap();
    assert!(office.is_sound());
}
