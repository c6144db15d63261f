//! Which readings a service level needs.

use sla::{FormulaOrigin, Item, Limit, PolicyId, Unit};

/// The unit of time in which an item's clock is held against its limit or target.
pub(crate) fn clock_unit(item: &Item) -> Option<Unit> {
    item.measure.clock()?;
    match (&item.limit, &item.target) {
        (Some(Limit::Fixed { unit, .. }), _) => Some(*unit),
        (None, Some(target)) => Some(target.unit),
        (Some(Limit::Agreed { .. }), _) | (None, None) => None,
    }
}

/// Whether the figure of an item depends on a reading.
pub(crate) fn needs(item: &Item, policy: PolicyId) -> bool {
    match policy {
        PolicyId::FormulaReading => item.intended.origin == FormulaOrigin::Mended,
        // By the words of the item, no pause matters to a clock that lists none.
        PolicyId::PauseKinds => item.measure.clock().is_some_and(|clock| !clock.pauses.is_empty()),
        _ => item.measure.policies(item.limit.as_ref()).contains(&policy),
    }
}
