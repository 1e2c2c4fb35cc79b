//! What the people at the counter do all day, timed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::naming::name_keys;
use fachuang_core::search::search;
use fachuang_core::ticket::list::{Filter, ListView, list};
use fachuang_core::visit::{NewTicket, NewVisit};
use serde_json::{Value, json};

use crate::county::{County, Dice};
use crate::desk::{Filled, LOGIN, PASSWORD, call};
use crate::figure::{Figures, timed};
use crate::oracle::Oracle;
use crate::{Failure, Options};

/// Hits a search shows.
const SHOWN: usize = 50;
const START_MS: f64 = 1500.0;
pub const SEARCH_MS: f64 = 10.0;
pub const PAGE_MS: f64 = 5.0;
const SAVE_MS: f64 = 50.0;
const RECEIPT_MS: f64 = 10.0;
const RECEIPT_KB: f64 = 60.0;
pub const PAGE: u32 = 50;

/// Times everything on a filled desk.
pub fn measure(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    start(filled, figures)?;
    searches(filled, options, figures)?;
    commands(filled, options, figures)
}

fn wish(sort: &str, view: &str) -> Value {
    json!({
        "view": view, "window": "", "state": "", "assignee": "", "group": "", "green": false, "text": "", "sort": sort, "after": "",
        "limit": PAGE,
    })
}

fn start(filled: &Filled, figures: &mut Figures) -> Result<(), Failure> {
    let (mut guess, mut open, mut page, mut whole) = (vec![], vec![], vec![], vec![]);
    for _ in 0..5 {
        let (unlocked, taken) = timed(|| filled.key());
        guess.push(taken);
        let (_, key) = unlocked?;
        let (opened, taken) = timed(|| filled.open(&key, "start"));
        open.push(taken);
        let (desk, _) = opened?;
        let first = Filter {
            view: Some(ListView::Open),
            by_due: true,
            limit: PAGE,
            ..Filter::default()
        };
        let (listed, taken) = timed(|| list(&desk.view(), &filled.clerk.id.to_string(), &first));
        listed?;
        page.push(taken);
        drop(desk);
        let (done, taken) = timed(|| {
            let mut front = filled.front("start")?;
            call(&mut front, "status", json!({}))?;
            call(
                &mut front,
                "log_in",
                json!({ "login": LOGIN, "password": PASSWORD }),
            )?;
            call(&mut front, "home", json!({}))?;
            call(&mut front, "list_tickets", wish("due", "open"))
        });
        done?;
        whole.push(taken);
    }
    figures.add("start: password to key", &guess, None);
    figures.add("start: open database and desk", &open, None);
    figures.add("start: first page", &page, None);
    figures.add("start: program to first list", &whole, Some(START_MS));
    Ok(())
}

/// Cuts a piece of Han characters of a length out of a text.
pub fn cut(dice: &mut Dice, text: &str, length: usize) -> Option<String> {
    let runs: Vec<Vec<char>> = text
        .split(|c: char| !c.is_alphanumeric() || c.is_ascii())
        .map(|run| run.chars().collect::<Vec<char>>())
        .filter(|run| run.len() >= length)
        .collect();
    if runs.is_empty() {
        return None;
    }
    let run = dice.pick(&runs);
    let from = dice.below(run.len() - length + 1);
    Some(run[from..from + length].iter().collect())
}

/// Returns so many queries of each kind, taken from tickets of all ages.
pub fn queries(oracle: &Oracle, count: usize) -> Vec<(&'static str, Vec<String>)> {
    type Make = fn(&mut Dice, &crate::oracle::Scanned) -> Option<String>;
    let kinds: [(&'static str, Make); 17] = [
        ("ticket number", |_, ticket| Some(ticket.number.clone())),
        ("id number", |_, ticket| Some(ticket.id_key.clone())),
        ("id tail, 4", |_, ticket| last(&ticket.id_key, 4)),
        ("phone tail, 4", |_, ticket| {
            let phone: String = ticket.phone_tail.chars().rev().collect();
            last(&phone, 4)
        }),
        ("name, 1 character", |dice, ticket| {
            cut(dice, &ticket.visitor, 1)
        }),
        ("name, 2 characters", |dice, ticket| {
            cut(dice, &ticket.visitor, 2)
        }),
        ("name, whole", |_, ticket| Some(ticket.visitor.clone())),
        ("pinyin, 1 letter", |_, ticket| initials(ticket, 1)),
        ("pinyin, 2 initials", |_, ticket| initials(ticket, 2)),
        ("pinyin, 3 initials", |_, ticket| initials(ticket, 3)),
        ("pinyin, surname", |_, ticket| {
            let surname = ticket.visitor.chars().next()?.to_string();
            name_keys(&surname).full.first().cloned()
        }),
        ("pinyin, whole", |_, ticket| {
            name_keys(&ticket.visitor).full.first().cloned()
        }),
        ("text, 2 characters", |dice, ticket| {
            cut(dice, &ticket.text, 2)
        }),
        ("text, 4 characters", |dice, ticket| {
            cut(dice, &ticket.text, 4)
        }),
        ("text, 6 characters", |dice, ticket| {
            cut(dice, &ticket.text, 6)
        }),
        ("two terms", |dice, ticket| {
            let text = cut(dice, &ticket.text, 4)?;
            Some(format!("{} {text}", ticket.visitor))
        }),
        ("two common terms", |dice, ticket| {
            let (one, other) = (cut(dice, &ticket.text, 2)?, cut(dice, &ticket.text, 2)?);
            Some(format!("{one} {other}"))
        }),
    ];
    let mut dice = Dice::new(3);
    let mut all = Vec::new();
    for (kind, make) in kinds {
        let mut made = Vec::new();
        for _ in 0..count * 20 {
            if made.len() == count {
                break;
            }
            let ticket = dice.pick(&oracle.tickets);
            made.extend(make(&mut dice, ticket));
        }
        all.push((kind, made));
    }
    let nowhere = (0..count).map(|_| {
        let one = dice.pick(&oracle.tickets);
        let one = cut(&mut dice, &one.text, 2).unwrap_or_default();
        let other = dice.pick(&oracle.tickets);
        let other = cut(&mut dice, &other.text, 2).unwrap_or_default();
        format!("{one}鼋{other}")
    });
    let nowhere: Vec<String> = nowhere.collect();
    all.push(("no hit", nowhere));
    all
}

fn last(text: &str, length: usize) -> Option<String> {
    text.get(text.len().checked_sub(length)?..)
        .map(str::to_owned)
}

fn initials(ticket: &crate::oracle::Scanned, length: usize) -> Option<String> {
    let keys = name_keys(&ticket.visitor);
    keys.initials.first()?.get(..length).map(str::to_owned)
}

fn searches(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let (_, key) = filled.key()?;
    let (desk, _) = filled.open(&key, "search")?;
    let view = desk.view();
    let oracle = Oracle::read(&view)?;
    let count = oracle.tickets.len() as f64;
    figures.add_values("tickets", vec![count], "", None);
    let mut wrong = Vec::new();
    for (kind, queries) in queries(&oracle, options.queries) {
        let mut taken = Vec::new();
        for query in &queries {
            let (found, time) = timed(|| search(&view, query, SHOWN, &|_| true));
            let found = found?;
            taken.push(time);
            let hits: Vec<i64> = found.hits.iter().map(|(row, _)| row.rid).collect();
            let mut expected = oracle.search(query, SHOWN + 1);
            let more = expected.len() > SHOWN;
            expected.truncate(SHOWN);
            if hits != expected || found.more != more {
                wrong.push(format!("{kind}: {query}"));
            }
        }
        figures.add(&format!("search: {kind}"), &taken, Some(SEARCH_MS));
    }
    let share = wrong.len() as f64;
    figures.add_values("search: differs from a scan", vec![share], "", Some(1.0));
    if wrong.is_empty() {
        Ok(())
    } else {
        wrong.truncate(10);
        Err(format!("a scan finds other tickets: {wrong:?}").into())
    }
}

fn commands(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let mut front = filled.front("commands")?;
    call(
        &mut front,
        "log_in",
        json!({ "login": LOGIN, "password": PASSWORD }),
    )?;
    let repeats = options.queries.max(10);
    let page = call(&mut front, "list_tickets", wish("newest", "all"))?;
    let ids: Vec<&str> = page["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["id"].as_str())
        .collect();
    let id = *ids.first().ok_or("the desk has no tickets")?;
    for (name, command, args, target) in [
        ("command: home", "home", json!({}), None),
        (
            "command: list_tickets, open by due",
            "list_tickets",
            wish("due", "open"),
            None,
        ),
        (
            "command: list_tickets, all by newest",
            "list_tickets",
            wish("newest", "all"),
            None,
        ),
        (
            "command: search, one surname",
            "search",
            json!({ "text": "王", "limit": 50 }),
            Some(SEARCH_MS),
        ),
        (
            "command: get_ticket",
            "get_ticket",
            json!({ "id": id }),
            None,
        ),
        (
            "receipt, A4",
            "preview_paper",
            json!({ "ticketId": id, "form": "receipt_a4" }),
            Some(RECEIPT_MS),
        ),
        (
            "receipt, 80 mm",
            "preview_paper",
            json!({ "ticketId": id, "form": "receipt_80mm" }),
            Some(RECEIPT_MS),
        ),
    ] {
        let mut taken = Vec::new();
        // The first call reads fonts and prepares statements.
        let mut answer = call(&mut front, command, args.clone())?;
        for _ in 0..repeats {
            let (done, time) = timed(|| call(&mut front, command, args.clone()));
            answer = done?;
            taken.push(time);
        }
        figures.add(name, &taken, target);
        if let Some(pdf) = answer["pdf"].as_str() {
            let kilobytes = STANDARD.decode(pdf)?.len() as f64 / 1024.0;
            figures.add_values(name, vec![kilobytes], "KB", Some(RECEIPT_KB));
        }
    }
    Ok(())
}

/// Times registrations as the window asks for them, and the check that runs while somebody types.
pub fn measure_saves(
    filled: &Filled,
    options: &Options,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let mut front = filled.front("saves")?;
    call(
        &mut front,
        "log_in",
        json!({ "login": LOGIN, "password": PASSWORD }),
    )?;
    // Another seed: mostly people the desk does not know.
    let mut county = County::new(4);
    let mut checks = Vec::new();
    let mut saves = Vec::new();
    for at in 0..options.saves {
        let form = form(&county.visit(None));
        if at < options.queries {
            let (done, time) = timed(|| call(&mut front, "check_intake", form.clone()));
            done?;
            checks.push(time);
        }
        let (done, time) = timed(|| call(&mut front, "register_visit", form));
        done?;
        saves.push(time);
    }
    figures.add("command: check_intake", &checks, None);
    figures.add("command: register_visit, on disk", &saves, Some(SAVE_MS));
    Ok(())
}

/// Returns a visit as the window would send it.
fn form(visit: &NewVisit) -> Value {
    let visitor = &visit.visitor;
    let parties = |ticket: &NewTicket| -> Vec<Value> {
        let of = ticket.parties.iter().enumerate();
        of.map(|(at, party)| {
            json!({
                "key": at.to_string(), "role": party.role, "kind": party.kind, "name": party.name, "idNumber": "",
                "creditCode": "", "phone": "", "groups": [],
            })
        })
        .collect()
    };
    let materials = |ticket: &NewTicket| -> Vec<Value> {
        let of = ticket.materials.iter();
        of.map(|one| {
            json!({ "name": one.name, "form": one.form, "copies": one.copies, "present": one.present })
        })
        .collect()
    };
    let tickets: Vec<Value> = visit
        .tickets
        .iter()
        .map(|ticket| {
            json!({
                "window": ticket.window, "matter": ticket.matter, "summary": ticket.summary,
                "requests": ticket.requests, "parties": parties(ticket), "materials": materials(ticket),
                "fields": [], "told": [], "limitationKind": "", "limitationDay": "", "restricted": false,
                "conflictAnswers": [], "related": [], "sameMatterAs": "",
            })
        })
        .collect();
    json!({
        "draftId": "", "channel": visit.channel, "receivedAt": "", "slipNumber": "", "referralOrgan": "", "referralNumber": "",
        "visitor": {
            "personId": "", "name": visitor.name, "gender": "", "birth": "", "idKind": visitor.id_kind,
            "idKindText": "", "idNumber": visitor.id_number, "noDocumentReason": "", "phone": visitor.phone,
            "address": visitor.address, "ethnicity": "", "education": "", "groups": visitor.groups,
            "nameReading": "", "doNotCall": false, "doNotAnnounce": false, "broughtBy": "",
        },
        "tickets": tickets,
    })
}
