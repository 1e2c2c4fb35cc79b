//! Every command, fed with what no screen would send: each answer is one the program knows, and a refusal stores nothing.
//!
//! Commands, their arguments and their types come from the schema, so a new command is covered as soon as it is listed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fachuang_api::DATABASE_FILE;
use fachuang_api::{Front, Host};
use fachuang_core::account::slot::{KdfCost, SlotFile};
use fachuang_core::chance::Seeded;
use fachuang_core::storage::SCHEMA;
use fachuang_core::storage::connect::Database;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

const NOW: &str = "2026-02-10T09:00:00+08:00";
pub const PASSWORD: &str = "Ziji-2026";
const STRANGER: &str = "0190a000-0000-7000-8000-000000000000";
/// Longest refusal in bytes; what was sent is not sent back whole.
const REFUSAL_MAX: usize = 2_000;
/// Who may try a command, in this order; the first with the right for it does.
const LOGINS: [&str; 4] = ["yao", "lu", "admin", "shen"];

/// What the finished desk of the test holds.
struct Template {
    directory: tempfile::TempDir,
    recovery_code: String,
    ids: BTreeMap<&'static str, String>,
}

pub fn front(directory: &Path, seed: &str) -> Front {
    let now = fachuang_core::time::from_text(NOW).unwrap();
    Front::new(Host {
        data_dir: directory.to_owned(),
        fonts_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/fonts"),
        mountinfo: String::new(),
        program_version: "test".into(),
        clock: Arc::new(move || now),
        random: Box::new(Seeded::new(seed)),
        kdf: KdfCost::for_tests(),
    })
}

fn ask(front: &mut Front, access: &str, request: &str) -> Result<Value, Value> {
    let answer = if access == "citizen" {
        front.call_rating(request)
    } else {
        front.call(request)
    };
    let mut answer: Value = serde_json::from_str(&answer).unwrap();
    match answer.get_mut("ok") {
        Some(ok) => Ok(ok.take()),
        None => Err(answer["error"].take()),
    }
}

pub fn call(front: &mut Front, command: &str, args: &Value) -> Value {
    let request = json!({ "id": 1, "command": command, "args": args }).to_string();
    ask(front, "staff", &request).unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
}

pub fn log_in(front: &mut Front, login: &str) {
    call(
        front,
        "log_in",
        &json!({ "login": login, "password": PASSWORD }),
    );
}

fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(make_template)
}

fn make_template() -> Template {
    let directory = tempfile::tempdir().unwrap();
    let mut front = front(directory.path(), "bad input");
    let done = call(
        &mut front,
        "set_up",
        &json!({
            "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
            "complaintPhone": "0999-8000008", "deskName": "3号窗口机", "deviceMark": "3", "adminLogin": "admin",
            "adminName": "管理员", "adminPassword": PASSWORD,
        }),
    );
    let mut ids = BTreeMap::new();
    log_in(&mut front, "admin");
    for (key, login, name, role) in [
        ("clerk", "yao", "姚素琴", "clerk"),
        ("director", "lu", "陆维桢", "director"),
        ("handler", "", "骆以安", "handler"),
        ("auditor", "shen", "沈知白", "auditor"),
    ] {
        let first = if login.is_empty() { "" } else { "Yici-2026" };
        let saved = call(
            &mut front,
            "add_staff",
            &json!({
                "login": login, "name": name, "role": role, "windows": [], "phone": "", "unit": "",
                "oneTimePassword": first,
            }),
        );
        ids.insert(key, saved["id"].as_str().unwrap().to_owned());
    }
    for login in ["shen", "lu", "yao"] {
        call(
            &mut front,
            "log_in",
            &json!({ "login": login, "password": "Yici-2026" }),
        );
        let change = json!({ "oldPassword": "Yici-2026", "newPassword": PASSWORD });
        call(&mut front, "change_password", &change);
    }
    for (ticket, person, name, id_number) in [
        ("open", "person", "单巧云", "519921199012089314"),
        (
            "closed",
            "other_person",
            "阿的·木呷约布",
            "519921198506152718",
        ),
        (
            "badly_rated",
            "third_person",
            "田兆丰",
            "519921197803041239",
        ),
    ] {
        let mut visit = sample("register_visit", &BTreeMap::new());
        visit["visitor"]["name"] = json!(name);
        visit["visitor"]["idNumber"] = json!(with_check(&id_number[..17]));
        let done = call(&mut front, "register_visit", &visit);
        ids.insert(
            ticket,
            done["tickets"][0]["id"].as_str().unwrap().to_owned(),
        );
        ids.insert(person, done["personId"].as_str().unwrap().to_owned());
        if ticket == "open" {
            let number = done["tickets"][0]["number"].as_str().unwrap();
            ids.insert("number", number.to_owned());
            continue;
        }
        let id = &ids[ticket];
        call(
            &mut front,
            "close_ticket",
            &json!({ "id": id, "version": "1", "outcome": outcome(), "text": "对方当庭付清" }),
        );
        if ticket == "badly_rated" {
            call(&mut front, "ask_rating", &json!({ "id": id }));
            let screen = json!({ "id": 1, "command": "rating_screen", "args": {} }).to_string();
            let screen = ask(&mut front, "citizen", &screen).unwrap();
            let rating = json!({ "id": 1, "command": "submit_rating", "args": {
                "token": screen["token"], "attitude": 1, "efficiency": 1, "skill": 2, "overall": 1, "comment": "",
                "anonymous": false,
            }});
            ask(&mut front, "citizen", &rating.to_string()).unwrap();
        }
    }
    let paper = call(
        &mut front,
        "issue_paper",
        &json!({ "ticketId": ids["open"], "form": "aid_grant", "printer": "file" }),
    );
    ids.insert("paper", paper["number"].as_str().unwrap().to_owned());
    call(
        &mut front,
        "save_draft",
        &json!({ "id": "d-1", "title": "草稿", "content": "{}" }),
    );
    Template {
        recovery_code: done["recoveryCode"].as_str().unwrap().to_owned(),
        directory,
        ids,
    }
}

/// Completes the first 17 digits of an identity number.
pub fn with_check(body: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().zip(WEIGHTS);
    let sum: u32 = digits
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

fn outcome() -> &'static str {
    let window = fachuang_core::window::find("legal_aid").unwrap();
    window
        .outcomes
        .iter()
        .find(|one| one.name == "撤回")
        .unwrap()
        .code
}

/// A desk of its own with somebody at it, and a second look at its database.
struct Station {
    front: Front,
    watch: Connection,
    directory: tempfile::TempDir,
    access: String,
    login: Option<&'static str>,
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to: PathBuf = to.join(entry.file_name());
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

impl Station {
    fn new(access: &str, login: Option<&'static str>) -> Self {
        let template = template();
        let directory = tempfile::tempdir().unwrap();
        copy(template.directory.path(), directory.path());
        let (slots, _) = SlotFile::load(directory.path()).unwrap();
        let key = slots.unlock("admin", PASSWORD).unwrap().key;
        let path = directory.path().join(DATABASE_FILE);
        let mut front = front(directory.path(), "station");
        if access == "citizen" {
            log_in(&mut front, "yao");
            let id = &template.ids["closed"];
            call(&mut front, "ask_rating", &json!({ "id": id }));
        } else if let Some(login) = login {
            log_in(&mut front, login);
        }
        let watch = Database::at(&path, &key, SCHEMA).reader().unwrap();
        Self {
            front,
            watch,
            directory,
            access: access.to_owned(),
            login,
        }
    }

    /// Changes whenever anything at all is committed.
    fn commits(&self) -> i64 {
        self.watch
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .unwrap()
    }

    /// Values that make a request reasonable, by the name of the argument.
    fn known(&mut self, command: &str) -> BTreeMap<&'static str, Value> {
        let template = template();
        let id = |name: &str| json!(template.ids[name]);
        let mut known = BTreeMap::from([
            ("id", id("open")),
            ("ticketId", id("open")),
            ("subjectId", id("open")),
            ("otherId", id("closed")),
            ("keepId", id("person")),
            ("absorbId", id("other_person")),
            ("absorbedId", id("other_person")),
            ("assigneeId", id("handler")),
            ("staffIds", json!([id("handler")])),
            ("fromId", id("clerk")),
            ("toIds", json!([id("handler")])),
            ("toId", id("handler")),
            ("ticketIds", json!([])),
            ("number", id("number")),
            ("recoveryCode", json!(template.recovery_code)),
        ]);
        let of = match command {
            "get_person" | "edit_person" => "person",
            "edit_staff" => "handler",
            "reset_password" => "director",
            "ask_rating" | "reopen_ticket" => "closed",
            "finish_rating_task" => "badly_rated",
            _ => "open",
        };
        known.insert("id", id(of));
        if command == "stop_rating" {
            known.insert("ticketId", id("closed"));
        }
        if matches!(command, "save_draft" | "open_draft" | "discard_draft") {
            known.insert("id", json!("d-1"));
        }
        if matches!(command, "open_paper" | "copy_paper" | "void_paper") {
            known.insert("number", id("paper"));
        }
        if command == "verify_paper" {
            known.insert("code", id("paper"));
        }
        if command == "deliver_papers" {
            known.insert("papers", json!([id("paper")]));
        }
        let bytes = |text: &str| uuid::Uuid::parse_str(text).unwrap().into_bytes();
        let version: i64 = match command {
            "save_settings" => self.count(
                "SELECT count(*) FROM entry WHERE subject_kind = 'site'",
                &[],
            ),
            _ => self.count(
                "SELECT count(*) FROM entry WHERE subject_id = ?1",
                &[&bytes(&template.ids[of]).as_slice()],
            ),
        };
        known.insert("version", json!(version.to_string()));
        if self.access == "citizen" {
            let request = json!({ "id": 1, "command": "rating_screen" }).to_string();
            let screen = ask(&mut self.front, "citizen", &request).unwrap();
            known.insert("token", screen["token"].clone());
        }
        known
    }

    fn count(&self, sql: &str, parameters: &[&dyn rusqlite::ToSql]) -> i64 {
        let mut statement = self.watch.prepare(sql).unwrap();
        statement.query_row(parameters, |row| row.get(0)).unwrap()
    }
}

/// Who stands by a step that takes two persons. Nobody does where it would put another file under the second look.
fn second(command: &str) -> Value {
    match command {
        "rekey" | "restore_backup" => Value::Null,
        _ => json!({ "login": "lu", "password": PASSWORD }),
    }
}

/// Values an argument has in a reasonable request, by its name, where an empty text is none.
fn usual(command: &str, name: &str) -> Option<Value> {
    Some(match (command, name) {
        ("list_tickets", "view") => json!("all"),
        ("list_tickets", "window" | "group") => json!(""),
        ("log_in", "login") => json!("yao"),
        ("log_in_with_recovery", "login") => json!("yao"),
        ("add_staff", "login") => json!("xin"),
        ("add_staff" | "edit_staff", "windows") => json!([]),
        ("edit_person", "field") => json!("address"),
        ("reveal", "field") => json!("id_number"),
        ("edit_ticket", "field") => json!("summary"),
        ("resolve_conflict", "field") => json!("matter"),
        ("register_visit" | "check_intake", "field") => json!("family_size"),
        ("register_visit" | "check_intake", "fields" | "told" | "conflictAnswers" | "related") => {
            json!([])
        }
        ("stop_rating", "result") => json!("no_answer"),
        ("save_party" | "register_visit" | "check_intake", "role") => json!("opponent"),
        ("link_tickets", "relation") => json!("related"),
        ("transfer_ticket" | "split_ticket", "window") => json!("consult"),
        ("refuse_ticket", "outcome") => {
            json!(fachuang_core::window::find("legal_aid")?.refusals[0].code)
        }
        ("import_calendar" | "withdraw_calendar", "layer") => json!("local"),
        ("import_template_pack", "text") => json!(
            "name = \"样式\"\nversion = \"1\"\nvalid_from = \"2026-03-01\"\nhidden = [\"lookup\"]\n"
        ),
        ("withdraw_template_pack", "version") => json!("1"),
        ("import_calendar", "text") => {
            json!("day,kind,holiday,source\n2026-07-06,off,火把节,本县通告\n")
        }
        ("withdraw_calendar", "year") => json!(2026),
        ("save_parameter" | "parameter_history", "code") => json!("hardship.base"),
        ("save_parameter", "value") => json!("650"),
        ("save_parameter", "from") => json!("2026-01-01"),
        ("save_parameter", "area") => json!("519921"),
        ("save_parameter", "source") => json!("县民政局通知"),
        ("list_supervisions", "state") => json!("open"),
        ("list_home_visits" | "list_referrals", "window" | "staff") => json!(""),
        ("list_home_visits" | "make_list", "until") => json!("2026-02-11"),
        ("decide_proposal", "kind") => json!("void"),
        ("make_list", "list") => json!("home_visits"),
        ("make_list", "staff") => json!(""),
        ("add_staff" | "edit_staff", "fields") => json!(["family"]),
        ("add_staff" | "edit_staff", "qualification") => json!("full_time"),
        ("export_package", "since") => json!("confirmed"),
        ("list_packages", "device") => json!(""),
        ("list_packages", "limit") => json!(50),
        ("set_hall", "folder") => json!(""),
        ("set_hall" | "set_hall_store", "seconds") => json!(5),
        ("set_hall_store", "store") => json!({
            "endpoint": "http://127.0.0.1:9000", "bucket": "yunchuan", "prefix": "hall", "region": "",
            "keyId": "AKYC2026", "plain": false,
        }),
        ("set_hall_store", "secret") => json!("geheim"),
        ("set_hall_store", "unreached") => json!(true),
        (_, "folder") => json!(std::env::temp_dir()),
        (_, "path") => json!(std::env::temp_dir().join("none.fcx")),
        (_, "outcome") => json!(outcome()),
        (_, "window") => json!("legal_aid"),
        (_, "windows") => json!(["legal_aid"]),
        (_, "channel") => json!("counter"),
        (_, "tier") => json!("centre"),
        (_, "area") => json!("云川县"),
        (_, "segment") => json!("YC"),
        (_, "deskName") => json!("3号窗口机"),
        (_, "deviceMark") => json!("3"),
        (_, "role") => json!("clerk"),
        (_, "login" | "adminLogin") => json!("admin"),
        (_, "name" | "adminName") => json!("庄可欣"),
        (_, "password" | "oldPassword" | "adminPassword") => json!(PASSWORD),
        (_, "newPassword" | "oneTimePassword") => json!("Bieren-2026"),
        (_, "matter") => json!("请求支付劳动报酬（农民工欠薪）"),
        (_, "summary" | "text" | "reason" | "note" | "result" | "title" | "content" | "value") => {
            json!("工头写了一张欠条")
        }
        ("save_print_setting" | "make_test_page", "kind") => json!("a4"),
        ("save_print_setting", "right" | "down") => json!("1.5"),
        (_, "kind") if command == "add_note" => json!("advice"),
        (_, "kind") => json!("person"),
        (_, "form") if matches!(command, "preview_paper" | "issue_paper" | "first_texts") => {
            json!("receipt_a4")
        }
        ("issue_slips", "count") => json!(2),
        ("issue_batch", "form") => json!("notify"),
        (_, "filled" | "serves") => json!([]),
        ("list_papers", "personId") => json!(""),
        ("deliver_papers", "way") => json!("direct"),
        ("deliver_papers", "day") => json!("2026-02-10"),
        ("deliver_papers", "receiver") => json!("addressee"),
        ("deliver_papers", "receiverName") => json!("单巧云"),
        (_, "receiptForm") => json!("receipt_a4"),
        (_, "form") => json!("original"),
        (_, "sort") => json!("newest"),
        (_, "subjectKind") => json!("ticket"),
        (_, "printer") => json!("file"),
        (_, "day" | "from" | "to") => json!("2026-02-11"),
        (_, "phone") => json!("19900010592"),
        (_, "groups") => json!(["migrant_worker"]),
        (_, "requests") => json!(["追索劳务报酬"]),
        _ => return None,
    })
}

fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(fachuang_api::schema)
}

/// Builds a reasonable request from its schema.
pub fn sample(command: &str, known: &BTreeMap<&'static str, Value>) -> Value {
    let request = &schema()["commands"][command]["request"];
    sample_of(command, "", request, request, known)
}

/// Returns the type of a value; of one that may be left out, the type it has when it is there.
fn kind(schema: &Value) -> Option<&str> {
    let of = &schema["type"];
    let mut several = of.as_array().into_iter().flatten();
    let named = several.find_map(|one| one.as_str().filter(|one| *one != "null"));
    of.as_str().or(named)
}

fn sample_of(
    command: &str,
    name: &str,
    schema: &Value,
    root: &Value,
    known: &BTreeMap<&'static str, Value>,
) -> Value {
    if let Some(value) = known.get(name).cloned().or_else(|| usual(command, name)) {
        return value;
    }
    let schema = match schema["$ref"].as_str() {
        Some(path) => root.pointer(path.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    match kind(schema) {
        Some("object") => {
            let mut object = Map::new();
            for (name, of) in schema["properties"].as_object().into_iter().flatten() {
                object.insert(name.clone(), sample_of(command, name, of, root, known));
            }
            Value::Object(object)
        }
        Some("array") => json!([sample_of(command, "", &schema["items"], root, known)]),
        Some("integer") => json!(1),
        Some("boolean") => json!(false),
        Some("string") => json!(""),
        other => panic!("{command}: an argument of the unknown type {other:?}"),
    }
}

/// Lists the path of every value inside a request, containers too.
fn paths(value: &Value, at: &str, into: &mut Vec<String>) {
    if !at.is_empty() {
        into.push(at.to_owned());
    }
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                paths(inner, &format!("{at}/{name}"), into);
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                paths(inner, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

/// Values to put in the place of one, each with its name; none takes the argument away.
fn wrong_values(right: &Value) -> Vec<(&'static str, Option<Value>)> {
    let mut cases = vec![
        ("missing", None),
        ("null", Some(Value::Null)),
        ("nested", Some(json!([[[[[[[[{ "a": [[[[]]]] }]]]]]]]]))),
    ];
    let wrong_type = [
        ("number", json!(7)),
        ("text", json!("x")),
        ("truth", json!(true)),
        ("list", json!([])),
        ("object", json!({})),
    ];
    let same = |one: &Value| std::mem::discriminant(one) == std::mem::discriminant(right);
    cases.extend(
        wrong_type
            .into_iter()
            .filter(|(_, value)| !same(value))
            .map(|(name, value)| (name, Some(value))),
    );
    let mut add = |name, value: Value| cases.push((name, Some(value)));
    match right {
        Value::String(_) => {
            add("empty", json!(""));
            add("blanks", json!(" \u{3000}\t "));
            add("long", json!("长".repeat(5_000)));
            add("huge", json!("a".repeat(300_000)));
            add("control", json!("甲\u{0}乙\u{1b}[2J\u{7f}"));
            add("lines", json!("甲\r\n乙\n\n丙"));
            add("beyond", json!("𠮷𡈽龘👨\u{200d}👩\u{200d}👧 \u{10ffff}"));
            add("bidi", json!("\u{202e}txt.exe\u{2066}\u{feff}\u{e0100}"));
            add("no day", json!("2026-02-30"));
            add("year 0", json!("0000-00-00"));
            add("day 0000-01-01", json!("0000-01-01"));
            add("last day", json!("9999-12-31"));
            add("no time", json!("2026-13-45T25:61:61+08:00"));
            add("last time", json!("9999-12-31T23:59:59+08:00"));
            add("other zone", json!("-262143-01-01T00:00:00-23:59"));
            add("digits", json!("9".repeat(400)));
            add("negative", json!("-1"));
            add("largest", json!("18446744073709551616"));
            add("full width", json!("５１９９２１１９９０１２０８９３１４"));
            add("stranger", json!(STRANGER));
            add("nil", json!("00000000-0000-0000-0000-000000000000"));
            add("sql", json!("'; DROP TABLE ticket; --"));
            add("match", json!("\"* NEAR(a b) OR t:* AND NOT ^x -y"));
            add("like", json!("%_\\%"));
            add("path", json!("../../../etc/passwd"));
            add("cursor", json!("9999-99-99/-9223372036854775808"));
        }
        Value::Number(_) => {
            add("negative", json!(-1));
            add("zero", json!(0));
            add("largest", json!(u32::MAX));
            add("too large", json!(u64::from(u32::MAX) + 1));
            add("far too large", json!(u64::MAX));
            add("fraction", json!(1.5));
            add("float", json!(1e308));
        }
        Value::Array(list) => {
            let one = list.first().cloned().unwrap_or(json!("x"));
            add("one", json!([one]));
            add("twice", json!([one, one]));
            add("many", Value::Array(vec![one; 2_000]));
        }
        _ => {}
    }
    cases
}

/// Puts a value at a path, or takes away what is there.
fn put(request: &mut Value, path: &str, value: Option<Value>) {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let parent = request.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(object), Some(value)) => {
            object.insert(name.to_owned(), value);
        }
        (Value::Object(object), None) => {
            object.remove(name);
        }
        (Value::Array(list), Some(value)) => list[name.parse::<usize>().unwrap()] = value,
        (Value::Array(list), None) => {
            list.remove(name.parse().unwrap());
        }
        (parent, _) => panic!("{path} is not inside {parent}"),
    }
}

/// What came of all cases: by place in the request, by code, the names of the cases.
type Outcomes = BTreeMap<String, BTreeMap<String, Vec<&'static str>>>;

struct Trial {
    command: String,
    station: Station,
    outcomes: Outcomes,
    faults: Vec<String>,
}

impl Trial {
    fn new(command: &str, access: &str) -> Self {
        let mut station = Station::new(access, None);
        if access == "staff" {
            for login in LOGINS {
                station = Station::new(access, Some(login));
                let known = station.known(command);
                let request = json!({ "id": 1, "command": command, "args": sample(command, &known), "second": second(command) });
                let refused = ask(&mut station.front, access, &request.to_string()).err();
                if refused.is_none_or(|refusal| refusal["code"] != "right.missing") {
                    break;
                }
            }
            station = Station::new(access, station.login);
        }
        Self {
            command: command.to_owned(),
            station,
            outcomes: Outcomes::new(),
            faults: Vec::new(),
        }
    }

    fn renew(&mut self) {
        self.station = Station::new(&self.station.access, self.station.login);
    }

    /// Sends a request and judges the answer.
    fn send(&mut self, place: &str, case: &'static str, request: &str) {
        let before = self.station.commits();
        let access = self.station.access.clone();
        let front = &mut self.station.front;
        let answer = catch_unwind(AssertUnwindSafe(|| ask(front, &access, request)));
        let what = format!("{} {place} {case}", self.command);
        let mut fresh = false;
        let code = match answer {
            Err(_) => {
                self.faults.push(format!("{what}: panic"));
                fresh = true;
                "panic".to_owned()
            }
            Ok(Ok(_)) => {
                // Whoever changes keys or leaves the desk changes what the next case meets.
                fresh = self.station.commits() != before
                    || access == "anyone"
                    || self.command == "lock";
                "answered".to_owned()
            }
            Ok(Err(refusal)) => {
                let code = refusal["code"].as_str().unwrap_or_default().to_owned();
                if code.is_empty() || code == "app.internal" || refusal["kind"] == "storage" {
                    self.faults.push(format!("{what}: {refusal}"));
                }
                if refusal.to_string().len() > REFUSAL_MAX {
                    self.faults
                        .push(format!("{what}: {code} repeats what was sent"));
                }
                if refusal["message"].as_str().is_none_or(str::is_empty) {
                    self.faults.push(format!("{what}: says nothing"));
                }
                if self.station.commits() != before {
                    self.faults
                        .push(format!("{what}: {code}, and yet something was stored"));
                    fresh = true;
                }
                code
            }
        };
        let place = self.outcomes.entry(place.to_owned()).or_default();
        place.entry(code).or_default().push(case);
        if fresh {
            self.renew();
        }
    }

    fn request(&self, args: &Value) -> String {
        let second = second(&self.command);
        json!({ "id": 1, "command": self.command, "args": args, "second": second }).to_string()
    }

    fn run(&mut self) {
        let command = self.command.clone();
        let known = self.station.known(&command);
        let right = sample(&command, &known);
        self.send("", "right", &self.request(&right));
        for (case, args) in [
            ("null", json!(null)),
            ("number", json!(1)),
            ("text", json!("x")),
            ("list", json!([right])),
            ("nothing", json!({})),
        ] {
            self.send("", case, &self.request(&args));
        }
        let deep = "[".repeat(100_000);
        for (case, args) in [
            ("deep", deep.as_str()),
            ("lone surrogate", r#"{"id":"\ud800"}"#),
            ("cut off", r#"{"id":"#),
            ("name twice", r#"{"id":"a","id":"b"}"#),
        ] {
            let request = format!(r#"{{"id":1,"command":"{command}","args":{args}}}"#);
            self.send("", case, &request);
        }
        let mut places = Vec::new();
        paths(&right, "", &mut places);
        for place in places {
            let value = right.pointer(&place).cloned().unwrap_or_default();
            let mut cases = wrong_values(&value);
            if let Value::Object(object) = &value {
                let mut more = object.clone();
                more.insert("unknown".into(), json!(1));
                cases.push(("unknown argument", Some(Value::Object(more))));
            }
            for (case, value) in cases {
                let known = self.station.known(&command);
                let mut args = sample(&command, &known);
                put(&mut args, &place, value);
                self.send(&place, case, &self.request(&args));
            }
        }
        let mut more = right;
        more["unknown"] = json!(1);
        self.send("", "unknown argument", &self.request(&more));
        self.verify();
    }

    /// The database is still what its journal says.
    fn verify(&mut self) {
        let mut front = front(self.station.directory.path(), "verify");
        self.station.front.lock();
        log_in(&mut front, "lu");
        let report = call(&mut front, "verify", &json!({}));
        if report["sound"] != true {
            self.faults.push(format!("{}: {report}", self.command));
        }
    }

    fn write(&self, into: &mut String) {
        let login = self.station.login.unwrap_or(&self.station.access);
        writeln!(into, "{} ({login})", self.command).unwrap();
        for (place, codes) in &self.outcomes {
            let place = if place.is_empty() { "/" } else { place };
            writeln!(into, "  {place}").unwrap();
            for (code, cases) in codes {
                writeln!(into, "    {code}: {}", cases.join(", ")).unwrap();
            }
        }
    }
}

#[test]
fn no_request_brings_the_program_down_and_a_refused_one_stores_nothing() {
    let mut table = String::new();
    let mut faults = Vec::new();
    for (command, of) in schema()["commands"].as_object().unwrap() {
        let mut trial = Trial::new(command, of["access"].as_str().unwrap());
        trial.run();
        trial.write(&mut table);
        faults.extend(trial.faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    insta::assert_snapshot!(table);
}
