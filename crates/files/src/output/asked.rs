//! What is to be written, and what may be replaced by it.

use std::path::{Component, Path, PathBuf};

use super::staging::is_reserved;
use crate::{Digest, Refusal, WriteError};

/// What is to be written: one file, or the files of a folder.
///
/// Everything is written beside the place where it goes and brought to the disk before anything there is changed. A
/// folder that is not there yet, and one that holds nothing but what the program wrote, is put in place as a whole.
/// Elsewhere files are exchanged one by one; what is broken off in between is completed by the next output there.
#[derive(Debug, Clone)]
pub struct Output {
    pub(super) path: PathBuf,
    pub(super) is_folder: bool,
    /// By their names below the folder.
    pub(super) files: Vec<(PathBuf, Vec<u8>)>,
    pub(super) rule: Rule,
    /// Whether the first file is its owner's alone.
    pub(super) is_private: bool,
}

/// What may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// What the program wrote and nobody changed; with force, any file that is no input and no journal.
    Own { force: bool },
    /// Nothing.
    New,
    /// Nothing, and the folder holds nothing else.
    Begin,
    /// The one file that was read, as it was then.
    Revised(Digest),
}

impl Output {
    /// One file.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        let path = path.into();
        let name = path.file_name().map_or_else(PathBuf::new, PathBuf::from);
        Self {
            path,
            is_folder: false,
            files: vec![(name, bytes.into())],
            rule: Rule::Own { force: false },
            is_private: false,
        }
    }

    /// A folder, without files yet.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            is_folder: true,
            files: Vec::new(),
            rule: Rule::Own { force: false },
            is_private: false,
        }
    }

    /// The same with a further file, by its name below the folder.
    #[must_use]
    pub fn with(mut self, name: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.into(), bytes.into()));
        self
    }

    /// The same in the place of files that the program did not write, if so told.
    #[must_use]
    pub fn forced(self, force: bool) -> Self {
        Self { rule: Rule::Own { force }, ..self }
    }

    /// The same where none of the files is there.
    #[must_use]
    pub fn only_new(self) -> Self {
        Self { rule: Rule::New, ..self }
    }

    /// The same where the folder is not there, or empty.
    #[must_use]
    pub fn only_begun(self) -> Self {
        Self { rule: Rule::Begin, ..self }
    }

    /// The same in the place of the file that was read and revised, if it is still as it was.
    #[must_use]
    pub fn in_place_of(self, read: Digest) -> Self {
        Self { rule: Rule::Revised(read), ..self }
    }

    /// The same with a first file that nobody but its owner may read, from the moment it is made.
    #[must_use]
    pub fn private(self) -> Self {
        Self { is_private: true, ..self }
    }

    /// The paths of the files.
    pub fn paths(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let folder = if self.is_folder { self.path.as_path() } else { parent(&self.path) };
        self.files.iter().map(move |(name, _)| folder.join(name))
    }

    pub(super) fn check_names(&self) -> Result<(), WriteError> {
        for (name, _) in &self.files {
            let shown = || if self.is_folder { self.path.join(name) } else { self.path.with_file_name(name) };
            let is_name = |part| matches!(part, Component::Normal(_));
            let is_file = self.is_folder || !ends_with_separator(&self.path);
            if name.components().next().is_none() || !name.components().all(is_name) || !is_file {
                let shown = if self.is_folder { shown() } else { self.path.clone() };
                return Err(WriteError::refused(&shown, Refusal::NoName));
            }
            if name.iter().any(is_reserved) {
                return Err(WriteError::refused(&shown(), Refusal::Reserved));
            }
        }
        Ok(())
    }
}

/// The folder of a path, as it was named: empty where it is the current one.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

fn ends_with_separator(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|last| std::path::is_separator(char::from(*last)))
}
