//! Tests of `provenance`.

#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]

mod clauses;
mod coverage; // citations: parsing, printing, the index
mod verdicts; // the algebra of verdicts
