//! Papers of the office that list: 上门服务路线单, 工作移交清单, 催交单, 导入报告. Made from the record, and of no single
//! ticket.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::account::role::Right;
use fachuang_core::case_file::{CaseFile, Printing};
use fachuang_core::desk::{Actor, View, key};
use fachuang_core::ticket::{self, act, hand_over};
use fachuang_core::{staff, time};

use super::intake::id;
use super::paper::{load_fonts, notes, office_file, refused};
use super::{duty, exchange_paper, procedure, show};
use crate::front::{Answer, Front};
use crate::refusal::Refusal;
use crate::wire::duty::{ListHomeVisits, MakeList};
use crate::wire::paper::PaperPreview;

pub(super) type Line = BTreeMap<String, String>;

/// What a list prints.
pub(super) struct Listed {
    pub form: &'static str,
    pub facts: Line,
    pub lines: Vec<Line>,
}

pub(super) fn line<const N: usize>(values: [(&str, String); N]) -> Line {
    let values = values.into_iter();
    values
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

pub fn make_list(front: &mut Front, wish: MakeList) -> Answer<PaperPreview> {
    load_fonts(front)?;
    let listed = front.look(|sight| {
        sight.actor.require(Right::PrintPaper)?;
        match wish.list.as_str() {
            "home_visits" => home_visits(sight.view, sight.actor, &wish),
            "hand_over" => handed_over(sight.view, sight.actor, &wish),
            "reminder" => exchange_paper::reminder(sight.view, sight.actor, &wish.ticket_ids),
            "import_report" => {
                exchange_paper::import_report(sight.view, sight.actor, &wish.ticket_ids)
            }
            _ => Err(Refusal::at("list.filter", "list")),
        }
    })?;
    let (form, printed) = (listed.form, wish.ticket_ids.join(" "));
    let paper = render(front, listed)?;
    if !wish.printer.is_empty() {
        front.write(|tx| tx.log_access("paper_printed", &printed, form))?;
    }
    Ok(paper)
}

fn render(front: &mut Front, listed: Listed) -> Answer<PaperPreview> {
    let (desk, actor) = front.desk()?;
    let view = desk.view();
    let printing = Printing {
        number: None,
        at: time::civil(view.now_ms),
        count: 1,
        operator: actor.name.clone(),
        desk: view.local(key::DESK_NAME)?,
        mark: None,
    };
    let form = listed.form;
    let file = case_file(&view, listed);
    let fonts = front
        .fonts
        .as_ref()
        .ok_or_else(|| Refusal::of("paper.font"))?;
    let rendered = fachuang_forms::render(form, &file, &printing, fonts).map_err(refused)?;
    let name = fachuang_forms::find(form).map_or("", |form| form.name);
    Ok(PaperPreview {
        number: String::new(),
        notes: notes(&rendered),
        sha256: rendered.sha256(),
        pdf: STANDARD.encode(&rendered.pdf),
        pages: rendered.pages,
        count: 1,
        file_name: format!("{name}-{}.pdf", printing.at.format("%Y%m%d")),
    })
}

fn case_file(view: &View<'_>, listed: Listed) -> CaseFile {
    let mut file = office_file(view, "");
    file.details.facts = listed.facts;
    file.details.lines = listed.lines;
    file
}

fn home_visits(view: &View<'_>, actor: &Actor, wish: &MakeList) -> Answer<Listed> {
    let filter = ListHomeVisits {
        from: wish.from.clone(),
        until: wish.until.clone(),
        staff: wish.staff.clone(),
        window: String::new(),
    };
    let one_day = !wish.from.is_empty() && wish.from == wish.until;
    let mut lines = Vec::new();
    for row in duty::home_visits(view, actor, &filter)? {
        // What only some may read does not go on a paper that is carried about.
        if row.restricted {
            continue;
        }
        let (day, clock) = row.at.split_once('T').unwrap_or((&row.at, ""));
        let mut care: Vec<String> = Vec::new();
        for (set, word) in [
            (row.do_not_call, "不打电话"),
            (row.do_not_announce, "不叫姓名"),
        ] {
            care.extend(set.then(|| word.to_owned()));
        }
        care.extend(Some(row.safe_way).filter(|way| !way.is_empty()));
        let what = match row.for_what.as_str() {
            "" => row.matter,
            said => said.to_owned(),
        };
        lines.push(line([
            (
                "time",
                match one_day {
                    true => clock.to_owned(),
                    false => format!("{}{clock}", procedure::civil_day(day)),
                },
            ),
            ("number", row.number),
            ("visitor", row.visitor),
            ("address", row.address),
            ("what", what),
            ("staff", row.staff.join("、")),
            ("companion", row.companion),
            ("contact", care.join("，")),
        ]));
    }
    let days = match (wish.from.as_str(), wish.until.as_str()) {
        (from, until) if from == until => procedure::civil_day(from),
        (from, until) => format!(
            "{}至{}",
            procedure::civil_day(from),
            procedure::civil_day(until)
        ),
    };
    let facts = line([
        ("route_day", days),
        ("route_staff", staff::name_of(view, &wish.staff)?),
    ]);
    Ok(Listed {
        form: "route",
        facts: facts.into_iter().filter(|(_, v)| !v.is_empty()).collect(),
        lines,
    })
}

fn handed_over(view: &View<'_>, actor: &Actor, wish: &MakeList) -> Answer<Listed> {
    let mut lines = Vec::new();
    let mut facts = Line::new();
    let mut takers: Vec<String> = Vec::new();
    for text in &wish.ticket_ids {
        let ticket_id = id(text, "ticket_ids")?;
        let ticket = ticket::get(view, ticket_id)?;
        act::require_sight(actor, &ticket)?;
        let Some(last) = hand_over::last(&ticket) else {
            return Err(Refusal::at("hand_over.not_theirs", "ticket_ids")
                .with_detail(ticket.text("number")));
        };
        let row = show::row(view, actor, &ticket::list::row(view, ticket_id)?)?;
        let taker = staff::name_of(view, &last.to)?;
        if !takers.contains(&taker) {
            takers.push(taker.clone());
        }
        facts.insert("leaver".to_owned(), staff::name_of(view, &last.from)?);
        facts.insert("hand_over_reason".to_owned(), last.reason);
        let present = ticket.materials().iter().filter(|one| one.present).count();
        let mut note = vec![taker];
        note.extend(row.green.then(|| "绿色通道".to_owned()));
        note.extend(row.disputed.then(|| "两处不同待决定".to_owned()));
        lines.push(line([
            ("number", row.number),
            ("visitor", row.visitor),
            ("matter", format!("{}（{}）", row.matter, row.state_name)),
            ("due", procedure::civil_day(&row.due)),
            ("materials", present.to_string()),
            ("note", note.join("；")),
        ]));
    }
    facts.insert("taker".to_owned(), takers.join("、"));
    Ok(Listed {
        form: "handover",
        facts,
        lines,
    })
}
