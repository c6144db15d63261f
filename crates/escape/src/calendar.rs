//! Text within iCalendar.

use std::borrow::Cow;

use crate::visible::{self, one_end};

/// A value of type TEXT, before the writer escapes `\`, `;`, `,` and line breaks: no character in it ends a line of
/// the file, as a lone carriage return does for many readers.
///
/// # Source
/// RFC 5545 §3.1 (lines), §3.3.11 (TEXT has no control characters but the tab).
///
/// ```
/// assert_eq!(escape::calendar("x\rBEGIN:VALARM"), r"x\u{d}BEGIN:VALARM");
/// assert_eq!(escape::calendar("上\n下"), "上\n下");
/// ```
#[must_use]
pub fn calendar(text: &str) -> Cow<'_, str> {
    one_end(visible::lines(text))
}

/// A value of a parameter, quotes included. Quotes, line breaks and `^` have no place in one and are written as RFC
/// 6868 §3 says.
///
/// ```
/// assert_eq!(escape::calendar_parameter("総務\"部\";x:y"), "\"総務^'部^';x:y\"");
/// ```
#[must_use]
pub fn calendar_parameter(text: &str) -> String {
    let text = calendar(text).replace('^', "^^").replace('"', "^'").replace('\n', "^n");
    format!("\"{text}\"")
}
