//! How many events happened.

use formula::Exact;

use super::{Operand, Taken};
use crate::{
    Fit, Selector,
    result::{Breach, Undetermined},
    scope::Scope,
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
        let mut taken = Taken::default();
        let mut count = 0_u64;
        for event in scope.events() {
            match self.events.fits_event(event) {
                Fit::No => {}
                Fit::Yes => {
                    count = count.saturating_add(1);
                    taken.breaches.push(Breach::event(event));
                }
                Fit::Unknown { attribute } => {
                    taken.undetermined.push(Undetermined::event_lacking(event, &attribute));
                }
            }
        }
        for rejected in scope.rejected(&self.events.kind) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        let unknown = taken.undetermined.len() as u64;
        taken.known = vec![("count", Exact::from(count))];
        taken.population = count;
        if unknown > 0 {
            taken.possible =
                vec![taken.known.clone(), vec![("count", Exact::from(count.saturating_add(unknown)))]];
        }
        taken
    }
}
