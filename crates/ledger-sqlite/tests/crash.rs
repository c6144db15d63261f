//! Writers of a journal database, killed at any moment: a batch is whole or absent, what was answered is there.
#![allow(clippy::unwrap_used, reason = "a writer that cannot go on fails the test")]

use ledger_sqlite::{SqliteError, SqliteStore};

fn main() {
    let folder = ledger_testkit::folder();
    ledger_testkit::crash::run(folder.path(), 120, |file| match SqliteStore::open(file) {
        // Killed before anything was in it.
        Err(SqliteError::Missing { .. } | SqliteError::NotALedger { .. }) => {
            SqliteStore::create(file).unwrap()
        }
        opened => opened.unwrap(),
    });
}
