//! Deadlines: when a clock must have stopped, and whether it did.

use calendar::{BusinessCalendar, CalendarError, Landing};
use chrono::{DateTime, Days, NaiveTime, Utc};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    Case, Limit, Unit,
    clock::{ClockReading, Stretch},
    policy::{Boundary, DayLength},
};

/// How long a case may take, once the policies have been applied to its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// So many seconds on the clock.
    Seconds(i64),
    /// Until the end of the n-th calendar day; the first day does not count.
    CalendarDays(u32),
    /// Until business ends on the n-th business day; the first day does not count.
    BusinessDays(u32),
    /// Until an instant agreed for the case. Pauses do not move it.
    Until(DateTime<Utc>),
}

/// Why a limit gives no allowance for a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllowanceFault {
    /// The case lacks the mark that holds its agreed deadline.
    #[error("no agreed deadline: `{mark}` is not recorded")]
    NotAgreed {
        /// The mark looked for.
        mark: crate::Mark,
    },
    /// The limit is no whole number of seconds or days, or too large.
    #[error("limit of {value} {unit} is no whole number of seconds or days within reach")]
    NotWhole {
        /// The value.
        value: Decimal,
        /// The unit's word.
        unit: &'static str,
    },
    /// No time at all is stated.
    #[error("no limit is stated")]
    None,
}

impl Allowance {
    /// The allowance that a limit gives a case.
    ///
    /// # Errors
    /// [`AllowanceFault`] where the case lacks its agreed deadline or the limit cannot be used.
    pub fn of(limit: Option<&Limit>, day_length: DayLength, case: &Case) -> Result<Self, AllowanceFault> {
        match limit {
            None => Err(AllowanceFault::None),
            Some(Limit::Agreed { mark }) => case
                .marks
                .get(mark)
                .map(|at| Self::Until(*at))
                .ok_or_else(|| AllowanceFault::NotAgreed { mark: mark.clone() }),
            Some(Limit::Fixed { value, unit }) => Self::fixed(*value, *unit, day_length),
        }
    }

    /// The allowance of a limit that is the same for each case.
    ///
    /// # Errors
    /// [`AllowanceFault::NotWhole`].
    pub fn fixed(value: Decimal, unit: Unit, day_length: DayLength) -> Result<Self, AllowanceFault> {
        let fault = AllowanceFault::NotWhole { value, unit: unit.word() };
        let whole = |factor: i64| {
            value
                .checked_mul(Decimal::from(factor))
                .filter(|product| product.fract().is_zero() && !product.is_sign_negative())
        };
        let days = match unit {
            Unit::Day => Some(1),
            Unit::Week => Some(7),
            _ => None,
        };
        match (days, day_length) {
            (Some(days), DayLength::CalendarDayEnd | DayLength::BusinessDayEnd) => {
                // A week is five business days where days are business days.
                let per_unit = match (unit, day_length) {
                    (Unit::Week, DayLength::BusinessDayEnd) => 5,
                    _ => days,
                };
                let n = whole(per_unit).and_then(|product| product.to_u32()).ok_or(fault)?;
                Ok(match day_length {
                    DayLength::BusinessDayEnd => Self::BusinessDays(n),
                    _ => Self::CalendarDays(n),
                })
            }
            _ => {
                let seconds = unit.seconds().and_then(whole).and_then(|product| product.to_i64());
                seconds.map(Self::Seconds).ok_or(fault)
            }
        }
    }

    /// So many seconds, where it is a number of them.
    pub(crate) fn seconds(self) -> Option<i64> {
        match self {
            Self::Seconds(seconds) => Some(seconds),
            Self::CalendarDays(_) | Self::BusinessDays(_) | Self::Until(_) => None,
        }
    }

    /// When the clock must have stopped; pauses so far move it. While the clock stands still, the answer
    /// supposes that it goes on at the end of what has been read.
    ///
    /// # Errors
    /// [`CalendarError`] where the calendar does not reach that far.
    pub fn due(
        self,
        reading: &ClockReading,
        calendar: &BusinessCalendar,
    ) -> Result<DateTime<Utc>, CalendarError> {
        match self {
            Self::Until(agreed) => Ok(agreed),
            Self::Seconds(allowed) => instant(used_up(
                reading.started.timestamp(),
                allowed,
                reading.still.iter().copied(),
                calendar,
            )?),
            Self::CalendarDays(n) => {
                let local = calendar.zone().to_local(reading.started);
                let end = local
                    .date()
                    .checked_add_days(Days::new(u64::from(n) + 1))
                    .ok_or(CalendarError::OutOfRange { seconds: reading.started.timestamp() })?
                    .and_time(NaiveTime::MIN);
                extended(calendar.zone().to_utc(end), reading, calendar)
            }
            Self::BusinessDays(n) => {
                let date = calendar.zone().to_local(reading.started).date();
                extended(calendar.closing_of_business_day_after(date, n)?, reading, calendar)
            }
        }
    }

    /// Judges a reading: in time or late if stopped; running or already late if not.
    ///
    /// # Errors
    /// [`CalendarError`] where the calendar does not reach that far.
    pub fn judge(
        self,
        reading: &ClockReading,
        calendar: &BusinessCalendar,
        boundary: Boundary,
        now: DateTime<Utc>,
    ) -> Result<Timing, CalendarError> {
        let due = self.due(reading, calendar)?;
        let at = reading.stopped.unwrap_or(now);
        let (is_late, over) = match self {
            Self::Seconds(allowed) => {
                let over = less(reading.seconds, allowed)?;
                (over > 0 || (over == 0 && boundary == Boundary::Late), over.max(0))
            }
            Self::CalendarDays(_) | Self::BusinessDays(_) | Self::Until(_) => {
                let is_late = at > due || (at == due && boundary == Boundary::Late);
                // The deadline is an instant, so what is over it is time on the wall: late on a Sunday is late.
                (is_late, at.signed_duration_since(due).num_seconds().max(0))
            }
        };
        let took = reading.seconds;
        Ok(match (reading.stopped.is_some(), is_late) {
            (true, false) => Timing::InTime { took, due },
            (true, true) => Timing::Late { took, over, due },
            (false, false) => {
                let remaining = match self {
                    Self::Seconds(allowed) => less(allowed, took)?,
                    // Work can only be done while it is open.
                    _ => calendar.elapsed_seconds(at.timestamp(), due.timestamp().max(at.timestamp()))?,
                };
                Timing::Running { took, due, remaining }
            }
            (false, true) => Timing::RunningLate { took, over, due },
        })
    }
}

/// The instant at which a clock that starts at `from` has shown `allowed` seconds.
///
/// What stands still is closed to the clock: an amount that is used up exactly when the clock begins to stand still,
/// at closing time or during a pause, is due there or when the clock next runs, as the calendar's landing says.
fn used_up(
    from: i64,
    allowed: i64,
    still: impl Iterator<Item = Stretch>,
    calendar: &BusinessCalendar,
) -> Result<i64, CalendarError> {
    if allowed == 0 {
        return calendar.add_seconds(from, 0);
    }
    let lands_where_it_runs = calendar.policy().landing == Landing::NextOpening;
    let (mut left, mut cursor) = (allowed, from);
    for still in still {
        let run = calendar.elapsed_seconds(cursor, still.from)?;
        if run > left || (run == left && !lands_where_it_runs) {
            break;
        }
        left -= run;
        cursor = still.to;
    }
    if left == 0 { calendar.next_open_seconds(cursor) } else { calendar.add_seconds(cursor, left) }
}

/// The end of a day-based limit, moved by the open time that was paused before it. The first day does not count, so
/// time paused on that day moves nothing.
fn extended(
    end: DateTime<Utc>,
    reading: &ClockReading,
    calendar: &BusinessCalendar,
) -> Result<DateTime<Utc>, CalendarError> {
    let first = calendar.zone().to_local(reading.started).date();
    let counted_from = first
        .succ_opt()
        .map(|day| calendar.zone().to_utc(day.and_time(NaiveTime::MIN)).timestamp())
        .ok_or(CalendarError::OutOfRange { seconds: reading.started.timestamp() })?;
    let still = || {
        let counted = reading.still.iter().filter(|still| still.to > counted_from);
        counted.map(|still| Stretch { from: still.from.max(counted_from), to: still.to })
    };
    let due = end.timestamp();
    let mut is_moved = false;
    for still in still().take_while(|still| still.from < due) {
        is_moved |= calendar.elapsed_seconds(still.from, still.to.min(due))? > 0;
    }
    if !is_moved {
        return Ok(end);
    }
    instant(used_up(counted_from, calendar.elapsed_seconds(counted_from, due)?, still(), calendar)?)
}

/// A difference of seconds, which only an allowance that no table can state would take out of range.
fn less(seconds: i64, other: i64) -> Result<i64, CalendarError> {
    seconds.checked_sub(other).ok_or(CalendarError::OutOfRange { seconds: other })
}

fn instant(seconds: i64) -> Result<DateTime<Utc>, CalendarError> {
    DateTime::from_timestamp(seconds, 0).ok_or(CalendarError::OutOfRange { seconds })
}

/// How a case stands against its deadline.
///
/// What it took is seconds on the item's clock. What it is over, or has left, is on that clock too where the limit
/// is a span of time; where the deadline is an instant (agreed, or the end of a day), it is time on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Stopped in time.
    InTime {
        /// What it took.
        took: i64,
        /// When it was due.
        due: DateTime<Utc>,
    },
    /// Stopped late.
    Late {
        /// What it took.
        took: i64,
        /// By how much it was late.
        over: i64,
        /// When it was due.
        due: DateTime<Utc>,
    },
    /// Still running, not yet late.
    Running {
        /// What it has taken so far.
        took: i64,
        /// When it is due.
        due: DateTime<Utc>,
        /// What is left.
        remaining: i64,
    },
    /// Still running, late already.
    RunningLate {
        /// What it has taken so far.
        took: i64,
        /// By how much it is late so far.
        over: i64,
        /// When it was due.
        due: DateTime<Utc>,
    },
}
