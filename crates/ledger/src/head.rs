//! Where a journal ends. Noted elsewhere it is proof: a journal that later passes through it has lost nothing before it.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use crate::{
    EntryHash,
    hash::{hex, unhex},
};

/// Tells journals apart: the first sixteen digits of the hash of the first entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JournalId([u8; 8]);

impl JournalId {
    pub(crate) fn of(first: EntryHash) -> Self {
        Self(first.bytes().first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for JournalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex(&self.0))
    }
}

/// A text is no identifier of a journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` does not identify a journal; sixteen digits of 0-9 and a-f do")]
pub struct JournalIdError {
    /// The text, as given.
    pub found: String,
}

impl FromStr for JournalId {
    type Err = JournalIdError;

    fn from_str(text: &str) -> Result<Self, JournalIdError> {
        unhex(text).map(Self).ok_or_else(|| JournalIdError { found: text.to_owned() })
    }
}

/// The end of a journal at some time.
///
/// ```
/// use ledger::{Comparison, Draft, Journal, Kind, Put};
///
/// let mut journal = Journal::new();
/// let mut record = |id: &str| -> Result<_, Box<dyn std::error::Error>> {
///     let pc = Draft::put("2024-06-03".parse()?, Put::new(Kind::Device, id));
///     let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![pc])?;
///     journal.append(batch)?;
///     Ok(journal.clone())
/// };
/// let early = record("PC-0007")?;
/// let late = record("PC-0008")?;
/// assert_eq!(early.end().compare(&late), Comparison::Extended { entries: 1, batches: 1 });
/// // Of a journal that was cut back, the earlier head shows nothing and the later one does.
/// assert_eq!(early.end().compare(&early), Comparison::Same);
/// assert_eq!(late.end().compare(&early), Comparison::Truncated { stated: 2, found: 1 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which journal; `None` while it has no entry.
    pub journal: Option<JournalId>,
    /// The journal format of its last batch: in format 1 nothing but this head proves how many entries that has.
    pub format: u32,
    /// How many entries it has: the number of the last one.
    pub entries: u64,
    /// How many batches: the number of the last one.
    pub batches: u64,
    /// When the last one was recorded, by the clock of whoever recorded it.
    pub recorded_at: Option<DateTime<Utc>>,
    /// The hash of the last entry.
    pub hash: EntryHash,
}
