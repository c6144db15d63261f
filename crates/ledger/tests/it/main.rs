//! What the ledgers promise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// All checks of a day, and what a month feeds.
mod check;
/// Devices: status, histories, contradictions.
mod device;
/// Personnel, unassigned machines, software not allowed, idle accounts, certificates.
mod duties;
/// Growth against its limits.
mod growth;
/// The journal: chain, corrections, two times, the written form.
mod journal;
/// Small ledgers to ask questions of.
mod ledgers;
/// Loans: the plan, overdue ones, conflicts.
mod loan;
/// Media: disposals, personal data, the monthly report.
mod medium;
/// Renewals: notice days and steps.
mod renewal;
/// The table of ledgers.
mod rules;
/// Stock-takes and their sum.
mod stocktake;
