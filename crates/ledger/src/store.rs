//! Where journals are kept: said here, done by adapters.

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
