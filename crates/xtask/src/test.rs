//! `cargo xtask test`: every check and every test, with a table of what they took.

use std::process::Command;
use std::time::{Duration, Instant};

use clap::Args;

use crate::Failure;
use crate::project::{Project, cargo, npm};
use crate::run::build_window;
use crate::setup;

/// How much is tested.
#[derive(Debug, Args)]
pub struct Options {
    /// Leaves out the tests in the real window.
    #[arg(long)]
    fast: bool,
}

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
    steps.run("rust: tests", || project.run(&mut cargo(["test"])));
    steps.run("rust: generated files", || project.run(&mut generated()));
    // The window holds the built pages, so nothing of it compiles without them.
    if steps.run("page: build", || project.run(&mut npm(["run", "build"]))) {
        steps.run("rust: lints", || project.run(&mut clippy()));
        steps.run("window: tests", || {
            project.run(&mut cargo([
                "test",
                "-p",
                "fachuang-desktop",
                "--features",
                "custom-protocol",
            ]))
        });
        let built = steps.run("window: build", || build_window(project, false));
        if built && !options.fast {
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

fn clippy() -> Command {
    cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "fachuang-desktop/custom-protocol,fachuang-tests/e2e",
        "--",
        "-D",
        "warnings",
    ])
}

fn end_to_end(project: &Project) -> Result<(), Failure> {
    let mut tests = cargo([
        "test",
        "-p",
        "fachuang-tests",
        "--features",
        "e2e",
        "--test",
        "e2e",
        "--",
        "--test-threads=1",
    ]);
    tests
        .env(
            "FACHUANG_E2E_BINARY",
            project.program("fachuang-desktop", false),
        )
        .env("FACHUANG_FONTS", project.root.join("assets/fonts"))
        .env("FACHUANG_SCREENSHOTS", project.target.join("screenshots"));
    project.run(&mut tests)
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
