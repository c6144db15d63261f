//! Unix: names are looked up in folders that are held open.

use std::{
    ffi::{OsStr, OsString},
    fs::{File, TryLockError},
    io::{self, Read, Write},
    os::{
        fd::{AsFd, OwnedFd},
        unix::ffi::{OsStrExt, OsStringExt},
    },
    path::{Component, Path, PathBuf},
    thread,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{self, AtFlags, FileType, FlockOperation, Mode, OFlags, Stat},
    io::Errno,
};

use super::{Dir, Entry, Identity, Kind, Opened, Spot, System};

impl Dir {
    pub(crate) fn identity(&self) -> Option<Identity> {
        fs::fstat(&self.handle).ok().map(|stat| identity(&stat))
    }
}

/// Who runs the program, for names that must not clash with those of others.
pub(crate) fn owner() -> String {
    rustix::process::geteuid().as_raw().to_string()
}

pub(crate) fn bytes_of(name: &OsStr) -> Option<&[u8]> {
    Some(name.as_bytes())
}

pub(crate) fn name_of(bytes: &[u8]) -> Option<OsString> {
    Some(OsString::from_vec(bytes.to_vec()))
}

/// What a handle stands for.
pub(crate) fn entry_of(file: &File) -> io::Result<Entry> {
    Ok(entry(&fs::fstat(file)?))
}

/// Opens what a person named, without waiting for the other end of a pipe and without making a terminal ours.
pub(crate) fn open_named(path: &Path) -> io::Result<(Opened, Entry)> {
    opened(fs::open(path, READING, Mode::empty())?)
}

/// Opens a file for reading, or for reading and writing, without waiting for the other end of a pipe.
pub(crate) fn open_file(path: &Path, writable: bool) -> io::Result<File> {
    let access = if writable { OFlags::RDWR } else { OFlags::RDONLY };
    Ok(File::from(fs::open(path, READING.difference(OFlags::RDONLY) | access, Mode::empty())?))
}

/// How files are opened for reading: nobody is waited for.
const READING: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

fn opened(handle: OwnedFd) -> io::Result<(Opened, Entry)> {
    let entry = entry(&fs::fstat(&handle)?);
    let opened = if entry.kind == Kind::Folder {
        Opened::Folder(Dir { handle })
    } else {
        Opened::File(File::from(handle))
    };
    Ok((opened, entry))
}

/// Opens what lies within a folder, links included as long as they do not lead out of it.
///
/// # Errors
/// `CrossesDevices` where the path leads out of the folder.
pub(crate) fn open_within(dir: &Dir, path: &Path) -> io::Result<(Opened, Entry)> {
    #[cfg(target_os = "linux")]
    {
        let within = fs::ResolveFlags::BENEATH | fs::ResolveFlags::NO_MAGICLINKS;
        // `AGAIN`: somebody renamed on the way, so that the system cannot tell.
        for _ in 0..16 {
            match fs::openat2(&dir.handle, path, READING, Mode::empty(), within) {
                Ok(handle) => return opened(handle),
                Err(Errno::AGAIN) => {}
                Err(Errno::NOSYS | Errno::PERM | Errno::OPNOTSUPP) => break,
                Err(Errno::XDEV | Errno::LOOP) => return Err(io::ErrorKind::CrossesDevices.into()),
                Err(error) => return Err(error.into()),
            }
        }
    }
    walk_within(dir, path)
}

/// The same where the system cannot keep to a folder by itself: name by name, and links are refused.
fn walk_within(dir: &Dir, path: &Path) -> io::Result<(Opened, Entry)> {
    let outside = || io::Error::from(io::ErrorKind::CrossesDevices);
    let mut names = path.components().peekable();
    let mut held: Option<OwnedFd> = None;
    while let Some(name) = names.next() {
        let name = match name {
            Component::Normal(name) => name,
            Component::CurDir => continue,
            _ => return Err(outside()),
        };
        let flags = if names.peek().is_some() { READING | OFlags::DIRECTORY } else { READING };
        let from = held.as_ref().map_or(dir.handle.as_fd(), AsFd::as_fd);
        held = Some(match fs::openat(from, name, flags | OFlags::NOFOLLOW, Mode::empty()) {
            Ok(handle) => handle,
            Err(error) => {
                // Asked for a folder, systems call a link no folder.
                let found = fs::statat(from, name, AtFlags::SYMLINK_NOFOLLOW);
                let is_link = found.is_ok_and(|stat| entry(&stat).kind == Kind::Link);
                return Err(if is_link { outside() } else { error.into() });
            }
        });
    }
    opened(match held {
        Some(handle) => handle,
        None => fs::openat(&dir.handle, ".", READING, Mode::empty())?,
    })
}

/// Waits until a pipe has something to read or is at its end; `false` after so many seconds.
pub(crate) fn wait(file: &File, seconds: Option<u32>) -> io::Result<bool> {
    let timeout = seconds.map(|seconds| Timespec { tv_sec: seconds.into(), tv_nsec: 0 });
    loop {
        match poll(&mut [PollFd::new(file, PollFlags::IN)], timeout.as_ref()) {
            Ok(ready) => return Ok(ready > 0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn identity(stat: &Stat) -> Identity {
    Identity { device: stat.st_dev.into(), inode: stat.st_ino.into() }
}

fn entry(stat: &Stat) -> Entry {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        FileType::Fifo => Kind::Pipe,
        FileType::CharacterDevice | FileType::BlockDevice => Kind::Device,
        _ => Kind::Other,
    };
    let mode = Mode::from_raw_mode(stat.st_mode);
    Entry {
        kind,
        identity: Some(identity(stat)),
        length: u64::try_from(stat.st_size).unwrap_or(0),
        modified: (stat.st_mtime.into(), stat.st_mtime_nsec.into()),
        mode: Some(bits(mode)),
        is_own: stat.st_uid == rustix::process::geteuid().as_raw(),
        is_protected: !mode.intersects(Mode::WUSR | Mode::WGRP | Mode::WOTH),
    }
}

#[allow(clippy::useless_conversion, reason = "the bits are fewer on some systems")]
fn bits(mode: Mode) -> u32 {
    mode.bits().into()
}

#[allow(
    clippy::useless_conversion,
    clippy::unnecessary_fallible_conversions,
    reason = "the bits are fewer on some systems"
)]
fn mode_of(bits: u32) -> Mode {
    fs::RawMode::try_from(bits).map_or(Mode::empty(), Mode::from_raw_mode)
}

fn unsupported(error: Errno) -> io::Error {
    match error {
        Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        other => other.into(),
    }
}

/// The real one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Machine;

impl System for Machine {
    fn open_folder(&self, path: &Path) -> io::Result<Dir> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Dir { handle: fs::open(path, flags, Mode::empty())? })
    }

    fn enter(&self, (dir, name): Spot<'_>) -> io::Result<Dir> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Dir { handle: fs::openat(&dir.handle, name, flags, Mode::empty())? })
    }

    fn lock(&self, dir: &Dir) -> io::Result<bool> {
        match fs::flock(&dir.handle, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(Errno::WOULDBLOCK) => Ok(false),
            // A system of files without locks: as good as one where nobody else writes.
            Err(Errno::BADF | Errno::NOLCK | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    fn pause(&self) {
        thread::sleep(Duration::from_millis(50));
    }

    fn make_folder(&self, (dir, name): Spot<'_>, is_private: bool) -> io::Result<()> {
        let mode = if is_private { Mode::RWXU } else { Mode::RWXU | Mode::RWXG | Mode::RWXO };
        Ok(fs::mkdirat(&dir.handle, name, mode)?)
    }

    fn look(&self, (dir, name): Spot<'_>) -> io::Result<Option<Entry>> {
        match fs::statat(&dir.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(entry(&stat))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn open(&self, (dir, name): Spot<'_>) -> io::Result<File> {
        Ok(File::from(fs::openat(&dir.handle, name, READING | OFlags::NOFOLLOW, Mode::empty())?))
    }

    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
        file.read(buffer)
    }

    fn is_locked(&self, file: &File) -> io::Result<bool> {
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Ok(true),
            // Where a system cannot lock, nobody has.
            Err(TryLockError::Error(_)) => Ok(false),
            Ok(()) => file.unlock().map(|()| false),
        }
    }

    fn create(&self, (dir, name): Spot<'_>) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::WGRP | Mode::ROTH | Mode::WOTH;
        Ok(File::from(fs::openat(&dir.handle, name, flags, mode)?))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn give_mode(&self, file: &File, like: &Entry) -> io::Result<()> {
        let mode = like.mode.map(mode_of);
        mode.map_or(Ok(()), |mode| Ok(fs::fchmod(file, mode & (Mode::RWXU | Mode::RWXG | Mode::RWXO))?))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn sync_folder(&self, dir: &Dir) -> io::Result<()> {
        match fs::fsync(&dir.handle) {
            // Some systems of files cannot, and keep names safe in another way or not at all.
            Ok(()) | Err(Errno::INVAL | Errno::OPNOTSUPP | Errno::NOSYS) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn rename_new(&self, (dir, name): Spot<'_>, (to, new): Spot<'_>) -> io::Result<()> {
        fs::renameat_with(&dir.handle, name, &to.handle, new, fs::RenameFlags::NOREPLACE).map_err(unsupported)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn rename_new(&self, _: Spot<'_>, _: Spot<'_>) -> io::Result<()> {
        Err(unsupported(Errno::NOSYS))
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn exchange(&self, (dir, name): Spot<'_>, (to, new): Spot<'_>) -> io::Result<()> {
        fs::renameat_with(&dir.handle, name, &to.handle, new, fs::RenameFlags::EXCHANGE).map_err(unsupported)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn exchange(&self, _: Spot<'_>, _: Spot<'_>) -> io::Result<()> {
        Err(unsupported(Errno::NOSYS))
    }

    fn rename_over(&self, (dir, name): Spot<'_>, (to, new): Spot<'_>) -> io::Result<()> {
        Ok(fs::renameat(&dir.handle, name, &to.handle, new)?)
    }

    fn link(&self, (dir, name): Spot<'_>, (to, new): Spot<'_>) -> io::Result<()> {
        Ok(fs::linkat(&dir.handle, name, &to.handle, new, AtFlags::empty())?)
    }

    fn remove(&self, (dir, name): Spot<'_>) -> io::Result<()> {
        Ok(fs::unlinkat(&dir.handle, name, AtFlags::empty())?)
    }

    fn remove_folder(&self, (dir, name): Spot<'_>) -> io::Result<()> {
        Ok(fs::unlinkat(&dir.handle, name, AtFlags::REMOVEDIR)?)
    }

    fn list(&self, dir: &Dir, limit: usize) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&dir.handle)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                names.push(OsStr::from_bytes(name).to_owned());
            }
            if names.len() > limit {
                break;
            }
        }
        Ok(names)
    }

    fn make_alike(&self, made: &Dir, like: &Dir) -> io::Result<bool> {
        let wanted = fs::fstat(&like.handle)?;
        fs::fchmod(&made.handle, Mode::from_raw_mode(wanted.st_mode))?;
        let found = fs::fstat(&made.handle)?;
        let rights = |stat: &Stat| (stat.st_mode, stat.st_uid, stat.st_gid);
        Ok(rights(&found) == rights(&wanted) && attributes(made) == attributes(like))
    }
}

/// The extended attributes of a folder, lists of who may do what included; `None` where they cannot be read whole.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn attributes(dir: &Dir) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    // As long as all of them can be on Linux.
    let mut buffer = vec![0; 1 << 16];
    let length = match fs::flistxattr(&dir.handle, &mut buffer[..]) {
        Err(Errno::OPNOTSUPP) => return Some(Vec::new()),
        length => length.ok()?,
    };
    let names = buffer.get(..length)?.to_vec();
    let mut found = Vec::new();
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let length = fs::fgetxattr(&dir.handle, OsStr::from_bytes(name), &mut buffer[..]).ok()?;
        found.push((name.to_vec(), buffer.get(..length)?.to_vec()));
    }
    found.sort();
    Some(found)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn attributes(_: &Dir) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    Some(Vec::new())
}

/// Where a path leads in the end, for systems that know files by nothing else; unused here.
pub(crate) fn resolved(_: &Path) -> Option<PathBuf> {
    None
}
