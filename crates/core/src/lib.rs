//! Rules, tickets, journal and store of the case desk. Knows no window, no clock and no locale.

pub mod account;
pub mod case_file;
pub mod chance;
pub mod storage;
