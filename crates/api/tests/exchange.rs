//! A centre and a station through the command list: what a file shows, what waits, and the papers about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fachuang_api::{Front, Host, Next};
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::Seeded;
use serde_json::{Value, json};

const ADMIN: &str = "Guanli-2026";
const ONE_TIME: &str = "Yici-2026";
const PASSWORD: &str = "Ziji-2026";
const NOW: &str = "2026-02-10T09:00:00+08:00";
const LATER: &str = "2026-02-10T16:00:00+08:00";
/// Enough for several steps.
const VISITS: usize = 110;

struct Place {
    front: Front,
    dir: tempfile::TempDir,
}

fn front(dir: &Path, seed: &str, now: &str) -> Front {
    let now = AtomicI64::new(fachuang_core::time::from_text(now).unwrap());
    Front::new(Host {
        data_dir: dir.join("desk"),
        fonts_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts"),
        mountinfo: String::new(),
        program_version: "test".into(),
        // A moment passes with every look at the clock.
        clock: Arc::new(move || now.fetch_add(1, Ordering::SeqCst)),
        random: Box::new(Seeded::new(seed)),
        kdf: KdfCost::for_tests(),
    })
}

impl Place {
    fn found(tier: &str, area: &str, segment: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut place = Self {
            front: front(dir.path(), segment, NOW),
            dir,
        };
        place.call("set_up", json!({
            "tier": tier, "area": area, "segment": segment, "address": "文昌路8号", "phone": "0999-8000001",
            "complaintPhone": "", "deskName": "1号窗口机", "deviceMark": "1", "adminLogin": "admin", "adminName": "管理员",
            "adminPassword": ADMIN,
        }));
        place.log_in("admin", ADMIN);
        for (login, name, role) in [("yao", "姚", "clerk"), ("luo", "骆", "handler")] {
            place.call("add_staff", json!({
                "login": login, "name": format!("{name}{segment}"), "role": role, "windows": [], "phone": "",
                "unit": "", "oneTimePassword": ONE_TIME,
            }));
        }
        place
    }

    /// Ends the program wherever it is, and starts it again later that day.
    fn restart(&mut self) {
        let dir = tempfile::tempdir().unwrap();
        self.front = front(dir.path(), "nobody", NOW);
        self.front = front(self.dir.path(), "next start", LATER);
    }

    /// Asks as a front does that has others to answer meanwhile.
    fn ask(&mut self, command: &str, args: Value) -> Next {
        let request = json!({ "id": 7, "command": command, "args": args }).to_string();
        self.front.ask(&request)
    }

    fn call(&mut self, command: &str, args: Value) -> Value {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let mut answer: Value = serde_json::from_str(&self.front.call(&request)).unwrap();
        assert!(answer.get("ok").is_some(), "{command}: {answer}");
        answer["ok"].take()
    }

    /// Asks for what is answered at once, and lets nothing else go on.
    fn ask_at_once(&mut self, command: &str, args: Value) -> Value {
        let Next::Answer(answer) = self.ask(command, args) else {
            panic!("{command} takes more than one step");
        };
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        assert!(answer.get("ok").is_some(), "{command}: {answer}");
        answer["ok"].take()
    }

    /// Asks what is answered beside the desk.
    fn call_beside(&self, command: &str) -> Value {
        let request = json!({ "id": 1, "command": command, "args": {} }).to_string();
        let answer = self.front.lookout().call(&request).unwrap();
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        answer["ok"].take()
    }

    fn log_in(&mut self, login: &str, password: &str) {
        self.call("log_in", json!({ "login": login, "password": password }));
    }

    /// Somebody logs in for the first time.
    fn begin(&mut self, login: &str) {
        self.log_in(login, ONE_TIME);
        self.call(
            "change_password",
            json!({ "oldPassword": ONE_TIME, "newPassword": PASSWORD }),
        );
    }

    /// Gives a ticket to the handler, who edits it.
    fn give_and_edit(&mut self, id: &str, value: &str) {
        let found = self.call("suggest_assignees", json!({ "id": id }));
        let staff = found["staff"].as_array().unwrap();
        let handler = staff
            .iter()
            .find(|one| one["name"].as_str().unwrap().starts_with('骆'));
        let version = self.call("get_ticket", json!({ "id": id }))["version"].take();
        self.call(
            "assign_ticket",
            json!({
                "id": id, "version": version, "assigneeId": handler.unwrap()["staffId"], "note": "",
            }),
        );
        self.begin("luo");
        self.edit(id, value);
        self.log_in("yao", PASSWORD);
    }

    fn enrol(&mut self, other: &Value) {
        self.call(
            "enrol_peer",
            json!({ "card": other["text"], "fingerprint": other["fingerprint"] }),
        );
    }

    /// Registers a visit and returns the id of its ticket.
    fn register(&mut self, name: &str) -> String {
        let visit = json!({
            "draftId": "", "channel": "counter", "receivedAt": "", "slipNumber": "", "referralOrgan": "", "referralNumber": "",
            "visitor": {
                "personId": "", "name": name, "gender": "", "birth": "", "idKind": "", "idKindText": "",
                "idNumber": "519921199012089314", "noDocumentReason": "", "phone": "19900010592", "address": "",
                "ethnicity": "", "education": "", "groups": [], "nameReading": "", "doNotCall": false,
                "doNotAnnounce": false, "broughtBy": "",
            },
            "tickets": [{
                "window": "consult", "matter": "劳动/欠薪", "summary": "工头写了一张欠条。", "requests": [],
                "parties": [], "materials": [], "fields": [], "told": [], "limitationKind": "", "limitationDay": "",
                "restricted": false, "conflictAnswers": [], "related": [], "sameMatterAs": "",
            }],
        });
        let done = self.call("register_visit", visit);
        done["tickets"][0]["id"].as_str().unwrap().to_owned()
    }

    fn edit(&mut self, id: &str, value: &str) {
        let page = self.call("get_ticket", json!({ "id": id }));
        self.call(
            "edit_ticket",
            json!({
                "id": id, "version": page["version"], "reason": "来访人更正",
                "changes": [{ "field": "summary", "value": value }],
            }),
        );
    }

    /// Writes a file for the only other desk and returns where it is.
    fn export(&mut self, folder: &Path) -> PathBuf {
        let board = self.call("exchange_board", json!({}));
        let done = self.call(
            "export_package",
            json!({
                "device": board["peers"][0]["device"], "since": "confirmed", "folder": folder,
            }),
        );
        PathBuf::from(done["files"][0]["path"].as_str().unwrap())
    }

    fn take(&mut self, file: &Path) -> Value {
        self.call("apply_package", json!({ "path": file }))
    }

    fn states(&mut self) -> Value {
        let list = self.call("list_tickets", json!({
            "view": "open", "window": "", "state": "", "assignee": "", "group": "", "green": false, "text": "",
            "sort": "due", "after": "", "limit": 20,
        }));
        list["exchange"].clone()
    }

    fn paper(&mut self, list: &str, ids: &[&str]) -> Value {
        self.call(
            "make_list",
            json!({
                "list": list, "from": "", "until": "", "staff": "", "ticketIds": ids, "printer": "",
            }),
        )
    }
}

fn introduced() -> (Place, Place, tempfile::TempDir) {
    let mut centre = Place::found("centre", "云川县", "YC");
    let mut station = Place::found("station", "双河镇", "SH");
    let cards = (
        centre.call("own_card", json!({})),
        station.call("own_card", json!({})),
    );
    centre.enrol(&cards.1);
    station.enrol(&cards.0);
    centre.begin("yao");
    station.begin("yao");
    (centre, station, tempfile::tempdir().unwrap())
}

#[test]
fn a_difference_is_seen_with_both_values_and_counted_once_it_is_there() {
    let (mut centre, mut station, stick) = introduced();
    let ticket = station.register("褚望川");
    assert_eq!(station.states(), json!(["未导出"]));
    let first = station.export(stick.path());
    assert_eq!(station.states(), json!(["已导出"]));
    centre.take(&first);
    assert_eq!(centre.states(), json!([]), "a centre sends to nobody above");
    centre.give_and_edit(&ticket, "欠薪四个月");
    station.edit(&ticket, "欠薪三个月");
    let second = station.export(stick.path());
    let manifest = centre.call("read_manifest", json!({ "path": second }));
    let seen = centre.call("preview_package", json!({ "path": second }));
    assert_eq!(manifest["entries"], seen["entries"]);
    assert_eq!(manifest["signer"].as_str().map(str::len), Some(64));
    let [difference] = &seen["differences"].as_array().unwrap()[..] else {
        panic!("{seen}");
    };
    assert_eq!(difference["ticketId"], json!(ticket));
    let mut values: Vec<(&str, &str, &str)> = difference["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap();
            (text("value"), text("actor"), text("siteName"))
        })
        .collect();
    values.sort_unstable();
    assert_eq!(
        values,
        [
            ("欠薪三个月", "姚SH", "双河镇公共法律服务工作站"),
            ("欠薪四个月", "骆YC", "云川县公共法律服务中心"),
        ]
    );
    assert_eq!(centre.call("exchange_now", json!({}))["conflicts"], 0);
    centre.take(&second);
    let now = centre.call("exchange_now", json!({}));
    assert_eq!((&now["conflicts"], &now["doing"]), (&json!(1), &json!("")));
    let beside = centre
        .front
        .lookout()
        .call(&json!({ "id": 1, "command": "exchange_now", "args": {} }).to_string())
        .expect("it is answered beside the desk");
    assert!(beside.contains("\"conflicts\":1"), "{beside}");
    let answer = centre.export(stick.path());
    station.take(&answer);
    assert_eq!(station.states(), json!(["中心已确认"]));
}

#[test]
fn stations_are_reminded_and_an_import_is_reported_on_paper() {
    let (mut centre, mut station, stick) = introduced();
    let reminder = centre.paper("reminder", &[]);
    assert_eq!(reminder["pages"], 1);
    assert_eq!(reminder["fileName"], "数据交换催交单-20260210.pdf");
    station.register("褚望川");
    let file = station.export(stick.path());
    let done = centre.take(&file);
    let report = centre.paper("import_report", &[done["package"]["id"].as_str().unwrap()]);
    assert_eq!(report["pages"], 1);
    assert_eq!(report["fileName"], "数据导入报告-20260210.pdf");
    assert_ne!(
        centre.paper("reminder", &[])["sha256"],
        reminder["sha256"],
        "the station has given a file since"
    );
}

/// A centre and a file of a station that takes many steps.
fn large_file() -> (Place, PathBuf, tempfile::TempDir) {
    file_of(VISITS)
}

fn file_of(visits: usize) -> (Place, PathBuf, tempfile::TempDir) {
    let (centre, mut station, stick) = introduced();
    for _ in 0..visits {
        station.register("褚望川");
    }
    let file = station.export(stick.path());
    (centre, file, stick)
}

/// Runs the errand of a file and takes as many of its turns.
fn go_on(place: &mut Place, mut next: Next, turns: usize) -> Next {
    for _ in 0..turns {
        next = match next {
            Next::Answer(answer) => panic!("it is over too soon: {answer}"),
            Next::Turn(turn) => place.front.go_on(turn, None),
            Next::Errand(turn, errand) => place.front.go_on(turn, Some(errand.run())),
        };
    }
    next
}

fn refused_with(next: Next) -> Value {
    let Next::Answer(answer) = next else {
        panic!("{next:?}");
    };
    let mut answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["id"], 7);
    answer["error"]["code"].take()
}

#[test]
fn a_save_is_answered_between_two_steps_of_a_file() {
    let (mut centre, file, _stick) = large_file();
    let wish = json!({ "path": file });
    let mut next = centre.ask("apply_package", wish.clone());
    let (mut order, mut shown) = (Vec::new(), Vec::new());
    let answer = loop {
        next = match next {
            Next::Answer(answer) => break answer,
            Next::Errand(turn, errand) => {
                order.push("errand");
                assert_eq!(
                    centre.call("exchange_now", json!({}))["doing"],
                    "backing_up"
                );
                centre.register("单巧云");
                order.push("save");
                centre.front.go_on(turn, Some(errand.run()))
            }
            Next::Turn(turn) => {
                order.push("step");
                assert!(!centre.front.catch_up(), "the index waits for the end");
                shown.push(centre.call("exchange_now", json!({}))["doing"].take());
                centre.register("单巧云");
                order.push("save");
                let second = centre.ask("apply_package", wish.clone());
                assert_eq!(refused_with(second), "exchange.under_way");
                centre.front.go_on(turn, None)
            }
        };
    };
    let saves = order.iter().filter(|what| **what == "save").count();
    assert!(saves > 5, "{order:?}");
    assert!(
        order.chunks(2).all(|pair| pair[1] == "save"),
        "each save is answered before the next step: {order:?}"
    );
    assert!(centre.front.catch_up(), "and is brought up to date then");
    let applying = shown.iter().take_while(|doing| **doing == "applying");
    assert!(applying.count() > 2, "{shown:?}");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["id"], 7);
    let done = &answer["ok"];
    assert_eq!(done["package"]["state"], "applied");
    assert_eq!(done["package"]["fresh"], done["package"]["entries"]);
    let backup = centre
        .dir
        .path()
        .join("desk/backups")
        .join(done["backup"].as_str().unwrap());
    assert!(backup.exists(), "{}", backup.display());
    assert_eq!(centre.call("exchange_now", json!({}))["doing"], "");
    let again = centre.take(&file);
    assert_eq!(
        (&again["seenBefore"], &again["backup"]),
        (&json!(true), &json!(""))
    );
    let undone = json!({ "id": done["package"]["id"], "reason": "拿错了文件" });
    assert_eq!(centre.call("undo_package", undone)["state"], "withdrawn");
    let left = centre.call("list_tickets", json!({
        "view": "open", "window": "", "state": "", "assignee": "", "group": "", "green": false, "text": "",
        "sort": "due", "after": "", "limit": 100,
    }));
    assert_eq!(
        left["rows"].as_array().unwrap().len(),
        saves,
        "what was saved meanwhile stays"
    );
}

#[test]
fn a_program_that_ends_between_two_steps_goes_on_by_itself_after_the_next_login() {
    let (mut centre, file, _stick) = large_file();
    let next = centre.ask("apply_package", json!({ "path": file }));
    go_on(&mut centre, next, 3);
    centre.restart();
    std::fs::remove_file(&file).unwrap();
    let next = centre.ask("log_in", json!({ "login": "yao", "password": PASSWORD }));
    assert!(matches!(next, Next::Answer(_)), "nobody waits for the file");
    let again = centre.ask("apply_package", json!({ "path": file }));
    assert_eq!(refused_with(again), "exchange.under_way");
    let mut steps = 0;
    while centre.call_beside("exchange_now")["doing"] == "applying" {
        assert!(centre.front.catch_up());
        steps += 1;
    }
    assert!(steps > 1, "{steps}");
    let packages = centre.ask("list_packages", json!({ "device": "", "limit": 5 }));
    let Next::Answer(packages) = packages else {
        panic!("{packages:?}");
    };
    let packages: Value = serde_json::from_str(&packages).unwrap();
    let package = &packages["ok"]["packages"][0];
    assert_eq!(package["state"], "applied", "{package}");
    assert_eq!(package["fresh"], package["entries"]);
}

#[test]
fn a_desk_that_is_locked_breaks_a_file_off_and_says_so() {
    let (mut centre, file, _stick) = large_file();
    let next = centre.ask("apply_package", json!({ "path": file }));
    let next = go_on(&mut centre, next, 2);
    centre.call("lock", json!({}));
    let Next::Turn(turn) = next else {
        panic!("{next:?}");
    };
    centre.log_in("yao", PASSWORD);
    let late = centre.front.go_on(turn, None);
    assert_eq!(refused_with(late), "exchange.broken_off");
    let packages = centre.call("list_packages", json!({ "device": "", "limit": 5 }));
    assert_eq!(
        packages["packages"][0]["state"], "applied",
        "the login went on with it"
    );
}

#[test]
fn a_file_that_stopped_half_way_with_its_sender_is_shown_and_can_be_taken_back() {
    // More than one step holds.
    let (mut centre, file, _stick) = file_of(VISITS * 2);
    let next = centre.ask("apply_package", json!({ "path": file }));
    go_on(&mut centre, next, 2);
    centre.restart();
    // Nobody is at the desk yet, so it does not go on.
    centre.ask("log_in", json!({ "login": "admin", "password": ADMIN }));
    let peers = centre.ask_at_once("exchange_board", json!({}));
    let device = peers["peers"][0]["device"].clone();
    assert_eq!(peers["peers"][0]["stoppedId"], "", "it goes on by itself");
    centre.ask_at_once(
        "revoke_peer",
        json!({ "device": device, "reason": "电脑遗失", "successor": "" }),
    );
    let row = centre.call("exchange_board", json!({}))["peers"][0].take();
    let count = |field: &str| row[field].as_u64().unwrap();
    assert_eq!(row["state"], "revoked");
    assert!(count("stoppedNumber") > 0, "{row}");
    assert!(
        (1..count("stoppedEntries")).contains(&count("stoppedDone")),
        "{row}"
    );
    centre.log_in("yao", PASSWORD);
    let list = json!({ "device": device, "limit": 5 });
    let listed = centre.call("list_packages", list)["packages"][0].take();
    assert_eq!(
        (&listed["stopped"], &listed["canUndo"]),
        (&json!("revoked"), &json!(true))
    );
    let undone = json!({ "id": row["stoppedId"], "reason": "停用的电脑写的" });
    assert_eq!(centre.call("undo_package", undone)["state"], "withdrawn");
    assert_eq!(
        centre.call("exchange_board", json!({}))["peers"][0]["stoppedId"],
        ""
    );
}

#[test]
fn files_taken_in_within_one_second_keep_a_backup_each() {
    let (mut centre, mut station, stick) = introduced();
    let mut backups = Vec::new();
    for _ in 0..3 {
        station.register("褚望川");
        let file = station.export(stick.path());
        backups.push(centre.take(&file)["backup"].take());
        let answer = centre.export(stick.path());
        station.take(&answer);
    }
    let stamps: Vec<&str> = backups
        .iter()
        .map(|name| &name.as_str().unwrap()[..20])
        .collect();
    assert_eq!(stamps[0], stamps[1], "of one second: {backups:?}");
    let names: std::collections::BTreeSet<&str> =
        backups.iter().filter_map(Value::as_str).collect();
    assert_eq!(names.len(), 3, "{backups:?}");
}
