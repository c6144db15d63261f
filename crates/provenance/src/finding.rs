//! Something a rule noticed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Clause, Text};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Likely to hurt; somebody should look.
    Warning,
    /// Wrong; results that rest on it cannot be relied on.
    Error,
}

/// A rule's identifier in kebab case, such as `duplicate-number`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RuleId(String);

impl RuleId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RuleId {
    type Err = RuleIdError;

    fn from_str(text: &str) -> Result<Self, RuleIdError> {
        let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if text.split('-').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RuleIdError { found: text.to_owned() })
        }
    }
}

impl TryFrom<String> for RuleId {
    type Error = RuleIdError;

    fn try_from(text: String) -> Result<Self, RuleIdError> {
        text.parse()
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text is no rule identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule `{found}` is not in kebab case, as in `duplicate-number`")]
pub struct RuleIdError {
    /// The text, as given.
    pub found: String,
}

/// Something a rule noticed about a subject, with the clauses it concerns and the way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// How much it matters.
    pub severity: Severity,
    /// The places concerned; both, where two places contradict each other.
    pub clauses: Vec<Clause>,
    /// What it is about: an item's key, a case, a file and row.
    pub subject: String,
    /// What was noticed.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
}
