//! A statement: what it says, what of it is signed, and how it is checked.

use chrono::{DateTime, SecondsFormat, Utc};
use ledger::Head;
use sha2::{Digest, Sha256};

use crate::{KeyId, PublicKey, SecretKey, hex};

/// How long a name is shown.
const NAME: usize = 80;
/// The version of statements that are written.
pub(crate) const VERSION: u64 = 1;
/// What the signed text of every statement begins with, and a line of every statement says.
pub(crate) const TITLE: &str = "keiyaku journal statement";

/// Where a journal ended when the statement was made. It says who signed it only if it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub(crate) name: String,
    pub(crate) head: Head,
    pub(crate) signature: Option<Signature>,
}

/// A signature, and the key that it is said to be of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) key: KeyId,
    pub(crate) bytes: [u8; 64],
}

/// What the signature of a statement came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// It is of the key.
    Right,
    /// There is none.
    Missing,
    /// It is of another key.
    OtherKey {
        /// The key that it is of by its own word.
        stated: KeyId,
    },
    /// It is not of the key, or not over this statement.
    Wrong,
}

impl Statement {
    /// The statement of a journal, by the name by which people know it: its file's, without the folder.
    #[must_use]
    pub fn of(name: &str, head: Head) -> Self {
        // A name comes from anywhere; a statement shows it in one line and is read back from there.
        let shown = escape::terminal(name);
        let words: Vec<&str> = shown.split_whitespace().collect();
        let mut name: String = words.join(" ").chars().take(NAME).collect();
        if name.trim_end().is_empty() {
            name = "-".to_owned();
        }
        Self { name: name.trim_end().to_owned(), head, signature: None }
    }

    /// The same, signed.
    #[must_use]
    pub fn signed(mut self, key: &SecretKey) -> Self {
        self.signature = Some(Signature { key: key.public().id(), bytes: key.sign(&self.signed_text()) });
        self
    }

    /// The journal's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the journal ended.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The key that signed it, by its own word.
    #[must_use]
    pub fn key(&self) -> Option<KeyId> {
        self.signature.as_ref().map(|signature| signature.key)
    }

    /// Whether a key signed it.
    #[must_use]
    pub fn signature(&self, key: &PublicKey) -> Signed {
        match &self.signature {
            None => Signed::Missing,
            Some(Signature { key: stated, .. }) if *stated != key.id() => {
                Signed::OtherKey { stated: *stated }
            }
            Some(Signature { bytes, .. }) if key.verifies(&self.signed_text(), bytes) => Signed::Right,
            Some(_) => Signed::Wrong,
        }
    }

    /// The bytes that are signed, and that the check code is computed over: the same in any language.
    ///
    /// ```
    /// use ledger::Journal;
    /// use ledger_statement::Statement;
    ///
    /// let text = Statement::of("ledger.jsonl", Journal::new().end()).signed_text();
    /// let lines: Vec<&str> = text.lines().collect();
    /// assert_eq!(lines[..4], ["keiyaku journal statement 1", "name: ledger.jsonl", "journal: -", "format: 2"]);
    /// ```
    #[must_use]
    pub fn signed_text(&self) -> String {
        let Head { journal, format, entries, batches, recorded_at, hash } = &self.head;
        let journal = journal.map_or_else(|| "-".to_owned(), |journal| journal.to_string());
        let recorded = recorded_at.as_ref().map_or_else(|| "-".to_owned(), moment);
        let name = &self.name;
        format!(
            "{TITLE} {VERSION}\nname: {name}\njournal: {journal}\nformat: {format}\nentries: {entries}\nbatches: {batches}\nrecorded: {recorded}\nhead: {hash}\n"
        )
    }

    /// The check code: the first eight digits of the SHA-256 of [`signed_text`](Self::signed_text). Against slips, not
    /// against malice.
    #[must_use]
    pub fn check(&self) -> String {
        hex::digits(Sha256::digest(self.signed_text()).first_chunk::<4>().unwrap_or(&[0; 4]))
    }
}

/// A moment as it is written, always in the same way.
pub(crate) fn moment(moment: &DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}
