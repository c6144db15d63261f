//! Tests of `intake`.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::panic, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::indexing_slicing, reason = "an index out of bounds fails the test")]

#[cfg(feature = "workbooks")]
mod books; // workbooks in the open document format
mod containers;
mod dates; // dates of ledgers: serial numbers, refusals with what could be meant
mod encodings; // declared, detected, wrong
#[cfg(feature = "workbooks")]
mod old_books; // workbooks of before 2007, beside those since
mod sheets; // rows, their numbers, what is wrong with them
mod values; // times and numbers as people write them
