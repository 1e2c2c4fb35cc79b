//! Counts that triggers keep: how many tickets are there, came on a day, are open with a due day, wait for a rating.

use rusqlite::{Connection, named_params};

use super::keys::{NO_DUE, today_and_soon};
use super::{Filter, ListView, Tile};
use crate::desk::View;
use crate::error::Result;
use crate::time::Day;

/// Adds up the counters of a kind over days; all windows for an empty one.
fn sum(connection: &Connection, kind: &str, window: &str, days: (&str, &str)) -> Result<u32> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(sum(n), 0) AS n FROM counter
             WHERE kind = :kind AND (:window = '' OR window = :window) AND day >= :first AND day <= :last",
        )?
        .query_row(
            named_params! { ":kind": kind, ":window": window, ":first": days.0, ":last": days.1 },
            |row| row.get("n"),
        )?)
}

fn yesterday(view: &View<'_>) -> String {
    view.today().pred_opt().unwrap_or(Day::MIN).to_string()
}

/// Returns the count of a list that is narrowed by nothing but its window; none for another.
pub(super) fn of_list(view: &View<'_>, filter: &Filter) -> Result<Option<u32>> {
    let narrowed = [&filter.state, &filter.assignee, &filter.group, &filter.text]
        .into_iter()
        .any(|condition| !condition.is_empty());
    if narrowed || filter.green {
        return Ok(None);
    }
    let (today, soon) = today_and_soon(view);
    let yesterday = yesterday(view);
    let (kind, days) = match filter.view.unwrap_or(ListView::All) {
        ListView::Mine => return Ok(None),
        ListView::All => ("all", ("", "")),
        ListView::ToRate => ("to_rate", ("", "")),
        ListView::Open => ("open", ("", NO_DUE)),
        ListView::DueSoon => ("open", (today.as_str(), soon.as_str())),
        ListView::Overdue => ("open", ("", yesterday.as_str())),
    };
    sum(view.connection, kind, &filter.window, days).map(Some)
}

/// Returns the figures of one window.
pub(super) fn tile(view: &View<'_>, window: &str) -> Result<Tile> {
    let (today, soon) = today_and_soon(view);
    let count = |kind, first, last| sum(view.connection, kind, window, (first, last));
    Ok(Tile {
        window: window.to_owned(),
        today: count("received", &today, &today)?,
        open: count("open", "", NO_DUE)?,
        due_soon: count("open", &today, &soon)?,
        overdue: count("open", "", &yesterday(view))?,
    })
}
