//! Identifiers of work items.

use std::{borrow::Borrow, fmt, str::FromStr};

use provenance::Text;
use tables::Explain;

/// An item's identifier: the number of its category and its letter, as the document counts them: `3.1.1.l`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(String);

impl ItemId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A set of items can be asked with a text that may be none.
impl Borrow<str> for ItemId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for ItemId {
    type Err = ItemIdError;

    fn from_str(text: &str) -> Result<Self, ItemIdError> {
        let number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let letter = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase());
        match text.rsplit_once('.') {
            Some((category, last)) if category.split('.').all(number) && letter(last) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(ItemIdError { found: text.to_owned() }),
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text is no identifier of a work item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no work item; write the category's number and the letter, as in `3.1.1.l`")]
pub struct ItemIdError {
    /// The text, as given.
    pub found: String,
}

impl Explain for ItemIdError {
    fn text(&self) -> Text {
        let found = &self.found;
        Text::new(
            format!("`{found}`は業務項目でない。区分の番号と文字を`3.1.1.l`のように書く"),
            self.to_string(),
        )
    }
}
