//! Encodings, declared or detected, and verified either way.

use encoding_rs::SHIFT_JIS;

/// How a file says it is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Not said: UTF-8 if the bytes are, else CP932 if they are, else refused.
    #[default]
    Detect,
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// CP932, what Japanese spreadsheets write as Shift_JIS.
    Cp932,
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
    /// CP932.
    Cp932,
}

/// Bytes that are not in the encoding declared, or in none that is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, byte {byte} of the line: 0x{value:02X} is not {expected}{}", advice(.also))]
pub struct EncodingError {
    /// The line of the first wrong byte, from 1.
    pub line: usize,
    /// Its place in the line, from 1.
    pub byte: usize,
    /// The byte.
    pub value: u8,
    /// The encoding expected.
    pub expected: &'static str,
    /// The encoding that the file would be right in.
    pub also: Option<&'static str>,
}

fn advice(also: &Option<&'static str>) -> String {
    also.map_or_else(String::new, |also| format!("; the file is valid {also}: declare it so"))
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Decodes bytes; says what they turned out to be.
///
/// ```
/// use intake::{Encoding, Found, decode};
///
/// let cp932 = b"\x95\\"; // 表: the second byte is a backslash
/// assert_eq!(decode(cp932, Encoding::Detect)?, ("表".to_owned(), Found::Cp932));
/// let error = decode(cp932, Encoding::Utf8).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 1, byte 1 of the line: 0x95 is not UTF-8; the file is valid CP932: declare it so"
/// );
/// # Ok::<(), intake::EncodingError>(())
/// ```
///
/// # Errors
/// [`EncodingError`] at the first byte that does not fit.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Result<(String, Found), EncodingError> {
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
        (Encoding::Detect | Encoding::Utf8, Ok(text)) => Ok((text.to_owned(), found)),
        (Encoding::Cp932, Ok(text)) if found == Found::Ascii => Ok((text.to_owned(), found)),
        (Encoding::Utf8, Err(error)) => {
            Err(wrong(body, error.valid_up_to(), "UTF-8", cp932(body).map(|_| "CP932")))
        }
        (Encoding::Detect, Err(error)) => match cp932(body) {
            Some(text) => Ok((text, Found::Cp932)),
            None => Err(wrong(body, error.valid_up_to(), "UTF-8, nor is the file CP932", None)),
        },
        (Encoding::Cp932, utf8) => match cp932(body) {
            // UTF-8 that happens to be decodable as CP932 comes out as half-width gibberish.
            Some(text) if utf8.is_err() => Ok((text, Found::Cp932)),
            _ => {
                let first = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
                Err(wrong(body, first, "CP932", utf8.is_ok().then_some("UTF-8")))
            }
        },
    }
}

fn cp932(bytes: &[u8]) -> Option<String> {
    SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

fn wrong(body: &[u8], at: usize, expected: &'static str, also: Option<&'static str>) -> EncodingError {
    let before = body.get(..at).unwrap_or_default();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
    EncodingError {
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
