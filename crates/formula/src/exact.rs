//! Exact numbers.

use std::{
    cmp::Ordering,
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Exact(Fraction);

/// Most fractions of contracts fit into two words; only the others are kept elsewhere. A fraction that fits is never kept
/// as a large one, so that equal fractions are kept alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Fraction {
    /// In lowest terms, with a denominator above zero.
    Small(i64, i64),
    Large(Box<BigRational>),
}

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
        (!denominator.is_zero()).then(|| Self::kept(BigRational::new(numerator.into(), denominator)))
    }

    fn kept(fraction: BigRational) -> Self {
        Self(match (fraction.numer().to_i64(), fraction.denom().to_i64()) {
            (Some(numerator), Some(denominator)) => Fraction::Small(numerator, denominator),
            _ => Fraction::Large(Box::new(fraction)),
        })
    }

    /// `numerator ÷ denominator` in lowest terms; the denominator is not zero.
    pub(crate) fn reduced(numerator: i128, denominator: i128) -> Self {
        let shared =
            match (u64::try_from(numerator.unsigned_abs()), u64::try_from(denominator.unsigned_abs())) {
                (Ok(a), Ok(b)) => i128::from(a.gcd(&b)),
                _ => i128::try_from(numerator.unsigned_abs().gcd(&denominator.unsigned_abs())).unwrap_or(1),
            };
        let shared = if denominator < 0 { -shared } else { shared };
        let lowest = numerator.checked_div(shared).zip(denominator.checked_div(shared));
        let small = lowest.and_then(|(n, d)| Some((i64::try_from(n).ok()?, i64::try_from(d).ok()?)));
        match small {
            Some((numerator, denominator)) => Self(Fraction::Small(numerator, denominator)),
            None => Self::kept(BigRational::new(numerator.into(), denominator.into())),
        }
    }

    fn large(&self) -> BigRational {
        match &self.0 {
            Fraction::Small(numerator, denominator) => {
                BigRational::new_raw(BigInt::from(*numerator), BigInt::from(*denominator))
            }
            Fraction::Large(fraction) => BigRational::clone(fraction),
        }
    }

    /// The quotient; `None` where the divisor is zero.
    #[must_use]
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        if let (Fraction::Small(a, b), Fraction::Small(c, d)) = (&self.0, &divisor.0) {
            return Some(Self::reduced(product(*a, *d), product(*b, *c)));
        }
        Some(Self::kept(self.large() / divisor.large()))
    }

    /// The numerator, in lowest terms.
    #[must_use]
    pub fn numerator(&self) -> BigInt {
        match &self.0 {
            Fraction::Small(numerator, _) => BigInt::from(*numerator),
            Fraction::Large(fraction) => fraction.numer().clone(),
        }
    }

    /// The denominator, in lowest terms; positive.
    #[must_use]
    pub fn denominator(&self) -> BigInt {
        match &self.0 {
            Fraction::Small(_, denominator) => BigInt::from(*denominator),
            Fraction::Large(fraction) => fraction.denom().clone(),
        }
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Fraction::Small(0, _))
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Fraction::Small(numerator, _) => *numerator < 0,
            Fraction::Large(fraction) => fraction.is_negative(),
        }
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Fraction::Small(_, denominator) => *denominator == 1,
            Fraction::Large(fraction) => fraction.is_integer(),
        }
    }

    /// The whole number, where it is one that fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Fraction::Small(numerator, 1) => Some(*numerator),
            _ => None,
        }
    }

    /// The whole number, where it is one that is not negative and fits.
    #[must_use]
    pub fn to_u128(&self) -> Option<u128> {
        match &self.0 {
            Fraction::Small(numerator, 1) => u128::try_from(*numerator).ok(),
            Fraction::Large(fraction) if fraction.is_integer() => fraction.numer().to_u128(),
            _ => None,
        }
    }

    /// Rounded to whole units of 10⁻ᵖˡᵃᶜᵉˢ.
    #[must_use]
    pub fn rounded(&self, places: u8, rounding: Rounding) -> Self {
        if let (Fraction::Small(numerator, denominator), Some(scale)) =
            (&self.0, 10_i64.checked_pow(u32::from(places)))
            && let Some(units) = scaled(*numerator, *denominator, scale, rounding)
        {
            return Self::reduced(units, i128::from(scale));
        }
        let scale = BigInt::from(10).pow(u32::from(places));
        Self::kept(BigRational::new(self.scaled(&scale, rounding), scale))
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

    /// All its digits where there are at most six behind the point, else the fraction: `99.95`, `1/3`.
    #[must_use]
    pub fn to_digits(&self) -> String {
        self.places(6)
            .map_or_else(|| self.to_string(), |places| self.to_decimal_string(places, Rounding::Down))
    }

    /// How many digits it has behind the point; `None` where they are more than so many, or without end.
    pub(crate) fn places(&self, most: u8) -> Option<u8> {
        (0..=most).find(|places| self.rounded(*places, Rounding::Down) == *self)
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
        let value = self.large() * scale;
        let (whole, rest) = value.numer().abs().div_rem(value.denom());
        let twice = (&rest * 2_u8).cmp(value.denom());
        let goes_up = rounding.goes_up(value.is_negative(), rest.is_zero(), twice, whole.is_odd());
        let magnitude = if goes_up { whole + 1 } else { whole };
        if value.is_negative() { -magnitude } else { magnitude }
    }
}

/// The same without large numbers: `numerator × scale ÷ denominator` as a whole number; `None` where it grows too large.
fn scaled(numerator: i64, denominator: i64, scale: i64, rounding: Rounding) -> Option<i128> {
    let (value, denominator) = (product(numerator, scale), i128::from(denominator));
    let (whole, rest) = (value.checked_div(denominator)?, value.checked_rem(denominator)?);
    let is_negative = value < 0;
    let twice = rest.unsigned_abs().checked_mul(2)?.cmp(&denominator.unsigned_abs());
    if !rounding.goes_up(is_negative, rest == 0, twice, whole % 2 != 0) {
        return Some(whole);
    }
    whole.checked_add(if is_negative { -1 } else { 1 })
}

impl Rounding {
    /// Whether a magnitude with a rest grows to the next one: of a number below zero or not, with a rest of nothing or
    /// not, less or more than a half, above an odd whole number or not.
    fn goes_up(self, is_negative: bool, is_whole: bool, twice_the_rest: Ordering, is_odd: bool) -> bool {
        match self {
            Self::Down => false,
            Self::Up => !is_whole,
            Self::Floor => is_negative && !is_whole,
            Self::Ceiling => !is_negative && !is_whole,
            Self::HalfUp => twice_the_rest.is_ge(),
            Self::HalfEven => twice_the_rest.is_gt() || (twice_the_rest.is_eq() && is_odd),
        }
    }
}

/// The product of two words, which a double word can always hold.
fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Fraction::Small(a, b), Fraction::Small(c, d)) if b == d => a.cmp(c),
            (Fraction::Small(a, b), Fraction::Small(c, d)) => product(*a, *d).cmp(&product(*c, *b)),
            _ => self.large().cmp(&other.large()),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

macro_rules! from_whole {
    ($($type:ty),*) => {$(
        impl From<$type> for Exact {
            fn from(whole: $type) -> Self {
                match whole.to_i64() {
                    Some(small) => Self(Fraction::Small(small, 1)),
                    None => Self::kept(BigRational::from_integer(BigInt::from(whole))),
                }
            }
        }
    )*};
}

from_whole!(u64, i128, u128, BigInt);

impl From<i64> for Exact {
    fn from(whole: i64) -> Self {
        Self(Fraction::Small(whole, 1))
    }
}

impl From<i32> for Exact {
    fn from(whole: i32) -> Self {
        Self::from(i64::from(whole))
    }
}

impl From<u32> for Exact {
    fn from(whole: u32) -> Self {
        Self::from(i64::from(whole))
    }
}

impl Add for &Exact {
    type Output = Exact;

    fn add(self, other: Self) -> Exact {
        if let (Fraction::Small(a, b), Fraction::Small(c, d)) = (&self.0, &other.0) {
            if b == d {
                return Exact::reduced(i128::from(*a) + i128::from(*c), i128::from(*b));
            }
            if let Some(sum) = product(*a, *d).checked_add(product(*c, *b)) {
                return Exact::reduced(sum, product(*b, *d));
            }
        }
        Exact::kept(self.large() + other.large())
    }
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: Self) -> Exact {
        match (&self.0, &other.0) {
            (Fraction::Small(a, b), Fraction::Small(c, d)) => {
                Exact::reduced(product(*a, *c), product(*b, *d))
            }
            _ => Exact::kept(self.large() * other.large()),
        }
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: Self) -> Exact {
        self + &-other
    }
}

impl Neg for &Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        match &self.0 {
            Fraction::Small(numerator, denominator) => {
                Exact::reduced(-i128::from(*numerator), i128::from(*denominator))
            }
            Fraction::Large(fraction) => Exact::kept(-BigRational::clone(fraction)),
        }
    }
}

macro_rules! of_owned {
    ($($trait:ident $method:ident $sign:tt),*) => {$(
        impl $trait for Exact {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                &self $sign &other
            }
        }
    )*};
}

of_owned!(Add add +, Sub sub -, Mul mul *);

impl Neg for Exact {
    type Output = Self;

    fn neg(self) -> Self {
        -&self
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
        match &self.0 {
            Fraction::Small(numerator, 1) => f.pad(&numerator.to_string()),
            Fraction::Small(numerator, denominator) => f.pad(&format!("{numerator}/{denominator}")),
            Fraction::Large(fraction) => f.pad(&fraction.to_string()),
        }
    }
}

/// The fraction with the smallest denominator between two numbers, each of them itself included or not; without an
/// upper one there is no bound.
pub(crate) fn simplest((low, has_low): (&Exact, bool), high: Option<(&Exact, bool)>) -> Option<Exact> {
    let below = low.rounded(0, Rounding::Floor);
    let whole = if has_low && low.is_whole() { below.clone() } else { below.clone() + Exact::from(1) };
    let Some((high, has_high)) =
        high.filter(|(high, has_high)| whole > **high || (whole == **high && !has_high))
    else {
        return Some(whole);
    };
    // Both lie within one unit: what is simplest of their reciprocals is so of them.
    let reciprocal = |number: &Exact| Exact::from(1).checked_div(&(number.clone() - below.clone()));
    let (nearest, furthest) = (reciprocal(high)?, reciprocal(low));
    let part = simplest((&nearest, has_high), furthest.as_ref().map(|furthest| (furthest, has_low)))?;
    Some(below.clone() + Exact::from(1).checked_div(&part)?)
}
