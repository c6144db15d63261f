//! What was closed and reopened: a line an act, each bound to those before it.

use std::fmt::Write;

use calendar::YearMonth;
use provenance::Text;
use serde::{Deserialize, Serialize};

/// An act on a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, as RFC 3339.
    pub at: String,
    /// The month.
    pub month: YearMonth,
    /// What was done.
    #[serde(flatten)]
    pub what: What,
    /// The SHA-256 of the line before; of the first line nothing.
    pub previous: Option<String>,
}

/// What was done to a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum What {
    /// It was closed.
    Closed {
        /// The SHA-256 of its manifest.
        manifest: String,
        /// Why it was closed with gaps, where it was.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        with_gaps: Option<String>,
    },
    /// It was reopened.
    Reopened {
        /// Why.
        reason: String,
    },
}

/// How a month stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was never closed.
    Open,
    /// It is closed.
    Closed {
        /// Which close it is, from 1.
        number: u32,
        /// The SHA-256 of its manifest.
        manifest: String,
        /// When.
        at: String,
    },
    /// It was closed and is open again.
    Reopened {
        /// How often it was closed.
        closes: u32,
        /// Why it is open again.
        reason: String,
    },
}

/// The acts of a folder in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    entries: Vec<Entry>,
    text: String,
}

/// Why a record cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// A line is no entry.
    NoEntry {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it, in the parser's words.
        why: String,
    },
    /// A line is not bound to the one before: that was changed, or lines were taken out.
    Broken {
        /// The line, from 1.
        line: usize,
    },
}

impl RecordError {
    /// What is wrong and the way out.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NoEntry { line, why } => Text::new(
                format!("{line}行目は締めの記録でない（{why}）。控えから戻す"),
                format!("line {line} is no entry ({why}); restore the file from a copy"),
            ),
            Self::Broken { line } => Text::new(
                format!(
                    "{line}行目が前の行とつながらない。前の行が書き換えられたか、行が抜かれている。控えから戻す"
                ),
                format!(
                    "line {line} does not follow from the one before: that was changed, or lines were taken out; restore the file from a copy"
                ),
            ),
        }
    }
}

impl Record {
    /// Reads a record; `digest` gives the SHA-256 of bytes.
    ///
    /// # Errors
    /// [`RecordError`] for the first line that cannot be relied on.
    pub fn parse(text: &str, digest: impl Fn(&[u8]) -> String) -> Result<Self, RecordError> {
        let (mut entries, mut previous) = (Vec::new(), None);
        for (line, number) in text.lines().zip(1..) {
            let entry: Entry = serde_json::from_str(line)
                .map_err(|error| RecordError::NoEntry { line: number, why: error.to_string() })?;
            if entry.previous != previous {
                return Err(RecordError::Broken { line: number });
            }
            previous = Some(digest(line.as_bytes()));
            entries.push(entry);
        }
        let mut text = text.to_owned();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(Self { entries, text })
    }

    /// The acts, from the first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The record as text, a line an act.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same with one more act; `digest` as in [`Record::parse`].
    #[must_use]
    pub fn with(&self, at: String, month: YearMonth, what: What, digest: impl Fn(&[u8]) -> String) -> Self {
        let previous = self.text.lines().last().map(|line| digest(line.as_bytes()));
        let entry = Entry { at, month, what, previous };
        // None of its keys is anything but text, the one thing that JSON refuses.
        let line = serde_json::to_string(&entry).unwrap_or_default();
        let mut next = self.clone();
        let _ = writeln!(next.text, "{}", escape::json(&line));
        next.entries.push(entry);
        next
    }

    /// How a month stands.
    #[must_use]
    pub fn standing(&self, month: YearMonth) -> Standing {
        let (mut standing, mut closes) = (Standing::Open, 0_u32);
        for entry in self.entries.iter().filter(|entry| entry.month == month) {
            standing = match &entry.what {
                What::Closed { manifest, .. } => {
                    closes += 1;
                    Standing::Closed { number: closes, manifest: manifest.clone(), at: entry.at.clone() }
                }
                What::Reopened { reason } => Standing::Reopened { closes, reason: reason.clone() },
            };
        }
        standing
    }

    /// The months that are closed, with the number of the close that holds.
    #[must_use]
    pub fn closed(&self) -> Vec<(YearMonth, u32)> {
        let mut months: Vec<YearMonth> = self.entries.iter().map(|entry| entry.month).collect();
        months.sort_unstable();
        months.dedup();
        let closed = |month: YearMonth| match self.standing(month) {
            Standing::Closed { number, .. } => Some((month, number)),
            Standing::Open | Standing::Reopened { .. } => None,
        };
        months.into_iter().filter_map(closed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stand-in for the real one, which the command has.
    fn digest(bytes: &[u8]) -> String {
        bytes.iter().fold(7_u64, |sum, byte| sum.rotate_left(5) ^ u64::from(*byte)).to_string()
    }

    fn record() -> Record {
        let june = "2024-06".parse().unwrap();
        let closed = |manifest: &str| What::Closed { manifest: manifest.to_owned(), with_gaps: None };
        Record::default()
            .with("a".to_owned(), june, closed("m1"), digest)
            .with("b".to_owned(), june, What::Reopened { reason: "訂正".to_owned() }, digest)
            .with("c".to_owned(), june, closed("m2"), digest)
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let written = record();
        assert_eq!(Record::parse(written.text(), digest), Ok(written.clone()));
        let june = "2024-06".parse().unwrap();
        assert!(matches!(written.standing(june), Standing::Closed { number: 2, .. }));
        assert_eq!(written.closed(), [(june, 2)]);
        assert_eq!(written.standing(june.next()), Standing::Open);
    }

    #[test]
    fn a_line_that_was_changed_or_taken_out_is_told() {
        let text = record().text().to_owned();
        let lines: Vec<&str> = text.lines().collect();
        let without_the_second = format!("{}\n{}\n", lines[0], lines[2]);
        assert_eq!(Record::parse(&without_the_second, digest), Err(RecordError::Broken { line: 2 }));
        let changed = text.replace("訂正", "更正");
        assert_eq!(Record::parse(&changed, digest), Err(RecordError::Broken { line: 3 }));
        assert!(matches!(Record::parse("{}\n", digest), Err(RecordError::NoEntry { line: 1, .. })));
    }
}
