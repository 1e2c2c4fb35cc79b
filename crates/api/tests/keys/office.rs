//! An office with an administrator, and what can happen to its files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fachuang_api::{Front, Host};
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::Seeded;
use fachuang_core::storage::whereabouts::Whereabouts;
use serde_json::{Value, json};

pub const ADMIN: (&str, &str) = ("admin", "Guanli-2026");
pub const CLERK: (&str, &str) = ("yao", "Ziji-2026");
pub const DIRECTOR: (&str, &str) = ("lu", "Ziji-2026");
pub const AUDITOR: (&str, &str) = ("shen", "Ziji-2026");

pub struct Office {
    pub front: Front,
    pub now: Arc<AtomicI64>,
    pub data: PathBuf,
    pub recovery_code: String,
    pub _dir: tempfile::TempDir,
}

pub fn front(data: &Path, now: &Arc<AtomicI64>, seed: &str) -> Front {
    let clock = now.clone();
    Front::new(Host {
        data_dir: data.to_owned(),
        fonts_dir: PathBuf::new(),
        mountinfo: String::new(),
        program_version: "test".into(),
        clock: Arc::new(move || clock.load(Ordering::SeqCst)),
        random: Box::new(Seeded::new(seed)),
        kdf: KdfCost::for_tests(),
    })
}

pub fn machine(name: &str) -> Whereabouts {
    Whereabouts {
        machine: name.to_owned(),
        folder: "1".to_owned(),
    }
}

pub fn code(answer: Result<Value, Value>) -> String {
    match answer {
        Ok(done) => panic!("not refused: {done}"),
        Err(refusal) => refusal["code"].as_str().unwrap().to_owned(),
    }
}

impl Office {
    /// One administrator and nobody else.
    pub fn of_one() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("desk");
        let begun = fachuang_core::time::from_text("2026-02-10T09:00:00+08:00").unwrap();
        let now = Arc::new(AtomicI64::new(begun));
        let front = front(&data, &now, "keys").located(machine("m1"));
        let mut office = Self {
            front,
            now,
            data,
            recovery_code: String::new(),
            _dir: dir,
        };
        let done = office.call("set_up", json!({
            "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
            "complaintPhone": "", "deskName": "3号窗口机", "deviceMark": "3", "adminLogin": "admin",
            "adminName": "管理员", "adminPassword": "Guanli-2026",
        }));
        office.recovery_code = done["recoveryCode"].as_str().unwrap().to_owned();
        office
    }

    /// A clerk, a director and an auditor besides.
    pub fn of_four() -> Self {
        let mut office = Self::of_one();
        office.enter(ADMIN);
        for (login, role) in [("yao", "clerk"), ("lu", "director"), ("shen", "auditor")] {
            office.call("add_staff", staff(login, role));
        }
        for (login, password) in [CLERK, DIRECTOR, AUDITOR] {
            office.enter((login, "Yici-2026"));
            let change = json!({ "oldPassword": "Yici-2026", "newPassword": password });
            office.call("change_password", change);
        }
        office
    }

    pub fn ask(
        &mut self,
        command: &str,
        args: Value,
        second: Option<(&str, &str)>,
    ) -> Result<Value, Value> {
        let mut request = json!({ "id": 1, "command": command, "args": args });
        if let Some((login, password)) = second {
            request["second"] = json!({ "login": login, "password": password });
        }
        let answer = self.front.call(&request.to_string());
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        match answer.get_mut("ok") {
            Some(ok) => Ok(ok.take()),
            None => Err(answer["error"].take()),
        }
    }

    pub fn call(&mut self, command: &str, args: Value) -> Value {
        self.ask(command, args, None)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    pub fn try_enter(&mut self, (login, password): (&str, &str)) -> Result<Value, Value> {
        self.ask(
            "log_in",
            json!({ "login": login, "password": password }),
            None,
        )
    }

    pub fn enter(&mut self, account: (&str, &str)) -> Value {
        self.try_enter(account)
            .unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    pub fn back_up(&mut self) -> String {
        self.later(1);
        self.enter(ADMIN);
        let done = self.call("back_up", json!({}));
        done["file"].as_str().unwrap().to_owned()
    }

    pub fn later(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Registers somebody and returns the ticket's number.
    pub fn register(&mut self, name: &str) -> String {
        self.enter(CLERK);
        let done = self.call("register_visit", json!({
            "draftId": "", "channel": "counter", "receivedAt": "", "slipNumber": "", "referralOrgan": "", "referralNumber": "",
            "visitor": {
                "personId": "", "name": name, "gender": "", "birth": "", "idKind": "", "idKindText": "", "idNumber": "",
                "noDocumentReason": "未带证件", "phone": "19900010592", "address": "", "ethnicity": "", "education": "",
                "groups": [], "nameReading": "", "doNotCall": false, "doNotAnnounce": false, "broughtBy": "",
            },
            "tickets": [{
                "window": "consult", "matter": "劳动报酬", "summary": "", "requests": [], "parties": [], "materials": [],
                "fields": [], "told": [], "limitationKind": "", "limitationDay": "", "restricted": false,
                "conflictAnswers": [], "related": [], "sameMatterAs": "",
            }],
        }));
        done["tickets"][0]["number"].as_str().unwrap().to_owned()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// Begins anew, as after a restart of the program.
    pub fn restart(&mut self) {
        self.front = front(&self.data, &self.now, "restarted").located(machine("m1"));
    }

    pub fn status(&mut self) -> Value {
        self.call("status", json!({}))
    }

    pub fn is_sound(&mut self) -> bool {
        self.enter(ADMIN);
        self.call("verify", json!({}))["sound"] == true
    }

    pub fn access(&mut self) -> Vec<(String, String, String, String)> {
        self.enter(AUDITOR);
        let log = self.call("list_access", json!({}));
        assert_eq!(log["chainWhole"], true);
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        log["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let (actor, action) = (text(row, "actor"), text(row, "action"));
                (actor, action, text(row, "subject"), text(row, "reason"))
            })
            .collect()
    }
}

pub fn staff(login: &str, role: &str) -> Value {
    json!({
        "login": login, "name": format!("{login}某"), "role": role, "windows": [], "phone": "", "unit": "",
        "oneTimePassword": "Yici-2026",
    })
}

pub fn restore_of(account: (&str, &str)) -> Value {
    json!({ "file": "", "login": account.0, "password": account.1, "recoveryCode": "" })
}

pub fn spoil(path: &Path, at: usize, length: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    let end = (at + length).min(bytes.len());
    bytes[at..end].fill(0x5a);
    std::fs::write(path, bytes).unwrap();
}
