//! What the journal file promises.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// Files that were cut, torn or altered: what is mended and what is refused.
mod damage;
/// The catalogue of messages: every case prints what the page says.
mod errors;
/// A disk that is full.
mod full_disk;
/// Loss of power and calls that fail, on a disk in memory.
mod power;
/// Pipes, devices and files without an end.
mod special;
/// What every store promises, and what this one does besides: one writer, any reader.
mod store;

use std::path::Path;

use ledger::Store;
use ledger_file::FileStore;
use ledger_testkit::small_journal;

/// The bytes of the small journal as this store writes it.
fn small_file(path: &Path) -> Vec<u8> {
    let mut store = FileStore::create(path).unwrap();
    for batch in small_journal().1 {
        store.append(&batch).unwrap();
    }
    drop(store);
    std::fs::read(path).unwrap()
}
