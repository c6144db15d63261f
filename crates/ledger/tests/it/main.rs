//! What the ledgers promise.

/// The journal: chain, corrections, two times, the written form.
mod journal;
/// The table of ledgers.
mod rules;
