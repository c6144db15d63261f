//! The checker of certificates: what a formula comes to and what each law needs, written a second time and apart from
//! the search for proofs, so that a slip there makes a certificate that is refused here.

use std::collections::VecDeque;

use crate::{
    Certificate, Exact, Fact, Formula, Function, Ground, Law, Month, Polynomial, RateForm, Roles, Vocabulary,
    formula::{Kind, Node, Operation},
    law, shares,
};

/// From at most so many cases on facts may be about; the months below are tried.
const FROM_MAX: u64 = 40;

/// In months of up to so many cases a form is held against the formula's value.
const REPLAYED: u64 = 6;

/// Whether a certificate proves its law of this formula.
pub(crate) fn is_proof(
    certificate: &Certificate,
    formula: &Formula,
    roles: &Roles,
    vocabulary: &Vocabulary,
) -> bool {
    let Certificate { law, scale, ground } = certificate;
    let exact = law.is_before_rounding().then(|| formula.unrounded()).flatten();
    let formula = exact.as_ref().unwrap_or(formula);
    let whole = scale.whole();
    let figure = |month: Month| formula.evaluate(&roles.operands(month), vocabulary).defined().cloned();
    let of = (formula, roles, vocabulary);
    match ground {
        Ground::Form { form, from, facts } => {
            let is_broken = |month: Month| law::is_broken_in(*law, month, &whole, &figure);
            (1..=FROM_MAX).contains(from)
                && is_form_of(form, formula, roles, vocabulary)
                && !Month::between(1, from.saturating_sub(1)).any(is_broken)
                && facts.iter().all(Fact::holds)
                && suffices(*law, &whole, form, *from, facts)
        }
        Ground::Shares(certificates) => shares::is_proof(*law, *scale, certificates, of),
        Ground::Ratio(parted_at) => shares::is_ratio_proof(*law, *scale, parted_at, of),
    }
}

/// Whether a form is that of a formula: the same polynomials, and the same values in some small months.
pub(crate) fn is_form_of(form: &RateForm, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> bool {
    let mut divisors = Vec::new();
    let Some(share) = Share::of(&formula.root, roles, &mut divisors) else { return false };
    let gives_the_value = |month: Month| {
        let is_defined = divisors.iter().all(|divisor| !divisor.at(month.on_time, month.late).is_zero());
        let quotient =
            share.top.at(month.on_time, month.late).checked_div(&share.bottom.at(month.on_time, month.late));
        let outcome = formula.evaluate(&roles.operands(month), vocabulary);
        outcome.defined() == quotient.filter(|_| is_defined).as_ref()
    };
    share.top == form.numerator
        && share.bottom == form.denominator
        && divisors == form.divisors
        && Month::between(0, REPLAYED).all(gives_the_value)
}

/// What a part of a formula comes to: `top ÷ bottom`.
struct Share {
    top: Polynomial,
    bottom: Polynomial,
}

impl Share {
    /// `None` outside the class: a term without a role, a function other than a sum or a mean, or too large.
    fn of(node: &Node, roles: &Roles, divisors: &mut Vec<Polynomial>) -> Option<Self> {
        let whole = |top: Polynomial| Self { top, bottom: Polynomial::constant(Exact::from(1)) };
        let in_time = Polynomial::term(1, 0, Exact::from(1));
        let late = Polynomial::term(0, 1, Exact::from(1));
        Some(match &node.kind {
            Kind::Number(number) => whole(Polynomial::constant(number.clone())),
            Kind::Term(id) => whole(if roles.late.as_ref() == Some(id) {
                late
            } else if roles.on_time == *id {
                in_time
            } else if roles.all == *id {
                in_time.plus(&late)
            } else {
                return None;
            }),
            Kind::Negate(inner) => Self::of(inner, roles, divisors)?.negated(),
            Kind::Percent(inner) => Self::of(inner, roles, divisors)?.over_number(&Exact::from(100)),
            Kind::Binary(operation, left, right) => {
                let left = Self::of(left, roles, divisors)?;
                let right = Self::of(right, roles, divisors)?;
                match operation {
                    Operation::Add => left.and(&right)?,
                    Operation::Subtract => left.and(&right.negated())?,
                    Operation::Multiply => {
                        Self { top: left.top.times(&right.top)?, bottom: left.bottom.times(&right.bottom)? }
                    }
                    Operation::Divide => {
                        let quotient = Self {
                            top: left.top.times(&right.bottom)?,
                            bottom: left.bottom.times(&right.top)?,
                        };
                        divisors.push(right.top);
                        quotient
                    }
                }
            }
            Kind::Cases(..) => return None,
            Kind::Call(function, arguments) => {
                let mut sum = whole(Polynomial::default());
                for argument in arguments {
                    sum = sum.and(&Self::of(argument, roles, divisors)?)?;
                }
                match function {
                    Function::Sum if !arguments.is_empty() => sum,
                    Function::Mean if !arguments.is_empty() => {
                        sum.over_number(&Exact::from(u64::try_from(arguments.len()).ok()?))
                    }
                    _ => return None,
                }
            }
        })
    }

    fn negated(self) -> Self {
        Self { top: self.top.negated(), bottom: self.bottom }
    }

    fn over_number(self, number: &Exact) -> Self {
        Self { top: self.top, bottom: self.bottom.times_number(number) }
    }

    /// The sum; over one bottom where both have it.
    fn and(&self, other: &Self) -> Option<Self> {
        if self.bottom == other.bottom {
            return Some(Self { top: self.top.plus(&other.top), bottom: self.bottom.clone() });
        }
        let top = self.top.times(&other.bottom)?.plus(&other.top.times(&self.bottom)?);
        Some(Self { top, bottom: self.bottom.times(&other.bottom)? })
    }
}

/// Whether facts, in this order and no others, are what a law needs of a form in months of so many cases or more.
fn suffices(law: Law, whole: &Exact, form: &RateForm, from: u64, facts: &[Fact]) -> bool {
    let mut facts: VecDeque<&Fact> = facts.iter().collect();
    shows(law, whole, form, from, &mut facts).is_some() && facts.is_empty()
}

/// Takes the facts that a law needs; `None` where one of them is missing or another stands there.
fn shows(law: Law, whole: &Exact, form: &RateForm, from: u64, facts: &mut VecDeque<&Fact>) -> Option<()> {
    let (top, bottom) = (&form.numerator, &form.denominator);
    let moved = |p: &Polynomial| p.shifted(1, -1);
    let (with_all_in_time, with_all_late, with_both) = match law {
        Law::AllOnTime => (true, false, false),
        Law::NoneOnTime => (false, true, false),
        _ => (true, true, true),
    };
    // Affine compares a month with two late cases and those with one and two more in time: two cases at least.
    let least = if law == Law::Affine && from < 2 { 2 } else { from };
    for divisor in &form.divisors {
        let mut corners = Vec::new();
        if with_all_in_time {
            corners.push(corner(&divisor.without_late(), least, 0)?);
        }
        if with_all_late {
            corners.push(corner(&divisor.without_in_time(), 0, least)?);
        }
        if with_both {
            corners.extend(mixed(divisor, least)?);
        }
        if let Some(Fact::Indivisible(shown)) = facts.front() {
            let asked = match (with_all_in_time, with_all_late) {
                (true, false) => divisor.without_late(),
                (false, true) => divisor.without_in_time(),
                _ => divisor.clone(),
            };
            if *shown != asked {
                return None;
            }
            facts.pop_front();
            continue;
        }
        for corner in corners {
            match facts.pop_front()? {
                Fact::Positive(shown) if *shown == corner || *shown == corner.negated() => {}
                _ => return None,
            }
        }
    }
    let not_negative = |facts: &mut VecDeque<&Fact>, corner: Polynomial| match facts.pop_front()? {
        Fact::NotNegative(shown) if *shown == corner => Some(()),
        _ => None,
    };
    let zero = |facts: &mut VecDeque<&Fact>, asked: Polynomial| match facts.pop_front()? {
        Fact::Zero(shown) if *shown == asked => Some(()),
        _ => None,
    };
    match law {
        Law::Defined => Some(()),
        Law::Range => {
            // 0 ≤ t/b is 0 ≤ t·b, and t/b ≤ whole is 0 ≤ whole·b² − t·b.
            let product = top.times(bottom)?;
            let rest = bottom.times(bottom)?.times_number(whole).minus(&product);
            for asked in [product, rest] {
                not_negative(facts, corner(&asked.without_late(), from, 0)?)?;
                not_negative(facts, corner(&asked.without_in_time(), 0, from)?)?;
                for corner in mixed(&asked, from)? {
                    not_negative(facts, corner)?;
                }
            }
            Some(())
        }
        Law::AllOnTime => zero(facts, top.without_late().minus(&bottom.without_late().times_number(whole))),
        Law::NoneOnTime => zero(facts, top.without_in_time()),
        Law::Monotone => {
            // t'/b' − t/b ≥ 0 is (t'·b − t·b')·b·b' ≥ 0.
            let difference = moved(top).times(bottom)?.minus(&top.times(&moved(bottom))?);
            let asked = difference.times(&bottom.times(&moved(bottom))?)?;
            not_negative(facts, corner(&asked.without_in_time(), 0, from)?)?;
            for corner in mixed(&asked, from)? {
                not_negative(facts, corner)?;
            }
            Some(())
        }
        Law::Affine => {
            // t/b − 2·t'/b' + t''/b'', times b·b'·b''.
            let (one, two) = (moved(top), moved(&moved(top)));
            let (under_one, under_two) = (moved(bottom), moved(&moved(bottom)));
            let first = top.times(&under_one)?.times(&under_two)?;
            let middle = one.times(bottom)?.times(&under_two)?;
            let last = two.times(bottom)?.times(&under_one)?;
            zero(facts, first.plus(&last).minus(&middle).minus(&middle))
        }
        Law::Scale => zero(facts, top.doubled().times(bottom)?.minus(&bottom.doubled().times(top)?)),
        Law::Complement => {
            // t/b + s/c = whole is t·c + s·b − whole·b·c = 0.
            let (s, c) = (top.swapped(), bottom.swapped());
            let all = bottom.times(&c)?.times_number(whole);
            zero(facts, top.times(&c)?.plus(&s.times(bottom)?).minus(&all))
        }
    }
}

/// A polynomial counted from a month on.
fn corner(polynomial: &Polynomial, in_time: u64, late: u64) -> Option<Polynomial> {
    Some(polynomial.shifted(i64::try_from(in_time).ok()?, i64::try_from(late).ok()?))
}

/// A polynomial counted from each of the months from which on lie all months with some of each and so many cases.
fn mixed(polynomial: &Polynomial, least: u64) -> Option<Vec<Polynomial>> {
    if least <= 2 {
        return Some(vec![corner(polynomial, 1, 1)?]);
    }
    (1..least).map(|in_time| corner(polynomial, in_time, least.saturating_sub(in_time))).collect()
}
