//! Handlers: from wire to core and back. Each is as thin as the mapping allows.

pub mod catalogue;
pub mod conflict;
pub mod intake;
pub mod list;
pub mod paper;
pub mod person;
pub mod rating;
pub mod session;
pub mod setting;
mod show;
pub mod staff;
pub mod ticket;
mod timeline;
