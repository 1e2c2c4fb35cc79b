//! Rules, tickets, journal and store of the case desk. Knows no window, no clock and no locale.

pub mod account;
pub mod calendar;
pub mod case_file;
pub mod chance;
pub mod deadline;
pub mod desk;
pub mod dictionary;
pub mod error;
pub mod identifier;
pub mod institution;
pub mod journal;
pub mod naming;
pub mod number;
pub mod parameter;
pub mod party_check;
pub mod person;
pub mod procedure;
pub mod reader;
pub mod search;
pub mod site;
pub mod staff;
pub mod storage;
pub mod ticket;
pub mod time;
pub mod visit;
pub mod window;
