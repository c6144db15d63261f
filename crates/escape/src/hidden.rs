//! What cannot be seen in a text, or makes the text around it look different.

/// Whether a character shows nothing by itself, steers a device, ends a line or reorders text: control characters,
/// format characters (direction, zero width, tags), separators of lines and paragraphs, fillers, variation
/// selectors and noncharacters.
///
/// A variation selector is hidden only where it does not follow what it varies; this function sees one alone.
///
/// # Source
/// Unicode 17, `DerivedGeneralCategory.txt` and `DerivedCoreProperties.txt`: Cc, Cf, Zl, Zp,
/// `Default_Ignorable_Code_Point`, `Bidi_Control` and `Noncharacter_Code_Point`, without
/// `Prepended_Concatenation_Mark`, whose signs are seen.
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
        // Tags, selectors and what is kept free among them.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => true,
        // The last two of each plane.
        c => u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// What stands before a character, as far as it matters to a variation selector.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    /// The beginning, a space, or what is hidden.
    #[default]
    Nothing,
    Visible,
    Kanji,
}

/// Reads a text's characters in order and tells which of them are hidden where they stand.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reader(Before);

impl Reader {
    pub(crate) fn hides(&mut self, c: char) -> bool {
        let varies = match c {
            // Standardised variants: emoji or text, and compatibility kanji.
            '\u{fe00}'..='\u{fe0f}' => self.0 != Before::Nothing,
            // Ideographic variants: nothing but a kanji has one.
            '\u{e0100}'..='\u{e01ef}' => self.0 == Before::Kanji,
            _ => false,
        };
        let is_hidden = is_hidden(c) && !varies;
        self.0 = if is_hidden || varies || c.is_whitespace() {
            Before::Nothing
        } else if is_kanji(c) {
            Before::Kanji
        } else {
            Before::Visible
        };
        is_hidden
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}
