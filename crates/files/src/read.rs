//! Files that a person named.

use std::{
    error::Error,
    fmt,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use crate::{
    Folder, Kind, Limit, ReadError, Run,
    content::{from_pipe, text, whole},
    system::{Opened, host},
};

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
