//! 受理回执 in large print: nothing smaller than 18 points, a full A4 sheet.

use fachuang_core::case_file::{CaseFile, Printing};

use super::{
    Form, Paper,
    receipt::{self, Look},
};
use crate::document::{
    Block, Document, FieldTable, Foot, FootKind, Height, Paragraph, Qr, Sheet, Signatures, Span,
    Voice,
};

pub(super) const FORM: Form =
    Form::receipt("receipt_large", "受理回执（大字版）", Paper::A4, build);

const LOOK: Look = Look {
    size_pt: 18.0,
    line_pt: 23.0,
    shrink_to_pt: None,
    flowing_lists: false,
    number_gap: "  ",
};

const SHEET: Sheet = Sheet {
    width_mm: 210.0,
    height: Height::Sheet {
        height_mm: 297.0,
        part_mm: None,
    },
    left_mm: 25.0,
    right_mm: 14.0,
    top_mm: 11.0,
    bottom_mm: 8.0,
};

fn build(file: &CaseFile, printing: &Printing) -> Document {
    let caption = Paragraph::new(vec![Span::plain(receipt::QR_CAPTION)], 18.0, 22.0).centred();
    let site = Paragraph::new(
        vec![Span {
            tracking_em: 0.06,
            ..Span::plain(&file.site.name)
        }],
        18.0,
        24.0,
    );
    let masthead = Block::Beside {
        left: vec![
            Block::Paragraph(site),
            Block::Paragraph(receipt::title(30.0, 42.0)),
            Block::Paragraph(receipt::number_line(file, printing, 20.0, LOOK)),
        ],
        right: vec![Block::Qr(Qr {
            content: receipt::code(file, printing),
            size_mm: 30.0,
            caption: Some(caption),
        })],
        right_mm: 39.0,
    };
    let table = FieldTable {
        rows: receipt::entries(file)
            .into_iter()
            .map(|entry| vec![receipt::field(entry, LOOK)])
            .collect(),
        label_mm: 40.0,
        second_mm: 0.0,
        ruled: true,
        pad_x_mm: 3.0,
        pad_y_mm: 1.0,
    };
    let signatures = Signatures {
        labels: receipt::SIGNATURES.map(String::from).to_vec(),
        size_pt: 18.0,
        height_mm: 11.0,
        per_row: 2,
        dated: false,
        fingers: 0,
        voice: Voice::Hei,
    };
    let stub = file.rating_code.as_deref().map(|code| {
        let slip = Paragraph::new(receipt::rating_slip(code), 18.0, 22.0);
        vec![Block::TearLine, Block::Paragraph(slip)]
    });
    Document {
        title: receipt::file_title(file),
        sheet: SHEET,
        head: vec![masthead, Block::Gap { height_mm: 2.0 }],
        running_head: vec![
            Block::Paragraph(receipt::running_line(file, LOOK)),
            Block::Gap { height_mm: 3.0 },
        ],
        body: vec![
            Block::Fields(table),
            Block::Gap { height_mm: 3.0 },
            Block::Paragraph(receipt::sentence(file, LOOK.size_pt, LOOK.line_pt)),
        ],
        closing: vec![Block::Signatures(signatures)],
        foot: Some(Foot {
            kind: FootKind::Counted,
            left: receipt::print_note(printing),
            size_pt: 18.0,
            line_pt: 22.0,
        }),
        stub: stub.unwrap_or_default(),
        closest_pitch: None,
        furniture: receipt::furniture(file, printing),
    }
}
