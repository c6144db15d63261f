//! Where the rate behind some cases lies: the interval of Clopper and Pearson, in whole tenths of a point.
//!
//! A bound is moved outward to the next tenth, so that the interval is never surer than it says. Sums of binomial
//! terms are whole numbers over a power of 1,000; nothing is rounded.

use num_bigint::BigUint;
use num_traits::{One, Zero};
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
    #[must_use]
    pub fn of(hits: u64, cases: u64, confidence: u8) -> Option<Self> {
        let misses = cases.checked_sub(hits).filter(|_| cases > 0)?;
        // Half of the doubt stands on each side: of 200 parts, so many.
        let doubt = 100_u32.checked_sub(confidence.into())?;
        // With all hits the upper bound is the whole; with none, the lower one is nothing.
        let lower = if hits == 0 {
            0
        } else {
            last(|rate| at_most_so_many_misses(rate, misses, cases) * 200_u32 <= whole(cases) * doubt)
        };
        let upper = match misses.checked_sub(1) {
            None => WHOLE,
            // Fewer misses than there were being all but certain is so few hits being all but ruled out.
            Some(fewer) => {
                let sure = 200_u32.checked_sub(doubt)?;
                first(|rate| at_most_so_many_misses(rate, fewer, cases) * 200_u32 >= whole(cases) * sure)
            }
        };
        let percent = |tenths: u32| Decimal::new(tenths.into(), 1);
        Some(Self { lower: percent(lower), upper: percent(upper) })
    }
}

/// How many cases it takes until a rate with no miss at all is shown to reach a target; a target of the whole is never
/// reached, which is told by the greatest number.
#[must_use]
pub fn least_population(target: Decimal, confidence: u8) -> u64 {
    let enough = |cases| Interval::of(cases, cases, confidence).is_some_and(|found| found.lower >= target);
    let mut high = 1_u64;
    while !enough(high) {
        high = high.saturating_mul(2);
        // With this many and no miss, the lower bound is 99.9 or there is none.
        if high > 16_384 {
            return u64::MAX;
        }
    }
    let mut low = high / 2;
    while high.saturating_sub(low) > 1 {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle }
    }
    high
}

/// The last rate that still fits, where smaller ones do and greater ones do not.
fn last(fits: impl Fn(u32) -> bool) -> u32 {
    first(|rate| !fits(rate)).saturating_sub(1)
}

/// The first rate that fits, where greater ones do; the whole where none does.
fn first(fits: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, WHOLE);
    while low < high {
        let middle = low.midpoint(high);
        if fits(middle) { high = middle } else { low = middle.saturating_add(1) }
    }
    low
}

/// All that can happen with so many cases.
fn whole(cases: u64) -> BigUint {
    power(WHOLE, cases)
}

/// How much of all is so many misses or fewer, where hits come at a rate of so many thousandths.
fn at_most_so_many_misses(rate: u32, misses: u64, cases: u64) -> BigUint {
    let miss = WHOLE.saturating_sub(rate);
    if rate == 0 {
        return if misses >= cases { whole(cases) } else { BigUint::zero() };
    }
    let mut term = power(rate, cases);
    let mut sum = term.clone();
    for missed in 0..misses.min(cases) {
        // Each term is a whole number, so that the division leaves nothing.
        term = term * cases.saturating_sub(missed) * miss / (missed.saturating_add(1)) / rate;
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
