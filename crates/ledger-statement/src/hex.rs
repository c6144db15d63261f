//! Hexadecimal digits, in groups of four that can be read aloud.

use std::fmt::Write;

/// Bytes as digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// As many bytes from as many digits, small or capital.
pub(crate) fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        if !pair.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// Digits in groups of four, so many groups a line.
pub(crate) fn grouped(digits: &str, a_line: usize) -> Vec<String> {
    let groups: Vec<&str> =
        digits.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    groups.chunks(a_line.max(1)).map(|line| line.join(" ")).collect()
}
