//! Tests of the standard's data and of the levels that evidence shows.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

mod data;
mod explained;
mod foreign;
mod naive;
mod pages;
mod people;
mod regressions;
mod thresholds;
