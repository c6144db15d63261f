//! How much of what was planned was done.

use formula::Exact;
use provenance::Text;

use super::{Operand, Taken};
use crate::{
    Name,
    policy::PolicyId,
    result::{Breach, Undetermined},
    scope::Scope,
};

/// Tallies of one name, summed over the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDone {
    /// The tally's name.
    pub tally: Name,
}

pub(super) const OPERANDS: &[Operand] = &[
    Operand { id: "planned", ja: "計画数", en: "planned", part_of: None },
    Operand { id: "done", ja: "実施数", en: "done", part_of: Some("planned") },
];

pub(super) const FORMULA: &str = "実施数÷計画数×100";

impl PlannedDone {
    pub(super) fn take(&self, scope: &Scope<'_>) -> Taken {
        let mut taken = Taken { used: vec![PolicyId::Duplicates], ..Taken::default() };
        let (mut planned, mut done) = (0_u64, 0_u64);
        for tally in scope.tallies(&self.tally, &mut taken) {
            planned = planned.saturating_add(tally.planned());
            done = done.saturating_add(tally.done());
            let named = tally.missing.len() as u64;
            for what in &tally.missing {
                taken.breaches.push(Breach::not_done(what.clone(), tally));
            }
            let unnamed = tally.missed().saturating_sub(named);
            if unnamed > 0 {
                taken
                    .breaches
                    .push(Breach::not_done(format!("{} {} ({unnamed})", self.tally, tally.on()), tally));
            }
        }
        for rejected in scope.rejected(&self.tally) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        taken.known = vec![("planned", Exact::from(planned)), ("done", Exact::from(done))];
        taken.ratio = Some((Exact::from(done), Exact::from(planned)));
        taken.population = planned;
        if !taken.undetermined.is_empty() {
            // An unreadable tally may hold a plan of any size: none of it done, or all. What was missed stays missed.
            const BEYOND_COUNTING: u64 = 1_000_000_000_000;
            let missed = planned.saturating_sub(done);
            let most = if missed == 0 { 1 } else { planned.saturating_add(BEYOND_COUNTING) };
            let operands = |planned: u64, done: u64| {
                vec![("planned", Exact::from(planned)), ("done", Exact::from(done))]
            };
            taken.possible = vec![operands(1, 0), operands(most, most.saturating_sub(missed))];
            taken.notes.push(Text::new(
                "読めない集計行があり計画数が確定しない",
                "a tally row could not be read, so the plan itself is unknown",
            ));
        }
        taken
    }
}
