//! The execution log: what was done, free of any tool.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use provenance::{Origin, Text};
use tables::{Explain, listed, meant, nearest};

use crate::WorkSite;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was done and nothing was wrong: recorded too, as the contract asks.
    NoAnomaly,
    /// It was done and something was wrong.
    Anomaly,
    /// It was not done.
    NotDone,
    /// It need not be done, for a reason.
    Waived,
}

impl Outcome {
    /// All of them with the words used in mappings.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("done", Self::Done),
        ("no-anomaly", Self::NoAnomaly),
        ("anomaly", Self::Anomaly),
        ("not-done", Self::NotDone),
        ("waived", Self::Waived),
    ];

    /// Whether the work was done.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::NoAnomaly | Self::Anomaly)
    }
}

impl FromStr for Outcome {
    type Err = OutcomeError;

    fn from_str(text: &str) -> Result<Self, OutcomeError> {
        let known = Self::WORDS.iter().find(|(word, _)| *word == text);
        known.map(|(_, outcome)| *outcome).ok_or_else(|| OutcomeError { found: text.to_owned() })
    }
}

/// A text is not an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeError {
    /// The text, as given.
    pub found: String,
}

impl fmt::Display for OutcomeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = || Outcome::WORDS.iter().map(|(word, _)| *word);
        let all: Vec<String> = words().map(|word| format!("`{word}`")).collect();
        write!(f, "found `{}`, but it must be one of {}", self.found, all.join(", "))?;
        match nearest(&self.found, words()) {
            Some(near) => write!(f, "; did you mean `{near}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OutcomeError {}

impl Explain for OutcomeError {
    fn text(&self) -> Text {
        let words = || Outcome::WORDS.iter().map(|(word, _)| *word);
        let near = nearest(&self.found, words());
        let help = near.map_or_else(|| format!("使えるのは{}", listed(words()).ja), |near| meant(near).ja);
        Text::new(format!("`{}`は実施の結果ではない。{help}", self.found), self.to_string())
    }
}

/// A record of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// The item, as the record names it.
    pub item: String,
    /// Where it was done or to be done.
    pub site: WorkSite,
    /// A day of the window for which it was planned, where the record names one.
    pub planned: Option<NaiveDate>,
    /// The day on which it was done; none where it was not.
    pub done: Option<NaiveDate>,
    /// The part of a composite frequency, in either language.
    pub part: Option<String>,
    /// The role that did it.
    pub by: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// The reason of a waiver, or what was found.
    pub note: String,
    /// Where the evidence lies.
    pub evidence: Option<String>,
    /// Where it was read.
    pub origin: Option<Origin>,
}

impl Execution {
    /// The day by which the record belongs to a window: the planned one, failing that the one on which it was done.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        self.planned.or(self.done)
    }

    /// Whether two records say the same, wherever they were read: one row handed in twice.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let said = |one: &Self| Self { origin: None, ..one.clone() };
        said(self) == said(other)
    }
}
