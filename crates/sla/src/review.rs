//! What past months say of a target: too easy, out of reach, or neither as far as the numbers go.

use calendar::YearMonth;
use formula::{Exact, Rounding};
use provenance::{Clause, Text, number_of};
use rust_decimal::Decimal;
use tables::{Document, Row, TableErrors};

use crate::{Item, ItemKey, ItemResult, MonthResults, Operator, Period, Ratio, Target, TargetUnit, Unit};

pub use self::interval::{Interval, least_population};

mod interval;

/// How past months are judged: a contract's `review.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRules {
    /// How sure the interval of a rate is, in percent, from 50 to 99.
    pub confidence: u8,
    /// A rate's target is slack where the interval lies this many points above it.
    pub margin: Decimal,
    /// A mean's target is slack where every month stays below this many percent of it.
    pub mean_share: u8,
    /// Fewer months than this are too few to judge a mean or a rate by.
    pub least_months: u8,
    /// Proposed rates are multiples of this many points.
    pub step: Decimal,
    /// The clause that asks for the review and names no method.
    pub clause: Clause,
    /// Why these numbers.
    pub why: Text,
}

impl ReviewRules {
    /// Reads a contract's `review.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(rules)
    }
}

fn rules(root: &Row<'_>) -> Option<ReviewRules> {
    let (confidence, margin) = (root.required("confidence"), root.required::<Decimal>("margin"));
    let (mean_share, least_months) = (root.required("mean_share"), root.required("least_months"));
    let step = root.required::<Decimal>("step");
    let (clause, why) = (root.required_clause("clause"), root.required_text("why"));
    let within = |key, value: Option<u8>, from: u8, to: u8| {
        if value.is_some_and(|value| value < from || to < value) {
            root.complain(
                key,
                Text::new(format!("{from}から{to}までとする"), format!("must lie between {from} and {to}")),
                None,
            );
        }
    };
    within("confidence", confidence, 50, 99);
    within("mean_share", mean_share, 1, 100);
    within("least_months", least_months, 1, 50);
    if step.is_some_and(|step| step < Decimal::new(1, 1) || Decimal::TEN < step) {
        root.complain(
            "step",
            Text::new("0.1から10ポイントまでとする", "must lie between 0.1 and 10 points"),
            None,
        );
    }
    Some(ReviewRules {
        confidence: confidence?,
        margin: margin?,
        mean_share: mean_share?,
        least_months: least_months?,
        step: step?,
        clause: clause?,
        why: why?,
    })
}

/// What past months say of an item's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The item.
    pub key: ItemKey,
    /// The target in force in the last of the months.
    pub target: Option<Target>,
    /// The figures that were judged, by month. A month whose figure is not settled is not among them.
    pub figures: Vec<MonthFigure>,
    /// Months in which the target was met, of those.
    pub met: usize,
    /// Months without a settled figure.
    pub unsettled: Vec<YearMonth>,
    /// Of a rate: all cases of the months together, and the interval in which the rate lies.
    pub pooled: Option<Pooled>,
    /// What it comes to.
    pub assessment: Assessment,
}

/// The settled figure of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthFigure {
    /// The month.
    pub month: YearMonth,
    /// The figure, in the target's unit.
    pub figure: Exact,
}

/// All cases of some months together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pooled {
    /// Cases that count for the rate.
    pub hits: u128,
    /// All cases.
    pub cases: u128,
    /// Where the rate behind them lies.
    pub interval: Interval,
}

impl Pooled {
    /// The rate that was achieved, in percent, rounded to a tenth; nothing where there were no cases.
    #[must_use]
    pub fn achieved(&self) -> Option<Decimal> {
        let percent = Exact::ratio(self.hits, self.cases)? * Exact::from(100);
        Decimal::from_str_exact(&percent.to_decimal_string(1, Rounding::HalfEven)).ok()
    }
}

/// What past months say of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assessment {
    /// It is met with room to spare, even at the cautious end.
    Slack {
        /// A target that past work supports.
        proposed: Decimal,
    },
    /// It is missed, even at the hopeful end.
    OutOfReach {
        /// A target that past work supports.
        proposed: Decimal,
    },
    /// Nothing speaks against it.
    Fitting,
    /// Too little is known.
    TooFew {
        /// How many cases there were.
        found: u128,
        /// How many are needed even if every one of them is good; `None` where no number is enough.
        needed: Option<u64>,
    },
    /// The figures of too few months are known, however many cases they count: one busy month is not the past.
    TooFewMonths {
        /// How many there were.
        found: u64,
        /// How many are needed.
        needed: u64,
    },
    /// It is no target that past figures can judge.
    NotJudged(Text),
}

/// Judges each item's target by the results of past months, from the earliest.
#[must_use]
pub fn review(items: &[Item], months: &[MonthResults], rules: &ReviewRules) -> Vec<Review> {
    items.iter().map(|item| one(item, months, rules)).collect()
}

fn one(item: &Item, months: &[MonthResults], rules: &ReviewRules) -> Review {
    let target = months.last().map_or(item.target.as_ref(), |last| item.in_force(last.month).target);
    let results: Vec<(YearMonth, &ItemResult)> = months
        .iter()
        .filter_map(|MonthResults { month, results }| {
            results.iter().find(|result| result.key == item.key).map(|result| (*month, result))
        })
        .filter(|(month, _)| is_final(item, *month, months))
        .collect();
    let settled = |result: &ItemResult| result.range.is_none() && result.undetermined.is_empty();
    let figures: Vec<MonthFigure> = results
        .iter()
        .filter(|(_, result)| settled(result))
        .filter_map(|(month, result)| {
            Some(MonthFigure { month: *month, figure: result.figure.as_ref()?.exact.clone() })
        })
        .collect();
    let unsettled = results.iter().filter(|(_, result)| !settled(result)).map(|(month, _)| *month).collect();
    let met = target.map_or(0, |target| figures.iter().filter(|one| target.is_met_by(&one.figure)).count());
    let is_count = item.measure.kind().unit == TargetUnit::Count;
    let (pooled, assessment) = match target {
        None => (None, no_target()),
        Some(_) if is_count => (None, zero()),
        Some(target) if target.unit == Unit::Percent && target.operator == Operator::AtLeast => {
            let ratios = results
                .iter()
                .filter(|(_, result)| settled(result))
                .filter_map(|(_, result)| result.ratio.as_ref());
            rate(target, ratios, figures.len(), rules)
        }
        Some(target) => (None, mean(target, &figures, rules)),
    };
    Review { key: item.key.clone(), target: target.cloned(), figures, met, unsettled, pooled, assessment }
}

/// Figures of a fiscal year grow month by month: only a year's last one counts.
fn is_final(item: &Item, month: YearMonth, months: &[MonthResults]) -> bool {
    item.period != Period::FiscalYear
        || month.month() == 3
        || months.last().is_some_and(|last| last.month == month)
}

fn no_target() -> Assessment {
    Assessment::NotJudged(Text::new("要求水準がない", "there is no target"))
}

fn zero() -> Assessment {
    Assessment::NotJudged(Text::new(
        "起きてはならない件数であり、実績から緩めも締めもしない",
        "a number of what must not happen; the past neither eases nor tightens it",
    ))
}

fn rate<'a>(
    target: &Target,
    ratios: impl Iterator<Item = &'a Ratio>,
    months: usize,
    rules: &ReviewRules,
) -> (Option<Pooled>, Assessment) {
    let (mut hits, mut cases) = (Exact::from(0), Exact::from(0));
    for ratio in ratios {
        (hits, cases) = (hits + ratio.numerator.clone(), cases + ratio.denominator.clone());
    }
    let (Some(hits), Some(cases)) = (hits.to_u128(), cases.to_u128()) else {
        let why = Text::new("比の分子と分母が件数でない", "the ratio is not one of counts");
        return (None, Assessment::NotJudged(why));
    };
    if target.value >= Decimal::ONE_HUNDRED {
        let why = Text::new(
            "一件も欠かさないことを求める水準であり、割合の幅では測れない",
            "a target that nothing be missed; no interval of a rate reaches it",
        );
        return (None, Assessment::NotJudged(why));
    }
    let needed = least_population(target.value, rules.confidence);
    let Some(interval) = Interval::of(hits, cases, rules.confidence) else {
        return (None, Assessment::TooFew { found: cases, needed });
    };
    let stepped = |value: Decimal| down_to(value, rules.step);
    let is_slack = target.value.checked_add(rules.margin).is_some_and(|wanted| interval.lower >= wanted);
    let assessment = if months < usize::from(rules.least_months) {
        too_few_months(months, rules)
    } else if interval.upper < target.value {
        Assessment::OutOfReach { proposed: stepped(interval.lower) }
    } else if is_slack && stepped(interval.lower) > target.value {
        Assessment::Slack { proposed: stepped(interval.lower) }
    } else if needed.is_none_or(|needed| cases < needed.into()) {
        Assessment::TooFew { found: cases, needed }
    } else {
        Assessment::Fitting
    };
    (Some(Pooled { hits, cases, interval }), assessment)
}

fn out_of_scale() -> Assessment {
    Assessment::NotJudged(Text::new(
        "実績の値が要求水準として書ける桁数を超える",
        "the figures have more digits than a target can be written with",
    ))
}

fn too_few_months(found: usize, rules: &ReviewRules) -> Assessment {
    Assessment::TooFewMonths { found: number_of(found), needed: rules.least_months.into() }
}

/// The greatest multiple of a step that is no greater.
fn down_to(value: Decimal, step: Decimal) -> Decimal {
    let rest = value.checked_rem(step).unwrap_or_default();
    (value - rest).normalize()
}

/// Months stand for themselves: nothing is known of how single cases scatter.
fn mean(target: &Target, figures: &[MonthFigure], rules: &ReviewRules) -> Assessment {
    if figures.len() < usize::from(rules.least_months) {
        return too_few_months(figures.len(), rules);
    }
    let values = figures.iter().map(|one| &one.figure);
    let (Some(least), Some(greatest)) = (values.clone().min(), values.max()) else {
        return too_few_months(figures.len(), rules);
    };
    let value = target.exact_value();
    let share = Exact::ratio(i64::from(rules.mean_share), 100).unwrap_or_else(|| Exact::from(1));
    let proposal = |figure: &Exact, mode: Rounding, assessed: fn(Decimal) -> Assessment| {
        Decimal::from_str_exact(&figure.to_decimal_string(0, mode)).map_or_else(|_| out_of_scale(), assessed)
    };
    let slack = |proposed| Assessment::Slack { proposed };
    let out_of_reach = |proposed| Assessment::OutOfReach { proposed };
    match target.operator {
        Operator::AtMost if *greatest <= value.clone() * share.clone() => {
            proposal(greatest, Rounding::Up, slack)
        }
        Operator::AtMost if *least > value => proposal(greatest, Rounding::Up, out_of_reach),
        Operator::AtLeast if least.clone() * share >= value => proposal(least, Rounding::Down, slack),
        Operator::AtLeast if *greatest < value => proposal(least, Rounding::Down, out_of_reach),
        Operator::AtMost | Operator::AtLeast => Assessment::Fitting,
        Operator::Equal => zero(),
    }
}
