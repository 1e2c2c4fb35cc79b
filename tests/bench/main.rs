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
mod exchange;
mod figure;
mod hall;
mod limits;
mod lists;
mod oracle;
mod papers;
mod plain;
#[path = "../../crates/carrier/tests/store/server.rs"]
#[allow(dead_code, reason = "the line is cut in the tests of the carrier")]
mod server;
mod shell;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::figure::Figures;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a run ended early.
pub type Failure = Box<dyn std::error::Error>;

#[derive(Debug, Parser)]
#[command(name = "bench", about = "Measures speed on a large desk")]
pub struct Options {
    /// Tickets in the desk.
    #[arg(long, default_value_t = 200_000)]
    tickets: usize,
    /// 20,000 tickets at most and fewer repeats.
    #[arg(long)]
    quick: bool,
    /// The papers alone, form by form, without a desk.
    #[arg(long)]
    papers: bool,
    /// Files between a station and the centre alone: written, looked at, taken in, beside plain inserts of the same rows.
    #[arg(long)]
    exchange: bool,
    /// Two desks of a hall alone: how long until one lists what the other registers, in real time; some five minutes.
    #[arg(long)]
    hall: bool,
    /// What rests on due days alone: a new count after a calendar import, the overdue list, supervision.
    #[arg(long)]
    limits: bool,
    /// Writes the figures to a file as well.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Keeps the filled desk, and uses the one of the same size that an earlier run of the same version kept.
    #[arg(long)]
    keep: bool,
    /// Times a register, a search of a kind or a page is repeated.
    #[arg(long, default_value_t = 500)]
    saves: usize,
    #[arg(long, default_value_t = 60)]
    queries: usize,
}

fn main() -> ExitCode {
    let mut options = Options::parse();
    if options.quick {
        options.tickets = options.tickets.min(20_000);
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
    if options.papers {
        return papers::measure(figures);
    }
    let scratch = tempfile::tempdir_in(folder()?)?;
    if options.exchange {
        return exchange::measure(scratch.path(), options, figures);
    }
    if options.hall {
        return hall::measure(scratch.path(), figures);
    }
    let measured = scratch.path().join("desk");
    if options.keep {
        let kept = folder()?.join(desk::name(options.tickets));
        if !kept.exists() {
            let unfinished = scratch.path().join("filling");
            desk::ready(&unfinished, options.tickets, figures)?;
            std::fs::rename(&unfinished, &kept)?;
        }
        desk::copy(&kept, &measured)?;
    }
    let opened = desk::ready(&measured, options.tickets, figures)?;
    if options.limits {
        return limits::measure(&opened, options, figures);
    }
    work::measure(&opened, options, figures)?;
    limits::measure(&opened, options, figures)?;
    lists::measure(&opened, options, figures)?;
    work::measure_saves(&opened, options, figures)?;
    plain::measure(&opened, options, figures)
}

/// Returns the folder for desks, beside this program.
fn folder() -> Result<PathBuf, Failure> {
    let folder = std::env::current_exe()?.with_file_name("bench-desks");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
