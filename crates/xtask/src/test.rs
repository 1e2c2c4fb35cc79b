//! `cargo xtask test`: every check and every test, with a table of what they took.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Args;

use crate::Failure;
use crate::project::{Project, cargo, npm};
use crate::run::build_window;
use crate::setup;

const WINDOW_FEATURE: &str = "fachuang-desktop/custom-protocol";
const JOURNEYS_FEATURE: &str = "fachuang-tests/e2e";

/// How much is tested.
#[derive(Debug, Args)]
pub struct Options {
    /// Leaves out the tests in the real window.
    #[arg(long)]
    fast: bool,
    /// Plays 10,000 random histories of desks that carry files, and says how many writes and conflicts there were.
    #[arg(long)]
    nightly: bool,
}

/// Histories of a night; every day it is 500.
const NIGHTLY_HISTORIES: &str = "10000";

/// Runs everything and says at the end what each step took.
pub fn test(project: &Project, options: &Options) -> Result<(), Failure> {
    let mut steps = Steps::default();
    if !steps.run("set-up", || setup::setup(project)) {
        return steps.close();
    }
    steps.run("rust: format", || project.run(&mut format()));
    steps.run("page: lint", || project.run(&mut npm(["run", "lint"])));
    steps.run("page: types", || project.run(&mut npm(["run", "check"])));
    steps.run("page: tests", || project.run(&mut npm(["test"])));
    // The window holds the built pages, so nothing of it compiles without them.
    if steps.run("page: build", || project.run(&mut npm(["run", "build"]))) {
        steps.run("rust: tests", || project.run(&mut tests(&[WINDOW_FEATURE])));
        if options.nightly {
            steps.run("rust: histories", || project.run(&mut histories()));
        }
        steps.run("rust: lints", || project.run(&mut clippy()));
        if !options.fast && steps.run("window: build", || build_window(project, false)) {
            steps.run("window: end to end", || end_to_end(project));
        }
    }
    steps.close()
}

/// Checks format and lints.
pub fn lint(project: &Project) -> Result<(), Failure> {
    setup::setup(project)?;
    project.run(&mut format())?;
    project.run(&mut npm(["run", "lint"]))?;
    project.run(&mut npm(["run", "check"]))?;
    project.run(&mut npm(["run", "build"]))?;
    project.run(&mut clippy())
}

/// Returns the command that compares the generated files, or writes them if `FACHUANG_CODEGEN` is set.
pub fn generated() -> Command {
    cargo(["test", "-p", "fachuang-tests", "--test", "it", "generated"])
}

fn format() -> Command {
    cargo(["fmt", "--all", "--check"])
}

/// Tests of the whole workspace at once, so that everything below is compiled once and not once for each package.
fn tests(features: &[&str]) -> Command {
    let mut command = cargo(["test", "--workspace", "--no-fail-fast", "--features"]);
    command.arg(features.join(","));
    command
}

fn histories() -> Command {
    let mut command = tests(&[WINDOW_FEATURE]);
    command
        .args(["--test", "exchange", "--", "--nocapture", "histories::"])
        .env("FACHUANG_EXCHANGE_HISTORIES", NIGHTLY_HISTORIES);
    command
}

fn clippy() -> Command {
    let mut command = cargo(["clippy", "--workspace", "--all-targets", "--features"]);
    command
        .arg([WINDOW_FEATURE, JOURNEYS_FEATURE].join(","))
        .args(["--", "-D", "warnings"]);
    command
}

fn end_to_end(project: &Project) -> Result<(), Failure> {
    let mut journeys = Command::new(build_journeys(project)?);
    journeys
        .arg("--test-threads=1")
        .env(
            "FACHUANG_E2E_BINARY",
            project.program("fachuang-desktop", false),
        )
        .env("FACHUANG_FONTS", project.root.join("assets/fonts"))
        .env("FACHUANG_SCREENSHOTS", project.target.join("screenshots"));
    project.run(&mut journeys)
}

/// Builds the journeys and returns their program.
fn build_journeys(project: &Project) -> Result<String, Failure> {
    let output = tests(&[WINDOW_FEATURE, JOURNEYS_FEATURE])
        .args(["--no-run", "--message-format=json-render-diagnostics"])
        .current_dir(&project.root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cargo test: {error}")))?;
    journeys_program(&String::from_utf8_lossy(&output.stdout))
        .filter(|_| output.status.success())
        .ok_or_else(|| Failure::new("the journeys do not compile"))
}

/// Finds the program of the journeys in what Cargo says about everything it has built.
fn journeys_program(messages: &str) -> Option<String> {
    let built = messages
        .lines()
        .find(|line| line.contains(r#""name":"e2e""#) && line.contains(r#""executable":""#))?;
    let (_, after) = built.split_once(r#""executable":""#)?;
    let (path, _) = after.split_once('"')?;
    Some(path.replace(r"\\", r"\"))
}

/// What has been run so far.
#[derive(Debug, Default)]
struct Steps {
    done: Vec<(&'static str, Duration, bool)>,
    first: Option<Failure>,
}

impl Steps {
    /// Runs a step, remembers how it went, and tells whether it went well.
    fn run(&mut self, name: &'static str, step: impl FnOnce() -> Result<(), Failure>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let result = step();
        let went_well = result.is_ok();
        self.done.push((name, start.elapsed(), went_well));
        if let Err(failure) = result {
            println!("{name}: {}", failure.message);
            self.first.get_or_insert(failure);
        }
        went_well
    }

    /// Prints the table and returns the first failure.
    fn close(self) -> Result<(), Failure> {
        println!();
        for (name, took, went_well) in &self.done {
            let word = if *went_well { "ok" } else { "FAILED" };
            println!("{name:<24} {:>7.1} s  {word}", took.as_secs_f64());
        }
        match self.first {
            None => {
                println!("all steps passed");
                Ok(())
            }
            Some(first) => Err(first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_of_the_journeys_is_found_among_all_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"it"},"executable":"/t/it-1"}
{"reason":"compiler-artifact","target":{"name":"e2e"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"e2e"},"executable":"/t/e2e-1","fresh":true}
{"reason":"build-finished","success":true}"#;
        assert_eq!(journeys_program(messages).as_deref(), Some("/t/e2e-1"));
        assert_eq!(journeys_program(r#"{"reason":"build-finished"}"#), None);
    }

    #[test]
    fn the_first_failure_decides_and_later_steps_still_run() {
        let mut steps = Steps::default();
        assert!(steps.run("one", || Ok(())));
        assert!(!steps.run("two", || Err(Failure {
            message: "first".to_owned(),
            code: 7
        })));
        assert!(!steps.run("three", || Err(Failure::new("second"))));
        let failure = steps.close().unwrap_err();
        assert_eq!((failure.message.as_str(), failure.code), ("first", 7));
    }
}
