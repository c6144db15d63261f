//! The longest time that any case took.

use formula::Exact;
use rust_decimal::Decimal;
use tables::Spot;

use super::{
    Aggregate, Asked, MeasureKind, Measuring, Operand, Reads, Sum, Taken, TargetUnit, Timed, Yields, taken::Rank, timed,
};
use crate::{
    ItemKey, Policies, Clock, Limit,
    policy::{PercentileRank, PolicyId},
    scope::Scope,
};

/// The greatest of what the cases took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaximumDuration {
    /// The cases and their clock.
    pub cases: Timed,
}

const OPERAND: &str = "maximum";

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "maximum-duration",
    ja: "最長時間",
    en: "longest time",
    note: "One case over the target misses it. The figure only grows, so that the target is missed for good as soon as a \
           case, be it open, has taken too long; the result names the case that decides.",
    keys: &timed::KEYS,
    yields: Yields::Placed { grows: true },
    unit: TargetUnit::Time,
    needs_limit: false,
    by_month: false,
    operands: &[Operand { id: OPERAND, ja: "最長時間", en: "longest time", part_of: None }],
    formula: "最長時間",
    read: |row| Some(MaximumDuration { cases: Timed::read(row)? }.into()),
};

impl Measuring for MaximumDuration {
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
        self.cases.policies().into_iter().chain([PolicyId::Landing]).collect()
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, None)
    }

    fn percent(&self) -> Option<Decimal> {
        Some(Decimal::ONE_HUNDRED)
    }

    fn aggregate(&self, _: &ItemKey, _: &Policies) -> Aggregate {
        Aggregate::Placed { share: Exact::from(1), rank: PercentileRank::NearestRank }
    }

    fn check(&self, at: &Spot<'_>) {
        self.cases.check(at);
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        // The whole is the greatest by any reading.
        let rank = Rank { share: Exact::from(1), reading: PercentileRank::NearestRank };
        rank.take(OPERAND, &self.cases, scope)
    }

    fn total(&self, _: &Scope<'_>, _: &Sum) -> Option<Taken<'static>> {
        None
    }
}
