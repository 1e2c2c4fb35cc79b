//! Every screen of a filled desk: looked at, measured, and walked through by the Tab key.

use std::time::{SystemTime, UNIX_EPOCH};

use fachuang_cli::demo;
use serde_json::json;

use crate::app::{App, Data};
use crate::desk::enter;

const CLERK: &str = "chuangkou1";
const DIRECTOR: &str = "zhuren";
const ADMIN: &str = "guanli";
const AUDITOR: &str = "shenji";
const TICKETS: u32 = 60;
/// A small notebook with a task bar, an old monitor with one, and a small notebook magnified by half.
const SMALL: [(&str, (u32, u32)); 3] = [
    ("low", (1366, 690)),
    ("narrow", (1024, 690)),
    ("magnified", (911, 512)),
];
/// Tab stops looked at on each screen.
const STOPS: usize = 14;

/// Screens the director looks at: name, address and title.
const SCREENS: [(&str, &str, &str); 12] = [
    ("home", "/", "工作台"),
    ("list", "/tickets", "办件"),
    ("ratings", "/ratings", "待评价回访"),
    ("supervision", "/supervision", "督办"),
    ("conflicts", "/conflicts", "两处不同"),
    ("duplicates", "/duplicates", "疑似重复"),
    ("search", "/search?text=张", "查询"),
    ("papers", "/papers", "文书核验"),
    ("slips", "/slips", "空白单"),
    ("exchange", "/exchange", "交换"),
    ("waiting", "/waiting", "等着办的"),
    ("handover", "/handover", "离岗移交"),
];
/// Pages of the settings.
const SETTINGS: [&str; 12] = [
    "staff",
    "duty",
    "office",
    "institutions",
    "parameters",
    "calendar",
    "backup",
    "access",
    "keys",
    "templates",
    "peers",
    "printers",
];

/// What is wrong, with the screen it is on.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn note(&mut self, screen: &str, found: Vec<String>) {
        self.0
            .extend(found.into_iter().map(|fault| format!("{screen}: {fault}")));
    }

    fn assert_none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}

#[test]
fn every_screen_is_accessible_in_usual_and_in_large_print() {
    let data = county();
    let mut faults = Faults::default();
    for login in [CLERK, DIRECTOR, ADMIN, AUDITOR] {
        let mut app = App::start(&data);
        app.text("登录");
        if login == CLERK {
            faults.note("login", app.axe_findings());
            app.screenshot("tour-login");
        }
        enter(&mut app, login, demo::PASSWORD);
        each_screen(&mut app, login, |app, screen| {
            app.screenshot(&format!("tour-{screen}"));
            faults.note(screen, app.axe_findings());
            faults.note(screen, app.unseen_focus(STOPS));
            large_print(app, true);
            let large = format!("{screen}-large");
            app.screenshot(&format!("tour-{large}"));
            faults.note(&large, app.axe_findings());
            faults.note(&large, app.spills());
            large_print(app, false);
        });
        app.assert_no_complaints();
    }
    faults.assert_none();
}

#[test]
fn every_screen_fits_the_small_windows() {
    let data = county();
    let mut faults = Faults::default();
    for (name, size) in SMALL {
        for login in [CLERK, DIRECTOR] {
            let mut app = App::start_sized(&data, &[], size);
            app.text("登录");
            let fills = format!(
                "return innerWidth === {} && innerHeight === {};",
                size.0, size.1
            );
            app.wait_until("the window fills the screen", &fills);
            faults.note(&format!("{name}-login"), app.spills());
            app.screenshot(&format!("{name}-login"));
            enter(&mut app, login, demo::PASSWORD);
            each_screen(&mut app, login, |app, screen| {
                let screen = format!("{name}-{screen}");
                app.screenshot(&screen);
                faults.note(&screen, app.spills());
            });
        }
    }
    faults.assert_none();
}

/// Goes to every screen a person may open and looks at each.
fn each_screen(app: &mut App, login: &str, mut look: impl FnMut(&mut App, &str)) {
    if login == CLERK {
        arrive(app, "/", "工作台");
        look(app, "home-clerk");
        arrive(app, "/intake", "受理");
        fill_in(app);
        look(app, "intake");
        return;
    }
    if login == DIRECTOR {
        for (name, address, title) in SCREENS {
            arrive(app, address, title);
            look(app, name);
        }
        for state in ["assigned", "in_progress", "closed"] {
            let Some(ticket) = ticket_in(app, state) else {
                panic!("the county has a ticket that is {state}");
            };
            let address = format!("/tickets/{}", ticket["id"].as_str().unwrap_or_default());
            arrive(app, &address, "办件");
            app.role("heading", "经过");
            look(app, &format!("ticket-{state}"));
            if state == "in_progress" {
                for tab in 2..=6 {
                    // A digit typed into a field is text.
                    app.script("document.activeElement?.blur();", json!([]));
                    app.press(&tab.to_string());
                    app.wait_until(
                        "the tab",
                        &format!("return document.querySelectorAll('[role=tab]')[{}].ariaSelected === 'true';", tab - 1),
                    );
                    look(app, &format!("ticket-tab-{tab}"));
                }
                let person = format!(
                    "/persons/{}",
                    ticket["personId"].as_str().unwrap_or_default()
                );
                arrive(app, &person, "人员档案");
                look(app, "person");
            }
        }
    }
    for page in SETTINGS {
        arrive(app, &format!("/settings/{page}"), "设置");
        look(app, &format!("settings-{page}-{login}"));
    }
}

fn arrive(app: &App, address: &str, title: &str) {
    app.go(address);
    app.wait_until(
        title,
        &format!(
            "return document.title.startsWith('{title}') && decodeURI(location.hash) === '#{address}'
                && document.querySelector('main h1, main h2') !== null;"
        ),
    );
}

fn fill_in(app: &mut App) {
    app.wait_for_focus("姓名");
    app.type_text("阿依·吉史木呷");
    app.press("Enter");
    app.wait_for_focus("证件号");
    app.type_text("519921199012089314");
    app.press("Alt+2");
    app.wait_for_focus("事项");
    app.type_text("请求支付");
    app.press("Enter");
    app.press("Alt+n");
    app.wait_for_focus("第 1 人姓名或名称");
    app.type_text("云川县磐石建筑劳务有限公司");
    app.fill(
        "摘要",
        "去年在县城工地做了四个月，工头写了欠条，一直没有付。",
    );
}

fn ticket_in(app: &App, state: &str) -> Option<serde_json::Value> {
    let wish = json!({
        "view": "all", "window": "", "state": state, "assignee": "", "group": "", "green": false, "text": "", "sort": "newest",
        "after": "", "limit": 1,
    });
    let list = app.rpc("list_tickets", &wish);
    list["rows"].get(0).cloned()
}

fn large_print(app: &mut App, on: bool) {
    app.press("F11");
    app.wait_until(
        "the other print",
        &format!("return document.documentElement.classList.contains('large') === {on};"),
    );
}

fn county() -> Data {
    let data = Data::empty();
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let now_ms = i64::try_from(now.as_millis()).expect("a time of this age");
    demo::fill(data.path(), now_ms, TICKETS, "tour").expect("a county is filled");
    data
}
