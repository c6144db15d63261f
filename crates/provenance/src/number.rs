//! Numbers of things in memory, and places among them: the one conversion between `usize` and numbers of a fixed
//! width, so that nobody need ask at each place whether it loses anything.

// Both conversions keep every value on the machines that Rust's standard library is built for with 32 or 64 bits;
// on another one this file does not compile.
const _: () = assert!(u32::BITS <= usize::BITS && usize::BITS <= u64::BITS, "32 or 64 bits are supported");

/// How many there are.
///
/// ```
/// assert_eq!(provenance::number_of("契約".len()), 6_u64);
/// ```
#[expect(clippy::as_conversions, reason = "a usize is no wider than 64 bits, which is asserted above")]
#[must_use]
pub const fn number_of(things: usize) -> u64 {
    things as u64
}

/// The place of something that is counted in 32 bits.
///
/// ```
/// assert_eq!(["a", "b"].get(provenance::place_of(1)), Some(&"b"));
/// ```
#[expect(clippy::as_conversions, reason = "a usize is no narrower than 32 bits, which is asserted above")]
#[must_use]
pub const fn place_of(number: u32) -> usize {
    number as usize
}
