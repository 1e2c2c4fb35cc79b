//! 工作台, work lists, search.

use fachuang_core::account::role::Right;
use fachuang_core::calendar::{self, Rest};
use fachuang_core::desk::View;
use fachuang_core::exchange::ticket_state;
use fachuang_core::number::{PAPER, SLIP, TicketNumber};
use fachuang_core::search;
use fachuang_core::ticket::list::{
    Filter, ListView, count, list, list_disputed, list_rating_tasks, tiles,
};
use fachuang_core::time;
use fachuang_core::visit::draft;

use super::show;
use crate::front::{Answer, Front};
use crate::lookout::Sight;
use crate::message;
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::list::{
    Home, ListTickets, Search, SearchHit, SearchResult, TaskRow, TicketList, ViewCount, WindowTile,
};

/// Tasks shown on 工作台.
const TASKS_SHOWN: u32 = 20;
/// Days ahead in which rest days are announced.
const CALENDAR_DAYS: u64 = 14;

pub fn home(front: &mut Front, _: Nothing) -> Answer<Home> {
    let home = front.look(waiting)?;
    let fault = front.backups.fault.as_ref();
    Ok(Home {
        last_backup: front.last_backup(),
        backup_fault: fault.map_or_else(String::new, |fault| fault.message.clone()),
        ..home
    })
}

/// Lists what waits for the person at the desk.
fn waiting(sight: &Sight<'_>) -> Answer<Home> {
    let Sight { view, actor, .. } = *sight;
    let me = actor.id.to_string();
    let mut home = Home {
        tiles: tiles(view)?
            .into_iter()
            .map(|tile| WindowTile {
                window: tile.window,
                today: tile.today,
                open: tile.open,
                due_soon: tile.due_soon,
                overdue: tile.overdue,
            })
            .collect(),
        tasks: Vec::new(),
        task_count: 0,
        conflicts: Vec::new(),
        conflict_count: 0,
        calendar_note: calendar_note(view),
        last_backup: String::new(),
        backup_fault: String::new(),
        draft_count: draft::list(view, &me)?
            .iter()
            .filter(|draft| !draft.id.starts_with(draft::OF_STEP))
            .count() as u32,
        rating_task_count: 0,
        home_visits: 0,
        proposals: 0,
        referrals: 0,
        my_supervisions: 0,
        supervisions: 0,
    };
    if !actor.may(Right::ViewCases) {
        return Ok(home);
    }
    let mine = Filter {
        view: Some(ListView::Mine),
        by_due: true,
        limit: TASKS_SHOWN,
        ..Filter::default()
    };
    let page = list(view, &me, &mine)?;
    home.task_count = page.total;
    for row in &page.rows {
        let shown = show::row(view, actor, row)?;
        home.tasks.push(TaskRow {
            action: next_action(&row.state).to_owned(),
            ticket_id: shown.id,
            number: shown.number,
            due: shown.due,
            days_left: shown.days_left,
            visitor: shown.visitor,
            window: shown.window,
            matter: shown.matter,
            explanation: shown.due_explanation,
            restricted: shown.restricted,
            green: shown.green,
        });
    }
    (home.my_supervisions, home.supervisions) = super::supervise::waiting(view, &me)?;
    (home.home_visits, home.proposals, home.referrals) = super::duty::counts(view)?;
    let conflicts = super::conflict::list(view, actor)?;
    home.conflict_count = conflicts.len() as u32;
    home.conflicts = conflicts.into_iter().take(8).collect();
    home.rating_task_count = list_rating_tasks(view)?
        .iter()
        .filter(|row| row.rating_task == "open")
        .count() as u32;
    Ok(home)
}

/// Says what a ticket waits for.
pub(super) fn next_action(state: &str) -> &'static str {
    match state {
        "registered" => "派单或当场办理",
        "assigned" => "等承办人接办",
        "in_progress" => "办理并反馈结果",
        _ => "",
    }
}

fn calendar_note(view: &View<'_>) -> String {
    let mut rest: Vec<(String, time::Day, time::Day)> = Vec::new();
    let mut make_up = Vec::new();
    for day in view.today().iter_days().take(CALENDAR_DAYS as usize) {
        match view.calendar.is_rest_day(day) {
            Rest::Holiday(name) => match rest.last_mut() {
                Some((last, _, end)) if last == name && show::days_between(*end, day) == 1 => {
                    *end = day
                }
                _ => rest.push((name.to_owned(), day, day)),
            },
            Rest::MakeUp(_) => make_up.push(calendar::on_screen(day, view.calendar)),
            _ => {}
        }
    }
    let mut parts: Vec<String> = rest
        .iter()
        .map(|(name, from, to)| {
            let span = if from == to {
                format!("{}月{}日", month(*from), day(*from))
            } else if month(*from) == month(*to) {
                format!("{}月{}日至{}日", month(*from), day(*from), day(*to))
            } else {
                format!(
                    "{}月{}日至{}月{}日",
                    month(*from),
                    day(*from),
                    month(*to),
                    day(*to)
                )
            };
            format!("{span}{name}放假")
        })
        .collect();
    parts.extend(make_up);
    parts.join("；")
}

fn month(day: time::Day) -> u32 {
    chrono::Datelike::month(&day)
}

fn day(day: time::Day) -> u32 {
    chrono::Datelike::day(&day)
}

fn filter(wish: &ListTickets) -> Answer<Filter> {
    let view = ListView::from_code(&wish.view).ok_or_else(|| Refusal::at("list.filter", "view"))?;
    if !matches!(wish.sort.as_str(), "due" | "newest") {
        return Err(Refusal::at("list.filter", "sort"));
    }
    if !(1..=100).contains(&wish.limit) {
        return Err(Refusal::at("list.filter", "limit"));
    }
    if wish.text.chars().count() > 100 {
        return Err(Refusal::at("text.too_long", "text"));
    }
    Ok(Filter {
        view: Some(view),
        window: wish.window.clone(),
        state: wish.state.clone(),
        assignee: wish.assignee.clone(),
        group: wish.group.clone(),
        green: wish.green,
        text: wish.text.clone(),
        by_due: wish.sort == "due",
        after: wish.after.clone(),
        limit: wish.limit,
    })
}

pub fn list_tickets(sight: &Sight<'_>, wish: ListTickets) -> Answer<TicketList> {
    let filter = filter(&wish)?;
    let Sight { view, actor, .. } = *sight;
    actor.require(Right::ViewCases)?;
    let me = actor.id.to_string();
    let page = list(view, &me, &filter)?;
    let mut rows = Vec::new();
    for row in &page.rows {
        rows.push(show::row(view, actor, row)?);
    }
    let states = ticket_state::of_all(view, page.rows.iter().map(|row| row.id))?;
    let mut views = Vec::new();
    for (list_view, code) in ListView::ALL {
        let of_view = Filter {
            view: Some(list_view),
            window: wish.window.clone(),
            ..Filter::default()
        };
        views.push(ViewCount {
            view: code.to_owned(),
            count: count(view, &me, &of_view)?.min(1000),
        });
    }
    Ok(TicketList {
        rows,
        exchange: states
            .into_iter()
            .map(|state| message::exchange_name(state.code()).to_owned())
            .collect(),
        next: page.next,
        total: page.total,
        total_capped: page.total_capped,
        views,
    })
}

pub fn search(sight: &Sight<'_>, wish: Search) -> Answer<SearchResult> {
    if !(1..=50).contains(&wish.limit) {
        return Err(Refusal::at("list.filter", "limit"));
    }
    if wish.text.chars().count() > 100 {
        return Err(Refusal::at("text.too_long", "text"));
    }
    let Sight { view, actor, .. } = *sight;
    actor.require(Right::ViewCases)?;
    let found = search::search(view, &wish.text, wish.limit as usize, &|row| {
        show::sees_row(view, actor, row)
    })?;
    let mut hits = Vec::new();
    for (row, why) in &found.hits {
        hits.push(SearchHit {
            ticket: show::row(view, actor, row)?,
            why: why.name().to_owned(),
        });
    }
    Ok(SearchResult {
        hits,
        exact_paper: TicketNumber::parse(&wish.text)
            .ok()
            .filter(|number| matches!(number.window(), PAPER | SLIP))
            .map(|number| number.to_string())
            .unwrap_or_default(),
        exact_ticket: found.exact.map(|id| id.to_string()).unwrap_or_default(),
        more: found.more,
    })
}

/// Says how many differences wait, for the mark in the rail.
pub(super) fn disputed_rows(
    view: &View<'_>,
) -> Answer<Vec<fachuang_core::ticket::list::TicketRow>> {
    Ok(list_disputed(view)?)
}
