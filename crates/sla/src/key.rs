//! The key of an item.

use std::{fmt, str::FromStr};

/// The key of a row, unique in its contract: the number as printed, told apart where it is printed twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemKey(String);

impl ItemKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ItemKey {
    type Err = ItemKeyError;

    fn from_str(text: &str) -> Result<Self, ItemKeyError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if text.is_empty() || !text.chars().all(fits) {
            return Err(ItemKeyError { found: text.to_owned() });
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text is no row key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no row key; use ASCII letters, digits, `-`, `.` and `_`, as in `S-4-1-3-2.b`")]
pub struct ItemKeyError {
    /// The text, as given.
    pub found: String,
}

impl tables::Explain for ItemKeyError {
    fn text(&self) -> provenance::Text {
        let ja = format!(
            "`{}`は評価項目の番号ではない。`S-4-1-3-2.b`のように英数字、`-`、`.`、`_`で書く",
            self.found
        );
        provenance::Text::new(ja, self.to_string())
    }
}
