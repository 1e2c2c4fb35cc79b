//! What papers cost when the program is warm: time, size and memory of every form and of a volume of forty pages.

use std::{error::Error, fs, time::Instant};

use fachuang_forms::{FormError, Rendered, assemble, list, render};

use crate::sample;

const REPEATS: usize = 15;
const VOLUME_PAGES: u32 = 40;

/// Prints a line for every form.
pub fn measure() -> Result<(), Box<dyn Error>> {
    let fonts = sample::fonts();
    let (file, printing) = (sample::plain(), sample::printing(2));
    let started = Instant::now();
    render("receipt_a4", &file, &printing, &fonts)?;
    println!(
        "first paper {:.0} ms",
        started.elapsed().as_secs_f64() * 1000.0
    );
    for form in list() {
        render(form.code, &file, &printing, &fonts)?;
    }
    println!("resting {:.0} MB", memory("VmRSS:"));
    for form in list() {
        for code in [Some(form.code), form.large].into_iter().flatten() {
            report(code, || render(code, &file, &printing, &fonts))?;
        }
    }
    let mut codes = vec!["med_cover", "med_contents", "med_apply", "med_register"];
    while assemble(&codes, &file, &printing, &fonts)?.pages < VOLUME_PAGES {
        codes.extend(["med_inquiry", "med_record"]);
    }
    report("volume", || assemble(&codes, &file, &printing, &fonts))?;
    Ok(())
}

/// Prints the middle of several prints.
fn report(
    name: &str,
    print: impl Fn() -> Result<Rendered, FormError>,
) -> Result<(), Box<dyn Error>> {
    let mut taken = Vec::new();
    let (resting, mut peak) = (memory("VmRSS:"), 0.0_f64);
    let mut paper = print()?;
    for _ in 0..REPEATS {
        forget_peak();
        let started = Instant::now();
        paper = print()?;
        taken.push(started.elapsed().as_secs_f64() * 1000.0);
        peak = peak.max(memory("VmHWM:"));
    }
    taken.sort_by(f64::total_cmp);
    let kilobytes = paper.pdf.len() as f64 / 1024.0;
    println!(
        "{name:28} {:2} pages {:6.2} ms {kilobytes:6.1} KB {:5.1} MB",
        paper.pages,
        taken[taken.len() / 2],
        peak - resting
    );
    Ok(())
}

/// Returns a figure of this process in megabytes; 0 where the system does not tell.
fn memory(name: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes: Option<f64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// Lets the system count the highest use of memory from now on.
fn forget_peak() {
    // Where that cannot be done the peak is that of the whole run.
    let _ = fs::write("/proc/self/clear_refs", "5");
}
