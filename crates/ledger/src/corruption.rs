//! What is wrong with a journal that was changed after it was written.

use provenance::Text;
use tables::Explain;

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
    pub fn way_out(&self) -> Text {
        match self {
            Self::NewerVersion { .. } => Text::new("何も変更していない", "nothing was changed"),
            _ => Text::new(
                "この記録が正しい写しに戻す。何も変更していない",
                "put back a copy in which this entry is sound; nothing was changed",
            ),
        }
    }
}

impl Explain for Corruption {
    fn text(&self) -> Text {
        let Self { seq, damage } = self;
        let ja = format!(
            "記録簿の記録{seq}: {}。それより前の記録は正しく、この記録以降は読んでいない",
            damage.text().ja
        );
        Text::new(ja, self.to_string())
    }
}

impl Explain for Damage {
    fn text(&self) -> Text {
        let ja = match self {
            Self::Unreadable { why } => format!("読み取れない（{why}）"),
            Self::Altered { stated, computed } => {
                format!("改変されている。記載のハッシュは{stated}、内容のハッシュは{computed}")
            }
            Self::Unchained { stated, before } => format!(
                "直前の記録に続いていない。記載の直前のハッシュは{stated}、直前の記録のハッシュは{before}"
            ),
            Self::OutOfSequence { found } => format!("欠けている。その位置に記録{found}がある"),
            Self::Batch => "一括記録1件ではない行にある".to_owned(),
            Self::Short { batch, stated, found } => {
                format!("欠けている。一括記録{batch}は{stated}件のはずが{found}件で終わる")
            }
            Self::Long { batch, stated } => format!("余分である。一括記録{batch}は{stated}件のはずである"),
            Self::Size { batch } => {
                format!("一括記録{batch}の版又は件数が、その前の記録の記載と異なる")
            }
            Self::OlderVersion { found, before } => {
                format!("第{before}版の記録の後に第{found}版で書かれている。そのようなプログラムはない")
            }
            Self::NamesLater => "自身より前にない記録を訂正又は取り消している".to_owned(),
            Self::NewerVersion { found, known } => format!(
                "第{found}版で書かれている。このプログラムが読めるのは第{known}版まで。新しい版を用いる"
            ),
        };
        Text::new(ja, self.to_string())
    }
}
