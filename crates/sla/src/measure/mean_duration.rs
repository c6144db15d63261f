//! The mean time from one mark to another: waiting on the phone, handling a call, answering a mail.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use formula::Exact;
use provenance::number_of;

use super::{Operand, Taken};
use crate::{
    Name, Selector,
    clock::Clock,
    policy::{Abandoned, MeanOver, OpenCases, PolicyId},
    result::{Excluded, Pending, Undetermined},
    scope::{Sample, Scope},
};

/// Cases of a population, each with a clock; no limit of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeanDuration {
    /// The cases it is about.
    pub population: Selector,
    /// The clock of each.
    pub clock: Clock,
    /// The mark of a case that was given up before the clock stopped.
    pub abandoned: Option<Name>,
}

pub(super) const OPERANDS: &[Operand] = &[
    Operand { id: "total", ja: "合計時間", en: "total time", part_of: None },
    Operand { id: "count", ja: "対象件数", en: "all cases", part_of: None },
];

pub(super) const FORMULA: &str = "合計時間÷対象件数";

impl MeanDuration {
    pub(super) fn take(&self, scope: &Scope<'_>) -> Taken {
        let mut taken = Taken {
            is_duration: true,
            used: vec![
                PolicyId::ClockBasis,
                PolicyId::PauseKinds,
                PolicyId::Reopened,
                PolicyId::MonthOwnership,
                PolicyId::MeanOver,
                PolicyId::Duplicates,
            ],
            ..Taken::default()
        };
        // A sum of spans of 64 bits cannot leave 128.
        let mut days: BTreeMap<NaiveDate, (i128, u64)> = BTreeMap::new();
        let mut unknown = 0_u64;
        for Sample { case, started, seconds, stopped, given_up, paused } in
            scope.sampled_cases(&self.population, &self.clock, self.abandoned.as_ref(), &mut taken)
        {
            let counted = match (given_up, scope.abandoned()) {
                (None, _) if stopped => Some(seconds),
                (None, _) => {
                    if scope.open_cases() == OpenCases::Pending {
                        unknown += 1;
                        taken.pending.push(Pending::sample(case, seconds, paused));
                    }
                    None
                }
                (Some(_), Abandoned::LeaveOut) => {
                    taken.excluded.push(Excluded::abandoned(case, &scope.item.clause));
                    None
                }
                (Some(at), Abandoned::UntilAbandoned) => match scope.open_seconds(started, at) {
                    Ok(seconds) => Some(seconds),
                    Err(fault) => {
                        taken.undetermined.push(Undetermined::new(case, fault.text(scope.zone)));
                        None
                    }
                },
            };
            if let Some(seconds) = counted {
                let day = scope.local_date(started);
                let entry = days.entry(day).or_default();
                entry.0 += i128::from(seconds);
                entry.1 += 1;
            }
        }
        if self.abandoned.is_some() {
            taken.used.push(PolicyId::Abandoned);
        }
        let (total, count) = match scope.mean_over() {
            MeanOver::Cases => {
                days.values().fold((Exact::from(0), 0_u64), |(total, count), (seconds, cases)| {
                    (total + Exact::from(*seconds), count + *cases)
                })
            }
            MeanOver::Days => {
                days.values().fold((Exact::from(0), 0_u64), |(total, count), (seconds, cases)| {
                    let mean = Exact::ratio(*seconds, *cases).unwrap_or_else(|| Exact::from(0));
                    (total + mean, count + 1)
                })
            }
        };
        unknown += number_of(taken.undetermined.len());
        taken.known = vec![("total", total.clone()), ("count", Exact::from(count))];
        taken.population = count.into();
        taken.ratio = Some((total.clone(), Exact::from(count)));
        if unknown > 0 {
            // At best the unknown ones took no time at all; there is no worst. In a mean over days they may thin out
            // any day, so that nothing but 0 is sure.
            let least = match scope.mean_over() {
                MeanOver::Cases => total,
                MeanOver::Days => Exact::from(0),
            };
            taken.possible = vec![vec![("total", least), ("count", Exact::from(count + unknown))]];
            taken.unbounded = true;
        }
        taken
    }
}
