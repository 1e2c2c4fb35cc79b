//! 送达: papers handed over, and the proof of it.

use fachuang_core::case_file::{CaseFile, Served};
use fachuang_core::error::Error;
use fachuang_core::procedure;
use fachuang_core::ticket::Ticket;
use fachuang_core::ticket::paper::{self, Delivery, Issued, RECEIVERS, WAYS, form_of};
use fachuang_core::time;

use super::intake::id;
use super::paper_volume::VOLUME;
use super::show;
use crate::front::{Answer, Front};
use crate::refusal::Refusal;
use crate::wire::paper::{DeliverPapers, Delivered};

pub fn deliver_papers(front: &mut Front, wish: DeliverPapers) -> Answer<Delivered> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let day = time::day_from_text(&wish.day).ok_or_else(|| Refusal::at("day.shape", "day"))?;
    let delivery = Delivery {
        papers: wish.papers,
        way: wish.way,
        day: Some(day),
        place: wish.place,
        receiver: wish.receiver,
        receiver_name: wish.receiver_name,
        reason: wish.reason,
        witness: wish.witness,
        evidence: wish.evidence,
        consent: wish.consent,
        note: wish.note,
        ..Delivery::default()
    };
    let step = front.write(|tx| paper::deliver(tx, ticket_id, &delivery))?;
    Ok(Delivered {
        step: step.map_or("", |step| step.name).to_owned(),
        starts: step.is_some_and(|step| !step.starts.is_empty()),
    })
}

/// Fills in what a proof of delivery says: of the papers named, else of decisions that wait for being handed over since
/// the last delivery, else of the papers handed over last.
pub(super) fn fill(file: &mut CaseFile, ticket: &Ticket, serves: &[String]) -> Result<(), Error> {
    let papers = paper::issued(ticket);
    let last = |paper: &Issued| paper.deliveries.last().map(|delivery| delivery.at_ms);
    let newest = papers.iter().filter_map(last).max();
    let named: Vec<&Issued> = if serves.is_empty() {
        let waiting: Vec<&Issued> = papers
            .iter()
            .filter(|paper| newest.is_none_or(|newest| paper.at_ms > newest))
            .filter(|paper| waits(ticket, paper))
            .collect();
        let of_newest = |paper: &&Issued| newest.is_some() && last(paper) == newest;
        match waiting.as_slice() {
            [] => papers.iter().filter(of_newest).collect(),
            _ => waiting,
        }
    } else {
        let find = |number: &String| {
            let found = papers.iter().find(|paper| paper.number == *number);
            found
                .filter(|_| !number.is_empty())
                .ok_or_else(|| Error::at("paper.not_found", "serves").with(paper::spoken(number)))
        };
        serves.iter().map(find).collect::<Result<_, _>>()?
    };
    let delivery = named.iter().find_map(|paper| paper.deliveries.last());
    let day = |paper: &Issued| {
        let taken = paper.deliveries.last().and_then(|delivery| delivery.day);
        taken.map_or_else(String::new, |day| {
            super::procedure::civil_day(&day.to_string())
        })
    };
    file.details.served = named
        .iter()
        .map(|paper| Served {
            name: name_of(paper).to_owned(),
            number: paper.number.clone(),
            day: day(paper),
        })
        .collect();
    if let Some(delivery) = delivery {
        for (name, value) in facts(delivery) {
            if !value.is_empty() {
                file.details.facts.insert(name.to_owned(), value);
            }
        }
    }
    Ok(())
}

/// A step of the procedure is about the delivery of this paper, and it stands undelivered.
pub(super) fn waits(ticket: &Ticket, paper: &Issued) -> bool {
    let stands = paper.void.is_none() && paper.followed_by.is_none();
    let form = form_of(&paper.form);
    let window = ticket.life.progress.as_ref().map(|now| now.window.as_str());
    let procedure = window.and_then(procedure::find);
    let mut steps = procedure.into_iter().flat_map(|known| known.steps());
    stands && paper.deliveries.is_empty() && steps.any(|step| step.delivers.contains(&form))
}

fn facts(delivery: &Delivery) -> [(&'static str, String); 8] {
    [
        ("delivery_way", show::name_in(WAYS, &delivery.way)),
        (
            "delivery_receiver",
            show::name_in(RECEIVERS, &delivery.receiver),
        ),
        ("delivery_receiver_name", delivery.receiver_name.clone()),
        ("delivery_reason", delivery.reason.clone()),
        ("delivery_witness", delivery.witness.clone()),
        ("delivery_evidence", delivery.evidence.clone()),
        ("place", delivery.place.clone()),
        ("remark", delivery.note.clone()),
    ]
}

/// Returns the name of an issued paper.
pub(super) fn name_of(paper: &Issued) -> &str {
    match paper.name.as_str() {
        "" => form_name(&paper.form),
        name => name,
    }
}

/// Returns the name of a form; the code itself of one this program does not know.
pub(super) fn form_name(code: &str) -> &str {
    match code {
        VOLUME => "卷宗",
        code => fachuang_forms::find(code).map_or(code, |form| form.name),
    }
}
