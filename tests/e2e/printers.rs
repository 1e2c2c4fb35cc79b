//! Printers that stand in for real ones: what is printed is kept as a file, with the words of the command.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use crate::app::{Data, until};

/// A4 and A5 go here; it has two trays.
pub const WINDOW: &str = "chuangkou";
/// The printer of small receipts.
pub const ROLL: &str = "xiaopiao";

const LPSTAT: &str = r#"case "$1" in
-e) printf 'chuangkou\nxiaopiao\n' ;;
-d) echo 'system default destination: chuangkou' ;;
esac"#;
const LPOPTIONS: &str = r#"case "$2" in
chuangkou) printf 'PageSize/Media Size: *A4 A5\nInputSlot/Media Source: *Auto Tray1 Tray2\n' ;;
*) printf 'PageSize/Media Size: *Custom.80x200mm\n' ;;
esac"#;
/// The name of a job is its number; the file appears before the words do.
const LP: &str = r#"cd "$(dirname "$0")/.." || exit 1
n=$(($(cat count) + 1)); echo $n > count
for last; do :; done
cp "$last" "job-$n.pdf" && echo "$@" > "words.tmp" && mv words.tmp "job-$n.txt"
echo "request id is job-$n (1 file(s))""#;

/// The commands of a print system, and what went through them.
pub struct Printers(TempDir);

/// One job.
pub struct Job {
    /// The file as it reached the printer.
    pub pdf: Vec<u8>,
    /// What was said to `lp`.
    pub words: String,
}

impl Printers {
    /// Sets up two printers.
    pub fn set_up() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("bin")).expect("a folder");
        fs::write(folder.path().join("count"), "0").expect("a file");
        for (name, body) in [("lp", LP), ("lpstat", LPSTAT), ("lpoptions", LPOPTIONS)] {
            let path = folder.path().join("bin").join(name);
            fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("a script");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
        }
        Self(folder)
    }

    /// Makes a data folder for a program that prints here.
    pub fn data(&self) -> Data {
        Data::with_commands(&self.0.path().join("bin"))
    }

    /// Waits for a job, counted from 1.
    pub fn job(&self, nth: usize) -> Job {
        let at = |ending: &str| self.0.path().join(format!("job-{nth}.{ending}"));
        let words = until("the paper is at the printer", || {
            fs::read_to_string(at("txt")).ok()
        });
        Job {
            pdf: fs::read(at("pdf")).expect("the file of the job"),
            words,
        }
    }

    /// Returns how many jobs there were.
    pub fn count(&self) -> usize {
        let count = fs::read_to_string(self.0.path().join("count")).expect("a count");
        count.trim().parse().expect("a number")
    }
}

impl Job {
    /// Keeps the pages as pictures beside those of the screen.
    pub fn draw(&self, folder: &Path, name: &str) {
        fs::create_dir_all(folder).expect("a folder");
        let pdf = folder.join(format!("{name}.pdf"));
        fs::write(&pdf, &self.pdf).expect("a file");
        let drawn = std::process::Command::new("pdftoppm")
            .args(["-r", "60", "-png"])
            .arg(&pdf)
            .arg(folder.join(name))
            .status();
        assert!(drawn.expect("poppler-utils").success());
    }

    /// Returns what the pages say, without blanks.
    pub fn text(&self) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pdf = folder.path().join("job.pdf");
        fs::write(&pdf, &self.pdf).expect("a file");
        let told = std::process::Command::new("pdftotext")
            .arg("-raw")
            .arg(&pdf)
            .arg("-")
            .output()
            .expect("poppler-utils");
        let text = String::from_utf8(told.stdout).expect("UTF-8");
        text.split_whitespace().collect()
    }
}
