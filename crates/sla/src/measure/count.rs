//! How many events happened.

use formula::Exact;
use provenance::{Text, number_of};

use super::{Operand, Taken};
use crate::{
    Event, Fit, Selector,
    policy::PolicyId,
    result::{Breach, Undetermined},
    scope::{Scope, contradiction},
};

/// Events of one kind that fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The events it counts.
    pub events: Selector,
}

pub(super) const OPERANDS: &[Operand] =
    &[Operand { id: "count", ja: "発生件数", en: "events", part_of: None }];

pub(super) const FORMULA: &str = "発生件数";

impl Count {
    pub(super) fn take(&self, scope: &Scope<'_>) -> Taken {
        let mut taken = Taken { used: vec![PolicyId::Duplicates], ..Taken::default() };
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
        for rejected in scope.rejected(&self.events.kind) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        let unknown = number_of(taken.undetermined.len());
        taken.known = vec![("count", Exact::from(count))];
        taken.population = count.into();
        if unknown > 0 {
            taken.possible = vec![taken.known.clone(), vec![("count", Exact::from(count + unknown))]];
        }
        taken
    }
}
