//! The procedures from the first step to the last, with the people each step belongs to.

use fachuang_core::time;
use serde_json::{Value, json};

use crate::app::{App, Data};
use crate::desk::{Asked, Desk, enter};
use crate::steps::{
    answer, change_over, close_ticket, open_step, open_ticket, send_step, take_step,
};

const ID_NUMBER: &str = "519921199012089314";
const WAGES: &str = "请求支付劳动报酬（农民工欠薪）";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[test]
fn legal_aid_goes_from_the_application_over_the_directors_decision_to_the_lawyer_who_signs() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let ticket = desk.register("单巧云", ID_NUMBER, "legal_aid", WAGES);
    desk.hire("zhu", "祝怀谨", "handler");
    let id = id_of(&ticket);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &id);
    app.screenshot("aid-1-registered");
    take_step(&mut app, "收到申请", &[("已出具材料接收凭证", "是")]);
    app.wait_until("the stage", &stage("审查"));
    take_step(
        &mut app,
        "初审",
        &[("初审意见", "符合"), ("经济状况", "免核查")],
    );
    open_step(&mut app, "核查经济困难状况");
    answer(
        &mut app,
        &[
            ("结果", "免核查"),
            ("证明文件", "农民工工资欠条和用工证明"),
            ("家庭月收入", "2,400.50"),
        ],
    );
    app.screenshot("aid-2-economy");
    send_step(&mut app, "核查经济困难状况");
    let economy = done_step(&app, &id, "economic_check");
    assert!(
        economy.contains("家庭月收入：2400.50元"),
        "fen on the wire, yuan in words: {economy}"
    );
    app.click(&app.text("步，看原因"));
    app.text("决定给予法律援助");
    app.screenshot("aid-3-reasons");
    let grant = offered(&app, &id, "decide_grant");
    assert_eq!(grant["offered"], false, "who registered does not decide");
    assert_eq!(grant["locked"], true);
    app.press("5");
    app.text("怎么算的");
    app.screenshot("aid-4-limits");

    change_over(&mut app, "lu");
    open_ticket(&mut app, &id);
    take_step(&mut app, "决定给予法律援助", &[("理由", "欠薪事实清楚。")]);
    app.wait_until("the stage", &stage("决定"));
    open_step(&mut app, "指派承办律师");
    app.fill("承办律师", "祝怀谨");
    app.screenshot("aid-5-assign");
    app.press("Tab");
    send_step(&mut app, "指派承办律师");
    app.text("承办律师：祝怀谨");
    app.screenshot("aid-6-assigned");

    change_over(&mut app, "zhu");
    open_ticket(&mut app, &id);
    take_step(&mut app, "签订委托协议", &[("签订地点", "服务中心接待室")]);
    app.wait_until("the stage", &stage("承办"));
    app.press("5");
    app.screenshot("aid-7-signed");
    assert_eq!(app.spills(), Vec::<String>::new());
    app.assert_no_complaints();
}

#[test]
fn a_mediation_goes_from_consent_over_a_written_agreement_to_the_court() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    desk.hire("zhu", "祝怀谨", "handler");
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
    take_step(
        &mut app,
        "受理",
        &[
            ("人民调解委员会", "云顶乡人民调解委员会"),
            ("调解编号", "云顶调〔2026〕5号"),
        ],
    );
    open_step(&mut app, "确定调解员");
    answer(
        &mut app,
        &[("主持调解员", "祝怀谨"), ("怎样产生", "当事人选择")],
    );
    app.screenshot("mediation-1-mediator");
    send_step(&mut app, "确定调解员");

    change_over(&mut app, "zhu");
    open_ticket(&mut app, &id);
    take_step(
        &mut app,
        "调解",
        &[
            ("地点", "尔古村村委会"),
            ("到场的人", "单巧云、田兆丰"),
            ("本次结果", "同意改装檐沟"),
            ("激化风险", "没有发现"),
        ],
    );
    app.wait_until("the stage", &stage("调解"));
    open_step(&mut app, "达成书面协议");
    app.screenshot("mediation-2-form");
    answer(
        &mut app,
        &[
            (
                "协议内容",
                "田兆丰在十二月十五日前改装檐沟，费用由双方各半。",
            ),
            ("履行期限", "+20"),
            ("各方、调解员已签名，调委会已盖章", "是"),
            ("份数", "3"),
        ],
    );
    app.screenshot("mediation-2-agreement");
    send_step(&mut app, "达成书面协议");
    app.wait_until("the stage", &stage("协议"));
    take_step(
        &mut app,
        "共同申请司法确认",
        &[
            ("双方共同申请", "是"),
            ("法院", "云川县人民法院"),
            ("为什么由这个法院管辖", "调解组织所在地基层法院"),
        ],
    );
    app.press("5");
    app.text("司法确认");
    app.screenshot("mediation-3-limits");
    close_ticket(&mut app, "书面协议");
    app.screenshot("mediation-4-closed");
    assert_eq!(app.spills(), Vec::<String>::new());
    app.assert_no_complaints();
}

#[test]
fn a_matter_is_referred_to_a_notary_office_with_consent_and_comes_back_certified() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    desk.add_institution("云川县公证处", "notary");
    desk.add_institution("云川司法鉴定所", "forensic");
    let asked = Asked {
        window: "notary",
        matter: "委托",
        summary: "在外地做工，要委托妹妹卖掉县城的房子。",
        restricted: false,
    };
    let tickets = desk.receive("单巧云", ID_NUMBER, &[], "", &[asked]);
    let id = id_of(&tickets[0]);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &id);
    take_step(&mut app, "核对材料清单", &[("公证书用途", "卖房")]);
    open_step(&mut app, "转介");
    app.fill("办理机构", "云川");
    app.text("名录外：云川");
    assert!(
        !app.shows("云川司法鉴定所"),
        "only those that take the window"
    );
    app.screenshot("notary-1-institution");
    app.press("Tab");
    answer(
        &mut app,
        &[
            ("当事人单独同意向机构提供信息", "否"),
            ("文号", "云法转〔2026〕8号"),
        ],
    );
    app.press("F8");
    app.wait_until(
        "the refusal at its field",
        "return document.querySelector('.stepform .wrong label')?.textContent.includes('单独同意');",
    );
    app.screenshot("notary-2-no-consent");
    answer(&mut app, &[("当事人单独同意向机构提供信息", "是")]);
    send_step(&mut app, "转介");
    app.text("办理机构：云川县公证处");
    app.wait_until("the stage", &stage("转介"));
    app.press("5");
    app.screenshot("notary-3-limits");
    take_step(
        &mut app,
        "公证机构受理",
        &[("受理通知单号", "云证受〔2026〕31号")],
    );
    take_step(
        &mut app,
        "公证机构出证",
        &[("公证书编号", "云证字第31号"), ("份数", "2")],
    );
    app.wait_until("the stage", &stage("出证"));
    close_ticket(&mut app, "转介办结");
    app.screenshot("notary-4-closed");
    assert_eq!(app.spills(), Vec::<String>::new());
    app.assert_no_complaints();
}

#[test]
fn three_tickets_of_a_violence_victim_are_linked_and_another_clerk_sees_nothing_of_them() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    desk.hire("hao", "郝建平", "clerk");
    let asked = |window, matter, summary| Asked {
        window,
        matter,
        summary,
        restricted: true,
    };
    let tickets = desk.receive(
        "单巧云",
        ID_NUMBER,
        &["violence_victim"],
        "",
        &[
            asked(
                "legal_aid",
                "因家庭暴力请求法律援助",
                "丈夫多次动手，要离婚。",
            ),
            asked("special", "妇女权益", "怕丈夫找来，不要打家里电话。"),
            asked("consult", "婚姻家庭", "问孩子跟谁、房子怎么分。"),
        ],
    );
    let special = id_of(&tickets[1]);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &special);
    app.text("限制可见");
    take_step(
        &mut app,
        "安全联络约定",
        &[
            ("不打电话", "是"),
            ("指定的联络方式", "白天打妹妹的电话19900010077"),
        ],
    );
    take_step(
        &mut app,
        "强制报告公安机关",
        &[
            ("报告的公安机关", "云顶派出所"),
            ("情况", "身上有伤，正在发生危险。"),
        ],
    );
    app.press("6");
    for other in [&tickets[0], &tickets[2]] {
        app.text(other["number"].as_str().expect("a number"));
    }
    app.screenshot("violence-1-linked");

    change_over(&mut app, "hao");
    app.go("/tickets");
    app.role("grid", "办件");
    app.text(tickets[0]["number"].as_str().expect("a number"));
    app.screenshot("violence-2-other-clerk");
    tells_nothing(&app);
    app.press("F3");
    app.type_text("9314");
    app.press("Enter");
    app.wait_until(
        "the search",
        "return document.title.startsWith('查询') && document.querySelector('main h1') !== null;",
    );
    app.screenshot("violence-3-search");
    tells_nothing(&app);
    let found = app.rpc("search", &json!({ "text": "9314", "limit": 10 }));
    assert!(!found.to_string().contains("单巧云"), "{found}");
    app.go(&format!("/tickets/{special}"));
    app.wait_until(
        "the refusal",
        "return document.querySelector('.ticket-page .state, .ticket-page [role=alert]') !== null;",
    );
    app.screenshot("violence-4-refused");
    tells_nothing(&app);
    app.assert_no_complaints();
}

#[test]
fn an_overdue_review_is_supervised_answered_and_closed_by_the_director() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let received = time::to_text(now_ms() - 20 * DAY_MS);
    let asked = Asked {
        window: "legal_aid",
        matter: WAGES,
        summary: "去年在县城工地做了四个月，一直没有付。",
        restricted: false,
    };
    let tickets = desk.receive(
        "单巧云",
        ID_NUMBER,
        &["migrant_worker"],
        &received,
        &[asked],
    );
    let id = id_of(&tickets[0]);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &id);
    open_step(&mut app, "收到申请");
    app.fill("哪一天的事", "-20");
    app.press("Tab");
    send_step(&mut app, "收到申请");

    // The daily sweep runs when somebody comes to the desk.
    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(&mut app, "yao", crate::desk::PASSWORD);
    open_ticket(&mut app, &id);
    app.press("5");
    app.text("超期");
    app.screenshot("supervise-1-overdue");
    app.jump("d");
    app.role("grid", "督办");
    app.text("督办");
    app.screenshot("supervise-2-list");
    let waiting = supervisions(&app, &id).len();
    assert_eq!(waiting, 2, "the promise and the law");
    choose_state(&mut app, "未答复");
    for left in (0..waiting).rev() {
        app.fill("答复", "今天补齐工资条，明天报审。");
        app.press("F8");
        rows_left(&app, left);
    }
    choose_state(&mut app, "已答复");
    app.screenshot("supervise-3-answered");

    change_over(&mut app, "lu");
    app.jump("d");
    app.role("grid", "督办");
    choose_state(&mut app, "已答复");
    for left in (0..waiting).rev() {
        app.fill("督办结果", "已催办，审查完成，记入考核。");
        app.screenshot("supervise-4-close");
        app.press("F8");
        rows_left(&app, left);
    }
    choose_state(&mut app, "已销号");
    app.screenshot("supervise-5-closed");
    let closed = supervisions(&app, &id);
    assert_eq!(closed.len(), waiting);
    assert!(closed.iter().all(|one| one["state"] == "closed"));
    app.assert_no_complaints();
}

/// Shows the supervisions in one state and waits for them.
fn choose_state(app: &mut App, name: &str) {
    app.fill("进展", name);
    app.press("Enter");
    app.wait_until(
        "the rows of this state",
        &format!(
            "const last = [...document.querySelectorAll('.supervise tbody tr td:last-child')];
             return last.length > 0 && last.every((each) => each.textContent.trim() === '{name}');"
        ),
    );
}

fn rows_left(app: &App, count: usize) {
    app.wait_until(
        "the row leaves the list of its state",
        &format!("return document.querySelectorAll('.supervise tbody tr').length === {count};"),
    );
}

fn supervisions(app: &App, id: &str) -> Vec<Value> {
    let page = app.rpc("get_ticket", &json!({ "id": id }));
    page["supervisions"].as_array().expect("a list").clone()
}

fn id_of(ticket: &Value) -> String {
    ticket["id"].as_str().expect("an id").to_owned()
}

/// Returns a script that tells whether the bar of the procedure stands at a stage.
fn stage(name: &str) -> String {
    format!(
        "return [...document.querySelectorAll('.loop [aria-current=step] b')].some((each) => each.textContent === '{name}');"
    )
}

fn procedure(app: &App, id: &str, list: &str, code: &str) -> Value {
    let page = app.rpc("get_ticket", &json!({ "id": id }));
    let found = page["procedure"][list].as_array().expect("a list");
    let one = found.iter().find(|one| one["code"] == code);
    one.unwrap_or_else(|| panic!("{code} is in {list}")).clone()
}

fn offered(app: &App, id: &str, code: &str) -> Value {
    procedure(app, id, "steps", code)
}

fn done_step(app: &App, id: &str, code: &str) -> String {
    let done = procedure(app, id, "done", code);
    done["text"].as_str().unwrap_or_default().to_owned()
}

fn tells_nothing(app: &App) {
    let whole = app.script("return document.documentElement.outerHTML;", json!([]));
    let whole = whole.as_str().unwrap_or_default();
    for word in [
        "单巧云",
        "********9314",
        "****0592",
        "丈夫",
        "妹妹",
        "田兆丰",
        "派出所",
    ] {
        assert!(!whole.contains(word), "{word} is on the page");
    }
}

fn now_ms() -> i64 {
    let elapsed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    i64::try_from(elapsed.as_millis()).expect("a time of this age")
}
