//! What the task runner and the end-to-end tests share.

pub mod screen;
