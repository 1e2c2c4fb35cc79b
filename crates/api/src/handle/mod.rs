//! Handlers: from wire to core and back. Each is as thin as the mapping allows.

pub mod backup;
pub mod catalogue;
pub mod conflict;
pub mod institution;
pub mod intake;
pub mod keys;
pub mod list;
pub mod paper;
pub mod paper_delivery;
mod paper_facts;
pub mod paper_library;
pub mod paper_volume;
pub mod parameter;
pub mod person;
pub mod procedure;
pub mod rating;
pub mod restore;
pub(crate) mod second;
pub mod session;
pub mod setting;
mod show;
pub mod staff;
pub mod supervise;
pub mod ticket;
mod timeline;
pub mod whereabouts;
