//! 受理回执 on the upper half of an A4 sheet.

use fachuang_core::case_file::{CaseFile, Printing};

use super::{
    Form, Paper,
    receipt::{self, Look},
};
use crate::document::{
    Block, Document, FieldTable, Foot, FootKind, Height, Paragraph, Qr, Sheet, Signatures, Span,
    Voice,
};

pub(super) const FORM: Form = Form::receipt("receipt_a4", "受理回执（A4）", Paper::A4, build);

const LOOK: Look = Look {
    size_pt: 10.5,
    line_pt: 15.5,
    shrink_to_pt: Some(8.0),
    flowing_lists: true,
    number_gap: "　",
};

const SHEET: Sheet = Sheet {
    width_mm: 210.0,
    height: Height::Sheet {
        height_mm: 297.0,
        part_mm: Some(148.5),
    },
    left_mm: 25.0,
    right_mm: 12.0,
    top_mm: 8.0,
    bottom_mm: 6.0,
};

fn build(file: &CaseFile, printing: &Printing) -> Document {
    let caption = Paragraph::new(vec![Span::plain(receipt::QR_CAPTION)], 8.0, 10.0).centred();
    let masthead = Block::Beside {
        left: vec![
            Block::Paragraph(Paragraph::new(
                vec![Span {
                    tracking_em: 0.06,
                    ..Span::plain(&file.site.name)
                }],
                12.0,
                16.0,
            )),
            Block::Paragraph(receipt::title(20.0, 28.0)),
            Block::Paragraph(receipt::number_line(file, printing, 15.0, LOOK)),
        ],
        right: vec![Block::Qr(Qr {
            content: receipt::code(file, printing),
            size_mm: 19.0,
            caption: Some(caption),
        })],
        right_mm: 22.0,
    };
    let table = FieldTable {
        rows: receipt::paired(receipt::entries(file), LOOK),
        label_mm: 25.0,
        second_mm: 79.0,
        ruled: true,
        pad_x_mm: 2.4,
        pad_y_mm: 0.8,
    };
    let signatures = Signatures {
        labels: receipt::SIGNATURES.map(String::from).to_vec(),
        size_pt: 10.5,
        height_mm: 7.0,
        per_row: 2,
        dated: false,
        fingers: 0,
        voice: Voice::Hei,
    };
    let stub = file.rating_code.as_deref().map(|code| {
        let slip = Paragraph::new(receipt::rating_slip(code), 9.0, 12.0);
        vec![Block::TearLine, Block::Paragraph(slip)]
    });
    Document {
        title: receipt::file_title(file),
        sheet: SHEET,
        head: vec![masthead, Block::Gap { height_mm: 2.0 }],
        running_head: vec![
            Block::Paragraph(receipt::running_line(file, LOOK)),
            Block::Gap { height_mm: 2.0 },
        ],
        body: vec![
            Block::Fields(table),
            Block::Gap { height_mm: 2.0 },
            Block::Paragraph(receipt::sentence(file, LOOK.size_pt, LOOK.line_pt)),
        ],
        closing: vec![Block::Signatures(signatures)],
        foot: Some(Foot {
            kind: FootKind::Counted,
            left: receipt::print_note(printing),
            size_pt: 8.5,
            line_pt: 11.0,
        }),
        stub: stub.unwrap_or_default(),
        closest_pitch: None,
        furniture: receipt::furniture(file, printing),
    }
}
