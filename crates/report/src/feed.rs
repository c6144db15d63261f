//! What the report's contents are drawn from.

use ledger::Check;
use sla::{Kind, ListName};

/// What one of the contents is drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feed {
    /// Cases of a kind that belong to the month.
    Cases(Kind),
    /// A list of the contract's own.
    List(ListName),
    /// A list that the ledgers give.
    Ledger(LedgerList),
    /// What checks of the ledgers notice.
    Checks(Vec<Check>),
    /// The log of work done in the month.
    Work,
}

/// A list that the ledgers give to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerList {
    /// Licences held, used, distributed and left, by product.
    Licences,
    /// Assets whose renewal is near or overdue.
    Renewals,
    /// Loans that are out, and breakdowns of the month.
    Loans,
}

impl LedgerList {
    /// The words of `report.toml`.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("licences", Self::Licences), ("renewals", Self::Renewals), ("loans", Self::Loans)];
}
