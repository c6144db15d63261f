//! Two formulas compared: equal, proved on their forms, or the first month in which they differ.

use provenance::{Language, Text};

use crate::{
    Formula, Month, Outcome, Polynomial, RateForm, Roles, TermId, Vocabulary, law,
    proof::{Side, never_zero},
    region,
};

/// Two formulas compared: equal in every month, or the first month in which they differ.
///
/// Only [`Comparison::Equal`] means that they are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// Equal wherever both have a value, and both have one in the same months: they are the same tree, or it is proved
    /// on their forms.
    Equal,
    /// They differ; the smallest month that shows it, with both outcomes.
    DifferIn(Month, Outcome, Outcome),
    /// Equal in every month of up to so many cases, and in at least one of them they have a value.
    EqualUpTo(u64),
    /// There was no value to compare.
    NotCompared(NotCompared),
}

/// Why two formulas could not be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCompared {
    /// A term is neither all cases nor those in time nor those late, so that a month gives it no value.
    WithoutRole(TermId),
    /// Neither formula has a value in any month of up to so many cases.
    WithoutValue(u64),
}

impl NotCompared {
    /// The reason in words, with the term's name.
    #[must_use]
    pub fn text(&self, vocabulary: &Vocabulary) -> Text {
        match self {
            Self::WithoutRole(term) => {
                let (ja, en) = (vocabulary.name(term, Language::Ja), vocabulary.name(term, Language::En));
                Text::new(
                    format!("「{ja}」は全件、期限内、期限後のいずれの件数でもなく、値がないため比べられない"),
                    format!(
                        "`{en}` is neither all cases nor those on time nor those late: it has no value to compare with"
                    ),
                )
            }
            Self::WithoutValue(cases) => Text::new(
                format!("{cases}件までのどの月にも双方に値がなく、比べられない"),
                format!(
                    "neither has a value in any month of up to {cases} cases: there is nothing to compare"
                ),
            ),
        }
    }
}

/// Months of at most so many cases are tried where two forms are known to differ.
const FURTHEST: u64 = 96;

/// Compares two formulas over the same roles.
///
/// # Source
/// Two ratios are equal where numerator × other denominator is the same polynomial for both, and have a value in the
/// same months where each divisor of one is never zero or a multiple of a divisor of the other.
///
/// ```
/// use formula::{Comparison, NotCompared, Roles, Term, Vocabulary, compare, read};
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("all", "全件数"), term("on-time", "期限内件数"), term("fee", "料金")])?;
/// let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
/// let compared = |a: &str, b: &str| {
///     compare(&read(a, &vocabulary).unwrap(), &read(b, &vocabulary).unwrap(), &roles, &vocabulary)
/// };
/// assert_eq!(compared("期限内件数÷全件数", "期限内件数×2÷（2×全件数）"), Comparison::Equal);
/// // Months say nothing of a fee: what is not compared is not equal.
/// let why = NotCompared::WithoutRole("fee".into());
/// assert_eq!(compared("料金", "2×料金"), Comparison::NotCompared(why));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare(a: &Formula, b: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> Comparison {
    if a.is_same_as(b) {
        return Comparison::Equal;
    }
    if let Some(term) = roles.stranger(a).or_else(|| roles.stranger(b)) {
        return Comparison::NotCompared(NotCompared::WithoutRole(term.clone()));
    }
    let values = |month: Month| {
        let operands = roles.operands(month);
        (a.evaluate(&operands, vocabulary), b.evaluate(&operands, vocabulary))
    };
    let differ = |month: &Month| {
        let (first, second) = values(*month);
        first.defined() != second.defined()
    };
    let differ_in = |month: Month| {
        let (first, second) = values(month);
        Comparison::DifferIn(month, first, second)
    };
    let bound = law::searched(a).min(law::searched(b));
    if let Some(month) = Month::up_to(bound).find(differ) {
        return differ_in(month);
    }
    // That neither has a value in any of them is no ground to call them equal.
    let has_value = |month: Month| values(month).0.defined().is_some();
    let up_to = if Month::up_to(bound).any(has_value) {
        Comparison::EqualUpTo(bound)
    } else {
        Comparison::NotCompared(NotCompared::WithoutValue(bound))
    };
    let (Ok(first), Ok(second)) = (RateForm::of(a, roles), RateForm::of(b, roles)) else { return up_to };
    let cross = first
        .numerator
        .times(&second.denominator)
        .zip(second.numerator.times(&first.denominator))
        .map(|(one, other)| one.minus(&other));
    let Some(cross) = cross else { return up_to };
    // What divides by zero everywhere has no value at all.
    if first.divisors.iter().chain(&second.divisors).any(Polynomial::is_zero) {
        return up_to;
    }
    if !cross.is_zero() {
        // A polynomial other than zero is not zero in all months of up to as many cases as its degree, and neither is
        // it times all divisors: so one of these months has two values that differ.
        let divisors = first.divisors.iter().chain(&second.divisors).map(Polynomial::degree);
        let degree = divisors.fold(cross.degree(), u32::saturating_add);
        let further = Month::between(bound.saturating_add(1), u64::from(degree).min(FURTHEST));
        return further.into_iter().find(differ).map_or(up_to, differ_in);
    }
    let alone = |divisors: &[Polynomial], others: &[Polynomial]| -> Vec<Polynomial> {
        let is_alone = |divisor: &&Polynomial| {
            !others.iter().any(|other| divisor.is_multiple_of(other))
                && never_zero(divisor, Side::Both, 1).is_none()
        };
        divisors.iter().filter(is_alone).cloned().collect()
    };
    let mut alone_in_one = alone(&first.divisors, &second.divisors);
    alone_in_one.extend(alone(&second.divisors, &first.divisors));
    // The month without cases was tried above.
    if alone_in_one.is_empty() {
        return Comparison::Equal;
    }
    let is_linear = alone_in_one.iter().all(|divisor| divisor.degree() <= 1);
    let zeros = alone_in_one.iter().filter_map(region::first_zero);
    let first_zero = zeros.min_by_key(|month| (month.all(), month.on_time));
    first_zero.filter(|month| is_linear && bound == law::SEARCHED && differ(month)).map_or(up_to, differ_in)
}
