//! A centre and a station through the command list: what a file shows, what waits, and the papers about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fachuang_api::{Front, Host};
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::Seeded;
use serde_json::{Value, json};

const ADMIN: &str = "Guanli-2026";
const ONE_TIME: &str = "Yici-2026";
const PASSWORD: &str = "Ziji-2026";
const NOW: &str = "2026-02-10T09:00:00+08:00";

struct Place {
    front: Front,
    _dir: tempfile::TempDir,
}

impl Place {
    fn found(tier: &str, area: &str, segment: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = AtomicI64::new(fachuang_core::time::from_text(NOW).unwrap());
        let mut place = Self {
            front: Front::new(Host {
                data_dir: dir.path().join("desk"),
                fonts_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts"),
                mountinfo: String::new(),
                program_version: "test".into(),
                // A second passes with every look at the clock.
                clock: Arc::new(move || now.fetch_add(1_000, Ordering::SeqCst)),
                random: Box::new(Seeded::new(segment)),
                kdf: KdfCost::for_tests(),
            }),
            _dir: dir,
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

    fn call(&mut self, command: &str, args: Value) -> Value {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let mut answer: Value = serde_json::from_str(&self.front.call(&request)).unwrap();
        assert!(answer.get("ok").is_some(), "{command}: {answer}");
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
    let seen = centre.call("preview_package", json!({ "path": second }));
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
