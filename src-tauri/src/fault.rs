//! What happens when the program cannot go on: it says so in a file and ends.

use std::fs::OpenOptions;
use std::io::Write;
use std::panic::PanicHookInfo;
use std::path::Path;

const EXIT_CODE: i32 = 70;
const LOG_NAME: &str = "fault.log";

/// Makes every panic, on any thread, leave one line in the data folder and end the program.
///
/// A desk that has panicked may hold half a decision in memory; the database holds only whole ones.
pub fn end_the_program_on_panic(data_dir: &Path) {
    let log = data_dir.join(LOG_NAME);
    std::panic::set_hook(Box::new(move |info| {
        let line = describe(info);
        write_line(&mut std::io::stderr(), &line);
        if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(&log) {
            write_line(&mut file, &line);
        }
        std::process::exit(EXIT_CODE);
    }));
}

/// Says why the program cannot start, and ends it.
pub fn refuse_to_start(error: &dyn std::error::Error) -> ! {
    write_line(
        &mut std::io::stderr(),
        &format!("法窗无法启动 (cannot start): {error}"),
    );
    std::process::exit(EXIT_CODE);
}

/// Returns the place and, when it is fixed text of the program, the message of a panic.
///
/// A message put together at run time may carry a person's data, so it stays out of the log.
fn describe(info: &PanicHookInfo<'_>) -> String {
    let place = info
        .location()
        .map_or_else(|| "unknown place".to_owned(), ToString::to_string);
    let message = info.payload().downcast_ref::<&str>().copied();
    let now = chrono::Local::now().to_rfc3339();
    format!(
        "{now} {} panic at {place}: {}",
        env!("CARGO_PKG_VERSION"),
        message.unwrap_or("(message withheld)")
    )
}

fn write_line(target: &mut dyn Write, line: &str) {
    // There is nobody left to tell when even this fails.
    let _ = writeln!(target, "{line}");
}
