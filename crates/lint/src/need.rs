//! Which readings a service level needs.

use sla::{Clock, FormulaOrigin, Item, Limit, Measure, PolicyId, Unit};

/// The clock of an item, where its measure has one.
pub(crate) fn clock(item: &Item) -> Option<&Clock> {
    match &item.measure {
        Measure::WithinLimit(measure) => Some(&measure.clock),
        Measure::MeanDuration(measure) => Some(&measure.clock),
        _ => None,
    }
}

/// The unit of time in which an item's clock is held against its limit or target.
pub(crate) fn clock_unit(item: &Item) -> Option<Unit> {
    clock(item)?;
    match (&item.limit, &item.target) {
        (Some(Limit::Fixed { unit, .. }), _) => Some(*unit),
        (None, Some(target)) => Some(target.unit),
        _ => None,
    }
}

/// Whether the figure of an item depends on a reading.
pub(crate) fn needs(item: &Item, policy: PolicyId) -> bool {
    let is_cases =
        matches!(item.measure, Measure::WithinLimit(_) | Measure::MeanDuration(_) | Measure::Share(_));
    let is_rate =
        matches!(item.measure, Measure::WithinLimit(_) | Measure::Share(_) | Measure::PlannedDone(_));
    match policy {
        PolicyId::ClockBasis | PolicyId::Landing | PolicyId::Reopened => clock(item).is_some(),
        PolicyId::DayLength => matches!(clock_unit(item), Some(Unit::Day | Unit::Week)),
        PolicyId::Boundary => matches!(item.measure, Measure::WithinLimit(_)),
        PolicyId::PauseKinds => clock(item).is_some_and(|clock| !clock.pauses.is_empty()),
        PolicyId::MonthOwnership | PolicyId::OpenCases => is_cases,
        PolicyId::EmptyMonth => is_rate || is_cases,
        PolicyId::MeanOver => matches!(item.measure, Measure::MeanDuration(_)),
        PolicyId::Abandoned => {
            matches!(&item.measure, Measure::MeanDuration(measure) if measure.abandoned.is_some())
        }
        PolicyId::BlankAnswer => matches!(item.measure, Measure::MeanScore(_)),
        PolicyId::FormulaReading => item.intended.origin == FormulaOrigin::Mended,
        PolicyId::Duplicates | PolicyId::DisplayRounding => !matches!(item.measure, Measure::Elsewhere(_)),
    }
}
