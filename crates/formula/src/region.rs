//! The smallest month of a region bounded by lines: where linear forms break a law, however late they do.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

use crate::{
    Exact, Law, Month, Polynomial, RateForm, Rounding,
    proof::{Side, never_zero},
};

/// How many numbers of cases are looked through from the first that a region reaches.
const SCANNED: u64 = 2_000;

/// `x·cases in time + y·cases late + constant ≥ 0`, with whole numbers `x` and `y` that share no divisor, and the
/// greatest whole constant with which months satisfy the same.
#[derive(Debug, Clone)]
struct Line {
    x: Exact,
    y: Exact,
    constant: Exact,
}

/// Months in which all of these hold.
type Region = Vec<Line>;

/// What was found in a region.
enum Found {
    /// Its smallest month.
    Month(Month),
    /// It is empty.
    Nothing,
    /// No month of up to so many cases lies in it.
    NothingUpTo(u64),
}

/// The smallest month in which a form breaks a law; `None` where there is none, or where the form's polynomials are
/// not linear so that it cannot be computed. Months that break a law by an equation alone, as those of `scale`, are
/// small and found by trying; those that break an order or have no value may be far.
pub(crate) fn first_broken(law: Law, form: &RateForm, whole: &Exact) -> Option<Month> {
    smallest(&broken_in(law, form, whole)?)
}

/// The smallest month with a case in which a linear polynomial is zero.
pub(crate) fn first_zero(polynomial: &Polynomial) -> Option<Month> {
    smallest(&[zero(polynomial)?])
}

/// The smallest month of several regions, by cases and then by those in time.
fn smallest(regions: &[Region]) -> Option<Month> {
    let (mut first, mut unknown_from) = (None::<Month>, u64::MAX);
    for region in regions {
        match first_in(region) {
            Found::Month(month) => {
                let order = |month: &Month| (month.all(), month.on_time);
                first = first.into_iter().chain([month]).min_by_key(order);
            }
            Found::Nothing => {}
            Found::NothingUpTo(cases) => unknown_from = unknown_from.min(cases),
        }
    }
    // Beyond what was looked through another region may have a smaller month.
    first.filter(|month| month.all() <= unknown_from)
}

/// The regions in which a law is broken; `None` where a polynomial that bounds one is not linear.
fn broken_in(law: Law, form: &RateForm, whole: &Exact) -> Option<Vec<Region>> {
    let (n, d) = &reduced(form);
    // Where there is no value.
    let mut regions = Vec::new();
    for divisor in form.divisors.iter().filter(|divisor| never_zero(divisor, Side::Both, 1).is_none()) {
        let in_time = Polynomial::term(1, 0, Exact::from(1));
        let late = Polynomial::term(0, 1, Exact::from(1));
        let moved = divisor.shifted(1, -1);
        match law {
            Law::Defined | Law::Range => regions.push(zero(divisor)?),
            Law::AllOnTime => regions.push(and(zero(divisor)?, [below_or_zero(&late)?])),
            Law::NoneOnTime => regions.push(and(zero(divisor)?, [below_or_zero(&in_time)?])),
            Law::Scale => regions.extend([zero(divisor)?, zero(&divisor.doubled())?]),
            Law::Complement => regions.extend([zero(divisor)?, zero(&divisor.swapped())?]),
            Law::Monotone => {
                for asked in [divisor, &moved] {
                    regions.push(and(zero(asked)?, [at_least(&late, 1)?]));
                }
            }
            Law::Affine => {
                for asked in [divisor, &moved, &moved.shifted(1, -1)] {
                    regions.push(and(zero(asked)?, [at_least(&late, 2)?]));
                }
            }
        }
    }
    match law {
        Law::Range => {
            // 0 ≤ n/d ≤ whole fails where n and d, or whole·d − n and d, differ in sign.
            let rest = d.times_number(whole).minus(n);
            for asked in [n, &rest] {
                regions.push(vec![above(asked)?, above(&d.negated())?]);
                regions.push(vec![above(&asked.negated())?, above(d)?]);
            }
        }
        Law::Monotone => {
            // With linear n and d the rise times d·d' is linear, for the squares in it cancel.
            let (n1, d1) = (n.shifted(1, -1), d.shifted(1, -1));
            let rise = n1.times(d)?.minus(&n.times(&d1)?);
            let late = Polynomial::term(0, 1, Exact::from(1));
            for (a, b, c) in [
                (rise.negated(), d.clone(), d1.clone()),
                (rise.negated(), d.negated(), d1.negated()),
                (rise.clone(), d.clone(), d1.negated()),
                (rise, d.negated(), d1),
            ] {
                regions.push(vec![above(&a)?, above(&b)?, above(&c)?, at_least(&late, 1)?]);
            }
        }
        _ => {}
    }
    Some(regions)
}

/// Numerator and denominator without the divisors that both have as a factor: where one of these is zero there is no
/// value, and elsewhere the value is the same.
fn reduced(form: &RateForm) -> (Polynomial, Polynomial) {
    let (mut n, mut d) = (form.numerator.clone(), form.denominator.clone());
    for divisor in form.divisors.iter().filter(|divisor| divisor.degree() > 0) {
        // A denominator that is zero everywhere could be divided without end.
        while !d.is_zero()
            && let Some((a, b)) = n.divided_by(divisor).zip(d.divided_by(divisor))
        {
            (n, d) = (a, b);
        }
    }
    (n, d)
}

fn and(mut region: Region, more: impl IntoIterator<Item = Line>) -> Region {
    region.extend(more);
    region
}

/// `p > 0`; `None` where it is not linear.
fn above(polynomial: &Polynomial) -> Option<Line> {
    line(polynomial, true)
}

/// `p ≥ least`.
fn at_least(polynomial: &Polynomial, least: i64) -> Option<Line> {
    line(&polynomial.minus(&Polynomial::constant(Exact::from(least))), false)
}

/// `p ≤ 0`.
fn below_or_zero(polynomial: &Polynomial) -> Option<Line> {
    line(&polynomial.negated(), false)
}

/// `p > 0` or `p ≥ 0`, as months see it: between whole numbers nothing lies, so that a region without a month is
/// often seen to be empty.
fn line(polynomial: &Polynomial, is_strict: bool) -> Option<Line> {
    if polynomial.degree() > 1 {
        return None;
    }
    let coefficients = [polynomial.coefficient(1, 0), polynomial.coefficient(0, 1)];
    let scale = coefficients.iter().fold(BigInt::from(1), |scale, value| scale.lcm(&value.denominator()));
    let [x, y] = coefficients.map(|value| value.numerator() * (&scale / value.denominator()));
    let shared = x.gcd(&y);
    // Of no count at all only the constant's sign matters.
    let unit = if shared.is_zero() { Exact::from(1) } else { Exact::ratio(shared, scale)? };
    let constant = polynomial.coefficient(0, 0).checked_div(&unit)?;
    // p > 0 is p ≥ 1 where p is a whole number, and otherwise p ≥ 0.
    let constant = if is_strict {
        constant.rounded(0, Rounding::Ceiling) - Exact::from(1)
    } else {
        constant.rounded(0, Rounding::Floor)
    };
    let [x, y] = [(1, 0), (0, 1)].map(|(i, j)| polynomial.coefficient(i, j).checked_div(&unit));
    Some(Line { x: x?, y: y?, constant })
}

/// `p = 0`.
fn zero(polynomial: &Polynomial) -> Option<Region> {
    Some(vec![at_least(polynomial, 0)?, below_or_zero(polynomial)?])
}

impl Line {
    /// Where this line and another one meet.
    fn meets(&self, other: &Self) -> Option<(Exact, Exact)> {
        let cross =
            |a: &Exact, b: &Exact, c: &Exact, d: &Exact| a.clone() * d.clone() - b.clone() * c.clone();
        let area = cross(&self.x, &self.y, &other.x, &other.y);
        let x = cross(&self.y, &self.constant, &other.y, &other.constant).checked_div(&area)?;
        let y = cross(&self.constant, &self.x, &other.constant, &other.x).checked_div(&area)?;
        Some((x, y))
    }

    /// The value at a point that need not be a month.
    fn at(&self, x: &Exact, y: &Exact) -> Exact {
        self.x.clone() * x.clone() + self.y.clone() * y.clone() + self.constant.clone()
    }

    /// Which numbers in time satisfy it where there are so many cases: from one to another, either of them open.
    fn span(&self, all: &Exact) -> (Option<Exact>, Option<Exact>) {
        let zero = Exact::from(0);
        let slope = self.x.clone() - self.y.clone();
        let rest = self.y.clone() * all.clone() + self.constant.clone();
        match (-rest.clone()).checked_div(&slope) {
            Some(edge) if slope > zero => (Some(edge.rounded(0, Rounding::Ceiling)), None),
            Some(edge) => (None, Some(edge.rounded(0, Rounding::Floor))),
            None if rest >= zero => (None, None),
            // No number at all: from one on and up to zero.
            None => (Some(Exact::from(1)), Some(zero)),
        }
    }
}

/// The smallest month of a region. The least number of cases that its corners reach is computed; from there on the
/// numbers in time that lie in it are read off its lines, case by case.
fn first_in(region: &Region) -> Found {
    let line = |x: i64, y: i64, constant: i64| Line {
        x: Exact::from(x),
        y: Exact::from(y),
        constant: Exact::from(constant),
    };
    let mut lines = region.clone();
    // Counts are not negative, and there is a case.
    lines.extend([line(1, 0, 0), line(0, 1, 0), line(1, 1, -1)]);
    let corners = lines
        .iter()
        .enumerate()
        .flat_map(|(n, a)| lines.iter().skip(n.saturating_add(1)).filter_map(|b| a.meets(b)))
        .filter(|(x, y)| lines.iter().all(|line| line.at(x, y) >= Exact::from(0)));
    let Some(least) = corners.map(|(x, y)| x + y).min() else { return Found::Nothing };
    let Some(least) =
        least.rounded(0, Rounding::Ceiling).to_i64().and_then(|least| u64::try_from(least).ok())
    else {
        return Found::NothingUpTo(0);
    };
    let most = least.saturating_add(SCANNED);
    for all in least..=most {
        let cases = Exact::from(all);
        let spans = || lines.iter().map(|line| line.span(&cases));
        let lowest = spans().filter_map(|(least, _)| least).chain([Exact::from(0)]).max();
        let highest = spans().filter_map(|(_, most)| most).chain([cases.clone()]).min();
        let Some((lowest, highest)) = lowest.zip(highest) else { continue };
        if lowest > highest {
            continue;
        }
        if let Some(on_time) = lowest.to_i64().and_then(|on_time| u64::try_from(on_time).ok()) {
            return Found::Month(Month { on_time, late: all.saturating_sub(on_time) });
        }
    }
    Found::NothingUpTo(most)
}
