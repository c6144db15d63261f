//! Texts that are compared without being looked up.

/// How many bytes of a text are held.
const HELD: usize = 15;

/// A text by value where it is short, as nearly all asset numbers, versions and editions are. Comparing one row of a
/// million with what is known then needs nothing of what stands elsewhere in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Packed<'a> {
    /// Its bytes, and how many there are.
    Short(u64, u64),
    Long(&'a str),
}

impl<'a> From<&'a str> for Packed<'a> {
    fn from(text: &'a str) -> Self {
        let mut bytes = [0; HELD + 1];
        let (Some(place), Ok(length)) = (bytes.get_mut(..text.len()), u8::try_from(text.len())) else {
            return Self::Long(text);
        };
        if text.len() > HELD {
            return Self::Long(text);
        }
        place.copy_from_slice(text.as_bytes());
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, _] = bytes;
        Self::Short(
            u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            u64::from_le_bytes([i, j, k, l, m, n, o, length]),
        )
    }
}
