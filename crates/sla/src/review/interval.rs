//! Where the rate behind some cases lies: the interval of Clopper and Pearson, in whole tenths of a point.
//!
//! A bound is moved outward to the next tenth, so that the interval is never surer than it says. Sums of binomial
//! terms are whole numbers over a power of 1,000; nothing is rounded.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// Tenths of a point in the whole.
const WHOLE: u32 = 1000;

/// An interval of a rate, in percent with one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower bound.
    pub lower: Decimal,
    /// The upper bound.
    pub upper: Decimal,
}

impl Interval {
    /// The interval of `hits` among `cases`; `None` where there are no cases, or more hits than cases.
    ///
    /// At a rate below the lower bound, so many hits or more would be rarer than half of what the confidence leaves;
    /// at a rate above the upper one, so many or fewer would be.
    ///
    /// # Deviation
    /// Beyond [`Interval::CASES_MAX`] cases it is the interval of so many in the same proportion, which is wider: exact
    /// sums over cases without end would take time without end.
    #[must_use]
    pub fn of(hits: u128, cases: u128, confidence: u8) -> Option<Self> {
        let misses = cases.checked_sub(hits).filter(|_| cases > 0)?;
        let doubt = 100_u32.checked_sub(confidence.into())?;
        let counted = cases.min(Self::CASES_MAX.into());
        // Rounded down: the lower bound counts no hit too many, and the upper one no miss.
        let of_counted = |part: u128| (BigUint::from(part) * counted / cases).to_u64();
        let (hits, misses, counted) = (of_counted(hits)?, of_counted(misses)?, counted.to_u64()?);
        let percent = |tenths: u32| Decimal::new(tenths.into(), 1);
        Some(Self {
            lower: percent(lower(hits, counted, doubt)),
            upper: percent(upper(misses, counted, doubt)?),
        })
    }

    /// The most cases that are counted one by one.
    pub const CASES_MAX: u64 = 10_000;
}

/// The last rate, in tenths of a point, at which so many hits or more are rarer than half of the doubt: of 200 parts, so
/// many. With no hit it is nothing.
fn lower(hits: u64, cases: u64, doubt: u32) -> u32 {
    let misses = cases.abs_diff(hits);
    let is_too_rare = |rate| at_most_so_many_misses(rate, misses, cases) * 200_u32 <= whole(cases) * doubt;
    if hits == 0 { 0 } else { first(|rate| !is_too_rare(rate)) - 1 }
}

/// The first rate at which so few hits are all but ruled out; with no miss it is the whole.
fn upper(misses: u64, cases: u64, doubt: u32) -> Option<u32> {
    let sure = 200_u32.checked_sub(doubt)?;
    // Fewer misses than there were being all but certain is so few hits being all but ruled out.
    Some(misses.checked_sub(1).map_or(WHOLE, |fewer| {
        first(|rate| at_most_so_many_misses(rate, fewer, cases) * 200_u32 >= whole(cases) * sure)
    }))
}

/// How many cases it takes until a rate with no miss at all is shown to reach a target; `None` for a target that no
/// bound in tenths of a point below the whole reaches.
#[must_use]
pub fn least_population(target: Decimal, confidence: u8) -> Option<u64> {
    let doubt = 100_u32.checked_sub(confidence.into()).filter(|doubt| *doubt > 0)?;
    // The bound stands in tenths of a point: the first that is no lower than the target.
    let rate =
        target.checked_mul(Decimal::TEN)?.ceil().max(Decimal::ZERO).to_u32().filter(|rate| *rate < WHOLE)?;
    let (mut cases, mut all_hit, mut whole) = (1, BigUint::from(rate), BigUint::from(WHOLE));
    while &all_hit * 200_u32 > &whole * doubt {
        (cases, all_hit, whole) = (cases + 1, all_hit * rate, whole * WHOLE);
    }
    Some(cases)
}

/// The first rate that fits, where greater ones do; the whole where none does.
fn first(fits: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, WHOLE);
    while low < high {
        let middle = low.midpoint(high);
        if fits(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// All that can happen with so many cases.
fn whole(cases: u64) -> BigUint {
    power(WHOLE, cases)
}

/// How much of all is so many misses or fewer, where hits come at a rate of so many thousandths: counted from the side
/// that has fewer terms.
fn at_most_so_many_misses(rate: u32, misses: u64, cases: u64) -> BigUint {
    match cases.checked_sub(misses) {
        None | Some(0) => whole(cases),
        Some(hits) if hits < misses => whole(cases) - first_terms(WHOLE.abs_diff(rate), hits - 1, cases),
        Some(_) => first_terms(rate, misses, cases),
    }
}

/// The sum of the terms with no exception up to so many, where the rule holds at a rate of so many thousandths.
fn first_terms(rate: u32, exceptions: u64, cases: u64) -> BigUint {
    if rate == 0 {
        return BigUint::zero();
    }
    let mut term = power(rate, cases);
    let mut sum = term.clone();
    for n in 0..exceptions {
        // Each term is a whole number, so that the division leaves nothing.
        term = term * (cases - n) * WHOLE.abs_diff(rate) / (n + 1) / rate;
        sum += &term;
    }
    sum
}

fn power(base: u32, exponent: u64) -> BigUint {
    let (mut result, mut square, mut left) = (BigUint::one(), BigUint::from(base), exponent);
    while left > 0 {
        if left & 1 == 1 {
            result *= &square;
        }
        left >>= 1;
        if left > 0 {
            square = &square * &square;
        }
    }
    result
}
