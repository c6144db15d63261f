//! What the ledgers promise.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// All checks of a day, and what a month feeds.
mod check;
/// A journal that was changed after it was written: every byte, every line.
mod corruption;
/// Devices: status, histories, contradictions.
mod device;
/// Personnel, unassigned machines, software not allowed, idle accounts, certificates.
mod duties;
/// The catalogue of messages.
mod errors;
/// The examples.
mod examples;
/// The closed lists of fields, and what is refused for not standing in them.
mod fields;
/// The written form: kept files of every format.
mod format;
/// Growth against its limits.
mod growth;
/// Heads that were kept elsewhere, compared with journals.
mod head;
/// The journal: batches, corrections, reversals, two times.
mod journal;
/// Laws of the journal over facts of all sorts, and the plain model.
mod laws;
/// Small ledgers to ask questions of.
mod ledgers;
/// Licences: a small world to ask about.
mod licence;
/// Seat accounts.
mod licence_accounts;
/// Licences: named cases, and how their answers read.
mod licence_cases;
/// Licences: the matching against brute force, and what must hold whatever the world.
mod licence_matching;
mod licence_regressions;
/// Loans: the plan, overdue ones, conflicts.
mod loan;
/// Media: disposals, personal data, the monthly report.
mod medium;
/// A year of office life, made up by a seed.
mod office_life;
/// Renewals: notice days and steps.
mod renewal;
/// The table of ledgers.
mod rules;
/// Stock-takes and their sum.
mod stocktake;
/// The page that says how a head is computed.
mod worked_example;
