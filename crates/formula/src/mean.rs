//! Laws of means: a total divided by a count lies between the least and the greatest of what it is taken of.

use provenance::{Language, Text};

use crate::{
    Exact, Fact, Formula, Operands, Outcome, Polynomial, RateForm, Roles, TermId, Vocabulary,
    law::{MeanCounterexample, MeanVerdict},
};

/// How many values, and how large, are tried while a counterexample is looked for.
const TRIED: i64 = 4;

/// Whether a formula of a total and a count is a mean: it lies between the least and the greatest of the values that
/// the total is the sum of, for any values.
///
/// Proved where the formula is total ÷ count as fractions; else the smallest list of values that shows otherwise.
///
/// ```
/// use formula::{MeanVerdict, Term, Vocabulary, mean_verdict, read};
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("total", "合計時間"), term("count", "件数")])?;
/// let judge = |text: &str| {
///     mean_verdict(&read(text, &vocabulary).unwrap(), &"total".into(), &"count".into(), &vocabulary)
/// };
/// assert!(matches!(judge("合計時間÷件数"), MeanVerdict::Proved(_)));
/// // One too few in the denominator: two values of 0 and 1 would have the mean 1, and one value none.
/// let MeanVerdict::Refuted(example) = judge("合計時間÷（件数−1）") else { panic!() };
/// assert_eq!(example.values, [0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn mean_verdict(
    formula: &Formula,
    total: &TermId,
    count: &TermId,
    vocabulary: &Vocabulary,
) -> MeanVerdict {
    // The total takes the place of the cases in time, the count that of the late ones: two numbers from 0.
    let roles = Roles { all: "\u{0}".into(), on_time: total.clone(), late: Some(count.clone()) };
    if let Some(term) = formula.terms().into_iter().find(|term| *term != total && *term != count) {
        let (ja, en) = (vocabulary.name(term, Language::Ja), vocabulary.name(term, Language::En));
        return MeanVerdict::Unknown(Text::new(
            format!("「{ja}」は合計でも個数でもない"),
            format!("`{en}` is neither the total nor the count"),
        ));
    }
    let form = match RateForm::of(formula, &roles) {
        Ok(form) => form,
        Err(why) => return MeanVerdict::Unknown(why),
    };
    let (x, y) = (Polynomial::term(1, 0, Exact::from(1)), Polynomial::term(0, 1, Exact::from(1)));
    let cross = form.numerator.times(&y).zip(x.times(&form.denominator)).map(|(a, b)| a.minus(&b));
    // It has a value wherever the count is not zero: each divisor is a power of the count alone.
    let is_power = |divisor: &Polynomial| {
        let mut terms = divisor.terms();
        matches!((terms.next(), terms.next()), (Some(((0, _), _)), None))
    };
    if let Some(cross) = cross.filter(|cross| cross.is_zero() && form.divisors.iter().all(is_power)) {
        return MeanVerdict::Proved(Fact::Zero(cross));
    }
    let value = |values: &[i64]| {
        let mut operands = Operands::default();
        operands.insert(total.clone(), values.iter().sum::<i64>());
        operands.insert(count.clone(), i64::try_from(values.len()).unwrap_or(i64::MAX));
        formula.evaluate(&operands, vocabulary)
    };
    for length in 1..=TRIED {
        for values in lists(length) {
            let (least, greatest) = (values.iter().min().copied(), values.iter().max().copied());
            let (Some(least), Some(greatest)) = (least, greatest) else { continue };
            let outcome = value(&values);
            let is_between = outcome
                .defined()
                .is_some_and(|mean| Exact::from(least) <= *mean && *mean <= Exact::from(greatest));
            if !is_between {
                let text = in_words(&values, &outcome);
                return MeanVerdict::Refuted(MeanCounterexample { values, outcome, text });
            }
        }
    }
    MeanVerdict::CheckedUpTo(u64::try_from(TRIED).unwrap_or(0))
}

/// The lists of so many values from 0, in ascending order, the smallest first.
fn lists(length: i64) -> Vec<Vec<i64>> {
    let mut lists = vec![Vec::new()];
    for _ in 0..length {
        lists = lists
            .into_iter()
            .flat_map(|list: Vec<i64>| {
                let from = list.last().copied().unwrap_or(0);
                (from..=TRIED).map(move |value| list.iter().copied().chain([value]).collect())
            })
            .collect();
    }
    lists.sort_by_key(|list| (list.iter().sum::<i64>(), list.clone()));
    lists
}

fn in_words(values: &[i64], outcome: &Outcome) -> Text {
    let list = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match outcome {
        Outcome::Defined(value) => Text::new(
            format!("値が{list}のとき{value}になる"),
            format!("of the values {list} it makes {value}"),
        ),
        Outcome::Undefined(cause) => {
            let cause = cause.text();
            Text::new(
                format!("値が{list}のとき値がない（{}）", cause.ja),
                format!("of the values {list} it makes none: {}", cause.en),
            )
        }
    }
}
