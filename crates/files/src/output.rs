//! Files that appear together or not at all.

use std::path::Path;

use provenance::Text;

use crate::{
    Refusal, Run, WriteError,
    system::{Machine, System},
};

use self::writer::{Attempt, Writer};

pub use self::asked::Output;

mod asked;
mod staging;
mod target;
#[cfg(test)]
mod tests;
mod writer;

/// That an output is in place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// What was found and mended on the way.
    pub notes: Vec<Text>,
}

/// How often a folder is looked for again that others exchange meanwhile.
const ROUNDS: u32 = 8;

impl Output {
    /// Writes the files.
    ///
    /// # Errors
    /// [`WriteError`]: unless it says otherwise, nothing was changed.
    pub fn write(&self, run: &Run) -> Result<Written, WriteError> {
        self.write_by(&Machine, run)
    }

    fn write_by(&self, system: &dyn System, run: &Run) -> Result<Written, WriteError> {
        self.check_names()?;
        let mut writer = Writer { system, run, output: self, notes: Vec::new() };
        for _ in 0..ROUNDS {
            if writer.attempt()? == Attempt::Done {
                return Ok(Written { notes: writer.notes });
            }
        }
        Err(WriteError::refused(&self.path, Refusal::Changed))
    }
}

impl Run {
    /// Has something else make a file, such as a journal, and puts it in place when it is whole: the path that is given to
    /// it lies beside the place. Nothing may stand there before.
    ///
    /// # Errors
    /// [`WriteError`], or what the making ended with; then there is no file.
    pub fn make<T, E: From<WriteError>>(
        &self,
        path: &Path,
        fill: impl FnOnce(&Path) -> Result<T, E>,
    ) -> Result<(T, Written), E> {
        let output = Output::file(path, Vec::new()).only_new();
        output.check_names()?;
        let mut writer = Writer { system: &Machine, run: self, output: &output, notes: Vec::new() };
        let made = writer.make_by(fill)?;
        Ok((made, Written { notes: writer.notes }))
    }
}
