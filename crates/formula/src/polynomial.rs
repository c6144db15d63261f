//! Polynomials in the two numbers of a month: cases in time and cases late.

use std::{collections::BTreeMap, fmt};

use crate::Exact;

/// A polynomial in `x` (in time) and `y` (late) with exact coefficients; no coefficient is zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Polynomial(BTreeMap<(u32, u32), Exact>);

/// The most terms that a polynomial may have while a formula is worked out.
const TERMS_MAX: usize = 512;

impl Polynomial {
    /// A constant.
    #[must_use]
    pub fn constant(value: Exact) -> Self {
        Self::term(0, 0, value)
    }

    /// `value × xⁱ × yʲ`.
    #[must_use]
    pub fn term(i: u32, j: u32, value: Exact) -> Self {
        let mut terms = BTreeMap::new();
        if !value.is_zero() {
            terms.insert((i, j), value);
        }
        Self(terms)
    }

    /// The coefficients, by the powers of `x` and `y`.
    pub fn terms(&self) -> impl Iterator<Item = ((u32, u32), &Exact)> {
        self.0.iter().map(|(powers, value)| (*powers, value))
    }

    /// The coefficient of `xⁱ × yʲ`.
    #[must_use]
    pub fn coefficient(&self, i: u32, j: u32) -> Exact {
        self.0.get(&(i, j)).cloned().unwrap_or_else(|| Exact::from(0))
    }

    /// Whether it is zero everywhere.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The greatest sum of powers; 0 for a constant.
    #[must_use]
    pub fn degree(&self) -> u32 {
        self.0.keys().map(|(i, j)| i.saturating_add(*j)).max().unwrap_or(0)
    }

    /// Whether all terms have one sum of powers: then it scales evenly.
    #[must_use]
    pub fn homogeneous_degree(&self) -> Option<u32> {
        let mut degrees = self.0.keys().map(|(i, j)| i.saturating_add(*j));
        let first = degrees.next()?;
        degrees.all(|degree| degree == first).then_some(first)
    }

    /// Whether no coefficient is negative: then it is nowhere negative where `x` and `y` are not.
    #[must_use]
    pub fn has_no_negative_coefficient(&self) -> bool {
        self.0.values().all(|value| *value >= Exact::from(0))
    }

    /// The value at a month.
    #[must_use]
    pub fn at(&self, x: u64, y: u64) -> Exact {
        let power = |base: u64, exponent: u32| {
            (0..exponent).fold(Exact::from(1), |product, _| product * Exact::from(base))
        };
        self.0.iter().map(|((i, j), value)| value.clone() * power(x, *i) * power(y, *j)).sum()
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let mut terms = self.0.clone();
        for (powers, value) in &other.0 {
            let sum = terms.remove(powers).unwrap_or_else(|| Exact::from(0)) + value.clone();
            if !sum.is_zero() {
                terms.insert(*powers, sum);
            }
        }
        Self(terms)
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.times_number(&Exact::from(-1)))
    }

    /// The product with a number.
    #[must_use]
    pub fn times_number(&self, number: &Exact) -> Self {
        if number.is_zero() {
            return Self::default();
        }
        Self(self.0.iter().map(|(powers, value)| (*powers, value.clone() * number.clone())).collect())
    }

    /// The product; `None` where it would have too many terms.
    #[must_use]
    pub fn times(&self, other: &Self) -> Option<Self> {
        if self.0.len().saturating_mul(other.0.len()) > TERMS_MAX.saturating_mul(TERMS_MAX) {
            return None;
        }
        let mut product = Self::default();
        for ((i, j), a) in &self.0 {
            for ((k, l), b) in &other.0 {
                let term = Self::term(i.checked_add(*k)?, j.checked_add(*l)?, a.clone() * b.clone());
                product = product.plus(&term);
            }
        }
        (product.0.len() <= TERMS_MAX).then_some(product)
    }

    /// The polynomial with `x + 1` for `x` and `y − 1` for `y`: one more case in time of as many cases.
    #[must_use]
    pub fn one_more_in_time(&self) -> Option<Self> {
        let x1 = Self::term(1, 0, Exact::from(1)).plus(&Self::constant(Exact::from(1)));
        let y1 = Self::term(0, 1, Exact::from(1)).minus(&Self::constant(Exact::from(1)));
        let mut sum = Self::default();
        for ((i, j), value) in &self.0 {
            let mut term = Self::constant(value.clone());
            for _ in 0..*i {
                term = term.times(&x1)?;
            }
            for _ in 0..*j {
                term = term.times(&y1)?;
            }
            sum = sum.plus(&term);
        }
        Some(sum)
    }

    /// The polynomial with `y + 1` for `y`: months with at least one late case, counted from there.
    #[must_use]
    pub fn from_one_late(&self) -> Option<Self> {
        let y1 = Self::term(0, 1, Exact::from(1)).plus(&Self::constant(Exact::from(1)));
        let mut sum = Self::default();
        for ((i, j), value) in &self.0 {
            let mut term = Self::term(*i, 0, value.clone());
            for _ in 0..*j {
                term = term.times(&y1)?;
            }
            sum = sum.plus(&term);
        }
        Some(sum)
    }
}

/// Prints as in `100·x² − 3·y + 1`.
impl fmt::Display for Polynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        for (n, ((i, j), value)) in self.0.iter().rev().enumerate() {
            let is_negative = *value < Exact::from(0);
            match (n, is_negative) {
                (0, true) => f.write_str("−")?,
                (0, false) => {}
                (_, true) => f.write_str(" − ")?,
                (_, false) => f.write_str(" + ")?,
            }
            let size = if is_negative { -value.clone() } else { value.clone() };
            let power = |name: &str, exponent: u32| match exponent {
                0 => String::new(),
                1 => name.to_owned(),
                more => format!("{name}^{more}"),
            };
            let names = [power("x", *i), power("y", *j)];
            let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
            match (names.is_empty(), size == Exact::from(1)) {
                (true, _) => write!(f, "{size}")?,
                (false, true) => f.write_str(&names.join("·"))?,
                (false, false) => write!(f, "{size}·{}", names.join("·"))?,
            }
        }
        Ok(())
    }
}
