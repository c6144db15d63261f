//! The shape of each table, written once more as Rust types for the generator alone.
//!
//! The program lowers tables by hand, row by row, so that it can tell every problem with its place; these types are
//! never filled. A test holds them against the readers: the keys that a reader asks for, and those it needs.

pub(crate) mod bid;
pub(crate) mod calendar;
pub(crate) mod duties;
pub(crate) mod ledger;
pub(crate) mod operations;
pub(crate) mod readers;
pub(crate) mod records;
pub(crate) mod report;
pub(crate) mod sample;
pub(crate) mod sla;
pub(crate) mod tasks;
pub(crate) mod terms;
