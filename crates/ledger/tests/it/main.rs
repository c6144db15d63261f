//! What the ledgers promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

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
/// The table of ledgers.
mod rules;
