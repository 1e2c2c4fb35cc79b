//! A finished paper on its way out: to the spooler or into a file the clerk chose.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tauri::WebviewWindow;
use tauri_plugin_dialog::DialogExt;
use tempfile::{NamedTempFile, TempPath};
use tokio::sync::oneshot;

use crate::command::Fault;

const FOLDER: &str = "spool";
const PDF_MARK: &[u8] = b"%PDF-";

/// The folder where a paper lies while the print system reads it.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    /// Opens the folder, readable by this user only, and removes what an earlier start left in it.
    pub fn open(data_dir: &Path) -> io::Result<Arc<Self>> {
        let folder = data_dir.join(FOLDER);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        make_private(&folder)?;
        Ok(Arc::new(Self { folder }))
    }

    /// Writes a paper into a closed file that is removed when the returned path is dropped.
    pub fn put(&self, paper: &[u8]) -> Result<TempPath, Fault> {
        let written = || -> io::Result<TempPath> {
            let mut file = tempfile::Builder::new()
                .prefix("paper-")
                .suffix(".pdf")
                .tempfile_in(&self.folder)?;
            file.write_all(paper)?;
            file.flush()?;
            Ok(file.into_temp_path())
        };
        written().map_err(|error| Fault::new("paper.write_failed", error))
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

/// Turns what the page sends into the bytes of a PDF.
pub fn decode(pdf: &str) -> Result<Vec<u8>, Fault> {
    let bytes = STANDARD
        .decode(pdf)
        .map_err(|error| Fault::new("paper.not_a_pdf", error))?;
    if bytes.starts_with(PDF_MARK) {
        Ok(bytes)
    } else {
        Err(Fault::new(
            "paper.not_a_pdf",
            "the mark of a PDF is missing",
        ))
    }
}

/// Asks where to save a paper; `None` when the clerk gives up.
pub async fn ask_for_file(window: &WebviewWindow, name: &str) -> Option<PathBuf> {
    let (reply, chosen) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(window)
        .set_file_name(file_name(name))
        .add_filter("PDF", &["pdf"])
        .save_file(move |path| {
            // Nobody waits any more when the window has gone.
            let _ = reply.send(path);
        });
    let path = chosen.await.ok()??.into_path().ok()?;
    Some(with_extension(path))
}

/// Writes a paper so that the name never stands for half a file.
pub fn write(path: &Path, paper: &[u8]) -> Result<(), Fault> {
    let written = || -> io::Result<()> {
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(paper)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().map_err(|error| Fault::new("paper.write_failed", error))
}

/// Returns a suggested name as one that every file system takes.
fn file_name(name: &str) -> String {
    plain_name(name, "pdf")
}

/// Returns a suggested name, with this ending, as one that every file system takes.
pub fn plain_name(name: &str, ending: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| {
            if c.is_control() || r#"\/:*?"<>|"#.contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(80)
        .collect();
    let clean = clean.trim_matches(['.', ' ']);
    let dotted = format!(".{ending}");
    let stem = clean.strip_suffix(&dotted).unwrap_or(clean);
    format!("{}{dotted}", if stem.is_empty() { "paper" } else { stem })
}

fn with_extension(path: PathBuf) -> PathBuf {
    let is_pdf = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
    if is_pdf {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".pdf");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: &[u8] = b"%PDF-1.7\n";

    #[test]
    fn only_a_pdf_leaves_the_program() {
        assert_eq!(decode(&STANDARD.encode(PAPER)).unwrap(), PAPER);
        for sent in ["", "no base64!", &STANDARD.encode("#!/bin/sh")] {
            assert_eq!(decode(sent).unwrap_err().code, "paper.not_a_pdf", "{sent}");
        }
    }

    #[test]
    fn a_spooled_paper_is_gone_when_it_is_done_and_after_a_new_start() {
        let data = tempfile::tempdir().unwrap();
        let spool = Spool::open(data.path()).unwrap();
        let file = spool.put(PAPER).unwrap();
        let path = file.to_path_buf();
        assert_eq!(fs::read(&path).unwrap(), PAPER);
        drop(file);
        assert!(!path.exists());

        let left_behind = data.path().join(FOLDER).join("paper-left.pdf");
        fs::write(&left_behind, PAPER).unwrap();
        Spool::open(data.path()).unwrap();
        assert!(!left_behind.exists());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_spooled_papers() {
        use std::os::unix::fs::PermissionsExt;

        let data = tempfile::tempdir().unwrap();
        Spool::open(data.path()).unwrap();
        let mode = fs::metadata(data.path().join(FOLDER))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_suggested_name_is_always_a_plain_pdf_name() {
        for (suggested, expected) in [
            ("受理回执-张三", "受理回执-张三.pdf"),
            ("回执.pdf", "回执.pdf"),
            ("../../etc/passwd", "_.._etc_passwd.pdf"),
            ("a:b\n", "a_b_.pdf"),
            ("", "paper.pdf"),
            ("...", "paper.pdf"),
        ] {
            assert_eq!(file_name(suggested), expected, "{suggested:?}");
        }
    }

    #[test]
    fn a_chosen_file_always_ends_in_pdf() {
        assert_eq!(with_extension("a/回执".into()), Path::new("a/回执.pdf"));
        assert_eq!(with_extension("a/回执.PDF".into()), Path::new("a/回执.PDF"));
        assert_eq!(with_extension("a/v1.2".into()), Path::new("a/v1.2.pdf"));
    }

    #[test]
    fn saving_over_an_older_paper_replaces_it_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("回执.pdf");
        fs::write(&path, b"an older and longer paper").unwrap();
        write(&path, PAPER).unwrap();
        assert_eq!(fs::read(&path).unwrap(), PAPER);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_missing_is_a_fault_and_not_a_panic() {
        let folder = tempfile::tempdir().unwrap();
        let fault = write(&folder.path().join("gone/回执.pdf"), PAPER).unwrap_err();
        assert_eq!(fault.code, "paper.write_failed");
    }
}
