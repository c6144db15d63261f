//! What the ledgers promise.

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
