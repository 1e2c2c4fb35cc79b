//! `cargo xtask`: set-up, run, test, bench, lint and code generation.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks on its streams"
)]

mod project;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::{Project, cargo};

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    about = "Everything a developer of 法窗 needs, one command each"
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Installs what is missing on this machine.
    Setup,
    /// Builds the program and opens it.
    Run(run::Options),
    /// Runs every check and every test.
    Test(test::Options),
    /// Measures speed on a large desk, in a release build unless `--quick`; what follows goes to the bench program.
    Bench {
        /// Passed on as they are.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Checks format and lints without running a test.
    Lint,
    /// Writes the generated files anew.
    Codegen,
}

/// Why a task ended early.
#[derive(Debug)]
struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }
}

fn main() -> ExitCode {
    let project = Project::here();
    let done = match Arguments::parse().task {
        Task::Setup => setup::setup(&project),
        Task::Run(options) => run::run(&project, &options),
        Task::Test(options) => test::test(&project, &options),
        Task::Bench { arguments } => {
            let mut bench = cargo(["run", "-p", "fachuang-tests", "--bin", "bench"]);
            // A quick look is not worth a build of its own.
            if !arguments.iter().any(|argument| argument == "--quick") {
                bench.arg("--release");
            }
            project.run(bench.arg("--").args(arguments))
        }
        Task::Lint => test::lint(&project),
        Task::Codegen => project.run(test::generated().env("FACHUANG_CODEGEN", "write")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
