//! A day at the desk through the command list alone: from set-up to the citizen's rating.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fachuang_api::{Front, Host};
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::Seeded;
use serde_json::{Value, json};

struct Bench {
    front: Front,
    now: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

fn ms(text: &str) -> i64 {
    fachuang_core::time::from_text(text).unwrap()
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(ms("2026-02-10T09:00:00+08:00")));
        let clock = now.clone();
        let front = Front::new(Host {
            data_dir: dir.path().join("desk"),
            fonts_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts"),
            mountinfo: String::new(),
            program_version: "test".into(),
            clock: Arc::new(move || clock.load(Ordering::SeqCst)),
            random: Box::new(Seeded::new("journey")),
            kdf: KdfCost::for_tests(),
        });
        Self {
            front,
            now,
            _dir: dir,
        }
    }

    fn try_call(&mut self, command: &str, args: Value) -> Result<Value, Value> {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let mut answer: Value = serde_json::from_str(&self.front.call(&request)).unwrap();
        match answer.get_mut("ok") {
            Some(ok) => Ok(ok.take()),
            None => Err(answer["error"].take()),
        }
    }

    fn call(&mut self, command: &str, args: Value) -> Value {
        self.try_call(command, args)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    fn citizen(&mut self, command: &str, args: Value) -> Result<Value, Value> {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let mut answer: Value = serde_json::from_str(&self.front.call_rating(&request)).unwrap();
        match answer.get_mut("ok") {
            Some(ok) => Ok(ok.take()),
            None => Err(answer["error"].take()),
        }
    }

    /// Sets the desk up and leaves a clerk at it.
    fn opened() -> Self {
        let mut bench = Self::new();
        let done = bench.call("set_up", set_up());
        assert_eq!(done["siteName"], "云川县公共法律服务中心");
        bench.call(
            "log_in",
            json!({ "login": "admin", "password": "Guanli-2026" }),
        );
        for (login, name, role) in [
            ("yao", "姚素琴", "clerk"),
            ("lu", "陆维桢", "director"),
            ("", "骆以安", "handler"),
        ] {
            bench.call("add_staff", json!({
                "login": login, "name": name, "role": role, "windows": [], "phone": "", "unit": "",
                "oneTimePassword": if login.is_empty() { "" } else { "Yici-2026" },
            }));
        }
        bench.enter("yao");
        bench
    }

    fn enter(&mut self, login: &str) {
        let session = self.call("log_in", json!({ "login": login, "password": "Yici-2026" }));
        if session["mustChangePassword"] == true {
            assert_eq!(
                self.try_call("home", json!({})).unwrap_err()["code"],
                "session.must_change"
            );
            self.call(
                "change_password",
                json!({ "oldPassword": "Yici-2026", "newPassword": "Ziji-2026" }),
            );
            self.call(
                "change_password",
                json!({ "oldPassword": "Ziji-2026", "newPassword": "Yici-2026" }),
            );
        }
    }
}

fn set_up() -> Value {
    json!({
        "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
        "complaintPhone": "0999-8000008", "deskName": "3号窗口机", "deviceMark": "3", "adminLogin": "admin",
        "adminName": "管理员", "adminPassword": "Guanli-2026",
    })
}

fn visitor(name: &str, id_number: &str) -> Value {
    json!({
        "personId": "", "name": name, "gender": "", "birth": "", "idKind": "", "idKindText": "", "idNumber": id_number,
        "noDocumentReason": "", "phone": "19900010592", "address": "云川县云顶彝族乡尔古村", "ethnicity": "", "education": "",
        "groups": ["migrant_worker"], "nameReading": "", "doNotCall": false, "doNotAnnounce": false, "broughtBy": "",
    })
}

fn visit(visitor: Value, window: &str) -> Value {
    json!({
        "draftId": "", "channel": "counter", "receivedAt": "", "referralOrgan": "", "referralNumber": "",
        "visitor": visitor,
        "tickets": [{
            "window": window, "matter": "请求支付劳动报酬（农民工欠薪）", "summary": "工头写了一张欠条。",
            "requests": ["追索劳务报酬"], "parties": [{
                "key": "a", "role": "opponent", "kind": "person", "name": "田兆丰", "idNumber": "", "creditCode": "",
                "phone": "", "groups": [],
            }],
            "materials": [{ "name": "欠条", "form": "original", "copies": 1, "present": true }],
            "fields": [], "told": [], "limitationKind": "", "limitationDay": "", "restricted": false,
            "conflictAnswers": [], "related": [], "sameMatterAs": "",
        }],
    })
}

#[test]
fn a_ticket_goes_from_the_counter_to_the_rating() {
    let mut bench = Bench::opened();
    let form = visit(visitor("阿的·木呷约布", "519921199012089314"), "legal_aid");
    let check = bench.call("check_intake", form.clone());
    assert_eq!(check["age"], 35);
    assert_eq!(
        check["tickets"][0]["limits"][1]["due"], "2026-02-24",
        "{check}"
    );

    let done = bench.call("register_visit", form);
    let id = done["tickets"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        done["tickets"][0]["number"].as_str().unwrap().get(..10),
        Some("YC-Y260210")
    );
    let page = bench.call("get_ticket", json!({ "id": id }));
    assert_eq!(page["state"], "registered");
    assert_eq!(page["idNumberMasked"], "519921********9314");
    assert_eq!(page["limits"].as_array().unwrap().len(), 2);

    let paper = bench.call(
        "issue_paper",
        json!({ "ticketId": id, "form": "receipt_a4", "printer": "file" }),
    );
    assert_eq!(
        (paper["count"].clone(), paper["pages"].clone()),
        (json!(1), json!(1))
    );
    let again = bench.call(
        "preview_paper",
        json!({ "ticketId": id, "form": "receipt_a4" }),
    );
    assert_eq!(again["count"], 2);

    let staff = bench.call("suggest_assignees", json!({ "id": id }));
    let lawyer = staff["staff"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "骆以安")
        .unwrap()["staffId"]
        .clone();
    let page = bench.call("get_ticket", json!({ "id": id }));
    let stale = json!({ "id": id, "version": "1", "assigneeId": lawyer, "note": "" });
    assert_eq!(
        bench.try_call("assign_ticket", stale).unwrap_err()["code"],
        "record.changed_meanwhile"
    );
    let saved = bench.call(
        "assign_ticket",
        json!({ "id": id, "version": page["version"], "assigneeId": lawyer, "note": "" }),
    );
    bench.now.fetch_add(3_600_000, Ordering::SeqCst);
    let outcomes = bench.call("catalogue", json!({}))["windows"][1]["outcomes"].clone();
    let outcome = outcomes
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "办结")
        .unwrap()["code"]
        .clone();
    bench.call("close_ticket", json!({ "id": id, "version": saved["version"], "outcome": outcome, "text": "对方当庭付清" }));

    bench.call("ask_rating", json!({ "id": id }));
    assert_eq!(
        bench
            .citizen("get_ticket", json!({ "id": id }))
            .unwrap_err()["code"],
        "session.not_citizen"
    );
    let screen = bench.citizen("rating_screen", json!({})).unwrap();
    let answer = json!({
        "token": screen["token"], "attitude": 5, "efficiency": 2, "skill": 4, "overall": 4, "comment": "", "anonymous": true,
    });
    assert_eq!(
        bench.try_call("submit_rating", answer.clone()).unwrap_err()["code"],
        "session.not_citizen"
    );
    bench.citizen("submit_rating", answer).unwrap();
    let page = bench.call("get_ticket", json!({ "id": id }));
    assert_eq!(page["rating"]["state"], "rated");
    let tasks = bench.call("list_rating_tasks", json!({}));
    assert_eq!(tasks["tasks"][0]["state"], "open");
    let own = bench
        .try_call(
            "finish_rating_task",
            json!({ "id": id, "result": "已回访" }),
        )
        .unwrap_err();
    assert_eq!(own["code"], "rating.own");
    bench.enter("lu");
    bench.call(
        "finish_rating_task",
        json!({ "id": id, "result": "已回访，向群众说明了进度" }),
    );
    let report = bench.call("verify", json!({}));
    assert_eq!(report["sound"], true, "{report}");
}

#[test]
fn a_returning_visitor_is_found_and_searched_by_every_key() {
    let mut bench = Bench::opened();
    bench.call(
        "register_visit",
        visit(visitor("单巧云", "519921199012089314"), "legal_aid"),
    );
    let check = bench.call(
        "check_intake",
        visit(visitor("单巧芸", "519921199012089314"), "consult"),
    );
    assert_eq!(check["samePersons"][0]["certain"], true);
    assert_eq!(check["samePersons"][0]["nameDiffers"], true);
    assert_eq!(check["earlier"].as_array().unwrap().len(), 1);
    for text in [
        "单",
        "巧云",
        "单巧云",
        "sqy",
        "shanqiao",
        "9314",
        "0592",
        "519921199012089314",
        "欠条",
        "田兆丰",
        "欠条 工头",
    ] {
        let found = bench.call("search", json!({ "text": text, "limit": 10 }));
        assert_eq!(found["hits"].as_array().unwrap().len(), 1, "{text}");
    }
    let none = bench.call("search", json!({ "text": "查无此人", "limit": 10 }));
    assert!(none["hits"].as_array().unwrap().is_empty());
}

#[test]
fn wrong_passwords_make_the_desk_wait() {
    let mut bench = Bench::opened();
    bench.call("lock", json!({}));
    assert_eq!(
        bench.try_call("home", json!({})).unwrap_err()["code"],
        "session.locked"
    );
    for _ in 0..5 {
        let refused = bench
            .try_call("log_in", json!({ "login": "yao", "password": "falsch" }))
            .unwrap_err();
        assert_eq!(refused["code"], "login.wrong");
    }
    let refused = bench
        .try_call("log_in", json!({ "login": "yao", "password": "Yici-2026" }))
        .unwrap_err();
    assert_eq!(refused["code"], "login.wait");
    bench.now.fetch_add(61_000, Ordering::SeqCst);
    bench.call("log_in", json!({ "login": "yao", "password": "Yici-2026" }));
}
