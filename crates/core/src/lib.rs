//! Rules, tickets, journal and store of the case desk. Knows no window, no clock and no locale.

pub mod calendar;
pub mod case_file;
pub mod deadline;
pub mod dictionary;
pub mod identifier;
pub mod naming;
pub mod number;
pub mod window;
