//! Files that lie in a folder, or that its tables name.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
};

use crate::{
    Kind, Limit, ReadError, Run, content,
    system::{Dir, Entry, Machine, Opened, System, host},
};

/// A folder that is open. What is read through it lies within it, whatever a name or a symbolic link says: a name that
/// leads out of it is refused before anything is opened, and nothing but regular files is read.
///
/// ```
/// use files::{Limit, ReadError, Run};
///
/// # let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("bid.toml"), "schema = 1\n")?;
/// let run = Run::new();
/// let bid = run.folder(folder.path())?;
/// assert_eq!(bid.text("bid.toml")?.as_deref(), Some("schema = 1\n"));
/// assert_eq!(bid.text("people.toml")?, None);
/// for named in ["/etc/passwd", "../bid.toml", "/dev/zero"] {
///     assert!(matches!(bid.text(named), Err(ReadError::Outside { .. })));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Folder<'a> {
    run: &'a Run,
    dir: Dir,
    path: PathBuf,
}

/// How many entries of a folder are looked at.
const ENTRIES: usize = 10_000;

impl<'a> Folder<'a> {
    pub(crate) fn new(run: &'a Run, dir: Dir, path: &Path) -> Self {
        Self { run, dir, path: path.to_owned() }
    }

    /// Where it is, as it was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names in the folder, sorted: the order of a folder's entries is the system's whim.
    ///
    /// # Errors
    /// [`ReadError`], also where there are more than 10,000.
    pub fn names(&self) -> Result<Vec<OsString>, ReadError> {
        self.listed(&self.dir, &self.path)
    }

    /// The names in a folder within the folder, sorted; none where there is no such folder.
    ///
    /// # Errors
    /// [`ReadError`] as for files.
    pub fn names_in(&self, within: impl AsRef<Path>) -> Result<Vec<OsString>, ReadError> {
        let path = self.path.join(within.as_ref());
        match self.opened(within.as_ref(), &path)? {
            None => Ok(Vec::new()),
            Some((Opened::Folder(dir), _)) => self.listed(&dir, &path),
            Some(_) => Err(ReadError::NotAFolder { path }),
        }
    }

    /// The bytes of a file of the folder; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`ReadError`]: where the name leads out of the folder, is no regular file, or is too large.
    pub fn bytes(&self, name: impl AsRef<Path>, limit: Limit) -> Result<Option<Vec<u8>>, ReadError> {
        let path = self.path.join(name.as_ref());
        match self.opened(name.as_ref(), &path)? {
            None => Ok(None),
            Some((Opened::File(mut file), entry)) if entry.kind == Kind::File => {
                self.run.saw(&entry, &path);
                content::whole(self.run, &mut file, &path, limit).map(Some)
            }
            Some((_, entry)) => Err(ReadError::NotAFile { path, kind: entry.kind }),
        }
    }

    /// The text of a table of the folder; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`ReadError`] as for bytes, and where it is not UTF-8.
    pub fn text(&self, name: impl AsRef<Path>) -> Result<Option<String>, ReadError> {
        let path = self.path.join(name.as_ref());
        self.bytes(name, Limit::TABLE)?.map(|bytes| content::text(bytes, &path)).transpose()
    }

    /// What a name of the folder stands for, links not followed; `None` where there is none.
    ///
    /// # Errors
    /// [`ReadError`] where the system refuses.
    pub fn kind(&self, name: &OsStr) -> Result<Option<Kind>, ReadError> {
        let found = Machine.look((&self.dir, name));
        let found = found.map_err(|source| ReadError::io(&self.path.join(name), source))?;
        Ok(found.map(|entry| entry.kind))
    }

    fn opened(&self, name: &Path, path: &Path) -> Result<Option<(Opened, Entry)>, ReadError> {
        match host::open_within(&self.dir, name) {
            Ok(opened) => Ok(Some(opened)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                Err(ReadError::Outside { path: path.to_owned(), folder: self.path.clone() })
            }
            Err(error) => Err(ReadError::io(path, error)),
        }
    }

    fn listed(&self, dir: &Dir, path: &Path) -> Result<Vec<OsString>, ReadError> {
        let mut names = Machine.list(dir, ENTRIES).map_err(|source| ReadError::io(path, source))?;
        if names.len() > ENTRIES {
            return Err(ReadError::TooMany { path: path.to_owned(), limit: ENTRIES });
        }
        names.sort();
        Ok(names)
    }
}
