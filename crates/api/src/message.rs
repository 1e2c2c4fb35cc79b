//! Chinese sentences for every code: what a refusal says to the person at the desk, and what to do next.
//!
//! A text tells the fact and its reason, a hint the next step. Fronts show the code beside them and branch on the code,
//! never on the words.

#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;

use chrono::Datelike;
use fachuang_core::time::day_from_text;

pub use words::{action_name, exchange_name, field_name, field_name_at, reason_name};

/// What sort of thing a refusal is, and so how a front shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Something to correct in what was entered.
    Slip,
    /// Somebody else may do it.
    Right,
    /// The record or the desk does not stand where this is possible.
    State,
    /// The disk, the database or the printer refuses.
    Storage,
    /// A fault of the program or of a front.
    Bug,
}

impl Kind {
    /// Returns the stable code that fronts branch on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Right => "right",
            Self::State => "state",
            Self::Storage => "storage",
            Self::Bug => "bug",
        }
    }
}

/// What is said about one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    pub code: &'static str,
    pub kind: Kind,
    /// Fact and reason without a full stop; `{}` stands for the detail of the refusal.
    pub text: &'static str,
    /// Next step; begins with what to do.
    pub hint: &'static str,
}

/// Returns the message of a code; that of `app.internal` for a code nobody knows.
pub fn message(code: &str) -> &'static Message {
    MESSAGES
        .iter()
        .find(|known| known.code == code)
        .unwrap_or(&INTERNAL)
}

/// Returns text and hint of a code with the detail in its place. Without a detail, or where the text has no place for
/// one, the sentence stands alone.
///
/// A detail that is a day (`YYYY-MM-DD`) is written as people read it.
pub fn sentence(code: &str, detail: &str) -> (String, String) {
    let known = message(code);
    (fill(known.text, detail.trim()), known.hint.to_owned())
}

fn fill(text: &str, detail: &str) -> String {
    let Some((before, after)) = text.split_once("{}") else {
        return text.to_owned();
    };
    if !detail.is_empty() {
        return format!("{before}{}{after}", readable(detail));
    }
    // The brackets, quotes or colon around an absent detail go with it.
    let (before, after) = match (before.rsplit_once('（'), after.split_once('）')) {
        (Some((before, inside)), Some((_, after))) if !inside.contains('）') => (before, after),
        _ => {
            let unquoted = before.strip_suffix('“').zip(after.strip_prefix('”'));
            unquoted.unwrap_or((before.trim_end_matches('：'), after))
        }
    };
    format!("{before}{after}")
}

fn readable(detail: &str) -> Cow<'_, str> {
    match day_from_text(detail) {
        Some(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()).into(),
        None => detail.into(),
    }
}

const fn slip(code: &'static str, text: &'static str, hint: &'static str) -> Message {
    Message {
        code,
        kind: Kind::Slip,
        text,
        hint,
    }
}

const fn right(code: &'static str, text: &'static str, hint: &'static str) -> Message {
    Message {
        code,
        kind: Kind::Right,
        text,
        hint,
    }
}

const fn state(code: &'static str, text: &'static str, hint: &'static str) -> Message {
    Message {
        code,
        kind: Kind::State,
        text,
        hint,
    }
}

const fn storage(code: &'static str, text: &'static str, hint: &'static str) -> Message {
    Message {
        code,
        kind: Kind::Storage,
        text,
        hint,
    }
}

const fn bug(code: &'static str, text: &'static str, hint: &'static str) -> Message {
    Message {
        code,
        kind: Kind::Bug,
        text,
        hint,
    }
}

const INTERNAL: Message = bug(
    "app.internal",
    "程序内部出错，这一步没有做成，已存的内容不受影响",
    "再试一次；仍不行就抄下代码，联系管理员。",
);

/// Every message in the order of its code; the names of the parts before the dot are those of the areas of the core.
#[rustfmt::skip]
static MESSAGES: &[Message] = &[
    slip("aid.agent_opponent", "代为申请的人是本案的对方当事人", "改由其他法定代理人或者近亲属代为申请。"),
    slip("aid.days_left", "距届满天数与登记的期限不符，应为{}天", "核对登记的届满日；不符的先更正届满日，再填天数。"),
    state("aid.economic_above", "经济状况核查结果高于标准，不能给予法律援助", "属于免核查、不受限情形的，重新核查并写明；不符合条件的作出不予决定。"),
    slip("aid.economic_result", "核查结果与核算的数字不符", "核对家庭人数和月收入，或者改选结果。"),
    state("aid.economy_open", "还没有核查经济状况，也没有免核查、不受限的依据", "先办“核查经济困难状况”；免核查的在结果里选明。"),
    slip("aid.experienced_lawyer", "可能判处无期徒刑、死刑的案件，须指派有三年以上相关执业经历的律师", "改派符合条件的律师，或者勾选已核实。"),
    slip("aid.lawyer_excluded", "利益冲突核对时已排除这位律师", "改派其他律师。"),
    slip("aid.letter_number_missing", "请填写公函文号", "照公函抄写；没有文号的写“无文号”。"),
    slip("aid.limit_unknown", "没有登记法定时效或者期限的届满日", "先在办件里补登届满日，或者改选情形。"),
    slip("aid.line_unknown", "没有{}适用的经济困难标准", "请主任在设置的参数里填写当地低保标准和倍数，再核算。"),
    slip("aid.minor_lawyer", "未成年人案件须指派熟悉未成年人身心特点的律师", "改派符合条件的律师，或者勾选已核实。"),
    slip("aid.not_urgent", "距届满还有{}天，不在七日以内", "改选先行提供的其他情形，或者按正常程序审查。"),
    slip("aid.objection_not_told", "须书面告知提出异议的途径", "在决定书中写明并告知后勾选。"),
    slip("aid.organ_missing", "请填写办案机关", "照公函抄写全称。"),
    right("aid.own_case", "承办过这件案件的人不能评查自己的案件", "由其他人评查。"),
    slip("aid.second_signature", "第二签署人不能是作出决定的本人", "改选另一位审批人或者主任。"),
    state("aid.served_already", "送达日已经记过", "在经过里查看；记错的写工作记录说明。"),
    state("aid.supplement_running", "补正期限还没有过（最后一日 {}）", "期限届满仍未补正的，再按视为撤回处理。"),

    INTERNAL,

    slip("birth.differs", "出生日期与证件号里的{}不一致", "核对证件原件；证件号无误时改出生日期。"),
    slip("birth.future", "出生日期{}晚于今天", "核对证件原件，重新填写出生日期。"),

    slip("calendar.empty", "表里没有一天", "从国务院办公厅的放假通知抄录，再导入。"),
    slip("calendar.make_up", "调休上班日不是周末（{}）", "核对通知里的上班日期，改正后再导入。"),
    slip("calendar.new_year", "全国放假表里这一年没有元旦放假，不像是整年的表（{}）", "补全这一年的放假日；只有本地假日的，选本地一层。"),
    state("calendar.not_imported", "这一年的表不是导入的，没有可撤回的（{}）", "刷新放假表再看。"),
    slip("calendar.year", "日期不在 2000 至 2100 年之间（{}）", "改正日期，再导入。"),

    state("callback.too_few", "未接通的回访次数还不够（{}）", "换时间再回访，每次都记下。"),
    slip("choice.unknown", "所填的内容不在可选范围内", "从列表里选一项。"),

    right("complaint.own", "投诉的是本人，不能由本人登记", "请另一位同事登记。"),
    state("conflict.settled", "这一处不同已有人作过决定", "刷新列表，看已定的值。"),
    slip("conflict.value_unknown", "所选的值不在待定的几个值里，没有改动", "刷新后从列出的值里选一个。"),

    slip("consent.missing", "向机构提供信息须来访人单独同意", "征得同意后勾选；不同意的，告知其自行前往。"),
    slip("contact.safe_way", "来访人有安全联络约定（{}）", "按约定的方式联系，并填写实际用的联络方式。"),
    slip("credit.alphabet", "统一社会信用代码里有不该出现的字符，代码不用 I、O、S、V、Z", "核对营业执照，常见的是 1 与 I、0 与 O 混淆。"),
    slip("credit.check", "统一社会信用代码校验位不对", "核对营业执照，逐位重录。"),
    slip("credit.length", "统一社会信用代码不是 18 位", "核对营业执照，补齐或删去多余的字符。"),

    slip("day.shape", "日期写法认不出，或这一天不存在", "按 8 位数字填写，例如 20260210。"),

    slip("delivery.consent", "电子送达须受送达人同意", "征得同意并勾选，或者改用别的送达方式。"),
    slip("delivery.day", "送达日不能早于文书打印的那一天，也不能在今天以后", "核对送达回证上的日期。"),
    slip("delivery.evidence", "这种送达方式要留下凭证或者见证人", "填写邮件号、照片或者发布处，或者见证人姓名。"),
    slip("delivery.none", "没有选要送达的文书", "至少选一份文书。"),
    slip("delivery.reason", "还没有写代收、留置或者公告的理由", "写明理由，例如受送达人拒收。"),
    slip("delivery.receiver", "还没有填签收人", "填写签收人姓名和与受送达人的关系。"),

    state("desk.not_set_up", "这台电脑还没有初始设置", "先完成初始设置，再登录。"),

    state("device.elsewhere", "数据文件夹不在原来的电脑或位置，弄清之前不能办件", "请管理员登录，说明是搬过来的还是复制的。"),
    state("device.known_here", "数据文件夹就在原来的位置，不用处理", "刷新后继续。"),
    slip("device.mark_taken", "机号与原来那台相同，或不止一位，两台会发出同样的办件号", "填写一位字母或数字，本场所内没有别的电脑在用。"),

    bug("draft.id", "草稿的编号不合规，草稿没有存下", "抄下代码，联系管理员；先不要关闭这张表。"),
    state("draft.not_found", "找不到这份草稿", "刷新草稿列表再选。"),
    right("draft.not_yours", "这份草稿是别人的，没有改动", "另存一份新草稿，或请本人登录后处理。"),
    slip("draft.too_long", "草稿内容太长，没有存下", "缩短摘要，或先保存为办件。"),

    slip("duty.span", "值班表的起止日期颠倒，或超过 62 天", "缩短起止日期，最多看 62 天。"),

    slip("entry.body_changed", "记录的内容与封存时不一致，没有采用", "请对方核验数据库后重新导出。"),
    right("entry.centre_only", "只能由中心写的内容，没有采用", "需要改的，请中心修改后随回传文件下发。"),
    slip("entry.head_changed", "记录的抬头与封存时不一致，没有采用", "请对方核验数据库后重新导出。"),
    slip("entry.impossible", "记录的序号不可能存在，没有采用", "请对方核验数据库后重新导出。"),
    right("entry.not_its_own", "不是这个站点写的记录，没有采用", "请写这条记录的站点自己导出。"),
    right("entry.origin", "记录写明的站点与登记的不符，没有采用", "核对站点登记；对方改过编号前缀的，重新登记。"),
    slip("entry.unreadable", "记录读不出，没有采用", "请对方核验数据库后重新导出。"),

    state("exchange.broken_off", "导入没有完成：窗口已锁定或换人登录", "重新登录后从中断处自动继续，不会丢失也不会重复。"),
    slip("exchange.card", "站点名片认不出，可能抄错或不完整", "重新扫描或粘贴整段文字，以 FCC1 开头。"),
    slip("exchange.card_own", "这是本机自己的名片", "改用对方的名片。"),
    state("exchange.centre_decides", "这一项由{}统一设置，本站点不能改", "请中心设置；下一个交换文件会带来。"),
    state("exchange.centre_taken", "已经登记了上级中心{}", "先停用原来的中心，再登记新的。"),
    slip("exchange.file_missing", "找不到这个文件", "检查 U 盘是否插好，重新选择文件。"),
    slip("exchange.fingerprint", "核对码与名片不符", "请对方在自己的屏幕上读出核对码，逐位核对；仍不符就不要登记。"),
    storage("exchange.folder_failed", "写不到这个文件夹，没有导出", "拔下 U 盘重插，或换一个 U 盘再导出。"),
    storage("exchange.folder_full", "U 盘或文件夹已满，没有导出", "清出空间或换一个 U 盘，再导出。"),
    storage("exchange.folder_missing", "找不到这个文件夹，没有导出", "插好 U 盘，重新选择文件夹。"),
    storage("exchange.folder_read_only", "U 盘或文件夹不允许写入，没有导出", "拨开 U 盘的写保护，或换一个文件夹。"),
    state("exchange.forked", "同一编号下有两条不同的记录（{}），可能有一台电脑是复制出来的；文件已隔离，没有导入", "停止与该站点交换，联系管理员查明哪一台是真的，再解除冻结。"),
    state("exchange.gap", "前面还缺文件（第 {} 号），这个文件先收着", "导入缺的文件，或请对方重新导出；补齐后自动导入。"),
    state("exchange.lacks", "这个文件接着别处的记录写，那些记录还没有到本机，先收着", "先导入对方更早的文件，或请对方重新导出；到齐后自动导入。"),
    state("exchange.mark_taken", "编号里的设备标记{}已有另一台电脑在用，会编出相同的编号", "在新电脑上重做初始设置，换一个设备标记。"),
    state("exchange.needs_upgrade", "文件由更新版本的程序制成，本机还不能导入", "升级本机程序后再导入，文件不要删除。"),
    state("exchange.next", "文件完整，可以导入", "核对下面的内容，再确认导入。"),
    state("exchange.no_keys", "本机还没有交换用的密钥", "请管理员打开本机名片，与对方互相登记。"),
    state("exchange.not_applied", "这个文件没有导入，不用撤销", "刷新列表再看。"),
    state("exchange.not_frozen", "这个站点没有被冻结", "刷新列表再看。"),
    slip("exchange.own_file", "这是本机自己导出的文件", "改选发给本机的文件，这一个交给收件的站点。"),
    state("exchange.own_older", "对方收到过本机后来写的记录，本机可能是旧的副本；没有导入", "停止在本机录入，联系管理员：用最近的备份恢复，或停用这台旧电脑。"),
    state("exchange.package_unknown", "找不到这个交换文件的记录", "刷新列表再看。"),
    slip("exchange.path", "文件或文件夹的位置不完整", "用“选择”按钮重新选择。"),
    state("exchange.peer_revoked", "{}的这台电脑已停用，不再与它交换", "确需恢复的，在那台电脑上重做初始设置，作为新电脑登记。"),
    state("exchange.peer_unknown", "这台电脑还没有登记", "先读入对方的名片并登记。"),
    storage("exchange.read_back", "文件写好后读回来不一致，没有算作导出", "换一个 U 盘再导出；这个 U 盘可能是坏的或虚标容量。"),
    slip("exchange.relation", "{}与本站点之间不直接交换文件", "工作站与中心交换；核对双方的层级设置。"),
    state("exchange.seen_before", "这个文件已经导入过，再导入不会有任何变化", "不用再导入；找最新的文件。"),
    state("exchange.sender_frozen", "{}已被冻结，不收也不发它的文件", "请管理员查明是否有复制出来的电脑，再解除冻结。"),
    slip("exchange.successor", "接替的电脑没有登记，或不是同一站点的", "先登记接替的电脑，再停用原来的。"),
    state("exchange.under_way", "有一个文件正在导入", "等它完成再导入；进度在“数据交换”中。"),
    state("exchange.undo_later_first", "后面的文件（第 {} 号）也已导入，要先撤销它", "从最新的文件起，逐个撤销。"),

    slip("field.missing", "还没有填“{}”", "填好再保存。"),
    slip("field.moment", "时刻写法认不出", "填写日期和时分，例如 2026-02-10 09:30。"),
    slip("field.money", "金额认不出，或超出可记范围", "只填数字，单位为元，最多两位小数。"),
    slip("field.number", "“{}”不是可记范围内的整数", "只填数字。"),
    bug("field.unknown", "这里没有这个栏目，没有保存", "刷新后再填；仍不行就抄下代码，联系管理员。"),

    state("finding.not_found", "找不到这条利益冲突提示", "刷新办件再核对。"),

    slip("gender.differs", "性别与证件号里的不一致", "核对证件原件；证件号无误时改性别。"),

    slip("hall.folder_denied", "这个文件夹不允许本机写入，没有保存", "请管理员给本机开通这个共享文件夹的读写权限，再保存一次。"),
    slip("hall.folder_missing", "找不到这个文件夹，没有保存", "检查网络和共享的那台电脑是否开机，核对文件夹的位置，再保存一次。"),
    slip("hall.folder_own", "这个文件夹与本机数据目录重叠，不能当共享文件夹", "选择局域网上的共享文件夹。"),
    state("hall.letter_moved", "大厅里{}的文件放错了位置，没有采用", "不要手工搬动大厅的文件；对方会自动重放。"),
    storage("hall.place_denied", "共享文件夹或对象存储不允许本机读写", "请管理员开通读写权限；对象存储再核对访问密钥和本机时间。恢复后自动继续。"),
    storage("hall.place_failed", "共享文件夹或对象存储读写出错", "检查网络和存放的那一端；恢复后自动继续，不会丢失。"),
    storage("hall.place_full", "共享文件夹或对象存储已满", "请管理员清出空间；恢复后自动继续，不会丢失。"),
    storage("hall.place_missing", "找不到共享文件夹或对象存储", "检查网络；共享的那台电脑是否开机，对象存储的地址和桶名是否正确。恢复后自动继续，不会丢失。"),
    storage("hall.place_read_back", "写到共享文件夹或对象存储的文件读回来不一致", "检查存放的那一端的硬盘；会自动重写。"),
    storage("hall.place_slow", "共享文件夹或对象存储很久没有回应", "检查网络和存放的那一端；恢复后自动继续，不会丢失。"),
    slip("hall.seconds", "间隔应为 3 至 30 秒", "改为 3 至 30 之间的整数。"),
    slip("hall.store_access", "连上了对象存储，但这对密钥不能在这个位置读写", "请管理员给这对密钥开通列出、读、写、删除的权限，或者改用有权限的前缀。"),
    slip("hall.store_address", "对象存储的地址认不出", "写成 https://主机 或 https://主机:端口，后面不带桶名、账号和其他内容。"),
    slip("hall.store_bucket", "桶名认不出", "3 至 63 个小写字母、数字、点或连字符，与服务商处一致。"),
    state("hall.store_clock", "本机时间与对象存储相差太大，没有接通", "校准本机的日期和时间，再试一次。"),
    slip("hall.store_key", "访问密钥的编号没有填或认不出", "从服务商处复制 Access Key ID，不带空格。"),
    slip("hall.store_key_unknown", "对象存储没有这个密钥编号", "核对密钥编号，从服务商处重新复制 Access Key ID；已停用的请管理员重新发放。"),
    slip("hall.store_no_bucket", "对象存储里没有这个桶", "核对桶名；还没有建的，请管理员先在服务商处建好。"),
    slip("hall.store_not_one", "这个地址有回应，但不能当对象存储用", "核对地址和端口：要填服务端点（API），不是网页控制台；对象存储自己出错的，稍后再试。"),
    slip("hall.store_plain", "这个地址没有加密，不能使用", "改用 https:// 地址；内网地址确需不加密的，勾选“内网地址可以不加密”。"),
    slip("hall.store_prefix", "前缀没有填或认不出", "用字母、数字、点、下划线和连字符，例如 hall；几级之间用 / 隔开。"),
    slip("hall.store_region", "区域认不出", "按服务商处填写，例如 cn-north-1；没有区域的留空。"),
    slip("hall.store_secret", "访问密钥没有填，或地址、桶、编号改过", "重新填写 Secret Access Key，不带空格。"),
    slip("hall.store_secret_wrong", "访问密钥不对，对象存储没有接受", "从服务商处重新复制与这个编号对应的 Secret Access Key。"),
    storage("hall.store_unreached", "现在连不上这个对象存储", "核对地址和端口，检查网络；用 https 的，证书须有效。确认填得对、只是暂时不通的，可以仍然保存，接通后自动开始。"),
    state("hand_over.left_out", "还有一件没有写明交给谁（{}）", "给每一件选定接收人，或者先办完再移交。"),
    slip("hand_over.nobody", "选的人里没有谁能接这一件", "再选一位在这个窗口办件、又不用回避的接收人。"),
    state("hand_over.not_theirs", "这一件已不在移交人手里（{}）", "刷新清单，看现在由谁承办。"),
    slip("hand_over.same_person", "接收人不能是移交人自己", "改选另一位接收人。"),
    slip("home_visit.own_will", "上门时要当面核实本人意愿", "核实后勾选；本人不愿意的，写工作记录并撤回。"),
    slip("home_visit.two_persons", "上门服务须两名不同的工作人员", "改选第二名上门人员。"),
    slip("id.birth_future", "证件号里的出生日期晚于今天", "核对证件原件，重录号码。"),
    slip("id.birth_impossible", "证件号里的出生日期不存在", "核对证件原件，重录第 7 至 14 位（旧号为第 7 至 12 位）。"),
    slip("id.born_before_1900", "证件号里的出生年份早于 1900 年", "核对证件原件；属实可以照常保存。"),
    slip("id.check_digit", "身份证号校验位不对", "核对证件原件，逐位重录。"),
    slip("id.empty", "选了证件类型，证件号还空着", "补录证件号；没有带证件时改选“无证件”并写明原因。"),
    slip("id.kind_text_missing", "证件类型为其他，还没有写证件名称", "写明证件名称，例如释放证明书。"),
    slip("id.length", "证件号位数与证件类型不符", "核对证件类型和号码，补齐或删去多余的字符。"),
    slip("id.reason_missing", "选了无证件，还没有写原因", "写明原因，例如证件遗失待补办。"),
    slip("id.shape", "证件号里有这类证件不会出现的字符", "核对证件类型和号码，重录。"),
    slip("id.unchecked", "15 位旧号没有校验位，录错查不出来", "对照原件再读一遍；有新证时录 18 位号。"),
    slip("id.unexpected", "选了无证件，却填了证件号", "改选证件类型，或清空证件号。"),
    slip("id.wrong_kind", "这个号码属于另一种证件（{}）", "改选证件类型，号码不用重录。"),

    state("institution.inactive", "{}已停用，不能再转介", "改选在用的机构；恢复业务的，由管理员在机构名录里启用。"),
    state("institution.not_found", "名录里找不到这家机构", "刷新机构名录后重新选择。"),
    slip("institution.other_class", "{}不做这类鉴定", "改选能做这类鉴定的机构；类别填错的，先更正办件。"),
    slip("institution.other_window", "{}不办这个窗口的事项", "改选对应的机构；名录写得不对的，请管理员更正。"),
    slip("institution.twice", "名录里已有{}", "改那一条，不用重复添加。"),

    storage("journal.damaged", "收到的记录与封存时不一致，一条也没有写入", "请对方重新导出；再次出现就抄下代码，联系管理员。"),
    storage("journal.equivocation", "同一编号下有两条不同的记录，可能有一台电脑是复制出来的，没有写入", "停止同步，联系管理员查明是哪一台。"),

    state("keys.account_exists", "这个登录名已有密钥", "换一个登录名，或重置原账号的密码。"),
    storage("keys.altered", "密钥文件在程序之外被改动过，不能采用", "联系管理员，用备份里的密钥文件恢复。"),
    bug("keys.bad_cost", "密码计算强度不在允许范围内", "抄下代码，联系管理员。"),
    slip("keys.bad_holder", "保管单位的名称为空、太长，或有看不见的字符", "填写 1 至 40 个字，例如云川县司法局。"),
    slip("keys.bad_login", "登录名为空、太长，或含有空格", "填写 1 至 64 个字符，不留空格。"),
    storage("keys.damaged", "密钥文件已损坏，任何密码都打不开", "联系管理员，用备份里的密钥文件恢复；不要重做初始设置。"),
    storage("keys.io", "密钥文件读写不了", "检查磁盘和文件夹权限，再试一次。"),
    state("keys.last_account", "这是最后一个能打开数据库的账号，不能移除", "先添加另一个账号，再移除这个。"),
    storage("keys.missing", "数据文件夹里没有密钥文件", "检查数据文件夹是否被移动；确已遗失时用备份恢复。"),
    storage("keys.newer", "密钥文件由更新版本的程序写成，没有改动", "升级程序后再打开。"),
    storage("keys.outdated", "密钥文件比数据库旧，可能被换回过旧文件", "联系管理员，找回最新的密钥文件或用备份恢复。"),
    state("keys.unknown_account", "这个账号还没有密钥，不能登录", "请管理员为账号设置一次性密码。"),
    slip("keys.wrong_password", "密码打不开这个账号", "检查大写锁定和输入法，再填一次。"),
    slip("keys.wrong_recovery", "恢复码不属于这个数据库，或已经换过新的", "找出最近一次封存的恢复码再试。"),

    bug("list.cursor", "翻页位置认不出", "回到第一页，重新翻页。"),
    slip("list.filter", "筛选条件认不出", "清除筛选，重新选择。"),
    slip("list.too_long", "一件里的诉求、当事人、材料或关联太多", "删去重复的；确实需要时分成两件登记。"),

    state("login.closed", "这个账号连续 12 次密码不对，不再接受密码", "请管理员重设密码，或用封存的恢复码登录。"),
    state("login.wait", "连续几次密码不对，这个账号暂停登录（还剩 {}）", "等到时间再试；忘记密码请管理员重置。"),
    slip("login.wrong", "登录名或密码不对", "检查大写锁定和输入法，再填一次。"),

    slip("material.copies", "材料份数超过 999", "填写 0 至 999。"),
    slip("material.name_missing", "材料还没有名称", "填写材料名称，例如劳动合同。"),
    state("material.not_found", "这件里已没有这份材料", "刷新办件再改。"),

    slip("matter.missing", "还没有填事项", "填写事项，可输入拼音首字母选择。"),

    state("mediation.agreed", "协议已经生效，不能再记调解不成", "不履行或者有争议的，告知可以起诉；记“履行协议”或者“回访”。"),
    slip("mediation.answer_unclear", "看不出是不是各方都同意", "在“是否都同意”里选一项；有一方明确拒绝的，改记“一方明确拒绝”。"),
    slip("mediation.copies", "协议书至少要{}份：当事人各一份，调委会留存一份", "照实际份数填写；不够的补制。"),
    state("mediation.effective_already", "协议已经生效，不用再记", "接着办履行、司法确认或者回访。"),
    state("mediation.file_missing", "卷宗还缺：{}", "补齐这些材料，或者补记对应的步骤，再办结。"),
    slip("mediation.invite_consent", "当事人没有同意邀请他人参与", "先征得当事人同意，再记邀请。"),
    slip("mediation.inviting_court", "移送调解的是{}，司法确认应向它申请", "改填这个法院；移送单位填错的，先更正办件。"),
    state("mediation.no_consent", "还没有各方都同意调解的记录", "先记“征求各方同意”，写明各方都同意；有一方明确拒绝的不受理，告知其他途径。"),
    state("mediation.not_effective", "调解协议还没有生效", "签名、印章补齐后，记“协议签章齐全，生效”。"),
    slip("mediation.not_jointly", "司法确认要双方共同申请", "联系另一方一同申请；不愿意的，告知可以起诉。"),
    slip("mediation.oral_unrecorded", "口头协议还没有由调解员记录", "请调解员记下协议内容，再勾选已记录。"),
    state("mediation.other_side", "办件里还没有对方当事人，不能达成协议", "先在当事人里补登对方的姓名或者名称。"),
    state("mediation.report_first", "发现了激化风险，还没有报告", "先记“重大事项报告”，再办结。"),
    state("mediation.return_first", "还没有向{}回执", "先记“回执移送单位”，再办结。"),
    slip("mediation.signatures", "还缺{}，协议没有生效", "补齐后再勾选；暂时补不齐的，选“否”。"),
    slip("mediation.status", "身份、收养、婚姻关系的确认，法院不受理", "告知当事人向有关机关办理或者起诉。"),
    slip("mediation.written_asked", "有一方要求书面协议，不能只作口头协议", "改记“达成书面协议”。"),

    slip("name.control", "姓名或名称里有看不见的字符", "清空后重新录入，不要从网页粘贴。"),
    slip("name.empty", "姓名或名称还空着", "照证件填写。"),
    slip("name.glyph_missing", "字库没有“{}”这个字，文书上会印成〓并注明编号", "照证件写，不要换成别的字；把读音写在下面的拼音注记里，文书会一并写明。"),
    slip("name.missing", "这个窗口须登记来访人姓名", "填写姓名；只作匿名咨询时改选律师咨询窗口。"),
    slip("name.too_long", "姓名或名称太长", "照证件填写，去掉备注和称谓。"),

    slip("note.empty", "内容还空着，没有可记的", "写明做了什么、结果怎样。"),
    slip("note.minutes", "一次用时超过 24 小时", "填写 0 至 1440 分钟，多日的分次记。"),

    slip("number.check", "编号校验位不对，有一位读错或录错", "对照回执逐位重录。"),
    slip("number.day_impossible", "编号里的日期不存在", "对照回执逐位重录。"),
    slip("number.shape", "编号写法认不出", "照回执填写，例如 YC-Y260210-3014K。"),

    bug("package.bad_name", "交换文件里有不合规的名称，没有导入", "请对方升级程序后重新导出。"),
    bug("package.bad_recipient", "收件站点登记的密钥不能用，没有导出", "请对方重新出示名片，再登记一次。"),
    slip("package.content_differs", "交换文件的内容与签名不符，没有导入", "请对方重新导出一份。"),
    slip("package.cover_differs", "交换文件的封面与里面不符，像是换过封面，没有导入", "不要使用这个文件，请对方重新导出。"),
    slip("package.cut", "交换文件不完整，可能没有拷完就拔了 U 盘，没有导入", "重新拷贝，或请对方重新导出。"),
    slip("package.damaged", "交换文件已损坏，没有导入", "重新拷贝，或请对方换一个 U 盘重新导出。"),
    bug("package.duplicate", "交换文件里有重复的内容，没有导入", "请对方升级程序后重新导出。"),
    bug("package.duplicate_entry", "交换文件里同一条记录出现两次，没有导入", "请对方升级程序后重新导出。"),
    bug("package.entry_too_big", "有一条记录太大，装不进交换文件", "抄下代码，联系管理员。"),
    slip("package.excessive_work", "口令文件要求的计算量过大，没有打开", "请对方用本程序重新导出。"),
    bug("package.extras_too_big", "附带内容太大，装不进交换文件", "抄下代码，联系管理员。"),
    storage("package.io", "交换文件读写不了", "检查 U 盘是否插好，再试一次。"),
    bug("package.malformed", "交换文件不合规范，没有导入", "请对方升级程序后重新导出。"),
    state("package.newer_format", "交换文件的格式比本机程序新，没有导入", "升级本机程序后再导入，文件不要删除。"),
    state("package.no_key", "本机没有能打开这个文件的密钥，没有导入", "本机换过密钥的，把新名片给对方登记后请对方重新导出。"),
    slip("package.not_a_package", "这不是法窗的交换文件", "改选以 .fcx 结尾的文件。"),
    slip("package.passphrase_needed", "这个文件是用口令加密的，不是写给本机的，没有导入", "请对方在“数据交换”里选本机所在的站点，重新导出一份；不要再用口令。"),
    slip("package.ratio", "交换文件解开后会异常地大，没有导入", "不要使用这个文件，请对方重新导出。"),
    state("package.revoked_sender", "{}的这台电脑已停用，它的文件不再接收", "请该站点用在用的电脑导出。"),
    slip("package.signature_wrong", "交换文件的签名不对，没有导入", "不要使用这个文件，请对方重新导出。"),
    slip("package.too_big", "文件太大，不会是交换文件，没有导入", "核对选择的文件。"),
    slip("package.too_deep", "交换文件的结构异常，没有导入", "不要使用这个文件，请对方重新导出。"),
    state("package.unknown_algorithm", "交换文件用了本机没有的加密算法，没有导入", "升级本机程序，或请对方改用默认算法导出。"),
    state("package.unknown_sender", "发件的站点（{}）没有登记，或用了没有登记的密钥，没有导入", "请对方出示名片，电话核对后登记，再导入。"),
    bug("package.waybill", "交换文件的清单装不下，没有导出", "抄下代码，联系管理员。"),
    slip("package.wrong_addressee", "这个文件是发给{}的，不是发给本机的", "交给收件的站点，或改选发给本机的文件。"),
    slip("package.wrong_passphrase", "给的口令打不开这个文件，没有导入", "请对方在“数据交换”里选本机所在的站点，重新导出一份；不要再用口令。"),

    storage("paper.failed", "文书没有做成，办件内容不受影响", "再试一次；仍不行就抄下代码，联系管理员。"),
    storage("paper.font", "打印用的字体文件读不了，文书没有做成", "联系管理员，重新安装程序附带的字体。"),
    bug("paper.form_unknown", "没有这种文书", "从列表里另选一种。"),
    storage("paper.glyph_missing", "所有字体都没有“{}”这个字，文书没有做成", "联系管理员补装字体；不要用同音字代替。"),
    state("paper.no_volume", "这个窗口没有卷宗格式", "只有法律援助、人民调解的办件组卷；其他办件单张打印。"),
    slip("paper.none_chosen", "没有选要打印的文书", "至少选一份。"),
    state("paper.not_exact", "{}的原件不在这台电脑上，重做的与原件不完全一致，没有输出", "到打印它的电脑上补打原件，或者补打一份带“补打”标记的。"),
    state("paper.not_found", "找不到文书{}", "核对文书号；在别处打印的，等记录传来再查。"),
    state("paper.not_kept", "文书{}没有留下补打用的记录", "重新出具一份。"),
    slip("paper.other_number", "这是办件号或者别的编号，不是文书号", "文书号第四个字符是 P，在文书右上角或者页脚。"),
    bug("paper.too_long", "办件编号太长，二维码放不下，文书没有做成", "抄下代码，联系管理员。"),
    state("paper.void", "文书{}已经作废", "需要的，重新出具一份；作废的只能补打带“作废”标记的。"),
    state("paper.volume_empty", "还没有可以入卷的文书", "先出具本窗口的文书，再组卷。"),

    slip("parameter.area", "这个参数不分地区，或地区代码不是六位数字", "不分地区的留空；分地区的填六位行政区划代码。"),
    state("parameter.not_set", "这一天没有设过这个参数，没有可撤回的", "核对生效日期，再撤回。"),
    slip("parameter.range", "数值超出范围（{}）", "核对文件上的数字和单位。"),
    slip("parameter.source", "没有写数值的出处", "写明文件名称和文号，再保存。"),
    state("parameter.unknown", "没有这个参数，没有保存", "刷新参数页；由新版程序设的，升级后再改。"),
    slip("parameter.value", "数值认不出", "只填数字；倍数、比例和金额最多两位小数。"),

    slip("party.glyph_missing", "字库没有“{}”这个字，文书上会印成〓并注明编号", "照证件写，不要换成别的字；打印后在〓处手写补正。"),
    state("party.not_found", "这件里已没有这位当事人", "刷新办件再改。"),

    slip("password.same_as_login", "密码与登录名相同", "换一个与登录名无关的密码。"),
    slip("password.too_short", "密码太短（至少 {} 位）", "加长密码，一句熟悉的话也可以。"),
    slip("password.too_simple", "密码只用了一类字符", "混用字母、数字、符号中的两类以上。"),
    slip("password.unchanged", "新密码与原密码相同", "换一个新的密码。"),

    state("person.already_merged", "这个人员条目已并入另一条", "先撤销原来的合并，再合并。"),
    state("person.not_found", "找不到这个人员", "刷新后重新查找。"),
    state("person.not_merged", "这个人员条目没有合并过，不用撤销", "刷新后再看。"),
    state("person.same_entry", "这两个条目已是同一人", "刷新后再看，不用再合并。"),

    slip("phone.shape", "电话号码写法认不出", "填写 11 位手机号、带区号的座机或 400 号码。"),

    storage("place.fuse", "所选文件夹由其他程序提供，数据在那里不安全", "改选本机硬盘上的文件夹。"),
    storage("place.network", "所选文件夹在网络上，数据库只能放本机硬盘", "改选本机硬盘上的文件夹。"),
    storage("place.relative", "文件夹路径不完整，看不出在哪里", "填写从盘符或根目录开始的完整路径。"),
    storage("place.removable", "所选文件夹在可拔出的盘上，拔出会丢数据", "改选本机硬盘上的文件夹。"),
    storage("place.sync_folder", "所选文件夹由同步盘管理，同步时会损坏数据", "改选同步盘以外的文件夹。"),

    slip("print.correction", "校正值不在 -20 到 20 毫米之间，或不是半毫米一档", "填写测试页上折痕处的数，例如 -1.5。"),
    slip("print.printer_missing", "校正值和纸盒是跟着打印机走的，还没有选打印机", "先选打印机，或者把纸盒、校正改回空白和 0。"),

    storage("printer.failed", "打印机没有接受这份文书，文书已保存", "检查打印机电源和纸张，再按 F9 补打。"),

    state("rating.already_rated", "这次服务已经评价过，以第一次为准", "返回即可，不用再评。"),
    right("rating.citizen_only", "评价只能由来访人本人作出", "在评价屏上请来访人评价，或告知回执上的评价码。"),
    slip("rating.code_unknown", "找不到这个评价码", "对照回执上的评价码再填一次。"),
    slip("rating.level", "还有一项没有评价", "每一项各选一档，从非常不满意到非常满意。"),
    right("rating.own", "被评价的人不能处理自己的评价", "交由没有经手本件的审核人员处理。"),

    slip("reason.missing", "还没有写理由，这一步须留下理由", "写明理由，一句话即可。"),

    slip("received.future", "来访时间晚于现在", "核对来访时间，或检查本机时钟。"),

    state("record.changed_meanwhile", "打开以后，这条记录被{}改动过，本次没有保存", "先看改动，再决定是否继续自己的修改。"),

    slip("recovery.check", "恢复码校验位不对", "对照封存件逐组重录。"),
    slip("recovery.length", "恢复码不是 33 位", "对照封存件补齐，共 8 组。"),
    slip("recovery.symbol", "恢复码里有不会出现的字符，恢复码不用 I、L、O、U", "对照封存件重录，常见的是 1 与 I、0 与 O 混淆。"),

    state("referral.extension_unapproved", "延长时限须鉴定机构负责人批准", "问明机构负责人已批准后再记；没有批准的不记延长。"),
    state("referral.grounds", "预查发现机构不予办理的情形：{}", "情形已消除的，重新预查；没有消除的，告知当事人，按不予办理结案。"),
    state("referral.guardian", "当事人不满14周岁，还没有监护人同意", "先记“监护人单独同意”，再转介。"),
    slip("referral.no_aid", "这件没有给予法律援助，或者已经终止", "核对办件；外地给予援助的，填决定书文号和援助机构。"),
    state("referral.no_consent", "当事人没有单独同意提供信息，不能转介", "征得单独同意后再转介；不同意的，出具引导单，请当事人自行前往。"),
    state("referral.notice_first", "材料还有缺的，没有一次性告知", "先记“一次性告知”，或者补齐后记“材料补齐”。"),
    slip("referral.other_case", "回写的不是核实过的那件法律援助", "改选核实时选的办件。"),
    slip("referral.other_person", "这件法律援助的受援人不是本件的来访人", "核对姓名和证件；是同一人的，先合并人员档案。"),

    bug("request.bad_args", "界面送来的内容不完整或多出栏目，没有执行", "刷新界面再试；仍不行就抄下代码，联系管理员。"),
    bug("request.malformed", "界面送来的内容认不出或太大，没有执行", "重启程序再试；仍不行就抄下代码，联系管理员。"),
    bug("request.unknown_command", "程序没有这个命令，界面与程序版本可能不一致", "重启程序；仍不行就重新安装。"),

    state("restore.no_backup", "本机没有备份，数据库没有改动", "把别处存放的备份放进数据文件夹的 backups，再试一次。"),
    storage("restore.no_good_backup", "所有备份都打不开或已损坏，数据库没有改动", "把别处存放的备份放进数据文件夹的 backups，再试一次。"),
    state("restore.too_often", "本机恢复备份的次数已用完，再恢复会使办件编号重复", "联系管理员，为本机重新分配设备标记。"),
    slip("restore.unknown_backup", "备份列表里没有这个文件", "刷新列表再选。"),

    right("right.four_eyes", "登记、申请或办前一步的人不能办这一步", "请另一位有权限的同事办理。"),
    right("right.missing", "当前角色没有这项权限", "请有权限的同事办理，或请管理员调整角色。"),
    right("right.not_own", "完整号码只给经手人看，本人没有经手", "请经手人或审核人员查看。"),

    right("right.propose_only", "当前角色只能提出，由别人核准办理", "在办理步骤里提出并写明理由，由主任或审批人核准。"),
    slip("role.admin_alone", "管理员不能兼任其他角色，管理账号的人不看案件", "分设两个账号，由不同的人使用。"),
    slip("role.auditor_alone", "审计员不能兼任其他角色，查账的人不办案", "分设两个账号，由不同的人使用。"),
    slip("role.none", "账号还没有角色", "至少选一个角色。"),

    right("second.must_change", "第二人现用的是管理员给的一次性密码，还不能作见证", "请第二人先登录，改成自己的密码。"),
    right("second.needed", "这一步要两个人一起做", "请主任在场，输入主任的账号和密码；恢复备份和换恢复码，审计员也可以。"),
    right("second.role", "这个账号的角色不能为这一步作见证", "请主任在场；恢复备份和换恢复码，审计员也可以。"),
    slip("second.same", "第二人和办理这一步的是同一个人", "请另一个人输入自己的账号和密码。"),

    state("session.locked", "还没有登录，或窗口已锁定", "登录后继续，未存的草稿还在。"),
    state("session.must_change", "现用的是一次性密码，改密码前不能办件", "先改成自己的密码。"),
    right("session.not_citizen", "这个窗口不能用这项功能", "回到对应的窗口再用。"),

    slip("setting.lock_after", "自动锁定时间不在 1 至 60 分钟之间", "填写 1 至 60。"),
    slip("setting.promised_days", "承诺时限超过 365 个工作日", "填写 0 至 365，不承诺填 0。"),
    slip("setting.window", "没有这个窗口", "从六个窗口里选。"),
    slip("settings.desk_name", "窗口机名称为空、太长，或有看不见的字符", "填写 1 至 20 个字，例如 3号窗口机。"),

    slip("setup.device_mark", "设备标记写法不对，本机编号要靠它与别的电脑分开", "填写分配给本机的标记，各台电脑不能相同。"),
    state("setup.done_already", "这台电脑已经做过初始设置", "直接登录；要改设置请管理员登录后修改。"),

    slip("site.area_empty", "地区名称还空着", "填写县区、乡镇街道或村居名称。"),
    slip("site.area_ending", "地区名称的末尾与层级不符：{}", "核对层级，地区写全称，例如云川县、青石镇。"),
    slip("site.area_too_long", "地区名称太长，或有看不见的字符", "填写不超过 30 个字的地区全称。"),
    slip("site.segment", "编号前缀不是两个字母，或用了 I、O、U", "填写地区拼音的两个字母，避开 I、O、U，例如 YC。"),

    slip("slip.count", "一次打印 1 至 100 张空白单", "改张数；更多的分几次打印。"),
    state("slip.not_found", "没有发出过空白单{}", "对照单子上的空白单号逐位重录。"),
    slip("slip.other_number", "{}不是空白单号", "空白单号第四个字符是 X，在单子上方。"),
    state("slip.settled", "空白单{}已经补录或者作废", "在空白单列表里看它是哪一件；不是空白单补录的，清掉空白单号。"),
    slip("slip.time_early", "到访时间早于空白单打印的时间（{}）", "照单子上写的到访时间重填；写错单子的，核对空白单号。"),
    slip("slip.time_missing", "还没有填单子上的到访时间", "照单子填日期和时分，期限从这个时间起算。"),

    slip("staff.cannot_work", "{}的岗位不承办办件", "改派窗口人员或承办人。"),
    state("staff.excluded", "承办人{}与本件有利益冲突，须回避", "改派他人；核对后不是同一方的，先写明核对结果。"),
    state("staff.inactive", "承办人{}已停用，不能接办", "改派在岗人员。"),
    state("staff.last_admin", "这是最后一位在用的管理员，不能停用或改角色", "先添加另一位管理员。"),
    slip("staff.login", "登录名写法不对", "用小写字母、数字、点或横线，不超过 32 位。"),
    slip("staff.login_taken", "这个登录名已有人使用", "换一个登录名。"),
    state("staff.no_account", "这位人员没有登录账号，或已停用", "先启用或另建账号，再设一次性密码。"),
    state("staff.not_found", "找不到这位工作人员", "刷新后重新选择。"),

    slip("staff.other_window", "{}不在这个窗口", "改派本窗口的人员，或请管理员调整其窗口。"),
    state("step.before", "要先办前一步“{}”", "先记下前一步，再办这一步。"),
    slip("step.day_early", "日期早于收件或前一步（{}）", "填写真正发生的那一天；收件日不对的，先更正收件日。"),
    slip("step.day_future", "这一步的日期还没有到", "在当天或以后再记，填写发生的那一天。"),
    state("step.excluded", "已经办了“{}”，不能再办这一步", "照流程条上标出的下一步办理。"),
    state("step.left", "办件当时已转到别的窗口，这一步没有生效", "在现在的窗口照流程条办理；需要的内容重新记。"),
    state("step.once", "这一步已经办过，只办一次", "在经过里查看；记错的写工作记录说明。"),
    state("step.stage", "办件现在在“{}”阶段，不能办这一步", "照流程条上标出的下一步办理。"),
    state("step.unknown", "这个窗口没有这一步", "刷新办件；由新版程序记下的，升级后再办。"),
    state("step.values", "这一步的内容不完整或不合要求，没有生效", "请记下这一步的地点核对后重新记；由新版程序记下的，升级后再看。"),

    storage("storage.busy", "数据库正被另一个程序占用，本次没有保存", "稍等几秒再试；仍不行就关闭其他打开数据库的程序。"),
    storage("storage.damaged", "数据库文件已损坏，没有再写入", "停止录入，联系管理员用最近的备份恢复，原文件不要删除。"),
    storage("storage.empty", "数据库文件是空的，可能是上次初始设置中断", "联系管理员，用备份恢复或重做初始设置。"),
    storage("storage.exists", "那里已有同名文件，没有覆盖", "换一个名称或文件夹。"),
    storage("storage.file", "文件读写不了，本次没有保存", "检查磁盘和文件夹权限，再试一次。"),
    storage("storage.foreign", "这个文件是别的程序的数据库，或没有加密", "改选本程序的数据库或备份文件。"),
    storage("storage.full", "磁盘已满，本次没有保存，已存的内容不受影响", "清出磁盘空间，再保存一次。"),
    storage("storage.io", "磁盘读写出错，本次没有保存", "再试一次；反复出现就联系管理员检查硬盘。"),
    storage("storage.migration_broken", "数据库升级没有完成，没做完的一步已撤回", "抄下代码，联系管理员；不要反复重启。"),
    storage("storage.migration_changed", "数据库的升级记录与程序不一致，没有打开", "换回原来版本的程序，联系管理员。"),
    storage("storage.missing", "数据文件夹里没有数据库", "检查数据文件夹是否被移动；确已遗失时用备份恢复。"),
    storage("storage.newer", "数据库由更新版本的程序写成，没有改动", "升级程序后再打开。"),
    storage("storage.not_a_database", "这个文件不是数据库，或文件开头已损坏", "改选文件；属于损坏时用备份恢复。"),
    storage("storage.old_library", "程序带的数据库组件太旧，有损坏数据的缺陷，没有打开", "重新安装程序的完整版本。"),
    storage("storage.read_only", "文件夹不允许写入，本次没有保存", "联系管理员放开数据文件夹的写入权限。"),
    storage("storage.row_count", "备份与原库的条数对不上，不能采用", "再备份一次；仍不行就联系管理员检查硬盘。"),
    storage("storage.setting", "数据库没有接受保护数据的设置，没有打开", "重启程序；仍不行就抄下代码，联系管理员。"),
    storage("storage.sqlite", "数据库没有完成这一步，本次没有保存", "再试一次；仍不行就抄下代码，联系管理员。"),
    storage("storage.unreadable", "数据库打不开：密钥不符，或文件已损坏", "找到配套的密钥文件再试，或用备份恢复。"),
    storage("storage.wrong_key", "密钥属于另一个数据库", "找到与这个数据库配套的密钥文件再试。"),

    state("supervise.closed", "这件督办已经销号", "刷新督办列表；又临近或超期的会另开。"),
    state("supervise.not_found", "找不到这件督办", "刷新督办列表再办。"),
    slip("supervise.result", "没有写督办结果", "写明查到什么、怎样处理，再销号。"),
    slip("supervise.text", "没有写答复", "写明办到哪一步、什么时候办完，再答复。"),
    state("supervise.unanswered", "承办人还没有答复，不能销号", "先请承办人答复，或改派后由新承办人答复。"),

    slip("table.column_missing", "数据表的表头缺列“{}”，没有采用", "照原表补上表头，再导入。"),
    slip("table.field_count", "数据表里有一行的列数与表头不同，没有采用（第 {} 行）", "检查多余或缺少的逗号，再导入。"),
    slip("table.repeated", "数据表里有一行与前面重复，没有采用（第 {} 行）", "删去重复的行，再导入。"),
    slip("table.value", "数据表里有一个值认不出，没有采用（行和列：{}）", "照原表改正这一格，再导入。"),

    slip("template_pack.broken", "样式包有错，没有采用（{}）", "请编写的人照行号改正，再导入。"),
    state("template_pack.not_found", "没有这个样式包，或者已经撤回", "刷新列表再看。"),
    slip("template_pack.too_large", "样式包超过 512 KB", "分成几个包，各用一个版本号。"),
    slip("template_pack.twice", "这个版本的样式包已经导入过（{}）", "改一个版本号，再导入。"),

    slip("text.control", "文字里有看不见的字符", "清空后重新录入，不要从网页粘贴。"),
    slip("text.too_long", "文字太长，超过这一栏的长度", "缩短文字，细节写入办理记录。"),

    state("ticket.by_step", "这个窗口由专门的步骤作出，不能直接这样办", "在“下一步”里选本窗口的步骤办理。"),
    right("ticket.centre_only", "这个窗口的事项由中心派单，工作站只作初审或引导", "等中心派单；急件电话联系中心。"),
    state("ticket.close_before", "办结前还要先办“{}”", "先记下这一步，再办结；没有办成的改选别的办理结果。"),
    slip("ticket.link_self", "办件不能关联自己", "改选另一件。"),
    state("ticket.name_needed", "“{}”窗口要登记姓名，来访人还没有留名", "先办“补登姓名”，再转过去。"),
    state("ticket.named_already", "来访人已登记姓名", "姓名不对的，在来访人资料里更正。"),
    state("ticket.not_found", "找不到这件办件", "核对编号；刚由别处登记的，等同步后再查。"),
    state("ticket.not_now", "办件现在的状态不能做这一步", "刷新办件，照流程条上标出的下一步办理。"),
    right("ticket.not_yours", "这件办件在别人手上", "请承办人或首问责任人办理；人不在的，先改派。"),
    slip("ticket.outcome_text", "办理结果“{}”须写明情况", "写明答复、去向或原因。"),
    slip("ticket.outcome_unknown", "这个窗口没有这种办理结果", "从列表里选一种办理结果。"),
    slip("ticket.refusal_unknown", "这个窗口没有这条不予受理理由", "从列表里选一条理由。"),
    state("ticket.registered_twice", "同一办件登记了两次，后一次不起作用", "照第一次登记的内容办理。"),
    right("ticket.restricted", "本件限制可见，只有经手人和审核人员能看", "请经手人或审核人员办理。"),
    slip("ticket.same_window", "办件已在这个窗口，不用转", "改选另一个窗口。"),

    state("told.aid_right", "还没有告知来访人有权申请法律援助", "告知后记下“告知法律援助”，再办结。"),
    slip("typical.tells_name", "案情里还有“{}”，能认出当事人", "隐去姓名、号码、电话和地址再保存。"),
    slip("visit.no_ticket", "还没有选窗口，没有可登记的事项", "按 Alt 1 至 Alt 6 添加窗口。"),
    slip("visit.too_many_tickets", "一次来访最多登记 6 件", "先保存前 6 件，其余另作一次来访登记。"),
];
