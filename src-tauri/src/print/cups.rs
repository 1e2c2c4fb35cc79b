//! CUPS through its own commands, which every Linux desktop has.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{Job, PrintError, PrintTarget, Printer, Tray};

/// Time a print command may take; a queue on another machine that is switched off answers never.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(20);
const ID_MARK: &str = "request id is ";
/// Options that choose a tray: of drivers, and of printers without one.
const TRAY_OPTIONS: [&str; 2] = ["InputSlot", "media-source"];

/// The print system behind `lp`, `lpstat` and `lpoptions`.
#[derive(Debug)]
pub struct Cups {
    lp: PathBuf,
    lpstat: PathBuf,
    lpoptions: PathBuf,
}

impl Cups {
    /// Returns CUPS as it is installed.
    pub fn installed() -> Self {
        Self {
            lp: "lp".into(),
            lpstat: "lpstat".into(),
            lpoptions: "lpoptions".into(),
        }
    }

    fn default_queue(&self) -> Option<String> {
        let answer = run(Command::new(&self.lpstat).arg("-d")).ok()?;
        let (_, name) = answer.rsplit_once(": ")?;
        Some(name.trim().to_owned())
    }
}

impl PrintTarget for Cups {
    fn list(&self) -> Result<Vec<Printer>, PrintError> {
        let names = match run(Command::new(&self.lpstat).arg("-e")) {
            Ok(names) => names,
            // A scheduler without a single queue says so with an error.
            Err(PrintError::Refused(detail)) if detail.contains("No destinations added") => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        };
        let default = self.default_queue();
        Ok(names
            .lines()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| Printer {
                name: name.to_owned(),
                is_default: default.as_deref() == Some(name),
            })
            .collect())
    }

    fn trays(&self, printer: &str) -> Result<Vec<Tray>, PrintError> {
        let answer = run(Command::new(&self.lpoptions)
            .arg("-p")
            .arg(printer)
            .arg("-l"))?;
        Ok(trays_of(&answer))
    }

    fn print(&self, job: &Job) -> Result<String, PrintError> {
        let mut command = Command::new(&self.lp);
        command
            .arg("-d")
            .arg(&job.printer)
            .arg("-n")
            .arg(job.copies.to_string())
            .arg("-o")
            .arg(format!("media={}", job.media))
            // A paper is laid out for its sheet; scaled, its margins would be wrong.
            .args(["-o", "print-scaling=none"]);
        if let Some(tray) = &job.tray {
            command.arg("-o").arg(tray);
        }
        let answer = run(command.arg("--").arg(&job.file))?;
        let id = answer
            .split_once(ID_MARK)
            .and_then(|(_, rest)| rest.split_whitespace().next());
        Ok(id.unwrap_or(answer.trim()).to_owned())
    }
}

/// Reads the trays from a list of options, each on a line with its values behind a colon, the usual one after a star.
fn trays_of(options: &str) -> Vec<Tray> {
    for line in options.lines() {
        let Some((option, values)) = line.split_once(':') else {
            continue;
        };
        let option = option.split('/').next().unwrap_or_default();
        if !TRAY_OPTIONS.contains(&option) {
            continue;
        }
        let values = values.split_whitespace();
        return values
            .map(|value| {
                let name = value.trim_start_matches('*');
                Tray {
                    option: format!("{option}={name}"),
                    name: name.to_owned(),
                    is_default: value.starts_with('*'),
                }
            })
            .collect();
    }
    Vec::new()
}

/// Runs a command in the plain locale and returns what it says.
fn run(command: &mut Command) -> Result<String, PrintError> {
    let child = command
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(PrintError::NoSpooler(error.to_string()));
        }
        Err(error) => return Err(PrintError::Refused(error.to_string())),
    };
    let status = wait(&mut child).map_err(|error| PrintError::Refused(error.to_string()))?;
    let said = read(child.stdout.take());
    let complained = read(child.stderr.take());
    if status.success() {
        return Ok(said);
    }
    let complaint = complained.trim().to_owned();
    if complaint.contains("Unable to connect") || complaint.contains("scheduler not responding") {
        Err(PrintError::NoSpooler(complaint))
    } else {
        Err(PrintError::Refused(complaint))
    }
}

fn wait(child: &mut Child) -> io::Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the print system does not answer",
            ));
        }
        std::thread::sleep(POLL);
    }
}

fn read(stream: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // Half an answer is better than none.
        let _ = stream.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Puts a shell script in the place of a CUPS command. Another process writes it: what this one has open for writing may
    /// be inherited by a command that another test starts at that moment, and could then not be run.
    fn script(folder: &Path, name: &str, body: &str) -> PathBuf {
        let path = folder.join(name);
        let written = Command::new("sh")
            .args([
                "-c",
                r#"printf '#!/bin/sh\n%s\n' "$1" >"$0" && chmod 755 "$0""#,
            ])
            .arg(&path)
            .arg(body)
            .status()
            .unwrap();
        assert!(written.success());
        path
    }

    fn job() -> Job {
        Job::new(
            Path::new("paper.pdf"),
            "窗口一".to_owned(),
            2,
            "A4".to_owned(),
        )
        .unwrap()
    }

    #[test]
    fn the_default_queue_is_marked() {
        let folder = tempfile::tempdir().unwrap();
        let lpstat = script(
            folder.path(),
            "lpstat",
            r#"case "$1" in -e) printf 'receipt\nwindow\n';; -d) echo 'system default destination: window';; esac"#,
        );
        let cups = Cups {
            lpstat,
            ..Cups::installed()
        };
        let queues: Vec<_> = cups
            .list()
            .unwrap()
            .into_iter()
            .map(|printer| (printer.name, printer.is_default))
            .collect();
        assert_eq!(
            queues,
            [("receipt".to_owned(), false), ("window".to_owned(), true)]
        );
    }

    #[test]
    fn a_computer_without_queues_has_an_empty_list() {
        let folder = tempfile::tempdir().unwrap();
        let lpstat = script(
            folder.path(),
            "lpstat",
            "echo 'lpstat: No destinations added.' >&2; exit 1",
        );
        let cups = Cups {
            lpstat,
            ..Cups::installed()
        };
        assert!(cups.list().unwrap().is_empty());
    }

    #[test]
    fn a_paper_is_handed_over_with_queue_copies_and_size() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let lp = script(
            folder.path(),
            "lp",
            &format!(
                r#"echo "$@" > '{}'; echo 'request id is window-7 (1 file(s))'"#,
                seen.display()
            ),
        );
        let cups = Cups {
            lp,
            ..Cups::installed()
        };
        assert_eq!(cups.print(&job()).unwrap(), "window-7");
        assert_eq!(
            fs::read_to_string(&seen).unwrap().trim(),
            "-d 窗口一 -n 2 -o media=A4 -o print-scaling=none -- paper.pdf"
        );
        cups.print(&job().with_tray("InputSlot=Tray2").unwrap())
            .unwrap();
        let told = fs::read_to_string(&seen).unwrap();
        assert_eq!(
            told.trim(),
            "-d 窗口一 -n 2 -o media=A4 -o print-scaling=none -o InputSlot=Tray2 -- paper.pdf"
        );
    }

    #[test]
    fn trays_are_those_the_printer_reports() {
        let driver =
            "PageSize/Media Size: *A4 A5\nInputSlot/Media Source: Auto *Tray1 Tray2 Manual\n";
        let names: Vec<String> = trays_of(driver)
            .into_iter()
            .map(|tray| tray.option)
            .collect();
        assert_eq!(
            names,
            [
                "InputSlot=Auto",
                "InputSlot=Tray1",
                "InputSlot=Tray2",
                "InputSlot=Manual"
            ]
        );
        assert!(trays_of(driver)[1].is_default);
        let without_driver = "media-source/Media Source: *auto main by-pass-tray\n";
        assert_eq!(
            trays_of(without_driver)[2].option,
            "media-source=by-pass-tray"
        );
        for silent in ["", "PageSize/Media Size: *A4", "InputSlot", "lpoptions: no"] {
            assert_eq!(trays_of(silent), [], "{silent}");
        }
    }

    #[test]
    fn what_the_print_system_says_reaches_whoever_helps() {
        let folder = tempfile::tempdir().unwrap();
        let lp = script(
            folder.path(),
            "lp",
            "echo 'lp: Error - queue is closed' >&2; exit 1",
        );
        let cups = Cups {
            lp,
            ..Cups::installed()
        };
        let PrintError::Refused(detail) = cups.print(&job()).unwrap_err() else {
            panic!("a refusal is expected");
        };
        assert_eq!(detail, "lp: Error - queue is closed");
    }

    #[test]
    fn a_computer_without_cups_says_so() {
        let missing = PathBuf::from("there-is-no-such-command");
        let cups = Cups {
            lp: missing.clone(),
            lpstat: missing,
            ..Cups::installed()
        };
        assert!(matches!(cups.list().unwrap_err(), PrintError::NoSpooler(_)));
    }
}
