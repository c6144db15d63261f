//! Tests of `calendar`.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::panic, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::indexing_slicing, reason = "an index out of bounds fails the test")]

mod contract; // the reference contract's table, business days, periods
mod edges; // summer time, overnight, landing, coverage, each by hand
mod examples; // the examples do what they say
mod official; // the holidays of the Act against the Cabinet Office's list
mod parts; // calendars put together by a program
mod properties; // laws, and naive models as the oracle
mod sites; // what lies within what, and which calendar each keeps
mod zones; // gaps and folds by hand, laws of local time
