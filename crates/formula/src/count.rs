//! Counts: whether a formula is a number of cases.

use provenance::Text;

use crate::{
    Exact, Fact, Formula, Month, Outcome, Polynomial, RateForm, Roles, Vocabulary,
    law::{MonthOutcome, SEARCHED, searched},
    proof::{Side, never_zero},
    rate::without_role,
};

/// What became of the law of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountVerdict {
    /// It is so many of the cases on time and so many of those late, in whole numbers; the difference, multiplied out, is
    /// zero, and no divisor is.
    Proved(Vec<Fact>),
    /// It is none; the smallest month that shows it, or the two months that together make another number than each by
    /// itself.
    Refuted(CountCounterexample),
    /// No month of up to so many cases shows otherwise.
    CheckedUpTo(u64),
    /// Nothing can be asked of the formula; says why.
    Unknown(Text),
}

/// Months in which a formula is no count, replayed on the formula itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountCounterexample {
    /// The months with what the formula gives: one without a number of cases, or two and then both together.
    pub months: Vec<MonthOutcome>,
    /// The same in plain words.
    pub text: Text,
}

/// Whether a formula is a number of cases: in every month, one without cases included, a whole number from 0 to all cases,
/// and for two months together the sum of both.
///
/// ```
/// use formula::{CountVerdict, Roles, Term, Vocabulary, count_verdict, read};
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("all", "全件数"), term("on-time", "期限内件数")])?;
/// let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
/// let judge = |text: &str| count_verdict(&read(text, &vocabulary).unwrap(), &roles, &vocabulary);
/// assert!(matches!(judge("全件数−期限内件数"), CountVerdict::Proved(_)));
/// let CountVerdict::Refuted(example) = judge("期限内件数−1") else { panic!() };
/// assert_eq!(example.text.en, "in a month with 0 cases of which 0 were on time, it gives -1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn count_verdict(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> CountVerdict {
    if let Some(term) = roles.stranger(formula) {
        return CountVerdict::Unknown(without_role(term, vocabulary));
    }
    let outcome = |month: Month| formula.evaluate(&roles.operands(month), vocabulary);
    let figure = |month: Month| formula.figure(&roles.counts(month), vocabulary);
    if let Some(facts) = proved(formula, roles, &figure) {
        return CountVerdict::Proved(facts);
    }
    let counts = |month: Month| {
        figure(month).is_some_and(|value| {
            value.is_whole() && !value.is_negative() && value <= Exact::from(month.all())
        })
    };
    let bound = searched(formula).min(SEARCHED);
    let refuted = |months: &[Month]| {
        let given = |month: &Month| MonthOutcome { month: *month, outcome: outcome(*month) };
        let months: Vec<MonthOutcome> = months.iter().map(given).collect();
        let text = in_words(&months, vocabulary);
        CountVerdict::Refuted(CountCounterexample { months, text })
    };
    if let Some(month) = Month::up_to(bound).find(|month| !counts(*month)) {
        return refuted(&[month]);
    }
    // Each month is one case on time or one late more than a smaller one: it is the sum of both.
    let one = [Month { on_time: 1, late: 0 }, Month { on_time: 0, late: 1 }];
    let with = |month: Month, more: Month| Month {
        on_time: month.on_time.saturating_add(more.on_time),
        late: month.late.saturating_add(more.late),
    };
    let pairs = Month::up_to(bound.saturating_sub(1)).flat_map(|month| one.map(|more| (month, more)));
    let apart = |(month, more): &(Month, Month)| {
        let sum = figure(*month).zip(figure(*more)).map(|(a, b)| a + b);
        sum != figure(with(*month, *more))
    };
    match pairs.into_iter().find(apart) {
        Some((month, more)) => refuted(&[month, more, with(month, more)]),
        None => CountVerdict::CheckedUpTo(bound),
    }
}

/// Facts that make the formula `a × on time + b × late` with `a` and `b` 0 or 1.
fn proved(formula: &Formula, roles: &Roles, figure: &impl Fn(Month) -> Option<Exact>) -> Option<Vec<Fact>> {
    let form = RateForm::of(formula, roles).ok()?;
    let weights = [figure(Month { on_time: 1, late: 0 })?, figure(Month { on_time: 0, late: 1 })?];
    let is_weight = |weight: &Exact| weight.is_zero() || *weight == Exact::from(1);
    // The month without cases has a value too, and no fact speaks of it.
    if !weights.iter().all(is_weight) || !figure(Month { on_time: 0, late: 0 })?.is_zero() {
        return None;
    }
    let [on_time, late] = weights;
    let count = Polynomial::term(1, 0, on_time).plus(&Polynomial::term(0, 1, late));
    let mut facts = vec![Fact::Zero(form.numerator.minus(&count.times(&form.denominator)?))];
    for divisor in &form.divisors {
        facts.extend(never_zero(divisor, Side::Both, 1)?);
    }
    facts.iter().all(Fact::holds).then_some(facts)
}

fn in_words(months: &[MonthOutcome], vocabulary: &Vocabulary) -> Text {
    let told: Vec<Text> = months
        .iter()
        .enumerate()
        .map(|(n, MonthOutcome { month, outcome })| {
            let (all, on_time) = (month.all(), month.on_time);
            let (ja, en) = match outcome {
                Outcome::Defined(value) => {
                    let digits = value.to_digits();
                    (format!("{digits}になる"), format!("it gives {digits}"))
                }
                Outcome::Undefined(cause) => {
                    let cause = cause.text_with(vocabulary);
                    (format!("値がない（{}）", cause.ja), format!("it has no value: {}", cause.en))
                }
            };
            if n == 2 {
                return Text::new(format!("両月合わせて{ja}"), format!("of both together {en}"));
            }
            Text::new(
                format!("全{all}件のうち期限内が{on_time}件の月に、{ja}"),
                format!(
                    "in a month with {all} {} of which {on_time} {} on time, {en}",
                    if all == 1 { "case" } else { "cases" },
                    if on_time == 1 { "was" } else { "were" },
                ),
            )
        })
        .collect();
    let joined = |pick: fn(&Text) -> &str, by: &str| told.iter().map(pick).collect::<Vec<_>>().join(by);
    Text::new(joined(|text| &text.ja, "。"), joined(|text| &text.en, "; "))
}
