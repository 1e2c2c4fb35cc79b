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

/// Returns width, height and grey points of a page.
pub fn page_of(pdf: &[u8], number: u32, resolution: u32) -> (usize, usize, Vec<u8>) {
    let (number, resolution) = (number.to_string(), resolution.to_string());
    let page = run(
        "pdftoppm",
        &["-gray", "-r", &resolution, "-f", &number, "-l", &number],
        pdf,
    );
    let mut parts = page.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(parts.next(), Some(b"P5".as_slice()));
    let mut number = || -> usize {
        std::str::from_utf8(parts.next().unwrap())
            .unwrap()
            .parse()
            .unwrap()
    };
    let (width, height) = (number(), number());
    let rest = parts.next().unwrap();
    (width, height, rest[rest.len() - width * height..].to_vec())
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
    let (width, height, pixels) = page_of(pdf, 1, dpi);
    Picture {
        width,
        height,
        pixels,
    }
}

/// Returns the QR codes that can be read from the first page as a scanner sees it.
pub fn qr_codes_of(pdf: &[u8]) -> Vec<String> {
    let (width, height, pixels) = page_of(pdf, 1, 150);
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    image
        .detect_grids()
        .iter()
        .map(|grid| grid.decode().unwrap().1)
        .collect()
}
