//! Issued papers as records: printed again to the byte, recognised by their code, declared void.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_api::{DATABASE_FILE, Front, Host};
use fachuang_core::account::slot::{KdfCost, SlotFile};
use fachuang_core::chance::Seeded;
use fachuang_core::number::{DeviceMark, PAPER, TicketNumber};
use fachuang_core::storage::Connection;
use fachuang_core::storage::SCHEMA;
use fachuang_core::storage::connect::Database;
use serde_json::{Value, json};

mod again;
mod path;
mod slips;
mod volume;

struct Counter {
    front: Front,
    now: Arc<AtomicI64>,
    data: PathBuf,
    _dir: tempfile::TempDir,
}

fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts")
}

fn front(data: &Path, now: &Arc<AtomicI64>, fonts: &Path) -> Front {
    let clock = now.clone();
    Front::new(Host {
        data_dir: data.to_owned(),
        fonts_dir: fonts.to_owned(),
        mountinfo: String::new(),
        program_version: "test".into(),
        clock: Arc::new(move || clock.load(Ordering::SeqCst)),
        random: Box::new(Seeded::new("papers")),
        kdf: KdfCost::for_tests(),
    })
}

impl Counter {
    /// A desk with a clerk at it.
    fn opened() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("desk");
        let begun = fachuang_core::time::from_text("2026-02-10T09:00:00+08:00").unwrap();
        let now = Arc::new(AtomicI64::new(begun));
        let mut counter = Self {
            front: front(&data, &now, &fonts()),
            now,
            data,
            _dir: dir,
        };
        counter.call("set_up", json!({
            "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
            "complaintPhone": "0999-8000008", "deskName": "3号窗口机", "deviceMark": "3", "adminLogin": "admin",
            "adminName": "管理员", "adminPassword": "Guanli-2026",
        }));
        counter.log_in("admin", "Guanli-2026");
        for (login, name, role) in [("yao", "姚素琴", "clerk"), ("shen", "沈知白", "auditor")]
        {
            counter.call("add_staff", json!({
                "login": login, "name": name, "role": role, "windows": [], "phone": "", "unit": "",
                "oneTimePassword": "Yici-2026",
            }));
            counter.log_in(login, "Yici-2026");
            let change = json!({ "oldPassword": "Yici-2026", "newPassword": "Ziji-2026" });
            counter.call("change_password", change);
            counter.log_in("admin", "Guanli-2026");
        }
        counter.log_in("yao", "Ziji-2026");
        counter
    }

    fn log_in(&mut self, login: &str, password: &str) {
        self.call("log_in", json!({ "login": login, "password": password }));
    }

    fn ask(&mut self, command: &str, args: Value) -> Result<Value, Value> {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let mut answer: Value = serde_json::from_str(&self.front.call(&request)).unwrap();
        match answer.get_mut("ok") {
            Some(ok) => Ok(ok.take()),
            None => Err(answer["error"].take()),
        }
    }

    fn call(&mut self, command: &str, args: Value) -> Value {
        self.ask(command, args)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    fn refusal(&mut self, command: &str, args: Value) -> String {
        let refusal = self.ask(command, args).unwrap_err();
        refusal["code"].as_str().unwrap().to_owned()
    }

    fn visit(&mut self, name: &str) -> (String, String) {
        let done = self.call("register_visit", visit_of(name));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&done["tickets"][0]["id"]), text(&done["personId"]))
    }

    fn issue(&mut self, ticket: &str, form: &str) -> Value {
        self.call(
            "issue_paper",
            json!({ "ticketId": ticket, "form": form, "printer": "窗口一" }),
        )
    }

    fn copy(&mut self, paper: &Value, marked: bool) -> Value {
        let number = &paper["number"];
        self.call(
            "copy_paper",
            json!({ "number": number, "marked": marked, "printer": "file" }),
        )
    }

    fn pass_days(&self, days: i64) {
        self.now.fetch_add(days * 86_400_000, Ordering::SeqCst);
    }

    /// A second look at the database, for what no command does.
    fn database(&self) -> Connection {
        let slots = SlotFile::load(&self.data).unwrap().0;
        let key = slots.unlock("yao", "Ziji-2026").unwrap().key;
        let path = self.data.join(DATABASE_FILE);
        Database::at(&path, &key, SCHEMA).writer().unwrap()
    }

    /// Starts the program anew over the same files.
    fn restart(&mut self) {
        self.restart_with(&fonts());
    }

    /// Starts a program that sets papers in other fonts.
    fn restart_with(&mut self, fonts: &Path) {
        self.front.lock();
        self.front = front(&self.data, &self.now, fonts);
        self.log_in("yao", "Ziji-2026");
    }
}

/// A visit as the intake sends it.
fn visit_of(name: &str) -> Value {
    json!({
        "draftId": "", "channel": "counter", "receivedAt": "", "slipNumber": "", "referralOrgan": "", "referralNumber": "",
        "visitor": {
            "personId": "", "name": name, "gender": "", "birth": "", "idKind": "", "idKindText": "",
            "idNumber": "519921199012089314", "noDocumentReason": "", "phone": "19900010592",
            "address": "云川县云顶彝族乡尔古村", "ethnicity": "", "education": "", "groups": ["migrant_worker"],
            "nameReading": "", "doNotCall": false, "doNotAnnounce": false, "broughtBy": "",
        },
        "tickets": [{
            "window": "legal_aid", "matter": "请求支付劳动报酬（农民工欠薪）", "summary": "工头写了一张欠条。",
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

/// A number that was never given out.
fn stranger(window: char) -> String {
    let day = fachuang_core::time::day_from_text("2026-02-10").unwrap();
    let mark = DeviceMark::parse("3").unwrap();
    let number = TicketNumber::new("YC", window, day, mark, 9).unwrap();
    number.to_string()
}

/// Text of a paper without its blanks.
fn text_of(paper: &Value) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    let pdf = STANDARD.decode(paper["pdf"].as_str().unwrap()).unwrap();
    std::fs::write(&path, pdf).unwrap();
    let done = std::process::Command::new("pdftotext")
        .arg("-raw")
        .arg(&path)
        .arg("-")
        .output()
        .expect("poppler-utils");
    let text = String::from_utf8(done.stdout).unwrap();
    text.split_whitespace().collect()
}

const FORMS: [&str; 5] = [
    "receipt_a4",
    "notify",
    "aid_grant",
    "aid_apply",
    "aid_letter",
];

#[test]
fn an_issued_paper_is_printed_again_to_the_byte_whatever_became_of_its_ticket() {
    let mut counter = Counter::opened();
    let (ticket, person) = counter.visit("阿的·木呷约布");
    let papers: Vec<Value> = FORMS
        .iter()
        .map(|form| counter.issue(&ticket, form))
        .collect();
    counter.pass_days(3);
    let version = version(&mut counter, &ticket);
    counter.call(
        "edit_ticket",
        json!({ "id": ticket, "version": version, "reason": "更正",
            "changes": [{ "field": "summary", "value": "欠条是两张。" }] }),
    );
    let page = counter.call("get_person", json!({ "id": person }));
    counter.call(
        "edit_person",
        json!({ "id": person, "version": page["version"], "reason": "核对证件",
            "changes": [{ "field": "name", "value": "阿的·木呷" }] }),
    );
    for (paper, form) in papers.iter().zip(FORMS) {
        let copy = counter.copy(paper, false);
        assert_eq!(copy["pdf"], paper["pdf"], "{form}");
        assert_eq!(copy["sha256"], paper["sha256"], "{form}");
        let fresh = counter.call("preview_paper", json!({ "ticketId": ticket, "form": form }));
        assert_ne!(
            fresh["sha256"], paper["sha256"],
            "{form} is made of what is so today"
        );
    }
    // Nothing but the journal is left, and the read model is built anew.
    let database = counter.database();
    database
        .execute_batch(
            "DELETE FROM paper_file; UPDATE local SET value = 'test' WHERE key = 'rebuild';",
        )
        .unwrap();
    drop(database);
    counter.restart();
    let rebuilt = counter.database();
    let waiting: String = rebuilt
        .query_row("SELECT value FROM local WHERE key = 'rebuild'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(waiting, "", "the read model was built anew");
    drop(rebuilt);
    for (paper, form) in papers.iter().zip(FORMS) {
        let copy = counter.copy(paper, false);
        assert_eq!(
            copy["pdf"], paper["pdf"],
            "{form} from what it was made from"
        );
    }
}

fn version(counter: &mut Counter, ticket: &str) -> Value {
    counter.call("get_ticket", json!({ "id": ticket }))["version"].clone()
}

#[test]
fn a_marked_copy_shows_what_the_paper_showed_and_is_recognised_as_well() {
    let mut counter = Counter::opened();
    let (ticket, person) = counter.visit("阿的·木呷约布");
    let paper = counter.issue(&ticket, "notify");
    let page = counter.call("get_person", json!({ "id": person }));
    counter.call(
        "edit_person",
        json!({ "id": person, "version": page["version"], "reason": "核对证件",
            "changes": [{ "field": "name", "value": "阿的·木呷" }] }),
    );
    let copy = counter.copy(&paper, true);
    let text = text_of(&copy);
    assert!(text.contains("补打") && text.contains("第2次"), "{text}");
    assert!(text.contains("阿的·木呷约布"), "{text}");
    assert!(text.contains(paper["number"].as_str().unwrap()), "{text}");
    assert_ne!(copy["sha256"], paper["sha256"]);
    for hash in [&copy["sha256"], &paper["sha256"]] {
        let found = counter.call("verify_paper", json!({ "code": hash }));
        assert_eq!(found["verdict"], "standing");
        assert_eq!(found["papers"][0]["number"], paper["number"]);
        assert_eq!(found["papers"][0]["copies"], 1);
    }
}

#[test]
fn a_paper_is_recognised_by_the_code_on_it() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let first = counter.issue(&ticket, "aid_grant");
    let number = first["number"].as_str().unwrap().to_owned();
    assert_eq!(number, "YC-P260210-3001K");
    assert!(text_of(&first).contains(&number));
    let verdict = |counter: &mut Counter, code: &str| {
        counter.call("verify_paper", json!({ "code": code }))["verdict"].clone()
    };
    let scanned = number.replace('-', "").to_lowercase();
    assert_eq!(verdict(&mut counter, &scanned), "standing");
    let found = counter.call("search", json!({ "text": number, "limit": 5 }));
    assert_eq!(found["exactPaper"], number.as_str());
    let second = counter.issue(&ticket, "aid_grant");
    assert_eq!(verdict(&mut counter, &number), "followed");
    let why = json!({ "number": second["number"], "reason": "日期写错" });
    counter.call("void_paper", why.clone());
    assert_eq!(
        verdict(&mut counter, second["number"].as_str().unwrap()),
        "void"
    );
    assert_eq!(
        verdict(&mut counter, &number),
        "standing",
        "the later one is void"
    );
    assert_eq!(counter.refusal("void_paper", why), "paper.void");
    let exact = json!({ "number": second["number"], "marked": false, "printer": "file" });
    assert_eq!(counter.refusal("copy_paper", exact), "paper.void");
    let copy = counter.copy(&second, true);
    assert!(text_of(&copy).contains("作废"));
    let unknown = counter.call("verify_paper", json!({ "code": stranger(PAPER) }));
    assert_eq!(unknown["verdict"], "unknown", "{unknown}");
    assert_eq!(unknown["papers"], json!([]));
    for (code, refusal) in [
        ("YC-P260210-3001E", "number.check"),
        ("nonsense", "number.shape"),
    ] {
        assert_eq!(
            counter.refusal("verify_paper", json!({ "code": code })),
            refusal
        );
    }
    let page = counter.call("get_ticket", json!({ "id": ticket }));
    let code = json!({ "code": page["number"] });
    assert_eq!(counter.refusal("verify_paper", code), "paper.other_number");
    let report = {
        counter.log_in("shen", "Ziji-2026");
        counter.call("verify", json!({}))
    };
    assert_eq!(report["sound"], true, "{report}");
}

#[test]
fn the_library_lists_the_papers_of_a_ticket_and_of_a_person_with_who_when_and_where() {
    let mut counter = Counter::opened();
    let (ticket, person) = counter.visit("阿的·木呷约布");
    counter.issue(&ticket, "receipt_a4");
    let paper = counter.issue(&ticket, "notify");
    for whose in [
        json!({ "ticketId": ticket, "personId": "" }),
        json!({ "ticketId": "", "personId": person }),
    ] {
        let library = counter.call("list_papers", whose);
        let papers = library["papers"].as_array().unwrap();
        let names: Vec<&Value> = papers.iter().map(|paper| &paper["name"]).collect();
        assert_eq!(names, ["一次性告知书", "受理回执（A4）"], "newest first");
        let newest = &papers[0];
        assert_eq!(newest["number"], paper["number"]);
        assert_eq!(newest["sha256"], paper["sha256"]);
        assert_eq!(newest["issuedBy"], "姚素琴");
        assert_eq!(newest["printer"], "窗口一");
        assert_eq!(newest["state"], "standing");
    }
    assert_eq!(
        counter.refusal("open_paper", json!({ "number": stranger(PAPER) })),
        "paper.not_found"
    );
    let opened = counter.call("open_paper", json!({ "number": paper["number"] }));
    assert_eq!(opened["pdf"], paper["pdf"]);
    counter.log_in("shen", "Ziji-2026");
    let refused = counter.refusal("open_paper", json!({ "number": paper["number"] }));
    assert_eq!(refused, "right.missing");
}

#[test]
fn a_proof_of_delivery_is_filled_from_the_record_of_it() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let paper = counter.issue(&ticket, "aid_grant");
    let number = paper["number"].clone();
    let mut wish = json!({
        "ticketId": ticket, "papers": [number], "way": "left", "day": "2026-02-10", "place": "尔古村二组", "receiver": "",
        "receiverName": "", "reason": "", "witness": "", "evidence": "", "consent": false, "note": "",
    });
    assert_eq!(
        counter.refusal("deliver_papers", wish.clone()),
        "delivery.reason"
    );
    wish["reason"] = json!("受送达人拒绝签收");
    assert_eq!(
        counter.refusal("deliver_papers", wish.clone()),
        "delivery.evidence"
    );
    wish["witness"] = json!("村主任骆以安");
    for (day, refusal) in [
        ("2026-02-09", "delivery.day"),
        ("2026-02-11", "delivery.day"),
        ("昨天", "day.shape"),
    ] {
        let mut other = wish.clone();
        other["day"] = json!(day);
        assert_eq!(counter.refusal("deliver_papers", other), refusal);
    }
    counter.call("deliver_papers", wish);
    let proof = counter.issue(&ticket, "aid_served");
    let text = text_of(&proof);
    for word in [
        "√留置送达",
        "□直接送达",
        "给予法律援助决定书",
        "2026年2月10日",
        "受送达人拒绝签收",
        "村主任骆以安",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    let library = counter.call("list_papers", json!({ "ticketId": ticket, "personId": "" }));
    let delivered = &library["papers"][1]["deliveries"][0];
    assert_eq!(delivered["wayName"], "留置送达");
    assert_eq!(delivered["day"], "2026-02-10");
}

#[test]
fn every_paper_a_step_asks_for_is_one_that_can_be_made() {
    for procedure in fachuang_core::procedure::PROCEDURES {
        for step in procedure.steps() {
            for form in step.papers.iter().chain(step.delivers) {
                let known = fachuang_forms::find(form).is_some();
                assert!(known, "{} {}: {form}", procedure.window, step.code);
            }
        }
    }
}

#[test]
fn papers_printed_at_once_are_single_papers_of_the_record() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let print = |form: &str| json!({ "form": form, "filled": [] });
    let forms = ["aid_received", "notify", "aid_apply", "notify"].map(print);
    let wish = json!({ "ticketId": ticket, "prints": forms, "printer": "窗口一" });
    let all = counter.call("issue_batch", wish);
    let library = counter.call("list_papers", json!({ "ticketId": ticket, "personId": "" }));
    let papers = library["papers"].as_array().unwrap().clone();
    let names: Vec<&str> = papers
        .iter()
        .map(|paper| paper["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["法律援助申请材料接收凭证", "法律援助申请表", "一次性告知书"],
        "in the order of the procedure, the last one first"
    );
    let pages: u64 = papers
        .iter()
        .map(|paper| paper["pages"].as_u64().unwrap())
        .sum();
    assert_eq!(all["pages"], pages);
    let text = text_of(&all);
    for paper in &papers {
        let number = paper["number"].as_str().unwrap();
        assert!(text.contains(number), "{number}");
        let copy = counter.copy(paper, false);
        assert_eq!(copy["sha256"], paper["sha256"]);
    }
    let none = json!({ "ticketId": ticket, "prints": [], "printer": "file" });
    assert_eq!(counter.refusal("issue_batch", none), "paper.none_chosen");
}

#[test]
fn each_of_the_papers_printed_at_once_has_its_own_texts_and_they_are_remembered() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let text = |field: &str, value: &str| json!({ "field": field, "value": value });
    let grant = json!({ "form": "aid_grant", "filled": [text("agency", "云川县法律援助中心")] });
    let assign = json!({ "form": "aid_assign", "filled": [text("lawyer_name", "骆以安"), text("serial", "7")] });
    let wish = json!({ "ticketId": ticket, "prints": [grant, assign], "printer": "窗口一" });
    let all = text_of(&counter.call("issue_batch", wish));
    assert!(
        all.contains("骆以安") && all.contains("云川县法律援助中心"),
        "{all}"
    );
    let again = counter.call(
        "first_texts",
        json!({ "ticketId": ticket, "form": "aid_assign" }),
    );
    let again = again["filled"].to_string();
    assert!(again.contains("骆以安"), "{again}");
    let wrong = json!({ "form": "aid_grant", "filled": [text("nonsense", "")] });
    let wish = json!({ "ticketId": ticket, "prints": [wrong], "printer": "窗口一" });
    assert_eq!(counter.refusal("issue_batch", wish), "field.unknown");
}

#[test]
fn a_step_names_the_papers_that_are_due_until_they_are_printed() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let version = version(&mut counter, &ticket);
    let step = json!({ "ticketId": ticket, "version": version, "step": "application_received", "day": "", "values": [] });
    counter.call("take_step", step);
    let due = |counter: &mut Counter| -> Vec<String> {
        let page = counter.call("get_ticket", json!({ "id": ticket }));
        let papers = page["papers"].as_array().unwrap().clone();
        let due = papers.iter().filter(|paper| paper["due"] == true);
        due.map(|paper| paper["form"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(due(&mut counter), ["aid_apply", "aid_received"]);
    counter.pass_days(1);
    counter.issue(&ticket, "aid_apply");
    assert_eq!(due(&mut counter), ["aid_received"]);
}

#[test]
fn what_a_paper_is_made_from_takes_little_room() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    for _ in 0..3 {
        for form in FORMS {
            counter.issue(&ticket, form);
        }
    }
    let database = counter.database();
    let size = |kind: &str| -> (i64, i64) {
        let sql = "SELECT count(*), sum(length(body)) FROM entry WHERE subject_kind = ?1";
        let mut statement = database.prepare(sql).unwrap();
        statement
            .query_row([kind], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    };
    let (papers, bytes) = size("paper");
    assert_eq!(papers, 15);
    assert!(bytes / papers < 2_000, "{} bytes a paper", bytes / papers);
    let (templates, bytes) = size("template");
    assert_eq!(templates, 4, "each template once; the receipt has none");
    assert!(
        bytes / templates < 4_000,
        "{} bytes a template",
        bytes / templates
    );
    let files: (i64, i64) = database
        .query_row(
            "SELECT count(*), sum(length(pdf)) FROM paper_file",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(files.0, 15, "every paper is kept as it was made");
    assert!(
        files.1 / files.0 < 60_000,
        "{} bytes a file",
        files.1 / files.0
    );
}

const PACKAGE: &str = r#"name = "云川县司法局文书样式"
version = "2026-03"
valid_from = "2026-03-01"
source = "云司发〔2026〕5号"
hidden = ["lookup"]
=== form
code = "notify"
title = "一次性告知书"
group = "desk"
step = 20
need = "must"
style = "letter"
letterhead = "云川县司法局"
seal_mm = 30
citizen = true
version = "云川2026"
+++
{applicant}：
县局统一的告知内容。
@seal {site}
=== form
code = "yc_note"
title = "便民联系卡"
group = "desk"
step = 21
need = "as_needed"
style = "slip"
version = "1"
+++
有事请打窗口电话。
"#;

#[test]
fn a_template_package_changes_papers_from_its_day_and_old_papers_stay_as_they_were() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let old = counter.issue(&ticket, "notify");
    assert_eq!(
        counter.refusal("import_template_pack", json!({ "text": PACKAGE })),
        "right.missing"
    );
    counter.log_in("admin", "Guanli-2026");
    let broken = PACKAGE.replace("{applicant}", "{aplicant}");
    let refused = counter
        .ask("import_template_pack", json!({ "text": broken }))
        .unwrap_err();
    assert_eq!(refused["code"], "template_pack.broken");
    let said = refused["message"].as_str().unwrap();
    assert!(
        said.contains("第 18 行") && said.contains("aplicant"),
        "{said}"
    );
    let list = counter.call("import_template_pack", json!({ "text": PACKAGE }));
    assert_eq!(list["packages"][0]["state"], "waiting");
    assert_eq!(list["packages"][0]["forms"][1]["name"], "便民联系卡");
    let twice = counter.refusal("import_template_pack", json!({ "text": PACKAGE }));
    assert_eq!(twice, "template_pack.twice");
    counter.log_in("yao", "Ziji-2026");
    let wish = json!({ "ticketId": ticket, "form": "notify" });
    let before = text_of(&counter.call("preview_paper", wish.clone()));
    assert!(
        !before.contains("县局统一的告知内容"),
        "its day has not come"
    );
    counter.pass_days(30);
    let preview = text_of(&counter.call("preview_paper", wish.clone()));
    assert!(
        preview.contains("县局统一的告知内容") && preview.contains("云川县司法局"),
        "{preview}"
    );
    let offered = |counter: &mut Counter| -> Vec<String> {
        let catalogue = counter.call("catalogue", json!({}));
        let papers = catalogue["papers"].as_array().unwrap();
        papers
            .iter()
            .map(|paper| paper["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let codes = offered(&mut counter);
    assert!(codes.contains(&"yc_note".to_owned()) && !codes.contains(&"lookup".to_owned()));
    let new = counter.issue(&ticket, "notify");
    let note = counter.issue(&ticket, "yc_note");
    let copy = counter.copy(&old, false);
    assert_eq!(copy["pdf"], old["pdf"], "an old paper in its own edition");
    counter.log_in("admin", "Guanli-2026");
    let no_reason = json!({ "version": "2026-03", "reason": "" });
    assert_eq!(
        counter.refusal("withdraw_template_pack", no_reason),
        "reason.missing"
    );
    let wish_back = json!({ "version": "2026-03", "reason": "省厅另有样式" });
    let list = counter.call("withdraw_template_pack", wish_back.clone());
    assert_eq!(list["packages"][0]["state"], "withdrawn");
    assert_eq!(
        counter.refusal("withdraw_template_pack", wish_back),
        "template_pack.not_found"
    );
    counter.log_in("yao", "Ziji-2026");
    let after = text_of(&counter.call("preview_paper", wish));
    assert!(!after.contains("县局统一的告知内容"), "taken back");
    assert!(offered(&mut counter).contains(&"lookup".to_owned()));
    for paper in [&new, &note] {
        let copy = counter.copy(paper, false);
        assert_eq!(copy["pdf"], paper["pdf"], "what a package made stays");
    }
    let library = counter.call("list_papers", json!({ "ticketId": ticket, "personId": "" }));
    assert_eq!(library["papers"][0]["name"], "便民联系卡");
    assert_eq!(library["papers"][1]["edition"], "云川2026");
}
