//! Cases that are timed, without a limit of their own: what measures of time have in common.

use chrono::{DateTime, Utc};
use tables::{Row, Spot};

use super::{Asked, Key, Shape, Taken, kind::keys, taken::Seen};
use crate::{
    Allowance, Case, Clock, ClockReading, Due, Mark, Selector, Timing,
    policy::{Abandoned, Boundary, OpenCases, PolicyId},
    result::{Excluded, Pending, Undetermined},
    scope::{Sample, Scope},
};

/// Cases of a population, each with a clock; no limit of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// The cases it is about.
    pub population: Selector,
    /// The clock of each.
    pub clock: Clock,
    /// The mark of a case that was given up before the clock stopped.
    pub abandoned: Option<Mark>,
}

/// The mark of a case that was given up.
pub(super) const ABANDONED: Key = Key {
    name: "abandoned",
    shape: Shape::Mark,
    is_required: false,
    means: "The mark of a case that was given up.",
};

/// The keys of every measure of time.
pub(super) const KEYS: [Key; 7] =
    [keys::OF, keys::WHERE, keys::START, keys::STOP, keys::PAUSES, keys::SETTLED, ABANDONED];

/// How long a case took.
pub(super) struct Lasted<'a> {
    pub(super) case: &'a Case,
    pub(super) started: DateTime<Utc>,
    pub(super) seconds: i64,
}

impl Timed {
    pub(super) fn read(row: &Row<'_>) -> Option<Self> {
        let abandoned = row.optional_parsed("abandoned", str::parse);
        let (population, clock) = (Selector::of_row(row), Clock::of_row(row));
        Some(Self { population: population?, clock: clock?, abandoned })
    }

    pub(super) fn check(&self, at: &Spot<'_>) {
        self.population.check(at);
        self.clock.check(at);
    }

    pub(super) fn asks(&self) -> Vec<Asked<'_>> {
        self.abandoned.iter().map(Asked::Mark).collect()
    }

    pub(super) fn policies(&self) -> Vec<PolicyId> {
        let policies = [
            PolicyId::ClockBasis,
            PolicyId::PauseKinds,
            PolicyId::Reopened,
            PolicyId::MonthOwnership,
            PolicyId::OpenCases,
        ];
        let abandoned = self.abandoned.iter().map(|_| PolicyId::Abandoned);
        policies.into_iter().chain(abandoned).collect()
    }

    /// How long the cases of the period took. Open ones become pending, due when they will have taken as long as
    /// `allowed`, or are left out by the policy.
    pub(super) fn lasted<'a>(
        &self,
        scope: &Scope<'a>,
        allowed: Option<Allowance>,
        taken: &mut Taken<'a>,
    ) -> Vec<Lasted<'a>> {
        let mut lasted = Vec::new();
        let open_cases = scope.reading(&scope.policies.open_cases);
        let abandoned = scope.reading(&scope.policies.abandoned);
        for Sample { case, reading, given_up } in
            scope.sampled_cases(&self.population, &self.clock, self.abandoned.as_ref(), taken)
        {
            let started = reading.started;
            let until_given_up = given_up.filter(|_| abandoned == Abandoned::UntilAbandoned);
            let until_given_up = until_given_up.map(|at| scope.open_seconds(started, at));
            let took = until_given_up.clone().and_then(Result::ok);
            scope.see(taken, || Seen {
                case,
                reading: Some(reading.clone()),
                took,
                timing: None,
                allowed: None,
            });
            match (given_up, until_given_up) {
                (None, _) if reading.stopped.is_some() => {
                    lasted.push(Lasted { case, started, seconds: reading.seconds });
                }
                (None, _) => match open_cases {
                    OpenCases::Pending => taken.pending.push(pending(case, &reading, scope, allowed)),
                    // What took no time yet is neither early nor late.
                    OpenCases::CarryOver | OpenCases::Late => taken.leave_out_open(case),
                },
                (Some(_), None) => taken.excluded.push(Excluded::abandoned(case, scope.clause)),
                (Some(_), Some(Ok(seconds))) => lasted.push(Lasted { case, started, seconds }),
                (Some(_), Some(Err(fault))) => {
                    taken.undetermined.push(Undetermined::new(case, fault.text(scope.zone)));
                }
            }
        }
        lasted
    }
}

/// An open case, with its due time where there is one that the calendar reaches.
fn pending(case: &Case, reading: &ClockReading, scope: &Scope<'_>, allowed: Option<Allowance>) -> Pending {
    let timing =
        allowed.and_then(|allowed| allowed.judge(reading, scope.calendar, Boundary::InTime, scope.now).ok());
    let left = match timing {
        Some(Timing::Running { due: at, remaining, .. }) => Some(Due { at, remaining }),
        Some(Timing::RunningLate { due: at, over, .. }) => Some(Due { at, remaining: -over }),
        // It runs.
        Some(Timing::InTime { .. } | Timing::Late { .. }) | None => None,
    };
    Pending::sample(case, reading.seconds, left, reading.is_paused)
}
