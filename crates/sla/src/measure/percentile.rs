//! The time within which so many percent of the cases were done.

use formula::Exact;
use provenance::Text;
use rust_decimal::Decimal;
use tables::{Explain, Row, Spot};

use super::{
    Aggregate, Asked, Key, Measure, MeasureKind, Measuring, Operand, Reads, Shape, Sum, Taken, TargetUnit, Timed, Yields,
    kind::keys, taken::Rank, timed,
};
use crate::{ItemKey, Policies, Clock, Limit, policy::PolicyId, scope::Scope, target::exact_decimal};

/// The time at a place among what the cases took, by percent from the shortest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percentile {
    /// The cases and their clock.
    pub cases: Timed,
    /// How many percent took that long or less: above 0, 100 at most.
    percent: Decimal,
}

/// A number is no place of a percentile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{found} is no percentile; it must be above 0 and 100 at most")]
pub struct PercentError {
    /// The number.
    pub found: Decimal,
}

impl Explain for PercentError {
    fn text(&self) -> Text {
        let ja = format!("{}は百分位ではない。0より大きく100以下の数を書く", self.found);
        Text::new(ja, self.to_string())
    }
}

impl Percentile {
    /// A percentile of timed cases.
    ///
    /// # Errors
    /// [`PercentError`] for nothing, and beyond 100.
    pub fn new(cases: Timed, percent: Decimal) -> Result<Self, PercentError> {
        if percent <= Decimal::ZERO || percent > Decimal::ONE_HUNDRED {
            return Err(PercentError { found: percent });
        }
        Ok(Self { cases, percent })
    }

    /// How many percent took that long or less.
    #[must_use]
    pub fn percent(&self) -> Decimal {
        self.percent
    }

    /// The same as a share of one.
    fn share(&self) -> Exact {
        exact_decimal(self.percent) * exact_decimal(Decimal::new(1, 2))
    }
}

const OPERAND: &str = "percentile";

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "percentile",
    ja: "所定の割合の件が収まる時間",
    en: "time within which so many percent were done",
    note: "Sorted from the shortest, the case at ⌈percent × n ÷ 100⌉ decides (`nearest-rank`), or the way between two as \
           spreadsheets go (`interpolated`), by the policy `percentile-rank`. The result names the deciding cases. \
           Unknown cases are taken to have lasted nothing or for ever: the range has a greatest figure wherever so many \
           cannot reach the place.",
    keys: &[
        Key {
            name: "percent",
            shape: Shape::Percentage,
            is_required: true,
            means: "How many percent took that long or less.",
        },
        keys::OF,
        keys::WHERE,
        keys::START,
        keys::STOP,
        keys::PAUSES,
        keys::SETTLED,
        timed::ABANDONED,
    ],
    yields: Yields::Placed { grows: false },
    unit: TargetUnit::Time,
    needs_limit: false,
    by_month: false,
    operands: &[Operand { id: OPERAND, ja: "百分位の時間", en: "time at the percentile", part_of: None }],
    formula: "百分位の時間",
    read: |row| read(row).map(Measure::from),
};

fn read(row: &Row<'_>) -> Option<Percentile> {
    let (percent, cases) = (row.required("percent"), Timed::read(row));
    Percentile::new(cases?, percent?).map_err(|error| row.complain("percent", error.text(), None)).ok()
}

impl Measuring for Percentile {
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
        let own = [PolicyId::Landing, PolicyId::PercentileRank];
        self.cases.policies().into_iter().chain(own).collect()
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, None)
    }

    fn percent(&self) -> Option<Decimal> {
        Some(self.percent)
    }

    fn aggregate(&self, key: &ItemKey, policies: &Policies) -> Aggregate {
        Aggregate::Placed { share: self.share(), rank: *policies.percentile_rank.of(Some(key)) }
    }

    fn check(&self, at: &Spot<'_>) {
        self.cases.check(at);
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let reading = scope.reading(&scope.policies.percentile_rank);
        Rank { share: self.share(), reading }.take(OPERAND, &self.cases, scope)
    }

    fn total(&self, _: &Scope<'_>, _: &Sum) -> Option<Taken<'static>> {
        None
    }
}
