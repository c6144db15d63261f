//! The hash that binds an entry to all before it.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

/// A SHA-256 hash, printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryHash([u8; 32]);

impl EntryHash {
    /// What the first entry follows: all zeros.
    pub const BEGINNING: Self = Self([0; 32]);

    /// The hash of a canonical text.
    pub(crate) fn of(canonical: &str) -> Self {
        Self(Sha256::digest(canonical.as_bytes()).into())
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Writes bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |four: u8| DIGITS.get(usize::from(four)).copied().unwrap_or('?');
    let mut text = String::with_capacity(64);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

impl fmt::Display for EntryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex(&self.0))
    }
}

impl fmt::Debug for EntryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryHash({self})")
    }
}

/// What stands for something else than a digit.
const NO_DIGIT: u8 = 0x80;

/// The value of a digit. One spelling a hash: capitals would let two texts carry the same
/// chain.
const fn four(digit: u8) -> u8 {
    let (figure, letter) = (digit.wrapping_sub(b'0'), digit.wrapping_sub(b'a'));
    if figure < 10 {
        figure
    } else if letter < 6 {
        letter + 10
    } else {
        NO_DIGIT
    }
}

/// A text is no hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no hash; a hash is 64 digits of 0-9 and a-f")]
pub struct EntryHashError {
    /// The text, as given.
    pub found: String,
}

impl tables::Explain for EntryHashError {
    fn text(&self) -> provenance::Text {
        let ja = format!("`{}`はハッシュではない。ハッシュは0-9とa-fの64桁", self.found);
        provenance::Text::new(ja, self.to_string())
    }
}

impl FromStr for EntryHash {
    type Err = EntryHashError;

    fn from_str(text: &str) -> Result<Self, EntryHashError> {
        unhex(text).map(Self).ok_or_else(|| EntryHashError { found: text.to_owned() })
    }
}

/// Reads as many bytes from lower-case hexadecimal digits.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    // All digits are read before any is judged: two hashes stand in each entry, and nearly all are right.
    let mut seen = 0;
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (four(*high), four(*low));
        seen |= high | low;
        *byte = high << 4 | low & 0xf;
    }
    (seen & NO_DIGIT == 0).then_some(bytes)
}
