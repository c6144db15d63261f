//! What the ledgers promise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// A journal that was changed after it was written: every byte, every line.
mod corruption;
/// The catalogue of messages.
mod errors;
/// The written form: kept files of every format.
mod format;
/// The journal: batches, corrections, reversals, two times.
mod journal;
/// Laws of the journal over facts of all sorts, and the plain model.
mod laws;
/// The table of ledgers.
mod rules;
