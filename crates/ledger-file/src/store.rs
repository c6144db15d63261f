//! The one writer of a journal file.

use std::{
    fmt,
    fs::{File, TryLockError},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use ledger::{Batch, EntryHash, Journal, Store, Tail};

use crate::{
    FileError,
    reading::{Lines, lines, open},
};

/// A journal file, locked for its one writer until dropped. The lock goes with the process that holds it, so a crash
/// leaves none behind.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    file: File,
    last: u64,
    head: EntryHash,
    /// How many bytes were written and answered for.
    length: u64,
    failed: bool,
}

/// A journal file that was opened for writing, with what it holds and what had to be mended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Opened {
    /// The file.
    pub store: FileStore,
    /// What it holds, verified.
    pub journal: Journal,
    /// The beginning of a batch that was cut off: its writing was broken off, so nobody was told that it is kept.
    pub cut: Option<Cut>,
    /// Whether the last batch was whole but for its line's end, which was added.
    pub ended: bool,
}

/// What was cut off the end of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The line it stood in, from 1.
    pub line: u64,
    /// How many bytes it had.
    pub bytes: u64,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cut {} bytes from line {}: a batch whose writing was broken off and never answered for; record it again",
            self.bytes, self.line
        )
    }
}

impl FileStore {
    /// Makes the file of a new journal.
    ///
    /// # Errors
    /// [`FileError`]: where it is there already or cannot be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let made = File::options().read(true).write(true).create_new(true).open(path);
        let file = made.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => FileError::Exists { path: path.to_owned() },
            _ => FileError::Io { path: path.to_owned(), done: "made", source },
        })?;
        lock(&file, path)?;
        keep(&file, path)?;
        let path = path.to_owned();
        Ok(Self { path, file, last: 0, head: EntryHash::BEGINNING, length: 0, failed: false })
    }

    /// Opens a journal for writing: locks the file, verifies every entry, and mends what a crash left at its end.
    ///
    /// Only the beginning of a batch is ever cut off; whatever else is wrong stays as it is and is an error.
    ///
    /// # Errors
    /// [`FileError`], in the order of its variants.
    pub fn open(path: impl AsRef<Path>) -> Result<Opened, FileError> {
        let path = path.as_ref();
        let mut file = open(path, File::options().read(true).write(true))?;
        lock(&file, path)?;
        let Lines { mut journal, count, mut length, tail } = lines(&mut file, path)?;
        let line = count.saturating_add(1);
        let (mut cut, mut ended) = (None, false);
        // After a loss of power some file systems show zeros where something was to be written.
        let zeros = tail.iter().rev().take_while(|byte| **byte == 0).count();
        let written = tail.get(..tail.len().saturating_sub(zeros)).unwrap_or_default();
        if !tail.is_empty() {
            let corrupt = |corruption| FileError::Corrupt { path: path.to_owned(), line, corruption };
            ended = !written.is_empty() && journal.read_tail(written).map_err(corrupt)? == Tail::Whole;
            let kept = if ended { written.len() } else { 0 };
            length = length.saturating_add(count_of(kept));
            if kept < tail.len() {
                file.set_len(length).map_err(FileError::io(path, "cut"))?;
            }
            if ended {
                let at_end = file.seek(SeekFrom::End(0));
                at_end.and_then(|_| file.write_all(b"\n")).map_err(FileError::io(path, "written"))?;
                length = length.saturating_add(1);
            } else {
                cut = Some(Cut { line, bytes: count_of(tail.len()) });
            }
        }
        // What was read may be in memory only, left there by a process that ended before it answered.
        keep(&file, path)?;
        let (last, head) = (journal.last(), journal.head());
        let store = Self { path: path.to_owned(), file, last, head, length, failed: false };
        Ok(Opened { store, journal, cut, ended })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()
    }
}

impl Store for FileStore {
    type Error = FileError;

    fn journal(&mut self) -> Result<Journal, FileError> {
        Ok(lines(&mut self.file, &self.path)?.journal)
    }

    fn append(&mut self, batch: &Batch) -> Result<(), FileError> {
        if self.failed {
            return Err(FileError::Failed { path: self.path.clone() });
        }
        let stale = |reason| FileError::Stale { path: self.path.clone(), reason };
        batch.follows(self.last, self.head).map_err(stale)?;
        let io = FileError::io(&self.path, "written");
        let found = self.file.seek(SeekFrom::End(0)).map_err(&io)?;
        if found != self.length {
            return Err(FileError::Changed { path: self.path.clone(), expected: self.length, found });
        }
        let line = batch.to_line() + "\n";
        // A second try after a failed one may succeed without anything on disk: only reading again shows what is.
        self.write(&line).inspect_err(|_| self.failed = true).map_err(io)?;
        self.length = self.length.saturating_add(count_of(line.len()));
        if let Some(last) = batch.entries().last() {
            (self.last, self.head) = (last.seq, last.hash);
        }
        Ok(())
    }
}

fn lock(file: &File, path: &Path) -> Result<(), FileError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => FileError::Locked { path: path.to_owned() },
        TryLockError::Error(source) => FileError::Io { path: path.to_owned(), done: "locked", source },
    })
}

/// Brings a file to the disk, and the folder that names it.
fn keep(file: &File, path: &Path) -> Result<(), FileError> {
    file.sync_all().map_err(FileError::io(path, "brought to disk"))?;
    // Elsewhere a folder cannot be opened as a file, and needs not be.
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let named = File::open(folder).and_then(|folder| folder.sync_all());
        named.map_err(FileError::io(folder, "brought to disk"))?;
    }
    Ok(())
}

fn count_of(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
