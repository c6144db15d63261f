//! The share of cases that fit a condition: answered at all, solved with the first answer.

use provenance::number_of;

use super::{Operand, Taken, not_counted_yet};
use crate::{
    Condition, Fit, Name, Selector,
    clock::ClockFault,
    policy::{OpenCases, PolicyId},
    result::{Breach, Pending, Undetermined},
    scope::Scope,
};

/// Cases of a population, each of which fits or does not once it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The cases it is about.
    pub population: Selector,
    /// The mark that places a case in its month, in order of preference.
    pub start: Vec<Name>,
    /// What a case must fit to count.
    pub having: Vec<Condition>,
    /// The mark after which a case that does not fit never will.
    pub settled: Name,
}

pub(super) const OPERANDS: &[Operand] = &[
    Operand { id: "all", ja: "対象件数", en: "all cases", part_of: None },
    Operand { id: "having", ja: "該当件数", en: "cases that fit", part_of: Some("all") },
];

pub(super) const FORMULA: &str = "該当件数÷対象件数×100";

impl Share {
    pub(super) fn take(&self, scope: &Scope<'_>) -> Taken {
        let mut taken = Taken {
            used: vec![PolicyId::MonthOwnership, PolicyId::OpenCases, PolicyId::Duplicates],
            ..Taken::default()
        };
        let (mut having, mut all, mut unknown) = (0_u64, 0_u64, 0_u64);
        let selector = Selector { kind: self.population.kind.clone(), conditions: self.having.clone() };
        for case in scope.started_cases(&self.population, &self.start, &mut taken) {
            let settled = case.marks.get(self.settled.as_str()).filter(|at| **at <= scope.now);
            let start = self.start.iter().find_map(|mark| case.marks.get(mark.as_str()));
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
                (Fit::No | Fit::Unknown { .. }, false) => match scope.open_cases() {
                    OpenCases::Late => {
                        all += 1;
                        taken.breaches.push(Breach::unfit(case));
                    }
                    OpenCases::CarryOver => taken.notes.push(not_counted_yet(case)),
                    OpenCases::Pending => {
                        unknown += 1;
                        taken.pending.push(Pending::without_deadline(case));
                    }
                },
            }
        }
        let unknown = unknown + number_of(taken.undetermined.len());
        taken.share_of("having", "all", having, all, unknown);
        taken
    }
}
