//! What a journal file asks of the machine, in few calls: a test can stand in for it and break each of them.

use std::{
    fmt::Debug,
    fs::{File, TryLockError},
    io::{self, Read, Seek, Write},
    path::Path,
};

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// For reading.
    Read,
    /// For reading and writing.
    Write,
    /// For reading and writing; it must not be there yet.
    New,
}

/// A place of files.
pub trait Disk: Debug {
    /// A file of it.
    type File: DiskFile;

    /// Opens a file.
    ///
    /// # Errors
    /// What the machine says.
    fn open(&self, path: &Path, how: Open) -> io::Result<Self::File>;

    /// Brings the names in a folder to the disk.
    ///
    /// # Errors
    /// What the machine says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A file that is open.
pub trait DiskFile: Read + Write + Seek + Debug {
    /// Keeps others from writing until it is closed.
    ///
    /// # Errors
    /// Where somebody else does, or the machine refuses.
    fn try_lock(&self) -> Result<(), TryLockError>;

    /// Cuts it, or fills it up with zeros.
    ///
    /// # Errors
    /// What the machine says.
    fn set_len(&self, bytes: u64) -> io::Result<()>;

    /// Brings what was written and the file's length to the disk. After an error nothing is known of either: systems
    /// forget what they could not write, and a second call may succeed without having written it.
    ///
    /// # Errors
    /// What the machine says.
    fn sync(&self) -> io::Result<()>;
}

/// The machine's own disk.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl Disk for Machine {
    type File = File;

    fn open(&self, path: &Path, how: Open) -> io::Result<File> {
        match how {
            Open::Read => files::open_file(path, false),
            Open::Write => files::open_file(path, true),
            Open::New => File::options().read(true).write(true).create_new(true).open(path),
        }
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened as a file, and needs not be.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

impl DiskFile for File {
    fn try_lock(&self) -> Result<(), TryLockError> {
        Self::try_lock(self)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        Self::set_len(self, bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_all()
    }
}
