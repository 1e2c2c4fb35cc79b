//! Work lists: every view at several depths, and whatever a clerk may filter by, compared with a scan.

use fachuang_core::ticket::list::{
    COUNT_MAX, Filter, ListView, Page, SOON_DAYS, TEXT_COUNT_MAX, list, tiles,
};
use fachuang_core::window::WINDOWS;

use crate::county::Dice;
use crate::desk::Filled;
use crate::figure::{Figures, timed};
use crate::oracle::Oracle;
use crate::work::{PAGE, PAGE_MS, SEARCH_MS, cut};
use crate::{Failure, Options};

/// What lists are filtered by, of one ticket.
struct Row {
    rid: i64,
    window: String,
    state: String,
    open: bool,
    assignee: String,
    first_contact: String,
    groups: String,
    due: String,
    to_rate: bool,
    green: bool,
    /// Open with a green channel: 0, else 1.
    rank: u8,
}

/// Times lists on a filled desk.
pub fn measure(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let (_, key) = filled.key()?;
    let (desk, _) = filled.open(&key, "pages")?;
    let view = desk.view();
    let me = filled.clerk.id.to_string();
    let repeats = (options.queries / 3).max(5);
    for (sort, by_due) in [("newest", false), ("due", true)] {
        for (of, code) in ListView::ALL {
            for depth in [0, 1000, 100_000] {
                let mut filter = Filter {
                    view: Some(of),
                    by_due,
                    limit: 100,
                    ..Filter::default()
                };
                let mut seen = 0;
                while seen < depth {
                    let page = list(&view, &me, &filter)?;
                    seen += page.rows.len();
                    if page.next.is_empty() {
                        break;
                    }
                    filter.after = page.next;
                }
                if seen < depth {
                    continue;
                }
                filter.limit = PAGE;
                let mut taken = Vec::new();
                for _ in 0..repeats {
                    let (page, time) = timed(|| list(&view, &me, &filter));
                    page?;
                    taken.push(time);
                }
                let name = format!("page: {code} by {sort}, at {depth}");
                figures.add(&name, &taken, Some(PAGE_MS));
            }
        }
    }
    let mut taken = Vec::new();
    for _ in 0..repeats {
        let (done, time) = timed(|| tiles(&view));
        done?;
        taken.push(time);
    }
    figures.add("tiles", &taken, Some(PAGE_MS));
    filtered(filled, options, figures)
}

/// Times pages under one, two and more conditions, each filter once and as it comes, and compares each with a scan.
fn filtered(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let (_, key) = filled.key()?;
    let (desk, _) = filled.open(&key, "filters")?;
    let view = desk.view();
    let me = filled.clerk.id.to_string();
    let oracle = Oracle::read(&view)?;
    let mut statement = view.connection.prepare(
        "SELECT rid, window, state, open, assignee, first_contact, groups, coalesce(due, '9999-99-99') AS due, to_rate,
             green <> '' AS green, rank
         FROM ticket ORDER BY rid DESC",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Row {
            rid: row.get("rid")?,
            window: row.get("window")?,
            state: row.get("state")?,
            open: row.get("open")?,
            assignee: row.get("assignee")?,
            first_contact: row.get("first_contact")?,
            groups: row.get("groups")?,
            due: row.get("due")?,
            to_rate: row.get("to_rate")?,
            green: row.get("green")?,
            rank: row.get("rank")?,
        })
    })?;
    let rows: Vec<Row> = rows.collect::<rusqlite::Result<_>>()?;
    let today = view.today();
    let soon = (today + chrono::Days::new(SOON_DAYS - 1)).to_string();
    let days = (today.to_string(), soon);
    let mut dice = Dice::new(5);
    let mut wrong = Vec::new();
    for (kind, conditions, text) in [
        ("one condition", 1, false),
        ("two conditions", 2, false),
        ("all conditions", 5, false),
        ("text", 0, true),
        ("text, one condition", 1, true),
        ("text, three conditions", 3, true),
    ] {
        let mut taken = Vec::new();
        for _ in 0..options.queries * 3 {
            let mut filter = Filter {
                view: Some(dice.pick(&ListView::ALL).0),
                by_due: dice.percent(50),
                limit: PAGE,
                ..Filter::default()
            };
            narrow(&mut dice, &rows, conditions, &mut filter);
            if text {
                let ticket = dice.pick(&oracle.tickets);
                let length = *dice.pick(&[2, 2, 3, 4]);
                filter.text = cut(&mut dice, &ticket.text, length).unwrap_or_default();
            }
            let (page, time) = timed(|| list(&view, &me, &filter));
            taken.push(time);
            let fits = |at: usize| {
                belongs(&rows[at], &filter, &me, &days)
                    && (filter.text.is_empty() || oracle.tickets[at].text.contains(&filter.text))
            };
            let found: Vec<usize> = (0..rows.len()).filter(|at| fits(*at)).collect();
            if !is_page(&page?, &found, &rows, &filter) {
                wrong.push(format!("{filter:?}"));
            }
        }
        // To look for a text is a search, wherever it is typed.
        let target = if text { SEARCH_MS } else { PAGE_MS };
        figures.add(&format!("page: {kind}"), &taken, Some(target));
    }
    figures.add_values(
        "page: differs from a scan",
        vec![wrong.len() as f64],
        "",
        Some(1.0),
    );
    match wrong.first() {
        None => Ok(()),
        Some(first) => Err(format!("a scan gives another list: {first}").into()),
    }
}

/// Adds so many conditions, with values that some ticket has.
fn narrow(dice: &mut Dice, rows: &[Row], conditions: usize, filter: &mut Filter) {
    let mut left = vec![0, 1, 2, 3, 4];
    for _ in 0..conditions {
        let which = left.remove(dice.below(left.len()));
        let row = dice.pick(rows);
        match which {
            0 => filter.window = dice.pick(&WINDOWS).code.to_owned(),
            1 => filter.state = row.state.clone(),
            2 if row.assignee.is_empty() => filter.assignee = "none".to_owned(),
            2 => filter.assignee = row.assignee.clone(),
            3 => filter.green = true,
            // The last of these is a group nobody has.
            _ => {
                filter.group =
                    (*dice.pick(&["senior", "migrant_worker", "veteran", "minor"])).to_owned()
            }
        }
    }
}

fn belongs(row: &Row, filter: &Filter, me: &str, (today, soon): &(String, String)) -> bool {
    let in_view = match filter.view.unwrap_or(ListView::All) {
        ListView::All => true,
        ListView::Open => row.open,
        ListView::Mine => {
            row.open && (row.assignee == me || row.assignee.is_empty() && row.first_contact == me)
        }
        ListView::DueSoon => row.open && row.due >= *today && row.due <= *soon,
        ListView::Overdue => row.open && row.due < *today,
        ListView::ToRate => row.to_rate,
    };
    in_view
        && (filter.window.is_empty() || row.window == filter.window)
        && (filter.state.is_empty() || row.state == filter.state)
        && (!filter.green || row.green)
        && (filter.group.is_empty() || row.groups.split(' ').any(|code| code == filter.group))
        && match filter.assignee.as_str() {
            "" => true,
            "none" => row.assignee.is_empty(),
            staff => row.assignee == staff,
        }
}

/// The page is the first of what a scan found, and its total is right.
fn is_page(page: &Page, found: &[usize], rows: &[Row], filter: &Filter) -> bool {
    let mut expected: Vec<&Row> = found.iter().map(|at| &rows[*at]).collect();
    if filter.by_due {
        expected.sort_by(|a, b| (a.rank, &a.due, a.rid).cmp(&(b.rank, &b.due, b.rid)));
    }
    let max = if filter.text.is_empty() {
        COUNT_MAX
    } else {
        TEXT_COUNT_MAX
    } as usize;
    let shown: Vec<i64> = expected
        .iter()
        .take(PAGE as usize)
        .map(|row| row.rid)
        .collect();
    page.rows.iter().map(|row| row.rid).eq(shown)
        && page.total as usize == expected.len().min(max)
        && page.total_capped == (expected.len() > max)
}
