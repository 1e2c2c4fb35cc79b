//! Keys, restore and steps for two, through the command list: what happens on the day something is lost.

mod backup;
mod device;
mod key;
mod office;
mod restore;
mod second;
