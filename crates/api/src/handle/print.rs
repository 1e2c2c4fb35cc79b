//! Printers of this computer by kind of paper, the page that tests them, and what goes to them.

use fachuang_core::account::role::Right;
use fachuang_core::desk::key;
use fachuang_core::print_setting::{self, PrintSetting, half_mm, in_mm};
use fachuang_forms::{Correction, Paper};

use super::paper::{office_file, printing, refused, shown, with_fonts};
use crate::front::{Answer, Front};
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::paper::PaperPreview;
use crate::wire::print::{ByPaperKind, PrintKind, PrintSettings};

pub fn get_print_settings(front: &mut Front, _: Nothing) -> Answer<PrintSettings> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let mut kinds = Vec::new();
    for paper in Paper::ALL {
        let setting = print_setting::get(&view, paper.code())?;
        kinds.push(PrintKind {
            kind: paper.code().to_owned(),
            printer: setting.printer,
            tray: setting.tray,
            right: in_mm(setting.right),
            down: in_mm(setting.down),
        });
    }
    Ok(PrintSettings {
        printer: view.local(key::PRINTER)?,
        kinds,
    })
}

fn paper(kind: &str) -> Answer<Paper> {
    Paper::from_code(kind).ok_or_else(|| Refusal::at("choice.unknown", "kind"))
}

pub fn save_print_setting(front: &mut Front, wish: PrintKind) -> Answer<Nothing> {
    let paper = paper(&wish.kind)?;
    let millimetres =
        |text: &str, field| half_mm(text).ok_or_else(|| Refusal::at("print.correction", field));
    let setting = PrintSetting {
        printer: wish.printer.clone(),
        tray: wish.tray.clone(),
        right: millimetres(&wish.right, "right")?,
        down: millimetres(&wish.down, "down")?,
    };
    front.write(|tx| {
        print_setting::set(tx, paper.code(), &setting)?;
        tx.log_access("settings_changed", "print", paper.code())
    })?;
    Ok(Nothing {})
}

/// Shows the correction as it is saved; the page is moved by it on the way to the printer, like every other.
pub fn make_test_page(front: &mut Front, wish: ByPaperKind) -> Answer<PaperPreview> {
    let paper = paper(&wish.kind)?;
    with_fonts(front, |front, fonts| {
        let (desk, actor) = front.desk()?;
        actor.require(Right::PrintPaper)?;
        let view = desk.view();
        let setting = print_setting::get(&view, paper.code())?;
        let correction = Correction {
            right: setting.right,
            down: setting.down,
        };
        // Print systems name a tray by its option and its name.
        let tray = setting.tray.rsplit('=').next().unwrap_or_default();
        let place = format!("{}　{tray}", setting.printer);
        let file = office_file(&view, "");
        let printing = printing(&view, actor, 1, None)?;
        let page = fachuang_forms::test_page(paper, correction, &place, &file, &printing, fonts);
        let page = page.map_err(refused)?;
        Ok(shown(&page, 1, "", (TEST_PAGE, paper.code())))
    })
}

/// Name of the file of a test page.
const TEST_PAGE: &str = "打印测试页";

/// Where the sheets of a finished paper go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// Code of the kind of paper.
    pub kind: &'static str,
    /// Name of the size as print systems write it.
    pub media: String,
    pub pdf: Vec<u8>,
}

/// Sorts a finished paper by kind of paper and moves what is printed by the correction of its kind, in millimetres to the
/// right and down as settings write them. What is no number moves nothing.
///
/// # Errors
/// `paper.failed` when it is no paper.
pub fn sheets_to_print<'a>(
    pdf: &[u8],
    correction: impl Fn(&str) -> (&'a str, &'a str),
) -> Answer<Vec<Sheets>> {
    let copies = fachuang_forms::print_copies(pdf, |paper| {
        let (right, down) = correction(paper.code());
        let within = |text| {
            let moved = half_mm(text).filter(|by| by.abs() <= print_setting::CORRECTION_MAX);
            moved.unwrap_or(0)
        };
        Correction {
            right: within(right),
            down: within(down),
        }
    });
    let copies = copies.map_err(refused)?;
    let sheets = copies.into_iter().map(|copy| Sheets {
        kind: copy.paper.code(),
        media: copy.media,
        pdf: copy.pdf,
    });
    Ok(sheets.collect())
}
