//! Months before and after a day.

use calendar::{FirstDay, StatutoryPeriod, YearMonth};
use chrono::{Datelike, NaiveDate};

/// The day so many months before another: the same day of the month, or the month's last where it has none.
///
/// ```
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(ledger::months_before(day("2024-06-30"), 3), day("2024-03-30"));
/// assert_eq!(ledger::months_before(day("2024-05-31"), 3), day("2024-02-29"));
/// ```
#[must_use]
pub fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    // Before the dates that can be written everything has begun.
    let Some(month) = YearMonth::of(day).checked_plus(-i64::from(months)) else { return NaiveDate::MIN };
    month.first_day().with_day(day.day()).unwrap_or_else(|| month.last_day())
}

/// The last day of so many months from a day that itself is not counted, as the Civil Code counts them.
///
/// ```
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(ledger::months_after(day("2024-01-15"), 1), day("2024-02-15"));
/// assert_eq!(ledger::months_after(day("2024-01-31"), 1), day("2024-02-29"));
/// ```
#[must_use]
pub fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    // Beyond the dates that can be written nothing ever ends.
    StatutoryPeriod::Months(months).last_day(day, FirstDay::NotCounted).unwrap_or(NaiveDate::MAX)
}
