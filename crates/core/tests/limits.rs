//! Limits of tickets in the lists, what a new calendar or parameter does to them, and supervision.

mod support;

use fachuang_core::calendar::{self, Layer};
use fachuang_core::deadline::{Light, Run};
use fachuang_core::desk::Actor;
use fachuang_core::error::Error;
use fachuang_core::parameter::{self, Change};
use fachuang_core::site::{self, SiteChanges};
use fachuang_core::storage::due::{self, Recomputed, SupervisionFilter};
use fachuang_core::storage::project;
use fachuang_core::ticket::act;
use fachuang_core::ticket::limit::{self, Limit};
use fachuang_core::ticket::list::{Filter, ListView, count, row, tiles};
use fachuang_core::ticket::supervise::{self, Level, Supervision, Swept};
use fachuang_core::time;
use support::{
    DAY_MS, Place, TestDesk, TicketAdder, centre, comparable, day, entries, open, station,
};
use uuid::Uuid;

/// The year after the last bundled table, as a notice may publish it.
const YEAR_2027: &str = "day,kind,holiday,source\n\
    2027-01-01,off,元旦,通知\n\
    2027-01-04,off,元旦,通知\n";

fn sweep(desk: &mut TestDesk) -> Swept {
    let mut all = Swept::default();
    let mut after = Some(0);
    while let Some(rid) = after {
        let done = desk
            .write(&supervise::sweeper(), |tx| supervise::sweep(tx, rid, 2))
            .unwrap();
        all.opened += done.opened;
        all.raised += done.raised;
        after = done.next;
    }
    all
}

fn limits(desk: &TestDesk, id: Uuid) -> Vec<Limit> {
    project::limits(&desk.view(), &desk.ticket(id)).unwrap()
}

fn due(desk: &TestDesk, id: Uuid) -> String {
    row(&desk.view(), id).unwrap().due
}

fn counted(desk: &TestDesk, view: ListView) -> u32 {
    let filter = Filter {
        view: Some(view),
        ..Filter::default()
    };
    count(&desk.view(), "", &filter).unwrap()
}

fn one(desk: &TestDesk, id: Uuid) -> Supervision {
    let ticket = desk.ticket(id);
    let [one] = &ticket.progress().unwrap().supervisions[..] else {
        panic!("one supervision");
    };
    one.clone()
}

fn set(desk: &mut TestDesk, code: &str, value: &str, from: &str) -> Result<(), Error> {
    let admin = desk.admin.clone();
    set_as(desk, &admin, code, value, from)
}

fn set_as(
    desk: &mut TestDesk,
    actor: &Actor,
    code: &str,
    value: &str,
    from: &str,
) -> Result<(), Error> {
    let change = Change {
        code: code.to_owned(),
        value: value.to_owned(),
        from: from.to_owned(),
        area: String::new(),
        source: "某县〔2026〕1号".to_owned(),
    };
    desk.write(actor, |tx| parameter::set(tx, &change))
}

fn import(desk: &mut TestDesk, layer: Layer, text: &str) -> Result<Vec<i32>, Error> {
    let admin = desk.admin.clone();
    desk.write(&admin, |tx| calendar::import(tx, layer, text))
}

/// A desk that promises an answer at 法律咨询 within three working days, and nothing elsewhere.
fn promising(place: &Place) -> TestDesk {
    let mut desk = open(place);
    let admin = desk.admin.clone();
    let version = desk.site().version;
    let changes = SiteChanges {
        address: String::new(),
        phone: String::new(),
        complaint_phone: String::new(),
        lock_after_minutes: 10,
        promised_days: vec![("consult".to_owned(), 3), ("mediation".to_owned(), 0)],
    };
    desk.write(&admin, |tx| site::change(tx, version, &changes))
        .unwrap();
    desk
}

/// A ticket whose only hard limit is the office's promise: received on Friday 20 November 2026, due in three working
/// days.
fn promised(desk: &mut TestDesk) -> Uuid {
    TicketAdder::at("consult").applicant("张三").add(desk)
}

#[test]
fn a_ticket_stands_in_the_lists_by_its_earliest_hard_limit_or_promise() {
    let mut desk = promising(&centre());
    let id = promised(&mut desk);
    let first = limits(&desk, id);
    let days: Vec<String> = first
        .iter()
        .filter_map(|one| one.list_days())
        .map(|d| d.to_string())
        .collect();
    assert_eq!(due(&desk, id), *days.iter().min().unwrap());
    assert!(first[0].is_open());
    desk.clock.set_ms(desk.now_ms() + 60 * DAY_MS);
    assert_eq!(counted(&desk, ListView::Overdue), 1);
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn a_mediation_past_its_month_turns_yellow_and_is_never_overdue() {
    let mut desk = promising(&centre());
    let id = TicketAdder::at("mediation")
        .applicant("李四")
        .add(&mut desk);
    let run = limits(&desk, id).first().map_or_else(
        || Run {
            from: desk.view().today(),
            from_ms: desk.now_ms(),
            length: None,
            pauses: Vec::new(),
            in_force: desk.view().today(),
        },
        |limit| limit.run.clone(),
    );
    let month =
        limit::of_code("MED-1M", run, desk.view().calendar, desk.view().parameters).unwrap();
    assert_eq!(month.list_days(), None);
    desk.clock.set_ms(desk.now_ms() + 90 * DAY_MS);
    let view = desk.view();
    let light = month.light(
        time::civil(view.now_ms),
        view.parameters.thresholds(view.today()),
    );
    assert_eq!(light, Some(Light::Yellow));
    let overdue: u32 = tiles(&view).unwrap().iter().map(|tile| tile.overdue).sum();
    assert_eq!((overdue, counted(&desk, ListView::Overdue)), (0, 0));
}

#[test]
fn a_new_year_moves_the_days_that_rest_on_it_and_says_how_many() {
    let mut desk = promising(&centre());
    let near = promised(&mut desk);
    desk.clock.set_ms(support::MORNING_MS + 40 * DAY_MS);
    let far = promised(&mut desk);
    let (near_due, far_due) = (due(&desk, near), due(&desk, far));
    assert!(limits(&desk, far)[0].counted.estimated);
    assert_eq!(
        import(&mut desk, Layer::National, YEAR_2027).unwrap(),
        [2027]
    );
    let done = desk.recomputed();
    assert_eq!((done.tickets, done.open_tickets), (1, 1), "{done:?}");
    assert_eq!(due(&desk, near), near_due);
    assert_ne!(due(&desk, far), far_due);
    assert!(!limits(&desk, far)[0].counted.estimated);
    assert!(
        desk.verify().unwrap().is_sound(),
        "the rows are those of a rebuild"
    );

    let again = import(&mut desk, Layer::National, YEAR_2027).unwrap();
    assert_eq!((again, desk.recomputed().tickets), (vec![2027], 0));
    let admin = desk.admin.clone();
    desk.write(&admin, |tx| calendar::withdraw(tx, Layer::National, 2027))
        .unwrap();
    assert_eq!((due(&desk, far), desk.recomputed().tickets), (far_due, 1));
    assert!(desk.verify().unwrap().is_sound());
    let refused = desk.write(&admin, |tx| calendar::withdraw(tx, Layer::National, 2027));
    assert_eq!(refused.unwrap_err().code(), "calendar.not_imported");
}

#[test]
fn a_local_day_of_rest_is_laid_over_the_table_of_its_year() {
    let mut desk = promising(&centre());
    let id = promised(&mut desk);
    let before = due(&desk, id);
    let local = format!("day,kind,holiday,source\n{before},off,丰收节,本县通告\n");
    import(&mut desk, Layer::Local, &local).unwrap();
    assert_eq!(desk.recomputed().tickets, 1);
    assert!(due(&desk, id) > before);
    assert!(
        !desk.view().calendar.estimated(2026),
        "the national table is still that of the year"
    );
    let layers: Vec<(i32, Layer, bool)> = calendar::list(&desk.view())
        .unwrap()
        .iter()
        .take(2)
        .map(|table| (table.year, table.layer, table.bundled))
        .collect();
    assert_eq!(
        layers,
        [(2026, Layer::National, true), (2026, Layer::Local, false)]
    );
}

#[test]
fn a_broken_table_is_refused_with_its_line_and_changes_nothing() {
    let mut desk = promising(&centre());
    let before = entries(&desk).len();
    let head = "day,kind,holiday,source\n2027-01-01,off,元旦,通知\n";
    for (text, code, detail) in [
        ("day,kind\n".to_owned(), "table.column_missing", "holiday"),
        (
            format!("{head}2027-02-30,off,春节,通知\n"),
            "table.value",
            "3 day",
        ),
        (
            format!("{head}2027-02-08,rest,春节,通知\n"),
            "table.value",
            "3 kind",
        ),
        (
            format!("{head}2027-02-08,off,春节\n"),
            "table.field_count",
            "3",
        ),
        (
            format!("{head}2027-01-01,off,元旦,通知\n"),
            "table.repeated",
            "3",
        ),
        (
            format!("{head}2027-02-08,work,春节,通知\n"),
            "calendar.make_up",
            "2027-02-08",
        ),
        (
            format!("{head}1927-02-08,off,春节,通知\n"),
            "calendar.year",
            "1927-02-08",
        ),
        (
            "day,kind,holiday,source\n2027-02-08,off,春节,通知\n".to_owned(),
            "calendar.new_year",
            "2027",
        ),
        ("day,kind,holiday,source\n".to_owned(), "calendar.empty", ""),
    ] {
        let refused = import(&mut desk, Layer::National, &text).unwrap_err();
        let Error::Refused { detail: said, .. } = &refused else {
            panic!("{refused}");
        };
        assert_eq!((refused.code(), said.as_str()), (code, detail), "{text}");
    }
    let clerk = desk.clerk.clone();
    let refused = desk.write(&clerk, |tx| {
        calendar::import(tx, Layer::National, YEAR_2027)
    });
    assert_eq!(refused.unwrap_err().code(), "right.missing");
    assert_eq!(entries(&desk).len(), before);
}

#[test]
fn calendar_and_parameters_travel_and_both_desks_count_alike() {
    let mut at_centre = promising(&centre());
    let mut at_station = promising(&station(2));
    at_station.clock.set_ms(support::MORNING_MS + 40 * DAY_MS);
    let id = promised(&mut at_station);
    let estimated = due(&at_station, id);
    import(&mut at_centre, Layer::National, YEAR_2027).unwrap();
    set(&mut at_centre, "MED-VISIT", "20", "2026-01-01").unwrap();
    let carried = entries(&at_centre);
    at_station.merge(&carried).unwrap();
    assert_ne!(due(&at_station, id), estimated);
    assert_eq!(
        at_station
            .view()
            .parameters
            .number("MED-VISIT", day("2026-11-20")),
        Some(20)
    );
    assert_eq!(at_station.recomputed().tickets, 1);
    let back = entries(&at_station);
    at_centre.merge(&back).unwrap();
    assert_eq!(due(&at_centre, id), due(&at_station, id));
    assert_eq!(comparable(&at_centre), comparable(&at_station));
    assert!(at_station.verify().unwrap().is_sound());
}

#[test]
fn a_running_ticket_keeps_the_value_of_its_acceptance_day() {
    let mut desk = promising(&centre());
    set(&mut desk, "promise.MED-1M", "10", "2026-01-01").unwrap();
    let id = TicketAdder::at("mediation")
        .applicant("李四")
        .add(&mut desk);
    let before = limits(&desk, id);
    set(&mut desk, "promise.MED-1M", "5", "2026-11-21").unwrap();
    assert_eq!(limits(&desk, id), before);
    assert_eq!(
        desk.recomputed(),
        Recomputed {
            limits: desk.recomputed().limits,
            ..Recomputed::default()
        }
    );
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn a_parameter_is_set_with_a_source_by_who_may_and_its_history_stays() {
    let mut desk = promising(&centre());
    for (code, value, from, refused) in [
        ("unknown", "1", "2026-01-01", "parameter.unknown"),
        ("MED-VISIT", "many", "2026-01-01", "parameter.value"),
        ("MED-VISIT", "0", "2026-01-01", "parameter.range"),
        ("MED-VISIT", "20", "2026-13-01", "day.shape"),
        ("MED-VISIT", "", "2026-01-01", "parameter.not_set"),
    ] {
        assert_eq!(
            set(&mut desk, code, value, from).unwrap_err().code(),
            refused
        );
    }
    let clerk = desk.clerk.clone();
    let refused = set_as(&mut desk, &clerk, "MED-VISIT", "20", "2026-01-01");
    assert_eq!(refused.unwrap_err().code(), "right.missing");
    set(&mut desk, "MED-VISIT", "20", "2026-01-01").unwrap();
    set(&mut desk, "MED-VISIT", "25", "2026-07-01").unwrap();
    set(&mut desk, "MED-VISIT", "", "2026-07-01").unwrap();
    let value = |desk: &TestDesk| {
        desk.view()
            .parameters
            .number("MED-VISIT", day("2026-11-20"))
    };
    assert_eq!(value(&desk), Some(20));
    let history: Vec<String> = parameter::history(&desk.view(), "MED-VISIT")
        .unwrap()
        .into_iter()
        .map(|line| line.value)
        .collect();
    assert_eq!(history.len(), 3);
    assert!(history.contains(&String::new()) && history.contains(&"25".to_owned()));
}

#[test]
fn the_sweep_opens_and_raises_once_and_never_closes() {
    let mut desk = promising(&centre());
    let ids: Vec<Uuid> = (0..5).map(|_| promised(&mut desk)).collect();
    let id = ids[0];
    let last = day(&due(&desk, id));
    let left = (last - desk.view().today()).num_days();
    let at = |after: i64| support::MORNING_MS + (left + after) * DAY_MS;
    assert_eq!(sweep(&mut desk), Swept::default(), "all green");
    let mut level = None;
    for (days, expected) in [
        (-2, Level::Remind),
        (0, Level::Urge),
        (1, Level::Press),
        (7, Level::List),
    ] {
        desk.clock.set_ms(at(days));
        let first = sweep(&mut desk);
        assert_eq!(first.opened + first.raised, 5, "{days}");
        assert_eq!(first.opened > 0, level.is_none());
        assert_eq!(
            sweep(&mut desk),
            Swept::default(),
            "twice on a day changes nothing"
        );
        level = Some(one(&desk, id).level);
        assert_eq!(level, Some(expected), "{days}");
    }
    let director = desk.director.id.to_string();
    assert_eq!(
        one(&desk, id).superior,
        director,
        "from 督办 on the director watches"
    );

    let (clerk, second, reviewer) = (
        desk.clerk.clone(),
        desk.second.clone(),
        desk.reviewer.clone(),
    );
    let key = one(&desk, id).key;
    let closed = desk.write(&reviewer, |tx| supervise::close(tx, id, &key, "已督促"));
    assert_eq!(closed.unwrap_err().code(), "supervise.unanswered");
    let stranger = desk.write(&second, |tx| supervise::reply(tx, id, &key, "不是我的"));
    assert_eq!(stranger.unwrap_err().code(), "ticket.not_yours");
    let silent = desk.write(&clerk, |tx| supervise::reply(tx, id, &key, " "));
    assert_eq!(silent.unwrap_err().code(), "supervise.text");
    desk.write(&clerk, |tx| supervise::reply(tx, id, &key, "今天答复"))
        .unwrap();
    let own = desk.write(&clerk, |tx| supervise::close(tx, id, &key, "办好了"));
    assert_eq!(own.unwrap_err().code(), "right.missing");
    desk.write(&reviewer, |tx| {
        supervise::close(tx, id, &key, "已答复来访人")
    })
    .unwrap();
    let again = desk.write(&reviewer, |tx| supervise::close(tx, id, &key, "再次"));
    assert_eq!(again.unwrap_err().code(), "ticket.not_now");

    // Met at last: the others stay until a person closes them.
    let version = desk.version(ids[1]);
    desk.write(&clerk, |tx| {
        act::withdraw(tx, ids[1], version, "来访人撤回")
    })
    .unwrap();
    assert_eq!(one(&desk, ids[1]).state(), "open");
    desk.clock.set_ms(at(30));
    assert_eq!(sweep(&mut desk), Swept::default());
    let open = |state: &str| {
        let filter = SupervisionFilter {
            state: state.to_owned(),
            limit: 10,
            ..SupervisionFilter::default()
        };
        due::list_supervisions(desk.view().connection, &filter)
            .unwrap()
            .1
    };
    assert_eq!((open(""), open("closed")), (4, 1));
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn two_desks_that_sweep_alike_open_one_supervision() {
    let mut first = promising(&centre());
    let id = promised(&mut first);
    let device = fachuang_core::desk::Device {
        id: 9,
        epoch: 0,
        mark: "9".to_owned(),
        name: "9号窗口机".to_owned(),
    };
    let (mut second, clock, _dir) = first.copy_as(&device);
    let late = support::MORNING_MS + 30 * DAY_MS;
    first.clock.set_ms(late);
    clock.set_ms(late);
    sweep(&mut first);
    second
        .write(&supervise::sweeper(), |tx| supervise::sweep(tx, 0, 100))
        .unwrap();
    let carried = entries(&second);
    first.merge(&carried).unwrap();
    assert_eq!(one(&first, id).level, Level::List);
    assert!(first.verify().unwrap().is_sound());
}

#[test]
fn nobody_of_the_staff_passes_for_the_sweep() {
    let mut desk = promising(&centre());
    let id = promised(&mut desk);
    let version = desk.version(id);
    let refused = desk.write(&supervise::sweeper(), |tx| {
        act::withdraw(tx, id, version, "无")
    });
    assert_eq!(refused.unwrap_err().code(), "right.missing");
    let note = desk.write(&supervise::sweeper(), |tx| act::accept(tx, id, version));
    assert_eq!(note.unwrap_err().code(), "right.missing");
}
