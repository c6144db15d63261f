//! Text within HTML.

use std::borrow::Cow;

use crate::visible::{self, one_end};

/// A page, or a part of one, whose writer has escaped `&`, `<`, `>` and `"` already. Hidden characters stand only in
/// its texts and attributes, since markup has none; they become visible escapes. Line breaks and tabs stay.
///
/// Done once for the whole page, it cannot be forgotten in one of its places. A carriage return
/// alone is shown too: a browser would read it as a line break.
///
/// ```
/// assert_eq!(escape::html("<b title=\"a\u{202e}\">\u{1b}c</b>"), r#"<b title="a\u{202e}">\u{1b}c</b>"#);
/// ```
#[must_use]
pub fn html(page: &str) -> Cow<'_, str> {
    one_end(visible::lines(page))
}
