//! Polynomials in the two numbers of a month, cases on time and cases late, and in what else a formula is made of.

use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;

use crate::Exact;

/// A polynomial in `x` (on time) and `y` (late) with exact coefficients; no coefficient is zero.
///
/// Up to six further variables, `z` to `u` when printed, stand for parts of formulas that are no polynomials.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Polynomial(Vec<(Powers, Exact)>);

/// The powers of up to eight variables, a byte each, the first one in the highest: as numbers they are ordered by the
/// power of the first variable, then of the second, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Powers(u64);

/// The greatest sum of powers that a product may have while a formula is worked out: with it a polynomial in two
/// variables has at most 325 terms, and a product takes at most some thousand steps.
const DEGREE_MAX: u32 = 24;

/// How many variables there may be.
pub(crate) const VARIABLES_MAX: usize = 8;

/// The most terms of a polynomial in more than two variables.
const TERMS_MAX: usize = 512;

impl Powers {
    /// The power of one variable.
    fn of(variable: usize, power: u32) -> Self {
        Self(u64::from(power & 0xFF) << Self::shift(variable))
    }

    fn shift(variable: usize) -> u32 {
        56_u32.saturating_sub(u32::try_from(variable).unwrap_or(7).saturating_mul(8))
    }

    fn get(self, variable: usize) -> u32 {
        u32::try_from((self.0 >> Self::shift(variable)) & 0xFF).unwrap_or(0)
    }

    fn sum(self) -> u32 {
        self.0.to_be_bytes().into_iter().map(u32::from).sum()
    }

    /// The powers of a product; no byte runs over while the sum of powers stays within [`DEGREE_MAX`].
    fn times(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    fn over(self, other: Self) -> Option<Self> {
        let divides = (0..VARIABLES_MAX).all(|variable| self.get(variable) >= other.get(variable));
        divides.then(|| Self(self.0.wrapping_sub(other.0)))
    }

    /// With another power of one variable.
    fn with(self, variable: usize, power: u32) -> Self {
        let rest = self.0 & !(0xFF_u64 << Self::shift(variable));
        Self(rest | Self::of(variable, power).0)
    }
}

impl Polynomial {
    /// A constant.
    #[must_use]
    pub fn constant(value: Exact) -> Self {
        Self::term(0, 0, value)
    }

    /// `value × xⁱ × yʲ`.
    #[must_use]
    pub fn term(i: u32, j: u32, value: Exact) -> Self {
        Self::monomial(Powers::of(0, i).times(Powers::of(1, j)), value)
    }

    fn monomial(powers: Powers, value: Exact) -> Self {
        Self(if value.is_zero() { Vec::new() } else { vec![(powers, value)] })
    }

    /// The coefficients, by the powers of `x` and `y`.
    pub fn terms(&self) -> impl DoubleEndedIterator<Item = ((u32, u32), &Exact)> {
        self.0.iter().map(|(powers, value)| ((powers.get(0), powers.get(1)), value))
    }

    /// The coefficient of `xⁱ × yʲ`.
    #[must_use]
    pub fn coefficient(&self, i: u32, j: u32) -> Exact {
        let asked = Powers::of(0, i).times(Powers::of(1, j));
        let found = self.0.binary_search_by_key(&asked, |(powers, _)| *powers).ok();
        found.and_then(|n| self.0.get(n)).map_or_else(|| Exact::from(0), |(_, value)| value.clone())
    }

    /// Whether it is zero everywhere.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The greatest sum of powers; 0 for a constant.
    #[must_use]
    pub fn degree(&self) -> u32 {
        self.0.iter().map(|(powers, _)| powers.sum()).max().unwrap_or(0)
    }

    /// Whether no coefficient is negative: then it is nowhere negative where no variable is.
    #[must_use]
    pub fn has_no_negative_coefficient(&self) -> bool {
        self.0.iter().all(|(_, value)| !value.is_negative())
    }

    /// The value at a month.
    #[must_use]
    pub fn at(&self, x: u64, y: u64) -> Exact {
        let (x, y) = (Exact::from(x), Exact::from(y));
        let power =
            |base: &Exact, exponent: u32| (0..exponent).fold(Exact::from(1), |product, _| &product * base);
        self.0
            .iter()
            .map(|(powers, value)| &(value * &power(&x, powers.get(0))) * &power(&y, powers.get(1)))
            .sum()
    }

    /// The polynomial times a number above zero that makes its coefficients whole and without a common divisor.
    pub(crate) fn primitive(&self) -> Self {
        let scale = self.0.iter().fold(BigInt::from(1), |scale, (_, value)| scale.lcm(&value.denominator()));
        let scaled = self.times_number(&Exact::from(scale));
        let shared =
            scaled.0.iter().fold(BigInt::from(0), |shared, (_, value)| shared.gcd(&value.numerator()));
        let part = Exact::from(1).checked_div(&Exact::from(shared));
        part.map_or(scaled.clone(), |part| scaled.times_number(&part))
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self::gathered(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// The polynomial times −1.
    #[must_use]
    pub fn negated(&self) -> Self {
        self.times_number(&Exact::from(-1))
    }

    /// The product with a number.
    #[must_use]
    pub fn times_number(&self, number: &Exact) -> Self {
        if number.is_zero() {
            return Self::default();
        }
        Self(self.0.iter().map(|(powers, value)| (*powers, value * number)).collect())
    }

    /// The product; `None` where the sum of powers would exceed 24.
    #[must_use]
    pub fn times(&self, other: &Self) -> Option<Self> {
        if self.degree().saturating_add(other.degree()) > DEGREE_MAX {
            return None;
        }
        if let ([(Powers(0), one)], factor) | (factor, [(Powers(0), one)]) =
            (self.0.as_slice(), other.0.as_slice())
        {
            return Some(Self(factor.iter().map(|(powers, value)| (*powers, value * one)).collect()));
        }
        let product = self
            .0
            .iter()
            .flat_map(|(a, one)| other.0.iter().map(move |(b, factor)| (a.times(*b), one * factor)))
            .collect();
        let product = Self::gathered(product);
        (product.0.len() <= TERMS_MAX).then_some(product)
    }

    /// Terms in any order, those of the same powers added.
    fn gathered(mut terms: Vec<(Powers, Exact)>) -> Self {
        terms.sort_by_key(|(powers, _)| *powers);
        let mut sum: Vec<(Powers, Exact)> = Vec::with_capacity(terms.len());
        for (powers, value) in terms {
            match sum.last_mut() {
                Some((last, so_far)) if *last == powers => *so_far = &*so_far + &value,
                _ => sum.push((powers, value)),
            }
        }
        sum.retain(|(_, value)| !value.is_zero());
        Self(sum)
    }

    /// The polynomial with `x + dx` for `x` and `y + dy` for `y`: months counted from another one on.
    #[must_use]
    pub fn shifted(&self, dx: i64, dy: i64) -> Self {
        self.with_more(0, dx).with_more(1, dy)
    }

    /// The polynomial with `2x` for `x` and `2y` for `y`: twice the cases of each sort.
    #[must_use]
    pub fn doubled(&self) -> Self {
        let twice = |degree: u32| Exact::from(1_u64.checked_shl(degree).unwrap_or(0));
        self.mapped(|powers, value| (powers, value * &twice(powers.get(0).saturating_add(powers.get(1)))))
    }

    /// The polynomial with `x` and `y` exchanged.
    #[must_use]
    pub fn swapped(&self) -> Self {
        self.mapped(|powers, value| (powers.with(0, powers.get(1)).with(1, powers.get(0)), value.clone()))
    }

    /// The polynomial where `y` is 0: months with all on time.
    #[must_use]
    pub fn without_late(&self) -> Self {
        Self(self.0.iter().filter(|(powers, _)| powers.get(1) == 0).cloned().collect())
    }

    /// The polynomial where `x` is 0: months with all late.
    #[must_use]
    pub fn without_in_time(&self) -> Self {
        Self(self.0.iter().filter(|(powers, _)| powers.get(0) == 0).cloned().collect())
    }

    /// Whether the other one is this one times a number other than zero: then both are zero in the same months.
    #[must_use]
    pub fn is_multiple_of(&self, other: &Self) -> bool {
        match (self.0.first(), other.0.first()) {
            (Some((_, a)), Some((_, b))) => {
                a.checked_div(b).is_some_and(|ratio| other.times_number(&ratio) == *self)
            }
            _ => self.is_zero() && other.is_zero(),
        }
    }

    /// The quotient, where the other polynomial divides this one without a rest.
    #[must_use]
    pub fn divided_by(&self, other: &Self) -> Option<Self> {
        let (least, leading) = other.0.last()?;
        let (mut rest, mut quotient) = (self.clone(), Self::default());
        // Each step takes the last term of the rest away, and adds none behind it.
        while let Some((powers, value)) = rest.0.last() {
            let term = Self::monomial(powers.over(*least)?, value.checked_div(leading)?);
            rest = rest.minus(&other.times(&term)?);
            quotient = quotient.plus(&term);
        }
        Some(quotient)
    }

    /// Each term made another one.
    fn mapped(&self, make: impl Fn(Powers, &Exact) -> (Powers, Exact)) -> Self {
        Self::gathered(self.0.iter().map(|(powers, value)| make(*powers, value)).collect())
    }

    /// With `variable + more` for a variable.
    fn with_more(&self, variable: usize, more: i64) -> Self {
        let highest = self.0.iter().map(|(powers, _)| powers.get(variable)).max().unwrap_or(0);
        if more == 0 || highest == 0 {
            return self.clone();
        }
        // The coefficients of (x + more)ⁱ for each i, from the constant on; each row from the one before it.
        let mut row = vec![Exact::from(1)];
        let mut rows = vec![row.clone()];
        let more = Exact::from(more);
        for _ in 0..highest {
            let lower = row.iter().map(|value| value * &more).chain([Exact::from(0)]);
            let higher = [Exact::from(0)].into_iter().chain(row.iter().cloned());
            row = lower.zip(higher).map(|(a, b)| a + b).collect();
            rows.push(row.clone());
        }
        let mut terms = Vec::new();
        for (powers, value) in &self.0 {
            let row = usize::try_from(powers.get(variable)).ok().and_then(|i| rows.get(i));
            for (power, factor) in (0..).zip(row.into_iter().flatten()) {
                terms.push((powers.with(variable, power), value * factor));
            }
        }
        Self::gathered(terms)
    }
}

/// Prints as in `100·x² − 3·y + 1`.
impl fmt::Display for Polynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        for (n, (powers, value)) in self.0.iter().rev().enumerate() {
            let is_negative = value.is_negative();
            match (n, is_negative) {
                (0, true) => f.write_str("−")?,
                (0, false) => {}
                (_, true) => f.write_str(" − ")?,
                (_, false) => f.write_str(" + ")?,
            }
            let size = if is_negative { -value } else { value.clone() };
            let power = |(variable, name): (usize, &str)| match powers.get(variable) {
                0 => None,
                1 => Some(name.to_owned()),
                more => Some(format!("{name}^{more}")),
            };
            let names: Vec<String> =
                ["x", "y", "z", "w", "v", "u", "t", "s"].into_iter().enumerate().filter_map(power).collect();
            match (names.is_empty(), size == Exact::from(1)) {
                (true, _) => write!(f, "{size}")?,
                (false, true) => f.write_str(&names.join("·"))?,
                (false, false) => write!(f, "{size}·{}", names.join("·"))?,
            }
        }
        Ok(())
    }
}
