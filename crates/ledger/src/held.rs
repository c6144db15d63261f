//! Whether licences are held on a day: bought, their term begun and not over, not given up.

use chrono::NaiveDate;

use crate::Field;

/// The fields that say so.
pub(crate) const FIELDS: &[Field] = &[Field::ProcuredOn, Field::TermFrom, Field::TermTo, Field::RetiredOn];

/// Whether they are held on a day. A day that is missing or cannot be read ends and delays nothing.
pub(crate) fn is_held(date: impl Fn(Field) -> Option<NaiveDate>, on: NaiveDate) -> bool {
    let begun = |field| date(field).is_none_or(|first| first <= on);
    begun(Field::ProcuredOn)
        && begun(Field::TermFrom)
        && date(Field::TermTo).is_none_or(|last| on <= last)
        && date(Field::RetiredOn).is_none_or(|retired| on < retired)
}

/// The days from which that may be otherwise.
pub(crate) fn turns(date: impl Fn(Field) -> Option<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    let after = date(Field::TermTo).and_then(|last| last.succ_opt());
    [date(Field::ProcuredOn), date(Field::TermFrom), after, date(Field::RetiredOn)].into_iter().flatten()
}
