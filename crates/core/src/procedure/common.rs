//! Steps every window offers, and what the common acts mean everywhere.

use super::*;
use crate::account::role::{Right, Role};
use crate::error::{Error, Result};
use crate::ticket::Act;
use crate::ticket::rating::BAD_LEVEL;
use crate::window::FieldKind::{Bool, Choice, Day, LongText, Text};
use Kind::{Institution, Moment, Number, Options, Plain, Staff};

/// Answers to a call back that reached somebody.
const CALL_RESULTS: &[(&str, &str)] = &[
    ("satisfied", "满意"),
    ("content", "基本满意"),
    ("dissatisfied", "不满意"),
    ("refused", "不愿接受回访"),
];

/// Why a call back reached nobody.
const CALL_FAILURES: &[(&str, &str)] = &[
    ("no_answer", "无人接听"),
    ("switched_off", "关机或停机"),
    ("wrong_number", "空号或号码不对"),
    ("inconvenient", "不便接听"),
];

/// Kinds of major events.
const EVENTS: &[(&str, &str)] = &[
    ("violence", "可能转为刑事案件"),
    ("group", "群体性事件"),
    ("self_harm", "扬言自伤或极端行为"),
    ("minor", "未成年人受侵害"),
    ("press", "舆情"),
    ("other", "其他重大紧急事项"),
];

/// Where a matter was handed over from.
const HANDED_OVER: &[(&str, &str)] = &[
    ("hotline", "12348热线转办"),
    ("platform", "网络平台转办"),
    ("superior", "上级交办"),
    ("organ", "其他机关转来"),
];

/// Most attempts of a call back that are asked for; after them the call back counts as done without an answer.
const CALL_ATTEMPTS: usize = 3;

const CALL_BACK: &[&str] = &["BACK-CALL"];

/// The steps.
pub(super) static STEPS: &[Step] = &[
    step("told_aid_right", "告知法律援助")
        .by(COUNTER)
        .fields(&[
            ask("applies", "来访人申请援助", Plain(Bool)),
            ask("remark", "说明", Plain(Text)),
        ])
        .basis("法律援助法第二十三条"),
    step("guided", "引导到其他窗口或机构").by(COUNTER).fields(&[
        ask("window", "去哪里", Plain(Text)).must(),
        ask("kind", "怎样引导", Plain(Text)).hint("引导申请、引导至村调委会等"),
    ]),
    step("refer_to", "转介到机构")
        .fields(&[
            ask("institution", "机构", Institution).must(),
            ask("separate_consent", "来访人单独同意提供信息", Plain(Bool)).must(),
            ask("letter", "函件", Plain(Text)).hint("转介函、引导单等"),
            ask("green", "绿色通道", Plain(Bool)),
        ])
        .check(consents)
        .basis("个人信息保护法第二十三条"),
    step("feedback", "收到反馈")
        .by(COUNTER)
        .whose("承办机构")
        .fields(&[
            ask("result", "结果", Plain(LongText)).must(),
            ask("from", "反馈单位", Plain(Text)),
        ]),
    step("drafting", "代写法律文书")
        .fields(&[
            ask("doc", "文书名称", Plain(Text)).must(),
            ask("drafter", "代写人", Staff),
        ])
        .basis("法律援助法第二十二条"),
    step("opponent_reply", "对方答复")
        .by(COUNTER)
        .whose("对方")
        .fields(&[ask("result", "答复内容", Plain(LongText)).must()]),
    step("barrier_free", "无障碍服务")
        .by(COUNTER)
        .fields(&[ask("means", "方式", Plain(LongText))
            .must()
            .hint("手写板、大字屏、宣读、口述代填等，一行一种")])
        .basis("无障碍环境建设法第四十条"),
    step("interpreter", "安排翻译")
        .by(COUNTER)
        .fields(&[ask("kind", "翻译方式", Plain(Text))
            .must()
            .hint("手语、民族语言、方言")]),
    step("companion", "陪同人")
        .by(COUNTER)
        .fields(&[
            ask("name", "姓名", Plain(Text)).must(),
            ask("relation", "关系", Plain(Text)).must(),
            ask("unit", "单位", Plain(Text)),
            ask("own_will", "核实过本人意愿", Plain(Bool)).must(),
        ])
        .sets(&[
            sets("companion.name", "name"),
            sets("companion.relation", "relation"),
        ]),
    step("guardian_consent", "监护人同意")
        .by(COUNTER)
        .whose("监护人")
        .fields(&[
            ask("relation", "与本人关系", Plain(Text)).must(),
            ask("name", "监护人姓名", Plain(Text)),
            ask("phone", "监护人电话", Plain(Text)),
        ])
        .sets(&[
            sets("guardian.relation", "relation"),
            sets("guardian.name", "name"),
        ])
        .basis("个人信息保护法第三十一条"),
    step("safe_contact", "安全联络约定")
        .by(COUNTER)
        .fields(&[
            ask("no_call", "不打电话", Plain(Bool)),
            ask("no_announce", "不叫姓名", Plain(Bool)),
            ask("way", "指定的联络方式", Plain(Text))
                .hint("谁、哪个号码、什么时间")
                .required(Required::When("no_call", "true")),
        ])
        .sets(&[
            sets("safe.no_call", "no_call"),
            sets("safe.no_announce", "no_announce"),
            sets("safe.way", "way"),
        ]),
    home_visit::ORDER,
    home_visit::VISIT,
    home_visit::CANCELLED,
    step("appoint", "预约")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[
            ask("at", "时间", Moment).must(),
            ask("what", "办什么", Plain(Text)).must(),
            ask("with", "接待人", Staff),
            ask("place", "地点", Plain(Text)),
        ]),
    step("appointment_met", "预约到访情况")
        .by(COUNTER)
        .when(When::Both)
        .after(&["appoint"])
        .fields(&[
            ask("came", "来访人到了", Plain(Bool)).must(),
            ask("remark", "说明", Plain(Text)).required(Required::When("came", "false")),
        ]),
    step("hand_over_received", "收到转办、交办")
        .by(COUNTER)
        .once()
        .fields(&[
            ask("kind", "来源", Options(HANDED_OVER)).must(),
            ask("number", "转办单号或文号", Plain(Text)).must(),
            ask("organ", "转办单位", Plain(Text)),
            ask("days", "要求几个工作日内反馈", Number(1, 120)).hint("照转办单填写；没写的留空"),
        ])
        .starts(&[start("HOT-BACK")
            .lasting("days", crate::deadline::Unit::Working)
            .outlives()
            .about("number")]),
    step("hand_over_answered", "反馈转办结果")
        .when(When::Both)
        .after(&["hand_over_received"])
        .fields(&[
            ask("text", "反馈内容", Plain(LongText)).must(),
            ask("number", "反馈文号", Plain(Text)),
        ])
        .meets(&["HOT-BACK"]),
    step("major_event", "发现重大事项")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[
            ask("kind", "种类", Options(EVENTS)).must(),
            ask("what", "情况", Plain(LongText)).must(),
        ])
        .starts(&[start("MAJOR").outlives().about("what")])
        .basis("信访工作条例第二十五条；人民调解法第二十五条")
        .papers(&["major"]),
    step("major_reported", "报告重大事项")
        .by(Hand::of(Right::ViewCases).roles(&[
            Role::Clerk,
            Role::Handler,
            Role::Reviewer,
            Role::Director,
        ]))
        .when(When::Both)
        .after(&["major_event"])
        .fields(&[
            ask("to", "报告对象", Plain(Text)).must(),
            ask("how", "方式", Plain(Text))
                .must()
                .hint("电话、当面、书面"),
            ask("instruction", "指示", Plain(LongText)),
        ])
        .meets(&["MAJOR"])
        .basis("信访工作条例第二十五条、第四十六条"),
    step("name_visitor", "补登姓名")
        .by(COUNTER)
        .once()
        .effect(Effect::NameVisitor)
        .fields(&[
            ask("name", "姓名", Plain(Text)).must(),
            ask("id_kind", "证件类型", Kind::IdKind),
            ask("id_number", "证件号码", Plain(Text)),
            ask("no_document_reason", "没有证件的原因", Plain(Text)),
            ask("phone", "电话", Plain(Text)),
        ]),
    step("first_contact_passed", "移交首问责任")
        .by(Hand::of(Right::AssignTicket))
        .when(When::Both)
        .effect(Effect::PassFirstContact("to"))
        .fields(&[
            ask("to", "接任人", Staff).must(),
            ask("reason", "原因", Plain(Text)).must(),
        ]),
    step("callback", "回访")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[
            ask("result", "结果", Options(CALL_RESULTS)).must(),
            ask("text", "回访情况", Plain(LongText))
                .required(Required::When("result", "dissatisfied")),
            ask("contact", "联络方式", Plain(Text)).hint("有安全联络约定的必填"),
            ask("minutes", "用时（分钟）", Number(0, 600)),
        ])
        .meets(CALL_BACK)
        .check(keeps_safe_contact),
    step("callback_failed", "回访未接通")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[
            ask("why", "情况", Options(CALL_FAILURES)).must(),
            ask("contact", "联络方式", Plain(Text)).hint("有安全联络约定的必填"),
        ])
        .check(counts_attempts),
    step("callback_given_up", "回访结束，未能接通")
        .by(COUNTER)
        .when(When::Both)
        .after(&["callback_failed"])
        .not_after(&["callback"])
        .once()
        .meets(CALL_BACK)
        .check(tried_enough),
    step("rating_remedied", "差评整改")
        .when(When::Ended)
        .fields(&[
            ask("cause", "原因", Plain(LongText)).must(),
            ask("measure", "整改措施", Plain(LongText)).must(),
        ]),
    step("typical_case", "推荐典型案例")
        .when(When::Both)
        .fields(&[
            ask("title", "题目", Plain(Text)).must(),
            ask("text", "隐去身份的案情", Plain(LongText)).must(),
        ])
        .sets(&[sets("typical", "")])
        .check(tells_no_name),
    step("typical_case_confirmed", "审定典型案例")
        .by(CENTRE.not_by(&["typical_case"]))
        .when(When::Both)
        .after(&["typical_case"])
        .once()
        .fields(&[ask("remark", "意见", Plain(Text))]),
    step("propose_void", "提出作废")
        .by(Hand::proposing(Right::VoidTicket))
        .when(When::Both)
        .fields(&[ask("reason", "理由", Plain(LongText)).must()]),
    step("void_refused", "不同意作废")
        .by(Hand::of(Right::VoidTicket).not_by(&["propose_void"]))
        .when(When::Both)
        .after(&["propose_void"])
        .undoes(&["propose_void"])
        .fields(&[ask("reason", "理由", Plain(LongText)).must()]),
    step("propose_reopen", "提出恢复办理")
        .by(Hand::proposing(Right::ReopenTicket))
        .when(When::Ended)
        .fields(&[ask("reason", "理由", Plain(LongText)).must()]),
    step("reopen_refused", "不同意恢复办理")
        .by(Hand::of(Right::ReopenTicket).not_by(&["propose_reopen"]))
        .when(When::Ended)
        .after(&["propose_reopen"])
        .undoes(&["propose_reopen"])
        .fields(&[ask("reason", "理由", Plain(LongText)).must()]),
    step("group_evidence", "核对群体身份").by(COUNTER).fields(&[
        ask("group", "群体", Plain(Choice("groups"))).must(),
        ask("proof", "证明名称", Plain(Text)).must(),
        ask("number", "证明号码", Plain(Text)),
        ask("valid_until", "有效期至", Plain(Day)),
    ]),
    step("green_channel", "开通绿色通道")
        .by(COUNTER)
        .fields(&[ask("reason", "理由", Plain(Text)).must()])
        .sets(&[sets("green", "reason")]),
];

/// What the common acts mean in every window.
pub(super) static ACTS: &[ActRule] = &[
    act(Act::Close)
        .only(of_its_own)
        .starts(&[start("EVAL").outlives(), start("BACK-CALL").outlives()]),
    act(Act::Refuse).starts(&[start("EVAL").outlives()]),
    act(Act::Rate).meets(&["EVAL"]),
    act(Act::Rate)
        .only(is_bad)
        .starts(&[start("RATE-FIX").outlives()]),
    act(Act::FinishRating).meets(&["RATE-FIX"]),
    act(Act::DeclineRating).meets(&["EVAL"]),
    act(Act::NoAnswer).meets(&["EVAL"]),
    act(Act::Reopen).drops(&["EVAL", "BACK-CALL"]),
];

/// It was not entered into another ticket, which is rated in its place.
fn of_its_own(record: &Record) -> bool {
    let outcome = record.data.get("outcome");
    outcome.is_none_or(|outcome| outcome.as_text() != "merged")
}

fn is_bad(record: &Record) -> bool {
    ["attitude", "efficiency", "skill", "overall"]
        .iter()
        .filter_map(|key| record.data.get(*key)?.as_int())
        .any(|level| level <= i64::from(BAD_LEVEL))
}

/// Data goes to an institution with the visitor's separate consent only.
pub(super) fn consents(given: &mut Given<'_>) -> Result<()> {
    if given.yes("separate_consent") {
        Ok(())
    } else {
        Err(Error::at("consent.missing", "values.separate_consent"))
    }
}

/// Who asked not to be called is reached the way they named.
fn keeps_safe_contact(given: &mut Given<'_>) -> Result<()> {
    let person = match given.ticket.id_in("person") {
        Some(id) => given
            .view
            .fold(crate::person::canonical(&given.view, id)?)?,
        None => Default::default(),
    };
    let careful = given.ticket.folded.value("safe.no_call").as_bool()
        || person.value("do_not_call").as_bool();
    if careful && given.value("contact").is_empty() {
        let way = given.ticket.text("safe.way").to_owned();
        return Err(Error::at("contact.safe_way", "values.contact").with(way));
    }
    Ok(())
}

fn attempts(given: &Given<'_>) -> usize {
    let failed = |done: &&DoneStep| done.code == "callback_failed" && !done.undone;
    given.progress.done.iter().filter(failed).count()
}

fn counts_attempts(given: &mut Given<'_>) -> Result<()> {
    keeps_safe_contact(given)?;
    let attempt = attempts(given) + 1;
    given.note("attempt", format!("第{attempt}次"));
    Ok(())
}

fn tried_enough(given: &mut Given<'_>) -> Result<()> {
    if attempts(given) < CALL_ATTEMPTS {
        return Err(Error::refused("callback.too_few").with(CALL_ATTEMPTS.to_string()));
    }
    Ok(())
}

/// A typical case tells no name, number or phone of anybody in it.
fn tells_no_name(given: &mut Given<'_>) -> Result<()> {
    let mut known: Vec<String> = Vec::new();
    if let Some(id) = given.ticket.id_in("person") {
        let person = given
            .view
            .fold(crate::person::canonical(&given.view, id)?)?;
        known.extend(
            ["name", "id_number", "phone", "address"].map(|field| person.text(field).to_owned()),
        );
    }
    for party in given.ticket.parties() {
        known.extend([party.name, party.id_number, party.phone, party.credit_code]);
    }
    let text = format!("{}\n{}", given.value("title"), given.value("text"));
    match known
        .into_iter()
        .find(|one| !one.is_empty() && text.contains(one.as_str()))
    {
        Some(told) => Err(Error::at("typical.tells_name", "values.text").with(told)),
        None => Ok(()),
    }
}
