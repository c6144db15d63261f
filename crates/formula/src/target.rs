//! What a target means at small numbers: where rounding hides a miss, and from how many cases one is allowed.

use crate::{Exact, Month, Rounding};

/// The most cases among which a month is looked for.
const SEARCHED: u64 = 1_000;

/// The smallest month whose rate misses a target in percent but is displayed as meeting it; `None` where no month of
/// up to 1,000 cases does.
///
/// ```
/// use formula::{Exact, Month, Rounding, first_rounding_slip};
///
/// // 18 of 19 are 94.7 %, displayed as 95 %.
/// let slip = first_rounding_slip(&Exact::from(95), 0, Rounding::HalfUp);
/// assert_eq!(slip, Some(Month { on_time: 18, late: 1 }));
/// // Rounded down, a displayed figure never says more than the exact one.
/// assert_eq!(first_rounding_slip(&Exact::from(95), 0, Rounding::Down), None);
/// ```
#[must_use]
pub fn first_rounding_slip(target: &Exact, places: u8, rounding: Rounding) -> Option<Month> {
    (1..=SEARCHED).find_map(|all| {
        // Of a month's rates below the target the greatest is the one that rounding lifts first.
        let on_time = most_below(target, all)?;
        let rate = rate(on_time, all)?;
        (rate.rounded(places, rounding) >= *target)
            .then(|| Month { on_time, late: all.saturating_sub(on_time) })
    })
}

/// The smallest number of cases with which so many misses still meet a target in percent; `None` where no number
/// does, as with 100 %.
///
/// ```
/// use formula::{Exact, smallest_volume_with_misses};
///
/// // With 95 %, one case may be late from 20 cases on: with 19 or fewer none may.
/// assert_eq!(smallest_volume_with_misses(&Exact::from(95), 1), Some(20));
/// assert_eq!(smallest_volume_with_misses(&Exact::from(100), 1), None);
/// ```
#[must_use]
pub fn smallest_volume_with_misses(target: &Exact, misses: u64) -> Option<u64> {
    let hundred = Exact::from(100);
    if *target <= Exact::from(0) || misses == 0 {
        return Some(misses.max(1));
    }
    // (n − m) ÷ n × 100 ≥ t is n ≥ 100·m ÷ (100 − t).
    let volume = (Exact::from(misses) * hundred.clone()).checked_div(&(hundred.clone() - target.clone()))?;
    if *target > hundred {
        return None;
    }
    volume.rounded(0, Rounding::Up).to_i64().and_then(|volume| u64::try_from(volume).ok())
}

fn rate(on_time: u64, all: u64) -> Option<Exact> {
    Exact::ratio(on_time, all).map(|share| share * Exact::from(100))
}

/// The most cases in time with which the rate stays below the target.
fn most_below(target: &Exact, all: u64) -> Option<u64> {
    let (mut below, mut not) = (0, all.saturating_add(1));
    if rate(0, all)? >= *target {
        return None;
    }
    while not.saturating_sub(below) > 1 {
        let middle = below.midpoint(not);
        if middle <= all && rate(middle, all)? < *target { below = middle } else { not = middle }
    }
    Some(below)
}
