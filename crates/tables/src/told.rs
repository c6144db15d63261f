//! What is told in both languages: words that stand in a program, and why a text is refused.

use provenance::{ClauseError, Text};

use crate::nearest;

/// A word or two that stand in a program, in both languages: the kind of a row, or what a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Noun {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Noun {
    /// The words in Japanese and English.
    #[must_use]
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }
}

/// Why a text cannot be read as a value, in both languages.
pub trait Explain {
    /// What is wrong, with the way out where one can be named.
    fn text(&self) -> Text;
}

impl Explain for Text {
    fn text(&self) -> Text {
        self.clone()
    }
}

/// Of texts of which each is taken.
impl Explain for std::convert::Infallible {
    fn text(&self) -> Text {
        match *self {}
    }
}

impl Explain for ClauseError {
    fn text(&self) -> Text {
        Self::text(self)
    }
}

/// A day as a text, which is read as `2024-06-03`.
impl Explain for chrono::ParseError {
    fn text(&self) -> Text {
        Text::new(
            "日付として読めない。`2024-06-03`のように書く",
            format!("is not a date as in `2024-06-03` ({self})"),
        )
    }
}

/// That another word is near enough to be meant.
///
/// ```
/// assert_eq!(tables::meant("lead").en, "did you mean `lead`?");
/// ```
#[must_use]
pub fn meant(near: &str) -> Text {
    Text::new(format!("`{near}`のことか"), format!("did you mean `{near}`?"))
}

/// What may be meant by a word that is not known: the nearest of those that are, else all of them.
///
/// ```
/// assert_eq!(tables::known_or_meant("led", ["lead", "member"]).en, "did you mean `lead`?");
/// assert_eq!(tables::known_or_meant("x", ["lead", "member"]).en, "known are `lead`, `member`");
/// ```
#[must_use]
pub fn known_or_meant<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Text {
    let known: Vec<&str> = known.into_iter().collect();
    nearest(found, known.iter().copied()).map_or_else(
        || {
            let Text { ja, en } = listed(&known);
            Text::new(format!("使えるのは{ja}"), format!("known are {en}"))
        },
        meant,
    )
}

/// Words in backquotes, one after the other.
///
/// ```
/// let listed = tables::listed(["a", "b"]);
/// assert_eq!((listed.ja.as_str(), listed.en.as_str()), ("`a`、`b`", "`a`, `b`"));
/// ```
pub fn listed(words: impl IntoIterator<Item = impl AsRef<str>>) -> Text {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{}`", word.as_ref())).collect();
    Text::new(quoted.join("、"), quoted.join(", "))
}

/// What was read of all rows; `None` where one of them could not be read. The others are read all the same, so that what is
/// wrong with them is told at once.
///
/// ```
/// let mut told = 0;
/// let read = [None, Some(1), None].into_iter().inspect(|row: &Option<u8>| told += u8::from(row.is_none()));
/// assert_eq!((tables::whole(read), told), (None, 2));
/// assert_eq!(tables::whole([Some(1), Some(2)]), Some(vec![1, 2]));
/// ```
#[must_use]
pub fn whole<T>(rows: impl IntoIterator<Item = Option<T>>) -> Option<Vec<T>> {
    // A collection that stops at the first row that failed would leave the others unread.
    let read: Vec<Option<T>> = rows.into_iter().collect();
    read.into_iter().collect()
}
