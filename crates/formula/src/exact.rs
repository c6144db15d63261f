//! Exact numbers.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Mul, Neg, Sub},
};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// A fraction of whole numbers of any size, always in lowest terms.
///
/// ```
/// use formula::{Exact, Rounding};
///
/// let rate = Exact::ratio(18, 19).unwrap() * Exact::from(100);
/// assert!(rate < Exact::from(95));
/// // Rounded to whole percents it seems to reach 95: rounding is for display, never for judging.
/// assert_eq!(rate.to_decimal_string(0, Rounding::HalfUp), "95");
/// assert_eq!(rate.to_decimal_string(1, Rounding::Down), "94.7");
/// assert_eq!(Exact::ratio(1, 0), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

/// How a number is rounded to so many places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// 四捨五入: to the nearest; halves away from zero (2.5 → 3, −2.5 → −3).
    HalfUp,
    /// To the nearest; halves to the even neighbour (2.5 → 2, 3.5 → 4).
    HalfEven,
    /// 切り捨て: toward zero (2.9 → 2, −2.9 → −2).
    Down,
    /// 切り上げ: away from zero (2.1 → 3, −2.1 → −3).
    Up,
    /// To the next lower number (2.9 → 2, −2.1 → −3).
    Floor,
    /// To the next higher number (2.1 → 3, −2.9 → −2).
    Ceiling,
}

impl Exact {
    /// The fraction `numerator ÷ denominator`; `None` where the denominator is zero.
    pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator.into(), denominator)))
    }

    /// The quotient; `None` where the divisor is zero.
    #[must_use]
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.0.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    /// The numerator, in lowest terms.
    #[must_use]
    pub fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// The denominator, in lowest terms; positive.
    #[must_use]
    pub fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// The whole number, where it is one that fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        self.is_whole().then(|| self.0.numer().to_i64()).flatten()
    }

    /// The whole number, where it is one that is not negative and fits.
    #[must_use]
    pub fn to_u128(&self) -> Option<u128> {
        self.is_whole().then(|| self.0.numer().to_u128()).flatten()
    }

    /// Rounded to whole units of 10⁻ᵖˡᵃᶜᵉˢ.
    #[must_use]
    pub fn rounded(&self, places: u8, rounding: Rounding) -> Self {
        let scale = BigInt::from(10).pow(u32::from(places));
        Self(BigRational::new(self.scaled(&scale, rounding), scale))
    }

    /// Rounded to so many places, or to tens, hundreds and so on with −1, −2; `None` beyond 18 either way.
    pub(crate) fn rounded_to(&self, places: i64, rounding: Rounding) -> Option<Self> {
        if !(-18..=18).contains(&places) {
            return None;
        }
        if let Ok(places) = u8::try_from(places) {
            return Some(self.rounded(places, rounding));
        }
        let unit = Self::from(BigInt::from(10).pow(u32::try_from(places.unsigned_abs()).ok()?));
        Some(self.checked_div(&unit)?.rounded(0, rounding) * unit)
    }

    /// The decimal digits, rounded to so many places.
    #[must_use]
    pub fn to_decimal_string(&self, places: u8, rounding: Rounding) -> String {
        let scale = BigInt::from(10).pow(u32::from(places));
        let scaled = self.scaled(&scale, rounding);
        let (whole, part) = scaled.abs().div_rem(&scale);
        let sign = if scaled.is_negative() { "-" } else { "" };
        match places {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{:0>width$}", part.to_string(), width = usize::from(places)),
        }
    }

    /// The digits of a figure in a sentence: a whole number as such, else to one place, or to as many more as keep it
    /// from looking like a whole number that it is not; the fraction itself where six places do not.
    ///
    /// ```
    /// use formula::Exact;
    ///
    /// let shown = |n: i64, d: i64| Exact::ratio(n, d).unwrap().to_figure_string();
    /// assert_eq!(shown(1800, 19), "94.7");
    /// assert_eq!(shown(10_001, 100), "100.01");
    /// assert_eq!(shown(100, 1), "100");
    /// assert_eq!(shown(1, 1_000_000_000), "1/1000000000");
    /// ```
    #[must_use]
    pub fn to_figure_string(&self) -> String {
        if self.is_whole() {
            return self.to_decimal_string(0, Rounding::HalfUp);
        }
        (1..=6)
            .find(|places| !self.rounded(*places, Rounding::HalfUp).is_whole())
            .map_or_else(|| self.to_string(), |places| self.to_decimal_string(places, Rounding::HalfUp))
    }

    fn scaled(&self, scale: &BigInt, rounding: Rounding) -> BigInt {
        let value = self.0.abs() * scale;
        let (whole, rest) = value.numer().div_rem(value.denom());
        let twice = rest.clone() * 2;
        let goes_up = match rounding {
            Rounding::Down => false,
            Rounding::Up => !rest.is_zero(),
            Rounding::Floor => self.0.is_negative() && !rest.is_zero(),
            Rounding::Ceiling => self.0.is_positive() && !rest.is_zero(),
            Rounding::HalfUp => twice >= *value.denom(),
            Rounding::HalfEven => twice > *value.denom() || (twice == *value.denom() && whole.is_odd()),
        };
        let magnitude = if goes_up { whole + 1 } else { whole };
        if self.0.is_negative() { -magnitude } else { magnitude }
    }
}

macro_rules! from_whole {
    ($($type:ty),*) => {$(
        impl From<$type> for Exact {
            fn from(whole: $type) -> Self {
                Self(BigRational::from_integer(BigInt::from(whole)))
            }
        }
    )*};
}

from_whole!(i32, u32, i64, u64, i128, u128, BigInt);

macro_rules! operation {
    ($($trait:ident $method:ident $sign:tt),*) => {$(
        impl $trait for Exact {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                Self(self.0 $sign other.0)
            }
        }
    )*};
}

operation!(Add add +, Sub sub -, Mul mul *);

impl Neg for Exact {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::from(0), Add::add)
    }
}

/// Prints a whole number as such and a fraction as `18/19`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}
