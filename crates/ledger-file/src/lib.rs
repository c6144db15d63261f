//! The ledger's journal in a file: JSON Lines, one line a batch, on disk before it is answered for.
//!
//! ```
//! use ledger::{Draft, Kind, Put, Store};
//! use ledger_file::{FileStore, Opened};
//!
//! # let folder = tempfile::tempdir()?;
//! let path = folder.path().join("ledger.jsonl");
//! let mut store = FileStore::create(&path)?;
//! let mut journal = store.journal()?;
//! let pc = Draft::put("2024-06-03".parse()?, Put::new(Kind::Device, "PC-0007"));
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![pc])?;
//! store.append(&batch)?;
//! journal.append(batch)?;
//! // One writer at a time; anybody may read.
//! assert!(FileStore::open(&path).is_err());
//! assert_eq!(ledger_file::read(&path)?.journal.head(), journal.head());
//! drop(store);
//! let Opened { journal: again, cut, .. } = FileStore::open(&path)?;
//! assert_eq!((again.head(), cut), (journal.head(), None));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`FileStore`]: the one writer of a journal file; [`Opened`] says what had to be mended.
//! - [`read`]: the journal without a lock, also while somebody writes.
//! - [`FileError`]: what can go wrong, in the order in which it is looked for.
//!
//! # Not covered
//! Whether batches at the end were taken away whole: only a head kept elsewhere shows that.

#[doc(hidden)]
pub use crate::reading::read_on;
pub use crate::{
    error::FileError,
    reading::{Read, read},
    store::{Cut, FileStore, Opened},
};

#[doc(hidden)]
pub mod disk;
mod error;
mod reading;
mod store;
mod tail;
