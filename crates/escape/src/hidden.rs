//! What cannot be seen in a text, or makes the text around it look different.

use crate::emoji::has_two_forms;

/// Whether a character shows nothing by itself, steers a device, ends a line or reorders text: control characters,
/// format characters (direction, zero width, tags), separators of lines and paragraphs, fillers, blanks that are no
/// spaces, variation selectors and noncharacters.
///
/// A variation selector is hidden only where it does not follow what it varies; this function sees one alone.
///
/// # Source
/// Unicode 17, `DerivedGeneralCategory.txt` and `DerivedCoreProperties.txt`: Cc, Cf, Zl, Zp,
/// `Default_Ignorable_Code_Point`, `Bidi_Control` and `Noncharacter_Code_Point`, without
/// `Prepended_Concatenation_Mark`, whose signs are seen; and signs whose picture is empty, by their names (U+2800, U+13441,
/// U+13442, U+1D159).
///
/// ```
/// use escape::is_hidden;
///
/// assert!(is_hidden('\u{202e}') && is_hidden('\n') && is_hidden('\u{feff}'));
/// // A space is seen as a gap, and the signs of private use are names' rare kanji.
/// assert!(!is_hidden('　') && !is_hidden('\u{e000}'));
/// ```
#[must_use]
pub fn is_hidden(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Soft hyphen, grapheme joiner, Arabic letter mark, Hangul fillers, Khmer inherent vowels, Mongolian selectors.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' => true,
        // Zero width and direction, separators, invisible operators.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => true,
        // Egyptian, shorthand and musical formats.
        '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => true,
        // Braille, hieroglyphs and notes without anything to see.
        '\u{2800}' | '\u{13441}' | '\u{13442}' | '\u{1d159}' => true,
        // Tags, selectors and what is kept free among them.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => true,
        // The last two of each plane.
        c => u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// What stands before a character, as far as it matters to a variation selector.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    /// What has no variants: the beginning, letters, spaces, what is hidden.
    #[default]
    Other,
    Kanji,
    /// A sign that has a form as text and one as a picture.
    Emoji,
}

/// Reads a text's characters in order and tells which of them are hidden where they stand.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reader(Before);

impl Reader {
    pub(crate) fn hides(&mut self, c: char) -> bool {
        // After anything else a selector changes nothing, and two texts would read alike.
        let varies = match c {
            '\u{fe0e}' | '\u{fe0f}' => self.0 == Before::Emoji,
            // Standardised variants of kanji, which stand for compatibility ideographs, and those of collections.
            '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => self.0 == Before::Kanji,
            _ => false,
        };
        let is_hidden = is_hidden(c) && !varies;
        self.0 = if is_kanji(c) {
            Before::Kanji
        } else if has_two_forms(c) {
            Before::Emoji
        } else {
            Before::Other
        };
        is_hidden
    }
}

/// Whether ideographic variants may be registered for a character.
///
/// # Source
/// UTS #37: ideographs that stand for themselves, which compatibility ideographs but twelve do not.
fn is_kanji(c: char) -> bool {
    match c {
        '\u{f900}'..='\u{faff}' => matches!(
            c,
            '\u{fa0e}'
                | '\u{fa0f}'
                | '\u{fa11}'
                | '\u{fa13}'
                | '\u{fa14}'
                | '\u{fa1f}'
                | '\u{fa21}'
                | '\u{fa23}'
                | '\u{fa24}'
                | '\u{fa27}'..='\u{fa29}'
        ),
        '\u{2f800}'..='\u{2fa1f}' => false,
        c => matches!(c,
            '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{33fff}'),
    }
}
