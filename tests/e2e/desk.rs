//! A desk that is set up before its window opens, by the commands the window would send.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use fachuang_api::{Front, Host};
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::Seeded;
use serde_json::{Value, json};

use crate::app::{App, Data};

/// Password of everybody at a prepared desk.
pub const PASSWORD: &str = "Chuangkou-8";
const ONE_TIME: &str = "Yici-2026";
/// Password of the administrator `admin`.
pub const ADMIN_PASSWORD: &str = "Guanli-2026";

/// What a visitor asks of one window.
pub struct Asked<'a> {
    /// Code of the window.
    pub window: &'a str,
    /// Name of the matter.
    pub matter: &'a str,
    /// What the visitor tells.
    pub summary: &'a str,
    /// Shown to those who work it only.
    pub restricted: bool,
}

impl Asked<'_> {
    fn ticket(&self) -> Value {
        json!({
            "window": self.window, "matter": self.matter, "summary": self.summary, "requests": [],
            "parties": [{
                "key": "a", "role": "opponent", "kind": "person", "name": "田兆丰", "idNumber": "", "creditCode": "",
                "phone": "", "groups": [],
            }],
            "materials": [{ "name": "欠条", "form": "original", "copies": 1, "present": true }],
            "fields": [], "told": [], "limitationKind": "", "limitationDay": "", "restricted": self.restricted,
            "conflictAnswers": [], "related": [], "sameMatterAs": "",
        })
    }
}

/// Which desk is set up.
pub struct Seat<'a> {
    pub tier: &'a str,
    pub area: &'a str,
    pub segment: &'a str,
    pub mark: &'a str,
}

/// The centre the journeys are about.
pub const CENTRE: Seat<'static> = Seat {
    tier: "centre",
    area: "云川县",
    segment: "YC",
    mark: "3",
};

/// The commands of a desk without a window.
pub struct Desk(Front);

impl Desk {
    /// Sets up a desk with a clerk `yao`, a director `lu` and two lawyers who have no login; `yao` is logged in.
    pub fn prepare(data: &Data) -> Self {
        Self::prepare_at(data, &CENTRE)
    }

    /// Starts the program without a window on a data folder; nobody is logged in. Desks with the same seed draw the same
    /// keys.
    pub fn start(data: &Data, seed: &str) -> Self {
        Self(Front::new(Host {
            data_dir: data.path().to_owned(),
            fonts_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/fonts"),
            mountinfo: String::new(),
            program_version: "test".into(),
            clock: Arc::new(now),
            random: Box::new(Seeded::new(seed)),
            kdf: KdfCost::for_tests(),
        }))
    }

    /// Sets up a desk as [`Desk::prepare`] does, wherever it is.
    pub fn prepare_at(data: &Data, seat: &Seat<'_>) -> Self {
        let mut desk = Self::start(data, &format!("journey {}{}", seat.segment, seat.mark));
        desk.call("set_up", set_up(seat));
        desk.call(
            "log_in",
            json!({ "login": "admin", "password": ADMIN_PASSWORD }),
        );
        for (login, name, role) in [
            ("yao", "姚素琴", "clerk"),
            ("lu", "陆维桢", "director"),
            ("", "骆以安", "handler"),
            ("", "温可立", "handler"),
        ] {
            let one_time = if login.is_empty() { "" } else { ONE_TIME };
            desk.call(
                "add_staff",
                json!({
                    "login": login, "name": name, "role": role, "windows": [], "phone": "", "unit": "",
                    "oneTimePassword": one_time,
                }),
            );
        }
        for login in ["lu", "yao"] {
            desk.call("log_in", json!({ "login": login, "password": ONE_TIME }));
            desk.call(
                "change_password",
                json!({ "oldPassword": ONE_TIME, "newPassword": PASSWORD }),
            );
        }
        desk
    }

    /// Adds somebody with a login and everybody's password.
    pub fn hire(&mut self, login: &str, name: &str, role: &str) {
        self.call(
            "log_in",
            json!({ "login": "admin", "password": ADMIN_PASSWORD }),
        );
        self.call(
            "add_staff",
            json!({
                "login": login, "name": name, "role": role, "windows": [], "phone": "", "unit": "",
                "oneTimePassword": ONE_TIME,
            }),
        );
        self.call("log_in", json!({ "login": login, "password": ONE_TIME }));
        self.call(
            "change_password",
            json!({ "oldPassword": ONE_TIME, "newPassword": PASSWORD }),
        );
        self.call("log_in", json!({ "login": "yao", "password": PASSWORD }));
    }

    /// Calls a command.
    ///
    /// # Panics
    /// When the desk refuses it.
    pub fn call(&mut self, command: &str, args: Value) -> Value {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let mut answer: Value = serde_json::from_str(&self.0.call(&request)).expect("JSON");
        assert!(answer.get("ok").is_some(), "{command}: {answer}");
        answer["ok"].take()
    }

    /// Returns what answers the commands.
    pub fn front(&mut self) -> &mut Front {
        &mut self.0
    }

    /// Logs somebody in who has everybody's password.
    pub fn log_in(&mut self, login: &str) {
        self.call("log_in", json!({ "login": login, "password": PASSWORD }));
    }

    /// Calls a command as the administrator, with the director standing by; `yao` is logged in afterwards.
    ///
    /// # Panics
    /// When the desk refuses it.
    pub fn manage(&mut self, command: &str, args: Value) -> Value {
        self.call(
            "log_in",
            json!({ "login": "admin", "password": ADMIN_PASSWORD }),
        );
        let second = json!({ "login": "lu", "password": PASSWORD });
        let request = json!({ "id": 1, "command": command, "args": args, "second": second });
        let mut answer: Value =
            serde_json::from_str(&self.0.call(&request.to_string())).expect("JSON");
        assert!(answer.get("ok").is_some(), "{command}: {answer}");
        self.log_in("yao");
        answer["ok"].take()
    }

    /// Enters an institution that takes matters of a window.
    pub fn add_institution(&mut self, name: &str, window: &str) {
        self.call(
            "log_in",
            json!({ "login": "admin", "password": ADMIN_PASSWORD }),
        );
        self.call(
            "save_institution",
            json!({
                "id": "", "version": "", "name": name, "windows": [window], "categories": [], "creditCode": "",
                "branchOf": "", "address": "云川县文昌路20号", "phone": "0999-8000020", "contact": "", "note": "",
                "active": true,
            }),
        );
        self.call("log_in", json!({ "login": "yao", "password": PASSWORD }));
    }

    /// Registers a visit to one window and returns its ticket: `id` and `number`.
    pub fn register(&mut self, name: &str, id_number: &str, window: &str, matter: &str) -> Value {
        let asked = Asked {
            window,
            matter,
            summary: "去年在县城工地做了四个月，工头写了欠条，一直没有付。",
            restricted: false,
        };
        self.receive(name, id_number, &["migrant_worker"], "", &[asked])[0].take()
    }

    /// Registers a visit, received at a moment or now, and returns its tickets: `id` and `number`.
    pub fn receive(
        &mut self,
        name: &str,
        id_number: &str,
        groups: &[&str],
        received_at: &str,
        asked: &[Asked<'_>],
    ) -> Value {
        let visit = json!({
            "draftId": "", "channel": "counter", "receivedAt": received_at, "slipNumber": "", "referralOrgan": "", "referralNumber": "",
            "visitor": {
                "personId": "", "name": name, "gender": "", "birth": "", "idKind": "", "idKindText": "",
                "idNumber": id_number, "noDocumentReason": "", "phone": "19900010592",
                "address": "云川县云顶彝族乡尔古村", "ethnicity": "", "education": "", "groups": groups,
                "nameReading": "", "doNotCall": false, "doNotAnnounce": false, "broughtBy": "",
            },
            "tickets": asked.iter().map(Asked::ticket).collect::<Vec<_>>(),
        });
        self.call("register_visit", visit)["tickets"].take()
    }

    /// Leaves the desk, so that its folder can be opened by another program.
    pub fn close(self) {
        drop(self.0);
    }

    /// Opens the window on the prepared desk and logs somebody in.
    pub fn open(self, data: &Data, login: &str) -> App {
        self.close();
        open_as(data, login)
    }
}

/// Opens the window on a desk and logs somebody in through its login page.
pub fn open_as(data: &Data, login: &str) -> App {
    let mut app = App::start(data);
    enter(&mut app, login, PASSWORD);
    app
}

/// Logs somebody in and waits for the desk.
pub fn enter(app: &mut App, login: &str, password: &str) {
    log_in(app, login, password);
    app.text("全部按键");
    app.take_key_count();
}

/// Fills the login page.
pub fn log_in(app: &mut App, login: &str, password: &str) {
    app.fill("账号", login);
    app.press("Enter");
    app.wait_for_focus("密码");
    app.type_text(password);
    app.press("Enter");
}

/// Writes the recovery code down on the first start: proves it by its last group and goes on to the login page.
pub fn copy_the_recovery_code(app: &mut App) {
    app.text("恢复码只出现这一次");
    app.wait_until(
        "the recovery code",
        "return document.querySelectorAll('.code span').length > 0",
    );
    app.look("recovery-code");
    let groups = app.script(
        "return [...document.querySelectorAll('.code span')].map((group) => group.textContent);",
        json!([]),
    );
    let groups: Vec<String> = serde_json::from_value(groups).expect("groups of the code");
    let last = groups.last().expect("a code");
    app.fill(&format!("为核对，输入恢复码的第 {} 组", groups.len()), last);
    app.click(&app.label("已经抄好，并且逐字核对过"));
    app.click(&app.role("button", "去登录"));
}

/// Types at intake who comes for the first time about unpaid wages, up to the matter.
pub fn type_new_visitor(app: &mut App, name: &str) {
    app.press("F2");
    app.wait_for_focus("姓名");
    app.type_text(name);
    app.press("Enter");
    app.press("Enter");
    app.wait_for_focus("电话");
    app.type_text("19900010037");
    app.press("Enter");
    app.press("Enter");
    app.wait_for_focus("群体");
    app.type_text("6");
    app.press("Enter");
    app.wait_for_focus("事项");
}

/// Types the matter, whom it is about and that the visitor was told of the limits, up to the summary.
pub fn type_wages(app: &mut App) {
    app.type_text("ldq");
    app.press("Alt+n");
    app.wait_for_focus("第 1 人姓名或名称");
    app.type_text("田兆丰");
    app.press("Alt+/");
    app.text("已告知诉讼时效和上诉期限。");
    app.press("4");
    app.wait_for_focus("摘要");
}

fn set_up(seat: &Seat<'_>) -> Value {
    json!({
        "tier": seat.tier, "area": seat.area, "segment": seat.segment, "address": "云川县文昌路8号", "phone": "0999-8000001",
        "complaintPhone": "0999-8000008", "deskName": format!("{}号窗口机", seat.mark), "deviceMark": seat.mark,
        "adminLogin": "admin", "adminName": "管理员", "adminPassword": ADMIN_PASSWORD,
    })
}

fn now() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    i64::try_from(elapsed.as_millis()).expect("a time of this age")
}
