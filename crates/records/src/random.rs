//! A small generator of random numbers, the same on every machine and in every version.

/// SplitMix64 (Steele, Lea, Flood 2014). Samples must not change with a library's version, and need nothing
/// that a stronger generator would give.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator of one of several samples that share a seed.
    pub(crate) fn salted(seed: u64, salt: u64) -> Self {
        Self(seed.wrapping_mul(1_000_003).wrapping_add(salt))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both inclusive.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u128::from(low.abs_diff(high)) + 1;
        let above = u64::try_from(u128::from(self.next()) % width).unwrap_or(0);
        low.checked_add_unsigned(above).unwrap_or(high)
    }

    /// True so many times in a thousand.
    pub(crate) fn per_mille(&mut self, share: u32) -> bool {
        self.between(0, 999) < i64::from(share)
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(from.len()).ok()?.checked_sub(1).filter(|last| *last >= 0)?;
        from.get(usize::try_from(self.between(0, last)).ok()?)
    }
}
