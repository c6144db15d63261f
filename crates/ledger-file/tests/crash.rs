//! Writers of a journal file, killed at any moment: a batch is whole or absent, what was answered is there.
#![allow(clippy::unwrap_used, reason = "a writer that cannot go on fails the test")]

use ledger_file::{FileError, FileStore};

fn main() {
    let folder = ledger_testkit::folder();
    ledger_testkit::crash::run(folder.path(), 240, |file| match FileStore::open(file) {
        Err(FileError::Missing { .. }) => FileStore::create(file).unwrap(),
        opened => opened.unwrap().store,
    });
}
