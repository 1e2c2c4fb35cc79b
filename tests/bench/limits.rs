//! Due days: counted again after a new holiday table, listed when they have passed, and swept for supervision.

use fachuang_core::calendar::{self, Layer};
use fachuang_core::desk::{Actor, Desk};
use fachuang_core::storage::due::{SupervisionFilter, list_supervisions};
use fachuang_core::ticket::list::{Filter, ListView, count, list, tiles};
use fachuang_core::ticket::supervise;
use uuid::Uuid;

use crate::desk::Filled;
use crate::figure::{Figures, Taken, timed};
use crate::{Failure, Options};

const PAGE: u32 = 50;
const PAGE_MS: f64 = 5.0;
/// All tickets of two years, in one write.
const RECOUNT_MS: f64 = 10_000.0;
/// Tickets the time of a new count is told for, whatever the desk holds.
const ROUND: u32 = 100_000;
/// Tickets in one write of the sweep.
const STRETCH: u32 = 100;

/// Two years of the bundled table without the lines that hold a text.
fn table(without: &str) -> String {
    let all = include_str!("../../assets/reference/holidays.csv");
    let years = |line: &&str| {
        line.starts_with("day,") || line.starts_with("2025-") || line.starts_with("2026-")
    };
    let kept = all
        .lines()
        .filter(years)
        .filter(|line| without.is_empty() || !line.contains(without));
    kept.map(|line| format!("{line}\n")).collect()
}

/// Times what rests on due days.
pub fn measure(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let (_, key) = filled.key()?;
    let (mut desk, _) = filled.open(&key, "limits")?;
    recount(&mut desk, figures)?;
    overdue(&desk, filled, options, figures)?;
    sweep(&mut desk, figures)
}

fn recount(desk: &mut Desk, figures: &mut Figures) -> Result<(), Failure> {
    let admin = Actor {
        id: Uuid::nil(),
        name: String::new(),
        role: "admin".to_owned(),
    };
    let (mut taken, mut counted, mut moved) = (Vec::new(), 0, 0);
    // Without the spring make-up days, and as published again: both move many days.
    for without in [",work,", ""] {
        let text = table(without);
        let (done, time) =
            timed(|| desk.write(&admin, |tx| calendar::import(tx, Layer::National, &text)));
        done?;
        taken.push(time);
        counted = counted.max(desk.recomputed().limits);
        moved = moved.max(desk.recomputed().tickets);
    }
    figures.add("limits: counted again, two years", &taken, Some(RECOUNT_MS));
    let tickets: u32 =
        desk.connection()
            .query_row("SELECT count(DISTINCT rid) FROM ticket_limit", [], |row| {
                row.get(0)
            })?;
    let share = f64::from(ROUND) / f64::from(tickets.max(1));
    let of_round = taken
        .iter()
        .map(|one| one.clock.as_secs_f64() * 1000.0 * share);
    figures.add_values(
        "limits: counted again, per 100,000 tickets",
        of_round.collect(),
        "ms",
        None,
    );
    figures.add_values(
        "limits: tickets with limits",
        vec![tickets.into()],
        "",
        None,
    );
    figures.add_values("limits: looked at", vec![counted.into()], "", None);
    figures.add_values("limits: tickets that moved", vec![moved.into()], "", None);
    Ok(())
}

fn overdue(
    desk: &Desk,
    filled: &Filled,
    options: &Options,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let me = filled.clerk.id.to_string();
    let mut filter = Filter {
        view: Some(ListView::Overdue),
        by_due: true,
        limit: PAGE,
        ..Filter::default()
    };
    let (mut pages, mut counters): (Vec<Taken>, Vec<Taken>) = (Vec::new(), Vec::new());
    for _ in 0..options.queries {
        let (page, time) = timed(|| list(&desk.view(), &me, &filter));
        pages.push(time);
        filter.after = page?.next;
        let (done, time) = timed(|| tiles(&desk.view()));
        done?;
        counters.push(time);
    }
    let name = format!("overdue: page, of {} tickets", options.tickets);
    figures.add(&name, &pages, Some(PAGE_MS));
    let late = count(&desk.view(), &me, &of_view(ListView::Overdue))?;
    let green = Filter {
        green: true,
        ..of_view(ListView::Open)
    };
    let green = count(&desk.view(), &me, &green)?;
    figures.add_values(
        "overdue: tickets, counted to 1000",
        vec![late.into()],
        "",
        None,
    );
    figures.add_values(
        "green channel: open tickets, counted to 1000",
        vec![green.into()],
        "",
        None,
    );
    figures.add("overdue: counters of all windows", &counters, None);
    Ok(())
}

fn of_view(view: ListView) -> Filter {
    Filter {
        view: Some(view),
        ..Filter::default()
    }
}

fn sweep(desk: &mut Desk, figures: &mut Figures) -> Result<(), Failure> {
    let mut stretches = Vec::new();
    let mut opened = 0;
    let mut after = Some(0);
    for _ in 0..10 {
        let Some(rid) = after else { break };
        let (done, time) = timed(|| {
            desk.write(&supervise::sweeper(), |tx| {
                supervise::sweep(tx, rid, STRETCH)
            })
        });
        let done = done?;
        stretches.push(time);
        opened += done.opened;
        after = done.next;
    }
    figures.add("supervision: sweep of 100 tickets", &stretches, None);
    figures.add_values("supervision: opened", vec![opened.into()], "", None);
    let filter = SupervisionFilter {
        limit: PAGE,
        ..SupervisionFilter::default()
    };
    let (listed, time) = timed(|| list_supervisions(desk.view().connection, &filter));
    listed?;
    figures.add("supervision: page", &[time], Some(PAGE_MS));
    Ok(())
}
