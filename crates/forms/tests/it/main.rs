//! Papers from case file to printed page.

mod archive;
mod checks;
mod fields;
mod fonts;
mod forms;
mod looks;
mod pages;
mod pictures;
mod print_copy;
mod receipts;
mod sample;
mod tools;
mod trees;
