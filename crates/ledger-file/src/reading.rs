//! Reading a journal file line by line.

use ledger::Deed;
use std::{
    io::{self, BufRead, BufReader, Read as _, SeekFrom},
    path::Path,
};

use ledger::Journal;
use provenance::number_of;

use crate::{
    FileError,
    disk::{Disk, DiskFile, Machine, Open},
    tail::Left,
};

/// A journal as it was read beside the one who may be writing.
#[derive(Debug)]
#[non_exhaustive]
pub struct Read {
    /// The batches whose lines are ended.
    pub journal: Journal,
    /// How many bytes follow the last line's end: a batch that is being written, or was broken off; what is neither is an
    /// error.
    pub unended: u64,
}

/// Reads a journal without a lock. Somebody may be writing: only lines that are ended count.
///
/// # Errors
/// [`FileError`]: where the file is missing, cannot be read, or is not what was written.
pub fn read(path: impl AsRef<Path>) -> Result<Read, FileError> {
    read_on(&Machine, path.as_ref())
}

/// [`read`] from any disk.
///
/// # Errors
/// As [`read`].
#[doc(hidden)]
pub fn read_on(disk: &impl Disk, path: &Path) -> Result<Read, FileError> {
    let mut file = open(disk, path, Open::Read)?;
    let Lines { mut journal, count, tail, .. } = lines(&mut file, path)?;
    Left::of(&tail, &mut journal).map_err(|corruption| FileError::Corrupt {
        path: path.to_owned(),
        line: count + 1,
        corruption,
    })?;
    Ok(Read { journal, unended: number_of(tail.len()) })
}

pub(crate) fn open<D: Disk>(disk: &D, path: &Path, how: Open) -> Result<D::File, FileError> {
    disk.open(path, how).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => FileError::Missing { path: path.to_owned() },
        io::ErrorKind::AlreadyExists => FileError::Exists { path: path.to_owned() },
        io::ErrorKind::IsADirectory => FileError::NotAFile { path: path.to_owned() },
        _ if files::is_no_file(&source) => FileError::NotAFile { path: path.to_owned() },
        _ => {
            let done = if how == Open::New { Deed::Make } else { Deed::Open };
            FileError::Io { path: path.to_owned(), done, source }
        }
    })
}

/// How many bytes a line may have, so that a file that is no journal does not fill the memory: 256 MiB, half a million
/// entries.
pub(crate) const LINE: u64 = 256 << 20;

/// What a file holds.
pub(crate) struct Lines {
    pub(crate) journal: Journal,
    /// How many lines are ended.
    pub(crate) count: u64,
    /// How many bytes they have.
    pub(crate) length: u64,
    /// What follows the last line's end.
    pub(crate) tail: Vec<u8>,
}

pub(crate) fn lines(file: &mut impl DiskFile, path: &Path) -> Result<Lines, FileError> {
    let io = FileError::io(path, Deed::Read);
    file.seek(SeekFrom::Start(0)).map_err(&io)?;
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let mut lines = Lines { journal: Journal::new(), count: 0, length: 0, tail: Vec::new() };
    loop {
        lines.tail.clear();
        let limited = &mut (&mut reader).take(LINE + 1);
        let read = limited.read_until(b'\n', &mut lines.tail).map_err(&io)?;
        let Some(line) = lines.tail.strip_suffix(b"\n") else {
            if number_of(read) > LINE {
                let line = lines.count + 1;
                return Err(FileError::TooLong { path: path.to_owned(), line, limit: LINE });
            }
            return Ok(lines);
        };
        lines.count += 1;
        lines.journal.read_bytes(line).map_err(|corruption| FileError::Corrupt {
            path: path.to_owned(),
            line: lines.count,
            corruption,
        })?;
        lines.length += number_of(read);
    }
}
