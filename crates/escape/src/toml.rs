//! Text within TOML.

use std::fmt::Write;

use crate::hidden::Reader;

/// A text as a string of TOML on one line, quotes included. Hidden characters are TOML's own escapes, so that the value
/// stays exact.
///
/// # Source
/// TOML 1.0.0, *String*: basic strings.
///
/// ```
/// assert_eq!(escape::toml("月\u{202e}\n\"次\""), r#""月\u202e\n\"次\"""#);
/// assert_eq!(escape::toml("\u{e0041}\\"), r#""\U000e0041\\""#);
/// ```
#[must_use]
pub fn toml(text: &str) -> String {
    let mut reader = Reader::default();
    let mut out = String::from("\"");
    for c in text.chars() {
        let is_hidden = reader.hides(c);
        // Writing to a string does not fail.
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            '\t' => write!(out, "\\t"),
            c if is_hidden && u32::from(c) > 0xffff => write!(out, "\\U{:08x}", u32::from(c)),
            c if is_hidden => write!(out, "\\u{:04x}", u32::from(c)),
            c => write!(out, "{c}"),
        };
    }
    out.push('"');
    out
}
