//! What is wrong with a journal that was changed after it was written.

use crate::EntryHash;

/// A journal is not what was written: the first entry that shows it, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} of the journal {damage}; entries before it are sound, nothing from it on is read")]
pub struct Corruption {
    /// The entry's sequence number; where an entry cannot be read at all, the number it should have.
    pub seq: u64,
    /// What is wrong.
    pub damage: Damage,
}

/// How an entry differs from what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// It is no entry.
    #[error("cannot be read: {why}")]
    Unreadable {
        /// What the reader says.
        why: String,
    },
    /// Its text does not have the hash it states.
    #[error("was altered: it states hash {stated}, its text has {computed}")]
    Altered {
        /// The hash it states.
        stated: EntryHash,
        /// The hash its text has.
        computed: EntryHash,
    },
    /// It does not follow the entry before it.
    #[error("does not follow the entry before it: it names {stated}, that one has {before}")]
    Unchained {
        /// The hash it names.
        stated: EntryHash,
        /// The hash of the entry before it.
        before: EntryHash,
    },
    /// Entries are missing, doubled or out of order.
    #[error("is missing: entry {found} stands in its place")]
    OutOfSequence {
        /// The number found.
        found: u64,
    },
    /// A batch has no entries, or holds entries of another.
    #[error("stands in a line that is no batch of its own")]
    Batch,
    /// A batch ends before it has the entries that it states.
    #[error("is missing: batch {batch} has {stated} entries and ends after {found}")]
    Short {
        /// The batch.
        batch: u64,
        /// How many entries it has by its own word.
        stated: u64,
        /// How many are there.
        found: u64,
    },
    /// A batch goes on after the entries that it states.
    #[error("is one too many: batch {batch} has {stated} entries")]
    Long {
        /// The batch.
        batch: u64,
        /// How many entries it has by its own word.
        stated: u64,
    },
    /// Entries of one batch state different sizes of it, or are written in different versions.
    #[error("states another version or size of batch {batch} than the entries before it")]
    Size {
        /// The batch.
        batch: u64,
    },
    /// It is written in an older version of the text than an entry before it, which no program does.
    #[error("is written in version {found} after entries of version {before}, which no program did")]
    OlderVersion {
        /// The version found.
        found: u32,
        /// The version of the entry before it.
        before: u32,
    },
    /// It corrects or reverses an entry that is not before it.
    #[error("corrects or reverses an entry that is not before it")]
    NamesLater,
    /// It was written by a later version of this program.
    #[error("is written in version {found}; this program reads versions up to {known}, use a newer one")]
    NewerVersion {
        /// The version found.
        found: u64,
        /// The newest version known.
        known: u32,
    },
}

impl Damage {
    /// What to do about it.
    #[must_use]
    pub const fn way_out(&self) -> &'static str {
        match self {
            Self::NewerVersion { .. } => "nothing was changed",
            _ => "put back a copy in which this entry is sound; nothing was changed",
        }
    }
}
