//! What files are handed in for.

/// What a file is handed in for: what to do about a problem depends on who maps its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Purpose {
    /// Operation records, by `records.toml`.
    #[default]
    Records,
    /// A ledger, by `import.toml`.
    Ledger,
    /// The people and shifts of a bid, whose columns have fixed names.
    Bid,
    /// What ledgers are compared with, whose columns have fixed names.
    Compared,
}
