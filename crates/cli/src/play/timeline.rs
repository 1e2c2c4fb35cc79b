//! One timeline for all visits.
//!
//! All visits share one clock that only goes forwards: every registration and every step of every path becomes an event
//! with its own time, and the events are played in that order, so that a visit in March sees what a path begun in January
//! has come to by then. A registration happens at `received_at`, a step of the same day some minutes later, a step of a
//! later day in that day's morning; steps of one path keep their order.

use fachuang_core::time;

use super::file::Visit;

const MINUTE_MS: i64 = 60_000;
/// Minutes after midnight at which the work of a later day begins.
const MORNING: i64 = 9 * 60;

/// Returns when the first visit of the file came in.
pub(super) fn first_ms(visits: &[Visit]) -> i64 {
    visits
        .iter()
        .filter_map(|visit| time::from_text(&visit.received_at))
        .min()
        .unwrap_or(0)
}

/// A registration or a step, at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Event {
    pub at_ms: i64,
    pub visit: usize,
    /// None is the registration.
    pub step: Option<usize>,
}

/// Returns the registrations and steps of all visits in the order they are played.
pub(super) fn timeline(visits: &[Visit]) -> Vec<Event> {
    let mut events = Vec::new();
    for (visit, played) in visits.iter().enumerate() {
        let received = time::from_text(&played.received_at).unwrap_or(0);
        let since_midnight = received - midnight_ms(received);
        let mut at_ms = received;
        events.push(Event {
            at_ms,
            visit,
            step: None,
        });
        for (step, taken) in played.path.iter().enumerate() {
            // A day beyond any file would only run the clock out of range.
            let day = taken.day.clamp(0, 36_500);
            let start = match day {
                0 => since_midnight,
                _ => MORNING * MINUTE_MS,
            };
            let wanted = midnight_ms(received) + day * 24 * 60 * MINUTE_MS + start;
            at_ms = wanted.max(at_ms + MINUTE_MS);
            events.push(Event {
                at_ms,
                visit,
                step: Some(step),
            });
        }
    }
    events.sort();
    events
}

fn midnight_ms(ms: i64) -> i64 {
    let day = time::day_of(ms);
    time::from_text(&format!("{day}T00:00:00+08:00")).unwrap_or(ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::file;

    #[test]
    fn all_visits_share_one_timeline_and_the_steps_of_a_path_keep_their_order() {
        let visits = file::read(
            r#"[
            {"id":"A","received_at":"2026-01-05T09:20:00+08:00","path":[
                {"step":"register","day":0},{"step":"advise","day":0},{"step":"assign","day":3},{"step":"close","day":1}]},
            {"id":"B","received_at":"2026-01-06T10:00:00+08:00","path":[{"step":"register","day":0}]}]"#,
        )
        .unwrap();
        let events: Vec<(String, usize, Option<usize>)> = timeline(&visits)
            .into_iter()
            .map(|event| (time::to_text(event.at_ms), event.visit, event.step))
            .collect();
        let expected = [
            ("2026-01-05T09:20:00+08:00", 0, None),
            ("2026-01-05T09:21:00+08:00", 0, Some(0)),
            ("2026-01-05T09:22:00+08:00", 0, Some(1)),
            ("2026-01-06T10:00:00+08:00", 1, None),
            ("2026-01-06T10:01:00+08:00", 1, Some(0)),
            ("2026-01-08T09:00:00+08:00", 0, Some(2)),
            // A day before the step before it is played right after that.
            ("2026-01-08T09:01:00+08:00", 0, Some(3)),
        ];
        assert_eq!(
            events,
            expected.map(|(at, visit, step)| (at.to_owned(), visit, step))
        );
    }
}
