//! Papers from the screen to the printer and back into the record.

use serde_json::json;

use crate::app::App;
use crate::desk::{Asked, Desk};
use crate::printers::{Printers, ROLL, WINDOW};
use crate::steps::{change_over, open_ticket, take_step};

pub const ID_NUMBER: &str = "519921199012089314";
pub const WAGES: &str = "请求支付劳动报酬（农民工欠薪）";
/// A character of GB 18030-2022 that none of the faces has.
pub const NOBODY_HAS: char = '\u{2ebf0}';

pub fn id_of(ticket: &serde_json::Value) -> String {
    ticket["id"].as_str().expect("an id").to_owned()
}

/// Opens the papers of the ticket on the screen.
pub fn open_papers(app: &mut App) {
    app.press("3");
    app.role("heading", "已出具的文书");
}

/// Prints a paper of the ticket by its name.
pub fn print(app: &mut App, name: &str) {
    choose(app, name);
    app.press("F9");
    app.text(&format!("{name}已送到打印机"));
}

/// Opens the preview of a paper that is offered, by its name.
pub fn choose(app: &mut App, name: &str) {
    app.press("F9");
    app.fill("按名称找文书", name);
    let click = format!(
        "const offer = [...document.querySelectorAll('.offer button')];
         const button = offer.find((each) => each.textContent.includes('{name}'));
         button?.click();
         return button !== undefined;"
    );
    app.wait_until("the paper is offered", &click);
    drawn(app);
}

pub fn drawn(app: &App) {
    app.wait_until(
        "the paper is drawn",
        "return document.querySelector('.paper-sheets canvas')?.width > 300",
    );
}

pub fn papers(app: &App, ticket: &str) -> Vec<serde_json::Value> {
    let wish = json!({ "ticketId": ticket, "personId": "" });
    let papers = app.rpc("list_papers", &wish)["papers"].take();
    papers.as_array().expect("papers").clone()
}

#[test]
fn a_decision_is_printed_handed_over_and_printed_again() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut desk = Desk::prepare(&data);
    let id = id_of(&desk.register("单巧云", ID_NUMBER, "legal_aid", WAGES));
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &id);
    take_step(&mut app, "收到申请", &[("已出具材料接收凭证", "是")]);
    take_step(
        &mut app,
        "初审",
        &[("初审意见", "符合"), ("经济状况", "免核查")],
    );
    take_step(
        &mut app,
        "核查经济困难状况",
        &[("结果", "免核查"), ("证明文件", "农民工工资欠条")],
    );
    change_over(&mut app, "lu");
    open_ticket(&mut app, &id);
    take_step(
        &mut app,
        "决定不予法律援助",
        &[
            ("理由", "没有争议事由"),
            ("第二签署人", "骆以安"),
            ("已书面告知提出异议的途径", "是"),
        ],
    );
    change_over(&mut app, "yao");
    open_ticket(&mut app, &id);
    open_papers(&mut app);
    app.look("papers-1-due");
    choose(&mut app, "不予法律援助决定书");
    app.look("papers-2-preview");
    app.press("F9");
    app.text("已送到打印机");
    let decision = printers.job(1);
    assert!(
        decision.words.contains(&format!("-d {WINDOW} ")),
        "{}",
        decision.words
    );
    let issued = papers(&app, &id)[0].clone();
    let number = issued["number"].as_str().expect("a number").to_owned();
    assert!(decision.text().contains(&number));
    decision.draw(&app.screenshots(), "papers-job-decision");

    app.click(&app.role("button", "登记送达"));
    app.role("heading", "登记送达");
    app.look("papers-3-deliver");
    app.press("F8");
    app.text("已记下送达，并记");
    app.text("直接送达 单巧云");
    app.press("5");
    app.text("怎么算的");
    app.look("papers-4-limit-after-delivery");
    let page = app.rpc("get_ticket", &json!({ "id": id }));
    let limits = page["limits"].to_string();
    assert!(limits.contains("LA-OBJ-FILE"), "{limits}");

    open_papers(&mut app);
    app.click(&app.label(&format!("查看 不予法律援助决定书 {number}")));
    drawn(&app);
    app.look("papers-5-issued");
    app.press("F9");
    let exact = printers.job(2);
    assert!(exact.pdf == decision.pdf, "printed again to the byte");
    app.text("已送到打印机");
    app.press("b");
    let marked = printers.job(3);
    let text = marked.text();
    assert!(text.contains("补打") && text.contains(&number), "{text}");
    marked.draw(&app.screenshots(), "papers-job-marked");
    app.press("Esc");
    app.text("补打 2 次");
    app.look("papers-6-record");
    assert_eq!(papers(&app, &id)[0]["copies"], 2);
    print(&mut app, "送达回证");
    let proof = printers.job(4);
    let text = proof.text();
    assert!(text.contains(&number) && text.contains("单巧云"), "{text}");
    proof.draw(&app.screenshots(), "papers-job-proof");

    app.go(&format!("/papers/{number}"));
    app.text("真实有效");
    app.look("papers-7-verified");
    app.assert_no_complaints();
}

#[test]
fn a_mediation_is_bound_to_a_volume_that_has_a_number() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut desk = Desk::prepare(&data);
    let asked = Asked {
        window: "mediation",
        matter: "邻里纠纷",
        summary: "两家为屋檐滴水争吵，愿意坐下来谈。",
        restricted: false,
    };
    let tickets = desk.receive("单巧云", ID_NUMBER, &[], "", &[asked]);
    let id = id_of(&tickets[0]);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &id);
    take_step(
        &mut app,
        "征求各方同意",
        &[("各方答复", "双方同意"), ("是否都同意", "各方都同意")],
    );
    take_step(&mut app, "告知权利义务", &[("告知方式", "书面")]);
    open_papers(&mut app);
    app.click(&app.role("button", "一起打印"));
    app.role("heading", "一起打印");
    app.script(
        "for (const form of ['med_apply', 'med_rights'])
            document.querySelector(`.batch input[value=${form}]`).click();",
        json!([]),
    );
    app.look("volume-1-batch");
    app.press("F9");
    app.text("份文书已送到打印机");
    let batch = printers.job(1);
    let there = papers(&app, &id);
    assert!(!there.is_empty());
    for paper in &there {
        let number = paper["number"].as_str().expect("a number");
        assert!(batch.text().contains(number), "{number}");
    }
    for name in ["人民调解申请书", "人民调解调查记录"] {
        print(&mut app, name);
    }
    app.click(&app.role("button", "组卷"));
    drawn(&app);
    app.look("volume-2-preview");
    app.press("F9");
    app.text("卷宗已送到打印机");
    let volume = printers.job(printers.count());
    let issued = papers(&app, &id)[0].clone();
    assert_eq!(issued["form"], "volume");
    let number = issued["number"].as_str().expect("a number");
    let text = volume.text();
    assert!(text.contains(number), "{number} in {text}");
    assert!(
        text.contains("人民调解申请书") && text.contains("备考表"),
        "{text}"
    );
    volume.draw(&app.screenshots(), "volume-job");
    open_papers(&mut app);
    app.look("volume-3-library");
    app.go(&format!("/papers/{number}"));
    app.text("真实有效");
    app.look("volume-4-verified");
    app.assert_no_complaints();
}

#[test]
fn blank_slips_go_out_and_come_back_as_visits_with_their_own_time() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut app = Desk::prepare(&data).open(&data, "yao");
    app.jump("k");
    app.text("没有在外的空白单");
    app.press("n");
    app.wait_for_focus("张数");
    app.fill("张数", "2");
    app.fill("领用人", "窗口抽屉");
    app.press("F8");
    app.text("2 张空白单已编号");
    let slips = printers.job(1);
    let text = slips.text();
    slips.draw(&app.screenshots(), "slips-job");
    let out = app.rpc("list_slips", &json!({}))["out"].take();
    let number = |nth: usize| out[nth]["number"].as_str().expect("a number").to_owned();
    let (first, second) = (number(0), number(1));
    assert!(text.contains(&first) && text.contains(&second), "{text}");
    app.look("slips-1-out");

    app.go(&format!("/slips/{first}"));
    app.text("去登记来访");
    app.look("slips-2-enter");
    app.click(&app.role("button", "去登记来访"));
    app.wait_for_focus("到访时分");
    app.look("slips-3-intake");
    app.type_text("2359");
    app.press("Tab");
    app.fill("姓名", "褚望川");
    app.fill("电话", "19900010037");
    app.text("来访时间晚于现在");
    app.look("slips-4-late");
    let later = chrono_minute(&app);
    app.fill("到访时分", &later);
    app.fill("事项", "劳动/欠薪");
    app.press("Tab");
    app.press("Ctrl+s");
    app.text("刚才：褚望川");
    app.look("slips-5-saved");
    let list = app.rpc("list_slips", &json!({}));
    assert_eq!(list["settled"][0]["number"], first.as_str());
    assert_eq!(list["out"].as_array().map(Vec::len), Some(1));

    let last = if second.ends_with('K') { 'M' } else { 'K' };
    let wrong = format!("{}{last}", &second[..second.len() - 1]);
    for (typed, refused) in [
        (first.clone(), "已经补录或者作废"),
        (wrong, "校验位不对"),
        (second.replace("-X", "-Y"), "校验位不对"),
    ] {
        app.go("/");
        app.press("F2");
        app.wait_for_focus("姓名");
        app.press("Alt+k");
        app.wait_for_focus("空白单号");
        app.type_text(&typed);
        app.press("Tab");
        app.screenshot("slips-6-refused");
        app.text(refused);
    }
    app.jump("k");
    app.text(&second);
    app.look("slips-7-gaps");
    app.assert_no_complaints();
}

/// The minute after the slips were printed, as a clerk types it: this one, for the journey takes less.
fn chrono_minute(app: &App) -> String {
    let now = app.rpc("status", &json!({}))["now"].take();
    let now = now.as_str().expect("a time");
    format!("{}{}", &now[11..13], &now[14..16])
}

#[test]
fn each_kind_of_paper_goes_to_its_printer_and_a_test_page_puts_it_right() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut desk = Desk::prepare(&data);
    let id = id_of(&desk.register("单巧云", ID_NUMBER, "legal_aid", WAGES));
    let mut app = desk.open(&data, "yao");
    app.go("/settings/printers");
    app.text("各种纸用哪台打印机");
    app.text("系统默认");
    app.look("printers-1-none");
    app.fill("左右", "1.3");
    app.text("每 0.5 一档");
    app.fill("左右", "1.5");
    app.text("先选打印机");
    app.look("printers-2-wrong");
    app.fill("打印机", WINDOW);
    app.press("Enter");
    app.wait_until(
        "the trays of the printer are known",
        "const inputs = [...document.querySelectorAll('.printers input')]; return inputs.length > 1 && inputs.every((each) => !each.disabled) && !document.querySelector('.printers').textContent.includes('没有报告纸盒');",
    );
    app.fill("纸盒", "纸盒 2");
    app.press("Enter");
    app.fill("上下", "-2");
    app.press("F8");
    app.text("设置已保存");
    app.wait_until(
        "the test page can be printed",
        "return [...document.querySelectorAll('.printers button')].some((each) => each.textContent.includes('打测试页') && !each.disabled);",
    );
    app.press("F9");
    app.screenshot("printers-3-test-page");
    app.text("A4 竖放测试页已送到打印机");
    let page = printers.job(1);
    assert!(
        page.words
            .contains("-o media=A4 -o print-scaling=none -o InputSlot=Tray2"),
        "{}",
        page.words
    );
    let text = page.text();
    assert!(
        text.contains("左右1.5毫米") && text.contains("上下-2.0毫米"),
        "{text}"
    );
    page.draw(&app.screenshots(), "printers-job-test-page");
    app.look("printers-3-saved");
    app.script("document.activeElement?.blur();", json!([]));
    for _ in 0..3 {
        app.press("Down");
    }
    app.text("80 毫米小票用的打印机");
    app.fill("打印机", ROLL);
    app.press("Enter");
    app.text("这台打印机没有报告纸盒");
    app.press("F8");
    app.wait_until(
        "the printer of the roll is kept",
        "return document.querySelector('.printers tbody tr:last-child').textContent.includes('xiaopiao');",
    );
    app.look("printers-4-roll");

    open_ticket(&mut app, &id);
    open_papers(&mut app);
    print(&mut app, "受理回执（80 毫米小票）");
    let roll = printers.job(2);
    assert!(
        roll.words.contains(&format!("-d {ROLL} ")),
        "{}",
        roll.words
    );
    assert!(roll.words.contains("media=Custom.80x"), "{}", roll.words);
    print(&mut app, "一次性告知书");
    let notice = printers.job(3);
    assert!(notice.words.contains("InputSlot=Tray2"), "{}", notice.words);
    notice.draw(&app.screenshots(), "printers-job-moved");
    let issued = papers(&app, &id)[0].clone();
    assert_eq!(issued["printer"], WINDOW);
    let kept = app.rpc("open_paper", &json!({ "number": issued["number"] }));
    assert_eq!(
        kept["sha256"], issued["sha256"],
        "the issued paper is not moved"
    );
    app.assert_no_complaints();
}

#[test]
fn a_character_nobody_has_is_named_at_the_counter_and_on_the_paper() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut app = Desk::prepare(&data).open(&data, "yao");
    let name = format!("阿{NOBODY_HAS}木呷");
    app.press("F2");
    app.wait_for_focus("姓名");
    app.fill("姓名", &name);
    app.press("Tab");
    app.text("字库没有");
    app.look("glyph-1-warned");
    app.fill("电话", "19900010037");
    app.fill("事项", "劳动/欠薪");
    app.press("Tab");
    app.press("Ctrl+s");
    app.text("刚才：");
    app.click(&app.role("button", "回执"));
    drawn(&app);
    app.text("字库没有");
    app.look("glyph-2-preview");
    app.press("F9");
    app.text("已送到打印机");
    let text = printers.job(1).text();
    assert!(text.contains('〓') && text.contains("2EBF0"), "{text}");
    printers.job(1).draw(&app.screenshots(), "glyph-job");
    app.assert_no_complaints();
}
