//! Texts compared as people mean them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A text without differences of width, case and white space, for comparing what people typed. For matching only: what
/// is kept and shown is the text as written, since folding changes names (`㈱` becomes `(株)`).
///
/// ```
/// use provenance::folded;
///
/// assert_eq!(folded("ＡＢＣ－　１２３"), folded("abc-123"));
/// assert_eq!(folded("ﾒｰﾙ"), folded("メール"));
/// // What only looks alike stays apart.
/// assert_ne!(folded("ー"), folded("-"));
/// ```
#[must_use]
pub fn folded(text: &str) -> Cow<'_, str> {
    let is_changed = |byte: u8| byte.is_ascii_whitespace() || byte.is_ascii_uppercase() || !byte.is_ascii();
    if !text.bytes().any(is_changed) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        let kept = text.chars().filter(|letter| !letter.is_whitespace());
        return Cow::Owned(kept.map(|letter| letter.to_ascii_lowercase()).collect());
    }
    let narrow = text.nfkc().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase);
    // Small letters may compose anew.
    Cow::Owned(narrow.nfkc().collect())
}
