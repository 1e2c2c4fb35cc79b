//! States of the exchange that come seldom, each looked at: in the usual and in large print, and magnified by half.

use std::fs;
use std::path::{Path, PathBuf};

use fachuang_api::{HallNext, Next};
use serde_json::{Value, json};

use crate::app::{App, Data};
use crate::desk::{ADMIN_PASSWORD, CENTRE, Desk, PASSWORD, Seat, enter};
use crate::server::{BUCKET, KEY_ID, READER_ID, SECRET, Server, Way};

/// A screen of 1366×768 magnified by half.
const MAGNIFIED: (u32, u32) = (911, 512);

/// Enough visits for several steps of a file.
const VISITS: usize = 180;

const STATION: Seat<'static> = Seat {
    tier: "station",
    area: "双河镇",
    segment: "SH",
    mark: "1",
};
const SIBLING: Seat<'static> = Seat {
    mark: "4",
    ..CENTRE
};
const VISITORS: [(&str, &str); 3] = [
    ("褚望川", "519921199012089314"),
    ("阿依·吉史木呷", ""),
    ("单巧云", ""),
];

/// A desk with its data folder.
struct Place {
    data: Data,
    desk: Desk,
}

impl Place {
    fn at(seat: &Seat<'_>) -> Self {
        let data = Data::empty();
        let desk = Desk::prepare_at(&data, seat);
        Self { data, desk }
    }

    fn register(&mut self, count: usize) {
        for (name, number) in VISITORS.iter().cycle().take(count) {
            self.desk.register(name, number, "consult", "劳动/欠薪");
        }
    }

    fn device(&mut self) -> Value {
        self.desk.manage("own_card", json!({}))["device"].take()
    }

    /// Writes a file for another desk.
    fn export(&mut self, to: &Value, folder: &Path) -> PathBuf {
        let wish = json!({ "device": to, "since": "confirmed", "folder": folder });
        let done = self.desk.call("export_package", wish);
        PathBuf::from(done["files"][0]["path"].as_str().expect("a path"))
    }

    fn take_in(&mut self, file: &Path) -> Value {
        self.desk.call("apply_package", json!({ "path": file }))
    }

    /// Begins with a file, as far as its first entries, and leaves it there.
    fn take_in_part_of(&mut self, file: &Path) {
        let request = json!({ "id": 1, "command": "apply_package", "args": { "path": file } });
        let front = self.desk.front();
        let mut next = front.ask(&request.to_string());
        for _ in 0..2 {
            next = match next {
                Next::Errand(turn, errand) => front.go_on(turn, Some(errand.run())),
                Next::Turn(turn) => front.go_on(turn, None),
                Next::Answer(answer) => panic!("it is over too soon: {answer}"),
            };
        }
    }

    /// Goes once round the hall.
    fn round(&mut self) {
        let mut done = None;
        while let HallNext::Errand(errand) = self.desk.front().hall_next(done) {
            done = Some(errand.run());
        }
    }

    fn share(&mut self, folder: &Path) {
        self.desk
            .manage("set_hall", json!({ "folder": folder, "seconds": 5 }));
    }

    /// Opens the windows of the desk, one after the other, in the usual size and magnified by half.
    fn in_both_sizes(self, login: &str, mut look: impl FnMut(&mut App, &str)) {
        self.desk.close();
        let password = if login == "admin" {
            ADMIN_PASSWORD
        } else {
            PASSWORD
        };
        for (size, name) in [(xtask::screen::USUAL_SIZE, ""), (MAGNIFIED, "-magnified")] {
            let mut app = App::start_sized(&self.data, &[], size);
            enter(&mut app, login, password);
            look(&mut app, name);
            app.assert_no_complaints();
        }
    }
}

/// Each enrols the other.
fn introduce(one: &mut Place, other: &mut Place) {
    let cards = [&mut *one, &mut *other].map(|place| place.desk.manage("own_card", json!({})));
    for (place, card) in [(one, &cards[1]), (other, &cards[0])] {
        let wish = json!({ "card": card["text"], "fingerprint": card["fingerprint"] });
        place.desk.manage("enrol_peer", wish);
    }
}

/// Looks at what is shown in both prints.
fn look_in_both_prints(app: &mut App, name: &str) {
    app.look(name);
    for (large, print) in [(true, "-large"), (false, "")] {
        app.press("F11");
        let other =
            format!("return document.documentElement.classList.contains('large') === {large};");
        app.wait_until("the other print", &other);
        if large {
            app.look(&format!("{name}{print}"));
        }
    }
}

/// A copy of a desk, as of an image of its disk.
fn copy_of(place: Place) -> (Place, Place) {
    let Place { data, desk } = place;
    desk.close();
    let other = Data::empty();
    for entry in fs::read_dir(data.path()).expect("a data folder") {
        let from = entry.expect("a file").path();
        if from.is_file() {
            fs::copy(&from, other.path().join(from.file_name().expect("a name"))).expect("a copy");
        }
    }
    [(data, "the desk"), (other, "its copy")]
        .map(|(data, seed)| {
            let mut desk = Desk::start(&data, seed);
            desk.log_in("yao");
            Place { data, desk }
        })
        .into()
}

/// A file of a desk of the hall stops half-way, because a letter tells that there is a copy of that desk.
fn stop_half_way(centre: &mut Place, stick: &Path) {
    let share = tempfile::tempdir().expect("a temporary folder");
    let mut sibling = Place::at(&SIBLING);
    introduce(centre, &mut sibling);
    let here = centre.device();
    let (mut sibling, mut twin) = copy_of(sibling);
    sibling.register(VISITS);
    let file = sibling.export(&here, stick);
    twin.register(1);
    for place in [&mut *centre, &mut twin] {
        place.share(share.path());
    }
    centre.round();
    twin.round();
    centre.take_in_part_of(&file);
    centre.round();
    centre
        .desk
        .manage("set_hall", json!({ "folder": "", "seconds": 5 }));
}

#[test]
fn a_board_of_desks_in_trouble_tells_each_what_is_next() {
    let stick = tempfile::tempdir().expect("a temporary folder");
    let (mut centre, mut station) = (Place::at(&CENTRE), Place::at(&STATION));
    introduce(&mut centre, &mut station);
    let here = centre.device();
    station.register(2);
    let file = station.export(&here, stick.path());
    let done = centre.take_in(&file);
    let wish = json!({ "id": done["package"]["id"], "reason": "拿错了文件" });
    centre.desk.call("undo_package", wish);
    stop_half_way(&mut centre, stick.path());
    centre.in_both_sizes("yao", |app, size| {
        app.jump("h");
        app.text("撤销过，待回传");
        app.text("写到一半停下了：这台电脑已冻结");
        look_in_both_prints(app, &format!("states-board{size}"));
        app.click(&app.label("打开 双河镇公共法律服务工作站"));
        app.text("导出一个文件给它，它会重发");
        look_in_both_prints(app, &format!("states-taken-back{size}"));
        app.press("Esc");
        app.click(&app.label("打开 4号窗口机"));
        app.text("条里写了");
        look_in_both_prints(app, &format!("states-stopped{size}"));
        app.click(&app.role("button", "撤销写入的部分"));
        app.wait_for_focus("为什么撤销");
        app.look(&format!("states-stopped-undo{size}"));
        app.press("Esc");
        app.wait_until_gone("为什么撤销");
    });
}

#[test]
fn a_station_sees_which_settings_its_centre_has_in_hand() {
    let (mut centre, mut station) = (Place::at(&CENTRE), Place::at(&STATION));
    introduce(&mut centre, &mut station);
    station.in_both_sizes("admin", |app, size| {
        for (page, told) in [
            ("parameters", "法律援助补正期限"),
            ("calendar", "放假"),
            ("templates", "文书样式包"),
        ] {
            app.go(&format!("/settings/{page}"));
            app.text(told);
            app.text("云川县公共法律服务中心");
            look_in_both_prints(app, &format!("states-{page}{size}"));
        }
    });
}

#[test]
fn an_object_store_is_tried_and_what_is_wrong_stands_at_its_field() {
    let server = Server::start();
    Place::at(&CENTRE).in_both_sizes("admin", |app, size| {
        app.go("/settings/peers");
        app.click(&app.label("对象存储"));
        app.look(&format!("states-store{size}"));
        for (label, text) in [
            ("地址", server.endpoint().as_str()),
            ("桶", "nobody"),
            ("密钥编号", KEY_ID),
            ("访问密钥", SECRET),
        ] {
            app.fill(label, text);
        }
        for (name, key, secret, told) in [
            ("bucket", KEY_ID, SECRET, "对象存储里没有这个桶"),
            ("key", "AKNOBODY", SECRET, "对象存储没有这个密钥编号"),
            ("secret", KEY_ID, "falsch", "访问密钥不对"),
            ("access", READER_ID, SECRET, "不能在这个位置读写"),
        ] {
            app.fill("密钥编号", key);
            app.fill("访问密钥", secret);
            app.click(&app.role("button", "保存"));
            app.text(told);
            look_in_both_prints(app, &format!("states-store-{name}{size}"));
            app.fill("桶", BUCKET);
        }
        app.fill("密钥编号", KEY_ID);
        server.line().set(Way::Down);
        app.click(&app.role("button", "保存"));
        app.text("现在连不上这个对象存储");
        look_in_both_prints(app, &format!("states-store-unreached{size}"));
        app.click(&app.role("button", "仍然保存"));
        app.text("大厅交换已设好");
        server.line().set(Way::Open);
        app.click(&app.role("button", "停用"));
        app.text("大厅交换已停用");
    });
}

/// Types the shared folder; the choice of what is shared has the same name.
fn name_folder(app: &mut App, folder: &Path) {
    let field = app.role("textbox", "共享文件夹");
    app.click(&field);
    app.press("Ctrl+a");
    app.type_text(&folder.to_string_lossy());
}

#[test]
fn a_folder_that_does_not_serve_is_told_at_its_field() {
    let share = tempfile::tempdir().expect("a folder");
    Place::at(&CENTRE).in_both_sizes("admin", |app, size| {
        app.go("/settings/peers");
        for (name, folder, told) in [
            ("missing", share.path().join("none"), "找不到这个文件夹"),
            // Nobody may make a folder there, not even who may do everything else.
            ("denied", PathBuf::from("/sys"), "这个文件夹不允许本机写入"),
        ] {
            name_folder(app, &folder);
            app.click(&app.role("button", "保存"));
            app.text(told);
            look_in_both_prints(app, &format!("states-folder-{name}{size}"));
        }
        name_folder(app, share.path());
        app.click(&app.role("button", "保存"));
        app.text("大厅交换已设好");
        app.click(&app.role("button", "停用"));
        app.text("大厅交换已停用");
    });
}
