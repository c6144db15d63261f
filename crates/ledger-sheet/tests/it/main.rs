//! What importing and exporting promise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// Every message with a file that brings it about.
/// Names of columns: the contract's, the mapping's, misspelt ones.
mod columns;
/// Export, and export then import.
mod export;
/// Files nobody should hand in.
mod hostile;
/// LibreOffice as a second reader, where it is installed.
mod libreoffice;
/// `import.toml`.
mod mapping;
/// What a plan says: created, updated, unchanged, absent, late, twice.
mod plans;
/// Workbooks written down cell by cell.
mod sheets;
/// Values of every type, as people write them.
mod values;
/// What tests share: the reference contract's ledgers and a journal.
mod world;
