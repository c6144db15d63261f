//! How a journal stands to a head that was noted of it.

use provenance::Text;

use crate::{EntryHash, Head, Journal, JournalId};

/// How a journal stands to a head that was noted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It ends there.
    Same,
    /// It passes through it: nothing before was changed, and more was recorded since.
    Extended {
        /// How many entries were added.
        entries: u64,
        /// How many batches.
        batches: u64,
    },
    /// It ends before it: entries were taken away, or this is an old copy.
    Truncated {
        /// How many entries there were.
        stated: u64,
        /// How many there are.
        found: u64,
    },
    /// It has that many entries, but others: some were exchanged, and all hashes from there on computed anew.
    Rewritten {
        /// The entry that has another hash than was noted.
        entry: u64,
    },
    /// It begins with another entry: another journal, or one that was written anew from its first entry.
    Another {
        /// The journal whose head was noted.
        stated: JournalId,
        /// The journal at hand.
        found: JournalId,
    },
    /// What was noted cannot be of one journal: the hash is found here, with other figures beside it.
    Contradictory {
        /// The entry that has the hash.
        entry: u64,
    },
}

impl Head {
    /// How a journal stands to this head that was noted earlier.
    #[must_use]
    pub fn compare(&self, journal: &Journal) -> Comparison {
        let end = journal.end();
        if let Some(entry) = journal.entries().iter().find(|entry| entry.hash == self.hash) {
            // The hash proves all that it was computed over; what was noted beside it must be the same.
            if journal.end_at(entry.seq) != *self || !is_last_of_its_batch(journal, entry.seq) {
                return Comparison::Contradictory { entry: entry.seq };
            }
        } else if self.entries == 0 && self.hash == EntryHash::BEGINNING {
            // Any journal goes on from nothing.
        } else {
            return match (self.journal, end.journal) {
                (Some(stated), Some(found)) if stated != found => Comparison::Another { stated, found },
                _ if end.entries < self.entries => {
                    Comparison::Truncated { stated: self.entries, found: end.entries }
                }
                _ => Comparison::Rewritten { entry: self.entries },
            };
        }
        match (end.entries.checked_sub(self.entries), end.batches.checked_sub(self.batches)) {
            (Some(0), Some(0)) => Comparison::Same,
            (Some(entries), Some(batches)) => Comparison::Extended { entries, batches },
            _ => Comparison::Contradictory { entry: self.entries },
        }
    }
}

fn is_last_of_its_batch(journal: &Journal, seq: u64) -> bool {
    let batch = |seq: u64| journal.entry(seq).map(|entry| entry.batch);
    seq.checked_add(1).and_then(batch) != batch(seq)
}

impl Comparison {
    /// Whether the journal holds all that was noted, unchanged.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Same | Self::Extended { .. })
    }

    /// The word for it in files for other programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Extended { .. } => "extended",
            Self::Truncated { .. } => "truncated",
            Self::Rewritten { .. } => "rewritten",
            Self::Another { .. } => "another-journal",
            Self::Contradictory { .. } => "contradictory",
        }
    }

    /// In a sentence or two, with what to do.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Same => Text::new(
                "控えと一致: 控えの後に追加された記録はない",
                "matches the statement: nothing was added since",
            ),
            Self::Extended { entries, batches } => Text::new(
                format!("控えの内容を含む: 控えの後に記録{entries}件（登録{batches}回）が追加されている"),
                format!(
                    "contains what was stated: {entries} {} in {batches} {} added since",
                    if entries == 1 { "entry" } else { "entries" },
                    if batches == 1 { "batch" } else { "batches" }
                ),
            ),
            Self::Truncated { stated, found } => Text::new(
                format!(
                    "切詰め: 控えでは記録{stated}件のところ{found}件しかない。末尾が失われたか、古い写しである。控え以後の写しに戻すこと"
                ),
                format!(
                    "truncated: the statement counts {stated} entries and the journal has {found}; its end was removed, or this is an old copy: put back a copy made after the statement"
                ),
            ),
            Self::Rewritten { entry } => Text::new(
                format!(
                    "書換え: 記録{entry}番のハッシュが控えと異なる。{entry}番以前の記録が控えの後に差し替えられている。控えと合う写しと比較すること"
                ),
                format!(
                    "rewritten: entry {entry} has another hash than the statement; it or an entry before it was exchanged since: compare with a copy that matches the statement"
                ),
            ),
            Self::Another { stated, found } => Text::new(
                format!(
                    "別の記録簿: 控えは記録簿{stated}のもので、この記録簿は{found}である（又は先頭の記録から書き直されている）。控えの対象の記録簿を指定すること"
                ),
                format!(
                    "another journal: the statement is of journal {stated} and this is {found} (or it was rewritten from its first entry); name the journal that the statement is of"
                ),
            ),
            Self::Contradictory { entry } => Text::new(
                format!(
                    "控えの矛盾: 控えのハッシュは記録{entry}番のものだが、件数・登録回数・日時・形式のいずれかが一致しない。控えが改変されている。原本の控えを用いること"
                ),
                format!(
                    "contradictory statement: its hash is that of entry {entry}, but its number of entries or batches, its time or its format is not; the statement was altered: use the original"
                ),
            ),
        }
    }
}
