//! Where names cannot be looked up in folders that are held open: by their paths.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use super::{Dir, Entry, Identity, Kind, Opened, Spot, System};

impl Dir {
    pub(crate) fn identity(&self) -> Option<Identity> {
        None
    }

    fn spot(&self, name: &OsStr) -> PathBuf {
        self.path.join(name)
    }
}

pub(crate) fn owner() -> String {
    "0".to_owned()
}

pub(crate) fn bytes_of(name: &OsStr) -> Option<&[u8]> {
    name.to_str().map(str::as_bytes)
}

pub(crate) fn name_of(bytes: &[u8]) -> Option<OsString> {
    std::str::from_utf8(bytes).ok().map(OsString::from)
}

pub(crate) fn entry_of(file: &File) -> io::Result<Entry> {
    Ok(entry(&file.metadata()?))
}

pub(crate) fn open_named(path: &Path) -> io::Result<(Opened, Entry)> {
    // A folder cannot be opened as a file everywhere.
    if fs::metadata(path)?.is_dir() {
        let entry = entry(&fs::metadata(path)?);
        return Ok((Opened::Folder(Dir { path: path.to_owned() }), entry));
    }
    let file = File::open(path)?;
    let entry = entry_of(&file)?;
    Ok((Opened::File(file), entry))
}

pub(crate) fn open_file(path: &Path, writable: bool) -> io::Result<File> {
    File::options().read(true).write(writable).open(path)
}

pub(crate) fn open_within(dir: &Dir, path: &Path) -> io::Result<(Opened, Entry)> {
    let outside = || io::Error::from(io::ErrorKind::CrossesDevices);
    if path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err(outside());
    }
    let (inside, found) = (fs::canonicalize(&dir.path)?, fs::canonicalize(dir.path.join(path))?);
    if found.starts_with(inside) { open_named(&found) } else { Err(outside()) }
}

pub(crate) fn wait(_: &File, _: Option<u32>) -> io::Result<bool> {
    Ok(true)
}

/// Where a path leads in the end: what a file is known by here.
pub(crate) fn resolved(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

fn entry(found: &fs::Metadata) -> Entry {
    let kind = match found.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_symlink() => Kind::Link,
        _ => Kind::Other,
    };
    let since = found.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    Entry {
        kind,
        identity: None,
        length: found.len(),
        modified: since.map_or((0, 0), |since| (since.as_secs().into(), since.subsec_nanos().into())),
        mode: None,
        is_own: true,
        is_protected: found.permissions().readonly() && found.is_file(),
    }
}

/// The real one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Machine;

impl System for Machine {
    fn open_folder(&self, path: &Path) -> io::Result<Dir> {
        if fs::metadata(path)?.is_dir() {
            Ok(Dir { path: path.to_owned() })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    fn enter(&self, (dir, name): Spot<'_>) -> io::Result<Dir> {
        let path = dir.spot(name);
        if fs::symlink_metadata(&path)?.is_dir() {
            Ok(Dir { path })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    fn lock(&self, _: &Dir) -> io::Result<bool> {
        Ok(true)
    }

    fn pause(&self) {
        thread::sleep(Duration::from_millis(50));
    }

    fn make_folder(&self, (dir, name): Spot<'_>, _: bool) -> io::Result<()> {
        fs::create_dir(dir.spot(name))
    }

    fn look(&self, (dir, name): Spot<'_>) -> io::Result<Option<Entry>> {
        match fs::symlink_metadata(dir.spot(name)) {
            Ok(found) => Ok(Some(entry(&found))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn open(&self, (dir, name): Spot<'_>) -> io::Result<File> {
        File::open(dir.spot(name))
    }

    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
        file.read(buffer)
    }

    fn is_locked(&self, file: &File) -> io::Result<bool> {
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(_)) => Ok(false),
            Ok(()) => file.unlock().map(|()| false),
        }
    }

    fn create(&self, (dir, name): Spot<'_>) -> io::Result<File> {
        File::options().write(true).create_new(true).open(dir.spot(name))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn give_mode(&self, _: &File, _: &Entry) -> io::Result<()> {
        Ok(())
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn sync_folder(&self, _: &Dir) -> io::Result<()> {
        Ok(())
    }

    fn rename_new(&self, _: Spot<'_>, _: Spot<'_>) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn exchange(&self, _: Spot<'_>, _: Spot<'_>) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename_over(&self, (dir, name): Spot<'_>, (to, new): Spot<'_>) -> io::Result<()> {
        fs::rename(dir.spot(name), to.spot(new))
    }

    fn link(&self, (dir, name): Spot<'_>, (to, new): Spot<'_>) -> io::Result<()> {
        fs::hard_link(dir.spot(name), to.spot(new))
    }

    fn remove(&self, (dir, name): Spot<'_>) -> io::Result<()> {
        fs::remove_file(dir.spot(name))
    }

    fn remove_folder(&self, (dir, name): Spot<'_>) -> io::Result<()> {
        fs::remove_dir(dir.spot(name))
    }

    fn list(&self, dir: &Dir, limit: usize) -> io::Result<Vec<OsString>> {
        fs::read_dir(&dir.path)?.take(limit + 1).map(|entry| Ok(entry?.file_name())).collect()
    }

    /// Who may do what cannot be compared here.
    fn make_alike(&self, _: &Dir, _: &Dir) -> io::Result<bool> {
        Ok(false)
    }
}
