//! The day on which a time limit ends.

use calendar::{BusinessCalendar, FirstDay, Shift, StatutoryPeriod};
use chrono::{Days, Months, NaiveDate};

use crate::{Unit, policy::Policies};

/// A limit's day before and after it was moved from a closed day, and the readings that decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limit {
    /// The first day, where the duty fills a time.
    pub(crate) begins: Option<NaiveDate>,
    /// By the bare rule.
    pub(crate) nominal: NaiveDate,
    /// As it holds.
    pub(crate) due: NaiveDate,
    /// Policies by name.
    pub(crate) readings: Vec<&'static str>,
}

/// From which day a limit counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginning {
    /// The event's day.
    pub(crate) day: NaiveDate,
    /// Whether it comes at the end of that day.
    pub(crate) is_end_of_day: bool,
}

/// Limits by a calendar and the readings in force; each answers `None` beyond the days that can be reckoned with.
pub(crate) struct Reckoner<'a> {
    pub(crate) calendar: &'a BusinessCalendar,
    pub(crate) policies: &'a Policies,
    /// The duty, which may have readings of its own.
    pub(crate) duty: &'a str,
}

impl Reckoner<'_> {
    /// So many after.
    pub(crate) fn within(&self, from: Beginning, n: u32, unit: Unit, keeps: bool) -> Option<Limit> {
        // Nothing to count: the day itself, as a date.
        if n == 0 {
            return self.fixed(from.day);
        }
        let mut readings = Vec::new();
        // What begins with the next day counts that one in full, whatever the reading.
        let first_day = match self.policies.first_day.of(self.duty).value {
            FirstDay::Counted if !from.is_end_of_day => FirstDay::Counted,
            _ => FirstDay::NotCounted,
        };
        if !from.is_end_of_day {
            readings.push("first-day");
        }
        let nominal = match unit {
            Unit::BusinessDays => {
                let counts_itself = first_day == FirstDay::Counted && self.calendar.is_business_day(from.day);
                let n = i32::try_from(n).ok()? - i32::from(counts_itself);
                self.calendar.business_day(from.day, n).ok()?
            }
            Unit::Days => StatutoryPeriod::Days(n).last_day(from.day, first_day).ok()?,
            Unit::Weeks => StatutoryPeriod::Weeks(n).last_day(from.day, first_day).ok()?,
            Unit::Months => StatutoryPeriod::Months(n).last_day(from.day, first_day).ok()?,
            Unit::Years => StatutoryPeriod::Years(n).last_day(from.day, first_day).ok()?,
        };
        if keeps {
            return Some(Limit { begins: Some(from.day), nominal, due: nominal, readings });
        }
        let due = self.shifted(
            nominal,
            self.policies.shift_period.of(self.duty).value,
            "shift-period",
            &mut readings,
        )?;
        Some(Limit { begins: None, nominal, due, readings })
    }

    /// So many before.
    pub(crate) fn before(&self, from: Beginning, n: u32, unit: Unit, spans: bool) -> Option<Limit> {
        // The midnight before which it must be done: that after a day at whose end the event comes.
        let boundary = if from.is_end_of_day { from.day.succ_opt()? } else { from.day };
        let back = |days: u64| boundary.checked_sub_days(Days::new(days));
        let day = match unit {
            Unit::BusinessDays => {
                self.calendar.business_day(boundary, i32::try_from(n).ok()?.checked_neg()?).ok()?
            }
            Unit::Days => back(u64::from(n))?,
            Unit::Weeks => back(u64::from(n) * 7)?,
            Unit::Months => boundary.checked_sub_months(Months::new(n))?,
            Unit::Years => boundary.checked_sub_months(Months::new(n.checked_mul(12)?))?,
        };
        if spans {
            let due = boundary.pred_opt()?;
            return Some(Limit { begins: Some(day), nominal: due, due, readings: Vec::new() });
        }
        let mut readings = Vec::new();
        let due =
            self.shifted(day, self.policies.shift_before.of(self.duty).value, "shift-before", &mut readings)?;
        Some(Limit { begins: None, nominal: day, due, readings })
    }

    /// The day after so many have passed, on which it may be done for the first time, closed or not.
    pub(crate) fn not_before(&self, from: Beginning, n: u32, unit: Unit) -> Option<Limit> {
        let Limit { begins, nominal, readings, .. } = self.within(from, n, unit, true)?;
        let day = nominal.succ_opt()?;
        Some(Limit { begins, nominal: day, due: day, readings })
    }

    /// A date of its own.
    pub(crate) fn fixed(&self, day: NaiveDate) -> Option<Limit> {
        let mut readings = Vec::new();
        let due =
            self.shifted(day, self.policies.shift_fixed.of(self.duty).value, "shift-fixed", &mut readings)?;
        Some(Limit { begins: None, nominal: day, due, readings })
    }

    /// The days by which meetings are held, so many in each of the weeks before, cut into equal parts.
    pub(crate) fn weekly(&self, from: Beginning, times: u8, weeks: u8) -> Option<Vec<Limit>> {
        let boundary = if from.is_end_of_day { from.day.succ_opt()? } else { from.day };
        let mut limits = Vec::new();
        for week in (1..=u64::from(weeks)).rev() {
            let first = boundary.checked_sub_days(Days::new(week * 7))?;
            for part in 0..u64::from(times) {
                let edge = |part: u64| first.checked_add_days(Days::new(7 * part / u64::from(times.max(1))));
                let last = edge(part + 1)?.pred_opt()?;
                limits.push(Limit { begins: edge(part), ..self.fixed(last)? });
            }
        }
        Some(limits)
    }

    fn shifted(
        &self,
        day: NaiveDate,
        shift: Shift,
        policy: &'static str,
        readings: &mut Vec<&'static str>,
    ) -> Option<NaiveDate> {
        if !self.calendar.is_business_day(day) {
            readings.push(policy);
        }
        self.calendar.shift(day, shift).ok()
    }
}
