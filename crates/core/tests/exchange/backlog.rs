//! A file of many batches: others save between them, and what is found and listed is the same before the search index has
//! caught up.

use fachuang_core::desk::subject;
use fachuang_core::exchange::apply::{Started, apply, start};
use fachuang_core::exchange::export::Since;
use fachuang_core::exchange::package::State;
use fachuang_core::journal::{Record, Value};
use fachuang_core::search;
use fachuang_core::ticket::act;
use fachuang_core::ticket::list::{Filter, ListView, list};
use uuid::Uuid;

use crate::pair::{Stick, file, paired, state, take, tickets, write_since};
use crate::support::{TestDesk, TicketAdder, difference};

const TICKETS: usize = 220;
const NAMES: [&str; 5] = ["张三", "李四", "王五", "单巧云", "欧阳长青"];
const WINDOWS: [&str; 3] = ["consult", "mediation", "legal_aid"];

fn fill(desk: &mut TestDesk) {
    for at in 0..TICKETS {
        let window = WINDOWS[at % WINDOWS.len()];
        let id = TicketAdder::at(window)
            .applicant(NAMES[at % NAMES.len()])
            .opponent(NAMES[(at + 1) % NAMES.len()])
            .summary(&format!("第{at}件：对方欠工资，多次催要没有结果"))
            .add(desk);
        if at % 4 == 0 {
            let clerk = desk.clerk.clone();
            desk.write(&clerk, |tx| act::withdraw(tx, id, 1, "来访人撤回"))
                .unwrap();
        }
    }
}

/// Everything lists and searches give, page by page.
fn shown(desk: &TestDesk) -> Vec<String> {
    let mut lines = Vec::new();
    let view = desk.view();
    let me = desk.clerk.id.to_string();
    for (of, code) in ListView::ALL {
        for window in ["", "mediation"] {
            for text in ["", "欠工资", "巧云", "第12件"] {
                for by_due in [false, true] {
                    let mut filter = Filter {
                        view: Some(of),
                        window: window.to_owned(),
                        text: text.to_owned(),
                        by_due,
                        limit: 40,
                        ..Filter::default()
                    };
                    loop {
                        let page = list(&view, &me, &filter).unwrap();
                        let numbers: Vec<&str> =
                            page.rows.iter().map(|row| row.number.as_str()).collect();
                        lines.push(format!(
                            "{code} {window} {text} {by_due}: {} of {}",
                            numbers.join(" "),
                            page.total
                        ));
                        if page.next.is_empty() {
                            break;
                        }
                        filter.after = page.next;
                    }
                }
            }
        }
    }
    for (state, assignee) in [
        ("withdrawn", ""),
        ("withdrawn", "none"),
        ("registered", "none"),
    ] {
        let filter = Filter {
            state: state.to_owned(),
            assignee: assignee.to_owned(),
            limit: 100,
            ..Filter::default()
        };
        let page = list(&view, &me, &filter).unwrap();
        lines.push(format!("{state} {assignee} {}", page.rows.len()));
    }
    for text in [
        "张三",
        "欠工资",
        "oyzq",
        "shanqiao",
        "dq",
        "l",
        "第7件",
        "没有结果",
    ] {
        let found = search::search(&view, text, 50, &|_| true).unwrap();
        let numbers: Vec<&str> = found
            .hits
            .iter()
            .map(|(row, _)| row.number.as_str())
            .collect();
        lines.push(format!("{text}: {} {}", numbers.join(" "), found.more));
    }
    lines
}

fn catch_up(desk: &mut TestDesk) -> u32 {
    let mut batches = 0;
    while desk.index_some().unwrap() {
        batches += 1;
    }
    batches
}

#[test]
fn what_is_found_is_the_same_before_the_index_has_caught_up() {
    let (mut hub, mut out) = paired();
    fill(&mut out);
    let first = file(&mut out, 1);
    take(&mut hub, &first);
    let before = shown(&hub);
    assert!(hub.verify().unwrap().is_sound(), "what waits is no fault");
    assert!(catch_up(&mut hub) > 1, "something waited for the index");
    let after = shown(&hub);
    assert!(before == after, "{}", difference(&before, &after));
    assert!(hub.verify().unwrap().is_sound());

    // Rows that the index knows change with the next file, and one of them is changed here before it catches up.
    let open = Filter {
        view: Some(ListView::Open),
        limit: 30,
        ..Filter::default()
    };
    let clerk = out.clerk.clone();
    let rows = list(&out.view(), "", &open).unwrap().rows;
    let note = act::Note {
        kind: "contact".to_owned(),
        text: "已电话核实".to_owned(),
        ..act::Note::default()
    };
    out.write(&clerk, |tx| act::note(tx, rows[0].id, &note))
        .unwrap();
    for row in &rows[1..] {
        let version = out.version(row.id);
        out.write(&clerk, |tx| {
            act::withdraw(tx, row.id, version, "来访人撤回")
        })
        .unwrap();
    }
    let second = file(&mut out, 1);
    take(&mut hub, &second);
    let clerk = hub.clerk.clone();
    hub.write(&clerk, |tx| act::note(tx, rows[0].id, &note))
        .unwrap();
    let before = shown(&hub);
    catch_up(&mut hub);
    let after = shown(&hub);
    assert!(before == after, "{}", difference(&before, &after));
    assert!(!hub.index_some().unwrap());
}

/// Writes entries that no compression makes small: more than one piece of what is kept of a file.
fn write_much(desk: &mut TestDesk) {
    let clerk = desk.clerk.clone();
    for at in 0..90u32 {
        let text: String = (0..6_000)
            .map(|nr| format!("{:08x}", (at * 7919 + nr).wrapping_mul(2_654_435_761)))
            .collect();
        let body = Record::of([("text", Value::text(&text))]);
        let id = Uuid::from_u128(u128::from(at) + 1);
        desk.write(&clerk, |tx| {
            tx.append(subject::PAPER, id, "paper.issue", &body, Vec::new())
        })
        .unwrap();
    }
}

#[test]
fn a_large_file_that_waits_is_kept_whole_until_its_turn_comes() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    TicketAdder::at("consult").applicant("张三").add(&mut out);
    let first = write_since(&mut out, 1, Since::LastFile, &stick).remove(0);
    write_much(&mut out);
    let second = write_since(&mut out, 1, Since::LastFile, &stick).remove(0);
    assert!(second.bytes > 2 * 1024 * 1024, "{} bytes", second.bytes);
    let clerk = hub.clerk.clone();
    let held = apply(&mut hub, &clerk, &second.path, "second.fcx").unwrap();
    assert_eq!(held.package.state, State::Held);
    drop(std::fs::remove_file(&second.path));
    let done = apply(&mut hub, &clerk, &first.path, "first.fcx").unwrap();
    let states: Vec<State> = done.followed.iter().map(|package| package.state).collect();
    assert_eq!(states, [State::Applied]);
    assert_eq!(done.followed[0].counts.fresh, second.entries);
    assert_eq!(tickets(&hub), 1);
    let kept: i64 = hub
        .connection()
        .query_row("SELECT count(*) FROM staged_piece", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 0, "what is applied is not kept twice");
}

#[test]
fn somebody_saves_between_two_batches_of_a_file_and_loses_nothing() {
    let (mut hub, mut out) = paired();
    // Has the keys of the first, as it was founded by the same chance.
    let (mut quiet, _) = paired();
    fill(&mut out);
    let stick = Stick::new();
    let written = write_since(&mut out, 1, Since::Confirmed, &stick).remove(0);
    let bytes = std::fs::read(&written.path).unwrap();
    take(&mut quiet, &bytes);

    let clerk = hub.clerk.clone();
    let begun = start(&mut hub, &clerk, &written.path, "stick.fcx").unwrap();
    let Started::Going(mut going) = begun else {
        panic!("a new file has something to apply");
    };
    let mut steps = 0;
    let applied = loop {
        if let Some(applied) = going.step(&mut hub, &clerk).unwrap() {
            break applied;
        }
        steps += 1;
        TicketAdder::at("consult")
            .applicant("迪丽努尔")
            .add(&mut hub);
    };
    assert!(steps > 3, "{steps} steps");
    assert_eq!(applied.package.counts.fresh, written.entries);
    let own = |line: &&String| line.contains("迪丽努尔");
    let here = state(&hub);
    assert_eq!(
        here.iter()
            .filter(own)
            .filter(|line| line.starts_with("ticket "))
            .count(),
        steps
    );
    let alone = state(&quiet);
    let of_others = |lines: &[String]| -> Vec<String> {
        let of_station = |line: &&String| line.starts_with("ticket ") && !own(line);
        lines.iter().filter(of_station).cloned().collect()
    };
    let (a, b) = (of_others(&here), of_others(&alone));
    assert!(a == b, "{}", difference(&a, &b));
    assert!(hub.verify().unwrap().is_sound());
}
