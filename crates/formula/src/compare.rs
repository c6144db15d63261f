//! Two formulas compared: equal, proved on their forms, or the first month in which they differ.

use provenance::{Language, Text};

use crate::{
    Formula, Month, Outcome, Polynomial, RateForm, Roles, TermId, Vocabulary,
    condition::Case,
    formula::{Kind, Node, Operation, same},
    law,
    proof::{Side, never_zero},
    region,
};

/// Two formulas compared: equal in every month, or the first month in which they differ.
///
/// Only [`Comparison::Equal`] means that they are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// Equal wherever both have a value, and both have one in the same months: they are the same tree, it is proved on
    /// their forms, or they are built alike (rounded, bounded, parted into cases) of parts that are proved equal.
    Equal,
    /// They differ; the smallest month that shows it, with both outcomes.
    DifferIn {
        /// The month.
        month: Month,
        /// What the first formula gives.
        first: Outcome,
        /// What the second gives.
        second: Outcome,
    },
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

/// How many pairs of parts are compared while two formulas are shown to be built alike.
const ALIKE_MAX: u32 = 1_000;

/// Months of at most so many cases are tried where two forms are known to differ.
const FURTHEST: u64 = 96;

/// Compares two formulas over the same roles.
///
/// # Source
/// Two ratios are equal where numerator × other denominator is the same polynomial for both, and have a value in the
/// same months where each divisor of one is never zero or a multiple of a divisor of the other. What is no ratio is equal
/// where it is built alike of parts that are: of equal figures the rounded ones are equal.
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
/// assert_eq!(compared("切り捨て(期限内件数÷全件数, 2)", "切り捨て(期限内件数×2÷（2×全件数）, 2)"), Comparison::Equal);
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
        Comparison::DifferIn { month, first, second }
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
    let (Ok(first), Ok(second)) = (RateForm::of(a, roles), RateForm::of(b, roles)) else {
        // The month without cases was tried above.
        let is_equal = !matches!(up_to, Comparison::NotCompared(_))
            && Alike { roles, left: ALIKE_MAX }.parts(&a.root, &b.root);
        return if is_equal { Comparison::Equal } else { up_to };
    };
    let Some(cross) = crossed(&first, &second) else { return up_to };
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
    let alone_in_one = alone_in_one(&first, &second);
    // The month without cases was tried above.
    if alone_in_one.is_empty() {
        return Comparison::Equal;
    }
    let is_linear = alone_in_one.iter().all(|divisor| divisor.degree() <= 1);
    let zeros = alone_in_one.iter().filter_map(region::first_zero);
    let first_zero = zeros.min_by_key(|month| (month.all(), month.on_time));
    first_zero.filter(|month| is_linear && bound == law::SEARCHED && differ(month)).map_or(up_to, differ_in)
}

/// Numerator × other denominator of the one less that of the other: zero where both ratios are one.
fn crossed(first: &RateForm, second: &RateForm) -> Option<Polynomial> {
    let one = first.numerator.times(&second.denominator)?;
    let other = second.numerator.times(&first.denominator)?;
    Some(one.minus(&other))
}

/// The divisors of one form that may be zero in a month with cases in which none of the other's is.
fn alone_in_one(first: &RateForm, second: &RateForm) -> Vec<Polynomial> {
    let alone = |divisors: &[Polynomial], others: &[Polynomial]| -> Vec<Polynomial> {
        let is_alone = |divisor: &&Polynomial| {
            !others.iter().any(|other| divisor.is_multiple_of(other))
                && never_zero(divisor, Side::Both, 1).is_none()
        };
        divisors.iter().filter(is_alone).cloned().collect()
    };
    let mut alone_in_one = alone(&first.divisors, &second.divisors);
    alone_in_one.extend(alone(&second.divisors, &first.divisors));
    alone_in_one
}

/// Whether parts are equal in every month with cases, as long as there are not too many of them.
struct Alike<'a> {
    roles: &'a Roles,
    left: u32,
}

impl Alike<'_> {
    /// Whether two parts are the same tree, proved equal on their forms, or built alike of such parts.
    fn parts(&mut self, a: &Node, b: &Node) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        if same(a, b) {
            return true;
        }
        let form = |node: &Node| RateForm::of(&Formula::of(node.clone()), self.roles);
        if let (Ok(first), Ok(second)) = (form(a), form(b)) {
            return crossed(&first, &second).is_some_and(|cross| cross.is_zero())
                && !first.divisors.iter().chain(&second.divisors).any(Polynomial::is_zero)
                && alone_in_one(&first, &second).is_empty();
        }
        match (&a.kind, &b.kind) {
            (Kind::Negate(a), Kind::Negate(b)) | (Kind::Percent(a), Kind::Percent(b)) => self.parts(a, b),
            (Kind::Binary(a, a1, a2), Kind::Binary(b, b1, b2)) if a == b => {
                let is_any_order = matches!(a, Operation::Add | Operation::Multiply);
                self.parts(a1, b1) && self.parts(a2, b2)
                    || is_any_order && self.parts(a1, b2) && self.parts(a2, b1)
            }
            (Kind::Call(a, xs), Kind::Call(b, ys)) => {
                a == b && xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| self.parts(x, y))
            }
            (Kind::Cases(a, x), Kind::Cases(b, y)) => {
                let otherwise = match (x, y) {
                    (Some(x), Some(y)) => self.parts(x, y),
                    (None, None) => true,
                    _ => false,
                };
                let mut case =
                    |(a, b): (&Case, &Case)| a.when.is_same_as(&b.when) && self.parts(&a.then, &b.then);
                otherwise && a.len() == b.len() && a.iter().zip(b).all(&mut case)
            }
            _ => false,
        }
    }
}
