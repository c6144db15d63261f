//! The ledger's journal in an SQLite database that refuses updates and deletions.
//!
//! ```
//! use ledger::{Draft, Kind, Put, Store};
//! use ledger_sqlite::SqliteStore;
//!
//! # let folder = tempfile::tempdir()?;
//! let path = folder.path().join("ledger.sqlite");
//! let mut store = SqliteStore::create(&path)?;
//! let mut journal = store.journal()?;
//! let pc = Draft::put("2024-06-03".parse()?, Put::new(Kind::Device, "PC-0007"));
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![pc])?;
//! store.append(&batch)?;
//! journal.append(batch)?;
//! let again = SqliteStore::open(&path)?.journal()?;
//! assert_eq!(again.head(), journal.head());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`SqliteStore`]: the database, verified when opened. Several programs may have it open; a batch that was made
//!   before another was recorded is refused.
//! - [`read`]: the journal of a database of this or an earlier schema; [`SqliteStore::migrate`] brings it to the present one.
//! - [`SqliteError`]: what can go wrong.
//!
//! Each row of the table `entry` holds the text of an entry; the view `fact` shows its parts to those who ask in SQL, the
//! view `batch` what belongs together.
//!
//! # Not covered
//! Somebody who may write to the file can take the triggers away and exchange rows. Opening finds both, unless every
//! hash from there on was computed anew; then only a head kept elsewhere shows it.

pub use crate::{
    error::SqliteError,
    schema::VERSION,
    store::{SqliteStore, read},
};

mod error;
mod schema;
mod store;
