//! Where journals are kept: said here, done by adapters.

use provenance::Text;

use crate::{Batch, Journal};

/// A place that keeps a journal.
///
/// What [`append`](Self::append) has answered is there after a crash; what it has not is there whole or not at all.
pub trait Store {
    /// Why it cannot be read or written.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Reads and verifies the whole journal.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what was written.
    fn journal(&mut self) -> Result<Journal, Self::Error>;

    /// Keeps a batch; returns when it will survive a crash.
    ///
    /// # Errors
    /// Where it cannot be written, or somebody else wrote since the journal was read.
    fn append(&mut self, batch: &Batch) -> Result<(), Self::Error>;
}

/// What is done with the place that keeps a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deed {
    /// It is made.
    Make,
    /// It is opened.
    Open,
    /// It is read.
    Read,
    /// It is written.
    Write,
    /// What a crash left at its end is cut off.
    Cut,
    /// It is locked against others that write.
    Lock,
    /// What was written is brought to disk.
    Sync,
    /// It is brought to the present schema.
    Migrate,
}

impl Deed {
    /// What cannot be done, behind the name of the place: `cannot be read`.
    #[must_use]
    pub fn refused(self) -> Text {
        let (ja, en) = match self {
            Self::Make => ("作成できない", "made"),
            Self::Open => ("開けない", "opened"),
            Self::Read => ("読み取れない", "read"),
            Self::Write => ("書き込めない", "written"),
            Self::Cut => ("切り詰められない", "cut"),
            Self::Lock => ("ロックできない", "locked"),
            Self::Sync => ("ディスクに書き出せない", "brought to disk"),
            Self::Migrate => ("現在のスキーマに移行できない", "brought to the present schema"),
        };
        Text::new(ja, format!("cannot be {en}"))
    }
}
