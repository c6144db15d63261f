//! Calendars of business time: built from hours, holidays, exceptions and exclusions.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use provenance::Text;

use crate::{
    BatchError, BuildError, CalendarError, CalendarPolicy, DayHours, WeeklyHours, Zone,
    compiled::Compiled,
    plan::{Exclusion, Plan, SpecialDay},
    policy::{Landing, ReversedSpan, ZeroOutsideHours},
};

/// What a calendar is built from.
///
/// ```
/// use calendar::{BusinessCalendarBuilder, DayHours, WeeklyHours, Zone};
/// use provenance::Text;
///
/// let hours = DayHours::new(["09:00-12:00".parse()?, "13:00-18:00".parse()?])?;
/// let calendar = BusinessCalendarBuilder::new(Zone::iana("Asia/Tokyo")?, WeeklyHours::weekdays(&hours))
///     .holiday("2024-07-15".parse()?, Text::new("海の日", "Marine Day"))
///     .build()?;
/// // From Friday 17:00 to Tuesday 10:00 over a weekend and a holiday: one hour and one hour.
/// let elapsed = calendar.elapsed("2024-07-12T08:00:00Z".parse()?, "2024-07-16T01:00:00Z".parse()?)?;
/// assert_eq!(elapsed.num_hours(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct BusinessCalendarBuilder {
    zone: Zone,
    weekly: WeeklyHours,
    special: BTreeMap<NaiveDate, SpecialDay>,
    exclusions: Vec<Exclusion>,
    policy: CalendarPolicy,
    first: NaiveDate,
    last: NaiveDate,
}

impl BusinessCalendarBuilder {
    /// A calendar with these weekly hours and nothing else. It covers 1900 to 2199.
    #[must_use]
    pub fn new(zone: Zone, weekly: WeeklyHours) -> Self {
        Self {
            zone,
            weekly,
            special: BTreeMap::new(),
            exclusions: Vec::new(),
            policy: CalendarPolicy::default(),
            first: NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN),
            last: NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or(NaiveDate::MAX),
        }
    }

    /// Closes a day.
    #[must_use]
    pub fn holiday(self, date: NaiveDate, name: Text) -> Self {
        self.special(date, SpecialDay { hours: DayHours::closed(), name, is_holiday: true })
    }

    /// Closes days.
    #[must_use]
    pub fn holidays(self, days: impl IntoIterator<Item = (NaiveDate, Text)>) -> Self {
        days.into_iter().fold(self, |builder, (date, name)| builder.holiday(date, name))
    }

    /// Gives a day hours of its own, shorter, longer or on a day that is otherwise closed. An exception
    /// outranks a holiday, and the later of two the earlier.
    #[must_use]
    pub fn exception(self, date: NaiveDate, hours: DayHours, name: Text) -> Self {
        self.special(date, SpecialDay { hours, name, is_holiday: false })
    }

    fn special(mut self, date: NaiveDate, day: SpecialDay) -> Self {
        match self.special.get(&date) {
            Some(known) if !known.is_holiday && day.is_holiday => {}
            _ => {
                self.special.insert(date, day);
            }
        }
        self
    }

    /// Takes a stretch of time out, whatever the hours.
    #[must_use]
    pub fn exclusion(mut self, exclusion: Exclusion) -> Self {
        self.exclusions.push(exclusion);
        self
    }

    /// Sets the readings of what is left open.
    #[must_use]
    pub fn policy(mut self, policy: CalendarPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Limits the days that the calendar covers, both inclusive, for instance to the years whose holidays
    /// are known. Questions about other days are refused.
    #[must_use]
    pub fn covering(mut self, first: NaiveDate, last: NaiveDate) -> Self {
        self.first = self.first.max(first);
        self.last = self.last.min(last);
        self
    }

    /// Builds the calendar.
    ///
    /// # Errors
    /// [`BuildError::NeverOpen`] where nothing is ever open, [`BuildError::Exclusion`] and
    /// [`BuildError::Coverage`] where a stretch is empty.
    pub fn build(mut self) -> Result<BusinessCalendar, BuildError> {
        if self.first > self.last {
            return Err(BuildError::Coverage { first: self.first, last: self.last });
        }
        for exclusion in &self.exclusions {
            if exclusion.to <= exclusion.from {
                return Err(BuildError::Exclusion {
                    reason: exclusion.reason.en.clone(),
                    from: exclusion.from,
                    to: exclusion.to,
                });
            }
        }
        self.exclusions.sort_by_key(|exclusion| (exclusion.from, exclusion.to));
        let plan = Plan {
            zone: self.zone,
            weekly: self.weekly,
            special: self.special,
            exclusions: self.exclusions,
            night_shift: self.policy.night_shift,
            first: self.first,
            last: self.last,
        };
        let compiled = Compiled::new(&plan);
        if compiled.is_never_open() {
            return Err(BuildError::NeverOpen);
        }
        Ok(BusinessCalendar { plan, policy: self.policy, compiled })
    }
}

/// A calendar of business time.
///
/// Spans are half-open: the closing instant is not open. A question costs O(log n) in the number of
/// holidays, exceptions, exclusions and zone changes, and nothing in the length of the span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessCalendar {
    pub(crate) plan: Plan,
    policy: CalendarPolicy,
    pub(crate) compiled: Compiled,
}

impl BusinessCalendar {
    /// The zone in which hours are meant.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.plan.zone
    }

    /// The readings in force.
    #[must_use]
    pub fn policy(&self) -> CalendarPolicy {
        self.policy
    }

    /// The same calendar with other readings. The night-shift reading shapes the calendar itself and stays.
    #[must_use]
    pub fn with_policy(mut self, policy: CalendarPolicy) -> Self {
        self.policy = CalendarPolicy { night_shift: self.plan.night_shift, ..policy };
        self
    }

    /// The days covered, both inclusive.
    #[must_use]
    pub fn covers(&self) -> (NaiveDate, NaiveDate) {
        (self.plan.first, self.plan.last)
    }

    /// Open time in `[from, to)`.
    ///
    /// # Errors
    /// As [`BusinessCalendar::elapsed_seconds`].
    pub fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<TimeDelta, CalendarError> {
        let seconds = self.elapsed_seconds(from.timestamp(), to.timestamp())?;
        TimeDelta::try_seconds(seconds).ok_or(CalendarError::OutOfRange { seconds })
    }

    /// Open time in `[from, to)`, all in epoch seconds.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] outside the days covered; [`CalendarError::Reversed`] where the span
    /// ends before it begins and the policy refuses that.
    #[inline]
    pub fn elapsed_seconds(&self, from: i64, to: i64) -> Result<i64, CalendarError> {
        if to < from {
            return match self.policy.reversed {
                ReversedSpan::Refuse => Err(CalendarError::Reversed { from, to }),
                ReversedSpan::Zero => Ok(0),
                ReversedSpan::Negative => self.elapsed_seconds(to, from).map(|seconds| -seconds),
            };
        }
        Ok(self.compiled.before(to)? - self.compiled.before(from)?)
    }

    /// The instant at which that much open time has passed since `from`.
    ///
    /// # Errors
    /// As [`BusinessCalendar::add_seconds`].
    pub fn add(&self, from: DateTime<Utc>, amount: TimeDelta) -> Result<DateTime<Utc>, CalendarError> {
        instant(self.add_seconds(from.timestamp(), amount.num_seconds())?)
    }

    /// The instant at which that many open seconds have passed since `from`, in epoch seconds.
    ///
    /// Exactly at closing time the policy's [`Landing`] decides between closing and the next opening.
    ///
    /// # Errors
    /// [`CalendarError::Negative`], [`CalendarError::OutOfRange`], and [`CalendarError::Unreachable`] where
    /// the days covered do not hold that much open time.
    #[inline]
    pub fn add_seconds(&self, from: i64, seconds: i64) -> Result<i64, CalendarError> {
        if seconds < 0 {
            return Err(CalendarError::Negative { seconds });
        }
        let before = self.compiled.before(from)?;
        if seconds == 0 {
            return match self.policy.zero {
                ZeroOutsideHours::Stay => Ok(from),
                ZeroOutsideHours::NextOpening => self.next_open_seconds(from),
            };
        }
        let unreachable = CalendarError::Unreachable { from, seconds };
        let target = before.checked_add(seconds).ok_or(unreachable)?;
        match self.policy.landing {
            Landing::Closing => self.compiled.first_with(target),
            Landing::NextOpening => self.compiled.last_with(target),
        }
        .ok_or(unreachable)
    }

    /// The instant from which that much open time passes until `to`.
    ///
    /// # Errors
    /// As [`BusinessCalendar::subtract_seconds`].
    pub fn subtract(&self, to: DateTime<Utc>, amount: TimeDelta) -> Result<DateTime<Utc>, CalendarError> {
        instant(self.subtract_seconds(to.timestamp(), amount.num_seconds())?)
    }

    /// The latest instant from which that many open seconds pass until `to`, in epoch seconds: an opening
    /// rather than the closing before it. With [`Landing::NextOpening`] the mirror image: the earliest.
    ///
    /// # Errors
    /// As [`BusinessCalendar::add_seconds`].
    pub fn subtract_seconds(&self, to: i64, seconds: i64) -> Result<i64, CalendarError> {
        if seconds < 0 {
            return Err(CalendarError::Negative { seconds });
        }
        let before = self.compiled.before(to)?;
        if seconds == 0 {
            return Ok(to);
        }
        let unreachable = CalendarError::Unreachable { from: to, seconds };
        let target = before.checked_sub(seconds).filter(|target| *target >= 0).ok_or(unreachable)?;
        match self.policy.landing {
            Landing::Closing => self.compiled.last_with(target),
            Landing::NextOpening => self.compiled.first_with(target),
        }
        .ok_or(unreachable)
    }

    /// Whether an instant is open.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn is_open(&self, at: DateTime<Utc>) -> Result<bool, CalendarError> {
        self.compiled.is_open(at.timestamp())
    }

    /// The first open instant at or after `from`.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`]; [`CalendarError::Unreachable`] where none follows in the days covered.
    pub fn next_open(&self, from: DateTime<Utc>) -> Result<DateTime<Utc>, CalendarError> {
        instant(self.next_open_seconds(from.timestamp())?)
    }

    /// The first open second at or after `from`, in epoch seconds.
    ///
    /// # Errors
    /// As [`BusinessCalendar::next_open`].
    pub fn next_open_seconds(&self, from: i64) -> Result<i64, CalendarError> {
        if self.compiled.is_open(from)? {
            return Ok(from);
        }
        let before = self.compiled.before(from)?;
        self.compiled.last_with(before).ok_or(CalendarError::Unreachable { from, seconds: 1 })
    }

    /// The last closing at or before `at`: the greatest instant, no later, that is not open and up to which it was.
    ///
    /// At a closing it is that closing, for spans are half-open; at an opening, the closing before. Hours that go on at
    /// midnight do not close there; an exclusion that begins while it is open closes. Where the days covered begin or
    /// end while it is open there is no closing, for nothing is known beyond.
    ///
    /// ```
    /// use calendar::{BusinessCalendarBuilder, CalendarError, DayHours, WeeklyHours, Zone};
    ///
    /// let hours = DayHours::new(["09:00-12:00".parse()?, "13:00-18:00".parse()?])?;
    /// let office = BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::weekdays(&hours)).build()?;
    /// let noon = "2024-06-03T12:00:00Z".parse()?;
    /// assert_eq!(office.prev_close(noon)?, noon);
    /// // Open at the moment: the last closing was at noon.
    /// assert_eq!(office.prev_close("2024-06-03T17:59:59Z".parse()?)?, noon);
    /// // Before Monday's opening it is Friday's closing.
    /// assert_eq!(office.prev_close("2024-06-03T09:00:00Z".parse()?)?.to_rfc3339(), "2024-05-31T18:00:00+00:00");
    /// // What never closes has no closing.
    /// let always = BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::always()).build()?;
    /// assert!(matches!(always.prev_close(noon), Err(CalendarError::NeverClosed { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`]; [`CalendarError::NeverClosed`] where none lies before in the days covered.
    pub fn prev_close(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, CalendarError> {
        instant(self.prev_close_seconds(at.timestamp())?)
    }

    /// The last closing at or before `at`, in epoch seconds.
    ///
    /// # Errors
    /// As [`BusinessCalendar::prev_close`].
    pub fn prev_close_seconds(&self, at: i64) -> Result<i64, CalendarError> {
        self.compiled.last_closing(at)?.ok_or(CalendarError::NeverClosed { by: at })
    }

    /// Open time of many spans at once, in epoch seconds, without allocation.
    ///
    /// ```
    /// use calendar::{BatchError, BusinessCalendarBuilder, WeeklyHours, Zone};
    ///
    /// let always = BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::always()).build()?;
    /// let mut out = [0; 2];
    /// always.elapsed_batch(&[0, 100], &[60, 160], &mut out)?;
    /// assert_eq!(out, [60, 60]);
    /// // The second span ends before it begins.
    /// let error = always.elapsed_batch(&[0, 100], &[60, 40], &mut out).unwrap_err();
    /// assert!(matches!(error, BatchError::At { index: 1, .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`BatchError::Length`] where the slices differ in length; [`BatchError::At`] for the first span that
    /// cannot be answered: places before it are filled, those from it on left as they were.
    pub fn elapsed_batch(&self, from: &[i64], to: &[i64], out: &mut [i64]) -> Result<(), BatchError> {
        batch(from, to, out, |from, to| self.elapsed_seconds(from, to))
    }

    /// The ends of many amounts at once, in epoch seconds, without allocation.
    ///
    /// # Errors
    /// As [`BusinessCalendar::elapsed_batch`].
    pub fn add_batch(&self, from: &[i64], seconds: &[i64], out: &mut [i64]) -> Result<(), BatchError> {
        batch(from, seconds, out, |from, seconds| self.add_seconds(from, seconds))
    }

    /// Whether a day has hours, exceptions and holidays included. Of days that the calendar does not cover
    /// it knows only the weekday.
    #[must_use]
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        !self.plan.hours(date).is_closed()
    }

    /// The instant at which business ends on the n-th business day after a date; the date itself does not
    /// count. With `n` = 0, on the date itself or, where that is no business day, the next one.
    ///
    /// # Errors
    /// [`CalendarError::Unreachable`] where the days covered do not hold that many business days.
    pub fn closing_of_business_day_after(
        &self,
        date: NaiveDate,
        n: u32,
    ) -> Result<DateTime<Utc>, CalendarError> {
        let unreachable = || CalendarError::Unreachable { from: self.plan.midnight(date), seconds: 1 };
        let mut day = date;
        let mut left = n;
        loop {
            if day > self.plan.last {
                return Err(unreachable());
            }
            if self.is_business_day(day) {
                match (left, day > date) {
                    (0, _) | (1, true) => {
                        let closes = self.plan.openings(day).iter().map(|stretch| stretch.to).max();
                        return instant(closes.ok_or_else(unreachable)?);
                    }
                    (_, true) => left -= 1,
                    (_, false) => {}
                }
            }
            day = day.checked_add_days(Days::new(1)).ok_or_else(unreachable)?;
        }
    }
}

fn batch(
    from: &[i64],
    to: &[i64],
    out: &mut [i64],
    answer: impl Fn(i64, i64) -> Result<i64, CalendarError>,
) -> Result<(), BatchError> {
    if from.len() != to.len() || to.len() != out.len() {
        return Err(BatchError::Length { from: from.len(), to: to.len(), out: out.len() });
    }
    for (index, ((from, to), out)) in from.iter().zip(to).zip(out).enumerate() {
        *out = answer(*from, *to).map_err(|error| BatchError::At { index, error })?;
    }
    Ok(())
}

fn instant(seconds: i64) -> Result<DateTime<Utc>, CalendarError> {
    DateTime::from_timestamp(seconds, 0).ok_or(CalendarError::OutOfRange { seconds })
}
