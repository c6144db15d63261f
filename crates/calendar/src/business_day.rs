//! Arithmetic on business days.

use chrono::{Days, NaiveDate};

use crate::BusinessCalendar;

/// Where a day goes that falls on no business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// To the next business day.
    Following,
    /// To the business day before.
    Preceding,
    /// Nowhere: it stays.
    Stay,
}

/// There is no such business day within the years that the calendar covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no business day {n} away from {from} within the years that the calendar covers")]
pub struct BusinessDayError {
    /// The day counted from.
    pub from: NaiveDate,
    /// How many business days were asked for; negative counts back.
    pub n: i32,
}

impl BusinessCalendar {
    /// The day itself if it is a business day, else the one that the shift names.
    ///
    /// # Errors
    /// [`BusinessDayError`].
    pub fn shift(&self, date: NaiveDate, shift: Shift) -> Result<NaiveDate, BusinessDayError> {
        if self.is_business_day(date) {
            return Ok(date);
        }
        match shift {
            Shift::Stay => Ok(date),
            Shift::Following => self.business_day(date, 1),
            Shift::Preceding => self.business_day(date, -1),
        }
    }

    /// The n-th business day after a date, or before it if `n` is negative; the date itself does not count.
    /// With `n` = 0 the date itself, business day or not.
    ///
    /// "Within 10 business days of 28 June" ends on `business_day(28 June, 10)`.
    ///
    /// # Errors
    /// [`BusinessDayError`] where the years covered do not hold that many.
    pub fn business_day(&self, date: NaiveDate, n: i32) -> Result<NaiveDate, BusinessDayError> {
        let (first, last) = self.covers();
        let error = BusinessDayError { from: date, n };
        let mut day = date;
        let mut left = n.unsigned_abs();
        while left > 0 {
            let next = match n {
                1.. => day.checked_add_days(Days::new(1)),
                _ => day.checked_sub_days(Days::new(1)),
            };
            day = next.filter(|day| first <= *day && *day <= last).ok_or(error)?;
            left -= u32::from(self.is_business_day(day));
        }
        Ok(day)
    }

    /// The number of business days in a range of dates, both inclusive.
    #[must_use]
    pub fn business_days_in(&self, first: NaiveDate, last: NaiveDate) -> usize {
        crate::month::days_between(first, last).filter(|day| self.is_business_day(*day)).count()
    }
}
