//! What the tests use from outside: poppler's command line tools.

use std::{fs, process::Command};

fn run(program: &str, args: &[&str], pdf: &[u8]) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    let before: Vec<&str> = args
        .iter()
        .take_while(|arg| **arg != "-")
        .copied()
        .collect();
    command
        .env("TZ", "UTC")
        .args(&before)
        .arg(&path)
        .args(&args[before.len()..]);
    let output = command.output().expect("poppler-utils is installed");
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Returns the text in the order of the file, without blanks and line ends.
pub fn text_of(pdf: &[u8]) -> String {
    let text = String::from_utf8(run("pdftotext", &["-raw", "-"], pdf)).unwrap();
    squeeze(&text)
}

pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns the lines of `pdffonts` without its head.
pub fn fonts_of(pdf: &[u8]) -> Vec<String> {
    let text = String::from_utf8(run("pdffonts", &[], pdf)).unwrap();
    text.lines().skip(2).map(str::to_owned).collect()
}

/// Returns what `pdfinfo` says, with times in UTC.
pub fn info_of(pdf: &[u8]) -> String {
    String::from_utf8(run("pdfinfo", &[], pdf)).unwrap()
}

/// A page as a printer puts it on paper.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// Grey of every point, row by row; 0 is black.
    pixels: Vec<u8>,
}

impl Picture {
    /// Tells whether a point is dark.
    pub fn ink(&self, x: i32, y: i32) -> bool {
        self.pixels[y as usize * self.width + x as usize] < 128
    }

    /// Counts the dark points.
    pub fn count(&self) -> usize {
        self.pixels.iter().filter(|grey| **grey < 128).count()
    }
}

/// Returns the first page with so many points to the inch.
pub fn picture_of(pdf: &[u8], dpi: u32) -> Picture {
    let dpi = dpi.to_string();
    let page = run("pdftoppm", &["-gray", "-r", &dpi, "-singlefile"], pdf);
    let mut parts = page.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut number = || -> usize {
        let part = std::str::from_utf8(parts.next().unwrap()).unwrap();
        if part == "P5" {
            0
        } else {
            part.parse().unwrap()
        }
    };
    let (_, width, height) = (number(), number(), number());
    let rest = parts.next().unwrap();
    Picture {
        width,
        height,
        pixels: rest[rest.len() - width * height..].to_vec(),
    }
}

/// Returns the QR codes that can be read from the first page as a scanner sees it.
pub fn qr_codes_of(pdf: &[u8]) -> Vec<String> {
    let page = picture_of(pdf, 150);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(page.width, page.height, |x, y| {
        page.pixels[y * page.width + x]
    });
    image
        .detect_grids()
        .iter()
        .map(|grid| grid.decode().unwrap().1)
        .collect()
}
