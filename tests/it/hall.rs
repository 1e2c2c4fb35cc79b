//! Two fronts and one folder: what one desk registers is at the other within two rounds, driven as the window drives it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use fachuang_api::{Front, HallNext, Next};
use fachuang_carrier::ObjectStores;
use fachuang_cli::exchange::{StoreLine, hall_store};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bad_input::{PASSWORD, call, front, log_in, sample, with_check};
use crate::server::{BUCKET, KEY_ID, READER_ID, SECRET, Server, Way};

/// A counter PC of the centre.
struct Desk {
    front: Front,
    data: TempDir,
}

impl Desk {
    fn set_up(mark: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        let stores = Arc::new(ObjectStores::default());
        let mut front = front(data.path(), &format!("hall {mark}")).reaching(stores);
        let new = json!({
            "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
            "complaintPhone": "0999-8000008", "deskName": format!("{mark}号窗口机"), "deviceMark": mark,
            "adminLogin": "admin", "adminName": "管理员", "adminPassword": PASSWORD,
        });
        call(&mut front, "set_up", &new);
        log_in(&mut front, "admin");
        Self { front, data }
    }

    fn call(&mut self, command: &str, args: &Value) -> Value {
        call(&mut self.front, command, args)
    }

    fn enrol(&mut self, card: &Value) {
        let wish = json!({ "card": card["text"], "fingerprint": card["fingerprint"] });
        self.call("enrol_peer", &wish);
    }

    fn share(&mut self, folder: &Path) -> Value {
        self.call("set_hall", &json!({ "folder": folder, "seconds": 5 }))
    }

    /// Shares an object store; returns the answer, or the refusal.
    fn share_store(&mut self, store: &Value, secret: &str) -> Value {
        self.share_store_if(store, secret, false)
    }

    /// The same, also when it is not reached now.
    fn share_store_if(&mut self, store: &Value, secret: &str, unreached: bool) -> Value {
        let args =
            json!({ "store": store, "secret": secret, "seconds": 5, "unreached": unreached });
        let request = json!({ "id": 1, "command": "set_hall_store", "args": args }).to_string();
        serde_json::from_str(&self.front.call(&request)).unwrap()
    }

    /// Drives one round as the window does; returns the seconds to rest.
    fn round(&mut self) -> u32 {
        let mut done = None;
        loop {
            match self.front.hall_next(done) {
                HallNext::Errand(errand) => done = Some(errand.run()),
                HallNext::Rest(seconds) => return seconds,
            }
        }
    }

    fn state(&mut self) -> Value {
        self.call("hall_state", &json!({}))
    }

    /// Lets the clerk sit down, entered by the administrator first.
    fn seat_clerk(&mut self, login: &str) {
        let new = json!({
            "login": login, "name": "姚素琴", "role": "clerk", "windows": [], "phone": "", "unit": "",
            "oneTimePassword": "Yici-2026",
        });
        self.call("add_staff", &new);
        let first = json!({ "login": login, "password": "Yici-2026" });
        self.call("log_in", &first);
        let change = json!({ "oldPassword": "Yici-2026", "newPassword": PASSWORD });
        self.call("change_password", &change);
    }
}

fn store_at(server: &Server) -> Value {
    json!({
        "endpoint": server.endpoint(), "bucket": BUCKET, "prefix": "hall/yc", "region": "", "keyId": KEY_ID, "plain": false,
    })
}

fn two_desks(share: &Path) -> (Desk, Desk) {
    let (mut one, mut other) = (Desk::set_up("3"), Desk::set_up("4"));
    let (first, second) = (
        one.call("own_card", &json!({})),
        other.call("own_card", &json!({})),
    );
    one.enrol(&second);
    other.enrol(&first);
    one.share(share);
    other.share(share);
    one.seat_clerk("yao");
    other.seat_clerk("lin");
    (one, other)
}

/// Two desks that share an object store in place of the folder.
fn two_desks_at(server: &Server) -> (Desk, Desk) {
    let share = tempfile::tempdir().unwrap();
    let (mut one, mut other) = two_desks(share.path());
    for (desk, clerk) in [(&mut one, "yao"), (&mut other, "lin")] {
        log_in(&mut desk.front, "admin");
        let answer = desk.share_store(&store_at(server), SECRET);
        assert_eq!(answer["ok"]["stage"], "starting", "{answer}");
        assert_eq!(answer["ok"]["folder"], "");
        log_in(&mut desk.front, clerk);
    }
    (one, other)
}

#[test]
fn a_ticket_of_one_desk_is_at_the_other_within_two_rounds() {
    let share = tempfile::tempdir().unwrap();
    let (mut one, mut other) = two_desks(share.path());
    check_two_rounds(&mut one, &mut other);
}

#[test]
fn an_object_store_does_what_a_folder_does_and_tells_when_it_is_gone() {
    let server = Server::start();
    let (mut one, mut other) = two_desks_at(&server);
    check_two_rounds(&mut one, &mut other);
    server.line().set(Way::Down);
    one.round();
    let state = one.state();
    assert_eq!(
        (&state["stage"], &state["trouble"]),
        (&json!("trouble"), &json!("hall.place_missing"))
    );
    server.line().set(Way::Open);
    for _ in 0..3 {
        one.round();
    }
    assert_eq!(one.state()["stage"], "good");
    log_in(&mut one.front, "admin");
    one.call("set_hall", &json!({ "folder": "", "seconds": 5 }));
    one.round();
    let state = one.state();
    assert_eq!(
        (&state["stage"], &state["store"]["bucket"]),
        (&json!("off"), &json!(""))
    );
}

#[test]
fn a_front_without_a_window_goes_round_over_a_store() {
    let share = tempfile::tempdir().unwrap();
    let server = Server::start();
    let (mut one, mut other) = two_desks(share.path());
    let url = format!("{}/{BUCKET}/hall/cli", server.endpoint());
    let line = StoreLine {
        url: &url,
        region: "",
        key_id: KEY_ID,
        plain: false,
    };
    let wrong = hall_store(line, "falsch".to_owned()).unwrap();
    let refused = one.front.hall_round(&wrong).unwrap_err();
    assert_eq!(refused.code, "hall.store_secret_wrong");
    let place = hall_store(line, SECRET.to_owned()).unwrap();
    let number = register(&mut one);
    for _ in 0..3 {
        for desk in [&mut one, &mut other] {
            let state = desk.front.hall_round(&place).unwrap();
            assert_eq!((&*state.stage, &*state.store.bucket), ("good", BUCKET));
        }
    }
    other.call("find_ticket", &json!({ "number": number }));
}

#[test]
fn the_secret_of_a_store_is_kept_sealed_and_shown_to_nobody() {
    let server = Server::start();
    let mut desk = Desk::set_up("3");
    let store = store_at(&server);
    let answer = desk.share_store(&store, "");
    assert_eq!(answer["error"]["code"], "hall.store_secret");
    assert_eq!(answer["error"]["field"], "secret");
    assert!(desk.share_store(&store, SECRET).get("ok").is_some());
    let mut elsewhere = store.clone();
    elsewhere["prefix"] = json!("hall/else");
    let answer = desk.share_store(&elsewhere, "");
    assert_eq!(answer["ok"]["store"]["prefix"], "hall/else", "{answer}");
    for (field, value, code, at) in [
        ("keyId", "AKOTHER", "hall.store_secret", "secret"),
        (
            "endpoint",
            "https://example.cn",
            "hall.store_secret",
            "secret",
        ),
        (
            "endpoint",
            "http://example.cn",
            "hall.store_plain",
            "store.endpoint",
        ),
        ("bucket", "YC", "hall.store_bucket", "store.bucket"),
    ] {
        let mut changed = store.clone();
        changed[field] = json!(value);
        let answer = desk.share_store(&changed, "");
        assert_eq!(answer["error"]["code"], code, "{field}");
        assert_eq!(answer["error"]["field"], at, "{field}");
    }
    desk.round();
    assert_eq!(desk.state()["stage"], "good", "the kept secret serves");
    let backup = desk.call("back_up", &json!({}));
    assert_ne!(backup["file"], "");
    let shown = [
        desk.state(),
        desk.call("hall_state", &json!({})),
        desk.call("get_settings", &json!({})),
    ];
    for answer in shown {
        assert!(!answer.to_string().contains(SECRET), "{answer}");
    }
    let mut files = 0;
    let mut folders = vec![desk.data.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            let told = bytes
                .windows(SECRET.len())
                .any(|part| part == SECRET.as_bytes());
            assert!(!told, "{}", path.display());
        }
    }
    assert!(files > 3, "database, keys and backup: {files}");
}

#[test]
fn a_store_that_does_not_serve_is_told_at_its_field_and_not_kept() {
    let server = Server::start();
    let mut desk = Desk::set_up("3");
    let sound = store_at(&server);
    for (field, value, secret, code, at) in [
        (
            "endpoint",
            "http://127.0.0.1:1",
            SECRET,
            "hall.store_unreached",
            "store.endpoint",
        ),
        (
            "bucket",
            "nobody",
            SECRET,
            "hall.store_no_bucket",
            "store.bucket",
        ),
        (
            "keyId",
            "AKNOBODY",
            SECRET,
            "hall.store_key_unknown",
            "store.key_id",
        ),
        (
            "keyId",
            READER_ID,
            SECRET,
            "hall.store_access",
            "store.prefix",
        ),
        (
            "keyId",
            KEY_ID,
            "falsch",
            "hall.store_secret_wrong",
            "secret",
        ),
    ] {
        let mut wrong = sound.clone();
        wrong[field] = json!(value);
        for unreached in [false, code != "hall.store_unreached"] {
            let answer = desk.share_store_if(&wrong, secret, unreached);
            assert_eq!(answer["error"]["code"], code, "{answer}");
            assert_eq!(answer["error"]["field"], at, "{answer}");
        }
        assert_eq!(desk.state()["store"]["endpoint"], "", "{code}");
    }
    assert!(!server.lying("../nobody").exists(), "no bucket is made");
    assert!(desk.share_store(&sound, SECRET).get("ok").is_some());
    let mut wrong = sound.clone();
    wrong["bucket"] = json!("nobody");
    let answer = desk.share_store(&wrong, SECRET);
    assert_eq!(answer["error"]["code"], "hall.store_no_bucket");
    assert_eq!(
        desk.state()["store"]["bucket"],
        BUCKET,
        "the one of before stays"
    );
}

#[test]
fn a_store_that_is_not_reached_now_is_kept_when_that_is_wished() {
    let server = Server::start();
    let mut desk = Desk::set_up("3");
    let store = store_at(&server);
    server.line().set(Way::Down);
    let answer = desk.share_store(&store, SECRET);
    assert_eq!(answer["error"]["code"], "hall.store_unreached");
    let answer = desk.share_store_if(&store, SECRET, true);
    assert_eq!(answer["ok"]["store"]["bucket"], BUCKET, "{answer}");
    desk.round();
    assert_eq!(desk.state()["trouble"], "hall.place_missing");
    server.line().set(Way::Open);
    for _ in 0..2 {
        desk.round();
    }
    assert_eq!(desk.state()["stage"], "good");
}

#[test]
fn others_are_answered_while_a_store_is_tried_and_nobody_else_keeps_it() {
    let server = Server::start();
    let mut desk = Desk::set_up("3");
    let args =
        json!({ "store": store_at(&server), "secret": SECRET, "seconds": 5, "unreached": false });
    let request = json!({ "id": 1, "command": "set_hall_store", "args": args }).to_string();
    let Next::Errand(turn, errand) = desk.front.ask(&request) else {
        panic!("it is tried first");
    };
    desk.seat_clerk("yao");
    register(&mut desk);
    let Next::Answer(answer) = desk.front.go_on(turn, Some(errand.run())) else {
        panic!("it is answered then");
    };
    assert!(answer.contains("session.locked"), "{answer}");
    assert_eq!(desk.state()["store"]["endpoint"], "");
}

/// Registers a visit and returns the number of its ticket.
fn register(desk: &mut Desk) -> Value {
    let mut visit = sample("register_visit", &BTreeMap::new());
    visit["visitor"]["name"] = json!("单巧云");
    visit["visitor"]["idNumber"] = json!(with_check("51992119901208931"));
    desk.call("register_visit", &visit)["tickets"][0]["number"].take()
}

fn check_two_rounds(one: &mut Desk, other: &mut Desk) {
    let number = register(one);
    let rests: Vec<u32> = (0..2).flat_map(|_| [one.round(), other.round()]).collect();
    assert_eq!(rests, [5; 4], "everything fits into one letter");
    let found = other.call("find_ticket", &json!({ "number": number }));
    let page = one.call("get_ticket", &json!({ "id": found["id"] }));
    assert_eq!(page["number"], number);
    for desk in [&mut *one, &mut *other] {
        let state = desk.state();
        assert_eq!(state["stage"], "good", "{state}");
        assert_eq!(state["peers"].as_array().unwrap().len(), 1);
        assert_eq!(state["peers"][0]["troubleText"], "");
        assert_ne!(state["peers"][0]["heardAt"], "");
    }
    assert!(other.state()["arrivals"].as_u64().unwrap() > 0);
    let carried = other.call("list_packages", &json!({ "device": "", "limit": 50 }));
    assert_eq!(
        carried["packages"],
        json!([]),
        "letters are no files somebody carried"
    );
}

#[test]
fn a_folder_that_is_gone_is_told_and_serves_again_when_it_is_back() {
    let share = tempfile::tempdir().unwrap();
    let folder = share.path().join("hall");
    std::fs::create_dir(&folder).unwrap();
    let (mut one, mut other) = two_desks(&folder);
    one.round();
    std::fs::rename(&folder, share.path().join("unplugged")).unwrap();
    one.round();
    let state = one.state();
    assert_eq!(
        (&state["stage"], &state["trouble"]),
        (&json!("trouble"), &json!("hall.place_missing"))
    );
    std::fs::rename(share.path().join("unplugged"), &folder).unwrap();
    for _ in 0..3 {
        one.round();
        other.round();
    }
    assert_eq!(one.state()["stage"], "good");
    assert_eq!(other.state()["stage"], "good");
}

#[test]
fn a_locked_desk_and_one_without_a_folder_do_nothing() {
    let share = tempfile::tempdir().unwrap();
    let (mut one, mut other) = two_desks(share.path());
    // Each made itself a box when the folder was chosen.
    let letters = || {
        let boxes = std::fs::read_dir(share.path()).unwrap();
        let paths = boxes.map(|one| one.unwrap().path());
        let in_each = paths.map(|path| std::fs::read_dir(path).unwrap().count());
        in_each.sum::<usize>()
    };
    one.call("lock", &json!({}));
    one.round();
    other.call("lock", &json!({}));
    log_in(&mut other.front, "admin");
    other.call("set_hall", &json!({ "folder": "", "seconds": 5 }));
    other.round();
    assert_eq!(other.state()["stage"], "off");
    assert_eq!(letters(), 0);
}

#[test]
fn a_folder_must_be_there_and_apart_from_the_data() {
    let mut desk = Desk::set_up("3");
    let data = desk.data.path().to_owned();
    let elsewhere = tempfile::tempdir().unwrap();
    for (folder, seconds, code) in [
        (data.join("none").join("hall"), 5, "hall.folder_own"),
        (elsewhere.path().join("none"), 5, "hall.folder_missing"),
        // Nobody may make a folder there, not even who may do everything else.
        (Path::new("/sys").to_owned(), 5, "hall.folder_denied"),
        (data.clone(), 5, "hall.folder_own"),
        (Path::new("hall").to_owned(), 5, "exchange.path"),
        (std::env::temp_dir(), 2, "hall.seconds"),
        (std::env::temp_dir(), 31, "hall.seconds"),
    ] {
        let request = json!({ "id": 1, "command": "set_hall", "args": { "folder": folder, "seconds": seconds } });
        let answer: Value = serde_json::from_str(&desk.front.call(&request.to_string())).unwrap();
        assert_eq!(answer["error"]["code"], code, "{}", folder.display());
    }
    assert_eq!(desk.state()["stage"], "off", "none of them was kept");
    desk.share(elsewhere.path());
    let boxes: Vec<_> = std::fs::read_dir(elsewhere.path()).unwrap().collect();
    let [of_desk] = &boxes[..] else {
        panic!("{boxes:?}");
    };
    let left = std::fs::read_dir(of_desk.as_ref().unwrap().path()).unwrap();
    assert_eq!(left.count(), 0, "what it was tried out with is gone");
}
