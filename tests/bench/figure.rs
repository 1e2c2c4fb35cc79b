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
    /// The 95th percentile should stay below.
    target: Option<f64>,
}

/// Everything measured in a run.
#[derive(Debug, Default)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Adds durations, in milliseconds; `target` is the hoped-for 95th percentile.
    pub fn add(&mut self, name: &str, durations: &[Duration], target: Option<f64>) {
        let values = durations
            .iter()
            .map(|one| one.as_secs_f64() * 1000.0)
            .collect();
        self.add_values(name, values, "ms", target);
    }

    /// Adds values of any unit.
    pub fn add_values(
        &mut self,
        name: &str,
        mut values: Vec<f64>,
        unit: &'static str,
        target: Option<f64>,
    ) {
        values.sort_by(f64::total_cmp);
        let name = name.to_owned();
        let figure = Figure {
            name,
            values,
            unit,
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

impl Figure {
    /// Returns the value below which a share of the values lies, by nearest rank.
    fn at(&self, share: f64) -> f64 {
        let rank = (share * self.values.len() as f64).ceil() as usize;
        self.values
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or(f64::NAN)
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
            "{:<44} {:>6} {:>10.2} {:>10.2} {:>10.2} {:>10.2}  {:<4} {judged}",
            self.name,
            self.values.len(),
            self.at(0.50),
            self.at(0.95),
            self.at(0.99),
            self.at(1.0),
            self.unit,
        )
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<44} {:>6} {:>10} {:>10} {:>10} {:>10}",
            "", "n", "p50", "p95", "p99", "max"
        )?;
        for figure in &self.0 {
            writeln!(f, "{figure}")?;
        }
        Ok(())
    }
}

/// Runs something and says how long it took.
pub fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = run();
    (done, start.elapsed())
}
