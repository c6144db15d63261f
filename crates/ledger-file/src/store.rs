//! The one writer of a journal file.
//!
//! A line's opening, which the journal before it decides, is written first; the rest when the opening is on the disk; the
//! line's end when the rest is; and it is answered for when its end is, too. So whatever a loss of power leaves of a line
//! without its end was answered for by nobody, a line with its end is whole or was altered, and what follows the lines
//! was written by this program only if it begins with the opening, or is a piece of it and no longer: see `tail`.

use ledger::Deed;
use provenance::Text;
use std::{
    fmt,
    fs::{File, TryLockError},
    io::{self, SeekFrom},
    path::{Path, PathBuf},
};

use ledger::{Batch, EntryHash, Journal, Store};
use provenance::number_of;

use crate::{
    FileError,
    disk::{Disk, DiskFile, Machine, Open},
    reading::{LINE, Lines, lines, open},
    tail::{Left, opening},
};

/// A journal file, locked for its one writer until dropped. The lock goes with the process that holds it, so a crash
/// leaves none behind.
#[derive(Debug)]
pub struct FileStore<F = File> {
    path: PathBuf,
    file: F,
    last: u64,
    head: EntryHash,
    /// How many bytes were written and answered for.
    length: u64,
    failed: bool,
}

/// A journal file that was opened for writing, with what it holds and what had to be mended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Opened<F = File> {
    /// The file.
    pub store: FileStore<F>,
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

impl Cut {
    /// What was cut and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = format!(
            "{}行目の{}バイトを切り捨てた。書込みが中断し、記録したと答えていない一括記録である。記録し直す",
            self.line, self.bytes
        );
        Text::new(ja, self.to_string())
    }
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
        Self::create_on(&Machine, path.as_ref())
    }

    /// Opens a journal for writing: locks the file, verifies every entry, and mends what a crash left at its end.
    ///
    /// Only the beginning of a batch is ever cut off; whatever else is wrong stays as it is and is an error.
    ///
    /// # Errors
    /// [`FileError`], in the order of its variants.
    pub fn open(path: impl AsRef<Path>) -> Result<Opened, FileError> {
        Self::open_on(&Machine, path.as_ref())
    }
}

impl<F: DiskFile> FileStore<F> {
    /// [`create`](FileStore::create) on any disk.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    pub fn create_on(disk: &impl Disk<File = F>, path: &Path) -> Result<Self, FileError> {
        let file = open(disk, path, Open::New)?;
        lock(&file, path)?;
        file.sync().map_err(FileError::io(path, Deed::Sync))?;
        keep_name(disk, path)?;
        let path = path.to_owned();
        Ok(Self { path, file, last: 0, head: EntryHash::BEGINNING, length: 0, failed: false })
    }

    /// [`open`](FileStore::open) on any disk.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    pub fn open_on(disk: &impl Disk<File = F>, path: &Path) -> Result<Opened<F>, FileError> {
        let mut file = open(disk, path, Open::Write)?;
        lock(&file, path)?;
        let Lines { mut journal, count, length, tail } = lines(&mut file, path)?;
        let line = count + 1;
        let corrupt = |corruption| FileError::Corrupt { path: path.to_owned(), line, corruption };
        let opening = opening(&journal);
        let left = Left::of(&tail, &mut journal).map_err(corrupt)?;
        let kept = match left {
            Left::Whole(batch) => {
                journal.read_tail(batch).map_err(corrupt)?;
                batch
            }
            Left::Nothing | Left::BrokenOff => &[],
        };
        let ended = !kept.is_empty();
        let cut = matches!(left, Left::BrokenOff).then_some(Cut { line, bytes: number_of(tail.len()) });
        let (last, head) = (journal.last(), journal.head());
        let mut store = Self { path: path.to_owned(), file, last, head, length, failed: false };
        store.settle(kept, tail.len(), opening)?;
        keep_name(disk, path)?;
        Ok(Opened { store, journal, cut, ended })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings to the disk what was read: it may be in memory only, left there by a process that ended before it
    /// answered, or whose attempt to bring it there failed. What a system failed to write it forgets, so only what is
    /// written again is sure to be on the disk: of a file whose lines are ended, that is the end of the last one.
    ///
    /// What is longer than an opening is cut twice, first after it: a cut that is broken off has zeros before what it has
    /// not cut yet, and without its opening that could be anybody's.
    fn settle(&mut self, tail: &[u8], found: usize, opening: usize) -> Result<(), FileError> {
        let failed = |done| FileError::io(&self.path, done);
        if tail.is_empty() && found > opening {
            let begun = self.file.set_len(self.length + number_of(opening)).and_then(|()| self.file.sync());
            begun.map_err(failed(Deed::Cut))?;
        }
        if tail.len() < found {
            self.file.set_len(self.length + number_of(tail.len())).map_err(failed(Deed::Cut))?;
        }
        if tail.is_empty() {
            let end = self.length.checked_sub(1);
            let again = end.map_or(Ok(()), |end| {
                self.file.seek(SeekFrom::Start(end))?;
                self.file.write_all(b"\n")
            });
            return again.and_then(|()| self.file.sync()).map_err(failed(Deed::Sync));
        }
        let again = self
            .file
            .seek(SeekFrom::Start(self.length))
            .and_then(|_| write_line(&mut self.file, tail, opening));
        again.map_err(failed(Deed::Write))?;
        self.length += number_of(tail.len()) + 1;
        Ok(())
    }
}

impl<F: DiskFile> Store for FileStore<F> {
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
        let found = self.file.seek(SeekFrom::End(0)).map_err(FileError::io(&self.path, Deed::Write))?;
        if found != self.length {
            return Err(FileError::Changed { path: self.path.clone(), expected: self.length, found });
        }
        let line = batch.to_line();
        if number_of(line.len()) >= LINE {
            let number = batch.number();
            return Err(FileError::TooLong { path: self.path.clone(), line: number, limit: LINE });
        }
        if let Err(source) = write_line(&mut self.file, line.as_bytes(), batch.opening().len()) {
            // A second try may succeed without anything on disk: only reading again shows what is.
            self.failed = true;
            return Err(FileError::NotKept { path: self.path.clone(), source });
        }
        self.length += number_of(line.len()) + 1;
        if let Some(last) = batch.entries().last() {
            (self.last, self.head) = (last.seq, last.hash);
        }
        Ok(())
    }
}

/// Brings a line's opening to the disk, then the rest of it, and then its end.
fn write_line(file: &mut impl DiskFile, line: &[u8], opening: usize) -> io::Result<()> {
    let (opening, rest) = line.split_at_checked(opening).unwrap_or((line, &[]));
    for part in [opening, rest, b"\n"] {
        file.write_all(part)?;
        file.sync()?;
    }
    Ok(())
}

fn lock(file: &impl DiskFile, path: &Path) -> Result<(), FileError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => FileError::Locked { path: path.to_owned() },
        TryLockError::Error(source) => FileError::Io { path: path.to_owned(), done: Deed::Lock, source },
    })
}

/// Brings the folder that names a file to the disk.
fn keep_name(disk: &impl Disk, path: &Path) -> Result<(), FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    disk.sync_folder(folder).map_err(FileError::io(folder, Deed::Sync))
}
