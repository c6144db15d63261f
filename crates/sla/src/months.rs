//! A figure over several months from what each of them came to, without the records.

use calendar::YearMonth;
use chrono::{DateTime, Utc};
use formula::{Exact, Outcome};
use provenance::{Text, Verdict, number_of};

use crate::{
    Aggregate, EvaluateError, Evaluation, Figure, Item, ItemKey, ItemResult, Observations, Period, Ratio,
    Reads, Target, Unit, Yields,
    display::displayed,
    evaluate::judged_of,
    measure::{TargetUnit, operands_of},
    policy::{EmptyMonth, FormulaReading, MeanOver, MonthOwnership},
    prepared::{Prepared, Reach, Span},
    scope::View,
};

/// What one month comes to for one item, by itself: what a figure over several months is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthShare {
    /// The item.
    pub key: ItemKey,
    /// The month.
    pub month: YearMonth,
    /// Above and below the line, where the figure is a ratio; of a mean of times in seconds.
    pub ratio: Option<Ratio>,
    /// The figure, in the target's unit, where there is one.
    pub figure: Option<Exact>,
    /// How many cases, samples or plans it is over.
    pub population: u128,
    /// Why it may still change or is not known: records that were not handed in, cases that are open or of which too
    /// little is known.
    pub unsettled: Option<Text>,
}

/// What several months come to for one item.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthsFigure {
    /// Above and below the line of all months, where the figure is a ratio.
    pub ratio: Option<Ratio>,
    /// How many cases, samples or plans it is over.
    pub population: u128,
    /// The figure.
    pub figure: Option<Figure>,
    /// The target that holds in all of them.
    pub target: Option<Target>,
    /// The verdict by that target.
    pub verdict: Verdict,
}

impl MonthShare {
    /// What a result of a month says.
    #[must_use]
    pub fn of(result: &ItemResult) -> Self {
        let (open, unknown) = (number_of(result.pending.len()), number_of(result.undetermined.len()));
        let unsettled = match &result.verdict {
            _ if open + unknown > 0 => Some(Text::new(
                format!("未了{open}件、未確定{unknown}件"),
                format!("{open} open, {unknown} undetermined"),
            )),
            Verdict::Undetermined(why) => Some(why.clone()),
            Verdict::Met | Verdict::NotMet | Verdict::NotApplicable(_) => None,
        };
        Self {
            key: result.key.clone(),
            month: result.month,
            ratio: result.ratio.clone(),
            figure: result.figure.as_ref().map(|figure| figure.exact.clone()),
            population: result.population,
            unsettled,
        }
    }
}

impl Evaluation<'_> {
    /// What a month by itself comes to for each item, in the document's order: of an item by fiscal year the month alone, not
    /// the year so far.
    ///
    /// # Errors
    /// [`EvaluateError`] as for a month.
    pub fn shares(
        &self,
        month: YearMonth,
        observations: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<MonthShare>, EvaluateError> {
        let index = self.index(observations);
        let share = |item: &Item| {
            let alone = Item { period: Period::Month, ..item.clone() };
            let prepared = Prepared::new(self.policies, self.calendars, &alone)?;
            let reach = Reach::of(Span::Month(month), &alone, self.catalogue.term, prepared.zone)?;
            let scope = prepared.scope(&reach, &index, now, View::Counted);
            let taken = alone.measure.take(&scope);
            let cover = reach.covered(index.all(), prepared.own());
            Ok(MonthShare::of(&judged_of(&alone, &scope, reach.month, cover, taken)))
        };
        self.catalogue.items().iter().map(share).collect()
    }

    /// What months come to together for an item, from what each came to by itself: the same as their records at once, where
    /// nothing of them is unsettled and no limit changed. The target is that of the last month.
    ///
    /// `None` where the item has no figure, or one that is made by the place of a case among the others and is not the
    /// greatest, or a mean of days of which the cases of one may belong to two months: the months do not tell it.
    ///
    #[must_use]
    pub fn of_months(&self, item: &Item, shares: &[MonthShare]) -> Option<MonthsFigure> {
        let last = shares.iter().map(|share| share.month).max()?;
        let first = shares.iter().map(|share| share.month).min()?;
        if let Reads::Items(_) = item.measure.reads() {
            return None;
        }
        // A day whose cases belong to two months is one day, and has one mean: the months do not tell it.
        let of_days = matches!(
            item.measure.aggregate(&item.key, self.policies),
            Aggregate::Mean { over: MeanOver::Days }
        );
        if of_days && *self.policies.month_ownership.of(Some(&item.key)) != MonthOwnership::Started {
            return None;
        }
        let kind = item.measure.kind();
        let target = item.in_force(last).target;
        let population = shares.iter().map(|share| share.population).sum();
        let ratios = || shares.iter().filter_map(|share| share.ratio.as_ref());
        let zero = || Exact::from(0);
        let ratio = Ratio {
            numerator: ratios().fold(zero(), |sum, ratio| sum + ratio.numerator.clone()),
            denominator: ratios().fold(zero(), |sum, ratio| sum + ratio.denominator.clone()),
        };
        let figures = || shares.iter().filter_map(|share| share.figure.clone());
        let reading = *self.policies.formula_reading.of(Some(&item.key));
        let formula = match (&item.written, reading) {
            (Some(written), FormulaReading::AsWritten) => &written.formula,
            _ => &item.intended.formula,
        };
        let by_formula = |values: [(&'static str, Exact); 2]| {
            let outcome = formula.evaluate(&operands_of(&values), &item.intended.vocabulary);
            let seconds = target.and_then(|target| target.unit.seconds());
            match (outcome, seconds.and_then(|seconds| Exact::ratio(1, seconds))) {
                (Outcome::Defined(value), Some(unit)) if kind.unit == TargetUnit::Time => {
                    Outcome::Defined(value * unit)
                }
                (outcome, _) => outcome,
            }
        };
        let (ratio, outcome) = match kind.yields {
            Yields::Share { part: above, whole: below } | Yields::Mean { total: above, count: below } => {
                let values = [(above, ratio.numerator.clone()), (below, ratio.denominator.clone())];
                (Some(ratio), Some(by_formula(values)))
            }
            Yields::Count => (None, Some(Outcome::Defined(figures().fold(zero(), |sum, one| sum + one)))),
            // The greatest of all is the greatest of the greatest.
            Yields::Placed { grows: true } => (None, figures().max().map(Outcome::Defined)),
            Yields::Placed { grows: false } | Yields::Nothing => return None,
        };
        let rounding = *self.policies.display_rounding.of(Some(&item.key));
        let figure = outcome.as_ref().and_then(Outcome::defined).map(|exact| Figure {
            exact: exact.clone(),
            unit: target.map_or(Unit::Count, |target| target.unit),
            displayed: displayed(exact, target, rounding),
        });
        let verdict = self.verdict_of_months(item, shares, (first, last), population, outcome.as_ref());
        Some(MonthsFigure { ratio, population, figure, target: target.cloned(), verdict })
    }

    fn verdict_of_months(
        &self,
        item: &Item,
        shares: &[MonthShare],
        (first, last): (YearMonth, YearMonth),
        population: u128,
        outcome: Option<&Outcome>,
    ) -> Verdict {
        let Some(target) = item.in_force(last).target else {
            return Verdict::NotApplicable(Text::new("要求水準の定めがない", "no target is stated"));
        };
        let unsettled: Vec<(YearMonth, &Text)> =
            shares.iter().filter_map(|share| Some((share.month, share.unsettled.as_ref()?))).collect();
        if !unsettled.is_empty() {
            let told = |pick: fn(&Text) -> &str| {
                unsettled.iter().map(|(month, why)| format!("{month}: {}", pick(why))).collect::<Vec<_>>()
            };
            return Verdict::Undetermined(Text::new(
                told(|why| &why.ja).join("、"),
                told(|why| &why.en).join("; "),
            ));
        }
        if let Some(change) = item.revisions.iter().find(|one| first < one.effective && one.effective <= last)
        {
            let effective = change.effective;
            return Verdict::NotApplicable(Text::new(
                format!("{effective}に水準か期限が改定されており、前後を合わせた判定はしない"),
                format!(
                    "target or limit changed in {effective}; the months before and after are not judged together"
                ),
            ));
        }
        if population == 0 && item.measure.kind().yields.is_undefined_when_empty() {
            let text = Text::new("対象となる件がない", "there was no case");
            return match *self.policies.empty_month.of(Some(&item.key)) {
                EmptyMonth::Met => Verdict::Met,
                EmptyMonth::Undetermined => Verdict::Undetermined(text),
                EmptyMonth::NotApplicable => Verdict::NotApplicable(text),
            };
        }
        match outcome {
            Some(Outcome::Defined(value)) if target.is_met_by(value) => Verdict::Met,
            Some(Outcome::Defined(_)) => Verdict::NotMet,
            Some(Outcome::Undefined(cause)) => Verdict::Undetermined(cause.text()),
            None => Verdict::Undetermined(Text::new("実績がない", "there is no figure")),
        }
    }
}
