//! Writes every form with every sample as PDF, and contact sheets of their pages as pictures where poppler and
//! ImageMagick are installed: `cargo run -p fachuang-forms --example sheets -- target/sheets [sample]`.

#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on its streams"
)]

#[path = "../tests/it/sample.rs"]
mod sample;

use std::{error::Error, fs, path::Path, path::PathBuf, process::Command};

/// Pages on one contact sheet, in rows of four.
const PER_SHEET: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let dir = PathBuf::from(arguments.next().ok_or("name a directory to write to")?);
    let wanted = arguments.next();
    fs::create_dir_all(&dir)?;
    let fonts = sample::fonts();
    for (name, file, count) in sample::all() {
        if wanted.as_ref().is_some_and(|wanted| wanted != name) {
            continue;
        }
        let mut pictures = Vec::new();
        for form in fachuang_forms::list() {
            for code in [Some(form.code), form.large].into_iter().flatten() {
                let paper = fachuang_forms::render(code, &file, &sample::printing(count), &fonts)?;
                let pdf = dir.join(format!("{code}-{name}.pdf"));
                fs::write(&pdf, paper.pdf)?;
                pictures.extend(pages_of(&pdf, paper.pages));
            }
        }
        for (nth, pages) in pictures.chunks(PER_SHEET).enumerate() {
            let sheet = dir.join(format!("sheet-{name}-{:02}.png", nth + 1));
            let made = Command::new("montage")
                .args([
                    "-label",
                    "%t",
                    "-pointsize",
                    "14",
                    "-tile",
                    "4x",
                    "-geometry",
                    "+6+6",
                ])
                .args(["-background", "#8899aa"])
                .args(pages)
                .arg(&sheet)
                .status();
            if made.is_ok_and(|status| status.success()) {
                println!("{}", sheet.display());
            }
        }
        for picture in pictures {
            fs::remove_file(picture)?;
        }
    }
    Ok(())
}

/// Returns pictures of the pages of a file; none where poppler is not installed.
fn pages_of(pdf: &Path, pages: u32) -> Vec<PathBuf> {
    let stem = pdf.with_extension("");
    let made = Command::new("pdftoppm")
        .args(["-png", "-r", "60"])
        .arg(pdf)
        .arg(&stem)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        return Vec::new();
    }
    let digits = pages.to_string().len();
    let stem = stem.to_string_lossy();
    (1..=pages)
        .map(|page| PathBuf::from(format!("{stem}-{page:0digits$}.png")))
        .filter(|path| path.is_file())
        .collect()
}
