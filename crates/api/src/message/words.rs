//! Words for codes that are no refusals: grounds of a match, lines of the access log, names of fields.

use fachuang_core::procedure;
use fachuang_core::window::{self, WINDOWS};

/// Grounds on which two persons or two parties look like one, by code.
const REASONS: &[(&str, &str)] = &[
    ("birth_differs", "出生日期不同"),
    ("branch", "名称为总公司与分支机构"),
    ("contradicting_id", "证件号不同，是两个人"),
    ("gender_differs", "性别不同"),
    ("name_differs", "证件号一致，姓名写法不同"),
    ("near_birth", "出生日期只差一位"),
    ("near_id", "证件号只差一处"),
    ("near_phone", "电话只差一处"),
    ("same_address", "地址一致"),
    ("same_credit_code", "统一社会信用代码一致"),
    ("same_id", "证件号一致"),
    ("same_id_15_to_18", "旧 15 位号换算后一致"),
    ("same_name", "姓名一致"),
    ("same_name_address", "姓名和地址一致"),
    ("same_name_birth", "姓名和出生日期一致"),
    ("same_name_phone", "姓名和电话一致"),
    ("same_organisation_name", "单位名称一致"),
    ("same_phone", "电话一致"),
    ("similar_name", "姓名同音或字形相近"),
    ("similar_name_birth", "姓名相近，出生日期一致"),
    ("similar_name_phone", "姓名相近，电话一致"),
];

/// How far tickets and files have come between two desks, by code.
const EXCHANGE: &[(&str, &str)] = &[
    ("applied", "已导入"),
    ("applying", "正在导入"),
    ("confirmed", "中心已确认"),
    ("exported", "已导出"),
    ("forked", "已隔离"),
    ("held", "等待前面的文件"),
    ("not_exported", "未导出"),
    ("withdrawn", "已撤销"),
    ("written", "已导出"),
];

/// What the access log records, by code.
const ACTIONS: &[(&str, &str)] = &[
    ("access_log_read", "查看访问记录"),
    ("backup", "备份"),
    ("backup_by_clock", "自动备份"),
    ("device_copied", "确认数据是复制来的，作为新设备"),
    ("device_keys_renewed", "更换交换密钥"),
    ("device_moved", "确认数据是搬过来的"),
    ("escrow_given", "把恢复码交外单位保管"),
    ("escrow_removed", "收回外单位的恢复码"),
    ("exported", "导出数据"),
    ("hall_set", "设置大厅交换位置"),
    ("imported", "导入数据"),
    ("lock", "锁定"),
    ("login", "登录"),
    ("login_failed", "登录未通过"),
    ("login_with_recovery", "用恢复码登录"),
    ("logout", "退出"),
    ("merge_taken_back", "撤销人员合并"),
    ("nobody_stood_by", "没有第二人可作见证，由一人办理"),
    ("package_applied", "导入交换文件"),
    ("package_begun", "开始导入交换文件"),
    ("package_forked", "隔离交换文件"),
    ("package_held", "收下等待前面文件的交换文件"),
    ("package_seen_again", "再次导入同一交换文件"),
    ("package_withdrawn", "撤销导入"),
    ("package_written", "导出交换文件"),
    ("paper_opened", "查看已出具的文书"),
    ("paper_previewed", "预览文书"),
    ("paper_printed", "打印文书"),
    ("paper_void", "作废文书"),
    ("password_changed", "修改密码"),
    ("password_reset", "重置密码"),
    ("peer_enrolled", "登记站点电脑"),
    ("peer_revoked", "停用站点电脑"),
    ("peer_thawed", "解除站点电脑冻结"),
    ("persons_merged", "合并人员"),
    ("rebuild", "重建查询表"),
    ("recovery_renewed", "更换恢复码"),
    ("rekeyed", "更换数据库密钥"),
    ("restore", "从备份恢复"),
    ("reveal", "查看完整号码"),
    ("revealed", "查看完整号码"),
    ("search", "查询"),
    ("set_up", "初始设置"),
    ("settings_changed", "修改设置"),
    ("slip_entered", "补录空白单"),
    ("slip_void", "作废空白单"),
    ("slips_printed", "打印空白单"),
    ("staff_added", "添加人员"),
    ("staff_changed", "修改人员"),
    ("stood_by", "作为第二人见证"),
    ("unlock", "解锁"),
    ("verify", "核验数据库"),
    ("viewed_restricted", "查看限制可见办件"),
];

/// Fields of persons, visits, tickets, staff and the site, by name.
const FIELDS: &[(&str, &str)] = &[
    ("active", "在用"),
    ("address", "地址"),
    ("age", "申请时年龄"),
    ("area", "地区代码"),
    ("assignee", "承办人"),
    ("birth", "出生日期"),
    ("brought_by", "陪同人"),
    ("channel", "来访方式"),
    ("code", "代码"),
    ("complaint_phone", "投诉电话"),
    ("day", "日期"),
    ("desk_name", "窗口机名称"),
    ("do_not_announce", "不公开叫名"),
    ("do_not_call", "不电话联系"),
    ("down", "上下校正"),
    ("education", "文化程度"),
    ("ethnicity", "民族"),
    ("first_contact", "首问责任人"),
    ("from", "生效日期"),
    ("gender", "性别"),
    ("green", "绿色通道"),
    ("groups", "群体"),
    ("id_kind", "证件类型"),
    ("id_kind_text", "证件名称"),
    ("id_number", "证件号"),
    ("key", "督办事项"),
    ("kind", "种类"),
    ("layer", "全国或本地"),
    ("limitation_day", "时效届满日"),
    ("limitation_kind", "时效种类"),
    ("lock_after_minutes", "自动锁定"),
    ("login", "登录名"),
    ("matter", "事项"),
    ("merged_into", "已并入"),
    ("minutes", "用时"),
    ("name", "姓名"),
    ("name_as_given", "当时所写姓名"),
    ("name_reading", "拼音注记"),
    ("no_document_reason", "无证件原因"),
    ("note", "说明"),
    ("number", "办件编号"),
    ("outcome", "办理结果"),
    ("person", "来访人"),
    ("phone", "电话"),
    ("printer", "打印机"),
    ("promised_days", "承诺时限"),
    ("rating_code", "评价码"),
    ("reason", "理由"),
    ("received", "来访时间"),
    ("received_at", "来访时间"),
    ("referral_number", "转办文号"),
    ("referral_organ", "转办单位"),
    ("related", "关联办件"),
    ("requests", "诉求"),
    ("restricted", "限制可见"),
    ("result", "结果"),
    ("right", "左右校正"),
    ("role", "角色"),
    ("same_matter_as", "并入的案件"),
    ("segment", "编号前缀"),
    ("site", "登记地编号"),
    ("site_name", "登记地"),
    ("slip_number", "空白单号"),
    ("source", "出处"),
    ("split_from", "由此件分出"),
    ("staff", "值班人员"),
    ("summary", "摘要"),
    ("text", "内容"),
    ("tier", "层级"),
    ("told", "已告知事项"),
    ("tray", "纸盒"),
    ("unit", "工作单位"),
    ("value", "数值"),
    ("visit", "来访"),
    ("window", "窗口"),
    ("windows", "窗口"),
];

/// Fields of a party of a ticket.
const PARTY_FIELDS: &[(&str, &str)] = &[
    ("credit_code", "当事人信用代码"),
    ("groups", "当事人群体"),
    ("id_number", "当事人证件号"),
    ("kind", "当事人类别"),
    ("name", "当事人姓名"),
    ("phone", "当事人电话"),
    ("role", "当事人身份"),
];

/// Fields of a material of a ticket.
const MATERIAL_FIELDS: &[(&str, &str)] = &[
    ("copies", "材料份数"),
    ("form", "材料形式"),
    ("name", "材料名称"),
    ("present", "材料是否收到"),
    ("received", "材料收到时间"),
];

/// Fields of a possible conflict of interest.
const FINDING_FIELDS: &[(&str, &str)] = &[
    ("answer", "利益冲突核对结果"),
    ("excluded", "须回避人员"),
    ("party", "利益冲突一方"),
    ("reason", "利益冲突核对理由"),
    ("sentence", "利益冲突提示"),
];

fn word(table: &[(&str, &'static str)], code: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, word)| *word)
}

/// Returns the words for a ground of a match of persons or parties; the code itself when nobody knows it.
pub fn reason_name(code: &str) -> &str {
    word(REASONS, code).unwrap_or(code)
}

/// Returns the words for a line of the access log; the code itself when nobody knows it, since no line may stay hidden.
pub fn action_name(code: &str) -> &str {
    word(ACTIONS, code).unwrap_or(code)
}

/// Returns how far a ticket or a file has come, in words; empty when nothing is known.
pub fn exchange_name(code: &str) -> &str {
    word(EXCHANGE, code).unwrap_or("")
}

/// Returns the name of a field of any record or form; the path itself when nobody knows it.
///
/// Takes paths of records (`party.p01.phone`, `field.amount`) and of forms (`tickets[0].parties[1].phone`,
/// `visitor.id_number`). A field that several windows name differently has the name of the first of them; see
/// [`field_name_at`].
pub fn field_name(path: &str) -> &str {
    find(None, path).unwrap_or(path)
}

/// Returns the name of a field of a ticket at a window, as that window asks for it.
pub fn field_name_at<'a>(window: &str, path: &'a str) -> &'a str {
    find(Some(window), path).unwrap_or(path)
}

fn find(window: Option<&str>, path: &str) -> Option<&'static str> {
    let mut parts: Vec<&str> = path
        .split('.')
        .map(|part| part.split_once('[').map_or(part, |(name, _)| name))
        .collect();
    if parts.len() > 1 && matches!(parts[0], "tickets" | "visitor") {
        parts.remove(0);
    }
    match parts.as_slice() {
        ["party" | "parties", .., name] => word(PARTY_FIELDS, name),
        ["material" | "materials", .., name] => word(MATERIAL_FIELDS, name),
        ["finding", .., name] => word(FINDING_FIELDS, name),
        ["field" | "fields", code] => window_field(window, code),
        ["values", code] => step_field(window, code),
        ["promised" | "promised_days", _] => word(FIELDS, "promised_days"),
        [name] => word(FIELDS, name),
        _ => None,
    }
}

/// Name of a question of any step; of the window's own steps first.
fn step_field(window: Option<&str>, code: &str) -> Option<&'static str> {
    let own = window.and_then(procedure::find);
    own.into_iter()
        .chain(procedure::PROCEDURES)
        .flat_map(|procedure| procedure.steps())
        .flat_map(|step| step.fields)
        .find(|field| field.code == code)
        .map(|field| field.label)
}

fn window_field(window: Option<&str>, code: &str) -> Option<&'static str> {
    let own = window.and_then(window::find);
    own.into_iter()
        .chain(WINDOWS)
        .flat_map(|window| window.fields)
        .find(|field| field.code == code)
        .map(|field| field.label)
}
