//! Tests of the schemas: against every table there is, and against the programs that read them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

// What the tables of the contracts are by the schemas, and what they no longer are when spoilt.
mod contracts;
// The report's JSON, by its schema.
mod output;
// The readers of the program, by the table.
mod read;
// Keys that readers ask for and need, and those of the schemas; tables printed and read again.
mod readers;
// The part of JSON Schema that the schemas use.
mod validator;
