//! The command list, the wire types and the Chinese messages: everything a front needs of the core.

pub mod command;
#[cfg(feature = "typescript")]
pub mod typescript;
pub mod wire;
