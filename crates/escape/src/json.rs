//! Text within JSON, and messages of SARIF.

use std::{borrow::Cow, fmt::Write};

use crate::{hidden::Reader, visible};

/// JSON as a writer made it, with the hidden characters of its strings as JSON's own escapes. The values stay
/// exactly what they were.
///
/// Only strings hold characters outside ASCII; line breaks and tabs outside of strings are layout, and a writer
/// leaves none within.
///
/// ```
/// assert_eq!(escape::json("{\"a\": \"\u{202e}\u{e0041}\"}"), r#"{"a": "\u202e\udb40\udc41"}"#);
/// ```
#[must_use]
pub fn json(written: &str) -> Cow<'_, str> {
    let mut reader = Reader::default();
    let mut is_escaped = |c: char| reader.hides(c) && !matches!(c, '\n' | '\r' | '\t');
    if !written.chars().any(&mut is_escaped) {
        return Cow::Borrowed(written);
    }
    let mut reader = Reader::default();
    let mut is_escaped = |c: char| reader.hides(c) && !matches!(c, '\n' | '\r' | '\t');
    let mut out = String::with_capacity(written.len() + 16);
    for c in written.chars() {
        if is_escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A message of SARIF, to be written as a JSON string: a reader finds no placeholder and no link in it.
///
/// # Source
/// SARIF 2.1.0 §3.11.5 (braces are doubled), §3.11.6 (a link is `[text](target)`).
///
/// ```
/// assert_eq!(escape::sarif("{0} [log](http://x)"), r"{{0}} [log]\u{{28}}http://x)");
/// ```
#[must_use]
pub fn sarif(message: &str) -> String {
    visible::lines(message).replace("](", r"]\u{28}").replace('{', "{{").replace('}', "}}")
}
