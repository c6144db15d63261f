//! Arithmetic on business days.

use chrono::{Days, NaiveDate};

use crate::{BusinessCalendar, YearMonth};

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

    /// The n-th business day of a month from 1, or from its end if `n` is negative: -1 is the last. `None`
    /// where the month has no such day, or lies outside the years covered.
    ///
    /// ```
    /// use calendar::{BusinessCalendarBuilder, DayHours, WeeklyHours, YearMonth, Zone};
    ///
    /// let hours = DayHours::new(["09:00-18:00".parse()?])?;
    /// let calendar = BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::weekdays(&hours)).build()?;
    /// let june: YearMonth = "2024-06".parse()?;
    /// assert_eq!(calendar.business_day_of_month(june, 1), Some("2024-06-03".parse()?));
    /// assert_eq!(calendar.business_day_of_month(june, -1), Some("2024-06-28".parse()?));
    /// assert_eq!(calendar.business_day_of_month(june, 21), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn business_day_of_month(&self, month: YearMonth, n: i32) -> Option<NaiveDate> {
        let from = match n {
            1.. => month.first_day().pred_opt()?,
            0 => return None,
            _ => month.last_day().succ_opt()?,
        };
        self.business_day(from, n).ok().filter(|day| month.contains(*day))
    }

    /// The number of business days in a range of dates, both inclusive, as far as the calendar covers them.
    #[must_use]
    pub fn business_days_in(&self, first: NaiveDate, last: NaiveDate) -> usize {
        let (from, until) = self.covers();
        crate::month::days_between(first.max(from), last.min(until))
            .filter(|day| self.is_business_day(*day))
            .count()
    }
}
