//! What files are compared with, and what is proposed for them.

use ledger::{Kind, Sheets};
use provenance::Text;

use crate::Lists;

/// What files are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Layouts<'a> {
    /// The text of a `records.toml`: a contract's, whose kinds, marks and words are those that service levels read, or a
    /// preset's. Without it nothing is taken for records.
    pub records: Option<&'a str>,
    /// The ledgers of a contract. Without them nothing is taken for a ledger.
    pub ledgers: Option<&'a Sheets>,
    /// The text of an `import.toml` with what a tool calls the columns of one ledger.
    pub ledger_layout: Option<&'a str>,
    /// The lists of a contract, which are read by their names and need no mapping.
    pub lists: Option<&'a Lists>,
}

impl<'a> Layouts<'a> {
    /// Records alone, by the text of a `records.toml`.
    #[must_use]
    pub const fn of_records(table: &'a str) -> Self {
        Self { records: Some(table), ledgers: None, ledger_layout: None, lists: None }
    }
}

/// A mapping that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The table for records, with its evidence and open points as comments.
    pub mapping: String,
    /// What is left to decide, also in the comments.
    pub open: Vec<Text>,
    /// How many sheets were given a kind of record, of how many.
    pub sheets: SheetsGiven,
    /// The files of which some sheet is of records.
    pub files: Vec<String>,
    /// Sheets of ledgers, each with its mapping.
    pub ledgers: Vec<LedgerProposal>,
}

/// How many sheets were given a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetsGiven {
    /// So many.
    pub given: usize,
    /// All that there are.
    pub all: usize,
}

/// A sheet of a ledger, with the `import.toml` that was proposed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerProposal {
    /// The kind of record that each row is.
    pub kind: Kind,
    /// The file, with the sheet where it has several.
    pub sheet: String,
    /// The table, with its evidence and open points as comments.
    pub mapping: String,
}
