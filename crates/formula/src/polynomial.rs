//! Polynomials in the two numbers of a month: cases in time and cases late.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
};

use crate::Exact;

/// A polynomial in `x` (in time) and `y` (late) with exact coefficients; no coefficient is zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Polynomial(BTreeMap<(u32, u32), Exact>);

/// The greatest sum of powers that a product may have while a formula is worked out: with it a polynomial has at most
/// 325 terms, and a product takes at most some thousand steps.
const DEGREE_MAX: u32 = 24;

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
        let mut sum = self.clone();
        for (powers, value) in &other.0 {
            sum.add(*powers, value.clone());
        }
        sum
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
        Self(self.0.iter().map(|(powers, value)| (*powers, value.clone() * number.clone())).collect())
    }

    /// The product; `None` where the sum of powers would exceed 24.
    #[must_use]
    pub fn times(&self, other: &Self) -> Option<Self> {
        if self.degree().saturating_add(other.degree()) > DEGREE_MAX {
            return None;
        }
        let mut product = Self::default();
        for ((i, j), a) in &self.0 {
            for ((k, l), b) in &other.0 {
                product.add((i.checked_add(*k)?, j.checked_add(*l)?), a.clone() * b.clone());
            }
        }
        Some(product)
    }

    /// The polynomial with `x + dx` for `x` and `y + dy` for `y`: months counted from another one on.
    #[must_use]
    pub fn shifted(&self, dx: i64, dy: i64) -> Self {
        self.with_more_x(dx).swapped().with_more_x(dy).swapped()
    }

    /// The polynomial with `2x` for `x` and `2y` for `y`: twice the cases of each sort.
    #[must_use]
    pub fn doubled(&self) -> Self {
        let twice = |degree: u32| (0..degree).fold(Exact::from(1), |power, _| power * Exact::from(2));
        Self(
            self.0
                .iter()
                .map(|((i, j), value)| ((*i, *j), value.clone() * twice(i.saturating_add(*j))))
                .collect(),
        )
    }

    /// The polynomial with `x` and `y` exchanged.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self(self.0.iter().map(|((i, j), value)| ((*j, *i), value.clone())).collect())
    }

    /// The polynomial where `y` is 0: months with all in time.
    #[must_use]
    pub fn without_late(&self) -> Self {
        Self(self.0.iter().filter(|((_, j), _)| *j == 0).map(|(p, value)| (*p, value.clone())).collect())
    }

    /// The polynomial where `x` is 0: months with all late.
    #[must_use]
    pub fn without_in_time(&self) -> Self {
        Self(self.0.iter().filter(|((i, _), _)| *i == 0).map(|(p, value)| (*p, value.clone())).collect())
    }

    /// Whether the other one is this one times a number other than zero: then both are zero in the same months.
    #[must_use]
    pub fn is_multiple_of(&self, other: &Self) -> bool {
        let leading = self.0.iter().next().zip(other.0.iter().next());
        match leading {
            Some(((_, a), (_, b))) => {
                a.checked_div(b).is_some_and(|ratio| other.times_number(&ratio) == *self)
            }
            None => self.is_zero() && other.is_zero(),
        }
    }

    /// The quotient, where the other polynomial divides this one without a rest.
    #[must_use]
    pub fn divided_by(&self, other: &Self) -> Option<Self> {
        let ((i, j), leading) = other.0.iter().next_back()?;
        let (mut rest, mut quotient) = (self.clone(), Self::default());
        // Each step takes the last term of the rest away, and adds none behind it.
        while let Some(((k, l), value)) = rest.0.iter().next_back() {
            let term = Self::term(k.checked_sub(*i)?, l.checked_sub(*j)?, value.checked_div(leading)?);
            rest = rest.minus(&other.times(&term)?);
            quotient = quotient.plus(&term);
        }
        Some(quotient)
    }

    /// Adds a term where it stands.
    fn add(&mut self, powers: (u32, u32), value: Exact) {
        match self.0.entry(powers) {
            Entry::Vacant(place) => {
                if !value.is_zero() {
                    place.insert(value);
                }
            }
            Entry::Occupied(mut place) => {
                let sum = place.get().clone() + value;
                if sum.is_zero() {
                    place.remove();
                } else {
                    *place.get_mut() = sum;
                }
            }
        }
    }

    /// With `x + more` for `x`.
    fn with_more_x(&self, more: i64) -> Self {
        if more == 0 {
            return self.clone();
        }
        // The coefficients of (x + more)ⁱ for each i, from the constant on; each row from the one before it.
        let highest = self.0.keys().map(|(i, _)| *i).max().unwrap_or(0);
        let mut row = vec![Exact::from(1)];
        let mut rows = vec![row.clone()];
        for _ in 0..highest {
            let lower = row.iter().map(|value| value.clone() * Exact::from(more)).chain([Exact::from(0)]);
            let higher = [Exact::from(0)].into_iter().chain(row.iter().cloned());
            row = lower.zip(higher).map(|(a, b)| a + b).collect();
            rows.push(row.clone());
        }
        let mut sum = Self::default();
        for ((i, j), value) in &self.0 {
            let row = usize::try_from(*i).ok().and_then(|i| rows.get(i));
            for (power, factor) in (0..).zip(row.into_iter().flatten()) {
                sum.add((power, *j), value.clone() * factor.clone());
            }
        }
        sum
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
