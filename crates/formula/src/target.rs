//! What a target means at small numbers: where rounding hides a miss, and from how many cases one is allowed.

use num_bigint::BigInt;

use crate::{Exact, Month, Rounding, exact::simplest};

/// The smallest month whose rate misses a target in percent but is displayed as meeting it; `None` where no month
/// does (of as many cases as 64 bits can count).
///
/// # Source
/// Rates that are displayed as the target but lie below it fill a gap below the target. The fraction with the
/// smallest denominator between two numbers is known from their continued fractions; that is the month.
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
    let (zero, hundred) = (Exact::from(0), Exact::from(100));
    let displayed = target.rounded(places, Rounding::Ceiling);
    let unit = Exact::ratio(1, BigInt::from(10).pow(u32::from(places)))?;
    let half = Exact::ratio(1, 2)? * unit.clone();
    // The lowest rate that is displayed as that, and whether it is itself.
    let (lowest, is_itself) = match rounding {
        Rounding::Down | Rounding::Floor => (displayed, true),
        Rounding::Up | Rounding::Ceiling => (displayed - unit, false),
        Rounding::HalfUp => (displayed - half, true),
        Rounding::HalfEven => {
            let units = displayed.checked_div(&unit)?;
            let is_even = (units * Exact::ratio(1, 2)?).is_whole();
            (displayed - half, is_even)
        }
    };
    if *target <= zero || lowest >= *target {
        return None;
    }
    // With one case in time the rate is 100; only a target above that is missed by it.
    if *target > hundred {
        let slips = lowest < hundred || (lowest == hundred && is_itself);
        return slips.then_some(Month { on_time: 1, late: 0 });
    }
    let (low, high) = (lowest.checked_div(&hundred)?, target.checked_div(&hundred)?);
    let share = simplest((&low, is_itself), Some((&high, false)))?;
    let on_time = u64::try_from(share.numerator()).ok()?;
    let all = u64::try_from(share.denominator()).ok()?;
    Some(Month { on_time, late: all.checked_sub(on_time)? })
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
