//! CUPS through its own commands, which every Linux desktop has.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{Job, PrintError, PrintTarget, Printer};

/// Time a print command may take; a queue on another machine that is switched off answers never.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(20);
const ID_MARK: &str = "request id is ";

/// The print system behind `lp` and `lpstat`.
#[derive(Debug)]
pub struct Cups {
    lp: PathBuf,
    lpstat: PathBuf,
}

impl Cups {
    /// Returns CUPS as it is installed.
    pub fn installed() -> Self {
        Self {
            lp: "lp".into(),
            lpstat: "lpstat".into(),
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

    fn print(&self, job: &Job) -> Result<String, PrintError> {
        let answer = run(Command::new(&self.lp)
            .arg("-d")
            .arg(&job.printer)
            .arg("-n")
            .arg(job.copies.to_string())
            .arg("-o")
            .arg(format!("media={}", job.media))
            .arg("--")
            .arg(&job.file))?;
        let id = answer
            .split_once(ID_MARK)
            .and_then(|(_, rest)| rest.split_whitespace().next());
        Ok(id.unwrap_or(answer.trim()).to_owned())
    }
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
            lp: "lp".into(),
            lpstat,
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
            lp: "lp".into(),
            lpstat,
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
            lpstat: "lpstat".into(),
        };
        assert_eq!(cups.print(&job()).unwrap(), "window-7");
        assert_eq!(
            fs::read_to_string(seen).unwrap().trim(),
            "-d 窗口一 -n 2 -o media=A4 -- paper.pdf"
        );
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
            lpstat: "lpstat".into(),
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
        };
        assert!(matches!(cups.list().unwrap_err(), PrintError::NoSpooler(_)));
    }
}
