//! How much of what was planned was done.

use formula::Exact;
use provenance::{Text, number_of};

use super::{Operand, Taken};
use crate::{
    Name, Tally,
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
        // A sum of numbers of 64 bits cannot leave 128.
        let (mut planned, mut done) = (0_u128, 0_u128);
        for tally in scope.tallies(&self.tally, &mut taken) {
            planned += u128::from(tally.planned());
            done += u128::from(tally.done());
            let named = number_of(tally.missing.len());
            for what in &tally.missing {
                taken.breaches.push(Breach::not_done(what.clone(), tally));
            }
            match tally.missed().checked_sub(named) {
                Some(0) => {}
                Some(unnamed) => {
                    let what = format!("{} {} ({unnamed})", self.tally, tally.on());
                    taken.breaches.push(Breach::not_done(what, tally));
                }
                None => taken.notes.push(names_too_many(tally)),
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
            let missed = Exact::from(planned - done);
            let most = Exact::from(planned) * beyond_every_target();
            let most = if planned == done { Exact::from(1) } else { most };
            let operands = |planned: Exact, done: Exact| vec![("planned", planned), ("done", done)];
            taken.possible =
                vec![operands(Exact::from(1), Exact::from(0)), operands(most.clone(), most - missed)];
            taken.notes.push(Text::new(
                "読めない集計行があり計画数が確定しない",
                "a tally row could not be read, so the plan itself is unknown",
            ));
        }
        taken
    }
}

/// A plan so many times as large hides what was missed before every target below the whole: a target has no more than
/// 28 places.
fn beyond_every_target() -> Exact {
    Exact::from(10_u128.pow(30))
}

/// More is named as not done than the numbers of the row leave undone.
fn names_too_many(tally: &Tally) -> Text {
    let (named, missed) = (tally.missing.len(), tally.missed());
    let place =
        tally.origin.as_ref().map(|origin| format!("{}:{}: ", origin.file, origin.row)).unwrap_or_default();
    Text::new(
        format!("{place}未実施として{named}件を挙げているが、計画と実施の差は{missed}件。数値の方で計算する"),
        format!("{place}names {named} as not done, but planned less done is {missed}; the numbers count"),
    )
}
