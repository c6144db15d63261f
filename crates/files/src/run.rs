//! What a run of the program has read and keeps: never an output's target.

use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::system::{Entry, Identity, Machine, System, host};

/// What a file is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It was read.
    Input,
    /// A journal, which is written to.
    Journal,
    /// A database.
    Database,
}

/// One run of a program: it remembers which files were read and where journals are kept, so that no output takes their
/// place, and counts the bytes that it reads.
///
/// ```
/// use files::{Limit, Output, Run};
///
/// # let folder = tempfile::tempdir()?;
/// let list = folder.path().join("list.csv");
/// std::fs::write(&list, "a,b\n")?;
/// let run = Run::new();
/// assert_eq!(run.bytes(&list, Limit::DATA)?, b"a,b\n");
/// // An input is no output, by whatever name.
/// let other = folder.path().join(".").join("list.csv");
/// assert!(Output::file(&other, "c\n").forced(true).write(&run).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Run {
    known: Mutex<Vec<Known>>,
    bytes: AtomicU64,
    /// Whether a file that begins so is a journal.
    is_journal: fn(&[u8]) -> bool,
}

impl Default for Run {
    fn default() -> Self {
        Self::new()
    }
}

/// A file by what it is, and by where it lies: it may not be there yet, or be exchanged meanwhile.
#[derive(Debug)]
struct Known {
    role: Role,
    identity: Option<Identity>,
    /// The folder and the name in it.
    place: Option<(Identity, OsString)>,
    /// Where nothing else tells files apart.
    resolved: Option<PathBuf>,
}

/// What may lie beside a database or a journal and belongs to it.
const BESIDE: [&str; 5] = ["", "-journal", "-wal", "-shm", ".lock"];

/// What SQLite keeps beside a database while it writes, and for some time after: a rollback journal, a log of pages, the
/// memory that its readers share. Without it, or with another file in its place, the database is lost.
const SIDE_FILES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The name of the database that a file of this name belongs to, if there is such a database.
///
/// # Source
/// SQLite, "Temporary Files Used By SQLite"; a super-journal is called `-mj` with figures that tell runs apart.
pub(crate) fn side_file_of(name: &OsStr) -> Option<OsString> {
    let name = name.as_encoded_bytes();
    let at = name.iter().rposition(|byte| *byte == b'-')?;
    let (database, ending) = name.split_at_checked(at)?;
    let is_side_file = SIDE_FILES.iter().any(|known| known.as_bytes() == ending)
        || ending
            .strip_prefix(b"-mj")
            .is_some_and(|run| run.len() == 9 && run.iter().all(u8::is_ascii_hexdigit));
    if is_side_file { host::name_of(database).filter(|name| !name.is_empty()) } else { None }
}

/// Whether a file that begins so belongs to a database, wherever that is by now.
///
/// # Source
/// SQLite, "Database File Format": the magic of a rollback journal (3), those of a log of pages in either order of bytes
/// (4.1).
pub(crate) fn begins_like_a_side_file(beginning: &[u8]) -> bool {
    const MAGICS: [&[u8]; 3] = [
        &[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7],
        &[0x37, 0x7f, 0x06, 0x82],
        &[0x37, 0x7f, 0x06, 0x83],
    ];
    MAGICS.iter().any(|magic| beginning.starts_with(magic))
}

impl Run {
    /// A run that has read nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { known: Mutex::new(Vec::new()), bytes: AtomicU64::new(0), is_journal: |_| false }
    }

    /// The same run, told how a journal begins: no output takes the place of one, whoever keeps it.
    #[must_use]
    pub const fn with_journals(mut self, is_journal: fn(&[u8]) -> bool) -> Self {
        self.is_journal = is_journal;
        self
    }

    /// What a file is that begins so, though it is none of this run.
    pub(crate) fn kept(&self, beginning: &[u8]) -> Option<Role> {
        if beginning.starts_with(b"SQLite format 3\0") {
            return Some(Role::Database);
        }
        (self.is_journal)(beginning).then_some(Role::Journal)
    }

    /// Makes a journal or a database known before it is opened, with the files that belong to it.
    pub fn keep(&self, path: &Path, role: Role) {
        // A link is kept with what it leads to: a database puts its side files there.
        let real = fs::canonicalize(path).ok();
        for path in [Some(path), real.as_deref()].into_iter().flatten() {
            let Some(name) = path.file_name() else { continue };
            let Ok(folder) = Machine.open_folder(parent_of(path)) else { continue };
            for ending in BESIDE {
                let mut name = name.to_owned();
                name.push(ending);
                let found = Machine.look((&folder, &name)).ok().flatten();
                let identity = found.and_then(|entry| entry.identity);
                let mut place = path.to_owned();
                place.set_file_name(&name);
                self.note(Known {
                    role,
                    identity,
                    place: folder.identity().map(|folder| (folder, name)),
                    resolved: host::resolved(&place),
                });
            }
        }
    }

    /// Makes a file known that was opened for reading.
    pub(crate) fn saw(&self, entry: &Entry, path: &Path) {
        let resolved = host::resolved(path);
        self.note(Known { role: Role::Input, identity: entry.identity, place: None, resolved });
    }

    /// Makes a place known at which a file was read, whatever is put there later.
    pub(crate) fn saw_in(&self, folder: Option<Identity>, name: &Path) {
        if let (Some(folder), Some(file)) =
            (folder, name.file_name().filter(|file| *file == name.as_os_str()))
        {
            let place = Some((folder, file.to_owned()));
            self.note(Known { role: Role::Input, identity: None, place, resolved: None });
        }
    }

    /// Counts bytes that were read; `false` where they are too many by now.
    pub(crate) fn count(&self, bytes: u64, limit: u64) -> bool {
        self.bytes.fetch_add(bytes, Ordering::Relaxed).checked_add(bytes).is_some_and(|all| all <= limit)
    }

    /// What a target is to the run, by what it is or by where it lies.
    pub(crate) fn role(
        &self,
        identity: Option<Identity>,
        folder: Option<Identity>,
        name: &OsStr,
        path: &Path,
    ) -> Option<Role> {
        let resolved = host::resolved(path);
        let is_it = |known: &&Known| {
            (identity.is_some() && known.identity == identity)
                || (resolved.is_some() && known.resolved == resolved)
                || known.place.as_ref().is_some_and(|(at, called)| Some(*at) == folder && called == name)
        };
        self.known().iter().find(is_it).map(|known| known.role)
    }

    fn note(&self, known: Known) {
        self.known().push(known);
    }

    fn known(&self) -> MutexGuard<'_, Vec<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folder that a path lies in.
pub(crate) fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
