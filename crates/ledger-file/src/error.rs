//! What can go wrong with a journal file.

use std::{
    io,
    path::{Path, PathBuf},
};

use ledger::{AppendError, Corruption};

/// A journal file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
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
    /// It is a folder, a pipe, a device or the like.
    #[error("`{path}` is not a regular file, and no journal is kept elsewhere; correct the path")]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// A line is longer than is read, or would be.
    #[error(
        "`{path}`, line {line}: is longer than {limit} bytes, the limit for a batch; if this is the journal, record in smaller batches, else correct the path"
    )]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// How many bytes a line may have.
        limit: u64,
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
    /// Somebody else writes.
    #[error(
        "`{path}` is being written by another program; wait until it has ended, then try again (reading is possible meanwhile)"
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// It is not what was written.
    #[error(
        "`{path}`, line {line}: {corruption}; {}", corruption.damage.way_out()
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The entry and what is wrong with it.
        corruption: Corruption,
    },
    /// The batch does not follow what the file ends with.
    #[error("`{path}`: {reason}")]
    Stale {
        /// The file.
        path: PathBuf,
        /// Which entry was expected.
        reason: AppendError,
    },
    /// It was changed behind the lock.
    #[error(
        "`{path}` has {found} bytes where {expected} were written: a program that does not ask for the lock changed it; open it anew to have it verified"
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// Its length as written.
        expected: u64,
        /// Its length as found.
        found: u64,
    },
    /// The batch could not be brought to the disk.
    #[error(
        "`{path}` could not keep the batch: {source}; all that was recorded before stands; make room or have the disk checked, then see by `keiyaku ledger verify` whether the batch is there before you record it again"
    )]
    NotKept {
        /// The file.
        path: PathBuf,
        /// What the machine says.
        source: io::Error,
    },
    /// Writing failed before, and how much of it is on disk is not known.
    #[error("`{path}` takes nothing more since writing to it failed; open it anew to see what is there")]
    Failed {
        /// The file.
        path: PathBuf,
    },
}

impl FileError {
    /// For [`Result::map_err`].
    pub(crate) fn io(path: &Path, done: &'static str) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path: path.clone(), done, source }
    }
}
