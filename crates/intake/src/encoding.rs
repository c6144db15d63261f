//! Encodings, declared or detected, and verified either way.

use std::borrow::Cow;

use encoding_rs::{SHIFT_JIS, UTF_16BE, UTF_16LE};
use provenance::Text;

/// How a file says it is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Not said: a byte order mark says it; else it is the one of UTF-8 and CP932 that fits. A file that fits both is
    /// refused, and shown in both.
    #[default]
    Detect,
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, of either order, with its byte order mark.
    Utf16,
    /// CP932, what Japanese spreadsheets write as Shift_JIS.
    Cp932,
}

impl Encoding {
    /// The words of tables for them.
    pub const WORDS: [(&'static str, Self); 4] =
        [("detect", Self::Detect), ("utf-8", Self::Utf8), ("utf-16", Self::Utf16), ("cp932", Self::Cp932)];
}

/// How a file turned out to be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Only ASCII: the encodings agree.
    Ascii,
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// CP932.
    Cp932,
}

/// Bytes that are not in the encoding declared, or in none that is known, or in two.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Hash)]
#[non_exhaustive]
pub enum EncodingError {
    /// A byte that does not fit.
    #[error("line {line}, byte {byte} of the line: 0x{value:02X} is not {expected}{}", advice(.also))]
    Wrong {
        /// The line of the first wrong byte, from 1.
        line: usize,
        /// Its place in the line, from 1.
        byte: usize,
        /// The byte.
        value: u8,
        /// The encoding expected.
        expected: &'static str,
        /// The encoding that the file would be right in.
        also: Option<&'static str>,
    },
    /// The file fits both, and says different things in them.
    #[error(
        "line {line} is `{utf8}` in UTF-8 and `{cp932}` in CP932, and the whole file fits either: declare which it is, or save it with a byte order mark"
    )]
    Ambiguous {
        /// The line of the first cell that differs, from 1.
        line: usize,
        /// The cell in UTF-8.
        utf8: String,
        /// The cell in CP932.
        cp932: String,
    },
}

impl EncodingError {
    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        match self {
            Self::Wrong { line, .. } | Self::Ambiguous { line, .. } => *line,
        }
    }

    /// The place in the line, from 1.
    #[must_use]
    pub fn byte(&self) -> usize {
        match self {
            Self::Wrong { byte, .. } => *byte,
            Self::Ambiguous { .. } => 1,
        }
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::Wrong { line, byte, value, expected, also } => {
                let expected = match *expected {
                    NEITHER => "UTF-8でもCP932でも".to_owned(),
                    expected => format!("{expected}では"),
                };
                let also =
                    also.map_or_else(String::new, |also| format!("（{also}としては正しい。encodingに書く）"));
                format!("{line}行目の{byte}バイト目0x{value:02X}は{expected}ない{also}")
            }
            Self::Ambiguous { line, utf8, cp932 } => format!(
                "UTF-8でもCP932でも読める。{line}行目はUTF-8なら`{utf8}`、CP932なら`{cp932}`。どちらかをencodingに書くか、BOM付きUTF-8で保存する"
            ),
        };
        Text::new(ja, self.to_string())
    }
}

const NEITHER: &str = "UTF-8, nor is the file CP932";

fn advice(also: &Option<&'static str>) -> String {
    also.map_or_else(String::new, |also| format!("; the file is valid {also}: declare it so"))
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Decodes bytes; says what they turned out to be. UTF-8 is borrowed.
///
/// ```
/// use intake::{Encoding, Found, decode};
///
/// let cp932 = b"\x95\\"; // 表: the second byte is a backslash
/// assert_eq!(decode(cp932, Encoding::Detect)?, ("表".into(), Found::Cp932));
/// let error = decode(cp932, Encoding::Utf8).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 1, byte 1 of the line: 0x95 is not UTF-8; the file is valid CP932: declare it so"
/// );
/// // Six bytes that are two letters in one encoding and three in the other: nobody can tell.
/// let either = "あい".as_bytes();
/// assert_eq!(
///     decode(either, Encoding::Detect).unwrap_err().to_string(),
///     "line 1 is `あい` in UTF-8 and `縺ゅ＞` in CP932, and the whole file fits either: declare which it is, or save it with a byte order mark"
/// );
/// assert_eq!(decode(either, Encoding::Utf8)?.0, "あい");
/// # Ok::<(), intake::EncodingError>(())
/// ```
///
/// # Errors
/// [`EncodingError`] at the first byte that does not fit, or the first cell that differs.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<(Cow<'_, str>, Found), EncodingError> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || encoding == Encoding::Utf16 {
        return match encoding {
            Encoding::Detect | Encoding::Utf16 => utf16(bytes),
            Encoding::Utf8 => Err(wrong(bytes, 0, "UTF-8", Some("UTF-16"))),
            Encoding::Cp932 => Err(wrong(bytes, 0, "CP932", Some("UTF-16"))),
        };
    }
    let (body, has_bom) = match bytes.strip_prefix(BOM) {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    let utf8 = std::str::from_utf8(body);
    let found = match (body.is_ascii(), has_bom) {
        (_, true) => Found::Utf8Bom,
        (true, false) => Found::Ascii,
        (false, false) => Found::Utf8,
    };
    match (encoding, utf8) {
        (Encoding::Detect, Ok(text)) if found == Found::Utf8 => match cp932(body) {
            Some(other) => Err(ambiguous(body, text, &other)),
            None => Ok((text.into(), found)),
        },
        (Encoding::Detect | Encoding::Utf8, Ok(text)) => Ok((text.into(), found)),
        (Encoding::Cp932, Ok(text)) if found == Found::Ascii => Ok((text.into(), found)),
        (Encoding::Detect, Err(error)) => match cp932(body) {
            Some(text) if !has_bom => Ok((text, Found::Cp932)),
            _ => Err(wrong(body, error.valid_up_to(), NEITHER, None)),
        },
        (Encoding::Utf8 | Encoding::Utf16, Err(error)) => {
            Err(wrong(body, error.valid_up_to(), "UTF-8", cp932(body).map(|_| "CP932")))
        }
        (Encoding::Cp932, utf8) => match cp932(body) {
            Some(text) if !has_bom => Ok((text, Found::Cp932)),
            _ => {
                let first = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
                Err(wrong(body, first, "CP932", utf8.is_ok().then_some("UTF-8")))
            }
        },
        (Encoding::Utf16, Ok(_)) => Err(wrong(body, 0, "UTF-16", Some("UTF-8"))),
    }
}

fn cp932(bytes: &[u8]) -> Option<Cow<'_, str>> {
    SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
}

fn utf16(bytes: &[u8]) -> Result<(Cow<'_, str>, Found), EncodingError> {
    let (body, coding) = match (bytes.strip_prefix(b"\xFF\xFE"), bytes.strip_prefix(b"\xFE\xFF")) {
        (Some(body), _) => (body, UTF_16LE),
        (_, Some(body)) => (body, UTF_16BE),
        (None, None) => return Err(wrong(bytes, 0, "the byte order mark of UTF-16", None)),
    };
    match coding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok((text.into_owned().into(), Found::Utf16)),
        // Where half of a pair stands nobody can see in the bytes; the last one is odd, or within.
        None => Err(wrong(body, body.len() - usize::from(!body.is_empty()), "UTF-16", None)),
    }
}

/// The first cell that differs: what lies between separators around the first byte that is no ASCII.
fn ambiguous(body: &[u8], utf8: &str, other: &str) -> EncodingError {
    let first = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let line = body.get(..first).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    // Before the first such byte all bytes are the same letters in both.
    let cell = |text: &str| -> String {
        let (before, behind) = text.split_at_checked(first).unwrap_or(("", text));
        let ends = |c: char| matches!(c, ',' | ';' | '\t' | '\n' | '\r' | '"');
        let begin = before.rsplit(ends).next().unwrap_or("");
        let rest = behind.split(ends).next().unwrap_or("");
        format!("{begin}{rest}").chars().take(40).collect()
    };
    EncodingError::Ambiguous { line: line + 1, utf8: cell(utf8), cp932: cell(other) }
}

fn wrong(body: &[u8], at: usize, expected: &'static str, also: Option<&'static str>) -> EncodingError {
    let before = body.get(..at).unwrap_or_default();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
    EncodingError::Wrong {
        line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
        byte: at - line_start + 1,
        value: body.get(at).copied().unwrap_or(0),
        expected,
        also,
    }
}

/// A character that CP932 cannot hold exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, character {column}: `{found}` (U+{:04X}) has no exact place in CP932; write UTF-8, or replace it", u32::from(*.found))]
pub struct EncodeError {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The character.
    pub found: char,
}

/// Encodes a text as CP932, refusing every character that would not come back as it was.
///
/// # Errors
/// [`EncodeError`] at the first such character.
pub fn encode_cp932(text: &str) -> Result<Vec<u8>, EncodeError> {
    for (line, content) in text.split('\n').enumerate() {
        for (column, found) in content.chars().enumerate() {
            if !fits_cp932(found) {
                return Err(EncodeError { line: line + 1, column: column + 1, found });
            }
        }
    }
    Ok(SHIFT_JIS.encode(text).0.into_owned())
}

/// Whether a character comes back from CP932 as itself.
///
/// ```
/// use intake::fits_cp932;
///
/// assert!(fits_cp932('髙') && fits_cp932('﨑') && fits_cp932('㈱'));
/// // Neighbours that look alike take the place of these, or nothing does.
/// assert!(!fits_cp932('〜') && !fits_cp932('−') && !fits_cp932('¥') && !fits_cp932('𠮷'));
/// ```
#[must_use]
pub fn fits_cp932(c: char) -> bool {
    if c.is_ascii() {
        return true;
    }
    let mut utf8 = [0; 4];
    let text = c.encode_utf8(&mut utf8);
    let (bytes, _, had_errors) = SHIFT_JIS.encode(text);
    !had_errors && SHIFT_JIS.decode_without_bom_handling(&bytes).0 == *text
}
