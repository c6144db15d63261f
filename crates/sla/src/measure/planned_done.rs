//! How much of what was planned was done.

use formula::Exact;
use provenance::{Text, number_of};
use rust_decimal::Decimal;
use tables::Spot;

use super::{
    Aggregate, Asked, Key, MeasureKind, Measuring, Operand, Possible, Reads, Shape, Sum, Taken, TargetUnit, Yields,
};
use crate::{
    ItemKey, Policies, Clock, Limit, Tally, TallyName,
    policy::PolicyId,
    result::{Breach, Undetermined},
    scope::{Scope, View},
};

/// Tallies of one name, summed over the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDone {
    /// The tally's name.
    pub tally: TallyName,
}

const PARTS: (&str, &str) = ("done", "planned");

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "planned-done",
    ja: "計画に対する実施の割合",
    en: "share of the planned that was done",
    note: "Tallies of the period add up. A row that cannot be read may hold a plan of any size.",
    keys: &[Key {
        name: "tally",
        shape: Shape::Tally,
        is_required: true,
        means: "The tally's name in the records.",
    }],
    yields: Yields::Share { part: PARTS.0, whole: PARTS.1 },
    unit: TargetUnit::Percent,
    needs_limit: false,
    by_month: true,
    operands: &[
        Operand { id: PARTS.1, ja: "計画数", en: "planned", part_of: None },
        Operand { id: PARTS.0, ja: "実施数", en: "done", part_of: Some(PARTS.1) },
    ],
    formula: "実施数÷計画数×100",
    read: |row| Some(PlannedDone { tally: row.required_parsed("tally", str::parse)? }.into()),
};

impl Measuring for PlannedDone {
    fn reads(&self) -> Reads<'_> {
        Reads::Tally(&self.tally)
    }

    fn clock(&self) -> Option<&Clock> {
        None
    }

    fn asks(&self) -> Vec<Asked<'_>> {
        Vec::new()
    }

    fn policies(&self, _: Option<&Limit>) -> Vec<PolicyId> {
        Vec::new()
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, Some(Decimal::ONE_HUNDRED))
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, _: &ItemKey, _: &Policies) -> Aggregate {
        Aggregate::Planned
    }

    fn check(&self, _: &Spot<'_>) {}

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
        // A sum of numbers of 64 bits cannot leave 128.
        let (mut planned, mut done) = (0_u128, 0_u128);
        for tally in scope.tallies(&self.tally, &mut taken) {
            planned += u128::from(tally.planned());
            done += u128::from(tally.done());
            if scope.view == View::Listed {
                taken.tallies.push(tally);
            }
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
        for rejected in scope.rejected(self.tally.clone().into(), None) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        taken.share_of(PARTS, done, planned, 0);
        if !taken.undetermined.is_empty() {
            // An unreadable tally may hold a plan of any size: none of it done, or all. What was missed stays missed.
            let missed = Exact::from(planned - done);
            let most = Exact::from(planned) * beyond_every_target();
            let most = if planned == done { Exact::from(1) } else { most };
            let operands = |planned: Exact, done: Exact| vec![(PARTS.1, planned), (PARTS.0, done)];
            let least = operands(Exact::from(1), Exact::from(0));
            taken.possible = Possible::Between(least, operands(most.clone(), most - missed));
            taken.notes.push(Text::new(
                "読めない集計行があり計画数が確定しない",
                "a tally row could not be read, so the plan itself is unknown",
            ));
        }
        taken
    }

    fn total(&self, _: &Scope<'_>, _: &Sum) -> Option<Taken<'static>> {
        None
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
