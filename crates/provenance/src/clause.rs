//! Citations: a document and a place in it.

use std::{collections::BTreeMap, collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Text;

/// A document's identifier: lower-case words parted by `/`, such as `jetro-2023/annex2`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentId(String);

impl DocumentId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DocumentId {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let word = |w: &str| {
            !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if text.split('/').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ClauseError::DocumentId { found: text.to_owned() })
        }
    }
}

impl TryFrom<String> for DocumentId {
    type Error = ClauseError;

    fn try_from(text: String) -> Result<Self, ClauseError> {
        text.parse()
    }
}

impl From<DocumentId> for String {
    fn from(id: DocumentId) -> Self {
        id.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A source document: what a clause is a clause of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The identifier used in citations.
    pub id: DocumentId,
    /// Its title.
    pub title: Text,
    /// Who published it.
    pub publisher: Text,
    /// The edition, as the publisher names it.
    pub edition: String,
    /// The date of the edition, where it bears one.
    pub date: Option<chrono::NaiveDate>,
}

/// A place in a document, written `document#locator`: `jetro-2023/annex1#3.1.1.l`.
///
/// The locator follows the document's own numbering. It may hold letters of any script, digits,
/// `.`, `-`, `_`, `(`, `)`, `:` and `/`, but neither spaces nor `#`.
///
/// # Errors
/// Parsing fails with [`ClauseError`] where the document or the locator is missing or malformed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Clause {
    document: DocumentId,
    locator: String,
}

impl Clause {
    /// The document.
    #[must_use]
    pub fn document(&self) -> &DocumentId {
        &self.document
    }

    /// The place in the document, by the document's own numbering.
    #[must_use]
    pub fn locator(&self) -> &str {
        &self.locator
    }

    /// Whether the place is the other one or lies below it by the document's numbering.
    ///
    /// ```
    /// # use provenance::Clause;
    /// let section: Clause = "jetro-2023/main#4.1".parse()?;
    /// assert!("jetro-2023/main#4.1.7".parse::<Clause>()?.is_within(&section));
    /// assert!(!"jetro-2023/main#4.10".parse::<Clause>()?.is_within(&section));
    /// # Ok::<(), provenance::ClauseError>(())
    /// ```
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let below = || self.locator.strip_prefix(&other.locator);
        self.document == other.document
            && below().is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }
}

impl FromStr for Clause {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let (document, locator) =
            text.split_once('#').ok_or_else(|| ClauseError::NoLocator { found: text.to_owned() })?;
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '(' | ')' | ':' | '/');
        if locator.is_empty() || !locator.chars().all(fits) {
            return Err(ClauseError::Locator { found: locator.to_owned() });
        }
        Ok(Self { document: document.parse()?, locator: locator.to_owned() })
    }
}

impl TryFrom<String> for Clause {
    type Error = ClauseError;

    fn try_from(text: String) -> Result<Self, ClauseError> {
        text.parse()
    }
}

impl From<Clause> for String {
    fn from(clause: Clause) -> Self {
        clause.to_string()
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.document, self.locator)
    }
}

/// Why a text is no citation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClauseError {
    /// There is no `#`.
    #[error(
        "citation `{found}` names no place in the document; write `document#place`, as in `service-2023/annex2#S-1`"
    )]
    NoLocator {
        /// The text, as given.
        found: String,
    },
    /// The document identifier has other characters than `a-z 0-9 - /`.
    #[error(
        "document `{found}` is not of the form `service-2023/annex2` (lower-case letters, digits, `-`, parted by `/`)"
    )]
    DocumentId {
        /// The identifier, as given.
        found: String,
    },
    /// The locator is empty or has characters that no locator may have.
    #[error(
        "place `{found}` is empty or holds a space or sign that no place may hold; write it as in `3.1.1.l`, `S-2-1` or `table-3-6`"
    )]
    Locator {
        /// The locator, as given.
        found: String,
    },
}

impl ClauseError {
    /// What is wrong and how it is written.
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::NoLocator { found } => {
                format!("引用`{found}`に文書内の位置がない。`service-2023/annex2#S-1`のように書く")
            }
            Self::DocumentId { found } => format!(
                "文書`{found}`は`service-2023/annex2`の形でない（英小文字、数字、`-`を使い、`/`で区切る）"
            ),
            Self::Locator { found } => format!(
                "位置`{found}`が空か、使えない空白や記号を含む。`3.1.1.l`、`S-2-1`、`table-3-6`のように書く"
            ),
        };
        Text::new(ja, self.to_string())
    }
}

/// The known places of each document, against which citations are checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseIndex {
    places: BTreeMap<DocumentId, BTreeSet<String>>,
}

impl ClauseIndex {
    /// An index without any place.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a place; false where it was known already.
    pub fn insert(&mut self, clause: &Clause) -> bool {
        self.places.entry(clause.document.clone()).or_default().insert(clause.locator.clone())
    }

    /// Whether the place is known.
    #[must_use]
    pub fn contains(&self, clause: &Clause) -> bool {
        self.places.get(&clause.document).is_some_and(|places| places.contains(&clause.locator))
    }

    /// The citations whose place is not known, in the order given.
    pub fn dangling<'a>(&self, cited: impl IntoIterator<Item = &'a Clause>) -> Vec<&'a Clause> {
        cited.into_iter().filter(|clause| !self.contains(clause)).collect()
    }

    /// How many places are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.values().map(BTreeSet::len).sum()
    }

    /// Whether no place is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}
