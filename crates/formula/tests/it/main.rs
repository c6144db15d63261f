//! Tests of `formula`.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::indexing_slicing, reason = "an index out of bounds fails the test")]
#![allow(clippy::panic, reason = "a shared check that cannot go on stops its test")]

mod accepted;
mod as_written;
mod cases;
mod context;
mod coq;
mod dress;
mod generated;
mod laws;
mod left_sides;
mod misreadings;
mod mutants;
mod names; // what is proved, what is refuted and by which month
mod oracle;
mod properties;
mod prose;
mod published;
mod reading;
mod regressions;
mod schedules;
mod solver;
mod targets;
mod written; // rounding and small numbers, against trying every month // formulas as documents print them, and what is wrong with others
