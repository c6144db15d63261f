//! The escape that people see, and the way back.

use std::{borrow::Cow, fmt::Write};

use crate::hidden::{Reader, is_hidden};

/// A text with a visible escape for each hidden character that is not kept, and for each `\` that would be taken
/// for the beginning of an escape.
pub(crate) fn visible<'a>(text: &'a str, keeps: &[char]) -> Cow<'a, str> {
    let mut reader = Reader::default();
    let is_escaped = |(at, c): (usize, char), reader: &mut Reader| {
        (reader.hides(c) && !keeps.contains(&c)) || (c == '\\' && is_escape(text.get(at..).unwrap_or("")))
    };
    let mut ahead = reader;
    let Some((first, _)) = text.char_indices().find(|place| is_escaped(*place, &mut ahead)) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len().saturating_add(16));
    for (at, c) in text.char_indices() {
        let is_escaped = is_escaped((at, c), &mut reader);
        if at >= first && is_escaped { push_escape(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn push_escape(out: &mut String, c: char) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

fn is_escape(text: &str) -> bool {
    text.starts_with("\\u{")
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
    (is_written && format!("{:x}", u32::from(c)) == hex).then(|| (c, hex.len().saturating_add(1)))
}
