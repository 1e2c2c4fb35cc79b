//! What the index finds is what reading every ticket finds, at any page and in both orders.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod support;

use std::collections::BTreeMap;

use fachuang_core::desk::Actor;
use fachuang_core::naming;
use fachuang_core::person::Visitor;
use fachuang_core::search::{self, Why};
use fachuang_core::ticket::act;
use fachuang_core::ticket::list::{
    self, COUNT_MAX, Filter, ListView, SOON_DAYS, TEXT_COUNT_MAX, TicketRow,
};
use fachuang_core::visit;
use support::{Dice, TestDesk, TicketAdder, centre, id18, open};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

const TICKETS: u32 = 2_000;

const SURNAMES: [&str; 14] = [
    "张", "李", "王", "单", "区", "仇", "查", "解", "欧阳", "尉迟", "曾", "翟", "吕", "𠮷",
];
const GIVEN: [&str; 18] = [
    "伟", "芳", "巧云", "𬭬", "行", "乐", "秀英", "静", "𠅤", "磊", "重阳", "长青", "绿", "娜",
    "一", "志强", "朝", "藏",
];
const WHOLE: [&str; 9] = [
    "阿卜杜·外力",
    "迪丽努尔·买买提江",
    "J. Smith",
    "Müller Anna",
    "བཀྲ་ཤིས",
    "ئابدۇللا",
    "किरण",
    "〇〇",
    "㐂龯鿏",
];
const MATTERS: [&str; 6] = [
    "欠薪",
    "工伤",
    "离婚、抚养",
    "买卖合同",
    "ＡＢ公司 股权",
    "宅基地",
];
const SUMMARIES: [&str; 7] = [
    "",
    "去年10月起在工地干活，包工头欠工资12625元。",
    "对方称已付清\n来访人不认可",
    "Wi-Fi 设备质量纠纷",
    "𠮷野家门口摔伤",
    "涉及2026-03-15的协议，编号HT-0099",
    "多次催要，未果",
];
const REQUESTS: [&str; 4] = ["支付工资", "赔偿损失", "解除合同", "确认劳动关系"];

/// What the test itself knows of a ticket.
struct Known {
    id: Uuid,
    number: String,
    names: Vec<String>,
    texts: Vec<String>,
    /// Names and texts as they are compared, and the readings of the names.
    text: String,
    readings: Vec<String>,
    id_number: String,
    phone_digits: String,
    restricted: bool,
}

fn draw_name(dice: &mut Dice) -> String {
    if dice.below(9) == 0 {
        return (*dice.pick(&WHOLE)).to_owned();
    }
    format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN))
}

fn fill(desk: &mut TestDesk, tickets: u32) -> Vec<Known> {
    let mut dice = Dice::new("search");
    let mut all = Vec::new();
    let clerk = desk.clerk.clone();
    while all.len() < tickets as usize {
        desk.pass_minutes(37);
        let batch: Vec<(TicketAdder, Known)> = (0..50)
            .map(|at| draw_ticket(&mut dice, all.len() as u32 + at))
            .collect();
        let mut done = desk
            .write(&clerk, |tx| {
                batch
                    .iter()
                    .map(|(adder, _)| visit::register(tx, &adder.visit))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        for ((_, known), done) in batch.into_iter().zip(done.drain(..)) {
            let ticket = &done.tickets[0];
            all.push(Known {
                id: ticket.id,
                number: ticket.number.clone(),
                ..known
            });
        }
    }
    all
}

/// One in seven is old, one in eleven disabled; some are both.
fn groups_of(at: u32) -> Vec<String> {
    [(7, "senior"), (11, "disabled")]
        .into_iter()
        .filter(|(every, _)| at.is_multiple_of(*every))
        .map(|(_, code)| code.to_owned())
        .collect()
}

fn draw_ticket(dice: &mut Dice, at: u32) -> (TicketAdder, Known) {
    let name = draw_name(dice);
    let windows = ["consult", "legal_aid", "mediation", "notary", "special"];
    let (matter, summary, request) = (
        *dice.pick(&MATTERS),
        *dice.pick(&SUMMARIES),
        *dice.pick(&REQUESTS),
    );
    let (id_kind, id_number) = match dice.below(6) {
        0 | 1 => {
            let day = format!("19{:02}0{}1{}", 50 + at % 50, 1 + at % 9, at % 10);
            ("resident_id", id18(&day, at / 50 % 1000))
        }
        2 => ("passport", format!("E{:08}", 10_000_000 + at * 7)),
        _ => ("", String::new()),
    };
    let (phone, phone_digits) = match dice.below(4) {
        0 => (String::new(), String::new()),
        1 => {
            let local = 8_100_000 + at * 13 % 90_000;
            (
                format!("0999-{local}-{}", at % 90 + 10),
                format!("0999{local}"),
            )
        }
        _ => {
            let number = format!("199000{:05}", at * 31 % 100_000);
            (number.clone(), number)
        }
    };
    let restricted = dice.below(5) == 0;
    let mut adder = TicketAdder::at(dice.pick::<&str>(&windows))
        .visitor(Visitor {
            name: name.clone(),
            id_kind: id_kind.into(),
            id_number: id_number.clone(),
            phone,
            groups: groups_of(at),
            ..Visitor::default()
        })
        .matter(matter)
        .summary(summary);
    adder.visit.tickets[0].requests = vec![request.to_owned()];
    adder.visit.tickets[0].restricted = restricted;
    let mut names = vec![name];
    if dice.below(3) == 0 {
        let other = draw_name(dice);
        adder = adder.opponent(&other);
        names.push(other);
    }
    let texts = vec![matter.to_owned(), summary.to_owned(), request.to_owned()];
    let lines = names.iter().chain(&texts).flat_map(|text| text.lines());
    let readings = names.iter().flat_map(|name| {
        let keys = naming::name_keys(name);
        keys.full.into_iter().chain(keys.initials)
    });
    let known = Known {
        id: Uuid::nil(),
        number: String::new(),
        text: lines.map(plain).collect::<Vec<_>>().join("\n"),
        readings: readings.collect(),
        names,
        texts,
        id_number,
        phone_digits,
        restricted,
    };
    (adder, known)
}

fn plain(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads one ticket and says whether the query means it.
fn means(known: &Known, query: &str) -> bool {
    let query = plain(query.trim());
    let compact: String = query.chars().filter(|c| c.is_alphanumeric()).collect();
    let upper = compact.to_uppercase();
    let number: String = known.number.chars().filter(|c| *c != '-').collect();
    if upper == number {
        return true;
    }
    let body = upper.strip_suffix('X').unwrap_or(&upper);
    let numeric = body.len() >= 4 && body.bytes().all(|byte| byte.is_ascii_digit());
    if numeric && !known.id_number.is_empty() && known.id_number.ends_with(&upper) {
        return true;
    }
    if upper.len() >= 5 && !known.id_number.is_empty() && known.id_number == upper {
        return true;
    }
    let digits = upper.bytes().all(|byte| byte.is_ascii_digit());
    if digits && numeric && !known.phone_digits.is_empty() && known.phone_digits.ends_with(&upper) {
        return true;
    }
    let letters = query
        .chars()
        .all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '\'');
    let reading = naming::normalise_reading(&query);
    if letters && !reading.is_empty() && known.readings.iter().any(|key| key.starts_with(&reading))
    {
        return true;
    }
    query.chars().any(char::is_alphanumeric)
        && query.split(' ').all(|term| known.text.contains(term))
}

fn piece(dice: &mut Dice, text: &str, length: usize) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() < length {
        return None;
    }
    let from = dice.below((characters.len() - length + 1) as u64) as usize;
    Some(characters[from..from + length].iter().collect())
}

fn queries(dice: &mut Dice, all: &[Known]) -> Vec<String> {
    let mut queries: Vec<String> = [
        "",
        " ",
        "　",
        "，",
        "·",
        "%",
        "\"",
        "' OR 1=1",
        "AND",
        "NEAR(张 李)",
        "张*",
        "^张",
        "{}",
        "-",
        "张\n李",
        "12",
        "123",
        "shanqiaoyun",
        "dan",
        "ouyang",
        "oy",
        "lv",
        "lu",
        "yuchi",
        "zha",
        "xie wei",
        "ＺＨＡＮＧ",
        "x",
        "0000",
    ]
    .map(str::to_owned)
    .to_vec();
    for _ in 0..25 {
        let known = dice.pick(all);
        let text = (*dice.pick(&[&known.texts[0], &known.texts[1], &known.texts[2]])).clone();
        for length in [1, 2, 3, 4, 6] {
            queries.extend(piece(dice, &known.names.join(" "), length));
            queries.extend(piece(dice, &text, length));
        }
        let name = dice.pick(&known.names).clone();
        queries.push(name.clone());
        let two = piece(dice, &known.texts[0], 2).unwrap_or_default();
        queries.push(format!("{name} {two}"));
        queries.push(format!("{two}　{}", known.texts[2]));
        let keys = naming::name_keys(&name);
        for key in keys.full.iter().take(1).chain(keys.initials.iter().take(1)) {
            queries.push(key.clone());
            queries.extend(key.get(..key.len().min(3)).map(str::to_owned));
            queries.push(key.to_uppercase());
        }
        queries.push(known.number.clone());
        queries.push(known.number.replace('-', "").to_lowercase());
        for source in [&known.id_number, &known.phone_digits] {
            if source.len() >= 6 {
                queries.push(source.clone());
                for tail in [4, 5, 6] {
                    queries.push(source[source.len() - tail..].to_lowercase());
                }
            }
        }
    }
    queries
}

fn compare(desk: &TestDesk, all: &[Known], query: &str, limit: usize, open_only: bool) -> usize {
    let sees = |row: &TicketRow| !open_only || !row.restricted;
    let found = search::search(&desk.view(), query, limit, &sees)
        .unwrap_or_else(|fault| panic!("{query:?}: {fault}"));
    let expected: Vec<&Known> = all
        .iter()
        .rev()
        .filter(|known| !open_only || !known.restricted)
        .filter(|known| means(known, query))
        .collect();
    let first: Vec<&str> = expected
        .iter()
        .take(limit)
        .map(|known| known.number.as_str())
        .collect();
    let hits: Vec<&str> = found
        .hits
        .iter()
        .map(|(row, _)| row.number.as_str())
        .collect();
    assert_eq!(hits, first, "{query:?}");
    assert_eq!(found.more, expected.len() > limit, "{query:?}");
    expected.len()
}

#[test]
fn every_query_finds_what_reading_every_ticket_finds() {
    let mut desk = open(&centre());
    let all = fill(&mut desk, TICKETS);
    let mut dice = Dice::new("queries");
    let queries = queries(&mut dice, &all);
    let mut hits = 0;
    for (at, query) in queries.iter().enumerate() {
        let limit = [5, 20, 50][at % 3];
        hits += compare(&desk, &all, query, limit, at % 4 == 0);
    }
    println!(
        "{} tickets, {} queries, {hits} hits",
        all.len(),
        queries.len()
    );
    assert!(hits > queries.len());

    for query in ["shanqiaoyun", "ouyang", "qiu", "yuchi", "lvn"] {
        let found = search::search(&desk.view(), query, 10, &|_| true).unwrap();
        assert!(
            !found.hits.is_empty(),
            "a surname is read as a surname: {query}"
        );
        assert!(found.hits.iter().all(|(_, why)| *why == Why::Pinyin));
    }
    desk.rebuild().unwrap();
    for query in queries.iter().step_by(7) {
        compare(&desk, &all, query, 20, false);
    }
}

#[test]
fn hidden_tickets_do_not_push_visible_ones_out_of_the_result() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let seen = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    desk.write(&clerk, |tx| {
        for _ in 0..300 {
            let hidden = TicketAdder::at("consult").applicant("张三").restricted();
            visit::register(tx, &hidden.visit)?;
        }
        Ok(())
    })
    .unwrap();
    for query in ["张三", "张", "zhangsan", "z"] {
        let found = search::search(&desk.view(), query, 10, &|row| !row.restricted).unwrap();
        let ids: Vec<Uuid> = found.hits.iter().map(|(row, _)| row.id).collect();
        assert_eq!(ids, [seen], "{query}");
        assert!(!found.more);
    }
}

#[test]
fn a_changed_ticket_is_found_by_what_it_says_now() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .summary("包工头欠钱")
        .add(&mut desk);
    let clerk = desk.clerk.clone();
    let version = desk.version(id);
    let changes = BTreeMap::from([("summary".to_owned(), "房东不退押金".to_owned())]);
    desk.write(&clerk, |tx| act::edit(tx, id, version, &changes, ""))
        .unwrap();
    let found = |desk: &TestDesk, query: &str| {
        search::search(&desk.view(), query, 10, &|_| true)
            .unwrap()
            .hits
            .len()
    };
    assert_eq!((found(&desk, "包工头"), found(&desk, "押金")), (0, 1));
    let person = desk.ticket(id).id_in("person").unwrap();
    let version = fachuang_core::person::get(&desk.view(), person)
        .unwrap()
        .version;
    let changes = BTreeMap::from([("name".to_owned(), "李四".to_owned())]);
    desk.write(&clerk, |tx| {
        fachuang_core::person::change(tx, person, version, &changes, "核对原件")
    })
    .unwrap();
    assert_eq!((found(&desk, "李四"), found(&desk, "lisi")), (1, 1));
    assert_eq!(
        found(&desk, "张三"),
        1,
        "the name given at the visit still finds it"
    );
}

/// One row as the oracle reads it, straight from the table.
#[derive(Debug, Clone)]
struct Row {
    rid: i64,
    window: String,
    state: String,
    assignee: String,
    first_contact: String,
    due: Option<String>,
    groups: String,
    green: String,
    rating_state: String,
    text: String,
}

fn rows(desk: &TestDesk) -> Vec<Row> {
    let mut statement = desk
        .connection()
        .prepare(
            "SELECT rid, window, state, assignee, first_contact, due, groups, rating_state, find_text,
                 green FROM ticket",
        )
        .unwrap();
    let rows = statement.query_map([], |row| {
        Ok(Row {
            rid: row.get(0)?,
            window: row.get(1)?,
            state: row.get(2)?,
            assignee: row.get(3)?,
            first_contact: row.get(4)?,
            due: row.get(5)?,
            groups: row.get(6)?,
            rating_state: row.get(7)?,
            text: row.get(8)?,
            green: row.get(9)?,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn is_open(row: &Row) -> bool {
    ["registered", "assigned", "in_progress"].contains(&row.state.as_str())
}

/// Place in a list by due day: open ones with a green channel first.
fn place(row: &Row) -> (bool, String, i64) {
    let due = row.due.clone().unwrap_or("9999-99-99".to_owned());
    (!is_open(row) || row.green.is_empty(), due, row.rid)
}

fn belongs(row: &Row, filter: &Filter, me: &str, today: &str, soon: &str) -> bool {
    let open = is_open(row);
    let in_view = match filter.view.unwrap() {
        ListView::All => true,
        ListView::Open => open,
        ListView::Mine => {
            open && (row.assignee == me || (row.assignee.is_empty() && row.first_contact == me))
        }
        ListView::DueSoon => {
            open && row
                .due
                .as_deref()
                .is_some_and(|due| due >= today && due <= soon)
        }
        ListView::Overdue => open && row.due.as_deref().is_some_and(|due| due < today),
        ListView::ToRate => {
            ["not_asked", "asked"].contains(&row.rating_state.as_str())
                && ["closed", "refused"].contains(&row.state.as_str())
        }
    };
    let group = filter.group.is_empty() || row.groups.split(' ').any(|code| code == filter.group);
    let assignee = match filter.assignee.as_str() {
        "" => true,
        "none" => row.assignee.is_empty(),
        id => row.assignee == id,
    };
    in_view
        && group
        && assignee
        && (!filter.green || !row.green.is_empty())
        && (filter.window.is_empty() || row.window == filter.window)
        && (filter.state.is_empty() || row.state == filter.state)
        && (filter.text.is_empty() || row.text.contains(&filter.text))
}

fn read_all(desk: &TestDesk, me: &str, filter: &Filter) -> Vec<i64> {
    let mut rids = Vec::new();
    let mut filter = filter.clone();
    loop {
        let page = list::list(&desk.view(), me, &filter).unwrap();
        assert!(page.rows.len() <= filter.limit as usize);
        rids.extend(page.rows.iter().map(|row| row.rid));
        if page.next.is_empty() {
            return rids;
        }
        assert_eq!(
            page.rows.len(),
            filter.limit as usize,
            "only the last page is short"
        );
        filter.after = page.next;
    }
}

#[test]
fn every_page_of_every_work_list_is_what_reading_every_ticket_gives() {
    let mut desk = open(&centre());
    let all = fill(&mut desk, 1_200);
    let mut dice = Dice::new("lists");
    let (clerk, handler) = (desk.clerk.clone(), desk.handler.clone());
    let someone = Actor {
        id: desk.second.id,
        ..desk.handler.clone()
    };
    for known in all.iter().filter(|known| !known.restricted) {
        let version = desk.version(known.id);
        let done = match dice.below(7) {
            0 => desk.write(&handler, |tx| act::accept(tx, known.id, version)),
            1 => desk.write(&clerk, |tx| {
                act::assign(tx, known.id, version, someone.id, "")
            }),
            2 => desk.write(&clerk, |tx| {
                act::close(tx, known.id, version, "withdrawn", "")
            }),
            3 => desk.write(&clerk, |tx| act::withdraw(tx, known.id, version, "不办了")),
            _ => Ok(()),
        };
        done.or_else(|fault| match fault.code() {
            "ticket.outcome_unknown" | "ticket.by_step" | "staff.excluded" => Ok(()),
            _ => Err(fault),
        })
        .unwrap();
    }
    desk.clock
        .set_ms(support::MORNING_MS + 14 * support::DAY_MS);
    let today = desk.view().today();
    let soon = (today + chrono::Days::new(SOON_DAYS - 1)).to_string();
    let today = today.to_string();
    let rows = rows(&desk);
    let me = handler.id.to_string();
    let mut lists = 0;
    let mut longest = 0;
    for (view, code) in ListView::ALL {
        assert_eq!(ListView::from_code(code), Some(view));
        for by_due in [false, true] {
            for (window, state, assignee, text) in [
                ("", "", "", ""),
                ("legal_aid", "", "", ""),
                ("", "assigned", "", ""),
                ("", "", "none", ""),
                ("", "", someone.id.to_string().as_str(), ""),
                ("mediation", "", "", "欠薪"),
            ] {
                let filter = Filter {
                    view: Some(view),
                    window: window.into(),
                    state: state.into(),
                    assignee: assignee.into(),
                    text: text.into(),
                    by_due,
                    limit: [7, 30, 100][lists % 3],
                    ..Filter::default()
                };
                let mut expected: Vec<&Row> = rows
                    .iter()
                    .filter(|row| belongs(row, &filter, &me, &today, &soon))
                    .collect();
                if by_due {
                    expected.sort_by_key(|row| place(row));
                } else {
                    expected.sort_by_key(|row| std::cmp::Reverse(row.rid));
                }
                let expected: Vec<i64> = expected.iter().map(|row| row.rid).collect();
                assert_eq!(read_all(&desk, &me, &filter), expected, "{filter:?}");
                let page = list::list(&desk.view(), &me, &filter).unwrap();
                assert_eq!(page.total as usize, expected.len().min(COUNT_MAX as usize));
                assert_eq!(page.total_capped, expected.len() > COUNT_MAX as usize);
                lists += 1;
                longest = longest.max(expected.len());
            }
        }
    }
    println!("{lists} lists, the longest of {longest} rows");
    for tile in list::tiles(&desk.view()).unwrap() {
        let of = |view| {
            let filter = Filter {
                view: Some(view),
                window: tile.window.clone(),
                ..Filter::default()
            };
            let fits = |row: &&Row| belongs(row, &filter, &me, &today, &soon);
            rows.iter().filter(fits).count() as u32
        };
        assert_eq!(
            (tile.open, tile.due_soon, tile.overdue),
            (
                of(ListView::Open),
                of(ListView::DueSoon),
                of(ListView::Overdue)
            ),
            "{}",
            tile.window
        );
    }
}

#[test]
fn a_list_under_any_filters_is_what_reading_every_ticket_gives() {
    let mut desk = open(&centre());
    let all = fill(&mut desk, 900);
    let mut dice = Dice::new("filters");
    let (clerk, second) = (desk.clerk.clone(), desk.second.id);
    for known in all.iter().filter(|known| !known.restricted) {
        let version = desk.version(known.id);
        let done = match dice.below(6) {
            0 => desk.write(&clerk, |tx| act::assign(tx, known.id, version, second, "")),
            1 | 2 => desk.write(&clerk, |tx| {
                act::close(tx, known.id, version, "withdrawn", "")
            }),
            3 => desk.write(&clerk, |tx| act::withdraw(tx, known.id, version, "不办了")),
            _ => Ok(()),
        };
        done.or_else(|fault| match fault.code() {
            "ticket.outcome_unknown" | "ticket.by_step" | "staff.excluded" => Ok(()),
            _ => Err(fault),
        })
        .unwrap();
    }
    desk.clock
        .set_ms(support::MORNING_MS + 14 * support::DAY_MS);
    let today = desk.view().today();
    let soon = (today + chrono::Days::new(SOON_DAYS - 1)).to_string();
    let today = today.to_string();
    let rows = rows(&desk);
    let me = clerk.id.to_string();
    let someone = second.to_string();
    let (mut hits, mut greens) = (0, 0);
    for _ in 0..1_500 {
        let mut some = |of: &[&str]| (*dice.pick(of)).to_owned();
        let mut filter = Filter {
            window: some(&["", "", "legal_aid", "mediation", "x"]),
            state: some(&["", "", "registered", "assigned", "closed", "withdrawn", "x"]),
            assignee: some(&["", "", "none", &someone, "x"]),
            group: some(&["", "", "senior", "disabled", "minor", "x\" OR \"a"]),
            text: some(&[
                "",
                "",
                "欠",
                "欠薪",
                "工资12",
                "未果",
                "查无此人",
                "\" OR *",
            ]),
            ..Filter::default()
        };
        filter.view = Some(dice.pick(&ListView::ALL).0);
        filter.by_due = dice.below(2) == 0;
        filter.green = dice.below(3) == 0;
        filter.limit = 1 + dice.below(40) as u32;
        let mut expected: Vec<&Row> = rows
            .iter()
            .filter(|row| belongs(row, &filter, &me, &today, &soon))
            .collect();
        if filter.by_due {
            expected.sort_by_key(|row| place(row));
        } else {
            expected.sort_by_key(|row| std::cmp::Reverse(row.rid));
        }
        let expected: Vec<i64> = expected.iter().map(|row| row.rid).collect();
        assert_eq!(read_all(&desk, &me, &filter), expected, "{filter:?}");
        let page = list::list(&desk.view(), &me, &filter).unwrap();
        let most = if filter.text.is_empty() {
            COUNT_MAX
        } else {
            TEXT_COUNT_MAX
        } as usize;
        assert_eq!(page.total as usize, expected.len().min(most), "{filter:?}");
        assert_eq!(page.total_capped, expected.len() > most, "{filter:?}");
        hits += usize::from(!expected.is_empty());
        greens += usize::from(filter.green && filter.by_due && expected.len() > 1);
    }
    assert!(greens > 20, "lists of green channels: {greens}");
    assert!(hits > 150, "filters that find something: {hits}");
}

#[test]
fn a_list_narrowed_to_a_ticket_number_shows_that_ticket() {
    let mut desk = open(&centre());
    let all = fill(&mut desk, 50);
    for (view, by_due) in [
        (ListView::All, false),
        (ListView::All, true),
        (ListView::Open, true),
    ] {
        let filter = Filter {
            view: Some(view),
            by_due,
            text: all[17].number.to_lowercase(),
            limit: 30,
            ..Filter::default()
        };
        let page = list::list(&desk.view(), "", &filter).unwrap();
        let numbers: Vec<&str> = page.rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(numbers, [all[17].number.as_str()], "{filter:?}");
    }
}

#[test]
fn a_cursor_that_is_none_is_refused() {
    let desk = open(&centre());
    for after in [
        "x",
        "1",
        "2026-01-01/x",
        "/",
        "1/2026-01-01/x",
        "a/2026-01-01/3",
        "1/2026-01-01/3/4",
    ] {
        let filter = Filter {
            after: after.into(),
            ..Filter::default()
        };
        let fault = list::list(&desk.view(), "", &filter).unwrap_err();
        assert_eq!(fault.code(), "list.cursor", "{after}");
    }
}
