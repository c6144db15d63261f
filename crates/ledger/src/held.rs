//! Whether licences are held on a day: bought, their term begun and not over, not given up.

use chrono::NaiveDate;

/// The fields that say so.
pub(crate) const FIELDS: &[&str] = &["procured-on", "term-from", "term-to", "retired-on"];

/// Whether they are held on a day. A day that is missing or cannot be read ends and delays nothing.
pub(crate) fn is_held(date: impl Fn(&str) -> Option<NaiveDate>, on: NaiveDate) -> bool {
    let begun = |field| date(field).is_none_or(|first| first <= on);
    begun("procured-on")
        && begun("term-from")
        && date("term-to").is_none_or(|last| on <= last)
        && date("retired-on").is_none_or(|retired| on < retired)
}

/// The days from which that may be otherwise.
pub(crate) fn turns(date: impl Fn(&str) -> Option<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    let after = date("term-to").and_then(|last| last.succ_opt());
    [date("procured-on"), date("term-from"), after, date("retired-on")].into_iter().flatten()
}
