//! What a paper was made from, in the form the journal keeps: enough to make the same paper again.
//!
//! The keys are frozen like those of every record. A key that is missing reads as empty, so that a later one can be
//! added.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::{
    Applicant, CaseFile, Details, Limit, LimitKind, Listed, Material, Party, PrintMark, Printing,
    Served, Site,
};
use crate::journal::Value;
use crate::time;

/// Values by the key they are kept under.
pub type Frozen = BTreeMap<String, Value>;

/// Returns a case file and its printing as values of a record.
pub fn freeze(file: &CaseFile, printing: &Printing) -> Frozen {
    let CaseFile {
        site,
        applicant,
        details,
        ..
    } = file;
    let mut frozen = Frozen::new();
    let mut store = |key: &str, value: Value| {
        if value != Value::Empty {
            frozen.insert(key.to_owned(), value);
        }
    };
    store(
        "site",
        texts([
            &site.name,
            &site.address,
            &site.phone,
            &site.complaint_phone,
        ]),
    );
    for (key, value) in [
        ("ticket", &file.number),
        ("window_name", &file.window_name),
        ("channel", &file.channel_name),
        ("received", &file.received_at.to_rfc3339()),
        ("matter", &file.matter),
        ("requests", &file.requests),
        ("first_contact", &file.first_contact),
        ("window", &details.window),
        ("closing", &details.closing),
        ("at", &printing.at.to_rfc3339()),
        ("operator", &printing.operator),
        ("desk", &printing.desk),
    ] {
        store(key, Value::text(value));
    }
    store(
        "applicant",
        Value::List(vec![
            maybe(applicant.name.as_ref()),
            maybe(applicant.name_reading.as_ref()),
            Value::text(&applicant.id_kind_name),
            Value::text(&applicant.id_number),
        ]),
    );
    store("assignee", maybe(file.assignee.as_ref()));
    store("green", flag(file.green_channel));
    store("disputed", Value::texts(&file.disputed));
    store("rating_code", maybe(file.rating_code.as_ref()));
    store("materials", list(&file.materials, material));
    store("limits", list(&file.limits, limit));
    store("parties", list(&details.parties, party));
    store("contents", list(&details.contents, listed));
    store("served", list(&details.served, served));
    store("facts", pairs(&details.facts));
    store("filled", pairs(&details.filled));
    store("count", Value::Int(i64::from(printing.count)));
    store("mark", printing.mark.map_or(Value::Empty, mark));
    store("number", maybe(printing.number.as_ref()));
    frozen
}

fn material(material: &Material) -> Value {
    Value::List(vec![
        Value::text(&material.name),
        Value::text(&material.form_name),
        Value::Int(i64::from(material.copies)),
        Value::Bool(material.present),
    ])
}

fn limit(limit: &Limit) -> Value {
    Value::List(vec![
        Value::Bool(limit.kind == LimitKind::Statutory),
        Value::text(&limit.due.to_string()),
        Value::text(&limit.explanation),
        Value::Bool(limit.estimated),
    ])
}

fn party(party: &Party) -> Value {
    texts([
        &party.role_name,
        &party.name,
        &party.gender,
        &party.id_number,
        &party.phone,
        &party.address,
    ])
}

fn listed(listed: &Listed) -> Value {
    Value::List(vec![
        Value::text(&listed.name),
        Value::Int(i64::try_from(listed.page).unwrap_or(i64::MAX)),
    ])
}

fn served(served: &Served) -> Value {
    texts([&served.name, &served.number, &served.day])
}

fn mark(mark: PrintMark) -> Value {
    Value::text(match mark {
        PrintMark::Void => "void",
        PrintMark::Sample => "sample",
    })
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Value {
    Value::List(texts.into_iter().map(|text| Value::text(text)).collect())
}

/// An empty text is not the same as none.
fn maybe(text: Option<&String>) -> Value {
    text.map_or(Value::Empty, |text| Value::Text(text.clone()))
}

fn flag(set: bool) -> Value {
    if set { Value::Bool(true) } else { Value::Empty }
}

fn list<T>(things: &[T], write: impl Fn(&T) -> Value) -> Value {
    if things.is_empty() {
        Value::Empty
    } else {
        Value::List(things.iter().map(write).collect())
    }
}

fn pairs(values: &BTreeMap<String, String>) -> Value {
    if values.is_empty() {
        return Value::Empty;
    }
    Value::List(
        values
            .iter()
            .flat_map(|(key, value)| [Value::text(key), Value::text(value)])
            .collect(),
    )
}

/// Returns the case file and the printing a paper was made from; none when they cannot be read.
pub fn thaw(frozen: &Frozen) -> Option<(CaseFile, Printing)> {
    let value = |key: &str| frozen.get(key).unwrap_or(&Value::Empty);
    let text = |key: &str| value(key).as_text().to_owned();
    let some = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let site = items(value("site"));
    let applicant = items(value("applicant"));
    let file = CaseFile {
        site: Site {
            name: nth(site, 0),
            address: nth(site, 1),
            phone: nth(site, 2),
            complaint_phone: nth(site, 3),
        },
        number: text("ticket"),
        window_name: text("window_name"),
        channel_name: text("channel"),
        received_at: moment(&text("received"))?,
        applicant: Applicant {
            name: applicant.first().and_then(some),
            name_reading: applicant.get(1).and_then(some),
            id_kind_name: nth(applicant, 2),
            id_number: nth(applicant, 3),
        },
        matter: text("matter"),
        requests: text("requests"),
        materials: items(value("materials"))
            .iter()
            .map(|one| thaw_material(items(one)))
            .collect(),
        limits: items(value("limits"))
            .iter()
            .map(|one| thaw_limit(items(one)))
            .collect::<Option<_>>()?,
        first_contact: text("first_contact"),
        assignee: some(value("assignee")),
        green_channel: value("green").as_bool(),
        disputed: value("disputed").as_texts(),
        rating_code: some(value("rating_code")),
        details: Details {
            window: text("window"),
            closing: text("closing"),
            parties: items(value("parties"))
                .iter()
                .map(|one| thaw_party(items(one)))
                .collect(),
            facts: thaw_pairs(value("facts")),
            contents: items(value("contents"))
                .iter()
                .map(|one| thaw_listed(items(one)))
                .collect(),
            // A list of the office belongs to no ticket and is kept by none.
            lines: Vec::new(),
            served: items(value("served"))
                .iter()
                .map(|one| thaw_served(items(one)))
                .collect(),
            filled: thaw_pairs(value("filled")),
        },
    };
    let printing = Printing {
        at: moment(&text("at"))?,
        count: whole(value("count")),
        operator: text("operator"),
        desk: text("desk"),
        mark: match value("mark").as_text() {
            "void" => Some(PrintMark::Void),
            "sample" => Some(PrintMark::Sample),
            _ => None,
        },
        number: some(value("number")),
    };
    Some((file, printing))
}

fn thaw_material(values: &[Value]) -> Material {
    Material {
        name: nth(values, 0),
        form_name: nth(values, 1),
        copies: values.get(2).map_or(0, whole),
        present: values.get(3).is_some_and(Value::as_bool),
    }
}

fn thaw_limit(values: &[Value]) -> Option<Limit> {
    Some(Limit {
        kind: if values.first().is_some_and(Value::as_bool) {
            LimitKind::Statutory
        } else {
            LimitKind::Promised
        },
        due: time::day_from_text(&nth(values, 1))?,
        explanation: nth(values, 2),
        estimated: values.get(3).is_some_and(Value::as_bool),
    })
}

fn thaw_party(values: &[Value]) -> Party {
    Party {
        role_name: nth(values, 0),
        name: nth(values, 1),
        gender: nth(values, 2),
        id_number: nth(values, 3),
        phone: nth(values, 4),
        address: nth(values, 5),
    }
}

fn thaw_listed(values: &[Value]) -> Listed {
    Listed {
        name: nth(values, 0),
        page: values.get(1).map_or(0, whole) as usize,
    }
}

fn thaw_served(values: &[Value]) -> Served {
    Served {
        name: nth(values, 0),
        number: nth(values, 1),
        day: nth(values, 2),
    }
}

fn thaw_pairs(value: &Value) -> BTreeMap<String, String> {
    let pair = |pair: &[Value]| (nth(pair, 0), nth(pair, 1));
    items(value).chunks(2).map(pair).collect()
}

fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(values) => values,
        _ => &[],
    }
}

fn nth(values: &[Value], at: usize) -> String {
    values
        .get(at)
        .map_or("", |value| value.as_text())
        .to_owned()
}

fn whole(value: &Value) -> u32 {
    value
        .as_int()
        .and_then(|number| u32::try_from(number).ok())
        .unwrap_or(0)
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> (CaseFile, Printing) {
        let at = moment("2026-02-10T09:54:03.250+08:00").unwrap();
        let text = |word: &str| word.to_owned();
        let file = CaseFile {
            site: Site {
                name: text("云川县公共法律服务中心"),
                address: String::new(),
                phone: text("0999-8000001"),
                complaint_phone: text("0999-8000008"),
            },
            number: text("YC-Y260210-3014K"),
            window_name: text("法律援助"),
            channel_name: text("窗口"),
            received_at: at,
            applicant: Applicant {
                name: Some(text("𠮷木·阿依")),
                name_reading: Some(String::new()),
                id_kind_name: text("居民身份证"),
                id_number: text("519921********9314"),
            },
            matter: text("追索劳动报酬"),
            requests: text("支付工资；支付利息"),
            materials: vec![Material {
                name: text("欠条"),
                form_name: text("原件"),
                copies: 3,
                present: true,
            }],
            limits: vec![
                Limit {
                    kind: LimitKind::Statutory,
                    due: time::day_from_text("2026-02-24").unwrap(),
                    explanation: text("顺延"),
                    estimated: true,
                },
                Limit {
                    kind: LimitKind::Promised,
                    due: time::day_from_text("2026-02-13").unwrap(),
                    explanation: String::new(),
                    estimated: false,
                },
            ],
            first_contact: text("姚素琴"),
            assignee: None,
            green_channel: true,
            disputed: vec![text("姓名")],
            rating_code: Some(text("7KHAM3XW")),
            details: Details {
                window: text("legal_aid"),
                closing: text("请等候。"),
                parties: vec![Party {
                    name: text("恒达公司"),
                    address: text("文昌路"),
                    ..Party::default()
                }],
                facts: BTreeMap::from([
                    (text("amount"), text("48600元")),
                    (text("age"), String::new()),
                ]),
                contents: vec![Listed {
                    name: text("申请表"),
                    page: 3,
                }],
                lines: Vec::new(),
                served: vec![Served {
                    name: text("决定书"),
                    number: text("YC-P260210-3002B"),
                    day: String::new(),
                }],
                filled: BTreeMap::from([(text("agency"), text("一行\n两行"))]),
            },
        };
        let printing = Printing {
            at,
            count: 2,
            operator: text("姚素琴"),
            desk: text("3号窗口机"),
            mark: Some(PrintMark::Void),
            number: Some(text("YC-P260210-3001A")),
        };
        (file, printing)
    }

    #[test]
    fn a_paper_is_thawed_as_it_was_frozen() {
        let (file, printing) = full();
        assert_eq!(thaw(&freeze(&file, &printing)), Some((file, printing)));
    }

    #[test]
    fn what_is_absent_stays_absent() {
        let (mut file, mut printing) = full();
        file.applicant.name = None;
        file.materials.clear();
        file.limits.clear();
        file.details = Details::default();
        file.rating_code = None;
        file.assignee = Some(String::new());
        file.green_channel = false;
        printing.mark = None;
        printing.number = None;
        assert_eq!(thaw(&freeze(&file, &printing)), Some((file, printing)));
    }

    #[test]
    fn what_was_frozen_by_nobody_is_not_read() {
        assert_eq!(thaw(&Frozen::new()), None);
    }
}
