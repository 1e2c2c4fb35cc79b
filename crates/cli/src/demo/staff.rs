//! The office of the demonstration: accounts of every role, outside lawyers and mediators, and the duty roster.

use fachuang_api::wire::account::{AddStaff, DutyDay, SetUp, SetUpDone};
use fachuang_api::wire::institution::SaveInstitution;
use fachuang_api::wire::{Nothing, Saved};

use super::county::TOWNSHIPS;
use super::days::Days;
use crate::seat::{Refused, Seat};

/// Password of every account of a demonstration; it is printed.
pub const PASSWORD: &str = "yanshi-2026";
const ONE_TIME: &str = "yici-2026";

/// Login of the administrator.
pub const ADMIN: &str = "guanli";
/// Logins of the clerks, who take turns.
pub const CLERKS: [&str; 3] = ["chuangkou1", "chuangkou2", "chuangkou3"];
/// Login of the director.
pub const DIRECTOR: &str = "zhuren";

/// Name, windows, categories, phone of the institutions matters are referred to; all invented.
const INSTITUTIONS: [(&str, &[&str], &[&str], &str); 4] = [
    ("云川县公证处", &["notary"], &[], "19900013219"),
    ("云川县白石公证处", &["notary"], &[], "19900013220"),
    (
        "云川衡信司法鉴定所",
        &["forensic"],
        &["medical", "trace"],
        "19900013330",
    ),
    (
        "云川明理司法鉴定所",
        &["forensic"],
        &["media", "environment"],
        "19900013331",
    ),
];

/// An account of the demonstration.
#[derive(Debug, Clone)]
pub struct Account {
    pub login: String,
    pub name: String,
    /// Name of the role.
    pub post: String,
}

/// Login, name, role, name of the role, windows.
const ACCOUNTS: [(&str, &str, &str, &str, &[&str]); 10] = [
    (CLERKS[0], "梁晓月", "clerk", "窗口人员", &[]),
    (CLERKS[1], "邓守信", "clerk", "窗口人员", &[]),
    (CLERKS[2], "卓玉珊", "clerk", "窗口人员", &[]),
    (
        "lvshi1",
        "温若岚",
        "handler",
        "值班律师/承办人",
        &["consult", "legal_aid"],
    ),
    (
        "lvshi2",
        "骆以安",
        "handler",
        "值班律师/承办人",
        &["consult", "legal_aid"],
    ),
    (
        "tiaojie1",
        "喻春和",
        "handler",
        "值班律师/承办人",
        &["mediation", "special"],
    ),
    ("shenpi", "傅明远", "reviewer", "审批人", &[]),
    (DIRECTOR, "聂云生", "director", "主任", &[]),
    ("dangan", "苗若水", "archivist", "档案/统计", &[]),
    ("shenji", "滕公正", "auditor", "审计", &[]),
];

/// Lawyers of firms who take turns at the desk and take cases.
const LAWYERS: [(&str, &str); 5] = [
    ("祝怀谨", "云川岱岳律师事务所"),
    ("沈怀谷", "云川岱岳律师事务所"),
    ("邱知远", "云川正言律师事务所"),
    ("穆清远", "云川正言律师事务所"),
    ("原知秋", "云川法律服务所"),
];

/// Surnames and given names of the mediators of the stations, in the order of the townships.
const MEDIATORS: [&str; 21] = [
    "葛守信",
    "程广厚",
    "贺子清",
    "卢天佑",
    "田继荣",
    "白守田",
    "罗水旺",
    "游大川",
    "龚世平",
    "申国栋",
    "毛俊德",
    "向德高",
    "蒲春林",
    "庞有才",
    "阿苏·尔古",
    "吉克·石一",
    "童家旺",
    "冉启明",
    "覃石生",
    "栾木林",
    "时家顺",
];

/// Somebody a ticket can be given to.
#[derive(Debug, Clone)]
pub struct Worker {
    pub id: String,
    /// Empty for people without an account.
    pub login: &'static str,
}

/// The office with everybody in it.
#[derive(Debug)]
pub struct Office {
    pub site_name: String,
    pub recovery_code: String,
    pub accounts: Vec<Account>,
    pub lawyers: Vec<Worker>,
    pub mediators: Vec<Worker>,
}

impl Office {
    /// Sets the office up and draws the duty roster around the given days.
    ///
    /// # Errors
    /// Whatever the desk refuses.
    pub fn found(seat: &mut Seat, days: &Days) -> Result<Self, Refused> {
        let done: SetUpDone = seat.ask(
            "set_up",
            &SetUp {
                tier: "centre".to_owned(),
                area: "云川县".to_owned(),
                segment: "YC".to_owned(),
                address: "云川县东关街道文昌路18号".to_owned(),
                phone: "19900000148".to_owned(),
                complaint_phone: "19900000149".to_owned(),
                desk_name: "3号窗口机".to_owned(),
                device_mark: "3".to_owned(),
                admin_login: ADMIN.to_owned(),
                admin_name: "管理员".to_owned(),
                admin_password: PASSWORD.to_owned(),
            },
        )?;
        let mut office = Self {
            site_name: done.site_name,
            recovery_code: done.recovery_code,
            accounts: vec![Account {
                login: ADMIN.to_owned(),
                name: "管理员".to_owned(),
                post: "管理员".to_owned(),
            }],
            lawyers: Vec::new(),
            mediators: Vec::new(),
        };
        office.sit(seat, ADMIN)?;
        for (login, name, role, post, windows) in ACCOUNTS {
            let id = add(seat, login, name, role, windows, "")?;
            let worker = Worker { id, login };
            match windows.first() {
                Some(&"consult") => office.lawyers.push(worker),
                Some(_) => office.mediators.push(worker),
                None => {}
            }
            office.accounts.push(Account {
                login: login.to_owned(),
                name: name.to_owned(),
                post: post.to_owned(),
            });
        }
        for (name, firm) in LAWYERS {
            let id = add(seat, "", name, "handler", &["consult", "legal_aid"], firm)?;
            office.lawyers.push(Worker { id, login: "" });
        }
        for (name, township) in MEDIATORS.iter().zip(TOWNSHIPS) {
            let unit = format!("{township}人民调解委员会");
            let id = add(seat, "", name, "handler", &["mediation", "special"], &unit)?;
            office.mediators.push(Worker { id, login: "" });
        }
        for (name, windows, categories, phone) in INSTITUTIONS {
            let _: Saved = seat.ask(
                "save_institution",
                &SaveInstitution {
                    id: String::new(),
                    version: String::new(),
                    name: name.to_owned(),
                    windows: texts(windows),
                    categories: texts(categories),
                    credit_code: String::new(),
                    branch_of: String::new(),
                    address: String::new(),
                    phone: phone.to_owned(),
                    contact: String::new(),
                    note: String::new(),
                    active: true,
                },
            )?;
        }
        for (login, ..) in ACCOUNTS {
            seat.claim(login, ONE_TIME, PASSWORD)?;
        }
        office.draw_roster(seat, days)?;
        Ok(office)
    }

    /// Two lawyers and a mediator are on duty each day, in turn.
    fn draw_roster(&self, seat: &mut Seat, days: &Days) -> Result<(), Refused> {
        self.sit(seat, DIRECTOR)?;
        for (at, day) in days.roster().into_iter().enumerate() {
            let worker = |list: &[Worker], nth: usize| list[nth % list.len()].id.clone();
            let duty = DutyDay {
                day: day.to_string(),
                staff_ids: vec![
                    worker(&self.lawyers, at),
                    worker(&self.lawyers, at + 3),
                    worker(&self.mediators, at),
                ],
            };
            let _: Nothing = seat.ask("save_duty", &duty)?;
        }
        Ok(())
    }

    /// Lets somebody of the office sit down.
    ///
    /// # Errors
    /// Whatever the login is refused for.
    pub fn sit(&self, seat: &mut Seat, login: &str) -> Result<(), Refused> {
        seat.sit(login, PASSWORD)
    }
}

fn texts(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

fn add(
    seat: &mut Seat,
    login: &str,
    name: &str,
    role: &str,
    windows: &[&str],
    unit: &str,
) -> Result<String, Refused> {
    let wish = AddStaff {
        login: login.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
        windows: texts(windows),
        phone: String::new(),
        unit: unit.to_owned(),
        fields: None,
        qualification: None,
        one_time_password: if login.is_empty() { "" } else { ONE_TIME }.to_owned(),
    };
    let saved: Saved = seat.ask("add_staff", &wish)?;
    Ok(saved.id)
}
