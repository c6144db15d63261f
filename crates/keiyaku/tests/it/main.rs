//! Tests of the facade: the reference contract, whole.

#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::panic, reason = "a shared check that cannot go on stops its test")]

mod lint; // what does not hold together in the reference contract
mod loading; // contracts from folders and tables
mod measures; // a row of each measure, end to end
mod month; // the embedded sample month, end to end
mod propose; // mappings proposed for what the program writes
mod references; // no text that refers to something can be misspelt
mod statements; // the indexes of the documents against all rows
mod terms; // terms beside the other tables
