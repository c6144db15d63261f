//! Tests of a contract's terms and the duties that fall due under them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

mod bad_input;
mod checked; // tables that must be refused, each with its place
mod fixture; // a small contract, and the reference contract
mod holidays; // properties: the term, added holidays
mod limits; // limits against a naive model, case by case
mod meetings; // several meetings of a month
mod money; // payments and growth
mod reference; // the reference contract's tables and dates
mod states; // late, early, not recorded
mod years; // what is due by fiscal years
