//! Writes every form with every sample as PDF, and contact sheets of their pages as pictures where poppler is installed:
//! `cargo run -p fachuang-forms --example sheets -- target/sheets [sample] [form …]`.
//!
//! With `measure` in place of a directory it prints what every form costs; build it with `--release` for that.
//!
//! Prints which pages stand on which sheet, row by row, and at the end the size of the largest files.

#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on its streams"
)]

mod measure;
mod picture;
#[path = "../../tests/it/sample.rs"]
mod sample;

use std::{error::Error, fs, path::Path, path::PathBuf, process::Command};

use fachuang_forms::assemble;
use picture::Picture;

/// Pages on one contact sheet, and how many of them stand beside each other.
const PER_SHEET: usize = 6;
const PER_ROW: usize = 3;

/// Room of one page on a sheet, in pixels: A4 at the resolution below, with a margin.
const CELL: (usize, usize) = (534, 754);
const RESOLUTION: &str = "64";

/// A file of a mediation that came to an agreement.
const VOLUME: [&str; 8] = [
    "med_cover",
    "med_contents",
    "med_apply",
    "med_rights",
    "med_record",
    "med_agreement",
    "med_remarks",
    "med_back",
];

/// How many files are named with their size.
const LARGEST: usize = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next().ok_or("name a directory to write to")?;
    if first == "measure" {
        return measure::measure();
    }
    let dir = PathBuf::from(first);
    let wanted = arguments.next();
    let forms: Vec<String> = arguments.collect();
    fs::create_dir_all(&dir)?;
    let fonts = sample::fonts();
    let mut sizes = Vec::new();
    for (name, file, count) in sample::all() {
        if wanted.as_ref().is_some_and(|wanted| wanted != name) {
            continue;
        }
        let mut pages = Vec::new();
        for form in fachuang_forms::list() {
            for code in [Some(form.code), form.large].into_iter().flatten() {
                if !forms.is_empty() && !forms.iter().any(|wanted| wanted == code) {
                    continue;
                }
                let paper = fachuang_forms::render(code, &file, &sample::printing(count), &fonts)?;
                let pdf = dir.join(format!("{code}-{name}.pdf"));
                sizes.push((
                    paper.pdf.len(),
                    format!("{code} {name}, {} pages", paper.pages),
                ));
                fs::write(&pdf, paper.pdf)?;
                pages.extend(pages_of(&pdf, paper.pages)?);
            }
        }
        if forms.is_empty() {
            let volume = assemble(&VOLUME, &file, &sample::printing(count), &fonts)?;
            let pdf = dir.join(format!("volume-{name}.pdf"));
            fs::write(&pdf, volume.pdf)?;
            pages.extend(pages_of(&pdf, volume.pages)?);
        }
        for (nth, pages) in (1..).zip(pages.chunks(PER_SHEET)) {
            let path = dir.join(format!("sheet-{name}-{nth:02}.png"));
            let mut sheet = Picture::blank(CELL.0 * PER_ROW, CELL.1 * PER_SHEET.div_ceil(PER_ROW));
            for (at, (_, page)) in pages.iter().enumerate() {
                sheet.put(
                    page,
                    (at % PER_ROW) * CELL.0 + 3,
                    (at / PER_ROW) * CELL.1 + 3,
                );
            }
            fs::write(&path, sheet.png()?)?;
            let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
            println!("{}: {}", path.display(), names.join(", "));
        }
    }
    sizes.sort_unstable();
    for (size, name) in sizes.iter().rev().take(LARGEST) {
        println!("{:>6} bytes {name}", size);
    }
    Ok(())
}

/// Returns pictures of the pages of a file with their names; none where poppler is not installed.
fn pages_of(pdf: &Path, pages: u32) -> Result<Vec<(String, Picture)>, Box<dyn Error>> {
    let stem = pdf.file_stem().unwrap_or_default().to_string_lossy();
    let mut found = Vec::new();
    for page in 1..=pages {
        let draw = |scale: &[&str]| {
            let number = page.to_string();
            let mut command = Command::new("pdftoppm");
            command.args(["-f", &number, "-l", &number]).args(scale);
            command.arg(pdf).output()
        };
        let Ok(made) = draw(&["-r", RESOLUTION]) else {
            return Ok(Vec::new());
        };
        let mut picture = Picture::ppm(&made.stdout)?;
        if picture.is_wider_than(CELL.0) {
            let width = (CELL.0 - 6).to_string();
            let made = draw(&["-scale-to-x", &width, "-scale-to-y", "-1"])?;
            picture = Picture::ppm(&made.stdout)?;
        }
        found.push((format!("{stem} {page}/{pages}"), picture));
    }
    Ok(found)
}
