//! The workbook, read back by another program, and recalculated by a third.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a check that cannot go on stops its test; numbers of a workbook are floats"
)]

mod book;
mod read_back;
mod recalculated;
