//! A day at the desk through the command list alone: from set-up to the citizen's rating.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fachuang_api::{Front, Host};
use fachuang_core::account::slot::{KdfCost, SlotFile};
use fachuang_core::chance::Seeded;
use fachuang_core::storage::SCHEMA;
use fachuang_core::storage::connect::Database;
use serde_json::{Value, json};

struct Bench {
    front: Front,
    now: Arc<AtomicI64>,
    dir: tempfile::TempDir,
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
        Self { front, now, dir }
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
        "draftId": "", "channel": "counter", "receivedAt": "", "slipNumber": "", "referralOrgan": "", "referralNumber": "",
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
    let close = |name: &str| {
        let mut known = outcomes.as_array().unwrap().iter();
        let outcome = known.find(|one| one["name"] == name).unwrap()["code"].clone();
        json!({ "id": id, "version": saved["version"], "outcome": outcome, "text": "对方当庭付清" })
    };
    assert_eq!(
        bench.try_call("close_ticket", close("办结")).unwrap_err()["code"],
        "ticket.close_before"
    );
    bench.call("close_ticket", close("撤回"));

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
    assert_eq!(tasks["tasks"][0]["ratedName"], "骆以安");
    assert_eq!(tasks["tasks"][0]["own"], true);
    let own = bench
        .try_call(
            "finish_rating_task",
            json!({ "id": id, "result": "已回访" }),
        )
        .unwrap_err();
    assert_eq!(own["code"], "rating.own");
    bench.enter("lu");
    let tasks = bench.call("list_rating_tasks", json!({}));
    assert_eq!(tasks["tasks"][0]["own"], false);
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

#[test]
fn a_party_keeps_the_numbers_who_edits_it_has_not_seen() {
    let mut bench = Bench::opened();
    let mut form = visit(visitor("单巧云", "519921199012089314"), "legal_aid");
    form["tickets"][0]["parties"][0]["phone"] = json!("19900010075");
    let id = bench.call("register_visit", form)["tickets"][0]["id"].clone();
    let page = bench.call("get_ticket", json!({ "id": id }));
    let party = |name: &str, phone: &str| {
        json!({
            "key": page["parties"][0]["key"], "role": "opponent", "kind": "person", "name": name, "idNumber": "",
            "creditCode": "", "phone": phone, "groups": [],
        })
    };
    let wish = |party: Value, keep: Value, reason: &str| json!({ "id": id, "version": page["version"], "party": party, "keep": keep, "reason": reason });

    let renamed = party("田兆峰", "");
    let keep = json!(["id_number", "phone", "groups"]);
    let refused = bench.try_call("save_party", wish(renamed.clone(), keep.clone(), ""));
    assert_eq!(refused.unwrap_err()["code"], "reason.missing");
    bench.call("save_party", wish(renamed, keep, "照身份证更正"));
    let now = bench.call("get_ticket", json!({ "id": id }));
    assert_eq!(now["parties"][0]["name"], "田兆峰");
    assert_eq!(now["parties"][0]["phoneMasked"], "199****0075");

    let stale = wish(party("田兆峰", "19900010076"), json!([]), "电话换了");
    assert_eq!(
        bench.try_call("save_party", stale).unwrap_err()["code"],
        "record.changed_meanwhile"
    );
}

#[test]
fn a_name_no_paper_can_show_is_doubted_until_its_reading_is_written() {
    let mut bench = Bench::opened();
    let mut form = visit(visitor("欧阳𰀁", "519921199012089314"), "legal_aid");
    form["tickets"][0]["parties"][0]["name"] = json!("田𰀁丰");
    let doubts = |check: &Value| -> Vec<String> {
        let notices = check["notices"].as_array().unwrap().iter();
        notices
            .filter(|notice| notice["code"].as_str().unwrap().ends_with(".glyph_missing"))
            .inspect(|notice| assert_eq!(notice["blocks"], false))
            .inspect(|notice| assert!(notice["message"].as_str().unwrap().contains('𰀁')))
            .map(|notice| notice["field"].as_str().unwrap().to_owned())
            .collect()
    };
    let check = bench.call("check_intake", form.clone());
    assert_eq!(
        doubts(&check),
        ["visitor.name", "tickets[0].parties[0].name"]
    );
    form["visitor"]["nameReading"] = json!("ōuyáng dān");
    form["tickets"][0]["parties"][0]["name"] = json!("查䶮");
    let check = bench.call("check_intake", form);
    assert_eq!(doubts(&check), Vec::<String>::new());
}

#[test]
fn an_overdue_ticket_is_pressed_answered_and_closed_and_a_restricted_one_stays_masked() {
    let mut bench = Bench::opened();
    let done = bench.call(
        "register_visit",
        visit(visitor("阿的·木呷约布", "519921199012089314"), "legal_aid"),
    );
    let id = done["tickets"][0]["id"].as_str().unwrap().to_owned();
    let mut hidden = visit(visitor("田小满", ""), "legal_aid");
    hidden["tickets"][0]["restricted"] = json!(true);
    bench.call("register_visit", hidden);
    bench.call(
        "log_in",
        json!({ "login": "admin", "password": "Guanli-2026" }),
    );
    bench.call("add_staff", json!({
        "login": "qin", "name": "秦望舒", "role": "clerk", "windows": [], "phone": "", "unit": "",
        "oneTimePassword": "Yici-2026",
    }));

    let late = ms("2026-06-10T08:00:00+08:00");
    bench.now.store(late, Ordering::SeqCst);
    bench.enter("qin");
    let swept = bench.call("sweep", json!({}));
    assert!(swept["opened"].as_u64().unwrap() >= 2, "{swept}");
    let again = bench.call("sweep", json!({}));
    assert_eq!(
        (again["opened"].clone(), again["raised"].clone()),
        (json!(0), json!(0))
    );
    let wish =
        json!({ "window": "", "level": 0, "state": "", "mine": false, "skip": 0, "limit": 50 });
    let list = bench.call("list_supervisions", wish.clone());
    let rows = list["rows"].as_array().unwrap().clone();
    let (masked, open): (Vec<&Value>, Vec<&Value>) =
        rows.iter().partition(|row| row["restricted"] == true);
    assert!(!masked.is_empty() && !open.is_empty());
    for row in masked {
        assert_eq!(
            (row["visitor"].as_str(), row["matter"].as_str()),
            (Some(""), Some(""))
        );
    }
    let own = open
        .into_iter()
        .find(|row| row["ticketId"] == id.as_str())
        .unwrap();
    let text = |words: &str| json!({ "ticketId": id, "key": own["key"], "text": words });
    let refused = bench
        .try_call("reply_supervision", text("不是我的"))
        .unwrap_err();
    assert_eq!(refused["code"], "ticket.not_yours");

    bench.enter("yao");
    assert!(
        bench.call("home", json!({}))["mySupervisions"]
            .as_u64()
            .unwrap()
            >= 1
    );
    bench.call("reply_supervision", text("明天决定"));
    let refused = bench
        .try_call("close_supervision", text("好了"))
        .unwrap_err();
    assert_eq!(refused["code"], "right.missing");
    bench.enter("lu");
    bench.call("close_supervision", text("已督促决定"));
    let page = bench.call("get_ticket", json!({ "id": id }));
    let closed = page["supervisions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["key"] == own["key"])
        .unwrap();
    assert_eq!(
        (closed["state"].clone(), closed["result"].clone()),
        (json!("closed"), json!("已督促决定"))
    );
    assert!(
        page["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["actor"] == "每日检查")
    );
}

/// Asks beside the front; none when the front has to answer.
fn beside(bench: &Bench, command: &str, args: Value) -> Option<Value> {
    let request = json!({ "id": 7, "command": command, "args": args }).to_string();
    let answer = bench.front.lookout().call(&request)?;
    Some(serde_json::from_str(&answer).unwrap())
}

fn all_tickets() -> Value {
    json!({
        "view": "all", "window": "", "state": "", "assignee": "", "group": "", "green": false, "text": "", "sort": "newest",
        "after": "", "limit": 20,
    })
}

#[test]
fn lists_and_the_search_are_answered_while_a_write_is_open() {
    let mut bench = Bench::opened();
    bench.call(
        "register_visit",
        visit(visitor("阿的·木呷约布", ""), "legal_aid"),
    );
    let directory = bench.dir.path().join("desk");
    let key = SlotFile::load(&directory).unwrap().0;
    let key = key.unlock("yao", "Yici-2026").unwrap().key;
    let path = directory.join(fachuang_api::DATABASE_FILE);
    let writer = Database::at(&path, &key, SCHEMA).writer().unwrap();
    writer
        .execute_batch(
            "BEGIN IMMEDIATE; UPDATE ticket SET matter = 'half done', find_text = 'half done'",
        )
        .unwrap();
    let list = beside(&bench, "list_tickets", all_tickets()).unwrap();
    assert_eq!(list["id"], 7);
    assert_eq!(list["ok"]["total"], 1, "{list}");
    assert_ne!(list["ok"]["rows"][0]["matter"], "half done");
    let found = beside(&bench, "search", json!({ "text": "half", "limit": 5 })).unwrap();
    assert_eq!(found["ok"]["hits"], json!([]));
    writer.execute_batch("ROLLBACK").unwrap();
    bench.call(
        "register_visit",
        visit(visitor("阿的·木呷约布", ""), "legal_aid"),
    );
    let list = beside(&bench, "list_tickets", all_tickets()).unwrap();
    assert_eq!(list["ok"]["total"], 2, "what was committed is seen at once");
}

#[test]
fn beside_the_front_there_is_nothing_but_reading_and_nothing_without_a_login() {
    let mut bench = Bench::new();
    bench.call("set_up", set_up());
    assert_eq!(
        beside(&bench, "list_tickets", all_tickets()),
        None,
        "nobody is at the desk"
    );
    let mut bench = Bench::opened();
    for command in [
        "register_visit",
        "home",
        "status",
        "log_in",
        "rating_screen",
        "nonsense",
    ] {
        assert_eq!(beside(&bench, command, json!({})), None, "{command}");
    }
    let wrong = beside(&bench, "search", json!({ "text": 5 })).unwrap();
    assert_eq!(wrong["error"]["code"], "request.bad_args");
    bench.call(
        "log_in",
        json!({ "login": "admin", "password": "Guanli-2026" }),
    );
    let refused = beside(&bench, "list_tickets", all_tickets()).unwrap();
    assert_eq!(
        refused["error"]["code"], "right.missing",
        "the administrator reads no case"
    );
    bench.call("lock", json!({}));
    assert_eq!(
        beside(&bench, "list_tickets", all_tickets()),
        None,
        "the desk is locked"
    );
}

impl Bench {
    fn register(&mut self, name: &str, id_number: &str, window: &str) -> String {
        let done = self.call("register_visit", visit(visitor(name, id_number), window));
        done["tickets"][0]["id"].as_str().unwrap().to_owned()
    }

    fn staff(&mut self, name: &str) -> String {
        let staff = self.call("list_staff", json!({}));
        let mut staff = staff["staff"].as_array().unwrap().iter();
        let found = staff.find(|one| one["name"] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    }

    fn step(&mut self, ticket: &str, step: &str, values: &[(&str, &str)]) {
        let version = self.call("get_ticket", json!({ "id": ticket }))["version"].clone();
        let values: Vec<Value> = values
            .iter()
            .map(|(field, value)| json!({ "field": field, "value": value }))
            .collect();
        self.call(
            "take_step",
            json!({ "ticketId": ticket, "version": version, "step": step, "day": "", "values": values }),
        );
    }
}

#[test]
fn home_visits_are_listed_for_who_goes_and_printed_as_a_route() {
    let mut bench = Bench::opened();
    let ticket = bench.register("阿的·木呷约布", "519921199012089314", "special");
    let (one, two) = (bench.staff("姚素琴"), bench.staff("骆以安"));
    let safe = [("no_call", "true"), ("way", "晚七点后打妹妹电话")];
    bench.step(&ticket, "safe_contact", &safe);
    bench.step(
        &ticket,
        "companion",
        &[("name", "沙马"), ("relation", "妹妹"), ("own_will", "true")],
    );
    bench.step(
        &ticket,
        "home_visit_order",
        &[
            ("staff_one", &one),
            ("staff_two", &two),
            ("at", "2026-02-10T15:00"),
            ("address", "尔古村二组"),
        ],
    );
    assert_eq!(bench.call("home", json!({}))["homeVisits"], 1);
    let of = |staff: &str| json!({ "from": "2026-02-10", "until": "2026-02-10", "staff": staff, "window": "" });
    let row = bench.call("list_home_visits", of(&two))["rows"][0].take();
    assert_eq!(row["staff"], json!(["姚素琴", "骆以安"]));
    assert_eq!(
        (&row["companion"], &row["doNotCall"]),
        (&json!("沙马（妹妹）"), &json!(true))
    );
    assert_eq!(row["green"], true, "a migrant worker has a green channel");
    let director = bench.staff("陆维桢");
    assert_eq!(
        bench.call("list_home_visits", of(&director))["rows"],
        json!([])
    );
    let mut list = json!({
        "list": "home_visits", "from": "2026-02-10", "until": "2026-02-10", "staff": two, "ticketIds": [], "printer": "",
    });
    let paper = bench.call("make_list", list.clone());
    assert_eq!(paper["pages"], 1);
    assert_eq!(paper["fileName"], "上门服务路线单-20260210.pdf");
    list["printer"] = json!("file");
    let printed = bench.call("make_list", list);
    assert_eq!(
        printed["sha256"], paper["sha256"],
        "what was looked at is what is printed"
    );
}

#[test]
fn a_proposal_is_decided_by_somebody_else_and_a_referral_is_waited_for() {
    let mut bench = Bench::opened();
    let ticket = bench.register("单巧云", "519921199012089314", "notary");
    bench.step(&ticket, "propose_void", &[("reason", "重复登记")]);
    let row = bench.call("list_proposals", json!({}))["rows"][0].take();
    assert_eq!(
        (&row["kind"], &row["mayDecide"]),
        (&json!("void"), &json!(false))
    );
    assert_ne!(row["whyNot"], "");
    let mut decision = json!({
        "ticketId": ticket, "version": row["version"], "kind": "void", "follow": false, "reason": "是两件事",
    });
    let refused = bench.try_call("decide_proposal", decision.clone());
    assert_eq!(refused.unwrap_err()["code"], "right.propose_only");
    bench.enter("lu");
    assert_eq!(bench.call("home", json!({}))["proposals"], 1);
    let row = bench.call("list_proposals", json!({}))["rows"][0].take();
    assert_eq!(
        (&row["mayDecide"], &row["reason"]),
        (&json!(true), &json!("重复登记"))
    );
    decision["version"] = row["version"].clone();
    bench.call("decide_proposal", decision);
    assert_eq!(bench.call("list_proposals", json!({}))["rows"], json!([]));
    bench.enter("yao");
    bench.step(
        &ticket,
        "refer_to",
        &[
            ("institution", "云川县公证处"),
            ("separate_consent", "true"),
            ("letter_number", "云法转1号"),
        ],
    );
    bench.now.fetch_add(3 * 86_400_000, Ordering::SeqCst);
    bench.enter("yao");
    let row = bench.call("list_referrals", json!({ "window": "notary" }))["rows"][0].take();
    assert_eq!(
        (&row["institution"], &row["daysSince"]),
        (&json!("云川县公证处"), &json!(3))
    );
    assert_eq!(
        (&row["receipt"], &row["chased"]),
        (&json!(false), &json!(0))
    );
    assert_ne!(row["due"], "");
    let paper = json!({ "ticketId": ticket, "form": "chase", "filled": null });
    assert_eq!(bench.call("preview_paper", paper)["pages"], 1);
    bench.step(
        &ticket,
        "chase",
        &[("letter_number", "云法催1号"), ("next_on", "2026-02-27")],
    );
    bench.step(&ticket, "refer_ack", &[]);
    let row = bench.call("list_referrals", json!({ "window": "" }))["rows"][0].take();
    assert_eq!(
        (&row["receipt"], &row["chased"], &row["due"]),
        (&json!(true), &json!(1), &json!(""))
    );
    bench.step(&ticket, "notary_accept", &[]);
    assert_eq!(
        bench.call("list_referrals", json!({ "window": "" }))["rows"],
        json!([])
    );
}

#[test]
fn a_desk_is_handed_over_as_a_whole_and_its_list_is_printed() {
    let mut bench = Bench::opened();
    let tickets = [
        bench.register("单巧云", "519921199012089314", "consult"),
        bench.register("阿的·木呷约布", "", "special"),
    ];
    let (from, to) = (bench.staff("姚素琴"), bench.staff("骆以安"));
    bench.enter("lu");
    let wish = json!({ "fromId": from, "toIds": [to] });
    let listed = bench.call("list_hand_over", wish.clone());
    let rows = listed["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| row["toId"] == to.as_str() && row["whyNot"] == "")
    );
    let parts: Vec<Value> = tickets
        .iter()
        .map(|ticket| json!({ "ticketId": ticket, "toId": to }))
        .collect();
    let mut hand = json!({ "fromId": from, "parts": parts[..1], "reason": "调到乡镇" });
    let refused = bench.try_call("hand_over", hand.clone()).unwrap_err();
    assert_eq!(refused["code"], "hand_over.left_out");
    hand["parts"] = json!(parts);
    bench.call("hand_over", hand);
    assert_eq!(bench.call("list_hand_over", wish)["rows"], json!([]));
    let page = bench.call("get_ticket", json!({ "id": tickets[0] }));
    assert_eq!(
        (&page["assignee"], &page["firstContact"]),
        (&json!("骆以安"), &json!("姚素琴"))
    );
    assert_eq!(page["timeline"][0]["title"], "姚素琴离岗，移交给骆以安");
    let list = json!({
        "list": "hand_over", "from": "", "until": "", "staff": "", "ticketIds": tickets, "printer": "file",
    });
    assert_eq!(bench.call("make_list", list)["pages"], 1);
}
