//! What a formula comes to throughout an interval of one number: cases decided, the rest a tree of ratios and roundings.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use crate::{
    Exact, Function, Relation, Rounding, TermId,
    condition::{Case, Condition},
    curve::{Between, Curve, Sign},
    formula::{Kind, Node, Operation},
};

/// What the terms of a formula are along a line: each a polynomial in the one number, mostly the number itself or a constant.
pub(crate) type Places = BTreeMap<TermId, Curve>;

/// What a part of a formula comes to throughout an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `numerator ÷ denominator`; the denominator is above zero throughout.
    Ratio(Curve, Curve),
    Round(Rounding, i64, Box<Shape>),
    /// Two parts joined, at least one of which has a rounding in it.
    Join(Operation, Box<Shape>, Box<Shape>),
}

/// Why nothing is known of an interval as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It has to be parted here.
    At(Exact),
    /// Parting it does not help.
    Stuck(Stuck),
}

/// What keeps a formula out of what is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stuck {
    /// A term has no place on the line.
    Term(TermId),
    /// Rounded parts are joined in a way that is not followed.
    Rounded,
    /// It changes at a number that is no fraction.
    Irrational,
    /// It grows too large to work out.
    TooLarge,
}

/// Which way a value goes while the number grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Level,
    Up,
    Down,
    /// Neither up nor down as far as is known.
    Mixed,
}

impl Way {
    fn reversed(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            other => other,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Level, way) | (way, Self::Level) => way,
            (a, b) if a == b => a,
            _ => Self::Mixed,
        }
    }
}

/// A part on an interval: its shape, or nothing where it has no value throughout.
pub(crate) type Found<T> = Result<T, Stop>;

/// How many values a rounding may have on an interval that is parted for each of them.
const VALUES_MAX: u32 = 512;

fn too_large() -> Stop {
    Stop::Stuck(Stuck::TooLarge)
}

impl Shape {
    pub(crate) fn constant(value: Exact) -> Self {
        Self::Ratio(Curve::constant(value), Curve::constant(Exact::from(1)))
    }

    /// What a part of a formula comes to throughout an interval; `None` where it has no value anywhere in it.
    pub(crate) fn of(node: &Node, places: &Places, on: &Between) -> Found<Option<Self>> {
        let part = |node: &Node| Self::of(node, places, on);
        Ok(match &node.kind {
            Kind::Number(number) => Some(Self::constant(number.clone())),
            Kind::Term(id) => {
                let place = places.get(id).ok_or_else(|| Stop::Stuck(Stuck::Term(id.clone())))?;
                Some(Self::Ratio(place.clone(), Curve::constant(Exact::from(1))))
            }
            Kind::Negate(inner) => part(inner)?.map(|inner| inner.times_number(&Exact::from(-1))),
            Kind::Percent(inner) => {
                let hundredth = Exact::from(1).checked_div(&Exact::from(100));
                part(inner)?.zip(hundredth).map(|(inner, hundredth)| inner.times_number(&hundredth))
            }
            Kind::Binary(operation, left, right) => match (part(left)?, part(right)?) {
                (Some(left), Some(right)) => left.joined(*operation, right, on)?,
                _ => None,
            },
            Kind::Call(function, arguments) => {
                let arguments = arguments.iter().map(part).collect::<Found<Option<Vec<_>>>>()?;
                match arguments {
                    Some(arguments) => called(*function, arguments, on)?,
                    None => None,
                }
            }
            Kind::Cases(cases, otherwise) => chosen(cases, otherwise.as_deref(), places, on)?,
        })
    }

    fn as_constant(&self) -> Option<Exact> {
        match self {
            Self::Ratio(numerator, denominator) => {
                numerator.as_constant()?.checked_div(&denominator.as_constant()?)
            }
            _ => None,
        }
    }

    fn times_number(self, number: &Exact) -> Self {
        match self {
            Self::Ratio(numerator, denominator) => Self::Ratio(numerator.times_number(number), denominator),
            other => {
                Self::Join(Operation::Multiply, Box::new(other), Box::new(Self::constant(number.clone())))
            }
        }
    }

    /// Both parts joined; `None` where it is a division by zero throughout.
    fn joined(self, operation: Operation, other: Self, on: &Between) -> Found<Option<Self>> {
        if operation == Operation::Divide {
            let zero = Self::constant(Exact::from(0));
            if other.is(Relation::Equal, &zero, on)? {
                return Ok(None);
            }
        }
        let (Self::Ratio(a, b), Self::Ratio(c, d)) = (&self, &other) else {
            return Ok(Some(Self::Join(operation, Box::new(self), Box::new(other))));
        };
        let times = |a: &Curve, b: &Curve| a.times(b).ok_or_else(too_large);
        let (numerator, denominator) = match operation {
            Operation::Add | Operation::Subtract => {
                let c = if operation == Operation::Add { c.clone() } else { c.negated() };
                if b == d {
                    (a.plus(&c), b.clone())
                } else {
                    (times(a, d)?.plus(&times(&c, b)?), times(b, d)?)
                }
            }
            Operation::Multiply => (times(a, c)?, times(b, d)?),
            Operation::Divide => {
                let (numerator, denominator) = (times(a, d)?, times(b, c)?);
                match sign(&denominator, on)? {
                    Sign::Negative => (numerator.negated(), denominator.negated()),
                    _ => (numerator, denominator),
                }
            }
        };
        Ok(Some(Self::Ratio(numerator, denominator)))
    }

    /// Whether a relation holds between two parts throughout an interval, or nowhere in it.
    pub(crate) fn is(&self, relation: Relation, other: &Self, on: &Between) -> Found<bool> {
        Ok(match relation {
            Relation::AtLeast => self.reaches(other, false, on)?,
            Relation::Greater => self.reaches(other, true, on)?,
            Relation::Less => !self.reaches(other, false, on)?,
            Relation::AtMost => !self.reaches(other, true, on)?,
            Relation::Equal => self.reaches(other, false, on)? && !self.reaches(other, true, on)?,
            Relation::Unequal => !self.reaches(other, false, on)? || self.reaches(other, true, on)?,
        })
    }

    /// Whether it is at least the other throughout, or more than it; if not, it is so nowhere in the interval.
    fn reaches(&self, other: &Self, strictly: bool, on: &Between) -> Found<bool> {
        if self == other {
            return Ok(!strictly);
        }
        if let (Self::Ratio(a, b), Self::Ratio(c, d)) = (self, other) {
            let cross = a.times(d).zip(c.times(b)).ok_or_else(too_large)?;
            return Ok(match sign(&cross.0.minus(&cross.1), on)? {
                Sign::Negative => false,
                Sign::Zero => !strictly,
                Sign::Positive => true,
            });
        }
        if let Some(bound) = other.as_constant() {
            return self.reaches_number(&bound, strictly, on);
        }
        if let Some(bound) = self.as_constant() {
            // a ≥ b is not b > a.
            return Ok(!other.reaches_number(&bound, !strictly, on)?);
        }
        // Two parts rounded alike keep their order.
        if let (Self::Round(mode, places, a), Self::Round(same_mode, same_places, b)) = (self, other)
            && (mode, places) == (same_mode, same_places)
            && !strictly
            && a.reaches(b, false, on)?
        {
            return Ok(true);
        }
        match decided_by(&self.bounds(on)?, &other.bounds(on)?, strictly) {
            Some(reaches) => Ok(reaches),
            None => self.settled(on)?.reaches(&other.settled(on)?, strictly, on),
        }
    }

    /// The shape where each rounding has one value throughout the interval: a ratio. Otherwise the interval is to be
    /// parted where a rounding goes on to another value, as long as there are not too many of these.
    pub(crate) fn settled(&self, on: &Between) -> Found<Self> {
        Ok(match self {
            Self::Ratio(..) => self.clone(),
            Self::Round(mode, places, inner) => {
                let inner = inner.settled(on)?;
                let (low, high) = inner.bounds(on)?;
                let stuck = || Stop::Stuck(Stuck::Rounded);
                let (low, high) = low.zip(high).ok_or_else(stuck)?;
                let round = |value: &Exact| value.rounded_to(*places, *mode).ok_or_else(too_large);
                let (least, greatest) = (round(&low)?, round(&high)?);
                let unit = unit(*places).ok_or_else(too_large)?;
                let values = (&greatest - &least).checked_div(&unit).ok_or_else(too_large)?;
                if values > Exact::from(VALUES_MAX) {
                    return Err(stuck());
                }
                // Halved until one value is left: what lies between two numbers may round to both of their values, to one,
                // or, where they are the only ones, to what the lower comes near to from above.
                let (mut least, mut greatest) = (least, greatest);
                while least != greatest {
                    let half = (&greatest - &least).checked_div(&unit).ok_or_else(too_large)?;
                    let half = half.checked_div(&Exact::from(2)).ok_or_else(too_large)?;
                    let middle = &least + &(&half.rounded(0, Rounding::Up) * &unit);
                    let (edge, is_itself) = edge(&middle, false, *mode, *places).ok_or_else(too_large)?;
                    if inner.reaches_number(&edge, !is_itself, on)? {
                        least = middle;
                    } else {
                        greatest = middle - unit.clone();
                    }
                }
                Self::constant(least)
            }
            Self::Join(operation, left, right) => {
                let joined = left.settled(on)?.joined(*operation, right.settled(on)?, on)?;
                joined.ok_or(Stop::Stuck(Stuck::Rounded))?
            }
        })
    }

    fn reaches_number(&self, bound: &Exact, strictly: bool, on: &Between) -> Found<bool> {
        match self {
            Self::Ratio(..) => self.reaches(&Self::constant(bound.clone()), strictly, on),
            Self::Round(mode, places, inner) => {
                // Each rounding is reached from some edge on.
                let (edge, is_itself) = edge(bound, strictly, *mode, *places).ok_or_else(too_large)?;
                inner.reaches_number(&edge, !is_itself, on)
            }
            Self::Join(operation, left, right) => {
                let zero = Exact::from(0);
                match (operation, left.as_constant(), right.as_constant()) {
                    (Operation::Add, Some(k), _) => right.reaches_number(&(bound - &k), strictly, on),
                    (Operation::Add, _, Some(k)) => left.reaches_number(&(bound - &k), strictly, on),
                    (Operation::Subtract, _, Some(k)) => left.reaches_number(&(bound + &k), strictly, on),
                    // k − a ≥ b is not a > k − b.
                    (Operation::Subtract, Some(k), _) => {
                        Ok(!right.reaches_number(&(&k - bound), !strictly, on)?)
                    }
                    (Operation::Multiply, Some(k), _) | (Operation::Multiply, _, Some(k)) if k.is_zero() => {
                        Ok(if strictly { zero > *bound } else { zero >= *bound })
                    }
                    (Operation::Multiply, Some(k), _) => right.scaled_reaches(&k, bound, strictly, on),
                    (Operation::Multiply, _, Some(k)) => left.scaled_reaches(&k, bound, strictly, on),
                    (Operation::Divide, _, Some(k)) => {
                        let k = Exact::from(1).checked_div(&k).ok_or_else(too_large)?;
                        left.scaled_reaches(&k, bound, strictly, on)
                    }
                    _ => {
                        let own = (Some(bound.clone()), Some(bound.clone()));
                        match decided_by(&self.bounds(on)?, &own, strictly) {
                            Some(reaches) => Ok(reaches),
                            None => self.settled(on)?.reaches_number(bound, strictly, on),
                        }
                    }
                }
            }
        }
    }

    /// Whether `factor × self` reaches a number; the factor is not zero.
    fn scaled_reaches(&self, factor: &Exact, bound: &Exact, strictly: bool, on: &Between) -> Found<bool> {
        let bound = bound.checked_div(factor).ok_or_else(too_large)?;
        if factor.is_negative() {
            return Ok(!self.reaches_number(&bound, !strictly, on)?);
        }
        self.reaches_number(&bound, strictly, on)
    }

    /// Which way it goes throughout an interval.
    pub(crate) fn way(&self, on: &Between) -> Found<Way> {
        match self {
            Self::Ratio(n, d) => {
                let times = |a: &Curve, b: &Curve| a.times(b).ok_or_else(too_large);
                let slope = times(&n.derivative(), d)?.minus(&times(n, &d.derivative())?);
                Ok(match sign(&slope, on)? {
                    Sign::Negative => Way::Down,
                    Sign::Zero => Way::Level,
                    Sign::Positive => Way::Up,
                })
            }
            Self::Round(_, _, inner) => inner.way(on),
            Self::Join(operation, left, right) => {
                let (a, b) = (left.way(on)?, right.way(on)?);
                match operation {
                    Operation::Add => Ok(a.and(b)),
                    Operation::Subtract => Ok(a.and(b.reversed())),
                    Operation::Multiply => {
                        // a × b goes as each of them does, scaled by the sign of the other.
                        let (one, other) = (right.scales(a, on)?, left.scales(b, on)?);
                        Ok(one.and(other))
                    }
                    Operation::Divide => {
                        // a ÷ b goes as a does, scaled by the sign of b, and against b, scaled by the sign of a.
                        let (one, other) = (right.scales(a, on)?, left.scales(b.reversed(), on)?);
                        Ok(one.and(other))
                    }
                }
            }
        }
    }

    /// The way of a part that is multiplied by this one.
    fn scales(&self, way: Way, on: &Between) -> Found<Way> {
        if way == Way::Level {
            return Ok(way);
        }
        let zero = Self::constant(Exact::from(0));
        if self.is(Relation::AtLeast, &zero, on)? {
            return Ok(if self.is(Relation::Greater, &zero, on)? { way } else { Way::Level });
        }
        Ok(way.reversed())
    }

    /// Numbers between which it stays throughout an interval, as near as is known without looking at each point; an open
    /// side has none.
    pub(crate) fn bounds(&self, on: &Between) -> Found<Bounds> {
        match self {
            Self::Ratio(n, d) => {
                let way = self.way(on)?;
                let begin = limit(n, d, Some(&on.from));
                let end = limit(n, d, on.to.as_ref());
                Ok(match way {
                    Way::Down => (end, begin),
                    _ => (begin, end),
                })
            }
            Self::Round(mode, places, inner) => {
                let (low, high) = inner.bounds(on)?;
                let round = |value: Option<Exact>| match value {
                    Some(value) => value.rounded_to(*places, *mode).map(Some).ok_or_else(too_large),
                    None => Ok(None),
                };
                Ok((round(low)?, round(high)?))
            }
            Self::Join(operation, left, right) => {
                let (a, b) = (left.bounds(on)?, right.bounds(on)?);
                Ok(match operation {
                    Operation::Add => sum(a, b),
                    Operation::Subtract => sum(a, (b.1.map(|high| -high), b.0.map(|low| -low))),
                    Operation::Multiply => product(&a, &b),
                    Operation::Divide => {
                        let one = Exact::from(1);
                        let is_apart =
                            |bound: &Option<Exact>| bound.as_ref().filter(|bound| !bound.is_zero()).cloned();
                        match (is_apart(&b.0), is_apart(&b.1)) {
                            (Some(low), Some(high)) if low.is_negative() == high.is_negative() => {
                                product(&a, &(one.checked_div(&high), one.checked_div(&low)))
                            }
                            (Some(low), None) if !low.is_negative() && b.1.is_none() => {
                                product(&a, &(Some(Exact::from(0)), one.checked_div(&low)))
                            }
                            _ => (None, None),
                        }
                    }
                })
            }
        }
    }
}

/// The least and the greatest, where they are known.
pub(crate) type Bounds = (Option<Exact>, Option<Exact>);

fn sum(a: Bounds, b: Bounds) -> Bounds {
    (a.0.zip(b.0).map(|(a, b)| a + b), a.1.zip(b.1).map(|(a, b)| a + b))
}

fn product(a: &Bounds, b: &Bounds) -> Bounds {
    let (Some(a0), Some(a1), Some(b0), Some(b1)) = (&a.0, &a.1, &b.0, &b.1) else {
        let is_not_negative = |bounds: &Bounds| bounds.0.as_ref().is_some_and(|low| !low.is_negative());
        // Of two parts that are not negative neither is their product.
        return match (is_not_negative(a) && is_not_negative(b), &a.0, &b.0) {
            (true, Some(a), Some(b)) => (Some(a * b), None),
            _ => (None, None),
        };
    };
    let corners = [a0 * b0, a0 * b1, a1 * b0, a1 * b1];
    (corners.iter().min().cloned(), corners.iter().max().cloned())
}

/// Whether bounds alone say that one part reaches another.
fn decided_by(a: &Bounds, b: &Bounds, strictly: bool) -> Option<bool> {
    let reaches = |a: &Exact, b: &Exact| if strictly { a > b } else { a >= b };
    match (a, b) {
        ((Some(low), _), (_, Some(high))) if reaches(low, high) => Some(true),
        ((_, Some(high)), (Some(low), _)) if !reaches(high, low) => Some(false),
        _ => None,
    }
}

/// The number that a ratio comes near to at an end of an interval; `None` where it grows without end.
fn limit(n: &Curve, d: &Curve, at: Option<&Exact>) -> Option<Exact> {
    match at {
        Some(at) => {
            let (mut n, mut d) = (n.clone(), d.clone());
            // Where both are zero, their slopes say what the ratio comes to.
            while d.at(at).is_zero() && n.at(at).is_zero() && !d.is_zero() {
                (n, d) = (n.derivative(), d.derivative());
            }
            n.at(at).checked_div(&d.at(at))
        }
        None => {
            let (a, b) = (n.coefficients(), d.coefficients());
            match a.len().cmp(&b.len()) {
                std::cmp::Ordering::Less => Some(Exact::from(0)),
                std::cmp::Ordering::Equal => a.last().zip(b.last()).and_then(|(a, b)| a.checked_div(b)),
                std::cmp::Ordering::Greater => None,
            }
        }
    }
}

/// The sign of a polynomial throughout an interval, which has to be parted where it has several.
pub(crate) fn sign(curve: &Curve, on: &Between) -> Found<Sign> {
    curve.sign_on(on).ok_or_else(|| match curve.parting(on) {
        Some(at) => Stop::At(at),
        None => Stop::Stuck(Stuck::Irrational),
    })
}

/// The unit of a rounding to so many places: 0.01, 1, 1000.
fn unit(places: i64) -> Option<Exact> {
    let power = Exact::from(BigInt::from(10).pow(u32::try_from(places.unsigned_abs()).ok()?));
    if places <= 0 { Some(power) } else { Exact::from(1).checked_div(&power) }
}

/// The least number whose rounding is at least a bound, or above it, and whether that number is itself such a one; if
/// not, all numbers above it are.
fn edge(bound: &Exact, strictly: bool, mode: Rounding, places: i64) -> Option<(Exact, bool)> {
    let unit = unit(places)?;
    // The least multiple of the unit that will do.
    let above = bound.rounded_to(places, Rounding::Ceiling)?;
    let multiple = if strictly && above == *bound { above + unit.clone() } else { above };
    let (zero, half) = (Exact::from(0), unit.checked_div(&Exact::from(2))?);
    Some(match mode {
        Rounding::Floor => (multiple, true),
        Rounding::Ceiling => (multiple - unit, false),
        Rounding::Down if multiple > zero => (multiple, true),
        Rounding::Down => (multiple - unit, false),
        Rounding::Up if multiple > zero => (multiple - unit, false),
        Rounding::Up => (multiple, true),
        Rounding::HalfUp => {
            let is_itself = multiple > zero;
            (multiple - half, is_itself)
        }
        Rounding::HalfEven => {
            let is_even = (multiple.checked_div(&unit)?.checked_div(&Exact::from(2))?).is_whole();
            (multiple - half, is_even)
        }
    })
}

/// What a function comes to.
fn called(function: Function, arguments: Vec<Shape>, on: &Between) -> Found<Option<Shape>> {
    let count = Exact::from(u64::try_from(arguments.len()).unwrap_or(u64::MAX));
    let mut arguments = arguments.into_iter();
    let Some(first) = arguments.next() else { return Ok(None) };
    Ok(match function {
        Function::Min | Function::Max => {
            let wanted = if function == Function::Min { Relation::AtMost } else { Relation::AtLeast };
            let mut best = first;
            for next in arguments {
                if !best.is(wanted, &next, on)? {
                    best = next;
                }
            }
            Some(best)
        }
        Function::Sum | Function::Mean => {
            let mut sum = first;
            for next in arguments {
                sum = match sum.joined(Operation::Add, next, on)? {
                    Some(sum) => sum,
                    None => return Ok(None),
                };
            }
            let share = Exact::from(1).checked_div(&count).unwrap_or(count);
            Some(if function == Function::Mean { sum.times_number(&share) } else { sum })
        }
        Function::Round(mode) => {
            let places = match arguments.next() {
                None => Some(0),
                Some(places) => match places.as_constant() {
                    Some(places) => places.to_i64().filter(|places| (-18..=18).contains(places)),
                    None => return Err(Stop::Stuck(Stuck::Rounded)),
                },
            };
            match (places, first.as_constant()) {
                (None, _) => None,
                (Some(places), Some(value)) => value.rounded_to(places, mode).map(Shape::constant),
                (Some(places), None) => Some(Shape::Round(mode, places, Box::new(first))),
            }
        }
    })
}

/// The shape of the case that applies throughout an interval; `None` where none does, two differ, or a condition cannot
/// be decided because a side has no value.
fn chosen(cases: &[Case], otherwise: Option<&Node>, places: &Places, on: &Between) -> Found<Option<Shape>> {
    let mut applying = Vec::new();
    for case in cases {
        match holds(&case.when, places, on)? {
            None => return Ok(None),
            Some(false) => {}
            Some(true) => match Shape::of(&case.then, places, on)? {
                Some(shape) => applying.push(shape),
                None => return Ok(None),
            },
        }
    }
    let Some(first) = applying.first() else {
        return match otherwise {
            Some(otherwise) => Shape::of(otherwise, places, on),
            None => Ok(None),
        };
    };
    for other in applying.iter().skip(1) {
        if !first.is(Relation::Equal, other, on)? {
            return Ok(None);
        }
    }
    Ok(Some(first.clone()))
}

/// Whether a condition holds throughout an interval or nowhere in it; `None` where a side that decides has no value.
pub(crate) fn holds(condition: &Condition, places: &Places, on: &Between) -> Found<Option<bool>> {
    let all = |parts: &[Condition], decisive: bool| -> Found<Option<bool>> {
        let mut is_known = true;
        for part in parts {
            match holds(part, places, on)? {
                Some(holds) if holds == decisive => return Ok(Some(decisive)),
                Some(_) => {}
                None => is_known = false,
            }
        }
        Ok(is_known.then_some(!decisive))
    };
    match condition {
        Condition::Compare(relation, left, right) => {
            match (Shape::of(left, places, on)?, Shape::of(right, places, on)?) {
                (Some(left), Some(right)) => left.is(*relation, &right, on).map(Some),
                _ => Ok(None),
            }
        }
        Condition::All(parts) => all(parts, false),
        Condition::Any(parts) => all(parts, true),
    }
}
