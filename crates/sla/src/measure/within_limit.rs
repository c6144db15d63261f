//! The share of cases whose clock stopped within the limit.

use provenance::number_of;

use super::{Operand, Taken, not_counted_yet};
use crate::{
    Selector,
    clock::Clock,
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

pub(super) const OPERANDS: &[Operand] = &[
    Operand { id: "all", ja: "対象件数", en: "all cases", part_of: None },
    Operand { id: "on-time", ja: "期限内件数", en: "cases in time", part_of: Some("all") },
];

pub(super) const FORMULA: &str = "期限内件数÷対象件数×100";

impl WithinLimit {
    pub(super) fn take(&self, scope: &Scope<'_>) -> Taken {
        let mut taken = Taken {
            used: vec![
                PolicyId::ClockBasis,
                PolicyId::Landing,
                PolicyId::Boundary,
                PolicyId::PauseKinds,
                PolicyId::Reopened,
                PolicyId::MonthOwnership,
                PolicyId::OpenCases,
                PolicyId::Duplicates,
            ],
            ..Taken::default()
        };
        if scope.limit_is_in_days() {
            taken.used.push(PolicyId::DayLength);
        }
        let (mut on_time, mut all, mut unknown) = (0_u64, 0_u64, 0_u64);
        let open_cases = scope.open_cases();
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
                        taken.pending.push(Pending::new(case, took, remaining, due, paused));
                    }
                    OpenCases::CarryOver => taken.notes.push(not_counted_yet(case)),
                    OpenCases::Late => {
                        all += 1;
                        taken.breaches.push(Breach::new(case, took, limit, 0, due, true));
                    }
                },
            }
        }
        let unknown = unknown + number_of(taken.undetermined.len());
        taken.share_of("on-time", "all", on_time, all, unknown);
        taken
    }
}
