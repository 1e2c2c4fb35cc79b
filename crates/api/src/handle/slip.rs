//! 空白单: printed beforehand for power cuts, entered afterwards.

use fachuang_core::account::role::Right;
use fachuang_core::case_file::{CaseFile, Printing};
use fachuang_core::desk::View;
use fachuang_core::slip::{self, Slip};
use fachuang_core::ticket;
use fachuang_core::time;
use fachuang_forms::{Part, bundle};

use super::paper::{office_file, printing, refused, with_fonts};
use super::paper_volume::together;
use super::shelf::form;
use crate::front::{Answer, Front, staff_name};
use crate::wire::Nothing;
use crate::wire::paper::PaperPreview;
use crate::wire::slip::{EnterSlip, IssueSlips, SlipList, SlipRow, VoidSlip};

/// Form of a slip.
const FORM: &str = "blank_slip";
/// Settled slips shown.
const SETTLED_SHOWN: u32 = 50;

pub fn issue_slips(front: &mut Front, wish: IssueSlips) -> Answer<PaperPreview> {
    with_fonts(front, |front, fonts| {
        front.write(|tx| {
            let form = form(&tx.view(), FORM)?;
            let numbers = slip::hand_out(tx, wish.count, &wish.holder)?;
            let view = tx.view();
            let printing = printing(&view, tx.actor(), 1, None)?;
            let slips: Vec<(CaseFile, Printing)> = numbers
                .iter()
                .map(|number| {
                    let mut file = office_file(&view, number);
                    let filled = &mut file.details.filled;
                    filled.insert("blank_number".to_owned(), number.clone());
                    (file, printing.clone())
                })
                .collect();
            let parts: Vec<Part<'_>> = slips
                .iter()
                .map(|(file, printing)| Part {
                    form,
                    file,
                    printing,
                })
                .collect();
            let all = bundle(&parts, fonts).map_err(refused)?;
            tx.log_access("slips_printed", "", &wish.holder)?;
            let first = numbers.first().map_or("", String::as_str);
            Ok(together(
                &all,
                &format!("空白单{}张-{first}.pdf", numbers.len()),
            ))
        })
    })
}

pub fn list_slips(front: &mut Front, _: Nothing) -> Answer<SlipList> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let rows = |slips: Vec<Slip>| -> Answer<Vec<SlipRow>> {
        slips.iter().map(|slip| row(&view, slip)).collect()
    };
    Ok(SlipList {
        out: rows(slip::list_out(&view)?)?,
        settled: rows(slip::list_settled(&view, SETTLED_SHOWN)?)?,
    })
}

fn row(view: &View<'_>, slip: &Slip) -> Answer<SlipRow> {
    let ticket = match slip.ticket {
        Some(id) => ticket::get(view, id).ok(),
        None => None,
    };
    Ok(SlipRow {
        number: slip.number.clone(),
        out_at: time::to_text(slip.out_ms),
        out_by: staff_name(view, &slip.author)?,
        holder: slip.holder.clone(),
        state: slip.state.clone(),
        ticket_id: slip.ticket.map(|id| id.to_string()).unwrap_or_default(),
        ticket_number: ticket
            .map(|ticket| ticket.text("number").to_owned())
            .unwrap_or_default(),
        reason: slip.reason.clone(),
        settled_at: slip.settled_ms.map(time::to_text).unwrap_or_default(),
        settled_by: match slip.settled_by.as_str() {
            "" => String::new(),
            id => staff_name(view, id)?,
        },
    })
}

pub fn enter_slip(front: &mut Front, wish: EnterSlip) -> Answer<Nothing> {
    front.write(|tx| {
        slip::enter(tx, &wish.number, &wish.ticket_number)?;
        tx.log_access("slip_entered", &wish.number, &wish.ticket_number)
    })?;
    Ok(Nothing {})
}

pub fn void_slip(front: &mut Front, wish: VoidSlip) -> Answer<Nothing> {
    front.write(|tx| {
        slip::void(tx, &wish.number, &wish.reason)?;
        tx.log_access("slip_void", &wish.number, "")
    })?;
    Ok(Nothing {})
}
