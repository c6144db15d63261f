//! Tests of `tables`.

#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]

mod errors; // what each mistake in a table is told
mod names; // rows that refer to others by name
mod outline; // where rows stand
mod properties; // no text makes the reader panic
mod values; // types of values, digits kept
