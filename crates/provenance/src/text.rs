//! Words for people, in Japanese and English.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The two languages of every text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Japanese: the language of the contracts, hence the default.
    #[default]
    Ja,
    /// English.
    En,
}

/// A text in Japanese and English.
///
/// ```
/// use provenance::{Language, Text};
///
/// let name = Text::new("障害", "incident");
/// assert_eq!(name.in_language(Language::En), "incident");
/// assert_eq!(name.to_string(), "障害");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text from its two versions.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// A text that is the same in both languages, such as a product name or a code.
    pub fn same(both: impl Into<String>) -> Self {
        let both = both.into();
        Self { ja: both.clone(), en: both }
    }

    /// The version in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Prints the Japanese version, the language of the contracts.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.ja)
    }
}
