//! Tests of the work catalogue, its schedule and its log.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

mod cells;
mod fixture;
mod log;
mod model;
mod schedule;
mod tables;
