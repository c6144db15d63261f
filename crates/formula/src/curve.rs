//! Polynomials in one number, and their sign on an interval: read off coefficients, or found by parting the interval.

use num_bigint::BigInt;

use crate::{Exact, Rounding, exact::simplest};

/// A polynomial in one number: its coefficients from the constant on, the last of them not zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Curve(Vec<Exact>);

/// The numbers between two others, neither of them included; without an upper one, all above the lower.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) from: Exact,
    pub(crate) to: Option<Exact>,
}

/// What sign a polynomial has throughout an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Negative,
    Zero,
    Positive,
}

/// The greatest degree with which polynomials are worked out.
const DEGREE_MAX: usize = 24;

/// An interval narrower than one in so many is not parted further.
const NARROW: i64 = 1_000_000_000;

/// How often an interval is halved on the way to a root.
const HALVED: usize = 80;

impl Curve {
    pub(crate) fn constant(value: Exact) -> Self {
        Self::of(vec![value])
    }

    /// `constant + slope × t`.
    pub(crate) fn line(constant: Exact, slope: Exact) -> Self {
        Self::of(vec![constant, slope])
    }

    fn of(mut coefficients: Vec<Exact>) -> Self {
        while coefficients.last().is_some_and(Exact::is_zero) {
            coefficients.pop();
        }
        Self(coefficients)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The number, where it is one.
    pub(crate) fn as_constant(&self) -> Option<Exact> {
        match self.0.as_slice() {
            [] => Some(Exact::from(0)),
            [constant] => Some(constant.clone()),
            _ => None,
        }
    }

    pub(crate) fn coefficients(&self) -> &[Exact] {
        &self.0
    }

    pub(crate) fn at(&self, t: &Exact) -> Exact {
        self.0.iter().rev().fold(Exact::from(0), |value, coefficient| &(&value * t) + coefficient)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let zero = Exact::from(0);
        let length = self.0.len().max(other.0.len());
        let of = |curve: &Self, n: usize| curve.0.get(n).unwrap_or(&zero).clone();
        Self::of((0..length).map(|n| of(self, n) + of(other, n)).collect())
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    pub(crate) fn negated(&self) -> Self {
        self.times_number(&Exact::from(-1))
    }

    pub(crate) fn times_number(&self, number: &Exact) -> Self {
        Self::of(self.0.iter().map(|coefficient| coefficient * number).collect())
    }

    /// The product; `None` where it grows too large to work with.
    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        if self.is_zero() || other.is_zero() {
            return Some(Self::default());
        }
        let length = self.0.len().saturating_add(other.0.len()).saturating_sub(1);
        if length > DEGREE_MAX {
            return None;
        }
        let mut product = vec![Exact::from(0); length];
        for (i, a) in self.0.iter().enumerate() {
            for (place, b) in product.iter_mut().skip(i).zip(&other.0) {
                *place = &*place + &(a * b);
            }
        }
        Some(Self::of(product))
    }

    /// The polynomial with `1 − t` for `t`.
    pub(crate) fn mirrored(&self) -> Self {
        let step = Self::line(Exact::from(1), Exact::from(-1));
        let constant = |coefficient: &Exact| Self::constant(coefficient.clone());
        self.0.iter().rev().fold(Self::default(), |value, coefficient| {
            value.times(&step).unwrap_or_default().plus(&constant(coefficient))
        })
    }

    /// The slope at each point.
    pub(crate) fn derivative(&self) -> Self {
        let steps = self.0.iter().skip(1).zip(1_u32..);
        Self::of(steps.map(|(coefficient, power)| coefficient * &Exact::from(power)).collect())
    }

    /// The polynomial seen from an interval: in a number `u` above zero, which takes each value once while `t` goes
    /// through the interval. Where it has an upper end, `t` is `(from + to × u) ÷ (1 + u)` and the polynomial is taken
    /// times `(1 + u)` as often as its degree says, else `t` is `from + u`. Neither changes its sign.
    pub(crate) fn seen_from(&self, between: &Between) -> Self {
        let (step, under) = match &between.to {
            Some(to) => {
                (Self::line(between.from.clone(), to.clone()), Self::line(Exact::from(1), Exact::from(1)))
            }
            None => (Self::line(between.from.clone(), Exact::from(1)), Self::constant(Exact::from(1))),
        };
        let mut power = Self::constant(Exact::from(1));
        let mut seen = Self::default();
        for coefficient in self.0.iter().rev() {
            let below = seen.times(&step).unwrap_or_default();
            seen = below.plus(&power.times_number(coefficient));
            power = power.times(&under).unwrap_or_default();
        }
        seen
    }

    /// The sign throughout an interval, where the coefficients seen from it share one: this is all that a doubter has to
    /// check.
    pub(crate) fn sign_on(&self, between: &Between) -> Option<Sign> {
        let seen = self.seen_from(between);
        if seen.is_zero() {
            return Some(Sign::Zero);
        }
        let (mut above, mut below) = (false, false);
        for coefficient in &seen.0 {
            above |= !coefficient.is_negative() && !coefficient.is_zero();
            below |= coefficient.is_negative();
        }
        match (above, below) {
            (true, false) => Some(Sign::Positive),
            (false, true) => Some(Sign::Negative),
            _ => None,
        }
    }

    /// Where to part an interval on which the sign is not seen: at a root where one is found, else in the middle. Nowhere
    /// in one so narrow that its root must be no fraction.
    pub(crate) fn parting(&self, between: &Between) -> Option<Exact> {
        let inside = |root: &Exact| between.holds(root);
        let root = match self.0.as_slice() {
            [constant, slope] => (-constant).checked_div(slope).filter(inside),
            [c, b, a] => roots_of_square(a, b, c).into_iter().find(inside),
            _ => self.crossing(between).filter(inside),
        };
        let narrow = Exact::ratio(1, NARROW)?;
        let is_wide = between.to.as_ref().is_none_or(|to| to - &between.from > narrow);
        root.or_else(|| is_wide.then(|| between.middle(self)))
    }

    /// A root at which the sign changes, where it is a fraction of small numbers.
    fn crossing(&self, between: &Between) -> Option<Exact> {
        let to = between.to.clone().unwrap_or_else(|| between.middle(self));
        let (mut low, mut high) = (between.from.clone(), to);
        let is_below = |t: &Exact| self.at(t).is_negative();
        let begins_below = is_below(&low);
        if self.at(&low).is_zero() || is_below(&high) == begins_below {
            return None;
        }
        for _ in 0..HALVED {
            let middle = half_way(&low, &high);
            if is_below(&middle) == begins_below {
                low = middle;
            } else {
                high = middle;
            }
            let root = simplest((&low, true), Some((&high, true)))?;
            if self.at(&root).is_zero() {
                return Some(root);
            }
        }
        None
    }
}

impl Between {
    pub(crate) fn new(from: &Exact, to: Option<&Exact>) -> Self {
        Self { from: from.clone(), to: to.cloned() }
    }

    /// Whether a number lies in it.
    pub(crate) fn holds(&self, number: &Exact) -> bool {
        *number > self.from && self.to.as_ref().is_none_or(|to| number < to)
    }

    /// A number in it at which a polynomial may be parted: half way, or beyond all its roots where there is no end.
    fn middle(&self, curve: &Curve) -> Exact {
        match &self.to {
            Some(to) => half_way(&self.from, to),
            None => {
                let leading = curve.0.last().cloned().unwrap_or_else(|| Exact::from(1));
                let size = |value: Exact| if value.is_negative() { -value } else { value };
                let ratios =
                    curve.0.iter().filter_map(|coefficient| coefficient.checked_div(&leading)).map(size);
                let bound = ratios.max().unwrap_or_else(|| Exact::from(0)) + Exact::from(1);
                bound.rounded(0, Rounding::Ceiling).max(self.from.clone() + Exact::from(1))
            }
        }
    }

    /// The simplest number in it: with the least denominator, and of whole numbers the least.
    pub(crate) fn simplest(&self) -> Option<Exact> {
        simplest((&self.from, false), self.to.as_ref().map(|to| (to, false)))
    }
}

pub(crate) fn half_way(a: &Exact, b: &Exact) -> Exact {
    let sum = a + b;
    sum.checked_div(&Exact::from(2)).unwrap_or(sum)
}

/// The roots of `a·t² + b·t + c` that are fractions, in ascending order.
fn roots_of_square(a: &Exact, b: &Exact, c: &Exact) -> Vec<Exact> {
    let square = |number: &Exact| number * number;
    let discriminant = square(b) - Exact::from(4) * a.clone() * c.clone();
    let Some(root) = square_root(&discriminant) else { return Vec::new() };
    let twice = Exact::from(2) * a.clone();
    let mut roots: Vec<Exact> =
        [-&root, root].iter().filter_map(|root| (root - b).checked_div(&twice)).collect();
    roots.sort();
    roots
}

/// The root of a fraction that is the square of one.
fn square_root(number: &Exact) -> Option<Exact> {
    let root =
        |whole: BigInt| (whole >= BigInt::from(0)).then(|| whole.sqrt()).filter(|root| root * root == whole);
    let (numerator, denominator) = (root(number.numerator())?, root(number.denominator())?);
    Exact::ratio(numerator, denominator)
}
