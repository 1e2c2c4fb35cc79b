//! Figures: what was measured, how often, and what was hoped for.

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// One line of the table.
#[derive(Debug)]
struct Figure {
    name: String,
    /// Sorted, in `unit`.
    values: Vec<f64>,
    unit: &'static str,
    /// Processor time of the same runs, sorted; empty where the system does not tell.
    processor: Vec<f64>,
    /// The 95th percentile should stay below.
    target: Option<f64>,
}

/// How long something took: by the clock, and on the processor, which other programs do not stretch.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    pub clock: Duration,
    pub processor: Option<Duration>,
}

/// Everything measured in a run.
#[derive(Debug, Default)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Adds durations, in milliseconds; `target` is the hoped-for 95th percentile.
    pub fn add(&mut self, name: &str, taken: &[Taken], target: Option<f64>) {
        let ms = |one: Duration| one.as_secs_f64() * 1000.0;
        let clock = taken.iter().map(|one| ms(one.clock)).collect();
        let processor = taken
            .iter()
            .filter_map(|one| one.processor.map(ms))
            .collect();
        self.push(name, clock, processor, "ms", target);
    }

    /// Adds values of any unit.
    pub fn add_values(
        &mut self,
        name: &str,
        values: Vec<f64>,
        unit: &'static str,
        target: Option<f64>,
    ) {
        self.push(name, values, Vec::new(), unit, target);
    }

    fn push(
        &mut self,
        name: &str,
        mut values: Vec<f64>,
        mut processor: Vec<f64>,
        unit: &'static str,
        target: Option<f64>,
    ) {
        values.sort_by(f64::total_cmp);
        processor.sort_by(f64::total_cmp);
        let name = name.to_owned();
        let figure = Figure {
            name,
            values,
            unit,
            processor,
            target,
        };
        eprintln!("{figure}");
        self.0.push(figure);
    }

    /// Returns the figures for a program to read.
    pub fn json(&self) -> Value {
        let figures: Vec<Value> = self
            .0
            .iter()
            .map(|one| {
                json!({
                    "name": one.name, "unit": one.unit, "count": one.values.len(), "p50": one.at(0.50),
                    "p95": one.at(0.95), "p99": one.at(0.99), "max": one.at(1.0), "target": one.target,
                    "processor_p50": at(&one.processor, 0.50), "processor_p95": at(&one.processor, 0.95),
                    "ok": one.is_ok(),
                })
            })
            .collect();
        json!({
            "profile": if cfg!(debug_assertions) { "dev" } else { "release" },
            "figures": figures,
        })
    }
}

/// Returns the value below which a share of sorted values lies, by nearest rank.
fn at(values: &[f64], share: f64) -> Option<f64> {
    let rank = (share * values.len() as f64).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied()
}

impl Figure {
    fn at(&self, share: f64) -> f64 {
        at(&self.values, share).unwrap_or(f64::NAN)
    }

    fn is_ok(&self) -> Option<bool> {
        self.target.map(|target| self.at(0.95) < target)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let judged = match (self.target, self.is_ok()) {
            (Some(target), Some(true)) => format!("OK   < {target}"),
            (Some(target), _) => format!("over < {target}"),
            _ => String::new(),
        };
        write!(
            f,
            "{:<44} {:>6} {:>10.2} {:>10.2} {:>10.2} {:>10.2} {:>10}  {:<4} {judged}",
            self.name,
            self.values.len(),
            self.at(0.50),
            self.at(0.95),
            self.at(0.99),
            self.at(1.0),
            at(&self.processor, 0.95).map_or(String::new(), |p95| format!("{p95:.2}")),
            self.unit,
        )
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<44} {:>6} {:>10} {:>10} {:>10} {:>10} {:>10}",
            "", "n", "p50", "p95", "p99", "max", "cpu p95"
        )?;
        for figure in &self.0 {
            writeln!(f, "{figure}")?;
        }
        Ok(())
    }
}

/// Runs something and says how long it took.
pub fn timed<T>(run: impl FnOnce() -> T) -> (T, Taken) {
    let (start, before) = (Instant::now(), on_processor());
    let done = run();
    let clock = start.elapsed();
    let processor = on_processor()
        .zip(before)
        .map(|(after, before)| after - before);
    (done, Taken { clock, processor })
}

/// Returns how long this thread has been on a processor, where the system tells.
fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ')
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}

impl std::ops::Add for Taken {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            clock: self.clock + other.clock,
            processor: self.processor.zip(other.processor).map(|(a, b)| a + b),
        }
    }
}

impl std::ops::Div<u32> for Taken {
    type Output = Self;

    fn div(self, by: u32) -> Self {
        Self {
            clock: self.clock / by,
            processor: self.processor.map(|time| time / by),
        }
    }
}
