//! The share of cases whose clock stopped within the limit.

use rust_decimal::Decimal;
use tables::Spot;

use super::{Aggregate, Asked, MeasureKind, Measuring, Operand, Reads, Sum, Taken, TargetUnit, Yields, kind::keys};
use crate::{
    ItemKey, Policies, Clock, Due, Limit, Selector,
    deadline::Timing,
    policy::{OpenCases, PolicyId},
    result::{Breach, Pending},
    scope::{Placed, Scope},
};

/// Cases of a population, each with a clock and a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithinLimit {
    /// The cases it is about.
    pub population: Selector,
    /// The clock of each.
    pub clock: Clock,
}

const PARTS: (&str, &str) = ("on-time", "all");

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "within-limit",
    ja: "期限内の割合",
    en: "share within the limit",
    note: "A case is in time by the policies `day-length`, `landing` and `boundary`. One that is open and not \
           late yet may go either way; one that is late already has missed.",
    keys: &[
        keys::OF,
        keys::WHERE,
        keys::START,
        keys::STOP,
        keys::PAUSES,
        keys::SETTLED,
    ],
    yields: Yields::Share { part: PARTS.0, whole: PARTS.1 },
    unit: TargetUnit::Percent,
    needs_limit: true,
    by_month: false,
    operands: &[
        Operand { id: PARTS.1, ja: "対象件数", en: "all cases", part_of: None },
        Operand { id: PARTS.0, ja: "期限内件数", en: "cases in time", part_of: Some(PARTS.1) },
    ],
    formula: "期限内件数÷対象件数×100",
    read: |row| {
        let (population, clock) = (Selector::of_row(row), Clock::of_row(row));
        Some(WithinLimit { population: population?, clock: clock? }.into())
    },
};

impl Measuring for WithinLimit {
    fn reads(&self) -> Reads<'_> {
        Reads::Cases(&self.population)
    }

    fn clock(&self) -> Option<&Clock> {
        Some(&self.clock)
    }

    fn asks(&self) -> Vec<Asked<'_>> {
        Vec::new()
    }

    fn policies(&self, limit: Option<&Limit>) -> Vec<PolicyId> {
        let mut policies = vec![
            PolicyId::ClockBasis,
            PolicyId::Landing,
            PolicyId::Boundary,
            PolicyId::PauseKinds,
            PolicyId::Reopened,
            PolicyId::MonthOwnership,
            PolicyId::OpenCases,
        ];
        if limit.is_some_and(Limit::is_in_days) {
            policies.push(PolicyId::DayLength);
        }
        policies
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, Some(Decimal::ONE_HUNDRED))
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, key: &ItemKey, policies: &Policies) -> Aggregate {
        Aggregate::InTime { boundary: *policies.boundary.of(Some(key)) }
    }

    fn check(&self, at: &Spot<'_>) {
        self.population.check(at);
        self.clock.check(at);
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
        let (mut on_time, mut all, mut unknown) = (0_u128, 0_u128, 0_u64);
        let open_cases = scope.reading(&scope.policies.open_cases);
        for placed in scope.timed_cases(&self.population, &self.clock, &mut taken) {
            let Placed { case, timing, limit, paused } = placed;
            match timing {
                Timing::InTime { .. } => {
                    on_time += 1;
                    all += 1;
                }
                Timing::Late { took, over, due } | Timing::RunningLate { took, over, due } => {
                    all += 1;
                    let is_open = matches!(timing, Timing::RunningLate { .. });
                    taken.breaches.push(Breach::new(case, took, limit, over, due, is_open));
                }
                Timing::Running { took, due, remaining } => match open_cases {
                    OpenCases::Pending => {
                        unknown += 1;
                        taken.pending.push(Pending::sample(case, took, Some(Due { at: due, remaining }), paused));
                    }
                    OpenCases::CarryOver => taken.leave_out_open(case),
                    OpenCases::Late => {
                        all += 1;
                        taken.breaches.push(Breach::new(case, took, limit, 0, due, true));
                    }
                },
            }
        }
        let unknown = unknown + taken.unknown();
        taken.share_of(PARTS, on_time, all, unknown);
        taken
    }

    fn total(&self, _: &Scope<'_>, sum: &Sum) -> Option<Taken<'static>> {
        let mut taken = sum.taken();
        let parts = sum.known(PARTS.0).to_u128()?;
        taken.share_of(PARTS, parts, sum.population, sum.either_way());
        Some(taken)
    }
}
