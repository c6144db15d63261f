//! A name that an output puts in place: a file, or a folder that is missing with all that goes into it.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    rc::Rc,
};

use super::staging::How;
use crate::system::Dir;

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
