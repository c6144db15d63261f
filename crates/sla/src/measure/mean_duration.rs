//! The mean time from one mark to another: waiting on the phone, handling a call, answering a mail.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use formula::Exact;
use rust_decimal::Decimal;
use tables::Spot;

use super::{
    Aggregate, Asked, MeasureKind, Measuring, Operand, Possible, Reads, Sum, Taken, TargetUnit, Timed, Yields, timed,
};
use crate::{
    ItemKey, Policies, Clock, Limit, Ratio,
    policy::{MeanOver, PolicyId},
    scope::Scope,
};

/// The mean of what the cases took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeanDuration {
    /// The cases and their clock.
    pub cases: Timed,
}

const MEAN: (&str, &str) = ("total", "count");

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "mean-duration",
    ja: "平均時間",
    en: "mean time",
    note: "By the policy `mean-over` the mean is over cases or over days. What is unknown may have taken \
           nothing; there is no greatest figure.",
    keys: &timed::KEYS,
    yields: Yields::Mean { total: MEAN.0, count: MEAN.1 },
    unit: TargetUnit::Time,
    needs_limit: false,
    by_month: false,
    operands: &[
        Operand { id: MEAN.0, ja: "合計時間", en: "total time", part_of: None },
        Operand { id: MEAN.1, ja: "対象件数", en: "all cases", part_of: None },
    ],
    formula: "合計時間÷対象件数",
    read: |row| Some(MeanDuration { cases: Timed::read(row)? }.into()),
};

impl Measuring for MeanDuration {
    fn reads(&self) -> Reads<'_> {
        Reads::Cases(&self.cases.population)
    }

    fn clock(&self) -> Option<&Clock> {
        Some(&self.cases.clock)
    }

    fn asks(&self) -> Vec<Asked<'_>> {
        self.cases.asks()
    }

    fn policies(&self, _: Option<&Limit>) -> Vec<PolicyId> {
        self.cases.policies().into_iter().chain([PolicyId::MeanOver]).collect()
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, None)
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, key: &ItemKey, policies: &Policies) -> Aggregate {
        Aggregate::Mean { over: *policies.mean_over.of(Some(key)) }
    }

    fn check(&self, at: &Spot<'_>) {
        self.cases.check(at);
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
        // A sum of spans of 64 bits cannot leave 128.
        let mut days: BTreeMap<NaiveDate, (i128, u64)> = BTreeMap::new();
        for lasted in self.cases.lasted(scope, None, &mut taken) {
            let entry = days.entry(scope.local_date(lasted.started)).or_default();
            entry.0 += i128::from(lasted.seconds);
            entry.1 += 1;
        }
        let zero = (Exact::from(0), 0_u64);
        let (total, count) = match scope.reading(&scope.policies.mean_over) {
            MeanOver::Cases => days.values().fold(zero, |(total, count), (seconds, cases)| {
                (total + Exact::from(*seconds), count + *cases)
            }),
            MeanOver::Days => days.values().fold(zero, |(total, count), (seconds, cases)| {
                let mean = Exact::ratio(*seconds, *cases).unwrap_or_else(|| Exact::from(0));
                (total + mean, count + 1)
            }),
        };
        mean(taken, total, count, scope)
    }

    fn total(&self, scope: &Scope<'_>, sum: &Sum) -> Option<Taken<'static>> {
        match scope.reading(&scope.policies.mean_over) {
            MeanOver::Cases => {
                let count = u64::try_from(sum.known(MEAN.1).to_u128()?).ok()?;
                Some(mean(sum.taken(), sum.known(MEAN.0), count, scope))
            }
            // A day's mean is no sum of what its cases add.
            MeanOver::Days => None,
        }
    }
}

/// The figure of so much time in so many cases or days, beside what is open or unknown.
fn mean<'a>(mut taken: Taken<'a>, total: Exact, count: u64, scope: &Scope<'_>) -> Taken<'a> {
    let values = |total: &Exact, count: u64| vec![(MEAN.0, total.clone()), (MEAN.1, Exact::from(count))];
    taken.known = values(&total, count);
    taken.population = count.into();
    taken.ratio = Some(Ratio { numerator: total.clone(), denominator: Exact::from(count) });
    let unknown = taken.unknown() + taken.open();
    if unknown > 0 {
        // At best the unknown ones took no time at all; there is no worst. In a mean over days they may thin out
        // any day, so that nothing but 0 is sure.
        let least = match scope.reading(&scope.policies.mean_over) {
            MeanOver::Cases => total,
            MeanOver::Days => Exact::from(0),
        };
        taken.possible = Possible::From(values(&least, count + unknown));
    }
    taken
}
