//! The few things that are asked of the operating system, each a call that can fail.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    path::Path,
};

#[cfg(not(unix))]
#[path = "system/portable.rs"]
pub(crate) mod host;
#[cfg(unix)]
#[path = "system/unix.rs"]
pub(crate) mod host;

pub(crate) use self::host::Machine;

/// A folder: held open where the system can do that, and otherwise known by its path.
#[derive(Debug)]
pub(crate) struct Dir {
    #[cfg(unix)]
    handle: std::os::fd::OwnedFd,
    #[cfg(not(unix))]
    path: std::path::PathBuf,
}

/// A file as the system knows it, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    pub(crate) device: i128,
    pub(crate) inode: i128,
}

/// What was opened for reading.
#[derive(Debug)]
pub(crate) enum Opened {
    Folder(Dir),
    /// Anything else, which need not be a regular file.
    File(File),
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A named pipe (FIFO).
    Pipe,
    /// A device, such as a terminal or `/dev/zero`.
    Device,
    /// A socket, or what else a system has.
    Other,
}

/// What is known of a name without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    /// `None` where the system has no such thing.
    pub(crate) identity: Option<Identity>,
    pub(crate) length: u64,
    /// Seconds and nanoseconds.
    pub(crate) modified: (i128, i128),
    /// The permission bits; `None` where the system has none.
    pub(crate) mode: Option<u32>,
    /// Whether it belongs to whoever runs the program.
    pub(crate) is_own: bool,
    /// Whether nobody may write to it.
    pub(crate) is_protected: bool,
}

impl Entry {
    /// What a file is like that is its owner's alone.
    pub(crate) const PRIVATE: Self = Self {
        kind: Kind::File,
        identity: None,
        length: 0,
        modified: (0, 0),
        mode: Some(0o600),
        is_own: true,
        is_protected: false,
    };

    /// Whether the content may have changed since.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.kind, self.identity, self.length, self.modified)
            == (other.kind, other.identity, other.length, other.modified)
    }
}

/// A name in a folder that is open.
pub(crate) type Spot<'a> = (&'a Dir, &'a OsStr);

/// The calls by which an output is written. Folders are open while names in them are looked at and changed, so that
/// nobody can put another folder in their place in between; names are never followed where they are symbolic links.
pub(crate) trait System {
    /// Opens the folder that a path leads to; links on the way are followed.
    fn open_folder(&self, path: &Path) -> io::Result<Dir>;
    /// Opens a folder within another.
    fn enter(&self, spot: Spot<'_>) -> io::Result<Dir>;
    /// Asks to be the only one who writes into a folder; `false` where somebody else is.
    fn lock(&self, dir: &Dir) -> io::Result<bool>;
    /// Waits a little.
    fn pause(&self);
    /// Makes a folder, for its owner alone where it is private.
    fn make_folder(&self, spot: Spot<'_>, is_private: bool) -> io::Result<()>;
    /// What a name stands for; `None` where there is none.
    fn look(&self, spot: Spot<'_>) -> io::Result<Option<Entry>>;
    /// Opens a file for reading, without waiting for whoever may be at its other end.
    fn open(&self, spot: Spot<'_>) -> io::Result<File>;
    /// Reads some bytes.
    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize>;
    /// Whether another program has locked a file.
    fn is_locked(&self, file: &File) -> io::Result<bool>;
    /// Makes a file that is not there yet.
    fn create(&self, spot: Spot<'_>) -> io::Result<File>;
    /// Writes all bytes.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file the permissions of another.
    fn give_mode(&self, file: &File, like: &Entry) -> io::Result<()>;
    /// Brings a file to the disk.
    fn sync(&self, file: &File) -> io::Result<()>;
    /// Brings a folder's names to the disk.
    fn sync_folder(&self, dir: &Dir) -> io::Result<()>;
    /// Renames to a name that must not be there; `Unsupported` where the system has no such call.
    fn rename_new(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()>;
    /// Has two names change places; `Unsupported` where the system has no such call.
    fn exchange(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()>;
    /// Renames, over the file that is there.
    fn rename_over(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()>;
    /// Gives a file a second name, which must not be there.
    fn link(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, spot: Spot<'_>) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, spot: Spot<'_>) -> io::Result<()>;
    /// The names in a folder; of one with more than the limit, one more than that.
    fn list(&self, dir: &Dir, limit: usize) -> io::Result<Vec<OsString>>;
    /// Gives a folder the permissions of another; whether it can pass for it then: same owner, same attributes.
    fn make_alike(&self, made: &Dir, like: &Dir) -> io::Result<bool>;
}
