//! Measures speed on a large desk: real entries, real fold, real read model, real key.
//!
//! Prints a table, and JSON with `--json`. Nothing here fails for being slow; a search that does not find what a scan
//! over all tickets finds is a fault and ends the program with an error.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks on its streams"
)]

mod county;
mod desk;
mod figure;
mod oracle;
mod plain;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::figure::Figures;

/// Why a run ended early.
pub type Failure = Box<dyn std::error::Error>;

#[derive(Debug, Parser)]
#[command(name = "bench", about = "Measures speed on a large desk")]
pub struct Options {
    /// Tickets in the desk.
    #[arg(long, default_value_t = 200_000)]
    tickets: usize,
    /// 20,000 tickets and fewer repeats.
    #[arg(long)]
    quick: bool,
    /// Writes the figures to a file as well.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Keeps the desk in a directory, and uses the one that is there already.
    #[arg(long)]
    desk: Option<PathBuf>,
    /// Times a register, a search of a kind or a page is repeated.
    #[arg(long, default_value_t = 500)]
    saves: usize,
    #[arg(long, default_value_t = 60)]
    queries: usize,
}

fn main() -> ExitCode {
    let mut options = Options::parse();
    if options.quick {
        options.tickets = 20_000;
        options.saves = 100;
        options.queries = 25;
    }
    let mut figures = Figures::default();
    let done = run(&options, &mut figures);
    print!("{figures}");
    if let Some(path) = &options.json
        && let Err(fault) = std::fs::write(path, figures.json().to_string())
    {
        eprintln!("{}: {fault}", path.display());
        return ExitCode::FAILURE;
    }
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let kept;
    let directory = match &options.desk {
        Some(path) => path.clone(),
        None => {
            kept = tempfile::tempdir()?;
            kept.path().join("desk")
        }
    };
    let opened = desk::ready(&directory, options.tickets, figures)?;
    work::measure(&opened, options, figures)?;
    plain::measure(&opened, options, figures)
}
