//! Deadlines: rules as versioned data, and limits that explain themselves.

mod compute;
mod explain;
mod light;
mod rule;
#[cfg(test)]
mod tests;

pub use compute::{Due, Limit, Run, compute, promised};
pub use light::{Light, Thresholds, light};
pub use rule::{Keeper, Rule, Rules, Unit};
