//! The escape that people see, and the way back.

use std::{borrow::Cow, fmt::Write};

use crate::hidden::{Reader, is_hidden};

/// A text on one line: a visible escape for each hidden character, and for each `\` that would be taken for the
/// beginning of an escape.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    visible(text, |_| false)
}

/// A text of many lines: their ends and tabs stay, be an end a line feed or a carriage return with one. A carriage
/// return alone is none.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    visible(text, |from| from.starts_with(['\n', '\t']) || from.starts_with("\r\n"))
}

/// Lines whose ends are line feeds, for a target that has an end of line of its own.
pub(crate) fn one_end(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { text }
}

fn visible(text: &str, is_kept: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let mut reader = Reader::default();
    let mut out = String::new();
    let mut written = 0;
    for (at, c) in text.char_indices() {
        let from = text.get(at..).unwrap_or("");
        let is_hidden = reader.hides(c);
        if (is_hidden && !is_kept(from)) || (c == '\\' && from.starts_with("\\u{")) {
            out.push_str(text.get(written..at).unwrap_or(""));
            push_escape(&mut out, c);
            written = at + c.len_utf8();
        }
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(written..).unwrap_or(""));
    Cow::Owned(out)
}

fn push_escape(out: &mut String, c: char) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

/// The text that was made visible. Only escapes that this crate writes are read: what else looks like one stays.
///
/// ```
/// assert_eq!(escape::read_back(r"a\u{202e}b"), "a\u{202e}b");
/// // Nobody would have escaped a letter, and numbers are written in one way.
/// assert_eq!(escape::read_back(r"\u{41} \u{001b} \u{1B}"), r"\u{41} \u{001b} \u{1B}");
/// ```
#[must_use]
pub fn read_back(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u{") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let after = from.get(3..).unwrap_or("");
        match escaped(after) {
            Some((c, len)) => {
                out.push(c);
                rest = after.get(len..).unwrap_or("");
            }
            None => {
                out.push_str("\\u{");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of an escape whose digits begin here, and the length up to its end.
fn escaped(digits: &str) -> Option<(char, usize)> {
    let (hex, after) = digits.split_once('}')?;
    let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
    let is_written = is_hidden(c) || (c == '\\' && after.starts_with("u{"));
    (is_written && format!("{:x}", u32::from(c)) == hex).then(|| (c, hex.len() + 1))
}
