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

    /// The files of the folder, or of a folder within it, that the run has not read, sorted: nobody shall think that they
    /// were. Folders are none, nor what systems and spreadsheets leave behind (`.x`, `~$x`).
    ///
    /// # Errors
    /// [`ReadError`] as for names.
    ///
    /// ```
    /// use files::{Limit, Run};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// std::fs::write(folder.path().join("bid.toml"), "")?;
    /// std::fs::write(folder.path().join("members.doc"), "")?;
    /// let run = Run::new();
    /// let bid = run.folder(folder.path())?;
    /// bid.text("bid.toml")?;
    /// assert_eq!(bid.unread("")?, ["members.doc"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unread(&self, within: impl AsRef<Path>) -> Result<Vec<OsString>, ReadError> {
        let within = within.as_ref();
        let (dir, names) = if within.as_os_str().is_empty() {
            (None, self.names()?)
        } else {
            match self.opened(within, &self.path.join(within))? {
                Some((Opened::Folder(dir), _)) => {
                    let names = self.listed(&dir, &self.path.join(within))?;
                    (Some(dir), names)
                }
                _ => return Ok(Vec::new()),
            }
        };
        let dir = dir.as_ref().unwrap_or(&self.dir);
        let is_left = |name: &OsString| {
            let leading = name.as_encoded_bytes();
            if leading.starts_with(b".") || leading.starts_with(b"~$") {
                return Ok(false);
            }
            let path = self.path.join(within).join(name);
            let entry = Machine.look((dir, name)).map_err(|source| ReadError::io(&path, source))?;
            Ok(entry.is_some_and(|entry| {
                entry.kind != Kind::Folder
                    && self.run.role(entry.identity, dir.identity(), name, &path).is_none()
            }))
        };
        let mut left = Vec::new();
        for name in names {
            if is_left(&name)? {
                left.push(name);
            }
        }
        Ok(left)
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
                self.run.saw_in(self.dir.identity(), name.as_ref());
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
