//! Lines for a terminal.

use std::{borrow::Cow, fmt, ops::Deref};

use crate::{hidden::Reader, json, visible};

/// A text as part of a line: nothing in it moves the cursor, ends the line or turns its order around.
///
/// ```
/// assert_eq!(escape::terminal("済\nkeiyaku: done"), r"済\u{a}keiyaku: done");
/// ```
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    visible::line(text)
}

/// A document on its way to a terminal, whatever it is: its line breaks and tabs stay, nothing else that is hidden
/// does. The last net: what comes through [`Lines`] and the other functions passes as it is.
///
/// ```
/// assert_eq!(escape::screen("| a |\r\n| \u{9b}2J |\n"), "| a |\r\n| \\u{9b}2J |\n");
/// assert_eq!(escape::screen(&escape::terminal("a\u{7}")), escape::terminal("a\u{7}"));
/// ```
#[must_use]
pub fn screen(text: &str) -> Cow<'_, str> {
    let mut reader = Reader::default();
    let mut out: Option<String> = None;
    for (at, c) in text.char_indices() {
        let is_layout = match c {
            '\n' | '\t' => true,
            '\r' => text.get(at..).is_some_and(|rest| rest.starts_with("\r\n")),
            _ => false,
        };
        let is_hidden = reader.hides(c) && !is_layout;
        match (&mut out, is_hidden) {
            (None, false) => {}
            (Some(out), false) => out.push(c),
            (out, true) => {
                let out = out.get_or_insert_with(|| text.get(..at).unwrap_or("").to_owned());
                out.push_str(&c.escape_unicode().to_string());
            }
        }
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Lines to be shown. A line ends where the program ends it: a line break within a line's text is foreign, and shown
/// as an escape.
///
/// ```
/// use escape::Lines;
///
/// let mut lines = Lines::default();
/// lines.line(format_args!("{}: {}", "k.csv", "a\nb"));
/// lines.blank();
/// assert_eq!(&*lines, "k.csv: a\\u{a}b\n\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(String);

impl Lines {
    /// A single line.
    #[must_use]
    pub fn of(text: impl fmt::Display) -> Self {
        let mut lines = Self::default();
        lines.line(text);
        lines
    }

    /// JSON as a writer made it: its strings hold no line break, and with [`json`](crate::json()) nothing hidden.
    ///
    /// ```
    /// assert_eq!(&*escape::Lines::json("[\n  \"\u{202e}\"\n]"), "[\n  \"\\u202e\"\n]\n");
    /// ```
    #[must_use]
    pub fn json(written: &str) -> Self {
        Self(format!("{}\n", json(written.trim_end())))
    }

    /// Adds a line.
    pub fn line(&mut self, text: impl fmt::Display) {
        self.0.push_str(&terminal(&text.to_string()));
        self.0.push('\n');
    }

    /// Adds lines that are ready.
    pub fn append(&mut self, lines: &Self) {
        self.0.push_str(&lines.0);
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.0.push('\n');
    }
}

/// As a text that can be read; what is added to it goes through [`Lines::line`].
impl Deref for Lines {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: fmt::Display> Extend<T> for Lines {
    fn extend<I: IntoIterator<Item = T>>(&mut self, texts: I) {
        for text in texts {
            self.line(text);
        }
    }
}

impl<T: fmt::Display> FromIterator<T> for Lines {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut lines = Self::default();
        lines.extend(texts);
        lines
    }
}
