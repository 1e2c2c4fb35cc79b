//! Who may sit at the desk: key slots, passwords, lock-out and roles.

pub mod lockout;
pub mod password;
pub mod recovery;
pub mod role;
pub mod second;
pub mod slot;
