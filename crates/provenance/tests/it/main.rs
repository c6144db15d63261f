//! Tests of `provenance`.

#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]

mod clauses; // citations: parsing, printing, the index
mod fold; // texts compared as people mean them
mod verdicts; // the algebra of verdicts
