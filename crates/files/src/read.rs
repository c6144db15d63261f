//! Files that a person named.

use std::{
    error::Error,
    fmt,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{
    Folder, Kind, ReadError, Run,
    system::{Opened, host},
};

/// How many bytes a file may have.
///
/// ```
/// use files::Limit;
///
/// assert_eq!(Limit::TABLE.bytes(), 16 * 1024 * 1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit(u64);

impl Limit {
    /// A hand-edited table: 16 MiB, a hundred times the largest of the reference contract.
    pub const TABLE: Self = Self(16 << 20);
    /// Records, sheets and workbooks: 512 MiB.
    pub const DATA: Self = Self(512 << 20);
    /// All files of a run together: 2 GiB.
    pub const RUN: Self = Self(2 << 30);

    /// A limit of one's own.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// As a number.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

/// What a path of the command line leads to.
#[derive(Debug)]
pub enum Found<'a> {
    /// A file or a pipe.
    File(Named<'a>),
    /// A folder.
    Folder(Folder<'a>),
}

/// A file that is open and not read yet.
#[derive(Debug)]
pub struct Named<'a> {
    run: &'a Run,
    file: File,
    kind: Kind,
    path: PathBuf,
}

/// For how long a pipe is waited for that nobody writes into.
const PATIENCE: u32 = 10;

/// Opens a regular file for reading, or for reading and writing, for those who keep something in it. Nothing else is opened
/// so, and nobody is waited for.
///
/// # Errors
/// What the system says; [`is_no_file`] is true of what is no regular file.
pub fn open_file(path: &Path, writable: bool) -> io::Result<File> {
    let file = host::open_file(path, writable)?;
    match host::entry_of(&file)?.kind {
        Kind::File => Ok(file),
        kind => Err(io::Error::new(io::ErrorKind::InvalidInput, NoFile(kind))),
    }
}

/// Whether a file was refused by [`open_file`] since it is no regular file.
#[must_use]
pub fn is_no_file(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|error| error.is::<NoFile>())
}

#[derive(Debug)]
struct NoFile(Kind);

impl fmt::Display for NoFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "is {}, not a regular file", self.0.text().en)
    }
}

impl Error for NoFile {}

impl Run {
    /// Opens what a person named: a regular file, a folder, or a pipe such as `<(…)` of a shell. Devices are refused.
    ///
    /// # Errors
    /// [`ReadError`], without having read anything.
    pub fn open(&self, path: &Path) -> Result<Found<'_>, ReadError> {
        let (opened, entry) = host::open_named(path).map_err(|source| ReadError::io(path, source))?;
        match opened {
            Opened::Folder(dir) => Ok(Found::Folder(Folder::new(self, dir, path))),
            Opened::File(file) if matches!(entry.kind, Kind::File | Kind::Pipe) => {
                self.saw(&entry, path);
                Ok(Found::File(Named { run: self, file, kind: entry.kind, path: path.to_owned() }))
            }
            Opened::File(_) => Err(ReadError::NotAFile { path: path.to_owned(), kind: entry.kind }),
        }
    }

    /// The bytes of a file that a person named.
    ///
    /// # Errors
    /// [`ReadError`]: nothing is given of a file that is larger than the limit.
    pub fn bytes(&self, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
        match self.open(path)? {
            Found::File(named) => named.bytes(limit),
            Found::Folder(_) => Err(ReadError::NotAFile { path: path.to_owned(), kind: Kind::Folder }),
        }
    }

    /// The text of a table that a person named.
    ///
    /// # Errors
    /// [`ReadError`], also where it is not UTF-8.
    pub fn text(&self, path: &Path) -> Result<String, ReadError> {
        text(self.bytes(path, Limit::TABLE)?, path)
    }

    /// A folder that a person named.
    ///
    /// # Errors
    /// [`ReadError`] where it is something else.
    pub fn folder(&self, path: &Path) -> Result<Folder<'_>, ReadError> {
        match self.open(path)? {
            Found::Folder(folder) => Ok(folder),
            Found::File(_) => Err(ReadError::NotAFolder { path: path.to_owned() }),
        }
    }
}

impl Named<'_> {
    /// The bytes.
    ///
    /// # Errors
    /// [`ReadError`]: nothing is given of a file that is larger than the limit.
    pub fn bytes(mut self, limit: Limit) -> Result<Vec<u8>, ReadError> {
        match self.kind {
            Kind::Pipe => from_pipe(self.run, &mut self.file, &self.path, limit),
            _ => whole(self.run, &mut self.file, &self.path, limit),
        }
    }
}

/// Bytes as text.
pub(crate) fn text(bytes: Vec<u8>, path: &Path) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        ReadError::NotText { path: path.to_owned(), line }
    })
}

/// The bytes of a regular file. Its length is only a hint: it may grow, and some systems say 0 of files that have some.
pub(crate) fn whole(run: &Run, file: &mut File, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
    let failed = |source| ReadError::io(path, source);
    let length = host::entry_of(file).map_err(failed)?.length;
    if length > limit.0 {
        return Err(ReadError::TooLarge { path: path.to_owned(), limit: limit.0 });
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(length).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(room).map_err(|_| failed(io::ErrorKind::OutOfMemory.into()))?;
    file.take(limit.0.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    counted(run, bytes, path, limit)
}

/// The bytes that come through a pipe. One without anybody at its other end is waited for a while only; one that somebody
/// holds open is waited for, since whoever fills it may take its time.
fn from_pipe(run: &Run, pipe: &mut File, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
    let failed = |source| ReadError::io(path, source);
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    let mut is_waited_for = false;
    loop {
        match pipe.read(&mut chunk) {
            // The end, or nobody has come yet.
            Ok(0) if bytes.is_empty() && !is_waited_for => {
                if !host::wait(pipe, Some(PATIENCE)).map_err(failed)? {
                    return Err(ReadError::Silent { path: path.to_owned(), seconds: PATIENCE });
                }
                is_waited_for = true;
            }
            Ok(0) => return counted(run, bytes, path, limit),
            Ok(read) => {
                let read = chunk.get(..read).unwrap_or_default();
                bytes.try_reserve(read.len()).map_err(|_| failed(io::ErrorKind::OutOfMemory.into()))?;
                bytes.extend_from_slice(read);
                if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit.0 {
                    return Err(ReadError::TooLarge { path: path.to_owned(), limit: limit.0 });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                host::wait(pipe, None).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

fn counted(run: &Run, bytes: Vec<u8>, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > limit.0 {
        return Err(ReadError::TooLarge { path: path.to_owned(), limit: limit.0 });
    }
    if !run.count(length, Limit::RUN.0) {
        return Err(ReadError::TooMuch { path: path.to_owned(), limit: Limit::RUN.0 });
    }
    Ok(bytes)
}
