//! Tests of `coverage`.

#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]

mod carrying; // what carries statements out
mod reading; // tables of statements, and what is wrong with them
mod rows; // rows that can carry statements out
mod tracing; // from a clause to rows and remarks
