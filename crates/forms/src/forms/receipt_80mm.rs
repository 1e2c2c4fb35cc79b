//! 受理回执 on a roll of 80 mm.

use fachuang_core::case_file::{CaseFile, Printing};

use super::{
    Form, Paper,
    receipt::{self, Look},
};
use crate::document::{
    Block, Document, FieldTable, Height, Paragraph, Qr, Sheet, Signatures, Span, Voice,
};

pub(super) const FORM: Form = Form::receipt(
    "receipt_80mm",
    "受理回执（80 毫米小票）",
    Paper::Roll80,
    build,
);

const LOOK: Look = Look {
    size_pt: 10.0,
    line_pt: 14.0,
    shrink_to_pt: Some(9.0),
    flowing_lists: false,
    number_gap: " ",
};

// Thermal printers reach 72 mm of the 80 mm.
const SHEET: Sheet = Sheet {
    width_mm: 80.0,
    height: Height::Roll,
    left_mm: 4.0,
    right_mm: 4.0,
    top_mm: 4.0,
    bottom_mm: 6.0,
};

fn build(file: &CaseFile, printing: &Printing) -> Document {
    let centred = |spans: Vec<Span>, size_pt: f32, line_pt: f32| {
        Block::Paragraph(Paragraph::new(spans, size_pt, line_pt).centred())
    };
    let caption = Paragraph::new(vec![Span::plain(receipt::QR_CAPTION)], 9.0, 12.0).centred();
    let mut head = vec![
        centred(vec![Span::plain(&file.site.name)], 11.0, 15.0),
        Block::Paragraph(receipt::title(18.0, 26.0).centred()),
        centred(
            vec![
                Span::plain("办件号 "),
                Span {
                    size_pt: Some(13.0),
                    ..Span::strong(&file.number)
                },
            ],
            10.0,
            20.0,
        ),
    ];
    let chips = receipt::chips(file, printing);
    if !chips.is_empty() {
        let spans = chips
            .into_iter()
            .flat_map(|chip| [chip, Span::plain(" ")])
            .collect();
        head.push(centred(spans, 10.0, 17.0));
    }
    // Blank enough above the code for any scanner.
    head.push(Block::Gap { height_mm: 3.5 });
    head.push(Block::Qr(Qr {
        content: receipt::code(file, printing),
        size_mm: 24.0,
        caption: Some(caption),
    }));
    head.push(Block::Gap { height_mm: 1.5 });
    let table = FieldTable {
        rows: receipt::entries(file)
            .into_iter()
            .map(|entry| vec![receipt::field(entry, LOOK)])
            .collect(),
        label_mm: 21.0,
        second_mm: 0.0,
        ruled: false,
        pad_x_mm: 0.5,
        pad_y_mm: 0.8,
    };
    let signatures = Signatures {
        labels: receipt::SIGNATURES.map(String::from).to_vec(),
        size_pt: 10.0,
        height_mm: 11.0,
        per_row: 1,
        dated: false,
        fingers: 0,
        voice: Voice::Hei,
    };
    let mut closing = vec![
        Block::Signatures(signatures),
        Block::Gap { height_mm: 2.0 },
        Block::Paragraph(Paragraph::new(
            vec![Span::plain(receipt::print_note(printing))],
            9.0,
            12.0,
        )),
    ];
    if let Some(code) = &file.rating_code {
        closing.push(Block::TearLine);
        closing.push(Block::Paragraph(Paragraph::new(
            receipt::rating_slip(code),
            9.0,
            12.0,
        )));
    }
    Document {
        title: receipt::file_title(file),
        sheet: SHEET,
        head,
        running_head: Vec::new(),
        body: vec![
            Block::Fields(table),
            Block::Gap { height_mm: 1.5 },
            Block::Paragraph(receipt::sentence(file, LOOK.size_pt, LOOK.line_pt)),
        ],
        closing,
        foot: None,
        stub: Vec::new(),
        closest_pitch: None,
        furniture: receipt::furniture(file, printing),
    }
}
