//! How many events happened.

use formula::Exact;
use provenance::{Text, number_of};
use rust_decimal::Decimal;
use tables::Spot;

use super::{
    Aggregate, Asked, MeasureKind, Measuring, Operand, Possible, Reads, Sum, Taken, TargetUnit, Yields, kind::keys,
};
use crate::{
    ItemKey, Policies, Clock, Event, Fit, Limit, Selector,
    policy::PolicyId,
    result::{Breach, Undetermined},
    scope::{Scope, View, contradiction},
};

/// Events of one kind that fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The events it counts.
    pub events: Selector,
}

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "count",
    ja: "発生した件数",
    en: "number of events",
    note: "Each event of the period is a miss. The figure only grows, so that the target is missed for good as \
           soon as there are too many.",
    keys: &[keys::OF, keys::WHERE],
    yields: Yields::Count,
    unit: TargetUnit::Count,
    needs_limit: false,
    by_month: false,
    operands: &[Operand { id: "count", ja: "発生件数", en: "events", part_of: None }],
    formula: "発生件数",
    read: |row| Some(Count { events: Selector::of_row(row)? }.into()),
};

impl Measuring for Count {
    fn reads(&self) -> Reads<'_> {
        Reads::Events(&self.events)
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
        (Decimal::ZERO, None)
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, _: &ItemKey, _: &Policies) -> Aggregate {
        Aggregate::Events
    }

    fn check(&self, at: &Spot<'_>) {
        self.events.check(at);
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
        let mut happened = Vec::new();
        for event in scope.index.events(&self.events.kind).filter(|event| scope.has_seen(event)) {
            match self.events.fits_event(event) {
                Fit::No => continue,
                Fit::Yes => happened.push(event),
                Fit::Unknown { attribute } => {
                    taken.undetermined.push(Undetermined::event_lacking(event, &attribute));
                }
            }
            taken.notes.extend(scope.index.repeated_event(event));
        }
        for accounts in scope.index.conflicting_events(&self.events.kind) {
            let may_count =
                |event: &&&Event| scope.has_seen(event) && self.events.fits_event(event) != Fit::No;
            let counts = |event: &&&Event| scope.has_seen(event) && self.events.fits_event(event) == Fit::Yes;
            let Some(event) = accounts.iter().find(may_count) else { continue };
            if accounts.iter().all(|event| counts(&event)) {
                // Whichever account is true, it happened in the period.
                happened.push(event);
                taken.notes.push(Text::new(
                    format!("{}: {}。いずれでも1件に数える", event.id, contradiction(accounts.len()).ja),
                    format!("{}: {}; each makes one event", event.id, contradiction(accounts.len()).en),
                ));
            } else {
                taken.undetermined.push(Undetermined::event(event, contradiction(accounts.len())));
            }
        }
        happened.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        taken.breaches = happened.iter().map(|event| Breach::event(event)).collect();
        let count = number_of(happened.len());
        if scope.view == View::Listed {
            taken.events.clone_from(&happened);
        }
        for rejected in scope.rejected(self.events.kind.clone().into(), Some(&self.events)) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        counted(taken, count.into())
    }

    fn total(&self, _: &Scope<'_>, sum: &Sum) -> Option<Taken<'static>> {
        Some(counted(sum.taken(), sum.population))
    }
}

/// The figure of so many events, beside those of which too little is known.
fn counted(mut taken: Taken<'_>, count: u128) -> Taken<'_> {
    let unknown = u128::from(taken.unknown());
    taken.known = vec![("count", Exact::from(count))];
    taken.population = count;
    if unknown > 0 {
        let most = vec![("count", Exact::from(count + unknown))];
        taken.possible = Possible::Between(taken.known.clone(), most);
    }
    taken
}
