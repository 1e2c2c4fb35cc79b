//! Rules, tickets, journal and store of the case desk. Knows no window, no clock and no locale.

pub mod account;
pub mod case_file;
pub mod journal;
pub mod ticket;
pub mod time;
pub mod calendar;
pub mod deadline;
pub mod dictionary;
pub mod identifier;
pub mod chance;
pub mod storage;
pub mod number;
pub mod naming;
pub mod window;
pub mod desk;
pub mod error;
pub mod party_check;
pub mod person;
pub mod site;
pub mod staff;
pub mod visit;
pub mod search;
