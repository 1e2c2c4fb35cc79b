//! Writes every form with every sample as PDF into a directory: `cargo run -p fachuang-forms --example print_samples -- out`.

#[path = "../tests/it/sample.rs"]
mod sample;

use std::{error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let dir = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("name a directory to write to")?,
    );
    fs::create_dir_all(&dir)?;
    let fonts = sample::fonts();
    let samples = [
        ("plain", sample::plain(), 1),
        ("longest", sample::longest(), 1),
        ("empty", sample::empty(), 1),
        ("rare", sample::rare(), 1),
        ("reprint", sample::plain(), 2),
    ];
    for form in fachuang_forms::list() {
        for (name, file, count) in &samples {
            let paper = fachuang_forms::render(form.code, file, &sample::printing(*count), &fonts)?;
            fs::write(dir.join(format!("{}-{name}.pdf", form.code)), paper.pdf)?;
        }
    }
    Ok(())
}
