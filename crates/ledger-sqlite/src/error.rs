//! What can go wrong with a journal database.

use std::{
    io,
    path::{Path, PathBuf},
};

use ledger::{AppendError, Corruption};

/// A journal database cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// It is to be made, but is there.
    #[error("`{path}` is there already; open it, or give the new journal another name")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It is to be opened, but is not there.
    #[error("`{path}` is not there; make the journal first, or correct the path")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is something else.
    #[error("`{path}` is no journal database; correct the path")]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// It was made by a later version of this program.
    #[error("`{path}` has schema {found}; this version knows schemas up to {known}, use a newer one")]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema known.
        known: i64,
    },
    /// It was made by an earlier version of this program, and is to be recorded in.
    #[error(
        "`{path}` has schema {found}, and this program records in schema {known}: `keiyaku ledger migrate {path}` brings it there and keeps every entry; reading needs no migration"
    )]
    OlderSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The schema in which entries are recorded.
        known: i64,
    },
    /// The database engine does not do what keeping entries safe needs.
    #[error(
        "`{path}`: the database engine has `{name}` at {found} where {wanted} is needed; close other programs that have the database open, then try again"
    )]
    Setting {
        /// The file.
        path: PathBuf,
        /// The setting.
        name: &'static str,
        /// What is needed.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// What guards the entries was changed.
    #[error(
        "`{path}`: {object} is not as it was made; whoever changed it could change entries, compare with a copy"
    )]
    Schema {
        /// The file.
        path: PathBuf,
        /// The table, view, index or trigger.
        object: String,
    },
    /// The file is damaged below its entries.
    #[error("`{path}` is damaged: {found}; put back a copy, nothing was changed")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database engine found.
        found: String,
    },
    /// It is not what was written.
    #[error("`{path}`: {corruption}; {}", corruption.damage.way_out())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The entry and what is wrong with it.
        corruption: Corruption,
    },
    /// The batch does not follow what the database ends with.
    #[error("`{path}`: {reason}")]
    Stale {
        /// The file.
        path: PathBuf,
        /// Which entry was expected.
        reason: AppendError,
    },
    /// The batch could not be brought to the disk.
    #[error(
        "`{path}` could not keep the batch: {source}; all that was recorded before stands; make room or have the disk checked, then see by `keiyaku ledger verify` whether the batch is there before you record it again"
    )]
    NotKept {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        source: rusqlite::Error,
    },
    /// Somebody else writes.
    #[error("`{path}` is being written by another program; wait until it has ended, then try again")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The database engine refuses.
    #[error("`{path}` cannot be {done}: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What was to be done with it.
        done: &'static str,
        /// What the engine says.
        source: rusqlite::Error,
    },
    /// The machine refuses.
    #[error("`{path}` cannot be {done}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done with it.
        done: &'static str,
        /// What the machine says.
        source: io::Error,
    },
}

impl SqliteError {
    /// Whether the machine does not let the database be written to: a full or read-only disk, no permission.
    #[must_use]
    pub fn is_unwritable(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
        let (Self::Database { source, .. } | Self::NotKept { source, .. }) = self else { return false };
        let code = source.sqlite_error_code();
        matches!(code, Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure))
    }

    /// For [`Result::map_err`].
    pub(crate) fn database(path: &Path, done: &'static str) -> impl Fn(rusqlite::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::Busy { path: path.clone() }
            }
            Some(rusqlite::ErrorCode::NotADatabase) => Self::NotALedger { path: path.clone() },
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path: path.clone(), found: source.to_string() }
            }
            _ => Self::Database { path: path.clone(), done, source },
        }
    }

    /// For [`Result::map_err`], of what keeps a batch.
    pub(crate) fn not_kept(path: &Path) -> impl Fn(rusqlite::Error) -> Self + use<> {
        let otherwise = Self::database(path, "written");
        move |source| match otherwise(source) {
            Self::Database { path, source, .. } => Self::NotKept { path, source },
            other => other,
        }
    }

    /// For [`Result::map_err`].
    pub(crate) fn io(path: &Path, done: &'static str) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path: path.clone(), done, source }
    }
}
