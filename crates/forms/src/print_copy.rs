//! A finished paper on its way to a printer: sheets of one kind of paper in one file, moved by the printer's correction.
//!
//! The issued file stays as it is; what is made here is for the printer alone. The content is moved and not the page
//! boxes, because some drivers put the corner of the box into the corner of the sheet whatever its numbers are.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::{FormError, Paper, layout::mm};

/// By how much a printer's output is moved so that it fits stock that is printed already, in half millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Correction {
    /// To the right; negative to the left.
    pub right: i32,
    /// Down; negative up.
    pub down: i32,
}

/// Sheets of one kind of paper, ready for one printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintCopy {
    pub paper: Paper,
    /// Name of the paper size as print systems write it, for example `A4` or `Custom.80x297mm`.
    pub media: String,
    pub pdf: Vec<u8>,
}

/// Points by which a page may differ from a size and still be that size.
const TOLERANCE: f32 = 4.0;

/// Millimetres of a sheet with its paper; a roll has no height.
const SHEETS: [(Paper, f32, f32); 3] = [
    (Paper::A4, 210.0, 297.0),
    (Paper::A4Landscape, 297.0, 210.0),
    (Paper::A5, 148.0, 210.0),
];
const ROLL_WIDTH_MM: f32 = 80.0;

impl Paper {
    /// Every kind of paper that forms are printed on.
    pub const ALL: [Self; 4] = [Self::A4, Self::A4Landscape, Self::A5, Self::Roll80];

    /// Returns the code of the kind, which settings are kept under.
    pub fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A4Landscape => "a4_landscape",
            Self::A5 => "a5",
            Self::Roll80 => "roll80",
        }
    }

    /// Returns the kind with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }

    /// Returns the millimetres of a sheet; none for a roll.
    pub(crate) fn sheet_mm(self) -> Option<(f32, f32)> {
        let found = SHEETS.iter().find(|(paper, _, _)| *paper == self);
        found.map(|(_, width, height)| (*width, *height))
    }

    /// Returns the kind of a page by its size in points; A4 for a size that no form has.
    fn of_page(width: f32, height: f32) -> Self {
        let near = |points: f32, millimetres: f32| (points - mm(millimetres)).abs() < TOLERANCE;
        let sheet = SHEETS
            .iter()
            .find(|(_, of_width, of_height)| near(width, *of_width) && near(height, *of_height));
        match sheet {
            Some((paper, _, _)) => *paper,
            None if near(width, ROLL_WIDTH_MM) => Self::Roll80,
            None => Self::A4,
        }
    }

    fn media(self, height: f32) -> String {
        match self {
            Self::A4 | Self::A4Landscape => "A4".to_owned(),
            Self::A5 => "A5".to_owned(),
            Self::Roll80 => {
                let height_mm = (height * 25.4 / 72.0).ceil();
                format!("Custom.{ROLL_WIDTH_MM}x{height_mm}mm")
            }
        }
    }
}

/// Makes the copies of a finished paper that go to printers, in the order of its pages. A paper of one kind that needs
/// no correction is its own copy, byte for byte.
///
/// # Errors
/// [`FormError::Backend`] when the file cannot be read.
pub fn print_copies(
    pdf: &[u8],
    correction: impl Fn(Paper) -> Correction,
) -> Result<Vec<PrintCopy>, FormError> {
    let whole = Document::load_mem(pdf).map_err(unreadable)?;
    let runs = runs(&whole)?;
    let mut copies = Vec::new();
    for run in &runs {
        let moved = correction(run.paper);
        let pdf = if runs.len() == 1 && moved == Correction::default() {
            pdf.to_vec()
        } else {
            copy(&whole, run, moved)?
        };
        copies.push(PrintCopy {
            paper: run.paper,
            media: run.paper.media(run.height),
            pdf,
        });
    }
    Ok(copies)
}

fn unreadable(fault: lopdf::Error) -> FormError {
    FormError::Backend(fault.to_string())
}

/// Pages of one kind that follow one another, counted from 1.
struct Run {
    paper: Paper,
    /// Height of the highest page in points.
    height: f32,
    first: u32,
    last: u32,
}

fn runs(document: &Document) -> Result<Vec<Run>, FormError> {
    let mut runs: Vec<Run> = Vec::new();
    for (number, page) in document.get_pages() {
        let (width, height) = size(document, page)?;
        let paper = Paper::of_page(width, height);
        // Each piece of a roll is cut at its own length.
        match runs.last_mut() {
            Some(run) if run.paper == paper && paper != Paper::Roll80 => run.last = number,
            _ => runs.push(Run {
                paper,
                height,
                first: number,
                last: number,
            }),
        }
    }
    Ok(runs)
}

/// Returns width and height of a page in points.
fn size(document: &Document, page: ObjectId) -> Result<(f32, f32), FormError> {
    let mut node = document.get_dictionary(page).map_err(unreadable)?;
    while !node.has(b"MediaBox") {
        let parent = node.get(b"Parent").and_then(Object::as_reference);
        node = document
            .get_dictionary(parent.map_err(unreadable)?)
            .map_err(unreadable)?;
    }
    let (_, sides) = document
        .dereference(node.get(b"MediaBox").map_err(unreadable)?)
        .map_err(unreadable)?;
    let sides = sides.as_array().map_err(unreadable)?;
    let mut numbers = [0.0; 4];
    for (number, side) in numbers.iter_mut().zip(sides) {
        *number = side.as_float().map_err(unreadable)?;
    }
    let [left, bottom, right, top] = numbers;
    Ok((right - left, top - bottom))
}

fn copy(whole: &Document, run: &Run, correction: Correction) -> Result<Vec<u8>, FormError> {
    let mut document = whole.clone();
    let pages = document.get_pages();
    let others: Vec<u32> = pages
        .keys()
        .copied()
        .filter(|number| !(run.first..=run.last).contains(number))
        .collect();
    if correction != Correction::default() {
        for (_, page) in pages.range(run.first..=run.last) {
            shift(&mut document, *page, correction)?;
        }
    }
    if !others.is_empty() {
        document.delete_pages(&others);
        document.prune_objects();
    }
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|fault| FormError::Backend(fault.to_string()))?;
    Ok(bytes)
}

/// Puts what a page draws between saving and restoring the state of the page, moved.
fn shift(document: &mut Document, page: ObjectId, correction: Correction) -> Result<(), FormError> {
    let points = |half_mm: i32| mm(half_mm as f32 / 2.0);
    let matrix = [
        Object::Real(1.0),
        Object::Real(0.0),
        Object::Real(0.0),
        Object::Real(1.0),
        Object::Real(points(correction.right)),
        // The page's own axis points up.
        Object::Real(-points(correction.down)),
    ];
    let before = Content {
        operations: vec![
            Operation::new("q", Vec::new()),
            Operation::new("cm", matrix.to_vec()),
        ],
    };
    let after = Content {
        operations: vec![Operation::new("Q", Vec::new())],
    };
    let mut stream = |content: Content<Vec<Operation>>| -> Result<ObjectId, FormError> {
        let bytes = content.encode().map_err(unreadable)?;
        Ok(document.add_object(Stream::new(Dictionary::new(), bytes)))
    };
    let (before, after) = (stream(before)?, stream(after)?);
    let drawn = document.get_page_contents(page);
    let contents = std::iter::once(before)
        .chain(drawn)
        .chain([after])
        .map(Object::Reference)
        .collect();
    document
        .get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .map_err(unreadable)?
        .set("Contents", Object::Array(contents));
    Ok(())
}
