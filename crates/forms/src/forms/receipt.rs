//! What a receipt (受理回执) says; the three sizes only arrange it.

use fachuang_core::case_file::{
    Applicant, CaseFile, Limit, LimitKind, Material, PrintMark, Printing,
};

use crate::{
    chinese,
    document::{Field, Furniture, Paragraph, Span},
};

pub(super) const TITLE: &str = "受理回执";
pub(super) const QR_CAPTION: &str = "扫码查这一件";
pub(super) const SIGNATURES: [&str; 2] = ["收件人", "申请人"];

/// What every receipt says about money, secrecy, personal data and the receipt itself.
const SENTENCE: &str =
    "窗口受理不收费，您的情况依法保密，个人信息只用于办这件事。请留好回执，扫码查进度。";
/// The hotline of public legal services.
const HOTLINE: &str = "12348";
const DISPUTED: &str = "（两处不同，待核定）";
const ESTIMATED: &str = "估算";

/// A label with its value, before anyone decides on sizes.
pub(super) struct Entry {
    pub label: String,
    pub value: Value,
    /// May share a row with its neighbour, in a smaller size if that keeps it on one line.
    pub short: bool,
}

/// What stands beside a label.
pub(super) enum Value {
    Lines(Vec<Vec<Span>>),
    /// Equal things that may follow each other on a line.
    List(Vec<Vec<Span>>),
}

/// Sizes of the text in a table of entries.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub size_pt: f32,
    pub line_pt: f32,
    pub shrink_to_pt: Option<f32>,
    /// Things of a list follow each other on a line.
    pub flowing_lists: bool,
    /// Blank around the ticket number.
    pub number_gap: &'static str,
}

/// Returns the entries of a receipt in reading order.
pub(super) fn entries(file: &CaseFile) -> Vec<Entry> {
    let several = |label: &str, lines| Entry {
        label: label.into(),
        value: Value::Lines(lines),
        short: true,
    };
    let short = |label: &str, line: Vec<Span>| several(label, vec![line]);
    let (id_label, id_value) = identity(&file.applicant);
    let assignee = file.assignee.as_deref().unwrap_or("待指派，指派后告知您");
    let mut entries = vec![
        several("申请人", applicant(&file.applicant)),
        short(id_label, vec![Span::plain(id_value)]),
        short("窗口", plain_or(&file.window_name, "未填写")),
        short(
            "收到时间",
            vec![Span::plain(chinese::minute(file.received_at))],
        ),
        long("事项", plain_or(&file.matter, "未填写")),
        Entry {
            label: "收到材料".into(),
            value: received(&file.materials),
            short: false,
        },
        long("可以后补", vec![Span::plain(to_follow(&file.materials))]),
        Entry {
            label: "何时答复".into(),
            value: limits(&file.limits),
            short: false,
        },
        short("首问责任人", plain_or(&file.first_contact, "未登记")),
        short("承办人", plain_or(assignee, "未登记")),
        several(
            "窗口电话",
            vec![
                plain_or(&chinese::phone(&file.site.phone), "未登记")
                    .into_iter()
                    .chain([
                        Span::plain("　"),
                        Span::plain(format!("热线 {HOTLINE}")).kept(),
                    ])
                    .collect(),
            ],
        ),
        short(
            "投诉电话",
            plain_or(&chinese::phone(&file.site.complaint_phone), "未登记"),
        ),
    ];
    mark_disputed(&mut entries, file);
    entries
}

/// Returns the marks beside the ticket number.
pub(super) fn chips(file: &CaseFile, printing: &Printing) -> Vec<Span> {
    let mut chips = Vec::new();
    if file.green_channel {
        chips.push(Span::chip("绿色通道"));
    }
    if printing.count > 1 {
        chips.push(Span::chip(COPY));
    }
    chips
}

/// Returns what stands across a receipt that is not to be used; a second print has a chip beside its number.
pub(super) fn furniture(file: &CaseFile, printing: &Printing) -> Furniture {
    Furniture {
        reading: file.applicant.name_reading.clone(),
        watermark: printing.mark.map(|mark| mark_text(mark).to_owned()),
        ..Furniture::default()
    }
}

/// Mark of a copy.
pub(crate) const COPY: &str = "补打";

/// Returns the word across a paper that is not to be used.
pub(crate) fn mark_text(mark: PrintMark) -> &'static str {
    match mark {
        PrintMark::Void => "作废",
        PrintMark::Sample => "样张",
    }
}

/// Returns what the code of a receipt says: the number of the paper, which leads to its ticket as well.
pub(super) fn code(file: &CaseFile, printing: &Printing) -> String {
    printing.number.as_ref().unwrap_or(&file.number).clone()
}

/// Returns the closing sentences: that of the window, then those of every receipt.
pub(super) fn sentence(file: &CaseFile, size_pt: f32, line_pt: f32) -> Paragraph {
    let text = format!("{}{SENTENCE}", file.details.closing);
    Paragraph::new(vec![Span::plain(text)], size_pt, line_pt)
}

/// Returns when and how often the paper was printed.
pub(super) fn print_note(printing: &Printing) -> String {
    format!(
        "{} 打印　第 {} 次{}",
        chinese::minute(printing.at),
        printing.count,
        numbered(printing)
    )
}

/// Returns the words with the number of the paper; nothing on one that is only looked at.
pub(crate) fn numbered(printing: &Printing) -> String {
    let number = printing.number.as_ref();
    number.map_or_else(String::new, |number| format!("　文书号 {number}"))
}

/// Returns the text of the slip for rating without the second screen.
pub(super) fn rating_slip(code: &str) -> Vec<Span> {
    let code = Span {
        tracking_em: 0.06,
        ..Span::strong(code)
    };
    vec![
        Span::plain("评价码　"),
        code.kept(),
        Span::plain("　沿虚线撕下，凭码评价"),
    ]
}

/// Returns the title in the properties of the file.
pub(super) fn file_title(file: &CaseFile) -> String {
    format!("{TITLE} {}", file.number)
}

/// Returns the number line; `number_pt` is the size of the number itself.
pub(super) fn number_line(
    file: &CaseFile,
    printing: &Printing,
    number_pt: f32,
    look: Look,
) -> Paragraph {
    let number = Span {
        size_pt: Some(number_pt),
        tracking_em: 0.03,
        ..Span::strong(&file.number)
    };
    let mut spans = vec![
        Span::plain("办件号"),
        Span::plain(look.number_gap),
        number.kept(),
    ];
    for chip in chips(file, printing) {
        spans.extend([Span::plain(look.number_gap), chip]);
    }
    Paragraph::new(spans, look.size_pt, look.line_pt.max(number_pt * 1.6))
}

/// Returns the line that stands on top of every further page.
pub(super) fn running_line(file: &CaseFile, look: Look) -> Paragraph {
    let text = format!("{}　{TITLE}（续）　", file.site.name);
    let number = Span::plain(format!("办件号 {}", file.number)).kept();
    Paragraph::new(vec![Span::plain(text), number], look.size_pt, look.line_pt)
}

/// Returns the large title.
pub(super) fn title(size_pt: f32, line_pt: f32) -> Paragraph {
    let text = Span {
        tracking_em: 0.3,
        ..Span::strong(TITLE)
    };
    Paragraph {
        heading: Some(1),
        ..Paragraph::new(vec![text], size_pt, line_pt)
    }
}

/// Returns an entry in the sizes of a look.
pub(super) fn field(entry: Entry, look: Look) -> Field {
    let paragraph = |spans: Vec<Span>| Paragraph::new(spans, look.size_pt, look.line_pt);
    let fitting = |spans: Vec<Span>| Paragraph {
        shrink_to_pt: look.shrink_to_pt,
        ..paragraph(spans)
    };
    let label = fitting(vec![Span::plain(entry.label)]);
    let value = match entry.value {
        Value::Lines(lines) if entry.short => lines.into_iter().map(fitting).collect(),
        Value::Lines(lines) => lines.into_iter().map(paragraph).collect(),
        Value::List(things) if look.flowing_lists => {
            vec![paragraph(things.join(&Span::plain("　 ")))]
        }
        Value::List(things) => things.into_iter().map(paragraph).collect(),
    };
    Field { label, value }
}

/// Returns rows in which short entries share a row with a short neighbour.
pub(super) fn paired(entries: Vec<Entry>, look: Look) -> Vec<Vec<Field>> {
    let mut rows: Vec<Vec<Field>> = Vec::new();
    let mut open = false;
    for entry in entries {
        let short = entry.short;
        let field = field(entry, look);
        match rows.last_mut().filter(|_| open && short) {
            Some(row) => {
                row.push(field);
                open = false;
            }
            None => {
                rows.push(vec![field]);
                open = short;
            }
        }
    }
    rows
}

fn long(label: &str, value: Vec<Span>) -> Entry {
    Entry {
        label: label.into(),
        value: Value::Lines(vec![value]),
        short: false,
    }
}

fn plain_or(text: &str, otherwise: &str) -> Vec<Span> {
    vec![Span::plain(if text.trim().is_empty() {
        otherwise
    } else {
        text
    })]
}

fn applicant(applicant: &Applicant) -> Vec<Vec<Span>> {
    let Some(name) = &applicant.name else {
        return vec![vec![Span::plain("未留姓名")]];
    };
    let mut lines = vec![vec![Span::strong(name)]];
    if let Some(reading) = &applicant.name_reading {
        lines.push(vec![Span::plain(format!("拼音注记：{reading}"))]);
    }
    lines
}

fn identity(applicant: &Applicant) -> (&'static str, String) {
    match (
        applicant.id_kind_name.as_str(),
        applicant.id_number.as_str(),
    ) {
        ("", "") => ("身份证", "未出示".into()),
        ("居民身份证" | "", number) => (
            "身份证",
            if number.is_empty() {
                "未登记号码".into()
            } else {
                number.into()
            },
        ),
        (kind, number) => ("证件", format!("{kind} {number}").trim_end().into()),
    }
}

fn received(materials: &[Material]) -> Value {
    let line = |material: &Material| {
        let parts = [
            material.name.clone(),
            material.form_name.clone(),
            format!("{} 份", material.copies),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        vec![Span::plain(parts.join(" ")).kept()]
    };
    let lines: Vec<Vec<Span>> = materials
        .iter()
        .filter(|material| material.present)
        .map(line)
        .collect();
    if lines.is_empty() {
        Value::Lines(vec![vec![Span::plain("没有收材料")]])
    } else {
        Value::List(lines)
    }
}

fn to_follow(materials: &[Material]) -> String {
    let names: Vec<&str> = materials
        .iter()
        .filter(|m| !m.present)
        .map(|m| m.name.as_str())
        .collect();
    if names.is_empty() {
        "无".into()
    } else {
        format!("{}。不影响这次受理", names.join("、"))
    }
}

fn limits(limits: &[Limit]) -> Value {
    let mut lines = Vec::new();
    for limit in limits {
        let (word, reason) = match limit.kind {
            LimitKind::Statutory => ("最晚", "法定："),
            LimitKind::Promised => ("承诺", ""),
        };
        let mut date =
            vec![Span::strong(format!("{word} {}", chinese::day_with_weekday(limit.due))).kept()];
        if limit.estimated {
            date.extend([Span::plain(" "), Span::chip(ESTIMATED)]);
        }
        lines.push(date);
        if !limit.explanation.is_empty() {
            lines.push(vec![Span::plain(format!("{reason}{}", limit.explanation))]);
        }
    }
    if lines.is_empty() {
        lines.push(vec![Span::plain("未定答复期限，可拨打窗口电话询问")]);
    }
    Value::Lines(lines)
}

/// Marks the entries whose value is in dispute; a disputed field that the receipt does not show is named.
fn mark_disputed(entries: &mut Vec<Entry>, file: &CaseFile) {
    let mut others = Vec::new();
    for name in &file.disputed {
        let identity = [
            file.applicant.id_kind_name.as_str(),
            "身份证",
            "证件",
            "证件号码",
        ]
        .contains(&name.as_str());
        let same = |entry: &&mut Entry| {
            entry.label == *name || (identity && ["身份证", "证件"].contains(&entry.label.as_str()))
        };
        let Some(entry) = entries.iter_mut().find(same) else {
            others.push(name.as_str());
            continue;
        };
        let mark = Span::strong(DISPUTED).kept();
        match &mut entry.value {
            Value::Lines(lines) if lines.len() == 1 => lines[0].push(mark),
            Value::Lines(lines) | Value::List(lines) => lines.push(vec![mark]),
        }
    }
    if !others.is_empty() {
        let mark = Span::strong(DISPUTED).kept();
        entries.push(long("其他", vec![Span::plain(others.join("、")), mark]));
    }
}
