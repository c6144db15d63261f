//! A name that an output puts in place: a file, or a folder that is missing with all that goes into it.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    rc::Rc,
};

use crate::{
    Digest,
    system::{Dir, Entry},
};

/// How many entries a folder may have to be exchanged as a whole.
pub(super) const ENTRIES: usize = 10_000;

/// How something comes into its place.
#[derive(Debug, Clone)]
pub(super) enum How {
    /// Nothing is there.
    Take,
    /// A file is there and changes places with it.
    Swap { old: Digest, was: Entry },
    /// A folder is there, with all of its files or empty, and changes places with it.
    Exchange { old: Option<Digest>, was: Vec<(OsString, Entry)> },
}

pub(super) struct Target<'a> {
    /// The folder that is there already.
    pub(super) dir: Rc<Dir>,
    /// The name, by its path from the output's folder.
    pub(super) at: PathBuf,
    /// What goes there: one file by an empty name, or the files below the folder.
    pub(super) files: Vec<(PathBuf, &'a [u8])>,
    pub(super) how: How,
    /// Whether nobody but its owner may read it.
    pub(super) is_private: bool,
}

impl Target<'_> {
    pub(super) fn name(&self) -> &OsStr {
        self.at.file_name().unwrap_or_default()
    }

    /// Whether it is one file.
    pub(super) fn file(&self) -> Option<&[u8]> {
        match self.files.as_slice() {
            [(name, bytes)] if name == Path::new("") => Some(bytes),
            _ => None,
        }
    }
}
