//! The papers of a ticket on its screen: what is missing, several at once, the volume, a name no face can print.

use serde_json::{Value, json};

use crate::app::App;
use crate::desk::Desk;
use crate::papers::{
    ID_NUMBER, NOBODY_HAS, WAGES, choose, drawn, id_of, open_papers, papers, print,
};
use crate::printers::Printers;
use crate::steps::{change_over, open_ticket, take_step};

/// Ticks the papers to be printed at once.
fn tick(app: &App, forms: &[&str]) {
    app.script(
        "for (const box of document.querySelectorAll('.batch input[type=checkbox]'))
            if (box.checked !== arguments[0].includes(box.value)) box.click();",
        json!([forms]),
    );
}

/// Names what lies below a dialog or a paper and would draw its scroll bar across it.
fn bars_below(app: &App) -> Value {
    app.script(
        "const covered = [...document.querySelectorAll('#app *')].filter((each) => each.closest('.paper-layer') === null);
         const barred = (each) => each.scrollHeight > each.clientHeight && ['auto', 'scroll'].includes(getComputedStyle(each).overflowY);
         return covered.filter((each) => barred(each) && getComputedStyle(each, '::-webkit-scrollbar').width !== '8px').map((each) => each.className);",
        json!([]),
    )
}

/// Waits until the blanks of a paper are asked for.
fn asked_for(app: &App, name: &str) {
    let there = format!(
        "const head = document.querySelector('.batch-fill h3');
         return head?.textContent === '{name}' && document.activeElement?.closest('.batch-fill') !== null;"
    );
    app.wait_until("the blanks of the paper", &there);
}

/// Goes with an application to the decision to grant it.
fn granted(app: &mut App, id: &str) {
    open_ticket(app, id);
    take_step(app, "收到申请", &[("已出具材料接收凭证", "是")]);
    take_step(
        app,
        "核查经济困难状况",
        &[("结果", "免核查"), ("证明文件", "农民工工资欠条")],
    );
    change_over(app, "lu");
    open_ticket(app, id);
    take_step(app, "决定给予法律援助", &[]);
    change_over(app, "yao");
    open_ticket(app, id);
}

#[test]
fn a_grant_is_printed_with_its_blanks_filled_in_and_handed_over_with_its_proof() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut desk = Desk::prepare(&data);
    let id = id_of(&desk.register("单巧云", ID_NUMBER, "legal_aid", WAGES));
    let mut app = desk.open(&data, "yao");
    granted(&mut app, &id);
    open_papers(&mut app);
    app.text("以后要出：");
    app.look("grant-1-missing");

    app.click(&app.role("button", "一起打印"));
    app.role("heading", "一起打印");
    tick(&app, &["aid_approve", "aid_grant", "aid_rights"]);
    app.look("grant-2-batch");
    app.press("F9");
    asked_for(&app, "法律援助审批表");
    app.look("grant-3-blanks");
    app.press("F7");
    asked_for(&app, "给予法律援助决定书");
    app.type_text("17");
    app.press("Enter");
    app.wait_for_focus("法律援助机构名称");
    app.type_text("云川县法律援助中心");
    app.look("grant-4-blanks");
    assert_eq!(bars_below(&app), json!([]));
    app.press("F9");
    app.text("2 份文书已送到打印机");
    let batch = printers.job(1);
    let there = papers(&app, &id);
    assert_eq!(there.len(), 2, "the approval was left out: {there:?}");
    let text = batch.text();
    assert!(text.contains("云川县法律援助中心"), "{text}");
    batch.draw(&app.screenshots(), "grant-job");
    let grant = there.iter().find(|paper| paper["form"] == "aid_grant");
    let number = grant.expect("the decision")["number"]
        .as_str()
        .expect("a number")
        .to_owned();

    print(&mut app, "法律援助文书送达回证");
    let before = printers.job(2).text();
    assert!(
        before.contains(&number) && before.contains("给予法律援助决定书"),
        "signed on paper first: {before}"
    );
    app.click(&app.role("button", "登记送达"));
    app.role("heading", "登记送达");
    assert_eq!(bars_below(&app), json!([]));
    app.look("grant-5-deliver");
    app.press("F8");
    app.text("已记下送达，并记“送达给予援助决定书”");
    app.text("直接送达 单巧云");
    print(&mut app, "法律援助文书送达回证");
    let proof = printers.job(3);
    assert!(proof.text().contains(&number), "{}", proof.text());
    proof.draw(&app.screenshots(), "grant-job-proof");
    let page = app.rpc("get_ticket", &json!({ "id": id }));
    let served = page["papers"]
        .as_array()
        .expect("papers")
        .iter()
        .find(|paper| paper["form"] == "aid_served");
    assert_eq!(served.expect("the proof")["stepName"], "送达给予援助决定书");
    assert!(!page["limits"].to_string().contains("LA-OBJ-FILE"));
    open_papers(&mut app);
    app.look("grant-6-shelf");
    app.assert_no_complaints();
}

#[test]
fn what_is_missing_is_told_and_the_volume_is_printed_again_with_its_mark() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut desk = Desk::prepare(&data);
    let id = id_of(&desk.register("单巧云", ID_NUMBER, "legal_aid", WAGES));
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &id);
    take_step(
        &mut app,
        "收到通知辩护、通知代理公函",
        &[
            ("办案机关", "云川县人民法院"),
            ("公函文号", "云法〔2026〕3号"),
            ("通知对象", "未成年人"),
        ],
    );
    open_papers(&mut app);
    app.text("收到通知辩护、通知代理公函要出");
    app.text("未走的分支，不用出：法律援助申请表");
    app.look("shelf-1-aside");
    print(&mut app, "受援人权利义务告知书");
    app.click(&app.role("button", "组卷"));
    drawn(&app);
    app.look("shelf-2-volume");
    for print in ["large", "usual"] {
        app.press("F11");
        let fits = format!(
            "const sheets = document.querySelector('.paper-sheets');
             const large = document.documentElement.classList.contains('large');
             return large === ({print:?} === 'large') && sheets.scrollWidth <= sheets.clientWidth;"
        );
        app.wait_until("the pages fit beside their blanks", &fits);
        assert_eq!(bars_below(&app), json!([]), "{print}");
        app.look(&format!("shelf-2-volume-{print}"));
    }
    app.press("F9");
    app.text("卷宗已送到打印机");
    let volume = printers.job(2);
    open_papers(&mut app);
    app.text("已装在卷宗里：法律援助卷宗封面、法律援助卷内目录、法律援助卷内备考表");
    app.look("shelf-3-bound");
    let number = papers(&app, &id)[0]["number"]
        .as_str()
        .expect("a number")
        .to_owned();
    app.click(&app.label(&format!("查看 卷宗 {number}")));
    drawn(&app);
    app.press("F9");
    assert!(printers.job(3).pdf == volume.pdf, "to the byte");
    app.text("卷宗已送到打印机");
    app.press("b");
    let marked = printers.job(4);
    marked.draw(&app.screenshots(), "shelf-job-marked");
    let pages = papers(&app, &id)[0]["pages"].as_u64().expect("pages");
    assert_eq!(marked.text().matches("补打").count() as u64, pages);
    app.look("shelf-4-reprint");
    app.assert_no_complaints();
}

#[test]
fn a_name_nobody_can_print_gets_its_reading_on_the_screen_and_on_every_paper() {
    let printers = Printers::set_up();
    let data = printers.data();
    let mut app = Desk::prepare(&data).open(&data, "yao");
    app.press("F2");
    app.wait_for_focus("姓名");
    app.fill("姓名", &format!("阿{NOBODY_HAS}木呷"));
    app.press("Tab");
    app.text("字库没有");
    app.look("reading-1-asked");
    app.fill("拼音注记", "ā yuán mù gā");
    app.press("Tab");
    app.wait_until_gone("文书上会印成");
    app.fill("电话", "19900010037");
    app.fill("事项", "劳动/欠薪");
    app.press("Tab");
    app.press("Ctrl+s");
    app.text("刚才：");
    app.look("reading-2-saved");
    app.click(&app.role("button", "回执"));
    drawn(&app);
    app.look("reading-3-preview");
    app.press("F9");
    app.text("已送到打印机");
    let receipt = printers.job(1);
    let text = receipt.text();
    assert!(
        text.contains("āyuánmùgā") && text.contains("2EBF0"),
        "{text}"
    );
    receipt.draw(&app.screenshots(), "reading-job-receipt");

    let all = json!({
        "view": "all", "window": "", "state": "", "assignee": "", "group": "", "green": false, "text": "", "sort": "newest",
        "after": "", "limit": 1,
    });
    let found = app.rpc("list_tickets", &all);
    let id = id_of(&found["rows"][0]);
    open_ticket(&mut app, &id);
    app.text("ā yuán mù gā");
    open_papers(&mut app);
    choose(&mut app, "一次性告知书");
    app.look("reading-4-notice");
    app.press("F9");
    app.text("已送到打印机");
    let notice = printers.job(2);
    let text = notice.text();
    assert!(
        text.contains("姓名拼音注记：āyuánmùgā") && text.contains("2EBF0"),
        "{text}"
    );
    notice.draw(&app.screenshots(), "reading-job-notice");
    app.assert_no_complaints();
}
