//! Two places without a network, each in its own window: what a station registers reaches the centre on a stick, and the
//! centre's decision comes back the same way.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;

use crate::app::{App, Data};
use crate::desk::{copy_the_recovery_code, enter, log_in, type_new_visitor, type_wages};
use crate::papers::drawn;

const ADMIN_PASSWORD: &str = "Guanli-2026";
const ONE_TIME: &str = "Yici-2026";
const PASSWORD: &str = "Chuangkou-8";
const VISITOR: &str = "褚望川";
const CENTRE: &str = "云川县公共法律服务中心";
const STATION: &str = "双河镇公共法律服务工作站";
const LAST_DAY: &str = "权利期限";

/// Who works where, and how the site is called at the set-up.
struct Site<'a> {
    /// Typed into the level of the site; empty for the one that stands there.
    tier: &'a str,
    area_label: &'a str,
    area: &'a str,
    segment: &'a str,
    phone: &'a str,
}

#[test]
fn what_a_station_registers_is_confirmed_by_the_centre_over_a_stick() {
    let stick = tempfile::tempdir().expect("a temporary folder");
    let mut centre = App::start(&Data::empty());
    let mut station = App::start(&Data::empty());
    begin_centre(&mut centre);
    begin_station(&mut station);
    enrol_each_other(&mut centre, &mut station, &stick);

    change_over(&mut station, "yao");
    register(&mut station);
    let first = send(&mut station, &stick, "station-1-export");
    change_over(&mut centre, "lu");
    preview(&mut centre, &first);
    centre.text("新增");
    centre.text(VISITOR);
    centre.look("exchange-1-new");
    centre.press("F8");
    centre.text("已写入双河镇公共法律服务工作站第 1 号文件");
    centre.look("exchange-2-written");
    centre.press("Ctrl+p");
    drawn(&centre);
    in_large_print(&mut centre, "exchange-2-report-large");
    centre.press("Esc");
    centre.wait_until(
        "the report is closed",
        "return document.querySelector('.paper-layer') === null;",
    );
    centre.press("Esc");
    assign(&mut centre);

    open_the_ticket(&mut station);
    station.text("已导出");
    fill_last_day(&mut station, "2027-03-12", "照判决书送达日算");
    station.text("未导出");
    change_over(&mut centre, "luo");
    open_the_ticket(&mut centre);
    fill_last_day(&mut centre, "2027-03-21", "打电话问了法院");
    change_over(&mut centre, "lu");
    let second = send(&mut station, &stick, "station-2-export");
    preview(&mut centre, &second);
    see_both_values(&mut centre);
    centre.press("F8");
    decide(&mut centre);
    let answer = send(&mut centre, &stick, "exchange-6-return");

    preview(&mut station, &answer);
    station.look("station-3-preview");
    station.press("F8");
    station.text("已写入云川县公共法律服务中心第 1 号文件");
    station.press("Esc");
    station.text("中心已确认 1 件");
    station.look("station-4-exchange");
    station.jump("b");
    station.text("中心已确认");
    station.look("station-5-list");
    open_the_ticket(&mut station);
    station.text("中心已确认");
    station.text("骆以安");
    station.text("2027-03-12");
    station.look("station-6-confirmed");
    for app in [&mut centre, &mut station] {
        app.assert_no_complaints();
    }
}

fn begin_centre(app: &mut App) {
    set_up(
        app,
        &Site {
            tier: "",
            area_label: "县（市、区）名",
            area: "云川县",
            segment: "yc",
            phone: "0999-8000001",
        },
    );
    app.text(CENTRE);
    hire(app, "陆维桢", "lu", "主任");
    hire(app, "骆以安", "luo", "承办");
    own_password(app, "lu");
    own_password(app, "luo");
    change_over_to(app, "admin", ADMIN_PASSWORD);
}

fn begin_station(app: &mut App) {
    set_up(
        app,
        &Site {
            tier: "乡镇",
            area_label: "乡镇（街道）名",
            area: "双河镇",
            segment: "sh",
            phone: "0999-8000021",
        },
    );
    app.text(STATION);
    hire(app, "姚素琴", "yao", "窗口");
    own_password(app, "yao");
    change_over_to(app, "admin", ADMIN_PASSWORD);
}

/// Goes through the first start and logs the administrator in.
fn set_up(app: &mut App, site: &Site<'_>) {
    app.text("首次设置");
    if !site.tier.is_empty() {
        app.fill("层级", site.tier);
        app.press("Enter");
    }
    app.fill(site.area_label, site.area);
    app.text("按规则组成的名称");
    fill_page(
        app,
        &[
            ("号段", site.segment),
            ("地址", "文昌路8号"),
            ("服务电话", site.phone),
        ],
    );
    app.press("Enter");
    app.press("Enter");
    app.label("本机名称");
    fill_page(app, &[("本机名称", "1号窗口机"), ("机号", "1")]);
    app.press("Enter");
    app.label("再输一遍");
    fill_page(
        app,
        &[
            ("姓名", "秦一鸣"),
            ("账号", "admin"),
            ("密码", ADMIN_PASSWORD),
            ("再输一遍", ADMIN_PASSWORD),
        ],
    );
    app.press("Enter");
    copy_the_recovery_code(app);
    app.role("heading", "登录");
    enter(app, "admin", ADMIN_PASSWORD);
}

fn fill_page(app: &mut App, values: &[(&str, &str)]) {
    for (label, text) in values {
        app.fill(label, text);
    }
}

/// Adds somebody with a one-time password.
fn hire(app: &mut App, name: &str, login: &str, role: &str) {
    app.go("/settings/staff");
    app.text("人员账号");
    app.press("n");
    app.wait_for_focus("姓名");
    app.type_text(name);
    app.fill("账号", login);
    app.fill("角色", role);
    app.press("Enter");
    app.fill("一次性密码", ONE_TIME);
    app.press("F8");
    app.text(&format!("已新增 {name}"));
}

/// Somebody comes for the first time and chooses a password of their own.
fn own_password(app: &mut App, login: &str) {
    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    log_in(app, login, ONE_TIME);
    app.text("先换一个自己的密码");
    fill_page(
        app,
        &[
            ("现在的密码", ONE_TIME),
            ("新密码", PASSWORD),
            ("再输一遍", PASSWORD),
        ],
    );
    app.press("Enter");
    app.role("heading", "工作台");
}

fn change_over(app: &mut App, login: &str) {
    change_over_to(app, login, PASSWORD);
}

fn change_over_to(app: &mut App, login: &str, password: &str) {
    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(app, login, password);
}

/// Both read the other's card from the stick and compare the code, as over the telephone.
fn enrol_each_other(centre: &mut App, station: &mut App, stick: &TempDir) {
    let of_centre = card(centre, stick, "名片-中心.txt");
    let of_station = card(station, stick, "名片-双河.txt");
    read_card(station, &of_centre.0);
    station.fill("对方念的核对码", &of_centre.1);
    station.look("station-0-enrol");
    station.press("F8");
    station.text(&format!("已登记 {CENTRE}"));

    read_card(centre, &of_station.0);
    centre.fill("对方念的核对码", &of_station.1);
    centre.press("F8");
    centre.text("这一步要第二个人在场");
    centre.wait_for_focus("第二人账号");
    centre.type_text("lu");
    centre.press("Enter");
    centre.wait_for_focus("第二人密码");
    centre.type_text(PASSWORD);
    centre.look("exchange-0-enrol");
    centre.press("F8");
    centre.text(&format!("已登记 {STATION}"));
}

/// Puts the card of a desk on the stick; returns the file and the code its screen shows.
fn card(app: &mut App, stick: &TempDir, name: &str) -> (PathBuf, String) {
    app.go("/settings/peers");
    let text = app.value_of(&app.label("名片文字"));
    assert!(text.starts_with("FCC1-"), "{text}");
    let path = stick.path().join(name);
    fs::write(&path, text).expect("the stick takes a file");
    let code = app.script(
        "return document.querySelector('.peer-print').textContent.trim();",
        json!([]),
    );
    (path, code.as_str().expect("a code").to_owned())
}

fn read_card(app: &mut App, path: &Path) {
    app.press("n");
    app.choose_file("名片文件 选文件…", path);
    app.wait_for_focus("对方念的核对码");
}

/// Registers a visit at the counter.
fn register(app: &mut App) {
    type_new_visitor(app, VISITOR);
    type_wages(app);
    app.press("F8");
    app.text("没有找到打印机，可另存为文件");
    app.press("Esc");
    app.text(&format!("刚才：{VISITOR}"));
}

/// Writes a file for the one other desk with one key, the first time after the name of the folder; returns where it is.
fn send(app: &mut App, stick: &TempDir, picture: &str) -> PathBuf {
    let before = files(stick.path());
    app.jump("h");
    app.text("本机状态码");
    app.press("F8");
    let known = before
        .iter()
        .any(|path| path.extension().is_some_and(|ending| ending == "fcx"));
    if !known {
        app.wait_for_focus("放到");
        app.type_text(stick.path().to_str().expect("a plain path"));
        app.press("F8");
    }
    app.text("已写好的文件");
    app.look(picture);
    let mut fresh = files(stick.path());
    fresh.retain(|path| !before.contains(path));
    let [file] = &fresh[..] else {
        panic!("one file was written: {fresh:?}");
    };
    app.click(&app.role("button", "返回"));
    app.role("heading", "收文件");
    file.clone()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the stick is there")
        .map(|entry| entry.expect("a file").path())
        .collect();
    found.sort();
    found
}

/// Looks into a file by its path.
fn preview(app: &mut App, file: &Path) {
    app.jump("h");
    app.text("本机状态码");
    app.fill("文件", file.to_str().expect("a plain path"));
    app.press("Enter");
    app.text("导入预览，尚未写入");
}

fn open_the_ticket(app: &mut App) {
    app.jump("b");
    app.role("grid", "办件");
    app.text(VISITOR);
    app.press("Enter");
    app.role("heading", "经过");
}

fn fill_last_day(app: &mut App, day: &str, reason: &str) {
    app.click(&app.text("尚未填写"));
    app.click(&app.label(&format!("改{LAST_DAY}")));
    app.fill(LAST_DAY, day);
    app.press("Tab");
    app.fill("为什么改", reason);
    app.click(&app.role("button", "存"));
    app.text(&format!("{LAST_DAY}已改"));
}

/// Looks at the same in large print.
fn in_large_print(app: &mut App, name: &str) {
    for large in [true, false] {
        app.press("F11");
        let other =
            format!("return document.documentElement.classList.contains('large') === {large};");
        app.wait_until("the other print", &other);
        if large {
            app.look(name);
        }
    }
}

/// The preview shows both values beside each other before anything is written.
fn see_both_values(app: &mut App) {
    app.press("n");
    app.text("双河镇公共法律服务工作站 第 2 号文件");
    app.text("2027-03-12");
    app.text("2027-03-21");
    app.look("exchange-3-both-values");
    in_large_print(app, "exchange-3-both-values-large");
}

/// Keeps the station's value, with a reason.
fn decide(app: &mut App) {
    app.text("确定这一处");
    app.look("exchange-4-decide");
    in_large_print(app, "exchange-4-decide-large");
    let station = app.script(
        "const at = [...document.querySelectorAll('.xdecide .opt')].findIndex((one) => one.textContent.includes('姚素琴'));
         return String(at + 1);",
        json!([]),
    );
    app.press(station.as_str().expect("a digit"));
    app.fill("理由", "电话核对了送达回证");
    app.press("Enter");
    app.text("这一批的两处不同都看过了");
    app.look("exchange-5-decided");
    app.press("Esc");
}

/// The director gives the ticket to somebody of the centre, who works on while the station does not know yet.
fn assign(app: &mut App) {
    open_the_ticket(app);
    app.press("p");
    app.click(&app.text("骆以安"));
    app.press("F8");
    app.text("派单，已记下");
}
