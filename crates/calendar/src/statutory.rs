//! Periods by the Civil Code (Articles 138 to 143).

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use crate::{BusinessCalendar, BusinessDayError, Shift, YearMonth};

/// A period in days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatutoryPeriod {
    /// So many days.
    Days(u32),
    /// So many weeks of seven days.
    Weeks(u32),
    /// So many months by the calendar.
    Months(u32),
    /// So many years by the calendar.
    Years(u32),
}

impl fmt::Display for StatutoryPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(n) => write!(f, "{n} days"),
            Self::Weeks(n) => write!(f, "{n} weeks"),
            Self::Months(n) => write!(f, "{n} months"),
            Self::Years(n) => write!(f, "{n} years"),
        }
    }
}

/// Whether the day on which a period begins counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FirstDay {
    /// It does not (Article 140): the default, since things happen in the course of a day.
    #[default]
    NotCounted,
    /// It does: the period begins at midnight, or the contract says so.
    Counted,
}

impl FirstDay {
    /// By the local time at which a period begins: at midnight the whole day is left, so it counts.
    #[must_use]
    pub fn beginning_at(local: NaiveTime) -> Self {
        if local == NaiveTime::MIN { Self::Counted } else { Self::NotCounted }
    }
}

/// A period reaches beyond the dates that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period of {period} from {from} ends beyond the dates that can be written")]
pub struct PeriodError {
    /// The day on which it begins.
    pub from: NaiveDate,
    /// The period.
    pub period: StatutoryPeriod,
}

impl StatutoryPeriod {
    /// The last day of the period that begins on a day.
    ///
    /// Months and years end on the day before the one that corresponds to their first day; where the last
    /// month has no such day, on its last day (Article 143).
    ///
    /// ```
    /// use calendar::{FirstDay, StatutoryPeriod};
    ///
    /// let month = StatutoryPeriod::Months(1);
    /// let end = |from: &str| month.last_day(from.parse().unwrap(), FirstDay::NotCounted).unwrap().to_string();
    /// assert_eq!(end("2024-01-15"), "2024-02-15");
    /// assert_eq!(end("2024-01-30"), "2024-02-29"); // no 31 February
    /// assert_eq!(end("2024-01-31"), "2024-02-29"); // the day before 1 March
    /// ```
    ///
    /// # Errors
    /// [`PeriodError`] beyond the dates that can be written.
    pub fn last_day(self, from: NaiveDate, first_day: FirstDay) -> Result<NaiveDate, PeriodError> {
        let beyond = || PeriodError { from, period: self };
        let first = match first_day {
            FirstDay::NotCounted => from.succ_opt().ok_or_else(beyond)?,
            FirstDay::Counted => from,
        };
        let days = |n: u64| match n.checked_sub(1) {
            Some(more) => first.checked_add_days(Days::new(more)),
            None => first.pred_opt(),
        };
        let months = |n: u32| {
            let month = YearMonth::of(first).checked_plus(n.into())?;
            match month.first_day().with_day(first.day()) {
                Some(corresponding) => corresponding.pred_opt(),
                None => Some(month.last_day()),
            }
        };
        match self {
            Self::Days(n) => days(u64::from(n)),
            Self::Weeks(n) => days(u64::from(n) * 7),
            Self::Months(n) => months(n),
            Self::Years(n) => n.checked_mul(12).and_then(months),
        }
        .ok_or_else(beyond)
    }
}

impl BusinessCalendar {
    /// The last day of a period, moved where it falls on no business day (Article 142 moves it to the next).
    ///
    /// # Errors
    /// [`StatutoryError`].
    pub fn end_of(
        &self,
        period: StatutoryPeriod,
        from: NaiveDate,
        first_day: FirstDay,
        shift: Shift,
    ) -> Result<NaiveDate, StatutoryError> {
        Ok(self.shift(period.last_day(from, first_day)?, shift)?)
    }
}

/// Why the end of a period cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatutoryError {
    /// The period itself reaches too far.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// No business day follows.
    #[error(transparent)]
    BusinessDay(#[from] BusinessDayError),
}
