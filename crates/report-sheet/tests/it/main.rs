//! The workbook, read back by another program, and recalculated by a third.

#![allow(missing_docs, reason = "tests")]

mod book;
mod read_back;
mod recalculated;
