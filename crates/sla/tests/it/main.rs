//! Tests of `sla`.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::panic, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::indexing_slicing, reason = "an index out of bounds fails the test")]

mod examples; // the examples do what they say
mod fixture; // the reference contract's tables and small observations
mod live; // a month as it goes on
mod measures; // each measure, each policy, by hand
mod model; // clocks against a naive one that counts second by second
mod office;
mod parts; // catalogues and policies put together by a program
mod placed; // percentile and longest time
mod properties;
mod regressions; // laws of results
mod review; // what past months say of targets
mod service; // a contract with a row of each kind, and cases at random
mod single; // one item, any days, one case
mod tables; // the reference contract's rows, and what wrong tables are told
