//! The share of cases that fit a condition: answered at all, solved with the first answer.

use rust_decimal::Decimal;
use tables::Spot;

use super::{
    Aggregate, Asked, Key, MeasureKind, Measuring, Operand, Reads, Shape, Sum, Taken, TargetUnit, Yields, kind::keys,
};
use crate::{
    ItemKey, Policies, Clock, Condition, Fit, Limit, Mark, Selector,
    clock::{ClockFault, check_start},
    selector::check_conditions,
    policy::{OpenCases, PolicyId},
    result::{Breach, Pending, Undetermined},
    read,
    scope::Scope,
};

/// Cases of a population, each of which fits or does not once it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The cases it is about.
    pub population: Selector,
    /// The mark that places a case in its month, in order of preference.
    pub start: Vec<Mark>,
    /// What a case must fit to count.
    pub having: Vec<Condition>,
    /// The mark after which a case that does not fit never will.
    pub settled: Mark,
}

const PARTS: (&str, &str) = ("having", "all");

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "share",
    ja: "該当する件の割合",
    en: "share of cases that fit",
    note: "A case counts once it is settled; one that is not may go either way. The month is that of the \
           starting mark.",
    keys: &[
        keys::OF,
        keys::WHERE,
        Key { means: "The marks by which a case belongs to a month: the first that it has.", ..keys::START },
        Key {
            name: "having",
            shape: Shape::Conditions,
            is_required: false,
            means: "What those counted have.",
        },
        Key {
            name: "settled",
            shape: Shape::Mark,
            is_required: true,
            means: "The mark after which a case that does not fit never will.",
        },
    ],
    yields: Yields::Share { part: PARTS.0, whole: PARTS.1 },
    unit: TargetUnit::Percent,
    needs_limit: false,
    by_month: false,
    operands: &[
        Operand { id: PARTS.1, ja: "対象件数", en: "all cases", part_of: None },
        Operand { id: PARTS.0, ja: "該当件数", en: "cases that fit", part_of: Some(PARTS.1) },
    ],
    formula: "該当件数÷対象件数×100",
    read: |row| {
        let start = row.each_parsed("start", str::parse);
        let (having, settled) =
            (read::conditions(row, "having"), row.required_parsed("settled", str::parse));
        let population = Selector::of_row(row);
        let measure = Share { population: population?, start, having: having?, settled: settled? };
        Some(measure.into())
    },
};

impl Measuring for Share {
    fn reads(&self) -> Reads<'_> {
        Reads::Cases(&self.population)
    }

    fn clock(&self) -> Option<&Clock> {
        None
    }

    fn asks(&self) -> Vec<Asked<'_>> {
        let marks = [Asked::OneOf(&self.start), Asked::Mark(&self.settled)];
        self.having.iter().map(Asked::Condition).chain(marks).collect()
    }

    fn policies(&self, _: Option<&Limit>) -> Vec<PolicyId> {
        vec![PolicyId::MonthOwnership, PolicyId::OpenCases]
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, Some(Decimal::ONE_HUNDRED))
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, _: &ItemKey, _: &Policies) -> Aggregate {
        Aggregate::Fitting { having: self.having.clone() }
    }

    fn check(&self, at: &Spot<'_>) {
        self.population.check(at);
        check_conditions(at, "having", &self.having);
        check_start(at, &self.start);
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
        let (mut having, mut all, mut unknown) = (0_u128, 0_u128, 0_u64);
        let selector = Selector { kind: self.population.kind.clone(), conditions: self.having.clone() };
        for case in scope.started_cases(&self.population, &self.start, &mut taken) {
            let settled = case.marks.get(&self.settled).filter(|at| **at <= scope.now);
            let start = self.start.iter().find_map(|mark| case.marks.get(mark));
            if let Some((start, stop)) = start.zip(settled).filter(|(start, stop)| stop < start) {
                let fault =
                    ClockFault::StopBeforeStart { mark: self.settled.clone(), start: *start, stop: *stop };
                taken.undetermined.push(Undetermined::new(case, fault.text(scope.zone)));
                continue;
            }
            match (selector.fits(case), settled.is_some()) {
                (Fit::Yes, _) => {
                    having += 1;
                    all += 1;
                }
                (Fit::No, true) => {
                    all += 1;
                    taken.breaches.push(Breach::unfit(case));
                }
                (Fit::Unknown { attribute }, true) => {
                    taken.undetermined.push(Undetermined::lacking(case, &attribute));
                }
                (Fit::No | Fit::Unknown { .. }, false) => match scope.reading(&scope.policies.open_cases) {
                    OpenCases::Late => {
                        all += 1;
                        taken.breaches.push(Breach::unfit(case));
                    }
                    OpenCases::CarryOver => taken.leave_out_open(case),
                    OpenCases::Pending => {
                        unknown += 1;
                        taken.pending.push(Pending::without_deadline(case));
                    }
                },
            }
        }
        let unknown = unknown + taken.unknown();
        taken.share_of(PARTS, having, all, unknown);
        taken
    }

    fn total(&self, _: &Scope<'_>, sum: &Sum) -> Option<Taken<'static>> {
        let mut taken = sum.taken();
        let parts = sum.known(PARTS.0).to_u128()?;
        taken.share_of(PARTS, parts, sum.population, sum.either_way());
        Some(taken)
    }
}
