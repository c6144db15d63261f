//! What the ledgers promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
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
/// The journal: chain, corrections, two times, the written form.
mod journal;
/// Licences: a small world to ask about.
mod licence;
/// Seat accounts.
mod licence_accounts;
/// Licences: named cases, and how their answers read.
mod licence_cases;
/// Licences: the matching against brute force, and what must hold whatever the world.
mod licence_matching;
/// Laws of the journal over facts of all sorts, and the plain model.
mod laws;
/// The table of ledgers.
mod rules;
